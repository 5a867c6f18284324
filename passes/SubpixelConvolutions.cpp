//===- SubpixelConvolutions.cpp - convolutions of images with holes -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A transposed convolution with stride s arrives as a convolution of an image that has s - 1
// zeros behind each pixel. Of the K taps of a window at most T = ceil(K / s) meet a pixel, and
// which they are depends on where the window stands, modulo s. So s convolutions of T taps,
// without the zeros, compute all results, one each s-th of them:
//
//   z[s * i] = x[i],   y[o] = sum over k of z[o + k - low] * w[k]
//   y[s * q + r - d] = sum over j of x[q + j - m] * w[s * j + s - 1 - r]
//
// where low = s * m + s - 1 - d with 0 <= d < s. They are one convolution of s times as many
// channels, whose results move to their places: d is what is cut off in front. (Shi et al.,
// Is the deconvolution layer the same as a convolutional layer?, 2016, arXiv:1609.07009.)
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Fusion.h"
#include "passes/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_SUBPIXELCONVOLUTIONS
#include "passes/Passes.h.inc"

namespace {

/// How many times as many taps the phases of an axis may have together as its window.
constexpr int64_t kMostGrowth = 2;

/// One spatial axis: of the image without zeros, of the window, and of the results.
struct Phases {
  int64_t stride, pixels, taps, results;
  int64_t before, dropped; ///< m and d

  Phases(int64_t stride, int64_t pixels, int64_t window, int64_t low, int64_t results)
      : stride(stride), pixels(pixels), taps(llvm::divideCeil(window, stride)), results(results),
        before(low / stride), dropped(stride - 1 - low % stride) {}

  /// Results of each phase: those that there have to be, and not so few that pixels are left out.
  int64_t positions() const {
    return std::max<int64_t>(llvm::divideCeil(dropped + results, stride),
                             pixels + before - taps + 1);
  }
  int64_t after() const { return positions() + taps - 1 - before - pixels; }
};

/// The op that puts zeros behind the pixels of `map` and does nothing else, or null: of
/// [N, S, 1, ..., C] it pads the axes of one element.
PadOp holesOf(Value map) {
  auto together = map.getDefiningOp<ReshapeOp>();
  auto pad = together ? together.getInput().getDefiningOp<PadOp>() : nullptr;
  if (!pad || pad.getMode() != PadMode::constant || !isZero(pad.getValue()))
    return nullptr;
  ArrayRef<int64_t> from = shapeOf(pad.getInput()), to = shapeOf(map);
  size_t spatial = to.size() - 2;
  if (from.size() != 2 * spatial + 2 || from.front() != to.front() || from.back() != to.back())
    return nullptr;
  for (size_t axis = 0; axis < from.size(); ++axis) {
    bool isBehindPixels = axis > 0 && axis + 1 < from.size() && axis % 2 == 0;
    int64_t high = pad.getHigh()[axis];
    if (pad.getLow()[axis] != 0 || high < 0 || (isBehindPixels ? from[axis] != 1 : high != 0))
      return nullptr;
  }
  for (size_t axis = 0; axis < spatial; ++axis)
    if (to[1 + axis] != from[1 + 2 * axis] * (1 + pad.getHigh()[2 + 2 * axis]))
      return nullptr;
  return pad;
}

struct SplitIntoPhases : OpRewritePattern<ConvOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ConvOp conv, PatternRewriter &rewriter) const override {
    PadOp pad = holesOf(conv.getInput());
    if (!pad || conv.getGroups() != 1 || conv.getBlock() || !allEqual(conv.getStrides(), 1) ||
        !allEqual(conv.getDilations(), 1) || !isConstant(conv.getFilter()))
      return failure();
    llvm::SmallVector<Phases> axes;
    llvm::SmallVector<int64_t> image{shapeOf(conv.getInput()).front()}, low, high, results = image;
    int64_t channels = shapeOf(conv.getResult()).back();
    for (size_t axis = 0; axis < conv.getStrides().size(); ++axis) {
      axes.emplace_back(1 + pad.getHigh()[2 + 2 * axis], shapeOf(pad.getInput())[1 + 2 * axis],
                        shapeOf(conv.getFilter())[axis], conv.getLow()[axis],
                        shapeOf(conv.getResult())[1 + axis]);
      // With strides far longer than windows, filters would be mostly zeros.
      if (axes.back().stride * axes.back().taps > kMostGrowth * shapeOf(conv.getFilter())[axis])
        return failure();
      image.push_back(axes.back().pixels);
      results.push_back(axes.back().positions());
      channels *= axes.back().stride;
      low.push_back(axes.back().before);
      high.push_back(axes.back().after());
    }
    image.push_back(shapeOf(conv.getInput()).back());
    results.push_back(channels);
    Value pixels = reshapeTo(rewriter, conv.getLoc(), pad.getInput(), image);
    Value filter = filterOf(rewriter, conv, axes);
    auto type = RankedTensorType::get(results, typeOf(conv.getResult()).getElementType());
    Value phases = ConvOp::create(rewriter, conv.getLoc(), type, pixels, filter, conv.getStrides(),
                                  conv.getDilations(), low, high, 1);
    rewriter.replaceOp(conv, inPlace(rewriter, conv, phases, axes));
    return success();
  }

