//===- TuningDatabase.h - what was measured of schedules ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An SQLite file is all that tuners know, and share: each measurement is a transaction of its own,
// so whoever is killed, at any moment, loses only what he was measuring. A measurement belongs to a
// kernel (a hash of its canonical text as it is without tuning), a target, a processor and a
// version of the compiler: with another compiler, the same schedule is other code.
//
// Tuners that work at the same time claim a candidate before they measure it. A claim ends with
// the measurement, with its owner where that is seen (on the same machine), or after a while.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_TUNINGDATABASE_H
#define UNSPOOL_TOOLS_TUNING_TUNINGDATABASE_H

#include "codegen/Plan.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <memory>
#include <optional>

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

/// Smaller gains come and go with the place of the code in memory.
constexpr double kLeastGain = 0.01;

/// A way to compute a kernel.
struct Choice {
  std::string algorithm; ///< of a convolution; else empty
  Schedule schedule;     ///< with the parameters that differ from those derived
  bool operator==(const Choice &other) const;
};

struct Measurement {
  Choice choice;
  /// Its time over that of the default schedule, measured in turns; and the ends of an
  /// interval that holds it with a confidence of 95 %. 0: it could not be measured.
  double ratio = 0, low = 0, high = 0;
  double microseconds = 0; ///< of a call
  double ofDefault = 0;    ///< microseconds of a call with the default schedule
  double difference = 0;   ///< from the reference, relative to the largest result
  double seconds = 0;      ///< that the measurement was to take
  std::string error; ///< why it could not be measured
  std::string code;  ///< hash of the library; empty if there is none
  /// The code is that of the default, or of a choice that had been measured: the numbers are
  /// those, and no time was spent on it but for compiling.
  bool isRepeated = false;
  /// A model with it was slower, whatever the kernel is alone.
  bool isSlowerInModel = false;

  /// Is it faster than the default, beyond chance?
  bool isFaster() const { return ratio > 0 && high < 1 - kLeastGain; }
  bool isConfirmed() const {
    return isFaster() && seconds >= kSecondsToConfirm && !isSlowerInModel;
  }
};

/// How many of them are no repetitions: trials.
int countTrials(llvm::ArrayRef<Measurement> measurements);

/// Of those that are faster than the default; none may be.
std::optional<Measurement> fastest(llvm::ArrayRef<Measurement> measurements);

class TuningDatabase {
public:
  /// Makes the file if it is not there, unless `mustExist`. Fails for files that are no
  /// such databases, damaged, or of another version.
  static llvm::Expected<TuningDatabase> open(const std::string &path, bool mustExist = false);

  /// Keeps a measurement, in place of an older one of the same choice, and ends the claim.
  llvm::Error add(const TuningKey &key, const Measurement &measurement);
  /// All of this key, the oldest first.
  llvm::Expected<std::vector<Measurement>> all(const TuningKey &key);

  /// Takes a choice to be measured for so long, unless another one has it, or it has been
  /// measured for as long already. A claim that its owner does not end is over after
  /// `patience` seconds, and at once if he is seen to be gone.
  llvm::Expected<bool> claim(const TuningKey &key, const Choice &choice, double seconds,
                             int patience);
  /// What others have of this key.
  llvm::Expected<int> claimsOfOthers(const TuningKey &key);

private:
  struct Close {
    void operator()(sqlite3 *handle) const;
  };
  TuningDatabase(std::string path, sqlite3 *handle) : path(std::move(path)), handle(handle) {}
  llvm::Error prepareTables();
  llvm::Error checkVersion();
  llvm::Error dropEndedClaims();
  llvm::Expected<bool> claimInTransaction(const TuningKey &key, const Choice &choice,
                                          double seconds, int patience);
  llvm::Error execute(const std::string &statement);
  llvm::Error failure(const std::string &what) const;

  std::string path;
  std::unique_ptr<sqlite3, Close> handle;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_TUNINGDATABASE_H
