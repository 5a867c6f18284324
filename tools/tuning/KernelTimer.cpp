//===- KernelTimer.cpp - one kernel, ready to be timed --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/KernelTimer.h"

#include "codegen/library/Library.h"
#include "tools/driver/Bootstrap.h"
#include "tools/driver/Interleaved.h"
#include "tools/driver/SampleInputs.h"

namespace unspool {
namespace {

constexpr const char *kName = "trial";

/// A model whose inputs are the kernel's arguments, weights too, and whose outputs are
/// its results.
ModelPlan planOf(KernelSpec spec) {
  ModelPlan plan;
  plan.name = kName;
  if (auto threads = spec.schedule.parameters.find("threads");
      threads != spec.schedule.parameters.end())
    plan.threads = threads->second;
  Step call;
  call.kernel = 0;
  for (size_t i = 0; i < spec.arguments.size(); ++i) {
    std::string name = "x" + std::to_string(i);
    plan.inputs.push_back({name, name, spec.arguments[i]});
    call.operands.push_back({Space::Input, int(i)});
  }
  for (size_t i = 0; i < spec.results.size(); ++i) {
    std::string name = "y" + std::to_string(i);
    plan.outputs.push_back({name, name, spec.typeOf(spec.results[i])});
    call.results.push_back({Space::Output, int(i)});
  }
  plan.steps.push_back(std::move(call));
  spec.name = kKernelSymbol;
  plan.kernels.push_back(std::move(spec));
  return plan;
}

} // namespace

llvm::Expected<std::unique_ptr<TimedKernel>> TimedKernel::create(const KernelSpec &spec,
                                                                 const std::string &target) {
  auto kernel = std::make_unique<TimedKernel>();
  if (!kernel->folder.isValid())
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "no temporary folder could be made");
  ModelPlan plan = planOf(spec);
  KernelOptions options;
  options.target = target;
  KernelResult emitted = emitKernel(plan.kernels[0], options);
  if (!emitted.object)
    return llvm::createStringError(llvm::inconvertibleErrorCode(), emitted.error);
  LibraryOptions library;
  library.directory = kernel->folder.path() + "/library";
  library.target = target;
  library.emit = {"shared"};
  auto written = writeLibrary(plan, {*emitted.object}, library);
  if (!written)
    return written.takeError();
  auto loaded = LoadedModel::open(library.directory, kName);
  if (!loaded)
    return loaded.takeError();
  kernel->library.emplace(std::move(*loaded));
  kernel->inputs = sampleInputs(kernel->library->inputTypes(kernel->context));
  kernel->caller = kernel->library->caller(kernel->inputs);
  return kernel;
}

Ratio compareTimes(const TimedKernel &one, const TimedKernel &other, double seconds) {
  auto samples = timeInterleaved({one.call(), other.call()}, seconds);
  Estimate ratio = estimateRatio(samples[0], samples[1]);
  return {ratio.value, ratio.low, ratio.high, estimateMedian(samples[0]).value * 1e6};
}

} // namespace unspool
