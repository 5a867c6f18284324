//===- SnapshotCommand.cpp - unspool snapshot -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What was asked for when a snapshot was taken, target included, is asked for again
// when it is checked: whoever runs the check need not know it, and the code does not
// depend on the machine that the check runs on. Flags given now come first.
//
//===----------------------------------------------------------------------===//

#include "tools/regression/SnapshotChanges.h"
#include "tools/unspool/Commands.h"
#include "tools/unspool/RegressionCommands.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace unspool {
namespace {

using FlagValues = std::map<std::string, std::vector<std::string>>;

struct SnapshotFlags {
  CommonCompileFlags common;
  std::vector<std::string> models, allowed;
  std::string update, check;
  /// The options of `common`; those that were given say so.
  std::vector<CLI::Option *> compileOptions;

  FlagValues given() const {
    FlagValues values;
    for (CLI::Option *option : compileOptions)
      if (option->count() > 0 && option->get_single_name() != "no-cache")
        values["--" + option->get_single_name()] = option->results();
    return values;
  }
};

/// Compile options that `values` ask for; throws CLI::Error where they cannot.
CompileOptions optionsFor(const FlagValues &values) {
  CLI::App app;
  CommonCompileFlags common;
  common.addTo(app);
  std::vector<std::string> arguments;
  for (const auto &[name, results] : values) {
    CLI::Option *option = app.get_option_no_throw(name);
    bool isSwitch = option && option->get_items_expected_max() == 0;
    for (const std::string &result : results)
      arguments.push_back(isSwitch ? name : name + "=" + result);
  }
  std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants them
  app.parse(arguments);
  CompileOptions options;
  common.apply(options);
  return options;
}

class SnapshotRun {
public:
  SnapshotRun(const SnapshotFlags &flags, std::string model)
      : flags(flags), model(modelFileIn(model)), name(modelNameFor(this->model)) {}

  int run() {
    bool updates = !flags.update.empty();
    auto read = readSnapshot(updates ? flags.update : flags.check, name);
    std::optional<Snapshot> before;
    if (read)
      before = std::move(*read);
    else if (updates)
      llvm::consumeError(read.takeError()); // it is made anew
    else
      return fail(toString(read.takeError()), kExitRefused);

    FlagValues values = flags.given();
    if (before) {
      values.insert(before->flags.begin(), before->flags.end());
      values.insert({"--target", {before->target}});
    }
    CompileOptions options;
    try {
      options = optionsFor(values);
    } catch (const CLI::Error &error) {
      return fail(std::string("the flags of the snapshot: ") + error.what(), kExitRefused);
    }
    options.model = model;
    options.name = name;
    SnapshotResult result;
    {
      ProgressLine progress(name);
      options.progress = [&](llvm::StringRef what, size_t done, size_t total) {
        progress.show(what, done, total);
      };
      result = takeSnapshot(options, before ? &*before : nullptr);
    }
    llvm::errs() << result.errors;
    if (!result.snapshot)
      return int(result.outcome);
    values.erase("--target");
    result.snapshot->flags = values;
    return updates ? update(*result.snapshot, before) : check(*result.snapshot, *before);
  }

private:
  int fail(const std::string &message, int code) {
    llvm::errs() << "error: " << message << "\n";
    return code;
  }

  int update(const Snapshot &snapshot, const std::optional<Snapshot> &before) {
    if (llvm::Error error = writeSnapshot(snapshot, flags.update))
      return fail(toString(std::move(error)), kExitFailed);
    if (!before) {
      llvm::outs() << name << ": snapshot taken, " << summary(snapshot) << "\n";
      if (snapshot.executed < 0)
        llvm::outs() << "  note  instructions of a run not counted: " << snapshot.counter << "\n";
      return kExitGood;
    }
    print(compareSnapshots(*before, snapshot), snapshot);
    return kExitGood;
  }

