//===- Interleaved.h - times that can be compared --------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Programs that are timed one after the other are compared with what else the machine
// did meanwhile. So they take turns: in each round each gives one sample, in an order
// that rotates, and samples of one round are pairs (Bootstrap.h).
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_INTERLEAVED_H
#define UNSPOOL_TOOLS_DRIVER_INTERLEAVED_H

#include <functional>
#include <vector>

namespace unspool {

/// Seconds a call of each function takes: a sample is the mean of enough calls to last
/// well above the clock's resolution. Takes about `seconds` in all, but at least a few
/// samples of each. The first takes part in all rounds; the others until they have had
/// their share of the time, so slow ones have fewer samples, of the first rounds.
std::vector<std::vector<double>> timeInterleaved(const std::vector<std::function<void()>> &calls,
                                                 double seconds);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_INTERLEAVED_H
