//===- BenchCommand.cpp - unspool bench -----------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiles in a child process (so that this one's peak memory is that of running
// the model), then times calls of the library's own entry point. One sample is
// the mean of enough calls to last well above the clock's resolution; reported
// are median, minimum and spread (interquartile range over median) of samples.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Kernels.h"
#include "tools/driver/CaseRunner.h"
#include "tools/driver/ChildProcess.h"
#include "tools/driver/MachinePeak.h"
#include "tools/driver/Profile.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/SampleInputs.h"
#include "tools/driver/StepThrough.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/unspool/Commands.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mlir;

namespace unspool {
namespace {

struct BenchFlags {
  CommonCompileFlags common;
  DatabaseFlag database;
  std::string model;
  double seconds = 1.0;
  bool json = false, profile = false;
  std::string trace;
};

struct Timing {
  double median = 0, minimum = 0, spread = 0; ///< microseconds; spread relative
};

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Timing timeCalls(const std::function<void()> &call, double seconds) {
  call();
  double begin = now();
  int64_t calls = 0;
  for (; now() - begin < seconds / 10 || calls == 0; ++calls)
    call();
  // Samples of at least 20 us, and at least one call.
  double each = (now() - begin) / calls;
  int64_t batch = std::max<int64_t>(1, int64_t(20e-6 / each));

  std::vector<double> samples;
  for (double end = now() + seconds; now() < end || samples.size() < 5;) {
    double start = now();
    for (int64_t i = 0; i < batch; ++i)
      call();
    samples.push_back((now() - start) / batch * 1e6);
  }
  llvm::sort(samples);
  size_t count = samples.size();
  double median = samples[count / 2];
  return {median, samples.front(), (samples[count * 3 / 4] - samples[count / 4]) / median};
}

/// Compiles in a child process; the exit code of `unspool compile`.
int compileAside(const CompileOptions &options) {
  llvm::outs().flush();
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid == 0) {
    endWith(parent);
    CompileResult result = compile(options);
    llvm::errs() << result.errors;
    _exit(int(result.outcome));
  }
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
    return kExitFailed;
  return WEXITSTATUS(status);
}

/// The plan that the library was made of: it says what each kernel computes.
ModelPlan planOf(CompileOptions options) {
  options.planOnly = true;
  return compile(options).plan;
}

/// What the results are compared with.
struct Machine {
  double tickRate = 0; ///< of readTicks(), a second
  double peak = 0;     ///< operations a second, of all threads; 0: unknown
};

int printProfile(const BenchFlags &flags, LoadedModel &library, const CompileOptions &options,
                 const std::function<void()> &call, const Machine &machine) {
  ModelPlan plan = planOf(options);
  Profile profile = takeProfile(library, plan, call, flags.seconds);
  auto [tickRate, peak] = machine;
  llvm::outs() << "\n" << profileTable(profile, tickRate, peak);
  if (peak > 0)
    llvm::outs() << llvm::format("peak of %d core%s: %.1f GFLOPS; ",
                                 int(plan.threads), plan.threads > 1 ? "s" : "", peak * 1e-9);
  llvm::outs() << llvm::format("cycles are those of the clock, %.2f GHz\n", tickRate * 1e-9);
  if (flags.trace.empty())
    return kExitGood;
  std::string text = profileTrace(profile, library, tickRate);
  llvm::Error error = llvm::writeToOutput(flags.trace, [&](llvm::raw_ostream &out) {
    out << text;
    return llvm::Error::success();
  });
  if (error) {
    llvm::errs() << "error: cannot write '" << flags.trace << "': " << toString(std::move(error))
                 << "\n";
    return kExitFailed;
  }
  llvm::outs() << "trace of the fastest run: " << flags.trace
               << ", for ui.perfetto.dev or chrome://tracing\n";
  return kExitGood;
}

int runBench(const BenchFlags &flags) {
  CompileOptions options;
  flags.common.apply(options);
  options.model = modelFileIn(flags.model);
  options.name = modelNameFor(options.model);
  options.emit = {"shared"};
  options.profile = flags.profile;
  TemporaryFolder folder;
  options.outputDirectory = folder.path() + "/library";

  MLIRContext context(MLIRContext::Threading::DISABLED);
  ScopedDiagnosticHandler handler(&context, printDiagnostic);
  auto interface = frontend::describeModel(options.model, context);
  auto sets = failed(interface) ? FailureOr<std::vector<DataSet>>(failure())
                                : readDataSets(options.model, "", context);
  if (failed(sets))
    return kExitRefused;
  bool hasData = !sets->empty();
  if (hasData)
    fixFromDataSet(options.import, *interface, sets->front(), {});

  if (!flags.database.useIn(options))
    return kExitRefused;
  double begin = now();
  if (int code = compileAside(options))
    return code;
  double compileSeconds = now() - begin;

  auto library = LoadedModel::open(options.outputDirectory, options.name);
  if (!library) {
    llvm::errs() << "error: " << toString(library.takeError()) << "\n";
    return kExitFailed;
  }
  std::vector<nn::Tensor> inputs =
      hasData ? sets->front().inputs : sampleInputs(*library, options.outputDirectory, context);
  bool isStream = hasData && !options.passes.stream.empty();
  llvm::SmallVector<RankedTensorType> types;
  if (hasData)
    for (const nn::Tensor &output : sets->front().outputs)
      types.push_back(output.type);
  auto outputs = isStream ? stepThrough(*library, inputs, types) : library->run(inputs);
  if (!outputs) {
    llvm::errs() << "error: " << toString(outputs.takeError()) << "\n";
    return kExitFailed;
  }
  double largest = 0;
  if (hasData)
    for (auto [output, expected] : llvm::zip(*outputs, sets->front().outputs))
      largest = std::max(largest, compare(output.bytes.data(), expected, Tolerance()).largest);

  if (isStream)
    inputs = llvm::cantFail(firstStep(*library, inputs)); // they fitted before
  std::function<void()> call = library->caller(inputs);
  Machine machine;
  machine.peak = measurePeakFlops(vectorLanes(options.target)) * flags.common.threads;
  double measured = now();
  int64_t ticks = readTicks();
  Timing timing = timeCalls(call, flags.seconds);
  machine.tickRate = (readTicks() - ticks) / (now() - measured);
  uint64_t artifact = 0;
  llvm::sys::fs::file_size(options.outputDirectory + "/lib" + options.name + ".so", artifact);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);

