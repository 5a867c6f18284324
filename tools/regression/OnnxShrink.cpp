//===- OnnxShrink.cpp - smaller tensors for the same nodes ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/OnnxShrink.h"

#include "llvm/ADT/STLExtras.h"

#include <cstring>

using namespace mlir;

namespace unspool {
namespace {

class Shrinker {
public:
  Shrinker(int64_t extent, int64_t smaller, Shrinking how)
      : extent(extent), smaller(smaller), how(how) {}

  bool changedAny() const { return changed; }

  int64_t shrunk(int64_t given) {
    int64_t result = given;
    if (given == extent)
      result = smaller;
    else if (how == Shrinking::Multiples && given > extent && given % extent == 0 &&
             given / extent <= kMostGates)
      result = given / extent * smaller;
    changed |= result != given;
    return result;
  }

  std::vector<int64_t> shrunk(llvm::ArrayRef<int64_t> shape) {
    std::vector<int64_t> result;
    for (int64_t given : shape)
      result.push_back(shrunk(given));
    return result;
  }

  /// The elements that are left of a dense tensor.
  static std::string slice(llvm::StringRef bytes, llvm::ArrayRef<int64_t> from,
                           llvm::ArrayRef<int64_t> to, size_t width) {
    std::string result;
    std::vector<int64_t> index(to.size(), 0);
    int64_t elements = 1;
    for (int64_t count : to)
      elements *= count;
    for (int64_t n = 0; n < elements; ++n) {
      int64_t at = 0;
      for (size_t axis = 0; axis < to.size(); ++axis)
        at = at * from[axis] + index[axis];
      result.append(bytes.data() + at * width, width);
      for (size_t axis = to.size(); axis-- > 0 && ++index[axis] == to[axis];)
        index[axis] = 0;
    }
    return result;
  }

  void shrink(onnx::TensorProto &tensor) {
    std::vector<int64_t> shape(tensor.dims().begin(), tensor.dims().end());
    std::vector<int64_t> fewer = shrunk(shape);
    if (how != Shrinking::Axes)
      shrinkValues(tensor);
    if (fewer == shape)
      return;
    packRaw(tensor);
    int64_t elements = 1;
    for (int64_t count : shape)
      elements *= count;
    if (elements == 0 || tensor.raw_data().size() % elements)
      return;
    tensor.set_raw_data(
        slice(tensor.raw_data(), shape, fewer, tensor.raw_data().size() / elements));
    for (size_t axis = 0; axis < fewer.size(); ++axis)
      tensor.set_dims(int(axis), fewer[axis]);
  }

  void shrink(nn::Tensor &tensor) {
    std::vector<int64_t> fewer = shrunk(tensor.type.getShape());
    size_t width = nn::elementBytes(tensor.type.getElementType());
    llvm::StringRef bytes(reinterpret_cast<const char *>(tensor.bytes.data()),
                          tensor.bytes.size());
    std::string left = slice(bytes, tensor.type.getShape(), fewer, width);
    tensor.bytes.assign(left.begin(), left.end());
    tensor.type = RankedTensorType::get(fewer, tensor.type.getElementType());
  }

  void shrink(onnx::AttributeProto &attribute) {
    if (attribute.type() == onnx::AttributeProto::INT)
      attribute.set_i(shrunk(attribute.i()));
    for (int i = 0; i < attribute.ints_size(); ++i)
      attribute.set_ints(i, shrunk(attribute.ints(i)));
    if (attribute.has_t())
      shrink(*attribute.mutable_t());
  }

private:
  /// An LSTM's bias has eight parts of its hidden size.
  static constexpr int64_t kMostGates = 8;

  /// Integers in a constant may be a shape.
  void shrinkValues(onnx::TensorProto &tensor) {
    if (tensor.data_type() != onnx::TensorProto::INT64)
      return;
    for (int i = 0; i < tensor.int64_data_size(); ++i)
      tensor.set_int64_data(i, shrunk(tensor.int64_data(i)));
    std::string &raw = *tensor.mutable_raw_data();
    for (size_t at = 0; at + sizeof(int64_t) <= raw.size(); at += sizeof(int64_t)) {
      int64_t value;
      std::memcpy(&value, &raw[at], sizeof value);
      value = shrunk(value);
      std::memcpy(&raw[at], &value, sizeof value);
    }
  }

  /// Elements in fields of their own become raw bytes.
  static void packRaw(onnx::TensorProto &tensor) {
    auto pack = [&](auto &field) {
      if (field.empty())
        return;
      tensor.set_raw_data(field.data(), field.size() * sizeof(field[0]));
      field.Clear();
    };
    pack(*tensor.mutable_float_data());
    pack(*tensor.mutable_double_data());
    pack(*tensor.mutable_int64_data());
    if (tensor.data_type() == onnx::TensorProto::INT32)
      pack(*tensor.mutable_int32_data());
  }

  int64_t extent, smaller;
  Shrinking how;
  bool changed = false;
};

} // namespace

std::vector<int64_t> extentsOf(const onnx::ModelProto &model) {
  std::set<int64_t> extents;
  for (const auto &input : model.graph().input())
    for (const auto &dim : input.type().tensor_type().shape().dim())
      extents.insert(dim.dim_value());
  for (const onnx::TensorProto &tensor : model.graph().initializer())
    extents.insert(tensor.dims().begin(), tensor.dims().end());
  std::vector<int64_t> result(extents.rbegin(), extents.rend());
  llvm::erase_if(result, [](int64_t extent) { return extent <= 1; });
  return result;
}

bool shrinkModel(onnx::ModelProto &model, TensorValues &inputs, int64_t extent, int64_t smaller,
                 Shrinking how) {
  Shrinker shrinker(extent, smaller, how);
  onnx::GraphProto &graph = *model.mutable_graph();
  for (auto &input : *graph.mutable_input())
    for (auto &dim : *input.mutable_type()->mutable_tensor_type()->mutable_shape()->mutable_dim())
      dim.set_dim_value(shrinker.shrunk(dim.dim_value()));
  for (onnx::TensorProto &tensor : *graph.mutable_initializer())
    shrinker.shrink(tensor);
  for (auto &[name, tensor] : inputs)
    shrinker.shrink(tensor);
  if (how != Shrinking::Axes)
    for (onnx::NodeProto &node : *graph.mutable_node())
      for (onnx::AttributeProto &attribute : *node.mutable_attribute())
        shrinker.shrink(attribute);
  fixOutputs(model, {});
  return shrinker.changedAny();
}

void fixOutputs(onnx::ModelProto &model, const TensorValues &values) {
  for (auto &output : *model.mutable_graph()->mutable_output()) {
    output.clear_type();
    auto value = values.find(output.name());
    if (value == values.end())
      continue;
    auto *type = output.mutable_type()->mutable_tensor_type();
    type->set_elem_type(toProto(value->second, "").data_type());
    type->mutable_shape();
    for (int64_t extent : value->second.type.getShape())
      type->mutable_shape()->add_dim()->set_dim_value(extent);
  }
}

} // namespace unspool
