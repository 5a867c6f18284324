//===- VerifyCommand.cpp - unspool verify ---------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each case runs in a child process: generated code that crashes, or a compiler
// that does, is one failed case and not the end of the run.
//
//===----------------------------------------------------------------------===//

#include "tools/driver/CaseRunner.h"
#include "tools/driver/ChildProcess.h"
#include "tools/tuning/TunedKernels.h"
#include "tools/unspool/Commands.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace unspool {
namespace {

struct VerifyFlags {
  CommonCompileFlags common;
  DatabaseFlag database;
  std::vector<std::string> models;
  std::string suite, json, vectors;
  unsigned jobs = 1;
  unsigned timeLimit = 600;
  bool quiet = false, verifyEach = false;
  Tolerance tolerance;
};

struct Case {
  std::string name, model;
  CaseResult result;
};

/// Is this file of a suite a model? Other files may have a model's extension: weights
/// beside a description, labels in JSON.
bool isCase(llvm::StringRef path) {
  llvm::SmallString<256> description(path);
  llvm::sys::path::replace_extension(description, ".json");
  if (!frontend::isModelFile(path) || !hasDataSet(path))
    return false;
  if (path.ends_with(".json"))
    return llvm::sys::path::filename(path) == "model.json";
  return path.ends_with(".onnx") || !llvm::sys::fs::exists(description);
}

/// All models below `suite` with a data set beside them, by path.
std::vector<Case> findCases(llvm::StringRef suite) {
  std::vector<Case> cases;
  std::error_code code;
  for (llvm::sys::fs::recursive_directory_iterator it(suite, code), end; !code && it != end;
       it.increment(code)) {
    llvm::StringRef path = it->path();
    llvm::StringRef folder = llvm::sys::path::parent_path(path);
    if (!isCase(path))
      continue;
    llvm::StringRef relative = folder;
    relative.consume_front(suite);
    relative = relative.ltrim('/');
    llvm::StringRef file = llvm::sys::path::filename(path);
    std::string name = relative.str();
    if (file != "model.onnx") {
      file.consume_back(".onnx");
      name += (name.empty() ? "" : "/") + file.str();
    }
    cases.push_back({name, path.str(), {}});
  }
  llvm::sort(cases, [](const Case &a, const Case &b) { return a.model < b.model; });
  return cases;
}

std::vector<Case> namedCases(const std::vector<std::string> &models) {
  std::vector<Case> cases;
  for (const std::string &model : models) {
    cases.push_back({model, modelFileIn(model), {}});
  }
  return cases;
}

std::string toText(const CaseResult &result) {
  return nlohmann::json{{"status", int(result.status)},
                        {"reason", result.reason},
                        {"largest", std::isfinite(result.largest) ? result.largest : -1},
                        {"where", result.where}}
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

CaseResult resultFrom(const ChildReply &reply) {
  CaseResult result;
  result.reason = reply.problem;
  if (!reply.problem.empty())
    return result;
  auto json = nlohmann::json::parse(reply.text);
  result.status = CaseStatus(json["status"].get<int>());
  result.reason = json["reason"].get<std::string>();
  result.largest = json["largest"].get<double>();
  if (result.largest < 0)
    result.largest = HUGE_VAL;
  result.where = json["where"].get<std::string>();
  return result;
}

/// In the child.
std::string runOne(const VerifyFlags &flags, const std::string &model) {
  CompileOptions options;
  options.model = model;
  options.emit = {"shared"};
  options.verifyEach = flags.verifyEach;
  flags.common.apply(options);
  CaseHook useDatabase;
  if (!flags.database.file.empty())
    useDatabase = [&](CompileOptions &own) { return useTuned(own, flags.database.file); };
  return toText(runCase(options, flags.vectors, flags.tolerance, useDatabase));
}

void printCase(const Case &one) {
  char line[96];
  std::snprintf(line, sizeof line, "%-8s %10.3g  ", spelling(one.result.status),
                one.result.largest);
  llvm::outs() << line << one.name;
  if (!one.result.where.empty() && one.result.status != CaseStatus::Refused)
    llvm::outs() << "  (" << one.result.where << ")";
  llvm::outs() << "\n";
  if (!one.result.reason.empty())
    llvm::outs() << "         " << one.result.reason << "\n";
  llvm::outs().flush();
}

/// Runs all cases, `jobs` at a time, and reports each as it ends.
void runCases(const VerifyFlags &flags, std::vector<Case> &cases) {
  ProgressLine progress("verify");
  std::vector<ChildTask> tasks;
  for (const Case &one : cases)
    tasks.push_back({[&] { return runOne(flags, one.model); }, {flags.timeLimit, 0}});
  size_t done = 0;
  runInChildren(tasks, flags.jobs, [&](size_t index, const ChildReply &reply) {
    Case &one = cases[index];
    one.result = resultFrom(reply);
    progress.show(one.name, ++done, cases.size());
    if (!flags.quiet || one.result.status != CaseStatus::Passed)
      printCase(one);
  });
}

int count(const std::vector<Case> &cases, CaseStatus status) {
  return llvm::count_if(cases, [&](const Case &one) { return one.result.status == status; });
}

bool writeJson(const std::string &path, const std::vector<Case> &cases) {
  nlohmann::ordered_json json{{"passed", count(cases, CaseStatus::Passed)},
                              {"failed", count(cases, CaseStatus::Failed)},
                              {"refused", count(cases, CaseStatus::Refused)},
                              {"cases", nlohmann::json::array()}};
  for (const Case &one : cases) {
    nlohmann::ordered_json entry{{"case", one.name},
                                 {"status", spelling(one.result.status)},
                                 {"reason", one.result.reason},
                                 {"max_abs_diff", nullptr}};
    if (std::isfinite(one.result.largest))
      entry["max_abs_diff"] = one.result.largest;
    json["cases"].push_back(entry);
  }
  std::string text = json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  llvm::Error error = llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    out << text;
    return llvm::Error::success();
  });
  if (!error)
    return true;
  llvm::errs() << "error: cannot write '" << path << "': " << toString(std::move(error)) << "\n";
  return false;
}

