//===- KernelTrial.cpp - one candidate, measured in a process of its own --===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/KernelTrial.h"

#include "tools/compare/Candidates.h"
#include "tools/driver/Bootstrap.h"
#include "tools/driver/Interleaved.h"
#include "tools/regression/Hash.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"

#include <nlohmann/json.hpp>

namespace unspool {

/// For a time of the default that nothing is compared with.
static constexpr double kSecondsOfDefault = 0.005;

/// The compiler's errors, or the loader's, on one line.
static std::string oneLine(llvm::StringRef text) {
  std::string line;
  for (char c : text.trim())
    line += c == '\n' ? ' ' : c;
  return line;
}

KernelTrial::KernelTrial(const TunableKernel &kernel, const CompileOptions &options,
                         const TrialOptions &limits)
    : kernel(kernel), options(options), limits(limits) {}

/// Hash of the library in `directory`. The same input gives the same bytes, so that the same
/// bytes are the same code, packed weights among it.
static std::string codeIn(const std::string &directory) {
  auto buffer =
      llvm::MemoryBuffer::getFile(directory + "/lib" + std::string(kKernelLibrary) + ".so");
  return buffer ? hashOf((*buffer)->getBuffer()) : "";
}

Measurement KernelTrial::measure(const Choice &choice, double seconds,
                                 llvm::ArrayRef<Measurement> known) {
  Measurement measurement;
  measurement.choice = choice;
  measurement.seconds = seconds;
  measurement.error = prepare();
  if (!measurement.error.empty())
    return measurement;
  ChildReply reply = runInChild([&] { return run(choice, seconds, known); }, limits.limits);
  auto report = nlohmann::json::parse(reply.text, nullptr, /*allow_exceptions=*/false);
  measurement.error = reply.problem;
  if (measurement.error.empty())
    measurement.error = report.value("error", "");
  if (!measurement.error.empty())
    return measurement;
  measurement.ratio = report["ratio"];
  measurement.low = report["low"];
  measurement.high = report["high"];
  measurement.microseconds = report["microseconds"];
  measurement.ofDefault = report["default"];
  measurement.difference = report["difference"];
  measurement.code = report["code"];
  measurement.isRepeated = report["repeated"];
  return measurement;
}

std::string KernelTrial::prepare() {
  if (reference)
    return "";
  ChildReply built = runInChild(
      [&] { return build(kernel.standard(), folder.path() + "/default"); }, limits.limits);
  if (!built.problem.empty() || !built.text.empty())
    return "the default: " + built.problem + built.text;
  reference = std::make_unique<KernelReference>(kernel.module.module);
  return "";
}

/// The library of the kernel alone; why not, if it cannot be.
std::string KernelTrial::build(const Choice &choice, const std::string &directory) const {
  CompileOptions own = kernel.optionsFor(choice, options);
  own.outputDirectory = directory;
  own.emit = {"shared"};
  own.useCache = false; // of hundreds of candidates, nobody will ask for most again
  CompileResult result = compile(own);
  return result.outcome == Outcome::Good ? "" : "cannot be compiled: " + oneLine(result.errors);
}

static std::string toJson(const Measurement &measurement, const std::string &code,
                          bool isRepeated) {
  return nlohmann::json{{"ratio", measurement.ratio},
                        {"low", measurement.low},
                        {"high", measurement.high},
                        {"microseconds", measurement.microseconds},
                        {"default", measurement.ofDefault},
                        {"difference", measurement.difference},
                        {"code", code},
                        {"repeated", isRepeated}}
      .dump();
}

/// In the child: what it says, as JSON.
std::string KernelTrial::run(const Choice &choice, double seconds,
                             llvm::ArrayRef<Measurement> known) const {
  auto failure = [](const std::string &why) {
    return nlohmann::json{{"error", why}}.dump(-1, ' ', false,
                                               nlohmann::json::error_handler_t::replace);
  };
  TemporaryFolder own;
  if (std::string problem = build(choice, own.path()); !problem.empty())
    return failure(problem);
  std::string code = codeIn(own.path());
  auto same = llvm::find_if(known, [&](const Measurement &row) {
    return row.code == code && row.ratio > 0 && !row.isRepeated && row.seconds >= seconds;
  });
  if (same != known.end())
    return toJson(*same, code, /*isRepeated=*/true);
  auto library = LoadedModel::open(own.path(), kKernelLibrary);
  auto standard = LoadedModel::open(folder.path() + "/default", kKernelLibrary);
  if (!library || !standard)
    return failure(oneLine(toString(joinErrors(library.takeError(), standard.takeError()))));
  auto outputs = library->run(reference->inputs());
  if (!outputs)
    return failure(oneLine(toString(outputs.takeError())));
  double difference = reference->errorOf(*outputs);
  if (!(difference <= limits.wrong))
    return failure("wrong numbers: they differ by " + llvm::formatv("{0:e}", difference).str() +
                   " of the largest result");
  Measurement measurement;
  measurement.difference = difference;
  if (code == codeIn(folder.path() + "/default")) {
    measurement.ratio = measurement.low = measurement.high = 1;
    auto samples = timeInterleaved({standard->caller(reference->inputs())}, kSecondsOfDefault);
    measurement.microseconds = measurement.ofDefault = estimateMedian(samples[0]).value * 1e6;
    return toJson(measurement, code, /*isRepeated=*/true);
  }
  auto samples = timeInterleaved(
      {library->caller(reference->inputs()), standard->caller(reference->inputs())}, seconds);
  Estimate ratio = estimateRatio(samples[0], samples[1]);
  measurement.ratio = ratio.value;
  measurement.low = ratio.low;
  measurement.high = ratio.high;
  measurement.microseconds = estimateMedian(samples[0]).value * 1e6;
  measurement.ofDefault = estimateMedian(samples[1]).value * 1e6;
  return toJson(measurement, code, /*isRepeated=*/false);
}

} // namespace unspool
