//===- Comparison.cpp - schedules side by side ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/Comparison.h"

#include "codegen/kernels/Kernels.h"
#include "tools/compare/KernelReference.h"
#include "tools/driver/Interleaved.h"
#include "tools/driver/MachinePeak.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/regression/LoopNest.h"
#include "tools/regression/ObjectSummary.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <chrono>
#include <cstdlib>
#include <fstream>

namespace unspool {
namespace {

/// An error that rounding does not explain, relative to the largest result. Winograd's
/// largest tiles round most: by about 1e-5 on weights of usual size.
constexpr double kWrong = 1e-3;

/// A run may take so long; errors are passed on in this unit.
constexpr unsigned kRunSeconds = 60;
constexpr double kErrorScale = 1e12;

/// Of the peak, before and after each kernel: some milliseconds each.
constexpr int kPeakMeasurements = 25;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string cpuName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (llvm::StringRef(line).starts_with("model name"))
      return llvm::StringRef(line).split(':').second.trim().str();
  return "unknown processor";
}

/// Adds the time that it exists to a sum.
class Stopwatch {
public:
  explicit Stopwatch(double &total) : total(total) {}
  ~Stopwatch() { total += now() - begin; }

private:
  double &total;
  double begin = now();
};

/// What `work` returns; its time is added to `seconds`.
template <typename Work> auto timed(double &seconds, Work work) {
  Stopwatch stopwatch(seconds);
  return work();
}

class Comparer {
public:
  Comparer(const CompileOptions &options, const ComparisonOptions &choice)
      : options(options), choice(choice) {}

  llvm::Expected<Comparison> run() {
    auto kernels = timed(result.cost.compiling, [&] { return extractKernels(options); });
    if (!kernels)
      return kernels.takeError();
    if (llvm::Error error = select(*kernels))
      return error;
    say("machine", 0, 0);
    timed(result.cost.machine, [&] { describeMachine(); });
    for (KernelModule &kernel : *kernels)
      compareKernel(std::move(kernel), kernels->size());
    return std::move(result);
  }

private:
  void say(llvm::StringRef what, size_t done, size_t total) {
    if (choice.progress)
      choice.progress(what, done, total);
  }

  llvm::Error select(std::vector<KernelModule> &kernels) {
    auto moves = [](const KernelModule &kernel) { return kernel.kind == "elementwise"; };
    if (choice.leavesOutMovement && !llvm::all_of(kernels, moves))
      llvm::erase_if(kernels, moves);
    if (choice.kernel.empty())
      return llvm::Error::success();
    std::string names = llvm::join(
        llvm::map_range(kernels, [](const KernelModule &kernel) { return kernel.name; }), ", ");
    llvm::erase_if(kernels,
                   [&](const KernelModule &kernel) { return kernel.name != choice.kernel; });
    if (kernels.empty())
      return llvm::createStringError("there is no kernel '" + choice.kernel + "'; there are " +
                                     names);
    return llvm::Error::success();
  }

  void describeMachine() {
    result.machine = {cpuName(), resolveTarget(options.target), 0, measureMemory()};
    measurePeak();
    std::vector<std::vector<double>> nothing = timeInterleaved({[] {}}, 0.01);
    result.cost.emptyCall = estimateMedian(nothing.front()).value;
  }

  /// Again and again, since what else runs on the core takes from it.
  void measurePeak() {
    double &peak = result.machine.peakFlops;
    for (int i = 0; i < kPeakMeasurements; ++i)
      peak = std::max(peak, measurePeakFlops(vectorLanes(options.target)));
  }

  void compareKernel(KernelModule kernel, size_t total) {
    ComparedKernel compared;
    const MemoryLevel &level = levelFor(result.machine.memory, kernel.bytes);
    compared.memoryLevel = level.name;
    compared.bandwidth = level.bandwidth;
    std::string what = kernel.name + " (" + std::to_string(result.kernels.size() + 1) + "/" +
                       std::to_string(total) + ")";
    TemporaryFolder folder;
    std::vector<Candidate> candidates;
    timed(result.cost.compiling, [&] {
      candidates = candidatesFor(kernel, options, choice.candidates);
      size_t count = candidates.size(), done = 0;
      buildCandidates(candidates, kernel, options, choice.candidates, folder.path(),
                      [&] { say(what + " compiling", ++done, count); });
    });
    say(what + " reference", 0, 0);
    auto reference = timed(result.cost.reference, [&] {
      return std::make_unique<KernelReference>(kernel.module);
    });
    compared.type = reference->typeText();
    for (Candidate &candidate : candidates) {
      compared.candidates.emplace_back();
      compared.candidates.back().candidate = std::move(candidate);
    }
    compared.kernel = std::move(kernel);
    say(what + " timing", 0, 0);
    timed(result.cost.timing, [&] { measure(compared, *reference); });
    timed(result.cost.machine, [&] { measurePeak(); });
    result.kernels.push_back(std::move(compared));
  }

