//===- TuningDatabase.h - what was measured of schedules ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An SQLite file is all that a tuner knows: each measurement is a transaction of its own, so
// whoever is killed, at any moment, loses only what he was measuring. A measurement belongs to a
// kernel (a hash of its canonical text as it is without tuning), a target, a processor and a
// version of the compiler: with another compiler, the same schedule is other code.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_TUNINGDATABASE_H
#define UNSPOOL_TOOLS_TUNING_TUNINGDATABASE_H

#include "codegen/Plan.h"

#include "llvm/Support/Error.h"

#include <memory>

struct sqlite3;

namespace unspool {

/// What a measurement is about.
struct TuningKey {
  std::string kernel; ///< hash
  std::string target; ///< resolved
  std::string processor;
  std::string compiler; ///< version and a hash of the kernel emitter's sources
};

/// The best of many short measurements was probably lucky: one counts if it took this long.
constexpr double kSecondsToConfirm = 0.3;

struct Measurement {
  Schedule schedule;
  /// Its time over that of the default schedule, measured in turns; and the ends of an
  /// interval that holds it with a confidence of 95 %. 0: it could not be measured.
  double ratio = 0, low = 0, high = 0;
  double microseconds = 0; ///< of a call
  double seconds = 0;      ///< that the measurement was to take
  std::string error; ///< why it could not be measured
};

class TuningDatabase {
public:
  /// Makes the file if it is not there, unless `mustExist`. Fails for files that are no
  /// such databases, damaged, or of another version.
  static llvm::Expected<TuningDatabase> open(const std::string &path, bool mustExist = false);

  /// Keeps a measurement, in place of an older one of the same schedule.
  llvm::Error add(const TuningKey &key, const Measurement &measurement);
  /// All of this key, the oldest first.
  llvm::Expected<std::vector<Measurement>> all(const TuningKey &key);
  /// The fastest schedule that is certainly faster than the default, of those that were
  /// measured for so long; none may be.
  llvm::Expected<std::optional<Measurement>> best(const TuningKey &key,
                                                  double seconds = kSecondsToConfirm);

private:
  struct Close {
    void operator()(sqlite3 *handle) const;
  };
  TuningDatabase(std::string path, sqlite3 *handle) : path(std::move(path)), handle(handle) {}
  llvm::Error prepareTables();
  llvm::Error checkVersion();
  llvm::Error execute(const std::string &statement);
  llvm::Error failure(const std::string &what) const;

  std::string path;
  std::unique_ptr<sqlite3, Close> handle;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_TUNINGDATABASE_H
