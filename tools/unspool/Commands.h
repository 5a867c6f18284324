//===- Commands.h - the subcommands of unspool ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each function adds one subcommand to the command line; the subcommand's
// callback does the work and leaves the exit code in `exitCode`.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_UNSPOOL_COMMANDS_H
#define UNSPOOL_TOOLS_UNSPOOL_COMMANDS_H

#include "tools/driver/Compiler.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace unspool {

/// Exit codes of every subcommand.
enum ExitCode { kExitGood = 0, kExitFailed = 1, kExitRefused = 2, kExitUsage = 64 };

void addCompileCommand(CLI::App &app, int &exitCode);
void addRunCommand(CLI::App &app, int &exitCode);
void addVerifyCommand(CLI::App &app, int &exitCode);
void addBenchCommand(CLI::App &app, int &exitCode);
void addCompareCommand(CLI::App &app, int &exitCode);
void addTuneCommand(CLI::App &app, int &exitCode);
void addInspectCommand(CLI::App &app, int &exitCode);
void addListCommand(CLI::App &app, int &exitCode);

/// Options that every command which compiles has in common. Call `apply` after
/// parsing; it throws CLI::ValidationError for values that make no sense.
struct CommonCompileFlags {
  std::vector<std::string> shapes, values, dimensions;
  std::vector<std::string> disabled;
  std::vector<std::string> states;
  std::vector<std::string> stream;
  bool noState = false;
  std::string target = "host";
  std::string unroll = "auto";
  std::vector<std::string> schedules;
  int threads = 1;
  std::vector<std::string> algorithms;
  std::string floatingPoint = "fast";
  double tolerance = 2e-5;
  uint64_t maxConstants = 0, maxMemory = 0;
  std::optional<uint64_t> randomSeed;
  bool noCache = false;

  void addTo(CLI::App &command);
  void apply(CompileOptions &options) const;
};

/// --db: compile with the schedules that `unspool tune` has found.
struct DatabaseFlag {
  std::string file;

  /// After CommonCompileFlags::addTo.
  void addTo(CLI::App &command);
  /// Has `options` use what is known of its model. False, with a message printed, if the
  /// database cannot be used.
  bool useIn(CompileOptions &options) const;
  /// The same without using it.
  bool canBeUsed() const;
};

/// A progress line on standard error, only if that is a terminal.
class ProgressLine {
public:
  explicit ProgressLine(std::string label);
  ~ProgressLine();
  void show(llvm::StringRef what, size_t done, size_t total);

private:
  std::string label;
  bool visible;
  bool shown = false;
};

/// A handler that prints what is wrong with a model.
mlir::LogicalResult printDiagnostic(mlir::Diagnostic &diagnostic);

/// `range`, a CLI11 validator of numbers, without NaN and infinity: NaN lies within all of
/// CLI11's ranges, because it compares with nothing.
CLI::Validator finite(const CLI::Validator &range);
/// Finite numbers from 0 on. (CLI11's NonNegativeNumber writes the largest double out, 309 digits.)
CLI::Validator nonNegative();

/// "12.3 KiB", "4 B", ...
std::string humanBytes(int64_t bytes);
/// "1x3x224x224"
std::string shapeText(const std::vector<int64_t> &shape);

} // namespace unspool

#endif // UNSPOOL_TOOLS_UNSPOOL_COMMANDS_H
