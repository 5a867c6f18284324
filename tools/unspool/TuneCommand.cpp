//===- TuneCommand.cpp - unspool tune -------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/Candidates.h"
#include "tools/tuning/Tuner.h"
#include "tools/unspool/Commands.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

namespace unspool {
namespace {

struct TuneFlags {
  CommonCompileFlags common;
  std::string model, database;
  int trials = 200;
  bool verbose = false, isWorker = false;
};

std::string textOf(const TunableKernel &kernel, const Choice &choice) {
  std::string algorithm = choice.algorithm.empty() ? "" : " " + choice.algorithm;
  return scheduleText(kernel.ruleFor(choice)) + algorithm;
}

void printMeasurement(const TunableKernel &kernel, const Measurement &measurement, int done) {
  llvm::outs() << kernel.spec.name << " " << done << ": " << textOf(kernel, measurement.choice);
  if (measurement.ratio > 0)
    llvm::outs() << llvm::format(": %.3f of the default's time (%.3f to %.3f)", measurement.ratio,
                                 measurement.low, measurement.high)
                 << (measurement.isRepeated ? ", for it is the same code as another" : "");
  else
    llvm::outs() << ": " << measurement.error;
  llvm::outs() << "\n";
  llvm::outs().flush();
}

void printReport(const TuneReport &report, const std::string &database) {
  size_t width = 6;
  for (const TunedKernel &row : report.kernels)
    width = std::max(width, row.kernel.spec.name.size());
  llvm::outs() << llvm::left_justify("kernel", width)
               << "  calls  default us  trials  best of it  with\n";
  double before = 0, after = 0, logarithms = 0;
  for (const TunedKernel &row : report.kernels) {
    double time = row.microseconds * row.kernel.calls;
    before += time;
    after += time * (row.best ? row.best->ratio : 1);
    logarithms += std::log(row.best ? row.best->ratio : 1);
    llvm::outs() << llvm::left_justify(row.kernel.spec.name, width)
                 << llvm::format("  %5d  %10.2f  %6d  ", int(row.kernel.calls), row.microseconds,
                                 row.trials);
    if (row.best)
      llvm::outs() << llvm::format("%10.3f  ", row.best->ratio) << textOf(row.kernel, row.best->choice);
    else
      llvm::outs() << "         1  the default";
    if (row.refused)
      llvm::outs() << "; refused " << row.refused << " that made the model slower";
    llvm::outs() << "\n";
  }
  if (before > 0)
    llvm::outs() << llvm::format("all of them: %.3f of the default's time, geometric mean %.3f\n",
                                 after / before,
                                 std::exp(logarithms / double(report.kernels.size())));
  if (report.model && report.model->problem.empty())
    llvm::outs() << llvm::format("the model: %.3f of the default's time (%.3f to %.3f), which is "
                                 "%.2f us\n",
                                 report.model->ratio, report.model->low, report.model->high,
                                 report.model->microseconds);
  llvm::outs() << database << ": " << report.after << " measurements, " << report.after - report.before
               << " of them new\n";
}

int fail(llvm::Error error, int code) {
  llvm::errs() << "error: " << toString(std::move(error)) << "\n";
  return code;
}

int runTune(const TuneFlags &flags) {
  TuneOptions options;
  flags.common.apply(options.compile);
  if (!options.compile.dimensions.empty())
    throw CLI::ValidationError("--max", "schedules are tuned for fixed sizes; use --shape");
  if (!options.compile.schedules.empty())
    throw CLI::ValidationError("--schedule", "schedules are what is searched; compile --schedule "
                                             "goes before what is found");
  options.compile.model = modelFileIn(flags.model);
  options.database = flags.database;
  options.trials = flags.trials;
  options.comparesModels = !flags.isWorker;
  Outcome refusal = Outcome::Good;
  std::optional<llvm::Expected<TuneReport>> report;
  {
    ProgressLine progress("tune");
    std::map<std::string, double> best;
    options.begun = [&](const TunableKernel &kernel, int done) {
      progress.show(kernel.spec.name + ", measurements", done, flags.trials);
    };
    options.measured = [&](const TunableKernel &kernel, const Measurement &measurement, int done) {
      double &least = best.try_emplace(kernel.spec.name, 1).first->second;
      if (measurement.isFaster())
        least = std::min(least, measurement.ratio);
      if (flags.verbose)
        printMeasurement(kernel, measurement, done);
      char text[32];
      std::snprintf(text, sizeof text, ", best %.3f", least);
      progress.show(kernel.spec.name + text + ", measurements", done, flags.trials);
    };
    report.emplace(tune(options, refusal));
  }
  if (!*report && refusal != Outcome::Good) {
    llvm::errs() << toString(report->takeError()) << "\n"; // the compiler's own messages
    return int(refusal);
  }
  if (!*report)
    return fail(report->takeError(), kExitRefused);
  if (flags.isWorker)
    return kExitGood;
  printReport(**report, flags.database);
  const std::optional<TunedModel> &model = (*report)->model;
  if (model && !model->problem.empty())
    return fail(llvm::createStringError("the tuned model: " + model->problem), kExitFailed);
  return kExitGood;
}

} // namespace

void addTuneCommand(CLI::App &app, int &exitCode) {
  auto flags = std::make_shared<TuneFlags>();
  CLI::App *command =
      app.add_subcommand("tune", "Search for faster schedules by measuring, and keep what was found");
  command->add_option("model", flags->model, "Model file, or a folder that holds a model.*")->required();
  command
      ->add_option("--db", flags->database,
                   "Database of measurements, made if missing; compile --db uses it")
      ->type_name("FILE")
      ->required();
  command
      ->add_option("--trials", flags->trials,
                   "Candidates of the model's kernels that should be measured in the end (200)")
      ->check(CLI::Range(1, 1'000'000));
  command->add_flag("--worker", flags->isWorker,
                    "One of several that share the database: measure, and print no report. Give\n"
                    "each a core of its own (scripts/tune_mpi, scripts/tune_slurm)");
  command->add_flag("--verbose", flags->verbose, "Print each measurement when it is kept");
  flags->common.addTo(*command);
  command->footer("May be ended at any time, and started again: what was measured is kept, and not measured\n"
                  "again (docs/tuning.md).\n"
                  "Keep the machine quiet; candidates and the default are measured in turns.\n\n"
                  "Examples:\n"
                  "  unspool tune models/digits_cnn --db digits.db\n"
                  "  unspool compile models/digits_cnn/model.onnx -o out --db digits.db");
  command->callback([flags, &exitCode] { exitCode = runTune(*flags); });
}

} // namespace unspool
