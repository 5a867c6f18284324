//===- CompileCommand.cpp - unspool compile -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/unspool/Commands.h"

#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

namespace unspool {
namespace {

struct CompileFlags {
  CommonCompileFlags common;
  std::string model, output, name, stopAfter, dumpDirectory;
  DatabaseFlag database;
  std::vector<std::string> emit = {"static", "shared", "header"};
  bool verifyEach = false, json = false, profile = false;
};

/// How it went, for tools.
void printJson(const CompileFlags &flags, const CompileResult &result) {
  static const char *const outcomes[] = {"good", "failed", "refused"};
  nlohmann::ordered_json messages = nlohmann::ordered_json::array();
  for (const Message &message : result.messages) {
    nlohmann::ordered_json row{{"severity", spelling(message.severity).str()}};
    if (!message.file.empty())
      row["file"] = message.file;
    if (message.line)
      row["line"] = message.line;
    if (!message.node.empty())
      row["node"] = message.node;
    row["message"] = message.message;
    row["notes"] = message.notes;
    messages.push_back(std::move(row));
  }
  nlohmann::ordered_json report{{"model", flags.model},
                                {"outcome", outcomes[int(result.outcome)]},
                                {"messages", std::move(messages)}};
  if (result.outcome == Outcome::Good) {
    report["name"] = result.plan.name;
    report["folder"] = flags.output;
    report["kernels"] = result.plan.kernels.size();
    report["workspace_bytes"] = result.workspaceBytes;
  }
  // Names in a model need not be UTF-8.
  llvm::outs() << report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

int runCompile(const CompileFlags &flags) {
  CompileOptions options;
  options.model = flags.model;
  options.outputDirectory = flags.output;
  options.name = flags.name;
  options.emit = {flags.emit.begin(), flags.emit.end()};
  options.stopAfter = flags.stopAfter;
  options.dumpDirectory = flags.dumpDirectory;
  options.verifyEach = flags.verifyEach;
  options.profile = flags.profile;
  flags.common.apply(options);
  if (flags.output.empty() && flags.stopAfter.empty())
    throw CLI::RequiredError("--output (where the library goes)");
  if (std::string why = whyNoName(flags.name); !flags.name.empty() && !why.empty())
    throw CLI::ValidationError("--name", why);

  if (!flags.database.useIn(options))
    return kExitRefused;

  CompileResult result;
  {
    ProgressLine progress("unspool");
    options.progress = [&](llvm::StringRef what, size_t done, size_t total) {
      progress.show(what, done, total);
    };
    result = compile(options);
  }
  if (flags.json) {
    printJson(flags, result);
    return int(result.outcome);
  }
  llvm::errs() << result.errors;
  llvm::outs() << result.printed;
  if (result.outcome == Outcome::Good && flags.stopAfter.empty())
    llvm::outs() << flags.output << ": lib" << result.plan.name << ", "
                 << result.plan.kernels.size() << " kernels, workspace "
                 << humanBytes(result.workspaceBytes)
                 << (flags.database.file.empty()
                         ? ""
                         : ", " + std::to_string(result.tunedKernels.size()) + " of them tuned")
                 << "\n";
  return int(result.outcome);
}

} // namespace

void addCompileCommand(CLI::App &app, int &exitCode) {
  auto flags = std::make_shared<CompileFlags>();
  CLI::App *command = app.add_subcommand("compile", "Make a native library of a model");
  command->add_option("model", flags->model, "Model file: .onnx, .keras, .h5, or a description in .json")->required();
  command->add_option("-o,--output", flags->output, "Folder for the library; made if missing");
  command->add_option("--name", flags->name,
                      "Prefix of the files and of all symbols; default: from the model's path");
  command
      ->add_option("--emit", flags->emit,
                   "What to write, separated by commas: static, shared, header, obj, llvm, stmt, asm")
      ->delimiter(',')
      ->check(CLI::IsMember({"static", "shared", "header", "obj", "llvm", "stmt", "asm"}));
  command
      ->add_option("--stop-after", flags->stopAfter,
                   "Print the module after a phase and stop:\n"
                   "import, simplify, stream, unroll, fuse, kernels, buffers or plan")
      ->check(CLI::IsMember({"import", "simplify", "stream", "unroll", "fuse", "kernels", "buffers", "plan"}));
  command->add_option("--dump-dir", flags->dumpDirectory,
                      "Folder for the module after each phase, the plan, loop nests and assembly");
  command->add_flag("--verify-each", flags->verifyEach,
                    "Evaluate the module before and after each pass on sample inputs and name the\n"
                    "first pass that changes the numbers (slow)");
  command->add_flag("--profile", flags->profile,
                    "Let the library time each call of a kernel, into the caller's workspace; it then\n"
                    "has <name>_profile(). Without this flag there is no trace of it. Not with --max");
  command
      ->add_flag("--json", flags->json,
                 "Print how it went as JSON: the outcome, and every message with its file, node and\n"
                 "notes")
      ->excludes("--stop-after");
  flags->common.addTo(*command);
  flags->database.addTo(*command);
  command->footer("Examples:\n"
                  "  unspool compile digits.onnx -o out\n"
                  "  unspool compile ocr.onnx -o out --shape x=1x3x48x192 --emit static,header\n"
                  "  unspool compile lstm.onnx --stop-after unroll\n"
                  "  unspool compile lstm.onnx -o out --dump-dir dumps --unroll 8");
  command->callback([flags, &exitCode] { exitCode = runCompile(*flags); });
}

} // namespace unspool
