//===- Descent.h - better neighbours, one parameter at a time -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The default is mostly right about most parameters, and what is wrong about it is mostly wrong
// by a lot. So few questions go far if each changes one parameter of the best that is known, to
// a half or twice as much at first, and goes on from whatever is better; single steps come
// last. An optimiser for cubes of real numbers does not know the default's reasons: it moves
// all parameters, and asks for several times as many points until it is as far.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_DESCENT_H
#define UNSPOOL_TOOLS_TUNING_DESCENT_H

#include "tools/tuning/SearchSpace.h"

namespace unspool {

struct DescentEnd {
  Choice best;
  bool isComplete; ///< no neighbour is better, and none is unknown
};

/// From the space's origin on. `costOf` is asked for one choice after the other; nothing:
/// that one's cost is not to be had now. The same costs lead along the same way.
DescentEnd descend(SearchSpace &space,
                   const std::function<std::optional<double>(const Choice &)> &costOf);

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_DESCENT_H
