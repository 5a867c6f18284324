//===- Registry.cpp - every schedule, by kernel kind and name -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Kernels.h"
#include "codegen/schedules/Schedules.h"

namespace unspool {

namespace {

struct Row {
  std::string kind, name, description;
  ScheduleFunction function;
};

const std::string kVectorized = "vectorized";

/// Rows of a kind stand together.
const Row rows[] = {
    {"conv", "tiled", "pixels x channels in registers, rows blocked for the L2 cache",
     scheduleConvolution},
    {"conv", "pixels", "vectors of pixels, few channels in registers", schedulePixels},
    {"winograd", "tiled", "transforms and products for a block of tiles that fits the cache",
     scheduleWinograd},
    {"depthwise", "tiled", "pixels in registers, vectors of channels, taps unrolled",
     scheduleDepthwise},
    {"matmul", "tiled", "rows x columns in registers; one row streams the matrix", scheduleProduct},
    {"strassen", "tiled", "sums and products for a block of pairs of rows that fits the cache",
     scheduleWinograd},
    {"cell", "tiled", "blocks of units: product and gates in one pass over the weights",
     scheduleCell},
    {"pool", "tiled", "vectors of channels, taps unrolled", scheduleVectorized},
    {"elementwise", "vectorized", "vectors along the innermost axis", scheduleVectorized},
    {"reduce", "vectorized", "vectors along the innermost axis, sixteen partial sums",
     scheduleVectorized},
};

} // namespace

std::vector<ScheduleInfo> schedules() {
  std::vector<ScheduleInfo> infos;
  for (const Row &row : rows) {
    infos.push_back({row.kind, row.name, row.description});
    if (&row + 1 != std::end(rows) && (&row + 1)->kind == row.kind)
      continue;
    if (row.name != kVectorized)
      infos.push_back({row.kind, kVectorized, "every stage whole, vectors along the innermost axis"});
    infos.push_back({row.kind, "naive", "plain loops: slow, and easy to read"});
  }
  return infos;
}

ScheduleFunction scheduleFor(const std::string &kind, const std::string &name) {
  if (name == "naive")
    return scheduleNaive;
  for (const Row &row : rows)
    if (row.kind == kind && (row.name == name || name == kVectorized))
      return row.name == name ? row.function : scheduleVectorized;
  return nullptr;
}

} // namespace unspool
