//===- Merging.cpp - Keras merging layers ---------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Inputs of lower rank get axes of extent 1 behind the batch. Where every input has
// a mask, a timestep of the result counts if it counts in any input (Keras 3) or in
// all of them (Keras 2).
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasNode.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

const AttributeRow kConcatenateAttributes[] = {{"axis", AttributeKind::Integer, "-1"}};
const AttributeRow kDotAttributes[] = {{"axes", AttributeKind::Axes, nullptr},
                                       {"normalize", AttributeKind::Flag, "false"}};

/// All inputs with the rank of the highest.
SmallVector<Value> alignedInputs(KerasNode &node) {
  int64_t rank = 0;
  for (unsigned i = 0; i < node.inputCount(); ++i)
    rank = std::max(rank, node.rank(i));
  SmallVector<Value> aligned;
  for (unsigned i = 0; i < node.inputCount(); ++i) {
    SmallVector<int64_t> shape(node.shape(i));
    shape.insert(shape.begin() + 1, rank - node.rank(i), 1);
    aligned.push_back(node.build.reshape(node.input(i), shape));
  }
  return aligned;
}

Value combineMasks(KerasNode &node, Value a, Value b) {
  return node.importer.isVersion2() ? node.build.create<nn::AndOp>(a, b)
                                    : node.build.create<nn::OrOp>(a, b);
}

/// The masks of all inputs in one; null if an input has none.
Value mergedMask(KerasNode &node) {
  Value merged = node.mask(0);
  for (unsigned i = 1; i < node.inputCount() && merged; ++i)
    merged = node.mask(i) ? combineMasks(node, merged, node.mask(i)) : Value();
  return merged;
}

template <typename OpTy> Value accumulate(KerasNode &node) {
  SmallVector<Value> inputs = alignedInputs(node);
  Value result = inputs.front();
  for (Value input : ArrayRef<Value>(inputs).drop_front())
    result = node.build.create<OpTy>(result, input);
  return result;
}

template <typename OpTy> LogicalResult importMerge(KerasNode &node) {
  return node.finish(accumulate<OpTy>(node), mergedMask(node));
}

LogicalResult importAverage(KerasNode &node) {
  Value sum = accumulate<nn::AddOp>(node);
  Value count = node.build.scalarLike(node.inputCount(), sum);
  return node.finish(node.build.create<nn::DivOp>(sum, count), mergedMask(node));
}

/// A mask `[N, T]` as a condition for `[N, T, C]`.
Value conditionFor(NnBuilder &build, Value mask, Value x) {
  SmallVector<int64_t> shape(nn::shapeOf(mask));
  shape.resize(nn::typeOf(x).getRank(), 1);
  return build.broadcast(build.reshape(mask, shape), nn::shapeOf(x));
}

/// Keras 3 leaves masked timesteps of an input out of a product ...
LogicalResult importMultiply(KerasNode &node) {
  NnBuilder &build = node.build;
  SmallVector<Value> inputs = alignedInputs(node);
  for (auto [i, input] : llvm::enumerate(inputs))
    if (node.mask(i) && !node.importer.isVersion2())
      input = build.create<nn::SelectOp>(conditionFor(build, node.mask(i), input), input,
                                         build.scalarLike(1, input));
  Value result = inputs.front();
  for (Value input : ArrayRef<Value>(inputs).drop_front())
    result = build.create<nn::MulOp>(result, input);
  return node.finish(result, mergedMask(node));
}

/// ... and out of a maximum or minimum, where the other side stands in.
template <typename OpTy> LogicalResult importExtreme(KerasNode &node) {
  NnBuilder &build = node.build;
  if (node.importer.isVersion2())
    return importMerge<OpTy>(node);
  SmallVector<Value> inputs = alignedInputs(node);
  Value result = inputs.front(), resultMask = node.mask(0);
  for (unsigned i = 1; i < inputs.size(); ++i) {
    Value x = inputs[i], mask = node.mask(i);
    if (mask)
      x = build.create<nn::SelectOp>(conditionFor(build, mask, x), x, result);
    if (resultMask)
      result = build.create<nn::SelectOp>(conditionFor(build, resultMask, result), result, x);
    resultMask = mask && resultMask ? build.create<nn::OrOp>(resultMask, mask) : Value();
    result = build.create<OpTy>(result, x);
  }
  return node.finish(result, mergedMask(node));
}

/// Along time, masks follow each other; along channels, they combine.
Value concatenatedMask(KerasNode &node, int64_t axis) {
  NnBuilder &build = node.build;
  bool anyMask =
      llvm::any_of(node.allInputs(), [](const KerasTensor &input) { return input.mask; });
  if (!anyMask)
    return {};
  SmallVector<Value> masks;
  for (unsigned i = 0; i < node.inputCount(); ++i) {
    ArrayRef<int64_t> shape = node.shape(i).take_front(2);
    masks.push_back(node.mask(i) ? node.mask(i) : build.splat(1, shape, build.ops().getI1Type()));
  }
  if (axis == 1)
    return build.concat(masks, 1);
  Value merged = masks.front();
  for (Value mask : ArrayRef<Value>(masks).drop_front())
    merged = combineMasks(node, merged, mask);
  return merged;
}

