//===- Parameters.cpp - what can be chosen about a schedule ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One table says which parameters a schedule has, what they mean and what they may be:
// errors, documentation, the JSON Schema and the tuner's search space come from it. A
// schedule function asks for them in the table's order; what a kernel's shapes allow
// may depend on those before. Whatever is legal gives right numbers.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>
#include <cassert>
#include <numeric>

using namespace Halide;

namespace unspool {

/// A parameter whose name no table has: the threads are the library's, not the schedule's.
static const std::string kThreads = "threads";

static const std::vector<ScheduleParameter> &table() {
  static const std::string vectors =
      "vectors of outputs side by side in a register tile; weights are packed so";
  static const std::string interleave =
      "terms of a sum side by side in a vector: 1, 2 or 4; weights are packed so";
  static const std::string unroll = "steps of the sum that are written out; they divide it";
  static const std::string sums =
      "sums of every n-th step side by side, in place of one; they divide the steps";
  static const std::string columns = "results along a row in a register tile";
  static const std::string prefetch =
      "ask for the next block of weights while this one is used: for weights in memory";
  static const std::string prefetchMap =
      "a depthwise convolution asks for the next row of its input: for maps in memory";
  static const std::string stripe = "rows of a pool of overlapping windows that are made "
                                    "together; the convolution's map is stored only for them";
  static const std::vector<std::string> noYes{"no", "yes"};
  static const std::string width = "elements that are computed by one vector operation";
  static const std::vector<ScheduleParameter> rows = [] {
    std::vector<ScheduleParameter> list{
        {"conv", "tiled", "stripe", stripe, 1, 4096},
        {"conv", "tiled", "interleave", interleave, 1, 4},
        {"conv", "tiled", "vectors", vectors, 1, 8},
        {"conv", "tiled", "columns", columns, 1, 32},
        {"conv", "tiled", "rows", "rows of results in a register tile", 1, 8},
        {"conv", "tiled", "row_block", "rows of results whose input is copied, or made, together",
         1, 4096},
        {"conv", "tiled", "unroll", unroll, 1, 16},
        {"conv",
         "tiled",
         "order",
         "which loop is inside: over the tiles of a block of rows, or "
         "over the blocks of channels",
         0,
         1,
         {"tiles", "channels"}},
        {"conv", "tiled", "prefetch", prefetch, 0, 1, noYes},
        {"conv", "tiled", "prefetch_map", prefetchMap, 0, 1, noYes},
        {"conv", "pixels", "rows", "rows of results in a register tile", 1, 32},
        {"winograd", "tiled", "stripe", stripe, 1, 4096},
        {"winograd", "tiled", "vectors", vectors, 1, 8},
        {"winograd", "tiled", "columns", "tiles along a row in a block", 1, 256},
        {"winograd", "tiled", "rows", "rows of tiles in a block", 1, 256},
        {"winograd", "tiled", "unroll", unroll, 1, 16},
        {"winograd", "tiled", "prefetch", prefetch, 0, 1, noYes},
        {"depthwise", "tiled", "stripe", stripe, 1, 4096},
        {"depthwise", "tiled", "vectors", "vectors of channels in a block", 1, 16},
        {"depthwise", "tiled", "columns", columns, 1, 16},
        {"depthwise",
         "tiled",
         "taps",
         "the rows of the window: in a loop, or all written out",
         0,
         1,
         {"loops", "unrolled"}},
        {"depthwise", "tiled", "row_block",
         "rows of results that are made together with what they need of a convolution before", 1,
         4096},
        {"depthwise", "tiled", "prefetch_map", prefetchMap, 0, 1, noYes},
        {"matmul", "tiled", "interleave", interleave, 1, 4},
        {"matmul", "tiled", "vectors", vectors, 1, 8},
        {"matmul", "tiled", "rows", "rows in a register tile", 1, 32},
        {"matmul", "tiled", "panel", "rows that pass over all columns together", 1, 1 << 20},
        {"matmul", "tiled", "sums", sums, 1, 16},
        {"matmul", "tiled", "unroll", unroll, 1, 16},
        {"matmul",
         "tiled",
         "order",
         "which loop of a panel is inside: over its rows, or over the "
         "blocks of columns",
         0,
         1,
         {"rows", "columns"}},
        {"matmul", "tiled", "prefetch", prefetch, 0, 1, noYes},
        {"strassen", "tiled", "vectors", vectors, 1, 8},
        {"strassen", "tiled", "columns", "pairs of rows in a block", 1, 1 << 20},
        {"strassen", "tiled", "unroll", unroll, 1, 16},
        {"strassen", "tiled", "prefetch", prefetch, 0, 1, noYes},
        {"cell", "tiled", "vectors",
         "vectors of units in a block, with all their gates; weights "
         "are packed so",
         1, 8},
        {"cell", "tiled", "rows", "rows of the batch in a register tile", 1, 32},
        {"cell", "tiled", "sums", sums, 1, 16},
        {"cell", "tiled", "unroll", unroll, 1, 16},
        {"pool", "tiled", "width", width, 1, 64},
    };
    for (const ScheduleInfo &row : schedules())
      if (row.name == "vectorized")
        list.push_back({row.kind, row.name, "width", width, 1, 64});
    return list;
  }();
  return rows;
}

std::vector<ScheduleParameter> scheduleParameters() { return table(); }

bool packsWeights(const std::string &parameter) {
  return parameter == "vectors" || parameter == "interleave";
}

std::vector<int64_t> LegalValues::values(size_t count) const {
  std::vector<int64_t> all;
  for (int64_t value = least; value <= most; ++value)
    if (contains(value))
      all.push_back(value);
  if (all.size() <= count || count < 2)
    return all;
  std::vector<int64_t> some;
  for (size_t i = 0; i < count; ++i)
    some.push_back(all[i * (all.size() - 1) / (count - 1)]);
  return some;
}

/// The value as the documents write it.
static std::string wordFor(const ScheduleParameter &row, int64_t value) {
  return row.words.empty() ? std::to_string(value) : row.words[value - row.least];
}

static std::string textOf(const ScheduleParameter &row, const LegalValues &legal) {
  if (legal.least == legal.most)
    return wordFor(row, legal.least);
  std::string text = row.words.empty() ? "from " : "";
  text += wordFor(row, legal.least) + (row.words.empty() ? " to " : " or ") +
          wordFor(row, legal.most);
  return legal.divides ? text + ", and divide " + std::to_string(legal.divides) : text;
}

int64_t parameter(KernelBuilder &builder, const std::string &name, int64_t otherwise,
                  Limit limit) {
  const Schedule &schedule = builder.spec.schedule;
  auto row = std::find_if(table().begin(), table().end(), [&](const ScheduleParameter &row) {
    return row.kind == builder.spec.kind && row.schedule == schedule.name && row.name == name;
  });
  assert(row != table().end() && "a row for each parameter that a schedule asks for");
  ParameterInUse use{name, otherwise, {std::max(row->least, limit.least),
                                       std::min(row->most, limit.most), limit.divides}};
  if (use.legal.least > use.legal.most)
    use.legal.least = use.legal.most = otherwise; // no choice
  auto given = schedule.parameters.find(name);
  if (given != schedule.parameters.end() && given->second != otherwise) {
    use.value = given->second;
    if (!use.legal.contains(use.value))
      throw CompileError("parameter '" + name + "' of schedule '" + schedule.name + "' is " +
                         std::to_string(use.value) + " when here it should be " +
                         textOf(*row, use.legal));
  }
  builder.parametersInUse.push_back(use);
  return use.value;
}

void checkParameters(const KernelBuilder &builder) {
  const Schedule &schedule = builder.spec.schedule;
  for (const auto &[given, value] : schedule.parameters) {
    std::string names;
    for (const ParameterInUse &use : builder.parametersInUse)
      names += (names.empty() ? "" : ", ") + use.name;
    bool isKnown = std::any_of(builder.parametersInUse.begin(), builder.parametersInUse.end(),
                               [&](const ParameterInUse &use) { return use.name == given; });
    if (!isKnown && given != kThreads)
      throw CompileError("parameter '" + given + "' of schedule '" + schedule.name +
                         "' has no meaning here; " +
                         (names.empty() ? "there are none" : "there are " + names));
  }
}

/// A parameter that weights are packed for, as `packed` says.
static int64_t packedParameter(KernelBuilder &builder, const std::string &name, int64_t packed,
                               Limit limit) {
  int64_t value = parameter(builder, name, packed, limit);
  if (value != packed)
    throw CompileError("parameter '" + name + "' of schedule '" + builder.spec.schedule.name +
                       "' is " + std::to_string(value) + ", but the weights are packed for " +
                       std::to_string(packed));
  return value;
}

int64_t vectorsOfBlock(KernelBuilder &builder, int64_t block, int64_t outputs,
                       int64_t otherwise) {
  int64_t lanes = builder.lanes, needed = (outputs + lanes - 1) / lanes;
  if (!block)
    return parameter(builder, "vectors", otherwise, {needed});
  return packedParameter(builder, "vectors", std::max<int64_t>(1, block / lanes), {needed});
}

int64_t interleaveOf(KernelBuilder &builder) {
  const Node &node = *builder.anchor.node;
  int64_t packed = integer(node, "interleave", 1), depth = builder.shapeOf(node.operands[0]).back();
  bool isPacked = integer(node, "block") != 0;
  return packedParameter(builder, "interleave", packed,
                         {isPacked ? builder.lanes : 1, 1, std::gcd(depth, int64_t(4))});
}

int64_t blocksOfTile(const KernelBuilder &builder, int64_t rows, int64_t vectors, int64_t blocks) {
  bool isSized = !builder.spec.parameters.empty();
  // Threads share blocks, and every one of them counts.
  return isSized && threadsOf(builder) == 1 ? blocksTogether(rows, builder.lanes, vectors, blocks)
                                            : 1;
}

int64_t wholeVectors(const KernelBuilder &builder, int64_t outputs, int64_t vectors) {
  int64_t lanes = builder.lanes;
  return outputs < lanes ? outputs : std::min(vectors, outputs / lanes) * lanes;
}

int64_t threadsOf(const KernelBuilder &builder) {
  const auto &parameters = builder.spec.schedule.parameters;
  auto given = parameters.find(kThreads);
  return given == parameters.end() ? 1 : given->second;
}

} // namespace unspool