  if (flags.json) {
    nlohmann::ordered_json line{{"latency_us", timing.median}, {"min_us", timing.minimum},
                                {"spread", timing.spread}};
    if (hasData)
      line["max_abs_diff"] = largest;
    if (machine.peak > 0)
      line["peak_gflops"] = machine.peak * 1e-9;
    line["compile_s"] = compileSeconds;
    line["artifact"] = artifact;
    line["peak_rss_kb"] = usage.ru_maxrss;
    llvm::outs() << line.dump() << "\n";
    return kExitGood;
  }
  llvm::outs() << options.name
               << llvm::format(": median %.3f us, minimum %.3f us, spread %.1f %%\n", timing.median,
                               timing.minimum, timing.spread * 100);
  if (hasData)
    llvm::outs() << llvm::format("largest difference %.3g, ", largest);
  else
    llvm::outs() << "no data set beside the model: inputs are random; ";
  llvm::outs() << llvm::format("compiled in %.2f s, library ", compileSeconds)
               << humanBytes(artifact) << "\n";
  return flags.profile ? printProfile(flags, *library, options, call, machine) : kExitGood;
}

} // namespace

void addBenchCommand(CLI::App &app, int &exitCode) {
  auto flags = std::make_shared<BenchFlags>();
  CLI::App *command = app.add_subcommand("bench", "Compile a model and time the library");
  command
      ->add_option("model", flags->model,
                   "Model file, or a folder with a model.*; data set 0 beside it is the input,\n"
                   "or else random numbers")
      ->required();
  command->add_option("--seconds", flags->seconds, "How long to measure (1)")
      ->check(finite(CLI::Range(0.01, 600.0)));
  CLI::Option *json =
      command->add_flag("--json", flags->json, "One line of JSON, for other programs");
  command
      ->add_flag("--profile", flags->profile,
                 "Also print what each kernel took; the calls are timed by the library itself")
      ->excludes(json);
  command
      ->add_option("--trace", flags->trace,
                   "Write a run, call by call, in the format of Chrome's traces, which\n"
                   "Perfetto opens")
      ->type_name("FILE")
      ->needs("--profile");
  flags->common.addTo(*command);
  flags->database.addTo(*command);
  command->footer("Timings wander with the machine: pin the process (taskset -c 1 unspool bench ...)\n"
                  "and compare ratios of interleaved runs.\n\n"
                  "Example:\n"
                  "  taskset -c 1 unspool bench models/digits_cnn\n"
                  "  taskset -c 1 unspool bench models/digits_cnn --profile");
  command->callback([flags, &exitCode] { exitCode = runBench(*flags); });
}

} // namespace unspool
