//===- ControlFlow.cpp - ONNX If, Loop and Scan ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes being static, control flow mostly goes away: an If whose condition is
// known keeps one branch, otherwise both are computed (they are pure) and their
// results selected; a Loop whose trip count is known is unrolled, so that what it
// carries may be constants and have changing shapes; a Scan becomes nn.scan.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxImporter.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Scan.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Iterations of a Loop that are imported one by one.
constexpr int64_t kMostTrips = 4096;

FailureOr<const onnx::GraphProto *> subgraph(OnnxNode &node, StringRef name) {
  const onnx::AttributeProto *attribute = node.attribute(name);
  if (!attribute || !attribute->has_g())
    return node.emitError() << "the subgraph '" << name << "' is missing";
  return &attribute->g();
}

/// A boolean of one element, if it is known.
std::optional<bool> knownCondition(Value condition) {
  auto numbers = NnBuilder::constantInts(condition);
  if (!numbers || numbers->size() != 1)
    return std::nullopt;
  return numbers->front() != 0;
}

/// condition ? whenTrue : otherwise, for results of control flow.
Value choose(OnnxNode &node, Value condition, Value whenTrue, Value otherwise) {
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

//===----------------------------------------------------------------------===//
// Loop
//===----------------------------------------------------------------------===//

/// Unrolls a loop. While its condition is known, iterations simply follow each
/// other; from the first unknown condition on, a state keeps its value once the
/// condition was false.
class LoopImport {
public:
  explicit LoopImport(OnnxNode &node) : node(node), build(node.build) {}

  LogicalResult run() {
    auto graph = subgraph(node, "body");
    auto trips = tripCount();
    if (failed(graph) || failed(trips))
      return failure();
    body = *graph;
    for (unsigned i = 2; i < node.inputCount(); ++i) {
      if (!node.input(i))
        return node.emitError() << "an initial value is missing";
      states.push_back(node.input(i));
    }
    collected.resize(std::max<int64_t>(int64_t(node.outputCount()) - int64_t(states.size()), 0));
    active = node.input(1);
    for (int64_t trip = 0; trip < *trips && knownCondition(active).value_or(true); ++trip) {
      if (!active || knownCondition(active))
        active = Value();
      if (trip >= kMostTrips)
        return node.emitUnsupported() << "the loop runs more than " << kMostTrips
                                      << " times, or without a bound known at compile time";
      if (failed(iterate(trip)))
        return failure();
    }
    return setOutputs();
  }

private:
  FailureOr<int64_t> tripCount() {
    if (!node.input(0))
      return std::numeric_limits<int64_t>::max();
    return node.constantInt(0);
  }

  LogicalResult iterate(int64_t trip) {
    Value index = build.reshape(build.indices({trip}), {});
    Value isTrue = build.scalar(1, build.ops().getI1Type());
    SmallVector<Value> arguments{index, active ? active : isTrue};
    llvm::append_range(arguments, states);
    // Asks for the value of the initial condition, where that would help.
    if (active && !collected.empty() && trip == 0 && failed(node.constantInts(1)))
      return failure();
    auto results = node.importer.importSubgraph(*body, arguments);
    if (failed(results))
      return failure();
    if (results->size() != 1 + states.size() + collected.size())
      return node.emitError() << "the body has " << results->size()
                              << " outputs when it should have "
                              << 1 + states.size() + collected.size();
    if (active && !collected.empty())
      return node.emitUnsupported() << "the number of iterations must be known at compile time "
                                       "for outputs that gather one slice each";
    for (size_t i = 0; i < states.size(); ++i) {
      Value next = (*results)[1 + i];
      states[i] = active ? choose(node, active, next, states[i]) : next;
      if (!states[i])
        return failure();
    }
    for (size_t i = 0; i < collected.size(); ++i)
      collected[i].push_back((*results)[1 + states.size() + i]);
    Value goesOn = build.reshape((*results)[0], {});
    active = active ? build.create<nn::AndOp>(build.reshape(active, {}), goesOn) : goesOn;
    return success(active != nullptr);
  }

  LogicalResult setOutputs() {
    for (unsigned i = 0; i < node.outputCount(); ++i) {
      if (i < states.size()) {
        node.setOutput(i, states[i]);
        continue;
      }
      SmallVector<Value> slices;
      for (Value slice : collected[i - states.size()]) {
        SmallVector<int64_t> shape(nn::shapeOf(slice));
        shape.insert(shape.begin(), 1);
        slices.push_back(build.reshape(slice, shape));
      }
      if (slices.empty())
        return node.emitUnsupported() << "a loop without iterations has no known output shapes";
      node.setOutput(i, build.concat(slices, 0));
    }
    return success();
  }

  OnnxNode &node;
  NnBuilder &build;
  const onnx::GraphProto *body = nullptr;
  SmallVector<Value> states;
  SmallVector<SmallVector<Value>> collected;
  /// Whether this iteration happens; null: it does.
  Value active;
};

LogicalResult importLoop(OnnxNode &node) { return LoopImport(node).run(); }

const OperatorRow kRows[] = {
    {"If", 1, 1, 1, "else_branch then_branch",
     "at run time, both branches are computed and must have equal types", importIf},
    {"Loop", 1, 0, kAnyNumber, "body", "trip count is a constant; unrolled", importLoop},
    {"Scan", 8, 0, kAnyNumber,
     "body directions num_scan_inputs scan_input_axes scan_input_directions scan_output_axes "
     "scan_output_directions",
     "", importScan},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::controlFlowOperators() { return kRows; }
