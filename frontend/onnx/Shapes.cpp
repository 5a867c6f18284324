//===- Shapes.cpp - ONNX operators that change shapes, not data -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

LogicalResult importReshape(OnnxNode &node) {
  auto given = node.intsFrom("shape", 1);
  if (failed(given))
    return failure();
  if (!*given)
    return node.emitError() << "there is no shape to reshape to";
  SmallVector<int64_t> shape = **given;
  bool allowZero = node.intAttribute("allowzero", 0) != 0;
  int64_t open = -1, known = 1;
  for (auto [axis, extent] : llvm::enumerate(shape)) {
    if (extent == 0 && !allowZero) {
      if (int64_t(axis) >= node.rank(0))
        return node.emitError() << "the shape copies axis " << axis << " of an input of rank "
                                << node.rank(0);
      extent = node.shape(0)[axis];
    }
    if (extent < -1 || (extent == -1 && open >= 0))
      return node.emitError() << "the shape should have extents, and -1 at most once";
    if (extent == -1)
      open = axis;
    else if (__builtin_mul_overflow(known, extent, &known))
      return node.emitError() << "the shape has more elements than 64 bits count";
  }
  if (open >= 0) {
    int64_t count = nn::typeOf(node.input(0)).getNumElements();
    if (known == 0 || count % known != 0)
      return node.emitError() << "the open extent of the shape cannot be found: " << count
                              << " elements, the other extents make " << known;
    shape[open] = count / known;
  }
  return node.finish(node.build.reshape(node.input(0), shape));
}

LogicalResult importFlatten(OnnxNode &node) {
  int64_t rank = node.rank(0), given = node.intAttribute("axis", 1);
  auto axis = given == rank ? FailureOr<int64_t>(rank) : node.axis(given, rank);
  if (failed(axis))
    return failure();
  auto product = [](ArrayRef<int64_t> extents) {
    return std::accumulate(extents.begin(), extents.end(), int64_t(1), std::multiplies<>());
  };
  return node.finish(node.build.reshape(node.input(0), {product(node.shape(0).take_front(*axis)),
                                                        product(node.shape(0).drop_front(*axis))}));
}

LogicalResult importSqueeze(OnnxNode &node) {
  auto given = node.intsFrom("axes", 1);
  if (failed(given))
    return failure();
  SmallVector<int64_t> axes, shape;
  if (*given) {
    auto resolved = node.axes(**given, node.rank(0));
    if (failed(resolved))
      return failure();
    axes = *resolved;
  }
  for (auto [axis, extent] : llvm::enumerate(node.shape(0))) {
    bool isListed = llvm::is_contained(axes, int64_t(axis));
    if (isListed && extent != 1)
      return node.emitError() << "axis " << axis << " has extent " << extent
                              << " when it should have 1 to be squeezed";
    if (!isListed && (*given || extent != 1))
      shape.push_back(extent);
  }
  return node.finish(node.build.reshape(node.input(0), shape));
}

LogicalResult importUnsqueeze(OnnxNode &node) {
  auto given = node.intsFrom("axes", 1);
  if (failed(given))
    return failure();
  if (!*given)
    return node.emitError() << "there are no axes";
  int64_t rank = node.rank(0) + int64_t((*given)->size());
  auto axes = node.axes(**given, rank);
  if (failed(axes))
    return failure();
  SmallVector<int64_t> shape;
  ArrayRef<int64_t> rest = node.shape(0);
  for (int64_t axis = 0; axis < rank; ++axis) {
    bool isNew = llvm::is_contained(*axes, axis);
    shape.push_back(isNew ? 1 : rest.front());
    rest = isNew ? rest : rest.drop_front();
  }
  return node.finish(node.build.reshape(node.input(0), shape));
}

LogicalResult importShape(OnnxNode &node) {
  int64_t rank = node.rank(0);
  auto clamp = [&](int64_t axis) {
    return std::clamp<int64_t>(axis < 0 ? axis + rank : axis, 0, rank);
  };
  int64_t start = clamp(node.intAttribute("start", 0));
  int64_t end = clamp(node.intAttribute("end", rank));
  return node.finish(
      node.build.indices(node.shape(0).slice(start, std::max<int64_t>(end - start, 0))));
}

LogicalResult importSize(OnnxNode &node) {
  int64_t count = nn::typeOf(node.input(0)).getNumElements();
  return node.finish(node.build.reshape(node.build.indices({count}), {}));
}

LogicalResult importIdentity(OnnxNode &node) { return node.finish(node.input(0)); }

/// Does a node in training mode drop nothing?
bool hasRatioOfZero(OnnxNode &node) {
  auto ratio = NnBuilder::constantNumbers(node.input(1));
  return ratio && ratio->size() == 1 && ratio->front() == 0;
}

