//===- SizeSamples.cpp - the sizes at which a model is planned ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/SizeSamples.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <map>

namespace unspool {

/// Steps away from the base, one dimension at a time, up to this number where a step is more than
/// one: images that are many times as large are computed otherwise.
static constexpr int64_t kOffsets[] = {1, 2, 3, 4, 5, 7, 8, 12, 17, 24, 33}, kMostLongSteps = 7;
/// The same for several dimensions at a time.
static constexpr int64_t kJointOffsets[][4] = {
    {1, 2, 3, 5}, {3, 1, 2, 4}, {5, 4, 7, 2}, {2, 7, 5, 8}};
static constexpr int64_t kSmallSizes[] = {1,  2,  3,  4,  5,  6,   8,   12, 16,
                                          24, 32, 48, 64, 96, 128, 192, 256};

Sizes largestOf(const std::vector<Dimension> &dimensions) {
  Sizes sizes;
  for (const Dimension &dimension : dimensions)
    sizes.push_back(dimension.most);
  return sizes;
}

Sizes halfOf(const std::vector<Dimension> &dimensions) {
  Sizes sizes;
  for (const Dimension &dimension : dimensions)
    sizes.push_back((dimension.most / dimension.step + 1) / 2 * dimension.step);
  return sizes;
}

Sizes beyond(const std::vector<Dimension> &dimensions, int64_t distance) {
  Sizes sizes;
  for (const Dimension &dimension : dimensions) {
    int64_t apart = dimension.step > 1 ? kMostLongSteps + 4 : 1;
    int64_t steps =
        (distance + dimension.step - 1) / dimension.step + apart * int64_t(sizes.size());
    sizes.push_back(dimension.most + steps * dimension.step);
  }
  return sizes;
}

std::vector<Sizes> samplesFrom(const std::vector<Dimension> &dimensions, const Sizes &base,
                               Samples side) {
  std::vector<Sizes> samples{base};
  auto add = [&](const Sizes &steps) {
    Sizes sizes = base;
    for (auto [size, step, dimension] : llvm::zip_equal(sizes, steps, dimensions))
      size += (side == Samples::Beyond ? step : -step) * dimension.step;
    if (llvm::all_of(sizes, [](int64_t size) { return size > 0; }))
      samples.push_back(std::move(sizes));
  };
  for (size_t i = 0; i < dimensions.size(); ++i)
    for (int64_t offset : kOffsets) {
      if (dimensions[i].step > 1 && offset > kMostLongSteps)
        break;
      Sizes steps(dimensions.size(), 0);
      steps[i] = offset;
      add(steps);
    }
  if (dimensions.size() > 1)
    for (const auto &offsets : kJointOffsets) {
      Sizes steps;
      for (size_t i = 0; i < dimensions.size(); ++i)
        steps.push_back(offsets[i % 4] + int64_t(i / 4));
      add(steps);
    }
  return samples;
}

std::optional<int64_t> leastSize(const Dimension &dimension,
                                 const std::function<bool(int64_t)> &holds,
                                 const std::function<std::vector<int64_t>(int64_t)> &probes) {
  int64_t step = dimension.step;
  std::map<int64_t, bool> tried{{0, false}};
  auto holdsAt = [&](int64_t size) {
    auto [place, isNew] = tried.try_emplace(size);
    if (isNew)
      place->second = holds(size);
    return place->second;
  };
  if (!holdsAt(dimension.most))
    return std::nullopt;
  for (int64_t size : kSmallSizes)
    if (size * step < dimension.most)
      holdsAt(size * step);
  for (;;) {
    auto lastThatFails =
        std::find_if(tried.rbegin(), tried.rend(), [](const auto &one) { return !one.second; });
    int64_t fails = lastThatFails->first, least = tried.upper_bound(fails)->first;
    if (least - fails > step) {
      holdsAt(fails + (least - fails) / step / 2 * step);
      continue;
    }
    std::vector<int64_t> sizes = probes(least);
    if (std::all_of(sizes.rbegin(), sizes.rend(), holdsAt))
      return least;
  }
}

std::optional<int64_t> stepOf(int64_t most, const std::function<bool(int64_t size)> &isPossible) {
  constexpr int64_t kMostStep = 256, kNeighbours[] = {1, -1, 2, 3};
  for (int64_t step = 1; step <= kMostStep && step < most && most % step == 0; step *= 2)
    if (llvm::all_of(kNeighbours, [&](int64_t steps) { return isPossible(most + steps * step); }))
      return step;
  return std::nullopt;
}

} // namespace unspool
