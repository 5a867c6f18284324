//===- LayerText.cpp - a layer in one line of text ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/LayerText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <onnx/onnx_pb.h>

#include <cmath>
#include <map>
#include <optional>
#include <random>

using llvm::StringRef;

namespace unspool {
namespace {

using Shape = std::vector<int64_t>;

/// Elements of any tensor, and timesteps: what is larger is a mistake.
constexpr int64_t kMostElements = int64_t(1) << 28, kMostTimesteps = 4096;

/// What may follow a layer's name and shape.
struct LayerKind {
  const char *name;
  const char *needed, *allowed; ///< letters
  size_t leastRank, mostRank;
  const char *usage;
};

const LayerKind kinds[] = {
    {"conv", "kc", "kcspdg", 3, 4, "conv 1x64x56x56 k3 c64 [s1] [p1] [d1] [g1] [relu] [pool2]"},
    {"dwconv", "k", "kspd", 3, 4, "dwconv 1x64x56x56 k3 [s1] [p1] [d1] [relu]"},
    {"dense", "c", "c", 2, 2, "dense 1x512 c1000 [relu]"},
    {"matmul", "c", "c", 2, 2, "matmul 1x512 c1000 [relu]"},
    {"lstm", "h", "ht", 2, 2, "lstm 1x64 h128 [t4]"},
    {"gru", "h", "ht", 2, 2, "gru 1x64 h128 [t4]"},
    {"rnn", "h", "ht", 2, 2, "rnn 1x64 h128 [t4]"},
    {"maxpool", "k", "ksp", 3, 4, "maxpool 1x64x56x56 k2 [s2] [p0]"},
    {"avgpool", "k", "ksp", 3, 4, "avgpool 1x64x56x56 k2 [s2] [p0]"},
};

int64_t elementsOf(const Shape &shape) {
  int64_t count = 1;
  for (int64_t extent : shape)
    count = extent > kMostElements / count ? kMostElements + 1 : count * extent;
  return count;
}

class LayerModel {
public:
  explicit LayerModel(StringRef text) : text(text.trim()) {
    model.set_ir_version(9);
    model.add_opset_import()->set_version(19);
    graph().set_name("layer");
  }

  llvm::Expected<std::string> make() {
    if (llvm::Error error = parse())
      return error;
    if (llvm::Error error = build())
      return error;
    return model.SerializeAsString();
  }

private:
  onnx::GraphProto &graph() { return *model.mutable_graph(); }

  llvm::Error fail(const llvm::Twine &why) const {
    std::string usage = kind ? std::string("write it as: ") + kind->usage
                             : "there are: " + llvm::join(llvm::map_range(kinds, [](auto &one) {
                                 return std::string(one.name);
                               }), ", ");
    return llvm::createStringError("layer '" + text + "': " + why + "; " + usage);
  }

  static std::optional<Shape> extents(StringRef word) {
    Shape shape;
    llvm::SmallVector<StringRef> parts;
    word.split(parts, 'x');
    for (StringRef part : parts) {
      int64_t extent = 0;
      if (part.empty() || part.getAsInteger(10, extent) || extent < 0 || extent > kMostElements)
        return std::nullopt;
      shape.push_back(extent);
    }
    return shape;
  }

  llvm::Error parse() {
    llvm::SmallVector<StringRef> words;
    text.split(words, ' ', -1, /*KeepEmpty=*/false);
    auto *found = llvm::find_if(kinds, [&](const LayerKind &one) {
      return !words.empty() && words[0] == one.name;
    });
    if (found == std::end(kinds))
      return fail(words.empty() ? "there is no layer" : "'" + words[0] + "' is no layer");
    kind = found;
    std::optional<Shape> input = words.size() > 1 ? extents(words[1]) : std::nullopt;
    if (!input || input->size() < kind->leastRank || input->size() > kind->mostRank ||
        llvm::is_contained(*input, 0))
      return fail(words.size() > 1 ? "'" + words[1] + "' is not the shape of its input"
                                   : "the shape of its input is missing");
    shape = *input;
    for (StringRef word : llvm::drop_begin(words, 2))
      if (llvm::Error error = parseOption(word))
        return error;
    for (char letter : StringRef(kind->needed))
      if (!options.count(letter))
        return fail("'" + llvm::Twine(letter) + "' is missing");
    return llvm::Error::success();
  }