  int check(const Snapshot &snapshot, const Snapshot &before) {
    SnapshotChanges found = compareSnapshots(before, snapshot);
    print(found, snapshot);
    return llvm::any_of(found.changes,
                        [&](const Change &change) { return !isAllowed(change); })
               ? kExitFailed
               : kExitGood;
  }

  bool isAllowed(const Change &change) const {
    return llvm::is_contained(flags.allowed, spelling(change.kind));
  }

  static std::string summary(const Snapshot &snapshot) {
    auto counted = [](size_t count, const char *what) {
      return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
    };
    std::string text = counted(snapshot.kernels.size(), "kernel") + ", " +
                       counted(snapshot.outputs.size(), "output");
    if (snapshot.executed >= 0)
      text += ", " + std::to_string(snapshot.executed) + " instructions a run";
    return text;
  }

  void print(const SnapshotChanges &found, const Snapshot &snapshot) {
    llvm::outs() << name << ": "
                 << (found.changes.empty() ? "unchanged, " + summary(snapshot) : "changed")
                 << "\n";
    for (const Change &change : found.changes) {
      std::string label = spelling(change.kind);
      label.resize(6, ' ');
      llvm::outs() << "  " << label << change.text << (isAllowed(change) ? " (allowed)" : "")
                   << "\n";
    }
    for (const std::string &note : found.notes)
      if (!found.changes.empty() || note != "output bits unchanged")
        llvm::outs() << "  note  " << note << "\n";
  }

  const SnapshotFlags &flags;
  std::string model, name;
};

int runSnapshot(const SnapshotFlags &flags) {
  if (flags.update.empty() == flags.check.empty())
    throw CLI::ValidationError("snapshot", "give either --update DIR or --check DIR");
  if (!flags.update.empty() && !flags.allowed.empty())
    throw CLI::ValidationError("--allow", "goes with --check");
  optionsFor(flags.given()); // usage errors before any work
  int worst = kExitGood;
  for (const std::string &model : flags.models)
    worst = std::max(worst, SnapshotRun(flags, model).run());
  if (worst == kExitFailed && !flags.check.empty())
    llvm::outs() << "If this is as it should be, take the snapshots anew with --update.\n";
  return worst;
}

} // namespace

void addSnapshotCommand(CLI::App &app, int &exitCode) {
  auto flags = std::make_shared<SnapshotFlags>();
  CLI::App *command = app.add_subcommand(
      "snapshot", "Record what a model's generated code is, and say what changed since");
  command
      ->add_option("models", flags->models,
                   "Model files, or folders that hold a model.*; each has a folder of its name in DIR")
      ->required();
  command->add_option("--update", flags->update, "Take snapshots into this folder")->type_name("DIR");
  command
      ->add_option("--check", flags->check,
                   "Compare with the snapshots in this folder; exit code 1 if anything changed")
      ->type_name("DIR");
  command
      ->add_option("--allow", flags->allowed,
                   "Changes that do not count, separated by commas: bits (results), code (IR,\n"
                   "schedules, objects, memory), speed (instructions that a run takes)")
      ->delimiter(',')
      ->check(CLI::IsMember({"bits", "code", "speed"}));
  size_t own = command->get_options().size();
  flags->common.addTo(*command);
  auto all = command->get_options();
  flags->compileOptions.assign(all.begin() + own, all.end());
  command->footer("The flags of --update, the target too, are kept in the snapshot and used again; flags\n"
                  "given now come first. Exit code 2 if a snapshot is missing, damaged or of another\n"
                  "format, or if the model is refused.\n\n"
                  "Examples:\n"
                  "  unspool snapshot models/digits_cnn --update snapshots --target x86-64-linux-avx2-fma-f16c\n"
                  "  unspool snapshot models/digits_cnn --check snapshots\n"
                  "  unspool snapshot models/* --check snapshots --allow speed");
  command->callback([flags, &exitCode] { exitCode = runSnapshot(*flags); });
}

} // namespace unspool
