//===- SnapshotChanges.h - what changed, in words -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_SNAPSHOTCHANGES_H
#define UNSPOOL_TOOLS_REGRESSION_SNAPSHOTCHANGES_H

#include "tools/regression/Snapshot.h"

namespace unspool {

/// What a change is about: results, code (IR, schedules, objects, memory), or the
/// instructions that a run takes.
enum class ChangeKind { Bits, Code, Speed };
/// "bits", "code", "speed"
const char *spelling(ChangeKind kind);

struct Change {
  ChangeKind kind;
  std::string text; ///< one line
};

struct SnapshotChanges {
  std::vector<Change> changes;
  std::vector<std::string> notes; ///< what could not be compared, and what stayed
};

SnapshotChanges compareSnapshots(const Snapshot &before, const Snapshot &after);

/// What changed from one phase's module to another version of it: ops that came and
/// went, constants with other values, lines that are otherwise different.
std::string describeModuleChange(llvm::StringRef before, llvm::StringRef after);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_SNAPSHOTCHANGES_H
