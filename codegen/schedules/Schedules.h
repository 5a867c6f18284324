//===- Schedules.h - how kernels run --------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An algorithm (codegen/kernels) says what is computed; a function here says in
// which order, in which registers and caches. The table in Registry.cpp gives each
// kernel kind its schedules by name. Any schedule gives the same numbers up to
// the rounding that a different but fixed order of sums makes.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SCHEDULES_SCHEDULES_H
#define UNSPOOL_CODEGEN_SCHEDULES_SCHEDULES_H

#include "codegen/kernels/KernelBuilder.h"
#include "ir/RegisterTile.h"

namespace unspool {

using ScheduleFunction = void (*)(KernelBuilder &builder);

/// The function of a row of the registry, or null.
ScheduleFunction scheduleFor(const std::string &kind, const std::string &name);

/// Plain loops, every stage computed whole.
void scheduleNaive(KernelBuilder &builder);
/// Vectors along the innermost axis; stages computed whole.
void scheduleVectorized(KernelBuilder &builder);
/// Register tiles of pixels by channels.
void scheduleConvolution(KernelBuilder &builder);
/// Vectors of pixels, where outputs are few.
void schedulePixels(KernelBuilder &builder);
/// Winograd's, or Strassen's, transforms and products for a block of tiles that fits the cache.
void scheduleWinograd(KernelBuilder &builder);
/// Register tiles of pixels, vectors of channels, taps unrolled.
void scheduleDepthwise(KernelBuilder &builder);
/// The same for the convolution that makes what `stage` holds, some rows at a time.
void scheduleProducer(KernelBuilder &builder, Func stage);
/// Register tiles of rows by columns; one row streams the matrix.
void scheduleProduct(KernelBuilder &builder);
/// Blocks of units: product and gates in one pass over the weights.
void scheduleCell(KernelBuilder &builder);

// Pieces that schedules share.

/// The L2 cache that schedules block their loops for.
constexpr int64_t kL2Bytes = 1 << 20;

/// What the kernel's shapes allow of the values that the table (Parameters.cpp) has.
struct Limit {
  int64_t most = INT64_MAX;
  int64_t least = 1;
  int64_t divides = 0;
};

/// The parameter that the kernel's schedule gives, or `otherwise`, which is noted with what
/// would be legal. Throws a CompileError if what is given is not.
int64_t parameter(KernelBuilder &builder, const std::string &name, int64_t otherwise,
                  Limit limit = {});

/// Throws a CompileError if the schedule gives a parameter that was not asked for.
void checkParameters(const KernelBuilder &builder);

/// Accumulators of a register tile, at most: with more of them nothing is gained, and
/// LLVM takes its time.
constexpr int64_t kMostAccumulators = 64;

/// The parameter "vectors" of a kernel that computes `outputs` side by side: the vectors
/// of a block. If weights are packed, that is what they are packed for (`block` outputs).
int64_t vectorsOfBlock(KernelBuilder &builder, int64_t block, int64_t outputs, int64_t otherwise);

/// The parameter "interleave" of a product or convolution: terms of a sum that its packed
/// weights have side by side (codegen/kernels/Interleave.h).
int64_t interleaveOf(KernelBuilder &builder);

/// Blocks of packed weights, of so many in all, that a tile of `rows` takes together: one,
/// unless the weights were packed for many rows and the kernel is for few of them.
int64_t blocksOfTile(const KernelBuilder &builder, int64_t rows, int64_t vectors, int64_t blocks);

/// Outputs of a block where weights are not packed: whole vectors, as far as there are.
int64_t wholeVectors(const KernelBuilder &builder, int64_t outputs, int64_t vectors);

/// Vectorises every stage of `func` along its innermost axis of `extent`.
void vectorizeInnermost(Func func, const Extent &extent, int lanes);

/// Vectors, and the order in memory, of an anchor's input with its border: rows of one
/// channel each where channels are few, or if that is asked for.
void schedulePaddedInput(const KernelBuilder &builder, const Anchor &anchor, bool inRows = false);

/// Sums of every n-th step of a reduction, side by side, in place of one: `func` has them, by
/// `which`, and the update that was split adds them up, in a loop over `part`.
struct PartialSums {
  Func func;
  Halide::Var which{"which"};
  Halide::RVar part{"part"};
};
/// Splits the sum over `step` that is the only update of `sums`; `parts` divide its steps.
PartialSums splitSums(Func sums, Halide::RVar step, int64_t parts);

/// Computes whole, and vectorises, everything that is stored besides the anchor.
void scheduleStored(KernelBuilder &builder);

/// Pixels of the convolution, across and down, that make one result of its kernel: those of
/// a window, if it has a pool whose windows lie side by side.
std::pair<int64_t, int64_t> pixelsOfResult(const KernelBuilder &builder);

/// Steps of a convolution's sum over `depth` input channels that are written out, in a tile of
/// `rows` x `vectors` of registers.
int64_t stepsTogether(const KernelBuilder &builder, int64_t depth, int64_t rows, int64_t vectors);

/// Rows that `rows` windows, `stride` apart, need together: those of the windows, and those
/// that no window reads between the stripes, which are made all the same.
int64_t rowsOfWindows(int64_t rows, int64_t window, int64_t stride);

/// From the first to the last row that a result of `conv`, of two spatial axes, depends on.
int64_t windowRows(const KernelBuilder &builder, const Node &conv);

/// The same for `rows` rows of its results.
int64_t inputRows(const KernelBuilder &builder, const Node &conv, int64_t rows);

/// A loop over parts of a pool's results, in which the convolution makes the rows it needs.
struct Stripe {
  Func pool;
  Halide::Var loop;
  int64_t rows;  ///< of the convolution, at most
  bool isShared; ///< among threads: then Halide does not know how many rows of the input it needs
};
/// Schedules a kernel whose pool reads a stored map: that is stored whole, or in stripes
/// whose loop this returns (Stripes.cpp).
std::optional<Stripe> scheduleStripedPool(KernelBuilder &builder);
/// The same, always whole.
void scheduleWholePool(KernelBuilder &builder);

/// Does a convolution of all channels make the input of the depthwise one (Leading.cpp)?
bool hasLeadingConvolution(const KernelBuilder &builder);
/// Rows of results, a multiple of `unit`, for which what they need of both maps fits the cache.
int64_t bestLeadingStripe(const KernelBuilder &builder, int64_t height, int64_t unit);
/// Rows of its map that are kept from one stripe of `rows` results to the next.
struct KeptRows {
  Halide::Var loop; ///< in whose passes they are stored, outside of that over stripes
  int64_t rows;
};
/// Schedules it: each pass of `stripe`, a loop of `func`, makes the rows that it needs; those
/// of the stripe before, too, if none are kept.
void scheduleLeadingConvolution(KernelBuilder &builder, Func func, Halide::Var stripe,
                                std::optional<KeptRows> kept);

/// The tile size from 1 to `most` that covers `extent` with the least work; of
/// equals the largest.
int64_t bestTile(int64_t extent, int64_t most);

/// The size of equal parts, of at most `most` and a multiple of `unit` (rounded up),
/// that cover `extent`: larger blocks would overlap and compute twice.
int64_t equalParts(int64_t extent, int64_t most, int64_t unit = 1);

/// The largest divisor of `number` from 1 to `most`.
int64_t largestDivisor(int64_t number, int64_t most);

// Threads (Threads.cpp).

/// Threads that share the kernel's loops; 1 if it is not worth sharing.
int64_t threadsOf(const KernelBuilder &builder);

/// Two nested loops' iterations in groups, each combination of two groups a task.
struct Sharing {
  int64_t outerGroups, innerGroups; ///< they divide the extents
  double load;                      ///< the busiest thread's, where 1 is an even share
};
/// Blocks of an image are shared among threads where the load is at most this.
constexpr double kSharedLoad = 1.1;
/// The fewest tasks that share the loops evenly, or as evenly as can be.
Sharing shareLoops(int64_t outer, int64_t inner, int64_t threads);

struct Loop {
  Halide::Var var;
  int64_t extent;
  bool isExact; ///< no two iterations compute the same element
  /// Iterations that threads may share.
  int64_t shared() const { return isExact ? extent : 1; }
};
/// The loop `var` over parts of an axis of `extent`, the last of which overlaps the one before if
/// they do not divide it.
Loop loopOver(Halide::Var var, int64_t extent, int64_t part);
/// Shares two nested loops of `func` and leaves the rest of them, first the outer one,
/// within a task. The loop over tasks, if there are several.
std::optional<Halide::Var> shareNest(Func func, Loop outer, Loop inner, int64_t threads);
std::optional<Halide::Var> shareNest(Func func, Loop outer, Loop inner, const Sharing &sharing);

/// The size, from `unit` to `part`, of parts of `extent` that `threads` share most
/// evenly, where each part has `others` iterations of another loop and is computed in
/// tiles of `unit`.
int64_t sharedPart(int64_t extent, int64_t part, int64_t unit, int64_t others, int64_t threads);

/// Shares one loop of a stage. The loop over groups, if there are several.
std::optional<Halide::Var> shareLoop(Halide::Stage stage, const Loop &loop, int64_t threads);
/// The same for so many groups, which divide what threads may share of it.
std::optional<Halide::Var> shareGroups(Halide::Stage stage, const Loop &loop, int64_t groups);

/// Shares the outermost axis of a stage of a Func that is stored whole, and has these axes and this
/// shape.
void shareOutermost(Halide::Stage stage, const std::vector<Halide::Var> &axes,
                    const std::vector<Extent> &shape, int64_t threads);

/// Has the anchor's packed weights, of which each block of `blockElements` serves all
/// passes of the loops `tiles`, asked for a block ahead by the update of `sums`. `steps`:
/// passes of all its loops.
void prefetchWeights(KernelBuilder &builder, const Func &sums, int64_t blockElements, int64_t steps,
                     const std::vector<WeightPrefetch::Loop> &tiles);

/// The tail strategy for splitting an axis of `extent` into parts of `factor`: parts
/// overlap where the last would not be full, unless the extent may be less than one.
Halide::TailStrategy tailFor(const Extent &extent, int64_t factor);

/// The same for blocks of outputs: weights that are packed for blocks are not there for one that
/// begins elsewhere, so what lies beyond the last output is computed, but not stored.
Halide::TailStrategy tailOfBlocks(const Extent &outputs, int64_t block, bool isPacked);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SCHEDULES_SCHEDULES_H