int runVerify(const VerifyFlags &flags) {
  CompileOptions probe;
  flags.common.apply(probe); // usage errors before any work
  if (flags.models.empty() == flags.suite.empty())
    throw CLI::ValidationError("verify", "give either models or --suite DIR");
  std::vector<Case> cases =
      flags.suite.empty() ? namedCases(flags.models) : findCases(flags.suite);
  if (!flags.database.canBeUsed())
    return kExitRefused;
  if (cases.empty()) {
    llvm::errs() << "error: no model with a data set beside it below '" << flags.suite << "'\n";
    return kExitFailed;
  }
  runCases(flags, cases);
  int passed = count(cases, CaseStatus::Passed), failed = count(cases, CaseStatus::Failed),
      refused = count(cases, CaseStatus::Refused);
  llvm::outs() << passed << " passed, " << failed << " failed, " << refused << " refused\n";
  if (!flags.json.empty() && !writeJson(flags.json, cases))
    return kExitFailed;
  bool onlyRefused = cases.size() == 1 && refused == 1;
  return passed == int(cases.size()) ? kExitGood : onlyRefused ? kExitRefused : kExitFailed;
}

} // namespace

void addVerifyCommand(CLI::App &app, int &exitCode) {
  auto flags = std::make_shared<VerifyFlags>();
  CLI::App *command =
      app.add_subcommand("verify", "Compile models and compare the libraries with test vectors");
  command->add_option("models", flags->models,
                      "Model files, or folders that hold a model.*; beside them lie test_data_set_*\n"
                      "(ONNX) or keras_test_*.npz (Keras)");
  command->add_option("--suite", flags->suite, "Every model below this folder that has data sets")
      ->check(CLI::ExistingDirectory);
  command->add_option("--vectors", flags->vectors, "Folder of the data sets, if not beside the model")
      ->check(CLI::ExistingDirectory);
  command->add_option("--json", flags->json, "Write the results to this file");
  command->add_option("--jobs", flags->jobs, "Cases at a time")->check(CLI::Range(1, 256));
  command->add_option("--time-limit", flags->timeLimit, "Seconds a case may take")
      ->check(CLI::Range(1, 86400));
  command->add_flag("--quiet", flags->quiet, "List only the cases that did not pass");
  command
      ->add_option("--rtol", flags->tolerance.relative,
                   "Largest difference relative to the expected value, if no tolerance.json says")
      ->check(nonNegative())
      ->each([flags](const std::string &) { flags->tolerance.isDefault = false; });
  command
      ->add_option("--atol", flags->tolerance.absolute, "Largest absolute difference on top of it")
      ->check(nonNegative());
  command->add_flag("--verify-each", flags->verifyEach, "Check every pass as well (slow)");
  flags->common.addTo(*command);
  flags->database.addTo(*command);
  command->footer("Differences are judged by rtol and atol of tolerance.json beside the model, or\n"
                  "1e-3 and 1e-5 (float16: rtol 1e-2), or --rtol and --atol. Exit code 1 if any\n"
                  "case did not pass.\n\n"
                  "Examples:\n"
                  "  unspool verify models/digits\n"
                  "  unspool verify --suite conformance --jobs 2 --json results.json");
  command->callback([flags, &exitCode] { exitCode = runVerify(*flags); });
}

} // namespace unspool
