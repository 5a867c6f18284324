//===- OnnxReduce.cpp - the smallest part of a model that still fails -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/OnnxReduce.h"

#include "tools/driver/DataSet.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/regression/FailingCommand.h"
#include "tools/regression/OnnxShrink.h"
#include "tools/regression/OnnxValues.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace unspool {
namespace {

llvm::Error message(const llvm::Twine &text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), text);
}

bool hasExternalData(const onnx::ModelProto &model) {
  return llvm::any_of(model.graph().initializer(), [](const onnx::TensorProto &tensor) {
    return tensor.data_location() == onnx::TensorProto::EXTERNAL;
  });
}

class Reduction {
public:
  explicit Reduction(const ReduceOptions &options)
      : options(options), command(options.command, options.message, options.timeLimit) {}

  llvm::Expected<ReduceReport> run() {
    for (auto step : {&Reduction::readModel, &Reduction::runOriginal})
      if (llvm::Error error = (this->*step)())
        return error;
    report.nodesBefore = whole.graph().node_size();
    report.bytesBefore = whole.ByteSizeLong();
    nodes.resize(report.nodesBefore);
    std::iota(nodes.begin(), nodes.end(), 0);
    values = evaluateAll(whole, givenInputs, folder.path(), context);
    // The vectors are what the model should do; the evaluator may be wrong.
    for (const auto &[name, tensor] : givenOutputs)
      values[name] = tensor;

    keepOneOutput();
    dropLastNodes();
    dropNodes();
    current = whole;
    if (auto part = cutModel(whole, nodes, values)) {
      current = std::move(*part);
      shrinkExtents();
    }
    if (llvm::Error error = writeCase(options.output, current, values))
      return error;
    report.nodesAfter = current.graph().node_size();
    report.bytesAfter = current.ByteSizeLong();
    report.failure = command.failure();
    report.runs = command.runs();
    for (const onnx::NodeProto &node : current.graph().node())
      report.operators.push_back(node.op_type());
    return report;
  }

private:
  llvm::Error readModel() {
    auto buffer = llvm::MemoryBuffer::getFile(options.model);
    if (!buffer)
      return message("cannot read '" + options.model + "': " + buffer.getError().message());
    llvm::StringRef bytes = (*buffer)->getBuffer();
    if (bytes.size() > INT32_MAX || !whole.ParseFromArray(bytes.data(), int(bytes.size())) ||
        whole.graph().node_size() == 0)
      return message("'" + options.model + "' is no ONNX model with nodes: only such can be reduced");
    if (hasExternalData(whole))
      return message("'" + options.model +
                     "' keeps weights in other files; save it as one file first");
    ScopedDiagnosticHandler quiet(&context, [](Diagnostic &) { return success(); });
    auto sets = readDataSets(options.model, "", context);
    if (failed(sets))
      return message("the test vectors beside '" + options.model + "' are damaged");
    hasVectors = !sets->empty();
    if (!hasVectors)
      return llvm::Error::success();
    for (auto [name, tensor] : llvm::zip(inputsOf(whole), sets->front().inputs))
      givenInputs[name] = tensor;
    for (auto [name, tensor] : llvm::zip(outputsOf(whole), sets->front().outputs))
      givenOutputs[name] = tensor;
    return llvm::Error::success();
  }

  llvm::Error runOriginal() {
    if (!folder.isValid())
      return message("no temporary folder could be made");
    return command.runOriginal(options.model);
  }

  // Tries.

  /// A model with vectors, as `folder`/model.onnx.
  llvm::Error writeCase(const std::string &path, const onnx::ModelProto &model,
                        const TensorValues &all) {
    std::string set = path + "/test_data_set_0";
    if (std::error_code code = llvm::sys::fs::create_directories(hasVectors ? set : path))
      return message("cannot make '" + path + "': " + code.message());
    if (llvm::Error error = write(model, path + "/model.onnx"))
      return error;
    if (!hasVectors)
      return llvm::Error::success();
    for (auto [prefix, names] : {std::pair("input_", inputsOf(model)),
                                 std::pair("output_", outputsOf(model))})
      for (auto [index, name] : llvm::enumerate(names)) {
        auto value = all.find(name);
        if (value == all.end())
          return message("no value of '" + name + "' is known");
        if (llvm::Error error = write(toProto(value->second, name),
                                      set + "/" + prefix + std::to_string(index) + ".pb"))
          return error;
      }
    return llvm::Error::success();
  }

