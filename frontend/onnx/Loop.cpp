//===- Loop.cpp - ONNX Loop -----------------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A Loop whose trip count is known is unrolled, so that what it carries may be constants
// and have changing shapes; a long one becomes nn.scan if it carries neither, and never
// ends early. A trip count that only the caller knows has a bound (--max): the states keep
// their values in the trips beyond it.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/ControlFlow.h"
#include "frontend/onnx/OnnxImporter.h"
#include "frontend/onnx/Scan.h"

#include <limits>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Trips of a Loop that are imported one by one: all that can be, and those of one that may
/// stay a loop, of which a table counts the trips.
constexpr int64_t kMostTrips = 4096, kMostUnrolledTrips = 128, kMostLoopedTrips = 1 << 20;

class LoopImport {
public:
  explicit LoopImport(OnnxNode &node) : node(node), build(node.build) {}

  LogicalResult run() {
    auto graph = subgraph(node, "body");
    auto count = tripCount();
    if (failed(graph) || failed(count))
      return failure();
    body = *graph;
    trips = *count;
    for (unsigned i = 2; i < node.inputCount(); ++i) {
      if (!node.input(i))
        return node.emitError() << "an initial value is missing";
      states.push_back(node.input(i));
    }
    collected.resize(std::max<int64_t>(int64_t(node.outputCount()) - int64_t(states.size()), 0));
    if (limit && !collected.empty())
      return emitOpenCount();
    active = node.input(1);
    if (wantsScan() && succeeded(node.importer.attempt([&] { return importAsScan(); })))
      return success();
    return unroll();
  }

private:
  /// A loop that may be one. Its condition must turn out to be true always, and its states
  /// to keep their types; loops do not nest.
  bool wantsScan() const {
    bool isLong = trips > kMostUnrolledTrips || node.importer.importOptions().keepsLoops;
    bool isInLoop = !isa_and_nonnull<func::FuncOp>(build.ops().getInsertionBlock()->getParentOp());
    return isLong && !isInLoop && trips > 0 && trips <= kMostLoopedTrips &&
           (!active || knownCondition(active).value_or(false));
  }

  LogicalResult importAsScan() {
    SmallVector<int64_t> numbers = llvm::to_vector(llvm::seq<int64_t>(0, trips));
    auto scan = buildScan(node, states, build.indices(numbers), trips,
                          [&](ArrayRef<Value> arguments) { return importBody(arguments); });
    if (failed(scan))
      return failure();
    for (unsigned i = 0; i < node.outputCount(); ++i)
      node.setOutput(i, scan->getResult(i));
    return success();
  }

  /// Of a scan's states and the number of the iteration.
  FailureOr<SmallVector<Value>> importBody(ArrayRef<Value> slices) {
    Value index = slices.back();
    SmallVector<Value> arguments{index, build.scalar(1, build.ops().getI1Type())};
    ArrayRef<Value> before = slices.drop_back();
    llvm::append_range(arguments, before);
    auto results = node.importer.importSubgraph(*body, arguments);
    if (failed(results) || results->size() != 1 + states.size() + collected.size() ||
        !knownCondition(results->front()).value_or(false))
      return failure();
    Block &own = *build.ops().getInsertionBlock();
    if (!own.getOps<nn::ScanOp>().empty())
      return failure();
    SmallVector<Value> next(llvm::drop_begin(*results));
    for (auto [value, old] : llvm::zip(next, before)) {
      if (value.getType() != old.getType())
        return failure();
      if (limit)
        value = choose(node, isBelowLimit(index), value, old);
    }
    return next;
  }

  Value isBelowLimit(Value index) {
    return build.create<nn::LessOp>(index, build.reshape(limit, {}));
  }

  /// While the condition is known, iterations simply follow each other; from the first
  /// unknown condition on, a state keeps its value once the condition was false.
  LogicalResult unroll() {
    for (int64_t trip = 0; trip < trips && knownCondition(active).value_or(true); ++trip) {
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

  /// The number of trips, or the most that there may be, if `limit` is what there are.
  FailureOr<int64_t> tripCount() {
    if (!node.input(0))
      return std::numeric_limits<int64_t>::max();
    if (std::optional<int64_t> bound = node.importer.boundOf(node.input(0))) {
      limit = node.input(0);
      return *bound;
    }
    return node.constantInt(0);
  }

  LogicalResult emitOpenCount() {
    return node.emitUnsupported() << "the number of iterations must be known at compile time for "
                                     "outputs that gather one slice each";
  }

  /// The outputs of the body, from the states as they are.
  FailureOr<SmallVector<Value>> importIteration(Value index, Value condition) {
    SmallVector<Value> arguments{index, condition};
    llvm::append_range(arguments, states);
    auto results = node.importer.importSubgraph(*body, arguments);
    if (succeeded(results) && results->size() != 1 + states.size() + collected.size())
      return node.emitError() << "the body has " << results->size()
                              << " outputs when it should have "
                              << 1 + states.size() + collected.size();
    return results;
  }

  LogicalResult iterate(int64_t trip) {
    Value index = build.reshape(build.indices({trip}), {});
    Value isTrue = build.scalar(1, build.ops().getI1Type());
    if (limit)
      active = active ? build.create<nn::AndOp>(build.reshape(active, {}), isBelowLimit(index))
                      : isBelowLimit(index);
    // Asks for the value of the initial condition, where that would help.
    if (active && !collected.empty() && trip == 0 && failed(node.constantInts(1)))
      return failure();
    auto results = importIteration(index, active ? active : isTrue);
    if (failed(results))
      return failure();
    if (active && !collected.empty())
      return emitOpenCount();
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

  /// What a loop without iterations gathers: no slices, of the shape that an iteration
  /// would give, which is imported for that and left to be erased.
  LogicalResult setEmptyOutputs() {
    auto results = importIteration(build.reshape(build.indices({0}), {}),
                                   build.scalar(1, build.ops().getI1Type()));
    if (failed(results))
      return failure();
    for (size_t i = 0; i < collected.size(); ++i) {
      Value slice = (*results)[1 + states.size() + i];
      SmallVector<int64_t> shape(nn::shapeOf(slice));
      shape.insert(shape.begin(), 0);
      node.setOutput(states.size() + i, build.broadcast(build.scalarLike(0, slice), shape));
    }
    return success();
  }

  LogicalResult setOutputs() {
    bool isEmpty = !collected.empty() && collected.front().empty();
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
      if (!isEmpty)
        node.setOutput(i, build.concat(slices, 0));
    }
    return isEmpty ? setEmptyOutputs() : success();
  }

  OnnxNode &node;
  NnBuilder &build;
  const onnx::GraphProto *body = nullptr;
  int64_t trips = 0; ///< at most
  Value limit;       ///< trips, where an input says so at run time; or null
  SmallVector<Value> states;
  SmallVector<SmallVector<Value>> collected;
  /// Whether this iteration happens; null: it does.
  Value active;
};

} // namespace

LogicalResult unspool::frontend::importLoop(OnnxNode &node) { return LoopImport(node).run(); }
