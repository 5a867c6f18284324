//===- Scan.cpp - ONNX Scan -----------------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// nn.scan runs along leading axes: other axes are transposed to the front, and
// results back. Operator set 8 has a batch axis before everything: there, one
// nn.scan is made for each row.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Scan.h"

#include "frontend/onnx/OnnxImporter.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

class ScanImport {
public:
  explicit ScanImport(OnnxNode &node) : node(node), build(node.build) {}

  LogicalResult run() {
    const onnx::AttributeProto *attribute = node.attribute("body");
    scannedCount = node.intAttribute("num_scan_inputs", 0);
    // Operator set 8 has an optional input, sequence_lens, in front.
    unsigned first = node.opset < 9 ? 1 : 0;
    int64_t inputs = int64_t(node.inputCount()) - first;
    if (!attribute || !attribute->has_g() || scannedCount <= 0 || scannedCount > inputs ||
        llvm::is_contained(node.allInputs().take_back(inputs), Value()))
      return node.emitError() << "there should be a body, and num_scan_inputs should be between 1 "
                                 "and the number of inputs";
    body = &attribute->g();
    stateCount = inputs - scannedCount;
    ArrayRef<Value> operands = node.allInputs().drop_front(first);
    if (node.opset >= 9)
      return finish(importOne(operands));
    if (node.input(0))
      return node.emitUnsupported() << "sequence_lens is not supported (supported: all rows of "
                                       "full length)";
    return finish(importBatch(operands));
  }

private:
  using Results = FailureOr<SmallVector<Value>>;

  LogicalResult finish(Results results) {
    if (failed(results))
      return failure();
    if (results->size() != node.outputCount())
      return node.emitError() << "the body makes " << results->size()
                              << " outputs when the node has " << node.outputCount();
    for (auto [i, result] : llvm::enumerate(*results))
      node.setOutput(i, result);
    return success();
  }

  /// One scan for each row of the batch; their results become rows again.
  Results importBatch(ArrayRef<Value> operands) {
    int64_t batch = nn::typeOf(operands[0]).getRank() ? nn::shapeOf(operands[0])[0] : 0;
    SmallVector<SmallVector<Value>> rows;
    for (int64_t row = 0; row < batch; ++row) {
      SmallVector<Value> parts;
      for (Value operand : operands) {
        ArrayRef<int64_t> shape = nn::shapeOf(operand);
        if (shape.empty() || shape[0] != batch)
          return node.emitError() << "all inputs should have the batch axis in front";
        parts.push_back(build.reshape(build.slice(operand, 0, row, 1), shape.drop_front()));
      }
      Results results = importOne(parts);
      if (failed(results))
        return failure();
      rows.resize(results->size());
      for (auto [i, result] : llvm::enumerate(*results)) {
        SmallVector<int64_t> shape(nn::shapeOf(result));
        shape.insert(shape.begin(), 1);
        rows[i].push_back(build.reshape(result, shape));
      }
    }
    SmallVector<Value> joined;
    for (ArrayRef<Value> parts : rows)
      joined.push_back(build.concat(parts, 0));
    return joined;
  }

  Results importOne(ArrayRef<Value> operands) {
    auto axes = node.intsAttribute("scan_input_axes", scannedCount, 0);
    StringRef directionsName = node.opset < 9 ? "directions" : "scan_input_directions";
    auto directions = node.intsAttribute(directionsName, scannedCount, 0);
    if (failed(axes) || failed(directions))
      return failure();
    SmallVector<Value> initial(operands.take_front(stateCount)), scanned;
    SmallVector<int64_t> reversed;
    int64_t trips = -1;
    for (auto [i, operand] : llvm::enumerate(operands.drop_front(stateCount))) {
      auto axis = node.axis((*axes)[i], nn::typeOf(operand).getRank());
      if (failed(axis))
        return failure();
      scanned.push_back(moveAxis(operand, *axis, 0));
      int64_t extent = scanned.back() ? nn::shapeOf(scanned.back())[0] : 0;
      if (extent == 0 || (trips >= 0 && extent != trips))
        return node.emitError() << "scanned inputs should all have the same number of slices, and "
                                   "not 0";
      trips = extent;
      if ((*directions)[i])
        reversed.push_back(i);
    }
    return createScan(initial, scanned, trips, reversed);
  }

  Value moveAxis(Value value, int64_t from, int64_t to) {
    if (!value)
      return {};
    SmallVector<int64_t> permutation =
        llvm::to_vector(llvm::seq<int64_t>(0, nn::typeOf(value).getRank()));
    permutation.erase(permutation.begin() + from);
    permutation.insert(permutation.begin() + to, from);
    return build.transpose(value, permutation);
  }