LogicalResult importConcatenate(KerasNode &node) {
  int64_t axis = node.integer("axis");
  axis += axis < 0 ? node.rank() : 0;
  if (axis < 1 || axis >= node.rank())
    return node.emitError() << "attribute 'axis' is " << node.integer("axis") << " for a "
                            << node.input().getType() << ", whose axis 0 is the batch";
  SmallVector<Value> inputs;
  for (const KerasTensor &input : node.allInputs())
    inputs.push_back(input.value);
  return node.finish(node.build.concat(inputs, axis), concatenatedMask(node, axis));
}

/// x with `axis` moved to the end (or to 1), as `[N, everything else, axis]` (or
/// `[N, axis, everything else]`); `rest` gets the extents of everything else.
Value asMatrix(NnBuilder &build, Value x, int64_t axis, bool isLast,
               SmallVectorImpl<int64_t> &rest) {
  int64_t rank = nn::typeOf(x).getRank();
  SmallVector<int64_t> shape(nn::shapeOf(x)), permutation{0};
  if (!isLast)
    permutation.push_back(axis);
  for (int64_t other = 1; other < rank; ++other)
    if (other != axis) {
      permutation.push_back(other);
      rest.push_back(shape[other]);
    }
  if (isLast)
    permutation.push_back(axis);
  int64_t size = std::accumulate(rest.begin(), rest.end(), int64_t(1), std::multiplies<>());
  Value moved = build.transpose(x, permutation);
  return isLast ? build.reshape(moved, {shape[0], size, shape[axis]})
                : build.reshape(moved, {shape[0], shape[axis], size});
}

LogicalResult importDot(KerasNode &node) {
  NnBuilder &build = node.build;
  Json given = node.attribute("axes");
  SmallVector<int64_t> axes{given.isInteger() ? given.integer : given[0].integer,
                            given.isInteger() ? given.integer : given[1].integer};
  if (!given.isInteger() && given.items.size() != 2)
    return node.emitError() << "attribute 'axes' should be one integer, or one for each input";
  Value sides[2];
  for (unsigned i = 0; i < 2; ++i) {
    axes[i] += axes[i] < 0 ? node.rank(i) : 0;
    if (axes[i] < 1 || axes[i] >= node.rank(i))
      return node.emitError() << "attribute 'axes' is " << given.describe() << ", which "
                              << node.input(i).getType() << " has not";
    sides[i] = node.input(i);
    if (node.flag("normalize")) {
      Value sum = build.reduce(nn::ReduceKind::sum, build.square(sides[i]), {axes[i]}, true);
      Value norm = build.create<nn::SqrtOp>(sum);
      sides[i] = build.create<nn::DivOp>(
          sides[i], build.create<nn::MaxOp>(norm, build.scalarLike(1e-12, norm)));
    }
    if (!sides[i])
      return failure();
  }
  if (node.shape(0)[axes[0]] != node.shape(1)[axes[1]] || node.shape(0)[0] != node.shape(1)[0])
    return node.emitError() << "cannot multiply " << node.input(0).getType() << " and "
                            << node.input(1).getType() << " along axes " << given.describe();
  SmallVector<int64_t> left, right, shape{node.shape(0)[0]};
  Value lhs = asMatrix(build, sides[0], axes[0], true, left);
  Value rhs = asMatrix(build, sides[1], axes[1], false, right);
  shape.append(left);
  shape.append(right);
  if (shape.size() == 1)
    shape.push_back(1);
  return node.finish(build.reshape(build.matmul(lhs, rhs), shape));
}

const LayerRow kRows[] = {
    {"Add", 1, kManyInputs, {}, {}, MaskRule::Own, importMerge<nn::AddOp>},
    {"Average", 1, kManyInputs, {}, {}, MaskRule::Own, importAverage},
    {"Concatenate", 1, kManyInputs, kConcatenateAttributes, {}, MaskRule::Own, importConcatenate},
    {"Dot", 2, 2, kDotAttributes, {}, MaskRule::Drop, importDot},
    {"Maximum", 1, kManyInputs, {}, {}, MaskRule::Own, importExtreme<nn::MaxOp>},
    {"Minimum", 1, kManyInputs, {}, {}, MaskRule::Own, importExtreme<nn::MinOp>},
    {"Multiply", 1, kManyInputs, {}, {}, MaskRule::Own, importMultiply},
    {"Subtract", 2, 2, {}, {}, MaskRule::Own, importMerge<nn::SubOp>},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::mergingLayers() { return kRows; }
