//===- MachinePeak.h - what one core of this machine can do ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_MACHINEPEAK_H
#define UNSPOOL_TOOLS_DRIVER_MACHINEPEAK_H

#include <cstdint>

namespace unspool {

/// Measured f32 operations in a second of one core that multiplies and adds vectors of
/// `lanes` elements (16 or 8 on x86-64) and does nothing else, two operations each;
/// takes some milliseconds. 0 where this processor has no such instruction.
double measurePeakFlops(int lanes);

/// The clock that profiled libraries read (runtime/profile.h); 0 if it is unknown here.
int64_t readTicks();

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_MACHINEPEAK_H
