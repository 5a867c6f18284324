//===- Statistics.h - how much a model computes ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_STATISTICS_H
#define UNSPOOL_TOOLS_DRIVER_STATISTICS_H

#include "codegen/Plan.h"

namespace unspool {

struct Statistics {
  std::map<std::string, int64_t> operators; ///< ops executed in one run, by name
  std::vector<int64_t> calls;               ///< of each kernel in one run
  double flops = 0;                         ///< of one run
  int64_t parameters = 0;                   ///< elements of float constants, as packed
};

Statistics statisticsOf(const ModelPlan &plan);

/// How often the steps call a kernel for each layer.
std::map<std::string, int64_t> callsOfLayers(const std::vector<Step> &steps);

/// 2 * multiply-adds of the products, convolutions and cells of one call; other
/// ops are not counted.
double flopsOf(const KernelSpec &kernel);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_STATISTICS_H
