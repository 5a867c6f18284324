//===- CompileCommand.cpp - unspool compile -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/unspool/Commands.h"

#include "llvm/Support/raw_ostream.h"

namespace unspool {
namespace {

struct CompileFlags {
  CommonCompileFlags common;
  std::string model, output, name, stopAfter, dumpDirectory;
  std::vector<std::string> emit = {"static", "shared", "header"};
  bool verifyEach = false;
};

int runCompile(const CompileFlags &flags) {
  CompileOptions options;
  options.model = flags.model;
  options.outputDirectory = flags.output;
  options.name = flags.name;
  options.emit = {flags.emit.begin(), flags.emit.end()};
  options.stopAfter = flags.stopAfter;
  options.dumpDirectory = flags.dumpDirectory;
  options.verifyEach = flags.verifyEach;
  flags.common.apply(options);
  if (flags.output.empty() && flags.stopAfter.empty())
    throw CLI::RequiredError("--output (where the library goes)");

  CompileResult result;
  {
    ProgressLine progress("unspool");
    options.progress = [&](llvm::StringRef what, size_t done, size_t total) {
      progress.show(what, done, total);
    };
    result = compile(options);
  }
  llvm::errs() << result.errors;
  llvm::outs() << result.printed;
  if (result.outcome == Outcome::Good && flags.stopAfter.empty())
    llvm::outs() << flags.output << ": lib" << result.plan.name << ", "
                 << result.plan.kernels.size() << " kernels, workspace "
                 << humanBytes(result.workspaceBytes) << "\n";
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
  flags->common.addTo(*command);
  command->footer("Examples:\n"
                  "  unspool compile digits.onnx -o out\n"
                  "  unspool compile ocr.onnx -o out --shape x=1x3x48x192 --emit static,header\n"
                  "  unspool compile lstm.onnx --stop-after unroll\n"
                  "  unspool compile lstm.onnx -o out --dump-dir dumps --unroll 8");
  command->callback([flags, &exitCode] { exitCode = runCompile(*flags); });
}

} // namespace unspool
