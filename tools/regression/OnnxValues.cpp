//===- OnnxValues.cpp - what the values of a model are --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/OnnxValues.h"

#include "frontend/Frontend.h"
#include "frontend/TensorFile.h"
#include "tools/driver/ChildProcess.h"
#include "tools/driver/SampleInputs.h"

#include "llvm/Support/FileSystem.h"

#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace mlir;

namespace unspool {
namespace {

/// Seconds that the reference evaluator may take.
constexpr unsigned kTimeLimit = 300;

bool writeProto(const google::protobuf::MessageLite &proto, const std::string &path) {
  std::ofstream file(path, std::ios::binary);
  return proto.SerializeToOstream(&file) && file.flush().good();
}

std::string pathOf(const std::string &folder, size_t index) {
  return folder + "/value_" + std::to_string(index) + ".pb";
}

/// In the child: writes value_0.pb, ... of the inputs, then of the outputs.
bool writeValues(const std::string &path, const std::vector<std::string> &inputNames,
                 const TensorValues &known, const std::string &folder, MLIRContext &context) {
  context.loadDialect<nn::NnDialect, func::FuncDialect>();
  ScopedDiagnosticHandler quiet(&context, [](Diagnostic &) { return success(); });
  frontend::ImportOptions options;
  for (const auto &[name, tensor] : known)
    if (llvm::is_contained(inputNames, name))
      options.inputShapes[name] = tensor.type.getShape().vec();
  frontend::ImportReport report;
  OwningOpRef<ModuleOp> module = frontend::importModel(path, options, context, &report);
  // Shapes may depend on values, and those on others.
  for (size_t round = 0; !module && !report.neededInputValues.empty() && round < known.size();
       ++round) {
    for (const std::string &name : report.neededInputValues)
      if (auto value = known.find(name); value != known.end())
        options.inputValues[name] = value->second;
    report = {};
    module = frontend::importModel(path, options, context, &report);
  }
  if (!module)
    return false;
  func::FuncOp function = *module->getOps<func::FuncOp>().begin();
  llvm::SmallVector<RankedTensorType> types;
  for (Type type : function.getArgumentTypes())
    types.push_back(cast<RankedTensorType>(type));
  std::vector<nn::Tensor> arguments = sampleInputs(types);
  if (arguments.size() != inputNames.size())
    return false;
  for (auto [name, argument] : llvm::zip(inputNames, arguments))
    if (auto value = known.find(name);
        value != known.end() && value->second.type == argument.type)
      argument = value->second;
  auto results = nn::evaluate(function, arguments);
  if (failed(results))
    return false;
  size_t index = 0;
  for (const nn::Tensor &tensor : arguments)
    if (!writeProto(toProto(tensor, ""), pathOf(folder, index++)))
      return false;
  for (const nn::Tensor &tensor : *results)
    if (!writeProto(toProto(tensor, ""), pathOf(folder, index++)))
      return false;
  return true;
}

/// The first `count` nodes, all of whose values are outputs.
onnx::ModelProto prefixOf(const onnx::ModelProto &model, int count,
                          std::vector<std::string> &wanted) {
  onnx::ModelProto prefix = model;
  onnx::GraphProto &graph = *prefix.mutable_graph();
  graph.mutable_node()->DeleteSubrange(count, graph.node_size() - count);
  for (const onnx::NodeProto &node : graph.node())
    for (const std::string &name : node.output())
      if (!name.empty())
        wanted.push_back(name);
  return prefix;
}

} // namespace

TensorValues evaluateValues(const onnx::ModelProto &model, const std::vector<std::string> &wanted,
                            const TensorValues &inputs, const std::string &folder,
                            MLIRContext &context) {
  onnx::ModelProto asked = model;
  asked.mutable_graph()->clear_output();
  for (const std::string &name : wanted)
    asked.mutable_graph()->add_output()->set_name(name);
  std::string path = folder + "/asked.onnx";
  if (!writeProto(asked, path))
    return {};
  std::vector<std::string> names = inputsOf(asked);
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid == 0) {
    endWith(parent);
    alarm(kTimeLimit);
    // What it says about broken models is of no interest.
    if (!std::freopen("/dev/null", "w", stderr))
      _exit(1);
    _exit(writeValues(path, names, inputs, folder, context) ? 0 : 1);
  }
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status))
    return {};
  names.insert(names.end(), wanted.begin(), wanted.end());
  TensorValues values;
  for (size_t i = 0; i < names.size(); ++i) {
    auto tensor = frontend::readTensorFile(pathOf(folder, i), context);
    llvm::sys::fs::remove(pathOf(folder, i));
    if (failed(tensor))
      return {};
    values[names[i]] = std::move(*tensor);
  }
  return values;
}

TensorValues evaluateAll(const onnx::ModelProto &model, const TensorValues &inputs,
                         const std::string &folder, MLIRContext &context) {
  auto evaluatePrefix = [&](int count) {
    std::vector<std::string> wanted;
    onnx::ModelProto prefix = prefixOf(model, count, wanted);
    return evaluateValues(prefix, wanted, inputs, folder, context);
  };
  int good = 0, bad = model.graph().node_size() + 1;
  TensorValues best = evaluatePrefix(bad - 1);
  if (!best.empty())
    return best;
  best = inputs;
  for (--bad; bad - good > 1;) {
    int middle = good + (bad - good) / 2;
    TensorValues values = evaluatePrefix(middle);
    if (values.empty()) {
      bad = middle;
    } else {
      good = middle;
      best = std::move(values);
    }
  }
  return best;
}

} // namespace unspool