  llvm::Error parseOption(StringRef word) {
    bool mayRelu = StringRef(kind->allowed).contains('c') || isDepthwise();
    if (word == "relu" && mayRelu) {
      relu = true;
      return llvm::Error::success();
    }
    StringRef rest = word;
    char letter = 0;
    if (isConvolution() && rest.consume_front("pool"))
      letter = 'P';
    else {
      letter = rest.front();
      rest = rest.drop_front();
    }
    std::optional<Shape> values = extents(rest);
    bool isAxes = StringRef("kspdP").contains(letter);
    bool fits = values && (values->size() == 1 || (isAxes && values->size() == shape.size() - 2));
    bool isKnown = letter == 'P' || StringRef(kind->allowed).contains(letter);
    if (!isKnown || !fits || (letter != 'p' && llvm::is_contained(*values, 0)))
      return fail("'" + word + "' is not understood");
    if (isAxes && values->size() == 1)
      values->resize(shape.size() - 2, values->front());
    options[letter] = *values;
    return llvm::Error::success();
  }

  bool isDepthwise() const { return StringRef(kind->name) == "dwconv"; }
  bool isConvolution() const { return StringRef(kind->name) == "conv" || isDepthwise(); }
  bool isPool() const { return StringRef(kind->name).ends_with("pool"); }

  Shape option(char letter, const Shape &otherwise) const {
    auto found = options.find(letter);
    return found == options.end() ? otherwise : found->second;
  }

  llvm::Error build() {
    if (elementsOf(shape) > kMostElements)
      return fail("its input is too large");
    if (isConvolution() || isPool())
      return buildWindow();
    if (StringRef(kind->allowed).contains('h'))
      return buildRecurrent();
    addInput("x", shape);
    if (llvm::Error error = addWeights("w", {shape[1], options['c'][0]}, shape[1]))
      return error;
    if (llvm::Error error = addWeights("b", {options['c'][0]}, 1))
      return error;
    addNode("Gemm", kind->name, {"x", "w", "b"});
    return finish();
  }

  llvm::Error buildWindow() {
    size_t axes = shape.size() - 2;
    Shape window = options['k'], stride = option('s', isPool() ? window : Shape(axes, 1)),
          dilation = option('d', Shape(axes, 1)), pads;
    for (size_t axis = 0; axis < axes; ++axis)
      pads.push_back(options.count('p') ? options['p'][axis]
                     : isPool()         ? 0
                                        : (window[axis] - 1) * dilation[axis] / 2);
    for (size_t axis = 0; axis < axes; ++axis)
      if (shape[2 + axis] + 2 * pads[axis] < (window[axis] - 1) * dilation[axis] + 1)
        return fail("the window is larger than the padded input");
    addInput("x", shape);
    if (isPool()) {
      addNode(StringRef(kind->name) == "maxpool" ? "MaxPool" : "AveragePool", kind->name, {"x"});
      set("kernel_shape", window);
    } else {
      int64_t channels = shape[1];
      int64_t groups = isDepthwise() ? channels : option('g', {1})[0];
      int64_t outputs = isDepthwise() ? channels : options['c'][0];
      if (channels % groups || outputs % groups)
        return fail("its groups do not divide its channels");
      Shape filter{outputs, channels / groups};
      filter.insert(filter.end(), window.begin(), window.end());
      if (llvm::Error error = addWeights("w", filter, elementsOf(filter) / outputs))
        return error;
      if (llvm::Error error = addWeights("b", {outputs}, 1))
        return error;
      addNode("Conv", kind->name, {"x", "w", "b"});
      set("group", groups);
      set("dilations", dilation);
    }
    set("strides", stride);
    pads.insert(pads.end(), pads.begin(), pads.end());
    set("pads", pads);
    return finish();
  }

