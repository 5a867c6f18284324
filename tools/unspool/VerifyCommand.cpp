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
#include "tools/unspool/Commands.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <csignal>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace unspool {
namespace {

struct VerifyFlags {
  CommonCompileFlags common;
  std::vector<std::string> models;
  std::string suite, json, vectors;
  unsigned jobs = 1;
  unsigned timeLimit = 600;
  bool quiet = false, verifyEach = false;
};

struct Case {
  std::string name, model;
  CaseResult result;
};

/// One running child: it writes its result as JSON into the pipe.
struct Child {
  pid_t pid = -1;
  int pipe = -1;
  size_t index = 0;
  std::string text;
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

CaseResult fromText(const std::string &text, int waitStatus) {
  CaseResult result;
  auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (WIFSIGNALED(waitStatus)) {
    int signal = WTERMSIG(waitStatus);
    result.reason = signal == SIGALRM ? "did not finish within the time limit"
                                      : std::string("crashed: ") + strsignal(signal);
  } else if (!json.is_object()) {
    result.reason = "the child process ended without a result";
  } else {
    result.status = CaseStatus(json["status"].get<int>());
    result.reason = json["reason"].get<std::string>();
    result.largest = json["largest"].get<double>();
    if (result.largest < 0)
      result.largest = HUGE_VAL;
    result.where = json["where"].get<std::string>();
  }
  return result;
}

Child startCase(const VerifyFlags &flags, const Case &one, size_t index) {
  int ends[2];
  if (pipe(ends) != 0)
    return {};
  llvm::outs().flush();
  pid_t pid = fork();
  if (pid == 0) {
    close(ends[0]);
    alarm(flags.timeLimit);
    CompileOptions options;
    options.model = one.model;
    options.emit = {"shared"};
    options.verifyEach = flags.verifyEach;
    flags.common.apply(options);
    std::string text = toText(runCase(options, flags.vectors));
    bool written = write(ends[1], text.data(), text.size()) == ssize_t(text.size());
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  return {pid, ends[0], index, {}};
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
  std::vector<Child> children;
  size_t started = 0, ended = 0;
  while (ended < cases.size()) {
    while (started < cases.size() && children.size() < flags.jobs) {
      Child child = startCase(flags, cases[started], started);
      if (child.pid > 0)
        children.push_back(std::move(child));
      else {
        cases[started].result.reason = "no process could be started";
        ++ended;
      }
      ++started;
    }
    std::vector<pollfd> polls;
    for (const Child &child : children)
      polls.push_back({child.pipe, POLLIN, 0});
    if (polls.empty() || poll(polls.data(), polls.size(), -1) < 0)
      continue;
    for (size_t i = polls.size(); i-- > 0;) {
      if (!polls[i].revents)
        continue;
      char buffer[4096];
      ssize_t count = read(children[i].pipe, buffer, sizeof buffer);
      if (count > 0) {
        children[i].text.append(buffer, count);
        continue;
      }
      int status = 0;
      waitpid(children[i].pid, &status, 0);
      close(children[i].pipe);
      Case &one = cases[children[i].index];
      one.result = fromText(children[i].text, status);
      children.erase(children.begin() + i);
      progress.show(one.name, ++ended, cases.size());
      if (!flags.quiet || one.result.status != CaseStatus::Passed)
        printCase(one);
    }
  }
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
  command->add_flag("--verify-each", flags->verifyEach, "Check every pass as well (slow)");
  flags->common.addTo(*command);
  command->footer("Differences are judged by rtol and atol of tolerance.json beside the model, or\n"
                  "1e-3 and 1e-5 (float16: rtol 1e-2). Exit code 1 if any case did not pass.\n\n"
                  "Examples:\n"
                  "  unspool verify models/digits\n"
                  "  unspool verify --suite conformance --jobs 2 --json results.json");
  command->callback([flags, &exitCode] { exitCode = runVerify(*flags); });
}

} // namespace unspool
