//===- Compiler.h - from a model file to a native library -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The pipeline as one paragraph: import, run the passes phase by phase,
// translate, emit each distinct kernel (or take it from the cache), write the
// library. Shared by the subcommands of `unspool` and by tests.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_COMPILER_H
#define UNSPOOL_TOOLS_DRIVER_COMPILER_H

#include "codegen/Plan.h"
#include "frontend/Frontend.h"
#include "passes/Passes.h"

#include "mlir/IR/Diagnostics.h"

#include <functional>
#include <set>
#include <string>

namespace unspool {

struct CompileOptions {
  std::string model;           ///< path of the model file
  std::string module;          ///< MLIR bytecode of an imported model, instead of a file
  std::string outputDirectory; ///< created if it does not exist
  std::string name;            ///< prefix of all symbols; empty = from the path
  std::string target = "host";
  std::set<std::string> emit = {"static", "shared", "header"};
  frontend::ImportOptions import;
  /// Outputs that are the next values of inputs, "OUT=IN". If there are none,
  /// and unless `automaticStates` is false, names and types decide.
  std::vector<std::string> states;
  bool automaticStates = true;
  /// Sizes that the library's caller chooses with each call, "INPUT.AXIS=MOST".
  std::vector<std::string> dimensions;
  nn::PipelineOptions passes;
  /// Names of schedules, or paths of documents (Schedules.h); their rules come before those
  /// of `passes`.
  std::vector<std::string> schedules;
  /// What a database of measurements says is fast; the rules of `schedules` come after them.
  std::vector<nn::ScheduleRule> tuned;
  std::string tuningDatabase; ///< its path, for the manifest; or empty
  /// Empty, or the phase after which to stop and print: "import", a phase of
  /// nn::pipelinePhases, or "plan".
  std::string stopAfter;
  /// Empty, or a folder for the module after each phase, the plan, and each
  /// kernel's loop nest and assembly.
  std::string dumpDirectory;
  /// Stop behind the plan, and write nothing.
  bool planOnly = false;
  bool verifyEach = false;
  /// Time each call of a kernel (runtime/profile.h); not with `dimensions`.
  bool profile = false;
  bool useCache = true;
  /// Called with the module after each phase.
  std::function<void(llvm::StringRef, mlir::ModuleOp)> afterPhase;
  /// Called with what is being done and how far: (what, done, total).
  std::function<void(llvm::StringRef, size_t, size_t)> progress;
};

/// How a compilation ended; the exit codes of `unspool compile`.
enum class Outcome { Good = 0, Failed = 1, Refused = 2 };

/// One diagnostic, for tools. What it is about is in `message`; it may be about no place.
struct Message {
  mlir::DiagnosticSeverity severity = mlir::DiagnosticSeverity::Error;
  std::string file, node; ///< of the model, as far as known
  unsigned line = 0;      ///< in the file, or the node's number in it; 0 if neither
  std::string message;
  std::vector<std::string> notes;
};

struct CompileResult {
  Outcome outcome = Outcome::Failed;
  std::string errors;   ///< all diagnostics, a line each
  std::vector<Message> messages; ///< the same in parts
  std::string printed;  ///< what --stop-after shows
  ModelPlan plan;
  int64_t workspaceBytes = 0;
  int64_t constantBytes = 0; ///< which are no more in the plan of a library that was written
  std::vector<std::string> tunedKernels; ///< names of those with schedules of `tuned`
  size_t cachedKernels = 0;
  /// Inputs whose values the model needs at compile time.
  std::vector<std::string> neededInputValues;
};

CompileResult compile(const CompileOptions &options);

/// The rest of the pipeline for a plan that is there.
CompileResult compilePlan(const CompileOptions &options, ModelPlan plan);

/// "error", "warning" or "note".
llvm::StringRef spelling(mlir::DiagnosticSeverity severity);
/// "file: node 'name'"; of fused ops, the first.
std::string describeLocation(mlir::Location location);
/// "model.onnx: node: error: why\n", its notes below.
std::string describe(const mlir::Diagnostic &diagnostic);

/// A C identifier for the model at `path`: the file's name, or its folder's if
/// the file is called model.*.
std::string modelNameFor(llvm::StringRef path);

/// Why `name` cannot be the prefix of a library's files and symbols; "" if it can.
std::string whyNoName(llvm::StringRef name);

/// Why the compiler knows no such target; "" if it does.
std::string whyNoTarget(const std::string &target);

/// `path`, or if it is a folder, the model in it: model.onnx, model.keras, ...
std::string modelFileIn(llvm::StringRef path);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_COMPILER_H
