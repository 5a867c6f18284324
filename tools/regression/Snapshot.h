//===- Snapshot.h - what a model's generated code is ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A snapshot is kept in a repository beside the model; whoever changes the model, the
// compiler or a schedule sees what became of the code. So its files are text that
// reviewers can read and git can diff; they are small (weights by their hash, loop
// nests without their statements), and nothing in them depends on the machine but the
// target, which is written out, not "host".
//
//   <folder>/<model>/snapshot.json      kernels, code, sizes, numbers; hashes of the rest
//   <folder>/<model>/import.mlir, ...   the module after each phase
//   <folder>/<model>/loops.txt          each kernel's loop nest
//
//   Snapshot.cpp         takes one: compiles, runs, counts
//   SnapshotFile.cpp     reads and writes it
//   SnapshotChanges.cpp  says in words what changed
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_SNAPSHOT_H
#define UNSPOOL_TOOLS_REGRESSION_SNAPSHOT_H

#include "tools/driver/Compiler.h"
#include "tools/regression/ObjectSummary.h"

#include "llvm/ADT/MapVector.h"

namespace unspool {

/// "tiled threads=2"
std::string textOf(const Schedule &schedule);

struct KernelRecord {
  std::string kind, schedule;
  Schedule parameters;     ///< the same as data
  std::string layers;      ///< the model's names for what it computes, or empty
  std::string computation; ///< hash of what it computes, without schedule
  std::string loops;       ///< hash of the loop nest
  std::string object;      ///< hash of the object
  ObjectSummary code;
};

/// One output on one data set.
struct OutputRecord {
  std::string name, type; ///< "test_data_set_0 scores"; "f32[1x10]"
  std::string bits;       ///< hash
  double ulp = -1;        ///< largest distance from the reference evaluator; -1: unknown
};

struct Snapshot {
  std::string model; ///< its name, as compiled
  std::string producer, target;
  /// What was asked for beside the target: flags of `unspool compile`, by name.
  std::map<std::string, std::vector<std::string>> flags;
  int64_t workspaceBytes = 0, constantBytes = 0;
  llvm::MapVector<std::string, KernelRecord, std::map<std::string, unsigned>> kernels;
  std::vector<OutputRecord> outputs;
  std::string noOutputs; ///< why there are none, if there are none
  int64_t executed = -1; ///< instructions of one run, or -1
  std::string counter;   ///< the tool that counted them, or why none could
  std::string library;   ///< hash of the shared library
  std::map<std::string, std::string> texts; ///< the other files
};

/// Either a snapshot, or the compiler's diagnostics and outcome.
struct SnapshotResult {
  std::optional<Snapshot> snapshot;
  Outcome outcome = Outcome::Failed;
  std::string errors;
};

/// Compiles the model as `options` say, and runs it where this machine can. From `before`,
/// if given, is taken what would take its time and cannot have changed: ULPs of outputs that
/// have the same bits, and the instructions of the same library with the same outputs.
SnapshotResult takeSnapshot(CompileOptions options, const Snapshot *before);

/// Puts the snapshot into <folder>/<model>, in place of what is there.
llvm::Error writeSnapshot(const Snapshot &snapshot, llvm::StringRef folder);

/// Reads <folder>/<model>; fails if it is missing, damaged or of another format.
llvm::Expected<Snapshot> readSnapshot(llvm::StringRef folder, llvm::StringRef model);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_SNAPSHOT_H
