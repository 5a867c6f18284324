//===- Autoschedule.cpp - Halide's autoschedulers -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For comparison with the schedules made by hand:
//
//   mullapudi2016   groups stages greedily (Mullapudi and others, 2016,
//                   doi:10.1145/2897824.2925952)
//   li2018          for gradients, simple and fast (Li and others, 2018,
//                   doi:10.1145/3197517.3201383)
//   adams2019       beam search with a learned cost model (Adams and others, 2019,
//                   doi:10.1145/3306346.3322967)
//
// They come as plugins beside Halide's own library. What they write is for machines
// with many cores; here the loops that they share stay serial.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Autoschedule.h"

#include <algorithm>
#include <cctype>
#include <dlfcn.h>

using namespace Halide;

namespace unspool {

std::vector<std::string> autoschedulers() { return {"mullapudi2016", "li2018", "adams2019"}; }

bool isAutoscheduler(const std::string &name) {
  std::vector<std::string> names = autoschedulers();
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The folder of Halide's library, with a slash.
static std::string pluginFolder() {
  Dl_info info{};
  auto function = reinterpret_cast<void *>(static_cast<void (*)(const std::string &)>(load_plugin));
  if (!dladdr(function, &info) || !info.dli_fname)
    return "";
  std::string path = info.dli_fname;
  return path.substr(0, path.rfind('/') + 1);
}

void autoschedule(Pipeline &pipeline, const KernelBuilder &builder, const Target &target) {
  if (!builder.parameters.empty())
    throw CompileError("autoschedulers take kernels of fixed sizes only");
  const std::string &name = builder.spec.schedule.name;
  load_plugin(pluginFolder() + "libautoschedule_" + name + ".so");
  builder.setEstimates();
  std::string registered = name; // they begin with a capital
  registered[0] = char(std::toupper(registered[0]));
  AutoschedulerParams parameters(registered, {{"parallelism", "1"}});
  if (name == "adams2019") // its 32 take half a minute for a convolution
    parameters.extra["beam_size"] = "4";
  pipeline.apply_autoscheduler(target, parameters);
}

} // namespace unspool