  llvm::Error buildRecurrent() {
    int64_t hidden = options['h'][0], steps = option('t', {4})[0];
    if (steps > kMostTimesteps)
      return fail("more than " + llvm::Twine(kMostTimesteps) + " timesteps");
    StringRef name = kind->name;
    int64_t gates = name == "lstm" ? 4 : name == "gru" ? 3 : 1;
    addInput("x", {steps, shape[0], shape[1]});
    // A first state that is no constant keeps the first step like the others.
    addInput("h", {1, shape[0], hidden});
    if (name == "lstm")
      addInput("c", {1, shape[0], hidden});
    if (llvm::Error error = addWeights("w", {1, gates * hidden, shape[1]}, shape[1]))
      return error;
    if (llvm::Error error = addWeights("r", {1, gates * hidden, hidden}, hidden))
      return error;
    if (llvm::Error error = addWeights("b", {1, 2 * gates * hidden}, 4))
      return error;
    std::vector<std::string> inputs{"x", "w", "r", "b", "", "h"};
    if (name == "lstm")
      inputs.push_back("c");
    addNode(name.upper(), kind->name, inputs);
    set("hidden_size", hidden);
    return finish();
  }

  /// What follows the layer, and the output.
  llvm::Error finish() {
    std::string last = "y";
    if (relu) {
      addNode("Relu", "relu", {last});
      last = graph().mutable_node()->rbegin()->output(0);
    }
    if (auto pool = options.find('P'); pool != options.end()) {
      addNode("MaxPool", "pool", {last});
      set("kernel_shape", pool->second);
      set("strides", pool->second);
      last = graph().mutable_node()->rbegin()->output(0);
    }
    onnx::ValueInfoProto &output = *graph().add_output();
    output.set_name(last);
    output.mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
    return llvm::Error::success();
  }

  void addInput(const std::string &name, const Shape &extents) {
    onnx::ValueInfoProto &input = *graph().add_input();
    input.set_name(name);
    auto *tensor = input.mutable_type()->mutable_tensor_type();
    tensor->set_elem_type(onnx::TensorProto::FLOAT);
    for (int64_t extent : extents)
      tensor->mutable_shape()->add_dim()->set_dim_value(extent);
  }

  /// In [-1, 1] / sqrt(terms), so that sums stay of the size of their inputs.
  llvm::Error addWeights(const std::string &name, const Shape &extents, int64_t terms) {
    if (elementsOf(extents) > kMostElements)
      return fail("its weights are too large");
    onnx::TensorProto &tensor = *graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    for (int64_t extent : extents)
      tensor.add_dims(extent);
    std::vector<float> values(elementsOf(extents));
    double scale = 1 / std::sqrt(double(std::max<int64_t>(terms, 1)));
    for (float &value : values)
      value = float(scale * (double(random() % 20001) / 10000 - 1));
    tensor.set_raw_data(values.data(), values.size() * sizeof(float));
    return llvm::Error::success();
  }

  void addNode(StringRef type, StringRef name, const std::vector<std::string> &inputs) {
    onnx::NodeProto &node = *graph().add_node();
    node.set_op_type(type.str());
    node.set_name(name.str());
    for (const std::string &input : inputs)
      node.add_input(input);
    node.add_output(graph().node_size() == 1 ? "y" : name.str() + "_y");
  }

  void set(const char *name, int64_t value) {
    onnx::AttributeProto &attribute = *graph().mutable_node()->rbegin()->add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(value);
  }
  void set(const char *name, const Shape &values) {
    onnx::AttributeProto &attribute = *graph().mutable_node()->rbegin()->add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INTS);
    for (int64_t value : values)
      attribute.add_ints(value);
  }

  StringRef text;
  const LayerKind *kind = nullptr;
  Shape shape;                    ///< of the input
  std::map<char, Shape> options;  ///< by letter; P is a pool behind
  bool relu = false;
  std::mt19937 random{1};
  onnx::ModelProto model;
};

} // namespace

llvm::Expected<std::string> modelOfLayer(StringRef text) { return LayerModel(text).make(); }

} // namespace unspool