  Results createScan(ArrayRef<Value> initial, ArrayRef<Value> scanned, int64_t trips,
                     ArrayRef<int64_t> reversed) {
    auto scan = buildScan(node, initial, scanned, trips, [&](ArrayRef<Value> arguments) -> Results {
      auto outputs = node.importer.importSubgraph(*body, arguments);
      if (succeeded(outputs) && int64_t(outputs->size()) < stateCount)
        return node.emitError() << "the body has " << outputs->size() << " outputs when there are "
                                << stateCount << " states";
      return outputs;
    });
    if (failed(scan))
      return failure();
    SmallVector<Value> values(scan->getResults());
    size_t outputs = values.size() - stateCount;
    auto outputAxes = node.intsAttribute("scan_output_axes", outputs, 0);
    auto outputDirections = node.intsAttribute("scan_output_directions", outputs, 0);
    if (failed(outputAxes) || failed(outputDirections))
      return failure();
    SmallVector<int64_t> reversedResults;
    for (size_t i = 0; i < outputs; ++i) {
      if ((*outputDirections)[i])
        reversedResults.push_back(i);
      Value &value = values[stateCount + i];
      auto axis = node.axis((*outputAxes)[i], nn::typeOf(value).getRank());
      if (failed(axis))
        return failure();
      value = moveAxis(value, 0, *axis);
    }
    scan->setReversed(reversed);
    scan->setReversedResults(reversedResults);
    return values;
  }

  OnnxNode &node;
  NnBuilder &build;
  const onnx::GraphProto *body = nullptr;
  int64_t scannedCount = 0, stateCount = 0;
};

} // namespace

/// Fills the block: slices lose their leading 1 on the way in and get one on the way out.
static LogicalResult buildBody(OnnxNode &node, Block &block, ArrayRef<Value> initial,
                               ArrayRef<Value> scanned, ScanBody body,
                               SmallVectorImpl<Value> &results) {
  NnBuilder &build = node.build;
  SmallVector<Value> arguments;
  for (Value state : initial)
    arguments.push_back(block.addArgument(state.getType(), build.loc()));
  for (Value whole : scanned) {
    SmallVector<int64_t> shape(nn::shapeOf(whole));
    shape[0] = 1;
    Type type = RankedTensorType::get(shape, nn::typeOf(whole).getElementType());
    Value slice = block.addArgument(type, build.loc());
    arguments.push_back(build.reshape(slice, ArrayRef<int64_t>(shape).drop_front()));
  }
  auto outputs = body(arguments);
  if (failed(outputs))
    return failure();
  for (auto [i, output] : llvm::enumerate(*outputs)) {
    SmallVector<int64_t> shape(nn::shapeOf(output));
    if (i >= initial.size())
      shape.insert(shape.begin(), 1);
    results.push_back(build.reshape(output, shape));
    if (!results.back())
      return failure();
  }
  nn::YieldOp::create(build.ops(), build.loc(), results);
  return success();
}

FailureOr<nn::ScanOp> unspool::frontend::buildScan(OnnxNode &node, ArrayRef<Value> initial,
                                                   ArrayRef<Value> scanned, int64_t trips,
                                                   ScanBody body) {
  // The body's types decide the op's, so it is built first, detached.
  NnBuilder &build = node.build;
  Region region;
  Block *block = new Block();
  region.push_back(block);
  SmallVector<Value> results;
  {
    OpBuilder::InsertionGuard guard(build.ops());
    build.ops().setInsertionPointToStart(block);
    if (failed(buildBody(node, *block, initial, scanned, body, results)))
      return failure();
  }
  SmallVector<Type> types;
  for (auto [i, result] : llvm::enumerate(results)) {
    SmallVector<int64_t> shape(nn::shapeOf(result));
    if (i >= initial.size())
      shape[0] = trips;
    types.push_back(RankedTensorType::get(shape, nn::typeOf(result).getElementType()));
    if (!build.fits(types.back()))
      return failure();
  }
  auto scan = nn::ScanOp::create(build.ops(), build.loc(), types, initial, scanned, trips,
                                 ArrayRef<int64_t>(), ArrayRef<int64_t>());
  scan.getBody().takeBody(region);
  if (build.check(scan))
    return scan;
  scan.erase();
  return failure();
}

LogicalResult unspool::frontend::importScan(OnnxNode &node) { return ScanImport(node).run(); }