  static llvm::Error write(const google::protobuf::MessageLite &proto, const std::string &path) {
    std::string bytes = proto.SerializeAsString();
    return llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
      out << bytes;
      return llvm::Error::success();
    });
  }

  bool fails(const onnx::ModelProto &model, const TensorValues &all) {
    std::string path = folder.path() + "/case";
    llvm::sys::fs::remove_directories(path);
    if (llvm::Error error = writeCase(path, model, all)) {
      llvm::consumeError(std::move(error));
      return false;
    }
    bool still = command.failsOn(path + "/model.onnx");
    if (options.progress)
      options.progress(command.runs(), nodes.size());
    return still;
  }

  bool fails(const NodeSet &part) {
    auto model = cutModel(whole, part, values);
    return model && fails(*model, values);
  }

  // Steps.

  void keepOneOutput() {
    for (const std::string &output : outputsOf(whole)) {
      NodeSet part = ancestorsOf(whole, output);
      if (!part.empty() && part.size() < nodes.size() && fails(part))
        nodes = part;
    }
  }

  /// The first node that, with what it needs, is enough; by bisection, as if what fails
  /// once failed ever after.
  void dropLastNodes() {
    size_t least = 0, most = nodes.size() - 1; // nodes[most] is enough
    NodeSet original = nodes;
    while (least < most) {
      size_t middle = (least + most) / 2;
      NodeSet part = ancestorsOf(whole, original[middle]);
      if (fails(part)) {
        nodes = part;
        most = middle;
      } else {
        least = middle + 1;
      }
    }
  }

  /// Drops chunks, of half the nodes, of a quarter, ... of one, until none can go.
  void dropNodes() {
    for (size_t chunk = std::max<size_t>(1, nodes.size() / 2); nodes.size() > 1;) {
      bool smaller = false;
      for (size_t at = 0; at < nodes.size() && nodes.size() > 1;) {
        NodeSet part(nodes.begin(), nodes.begin() + at);
        part.insert(part.end(), nodes.begin() + std::min(at + chunk, nodes.size()), nodes.end());
        if (!part.empty() && fails(part)) {
          nodes = part;
          smaller = true;
        } else {
          at += chunk;
        }
      }
      if (chunk == 1 && !smaller)
        return;
      if (!smaller || chunk > nodes.size())
        chunk = std::max<size_t>(1, chunk / 2);
    }
  }

  void shrinkExtents() {
    bool changed = true;
    while (changed) {
      changed = false;
      for (int64_t extent : extentsOf(current))
        changed |= shrinkExtent(extent);
    }
  }

  /// Tries to make all axes of this extent smaller.
  bool shrinkExtent(int64_t extent) {
    for (int64_t smaller = 1; smaller < extent; smaller *= 2)
      for (Shrinking how : {Shrinking::Axes, Shrinking::Attributes, Shrinking::Multiples}) {
        TensorValues inputs;
        for (const std::string &name : inputsOf(current))
          if (auto value = values.find(name); value != values.end())
            inputs[name] = value->second;
        onnx::ModelProto model = current;
        if (!shrinkModel(model, inputs, extent, smaller, how))
          continue;
        // Without values, is it still a model?
        TensorValues all =
            evaluateValues(model, outputsOf(model), inputs, folder.path(), context);
        if (all.empty() && hasVectors)
          continue;
        fixOutputs(model, all);
        if (!fails(model, all))
          continue;
        current = std::move(model);
        if (!all.empty())
          values = std::move(all);
        return true;
      }
    return false;
  }

  const ReduceOptions &options;
  FailingCommand command;
  TemporaryFolder folder;
  MLIRContext context{MLIRContext::Threading::DISABLED};
  onnx::ModelProto whole, current;
  bool hasVectors = false;
  TensorValues givenInputs, givenOutputs, values;
  NodeSet nodes;
  ReduceReport report;
};

} // namespace

llvm::Expected<ReduceReport> reduceOnnx(const ReduceOptions &options) {
  return Reduction(options).run();
}

} // namespace unspool