  /// Runs, checks and times what has been built.
  void measure(ComparedKernel &compared, KernelReference &reference) {
    check(compared, reference);
    std::vector<LoadedModel> libraries; // they stay while callers do
    std::vector<std::function<void()>> callers;
    std::vector<ComparedCandidate *> timedCandidates;
    libraries.reserve(compared.candidates.size());
    for (ComparedCandidate &one : compared.candidates) {
      if (!one.problem.empty())
        continue;
      describeCode(one);
      auto library = LoadedModel::open(one.candidate.folder, kKernelLibrary);
      if (!library) {
        one.problem = toString(library.takeError());
        continue;
      }
      libraries.push_back(std::move(*library));
      callers.push_back(libraries.back().caller(reference.inputs()));
      timedCandidates.push_back(&one);
    }
    std::vector<std::vector<double>> samples = timeInterleaved(callers, choice.seconds);
    for (size_t i = 0; i < samples.size(); ++i) {
      ComparedCandidate &one = *timedCandidates[i];
      one.seconds = estimateMedian(samples[i]);
      one.ratio = estimateRatio(samples[i], samples[0]);
      one.flopRate = compared.kernel.flops / one.seconds.value;
      one.byteRate = double(compared.kernel.bytes) / one.seconds.value;
    }
  }

  /// In children: code that no test has seen may crash.
  static void check(ComparedKernel &compared, KernelReference &reference) {
    std::vector<ChildTask> tasks;
    std::vector<ComparedCandidate *> checked;
    for (ComparedCandidate &one : compared.candidates) {
      one.problem = one.candidate.problem;
      if (!one.problem.empty())
        continue;
      checked.push_back(&one);
      tasks.push_back({[&one, &reference] {
                         auto library = LoadedModel::open(one.candidate.folder, kKernelLibrary);
                         if (!library)
                           return "!" + toString(library.takeError());
                         auto outputs = library->run(reference.inputs());
                         if (!outputs)
                           return "!" + toString(outputs.takeError());
                         return std::to_string(reference.errorOf(*outputs) * kErrorScale);
                       },
                       {kRunSeconds, 0}});
    }
    std::vector<ChildReply> replies = runInChildren(tasks, 1);
    for (size_t i = 0; i < replies.size(); ++i) {
      ComparedCandidate &one = *checked[i];
      llvm::StringRef text = replies[i].text;
      if (!replies[i].problem.empty())
        one.problem = "the code " + replies[i].problem;
      else if (text.consume_front("!"))
        one.problem = text.str();
      one.error = std::strtod(replies[i].text.c_str(), nullptr) / kErrorScale;
      one.isWrong = !(one.error <= kWrong);
    }
  }

  /// Counts from the objects, and the loop where the time goes.
  static void describeCode(ComparedCandidate &one) {
    for (const std::string &object : one.candidate.objects) {
      llvm::Expected<ObjectSummary> summary = summarizeObject(object);
      if (!summary) {
        llvm::consumeError(summary.takeError());
        continue;
      }
      one.instructions += summary->instructions;
      one.stackStores += summary->stackStores;
      one.codeBytes += summary->bytes;
    }
    for (const std::string &assembly : one.candidate.assemblies) {
      HotLoop loop = findHotLoop(assembly);
      if (one.hot.text.empty() || loop.multiplyAdds > one.hot.multiplyAdds)
        one.hot = std::move(loop);
    }
    for (const std::string &stmt : one.candidate.stmts)
      one.loopNest += unspool::loopNest(stmt);
  }

  const CompileOptions &options;
  const ComparisonOptions &choice;
  Comparison result;
};

} // namespace

llvm::Expected<Comparison> compareSchedules(const CompileOptions &options,
                                            const ComparisonOptions &choice) {
  return Comparer(options, choice).run();
}

} // namespace unspool