private:
  /// [K..., C, O] to [T..., C, s..., O].
  static Value filterOf(OpBuilder &builder, ConvOp conv, ArrayRef<Phases> axes) {
    Location location = conv.getLoc();
    Value filter = conv.getFilter();
    int64_t rank = axes.size(), channels = shapeOf(filter)[rank], outputs = shapeOf(filter).back();
    llvm::SmallVector<int64_t> none(rank + 2, 0), missing = none, apart, order, together;
    int64_t phases = 1;
    for (auto [axis, phase] : llvm::enumerate(axes)) {
      missing[axis] = phase.stride * phase.taps - shapeOf(filter)[axis];
      apart.append({phase.taps, phase.stride});
      order.push_back(2 * axis);
      together.push_back(phase.taps);
      phases *= phase.stride;
    }
    apart.append({channels, outputs});
    order.push_back(2 * rank);
    for (int64_t axis = 0; axis < rank; ++axis)
      order.push_back(2 * axis + 1);
    order.push_back(2 * rank + 1);
    together.append({channels, phases * outputs});
    Value zero =
        splat(builder, location, RankedTensorType::get({}, typeOf(filter).getElementType()), 0);
    filter = createFolded<PadOp>(builder, location, filter, zero, none, missing, PadMode::constant);
    filter = reshapeTo(builder, location, filter, apart);
    llvm::SmallVector<int64_t> starts(apart.size(), 0), steps(apart.size(), 1);
    for (auto [axis, phase] : llvm::enumerate(axes)) {
      starts[2 * axis + 1] = phase.stride - 1;
      steps[2 * axis + 1] = -1;
    }
    filter = createFolded<SliceOp>(builder, location, filter, starts, apart, steps);
    filter = createFolded<TransposeOp>(builder, location, filter, order);
    return reshapeTo(builder, location, filter, together);
  }

  /// [N, Q..., s... * O] to the results of `conv`, [N, S..., O].
  static Value inPlace(OpBuilder &builder, ConvOp conv, Value phases, ArrayRef<Phases> axes) {
    Location location = conv.getLoc();
    int64_t rank = axes.size(), images = shapeOf(phases).front();
    int64_t outputs = shapeOf(conv.getResult()).back();
    llvm::SmallVector<int64_t> apart{images}, order{0}, together{images};
    for (auto [axis, phase] : llvm::enumerate(axes)) {
      apart.push_back(phase.positions());
      order.append({int64_t(1 + axis), int64_t(1 + rank + axis)});
      together.push_back(phase.positions() * phase.stride);
    }
    for (const Phases &phase : axes)
      apart.push_back(phase.stride);
    apart.push_back(outputs);
    order.push_back(2 * rank + 1);
    together.push_back(outputs);
    Value results = reshapeTo(builder, location, phases, apart);
    results = TransposeOp::create(builder, location, results, order);
    results = reshapeTo(builder, location, results, together);
    for (auto [axis, phase] : llvm::enumerate(axes))
      results = sliceAxis(builder, location, results, 1 + axis, phase.dropped, phase.results);
    return results;
  }
};

struct SubpixelConvolutionsPass : impl::SubpixelConvolutionsBase<SubpixelConvolutionsPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<SplitIntoPhases>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
    eraseUnusedConstants(getOperation());
  }
};

} // namespace
} // namespace unspool::nn
