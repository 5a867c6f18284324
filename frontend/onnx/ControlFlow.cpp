//===- ControlFlow.cpp - ONNX If, Loop and Scan ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes being static, control flow mostly goes away: an If whose condition is
// known keeps one branch, otherwise both are computed (they are pure) and their
// results selected. Loops have files of their own (Loop.cpp, Scan.cpp).
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/ControlFlow.h"
#include "frontend/onnx/OnnxImporter.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Scan.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

FailureOr<const onnx::GraphProto *> unspool::frontend::subgraph(OnnxNode &node, StringRef name) {
  const onnx::AttributeProto *attribute = node.attribute(name);
  if (!attribute || !attribute->has_g())
    return node.emitError() << "the subgraph '" << name << "' is missing";
  return &attribute->g();
}

std::optional<bool> unspool::frontend::knownCondition(Value condition) {
  auto numbers = NnBuilder::constantInts(condition);
  if (!numbers || numbers->size() != 1)
    return std::nullopt;
  return numbers->front() != 0;
}

Value unspool::frontend::choose(OnnxNode &node, Value condition, Value whenTrue, Value otherwise) {
  if (!whenTrue || !otherwise || whenTrue == otherwise)
    return whenTrue;
  if (whenTrue.getType() != otherwise.getType()) {
    node.emitUnsupported() << "a condition that is not known at compile time chooses between "
                           << whenTrue.getType() << " and " << otherwise.getType()
                           << " (supported: equal types)";
    return {};
  }
  return node.build.create<nn::SelectOp>(node.build.reshape(condition, {}), whenTrue, otherwise);
}

namespace {

LogicalResult importIf(OnnxNode &node) {
  auto thenBranch = subgraph(node, "then_branch"), elseBranch = subgraph(node, "else_branch");
  if (failed(thenBranch) || failed(elseBranch))
    return failure();
  auto import = [&](const onnx::GraphProto &branch) -> FailureOr<SmallVector<Value>> {
    auto results = node.importer.importSubgraph(branch, {});
    if (succeeded(results) && results->size() != node.outputCount())
      return node.emitError() << "a branch has " << results->size() << " outputs when the node has "
                              << node.outputCount();
    return results;
  };
  if (auto known = knownCondition(node.input(0))) {
    auto results = import(*known ? **thenBranch : **elseBranch);
    if (failed(results))
      return failure();
    for (auto [i, result] : llvm::enumerate(*results))
      node.setOutput(i, result);
    return success();
  }
  auto whenTrue = import(**thenBranch);
  if (failed(whenTrue))
    return failure();
  auto otherwise = import(**elseBranch);
  if (failed(otherwise))
    return failure();
  for (unsigned i = 0; i < node.outputCount(); ++i) {
    Value result = choose(node, node.input(0), (*whenTrue)[i], (*otherwise)[i]);
    if (!result)
      return failure();
    node.setOutput(i, result);
  }
  return success();
}

const OperatorRow kRows[] = {
    {"If", 1, 1, 1, "else_branch then_branch",
     "at run time, both branches are computed and must have equal types", importIf},
    {"Loop", 1, 0, kAnyNumber, "body",
     "trip count is a constant, or an input with --max; unrolled up to 128 trips", importLoop},
    {"Scan", 8, 0, kAnyNumber,
     "body directions num_scan_inputs scan_input_axes scan_input_directions scan_output_axes "
     "scan_output_directions",
     "", importScan},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::controlFlowOperators() { return kRows; }
