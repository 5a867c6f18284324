//===- ListCommand.cpp - unspool list -------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The compiler's own tables, as aligned columns. docs/operators.md, docs/keras.md,
// docs/schedules.md and docs/model.schema.json show them and are checked against them.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Kernels.h"
#include "frontend/Frontend.h"
#include "tools/driver/Schedules.h"
#include "tools/unspool/Commands.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

namespace unspool {
namespace {

void listOperators() {
  auto rows = frontend::onnxOperators();
  llvm::sort(rows, [](const auto &a, const auto &b) {
    return std::tie(a.domain, a.name) < std::tie(b.domain, b.name);
  });
  llvm::outs() << llvm::formatv("{0,-28} {1,-6} {2}\n", "operator", "opset", "attributes");
  size_t supported = 0;
  for (const frontend::OperatorDescription &row : rows) {
    if (row.firstOpset == 0)
      continue;
    ++supported;
    std::string name = row.domain.empty() ? row.name : row.domain + "::" + row.name;
    std::string line = llvm::formatv("{0,-28} {1,-6} {2}", name,
                                     std::to_string(row.firstOpset) + "+", row.attributes);
    llvm::outs() << llvm::StringRef(line).rtrim() << "\n";
    if (!row.notes.empty())
      llvm::outs() << "    " << row.notes << "\n";
  }
  llvm::outs() << supported << " operators\n\nrefused, and why:\n";
  for (const frontend::OperatorDescription &row : rows)
    if (row.firstOpset == 0)
      llvm::outs() << llvm::formatv("{0,-28} {1}\n", row.name, row.notes);
}

void listLayers() {
  auto rows = frontend::kerasLayers();
  llvm::outs() << llvm::formatv("{0,-24} {1}\n", "layer", "attributes");
  for (const frontend::LayerDescription &row : rows) {
    std::string line = llvm::formatv("{0,-24} {1}", row.name, row.attributes);
    llvm::outs() << llvm::StringRef(line).rtrim() << "\n";
    if (!row.otherNames.empty())
      llvm::outs() << "    also called " << llvm::join(row.otherNames, ", ") << "\n";
    if (!row.weights.empty())
      llvm::outs() << "    weights " << row.weights << "\n";
    if (!row.notes.empty())
      llvm::outs() << "    " << row.notes << "\n";
  }
  llvm::outs() << rows.size() << " layers\n";
}

void listSchedules() {
  llvm::outs() << llvm::formatv("{0,-12} {1,-11} {2}\n", "kernels", "schedule", "what it does");
  for (const ScheduleInfo &row : schedules()) {
    llvm::outs() << llvm::formatv("{0,-12} {1,-11} {2}\n", row.kind, row.name, row.description);
    for (const ScheduleParameter &parameter : scheduleParameters())
      if (parameter.kind == row.kind && parameter.schedule == row.name) {
        std::string values = parameter.words.empty()
                                 ? std::to_string(parameter.least) + " to " +
                                       std::to_string(parameter.most)
                                 : llvm::join(parameter.words, ", ");
        llvm::outs() << llvm::formatv("    {0,-10} {1,-16} {2}\n", parameter.name, values,
                                      parameter.meaning);
      }
  }
}

} // namespace

void addListCommand(CLI::App &app, int &exitCode) {
  CLI::App *command =
      app.add_subcommand("list", "Show the operators, layers or schedules there are");
  command->require_subcommand(1);
  command
      ->add_subcommand("operators", "ONNX operators, the oldest operator set that is understood,\n"
                                    "attributes, restrictions")
      ->callback([&exitCode] {
        listOperators();
        exitCode = kExitGood;
      });
  command->add_subcommand("layers", "Keras layers: understood attributes, weights, restrictions")
      ->callback([&exitCode] {
        listLayers();
        exitCode = kExitGood;
      });
  command->add_subcommand("schema", "The JSON Schema of model descriptions")->callback([&exitCode] {
    llvm::outs() << frontend::descriptionSchema() << "\n";
    exitCode = kExitGood;
  });
  command
      ->add_subcommand("schedule-schema", "The JSON Schema of schedule documents")
      ->callback([&exitCode] {
        llvm::outs() << scheduleSchema() << "\n";
        exitCode = kExitGood;
      });
  command->add_subcommand("schedules", "Schedules, for --schedule, with their parameters, and the\n"
                                       "kernels they are for")
      ->callback([&exitCode] {
        listSchedules();
        exitCode = kExitGood;
      });
}

} // namespace unspool
