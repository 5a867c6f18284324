//===- ReduceCommand.cpp - unspool reduce ---------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/OnnxReduce.h"
#include "tools/unspool/Commands.h"
#include "tools/unspool/RegressionCommands.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace unspool {
namespace {

int runReduce(ReduceOptions options) {
  options.model = modelFileIn(options.model);
  std::optional<llvm::Expected<ReduceReport>> report;
  {
    ProgressLine progress("reduce");
    options.progress = [&](size_t runs, size_t nodes) {
      progress.show("run " + std::to_string(runs) + ", " + std::to_string(nodes) + " nodes left", 0,
                    0);
    };
    report.emplace(reduceOnnx(options));
  }
  if (!*report) {
    llvm::errs() << "error: " << toString(report->takeError()) << "\n";
    return kExitRefused;
  }
  const ReduceReport &done = **report;
  llvm::outs() << options.output << "/model.onnx: " << done.nodesAfter << " of " << done.nodesBefore
               << " nodes (" << llvm::join(llvm::ArrayRef(done.operators).take_front(8), ", ")
               << (done.operators.size() > 8 ? ", ..." : "") << "), " << humanBytes(done.bytesAfter)
               << " of " << humanBytes(done.bytesBefore) << ", after " << done.runs
               << " runs; '" << options.command << "' still " << done.failure << "\n";
  return kExitGood;
}

} // namespace

void addReduceCommand(CLI::App &app, int &exitCode) {
  auto options = std::make_shared<ReduceOptions>();
  CLI::App *command = app.add_subcommand(
      "reduce", "Shrink an ONNX model to the smallest part on which a command still fails");
  command->add_option("model", options->model, "Model file, or a folder that holds a model.onnx")
      ->required();
  command
      ->add_option("--failing", options->command,
                   "Command that fails on the model, for the shell, which is given the path of a\n"
                   "model as its last argument; \"unspool\" is this program")
      ->type_name("COMMAND")
      ->required();
  command->add_option("--message", options->message,
                      "What a failure has to print; without it, the exit code decides");
  command->add_option("-o,--output", options->output, "Folder for model.onnx and its vectors")
      ->default_val("reduced");
  command->add_option("--time-limit", options->timeLimit, "Seconds that a run may take (600); a command that does not end by then fails so")
      ->check(CLI::Range(1, 86400));
  command->footer("Parts of a model read what other parts made: this becomes an input, with the value that\n"
                  "the reference evaluator gives it, and the parts have vectors as the model had. A run\n"
                  "that ends otherwise than on the whole model counts as good: exit code, crash, time limit.\n\n"
                  "Examples:\n"
                  "  unspool reduce ocr.onnx --failing \"unspool verify\"\n"
                  "  unspool reduce ocr.onnx --failing \"unspool compile -o /tmp/out\" --message \"nn.conv\"");
  command->callback([options, &exitCode] { exitCode = runReduce(*options); });
}

} // namespace unspool
