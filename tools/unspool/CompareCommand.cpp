//===- CompareCommand.cpp - unspool compare -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/Comparison.h"
#include "tools/compare/LayerText.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/unspool/Commands.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace unspool {
namespace {

struct CompareFlags {
  CommonCompileFlags common;
  std::string model, kernel, layer, json, html;
  double seconds = 1;
  unsigned variants = 4, jobs = 2, autoschedulerSeconds = 10;
  uint64_t autoschedulerBytes = uint64_t(4) << 30;
  bool noAutoschedulers = false;
};

int fail(const llvm::Twine &message, ExitCode code) {
  llvm::errs() << "error: " << message << "\n";
  return code;
}

/// Writes all of `text`, or nothing.
llvm::Error writeFile(llvm::StringRef path, llvm::StringRef text) {
  return llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    out << text;
    return llvm::Error::success();
  });
}

/// Measuring takes minutes: that its results cannot be kept is to be known before.
llvm::Error checkWritable(const std::string &path) {
  llvm::StringRef folder = llvm::sys::path::parent_path(path);
  if (std::error_code code =
          llvm::sys::fs::access(folder.empty() ? "." : folder, llvm::sys::fs::AccessMode::Write))
    return llvm::createStringError(code, "cannot write '" + path + "': " + code.message());
  return llvm::Error::success();
}

int runCompare(const CompareFlags &flags) {
  CompileOptions options;
  flags.common.apply(options);
  if (flags.model.empty() == flags.layer.empty())
    throw CLI::ValidationError("compare", "give a model, or --layer");
  if (!options.dimensions.empty())
    throw CLI::ValidationError("--max", "schedules are compared at fixed sizes; use --shape");
  for (const std::string &file : {flags.json, flags.html})
    if (llvm::Error error = checkWritable(file))
      return fail(toString(std::move(error)), kExitFailed);
  TemporaryFolder folder;
  options.model = modelFileIn(flags.model);
  if (!flags.layer.empty()) {
    llvm::Expected<std::string> model = modelOfLayer(flags.layer);
    if (!model)
      return fail(toString(model.takeError()), kExitRefused);
    options.model = folder.path() + "/layer.onnx";
    if (llvm::Error error = writeFile(options.model, *model))
      return fail(toString(std::move(error)), kExitFailed);
  }
  options.name = modelNameFor(options.model);

  ComparisonOptions choice;
  for (const std::string &source : options.schedules) {
    llvm::Expected<ScheduleRules> rules = schedulesNamed(source);
    if (!rules)
      return fail(toString(rules.takeError()), kExitRefused);
    choice.candidates.files.push_back({llvm::sys::path::filename(source).str(), std::move(*rules)});
  }
  options.schedules.clear();
  choice.seconds = flags.seconds;
  choice.kernel = flags.kernel;
  choice.leavesOutMovement = !flags.layer.empty();
  choice.candidates.variants = flags.variants;
  choice.candidates.jobs = flags.jobs;
  choice.candidates.autoschedulers = !flags.noAutoschedulers;
  choice.candidates.autoschedulerSeconds = flags.autoschedulerSeconds;
  choice.candidates.autoschedulerBytes = int64_t(flags.autoschedulerBytes);

  llvm::Expected<Comparison> comparison = [&] {
    ProgressLine progress("compare");
    choice.progress = [&](llvm::StringRef what, size_t done, size_t total) {
      progress.show(what, done, total);
    };
    return compareSchedules(options, choice);
  }();
  if (!comparison) {
    llvm::errs() << toString(comparison.takeError());
    return kExitRefused;
  }
  comparison->model = flags.layer.empty() ? flags.model : flags.layer;
  bool jsonToScreen = flags.json == "-";
  llvm::outs() << (jsonToScreen ? comparisonJson(*comparison) + "\n" : comparisonTable(*comparison));
  if (!flags.json.empty() && !jsonToScreen)
    if (llvm::Error error = writeFile(flags.json, comparisonJson(*comparison) + "\n"))
      return fail(toString(std::move(error)), kExitFailed);
  if (!flags.html.empty())
    if (llvm::Error error = writeFile(flags.html, comparisonPage(*comparison)))
      return fail(toString(std::move(error)), kExitFailed);
  for (const ComparedKernel &kernel : comparison->kernels)
    for (const ComparedCandidate &one : kernel.candidates)
      if (one.isTimed() && one.isWrong)
        return fail("kernel " + kernel.kernel.name + " gives wrong numbers by '" +
                        one.candidate.name + "'",
                    kExitFailed);
  return kExitGood;
}

} // namespace

void addCompareCommand(CLI::App &app, int &exitCode) {
  auto flags = std::make_shared<CompareFlags>();
  CLI::App *command =
      app.add_subcommand("compare", "Time every schedule of each kernel, side by side");
  command->add_option("model", flags->model, "Model file, or a folder with a model.*");
  command->add_option("--kernel", flags->kernel, "Only this one, by the name that inspect prints");
  command->add_option("--layer", flags->layer,
                      "Instead of a model: a layer, e.g. \"conv 1x64x56x56 k3 c64\". conv, dwconv,\n"
                      "dense, lstm, gru, rnn, maxpool, avgpool; shape of the input; k window,\n"
                      "c channels or columns, s stride, p padding, d dilation, g groups, h hidden\n"
                      "size, t timesteps; relu; pool2 behind a convolution");
  command->add_option("--json", flags->json, "Write everything to this file, or with - to the screen");
  command->add_option("--html", flags->html, "Write a page to look at to this file");
  command->add_option("--seconds", flags->seconds, "How long to measure each kernel (1)")
      ->check(finite(CLI::Range(0.01, 600.0)));
  command->add_option("--variants", flags->variants,
                      "Neighbours of the default, one parameter changed each (4)")
      ->check(CLI::Range(0, 64));
  command->add_flag("--no-autoschedulers", flags->noAutoschedulers,
                    "Leave out Halide's mullapudi2016, li2018 and adams2019");
  command
      ->add_option("--autoscheduler-seconds", flags->autoschedulerSeconds,
                   "Time limit of each autoscheduler, on each kernel (10)")
      ->check(CLI::Range(1, 3600));
  command
      ->add_option("--autoscheduler-memory", flags->autoschedulerBytes,
                   "Memory limit of the same, e.g. 2GB (4GB)")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false))
      ->check(CLI::PositiveNumber);
  command->add_option("--jobs", flags->jobs, "Compilations at a time (2); timing is one at a time")
      ->check(CLI::Range(1, 256));
  flags->common.addTo(*command);
  command->footer("A schedule document given by --schedule is one more candidate. Each kernel runs on\n"
                  "inputs in cache; samples take turns, so that what else the machine does hits all.\n\n"
                  "Examples:\n"
                  "  taskset -c 1 unspool compare models/digits_cnn\n"
                  "  unspool compare --layer \"conv 1x64x56x56 k3 c64\" --html conv.html\n"
                  "  unspool compare resnet18.onnx --kernel conv_3 --schedule tuned.json");
  command->callback([flags, &exitCode] { exitCode = runCompare(*flags); });
}

} // namespace unspool
