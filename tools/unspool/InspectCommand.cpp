//===- InspectCommand.cpp - unspool inspect -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Library.h"
#include "tools/driver/Statistics.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/Schedules.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/unspool/Commands.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <set>

namespace unspool {
namespace {

struct InspectFlags {
  CommonCompileFlags common;
  std::string model;
  bool schedules = false;
};

void printPorts(const char *title, const unspool_tensor *tensors, int32_t count) {
  llvm::outs() << title << "\n";
  for (int32_t i = 0; i < count; ++i)
    llvm::outs() << "  " << llvm::left_justify(tensors[i].name, 24) << " " << typeText(tensors[i])
                 << "\n";
}

/// What a library says of itself.
void printLibrary(const unspool_model &model) {
  llvm::outs() << model.name << ", made by " << model.producer << "\n";
  if (model.dimension_count)
    llvm::outs() << "sizes that the caller chooses (below, all are at their most)\n";
  for (int32_t i = 0; i < model.dimension_count; ++i)
    llvm::outs() << "  " << llvm::left_justify(model.dimensions[i].name, 24) << " "
                 << sizesText(model.dimensions[i].least, model.dimensions[i].most,
                              model.dimensions[i].step)
                 << "\n";
  printPorts("inputs", model.inputs, model.input_count);
  printPorts("outputs", model.outputs, model.output_count);
  if (model.state_count)
    llvm::outs() << "states\n";
  for (int32_t i = 0; i < model.state_count; ++i)
    llvm::outs() << "  " << llvm::left_justify(model.inputs[model.states[i].input].name, 24)
                 << " next " << model.outputs[model.states[i].output].name << "\n";
  llvm::outs() << "memory\n"
               << "  workspace " << humanBytes(model.workspace_bytes) << ", aligned to "
               << model.workspace_alignment << "\n"
               << (model.state_count ? "  state     " + humanBytes(model.state_bytes) + "\n" : "")
               << "  constants " << humanBytes(model.constant_bytes) << "\n";
}

/// The layers that could be computed in more than one way.
void printAlgorithms(const ModelPlan &plan) {
  bool isFirst = true;
  for (const Step &step : plan.steps) {
    if (step.reason.empty())
      continue;
    if (isFirst)
      llvm::outs() << "algorithms (layer, algorithm, why)\n";
    isFirst = false;
    llvm::outs() << "  " << llvm::left_justify(step.layer, 24) << " "
                 << llvm::left_justify(algorithmOf(plan, step), 10) << " " << step.reason << "\n";
  }
}

/// What runs side by side: the layers of each branch, and how often they call a kernel.
void printWaves(const ModelPlan &plan) {
  if (!hasWaves(plan.steps))
    return;
  llvm::outs() << "side by side (layers and calls of each branch)\n";
  for (const Step &wave : plan.steps) {
    if (wave.kind != Step::Kind::Wave)
      continue;
    llvm::outs() << "  ";
    auto printBranch = [](const Step &branch) {
      llvm::interleaveComma(callsOfLayers(branch.body), llvm::outs(), [](const auto &layer) {
        llvm::outs() << layer.first << " " << layer.second;
      });
    };
    llvm::interleave(wave.body, llvm::outs(), printBranch, " | ");
    llvm::outs() << "\n";
  }
}

/// What the compiler knows of a model: operators, work, kernels.
void printPlan(const ModelPlan &plan) {
  Statistics statistics = statisticsOf(plan);
  llvm::outs() << "operators\n";
  for (const auto &[op, count] : statistics.operators)
    llvm::outs() << "  " << llvm::left_justify(op, 24) << " " << count << "\n";
  llvm::outs() << "work\n  " << llvm::format("%.3f", statistics.flops / 1e6)
               << " MFLOP in products and convolutions, " << statistics.parameters
               << " parameters\n";
  std::set<int> special; // they stand in for others, which are listed
  for (const KernelSpec &kernel : plan.kernels)
    special.insert(kernel.special.begin(), kernel.special.end());
  llvm::outs() << "kernels (calls, FLOP a call, schedule)\n";
  for (size_t i = 0; i < plan.kernels.size(); ++i) {
    const KernelSpec &kernel = plan.kernels[i];
    if (special.count(int(i)))
      continue;
    std::string schedule = kernel.schedule.name;
    if (!kernel.special.empty())
      schedule += ", and " + std::to_string(kernel.special.size()) + " for some sizes";
    for (const auto &[name, value] : kernel.schedule.parameters)
      schedule += " " + name + "=" + std::to_string(value);
    llvm::outs() << "  " << llvm::left_justify(kernel.name, 24)
                 << llvm::format(" %8lld %14.0f  ", (long long)statistics.calls[i],
                                 flopsOf(kernel))
                 << schedule << "\n";
  }
  printAlgorithms(plan);
  printWaves(plan);
  llvm::outs() << "buffers\n  arena " << humanBytes(plan.arenaBytes)
               << "; the tensors that are live together need " << humanBytes(plan.arenaBound)
               << "\n";
}

/// The schedules in use, as compile --schedule takes them.
int inspectSchedules(const InspectFlags &flags) {
  CompileOptions options;
  flags.common.apply(options);
  options.model = flags.model;
  options.name = modelNameFor(flags.model);
  options.planOnly = true;
  if (!options.dimensions.empty())
    throw CLI::ValidationError("--schedules", "cannot be used with --max: such kernels choose by "
                                              "themselves");
  CompileResult result = compile(options);
  llvm::errs() << result.errors;
  if (result.outcome != Outcome::Good)
    return int(result.outcome);
  SchedulesInUse inUse = schedulesInUse(result.plan, options.target);
  llvm::outs() << printSchedules(inUse.rules, inUse.comments);
  return kExitGood;
}

int runInspect(const InspectFlags &flags) {
  if (flags.schedules)
    return inspectSchedules(flags);
  TemporaryFolder folder;
  std::string library = flags.model;
  CompileResult result;
  bool isModel = !llvm::StringRef(library).ends_with(".so");
  if (isModel) {
    CompileOptions options;
    flags.common.apply(options);
    options.model = flags.model;
    options.name = modelNameFor(flags.model);
    options.emit = {"shared"};
    options.outputDirectory = folder.path() + "/library";
    result = compile(options);
    llvm::errs() << result.errors;
    if (result.outcome != Outcome::Good)
      return int(result.outcome);
    library = options.outputDirectory + "/lib" + options.name + ".so";
  }
  auto loaded = LoadedModel::openFile(library);
  if (!loaded) {
    llvm::errs() << "error: " << toString(loaded.takeError()) << "\n";
    return kExitFailed;
  }
  printLibrary(loaded->model());
  if (isModel)
    printPlan(result.plan);
  return kExitGood;
}

} // namespace

void addInspectCommand(CLI::App &app, int &exitCode) {
  auto flags = std::make_shared<InspectFlags>();
  CLI::App *command =
      app.add_subcommand("inspect", "Show what a model or a generated library consists of");
  command->add_option("model", flags->model, "A model file, or a generated lib<name>.so")
      ->required();
  command->add_flag("--schedules", flags->schedules,
                    "Print only the schedules in use, as a document to edit and to give to\n"
                    "--schedule");
  flags->common.addTo(*command);
  command->footer("Examples:\n"
                  "  unspool inspect models/digits_cnn/model.onnx\n"
                  "  unspool inspect models/digits_cnn/model.onnx --schedules > digits.json");
  command->callback([flags, &exitCode] { exitCode = runInspect(*flags); });
}

} // namespace unspool