/// Inference: the input, and a mask that keeps everything.
LogicalResult importDropout(OnnxNode &node) {
  if (node.input(2) && !hasRatioOfZero(node)) {
    auto training = node.constantInt(2);
    if (failed(training))
      return failure();
    if (*training != 0)
      return node.emitUnsupported() << "training mode is not supported (supported: inference)";
  }
  if (node.wantsOutput(1)) {
    Type type = node.opset < 10 ? node.elementType(0) : node.build.ops().getI1Type();
    node.setOutput(1, node.build.splat(1, node.shape(0), type));
  }
  return node.finish(node.input(0));
}

LogicalResult importExpand(OnnxNode &node) {
  auto wanted = node.constantInts(1);
  if (failed(wanted))
    return failure();
  if (llvm::any_of(*wanted, [](int64_t extent) { return extent < 0; }))
    return node.emitError() << "the shape has a negative extent";
  auto shape = nn::broadcastShapes({node.shape(0), *wanted});
  if (!shape)
    return node.emitError() << "the input " << node.input(0).getType()
                            << " does not broadcast to the shape";
  return node.finish(node.build.broadcast(node.input(0), *shape));
}

LogicalResult importTranspose(OnnxNode &node) {
  SmallVector<int64_t> permutation = node.intsAttribute("perm");
  if (permutation.empty())
    for (int64_t axis = node.rank(0); axis > 0; --axis)
      permutation.push_back(axis - 1);
  for (int64_t &axis : permutation)
    axis += axis < 0 ? node.rank(0) : 0;
  return node.finish(node.build.transpose(node.input(0), permutation));
}

/// Axes of [N, C, H, W] cut into blocks, or glued together, by one transpose.
LogicalResult importDepthToSpace(OnnxNode &node) {
  int64_t block = node.intAttribute("blocksize", 0);
  bool depthFirst = node.stringAttribute("mode", "DCR") == "DCR";
  if (node.rank(0) != 4 || block <= 0 || block > (1 << 15) ||
      node.shape(0)[1] % (block * block) != 0)
    return node.emitError() << "attribute 'blocksize' is " << block
                            << " when its square should divide the channels of "
                            << node.input(0).getType();
  int64_t n = node.shape(0)[0], c = node.shape(0)[1] / (block * block);
  int64_t h = node.shape(0)[2], w = node.shape(0)[3];
  Value cut = depthFirst ? node.build.reshape(node.input(0), {n, block, block, c, h, w})
                         : node.build.reshape(node.input(0), {n, c, block, block, h, w});
  Value moved = depthFirst ? node.build.transpose(cut, {0, 3, 4, 1, 5, 2})
                           : node.build.transpose(cut, {0, 1, 4, 2, 5, 3});
  return node.finish(node.build.reshape(moved, {n, c, h * block, w * block}));
}

LogicalResult importSpaceToDepth(OnnxNode &node) {
  int64_t block = node.intAttribute("blocksize", 0);
  bool depthFirst = node.stringAttribute("mode", "DCR") == "DCR";
  if (node.rank(0) != 4 || block <= 0 || block > (1 << 15) || node.shape(0)[2] % block != 0 ||
      node.shape(0)[3] % block != 0)
    return node.emitError() << "attribute 'blocksize' is " << block
                            << " when it should divide height and width of "
                            << node.input(0).getType();
  int64_t n = node.shape(0)[0], c = node.shape(0)[1];
  int64_t h = node.shape(0)[2] / block, w = node.shape(0)[3] / block;
  Value cut = node.build.reshape(node.input(0), {n, c, h, block, w, block});
  Value moved = depthFirst ? node.build.transpose(cut, {0, 3, 5, 1, 2, 4})
                           : node.build.transpose(cut, {0, 1, 3, 5, 2, 4});
  return node.finish(node.build.reshape(moved, {n, c * block * block, h, w}));
}

const OperatorRow kRows[] = {
    {"DepthToSpace", 1, 1, 1, "blocksize mode", "", importDepthToSpace},
    {"Dropout", 1, 1, 3, "consumed_inputs is_test ratio seed", "inference only", importDropout},
    {"Expand", 8, 2, 2, "", "the shape is a constant", importExpand},
    {"Flatten", 1, 1, 1, "axis", "", importFlatten},
    {"Identity", 1, 1, 1, "", "", importIdentity},
    {"Reshape", 1, 1, 2, "allowzero consumed_inputs shape", "the shape is a constant",
     importReshape},
    {"Shape", 1, 1, 1, "end start", "", importShape},
    {"Size", 1, 1, 1, "", "", importSize},
    {"SpaceToDepth", 1, 1, 1, "blocksize mode", "", importSpaceToDepth},
    {"Squeeze", 1, 1, 2, "axes", "the axes are constants", importSqueeze},
    {"Transpose", 1, 1, 1, "perm", "", importTranspose},
    {"Unsqueeze", 1, 1, 2, "axes", "the axes are constants", importUnsqueeze},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::shapeOperators() { return kRows; }
