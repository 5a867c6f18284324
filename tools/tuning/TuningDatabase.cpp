//===- TuningDatabase.cpp - what was measured of schedules ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/TuningDatabase.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <csignal>
#include <unistd.h>

namespace unspool {
namespace {

/// SQLite keeps the two for its users: whose file it is ("UNSP"), and of which version.
constexpr int kApplication = 0x554e5350;
constexpr int kVersion = 4;
/// Others may be writing, for some milliseconds.
constexpr int kPatience = 60'000;

const char *const kTables = R"(
  CREATE TABLE measurement (
    kernel TEXT NOT NULL, target TEXT NOT NULL, processor TEXT NOT NULL, compiler TEXT NOT NULL,
    choice TEXT NOT NULL,
    ratio REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL, microseconds REAL NOT NULL,
    of_default REAL NOT NULL, difference REAL NOT NULL, seconds REAL NOT NULL, error TEXT NOT NULL,
    code TEXT NOT NULL, repeated INTEGER NOT NULL, slower_in_model INTEGER NOT NULL,
    measured TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (kernel, target, processor, compiler, choice));
  CREATE TABLE claim (
    kernel TEXT NOT NULL, target TEXT NOT NULL, processor TEXT NOT NULL, compiler TEXT NOT NULL,
    choice TEXT NOT NULL,
    host TEXT NOT NULL, process INTEGER NOT NULL, ends INTEGER NOT NULL,
    UNIQUE (kernel, target, processor, compiler, choice));
)";

/// What a TuningKey is matched with.
#define KEY "kernel = ? AND target = ? AND processor = ? AND compiler = ?"

/// What measurementFrom reads.
constexpr const char *kColumns =
    "choice, ratio, low, high, microseconds, of_default, difference, seconds, error, code, "
    "repeated, slower_in_model";

/// A prepared statement with its values.
class Statement {
public:
  Statement(sqlite3 *handle, const std::string &text) {
    prepared = sqlite3_prepare_v2(handle, text.c_str(), -1, &statement, nullptr);
  }
  ~Statement() { sqlite3_finalize(statement); }
  Statement(const Statement &) = delete;
  Statement &operator=(const Statement &) = delete;

  void bind(const std::string &text) {
    sqlite3_bind_text(statement, ++bound, text.data(), int(text.size()), SQLITE_TRANSIENT);
  }
  void bind(int value) { sqlite3_bind_int(statement, ++bound, value); }
  void bind(double value) { sqlite3_bind_double(statement, ++bound, value); }
  void bind(const TuningKey &key) {
    for (const std::string *part : {&key.kernel, &key.target, &key.processor, &key.compiler})
      bind(*part);
  }
  /// Gives back the locks that a row holds.
  void reset() { sqlite3_reset(statement); }
  int step() { return statement ? sqlite3_step(statement) : prepared; }

  std::string text(int column) const {
    auto *bytes = sqlite3_column_text(statement, column);
    return bytes ? reinterpret_cast<const char *>(bytes) : "";
  }
  double real(int column) const { return sqlite3_column_double(statement, column); }
  int integer(int column) const { return sqlite3_column_int(statement, column); }

private:
  sqlite3_stmt *statement = nullptr;
  int prepared = SQLITE_OK;
  int bound = 0;
};

std::string toText(const Choice &choice) {
  nlohmann::json json{{"name", choice.schedule.name}, {"parameters", choice.schedule.parameters}};
  if (!choice.algorithm.empty())
    json["algorithm"] = choice.algorithm;
  return json.dump();
}

std::optional<Choice> choiceFrom(const std::string &text) {
  auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.value("name", nlohmann::json()).is_string() ||
      !json.value("parameters", nlohmann::json()).is_object() ||
      !json.value("algorithm", nlohmann::json("")).is_string())
    return std::nullopt;
  Choice choice;
  choice.algorithm = json.value("algorithm", "");
  choice.schedule.name = json["name"];
  for (const auto &[name, value] : json["parameters"].items()) {
    if (!value.is_number_integer())
      return std::nullopt;
    choice.schedule.parameters[name] = value;
  }
  return choice;
}

/// A row of kColumns.
std::optional<Measurement> measurementFrom(const Statement &row) {
  auto choice = choiceFrom(row.text(0));
  if (!choice)
    return std::nullopt;
  return Measurement{*choice,     row.real(1), row.real(2),          row.real(3),
                     row.real(4), row.real(5), row.real(6),          row.real(7),
                     row.text(8), row.text(9), row.integer(10) != 0, row.integer(11) != 0};
}

std::string hostName() {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  return name;
}

} // namespace

void TuningDatabase::Close::operator()(sqlite3 *handle) const { sqlite3_close(handle); }

llvm::Error TuningDatabase::failure(const std::string &what) const {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "'" + path + "' " + what);
}

llvm::Error TuningDatabase::execute(const std::string &statement) {
  if (sqlite3_exec(handle.get(), statement.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK)
    return llvm::Error::success();
  return failure(std::string("cannot be used: ") + sqlite3_errmsg(handle.get()));
}

llvm::Expected<TuningDatabase> TuningDatabase::open(const std::string &path, bool mustExist) {
  sqlite3 *handle = nullptr;
  int flags = SQLITE_OPEN_READWRITE | (mustExist ? 0 : SQLITE_OPEN_CREATE);
  int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  TuningDatabase database(path, handle);
  if (code != SQLITE_OK)
    return database.failure(mustExist && !llvm::sys::fs::exists(path)
                                ? "does not exist; unspool tune makes it"
                                : std::string("cannot be opened: ") + sqlite3_errstr(code));
  sqlite3_busy_timeout(handle, kPatience);
  if (llvm::Error error = database.prepareTables())
    return error;
  if (llvm::Error error = database.checkVersion())
    return error;
  return database;
}

/// In a new file. Of several that find it new, one makes the tables. The journal is SQLite's
/// usual one: the faster write-ahead log would want memory that all users share, so that they
/// could not be on several machines.
llvm::Error TuningDatabase::prepareTables() {
  Statement pages(handle.get(), "SELECT count(*) FROM sqlite_master");
  int code = pages.step();
  if (code == SQLITE_NOTADB)
    return failure("is no database; name another file with --db");
  if (code != SQLITE_ROW)
    return failure(std::string("is damaged: ") + sqlite3_errmsg(handle.get()) +
                   "; restore it, or name another file with --db");
  bool hasTables = pages.integer(0) > 0;
  pages.reset();
  if (hasTables)
    return llvm::Error::success();
  if (llvm::Error error = execute("BEGIN IMMEDIATE"))
    return error;
  Statement again(handle.get(), "SELECT count(*) FROM sqlite_master");
  bool isNew = again.step() == SQLITE_ROW && again.integer(0) == 0;
  again.reset();
  std::string setUp = std::string(kTables) +
                      "PRAGMA application_id = " + std::to_string(kApplication) +
                      "; PRAGMA user_version = " + std::to_string(kVersion) + ";";
  if (isNew)
    if (llvm::Error error = execute(setUp))
      return error;
  return execute("COMMIT");
}

llvm::Error TuningDatabase::checkVersion() {
  Statement application(handle.get(), "PRAGMA application_id"),
      version(handle.get(), "PRAGMA user_version");
  if (application.step() != SQLITE_ROW || version.step() != SQLITE_ROW)
    return failure(std::string("is damaged: ") + sqlite3_errmsg(handle.get()));
  if (application.integer(0) != kApplication)
    return failure("is a database of another program; name another file with --db");
  if (int found = version.integer(0); found != kVersion)
    return failure("has version " + std::to_string(found) +
                   " when this version of unspool reads version " + std::to_string(kVersion) +
                   "; name another file with --db");
  Statement check(handle.get(), "PRAGMA quick_check(1)");
  if (check.step() != SQLITE_ROW || check.text(0) != "ok")
    return failure("is damaged: " +
                   (check.text(0).empty() ? sqlite3_errmsg(handle.get()) : check.text(0)) +
                   "; restore it, or name another file with --db");
  return llvm::Error::success();
}

llvm::Error TuningDatabase::add(const TuningKey &key, const Measurement &measurement) {
  if (llvm::Error error = execute("BEGIN IMMEDIATE"))
    return error;
  Statement insert(
      handle.get(),
      "INSERT OR REPLACE INTO measurement (kernel, target, processor, compiler, "
      "choice, ratio, low, high, microseconds, of_default, difference, seconds, error, "
      "code, repeated, slower_in_model) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(key);
  insert.bind(toText(measurement.choice));
  for (double value :
       {measurement.ratio, measurement.low, measurement.high, measurement.microseconds,
        measurement.ofDefault, measurement.difference, measurement.seconds})
    insert.bind(value);
  insert.bind(measurement.error);
  insert.bind(measurement.code);
  insert.bind(int(measurement.isRepeated));
  insert.bind(int(measurement.isSlowerInModel));
  Statement end(handle.get(), "DELETE FROM claim WHERE " KEY " AND choice = ?");
  end.bind(key);
  end.bind(toText(measurement.choice));
  if (insert.step() == SQLITE_DONE && end.step() == SQLITE_DONE)
    return execute("COMMIT");
  llvm::Error error = failure(std::string("cannot be written: ") + sqlite3_errmsg(handle.get()));
  llvm::consumeError(execute("ROLLBACK"));
  return error;
}

llvm::Expected<std::vector<Measurement>> TuningDatabase::all(const TuningKey &key) {
  Statement select(handle.get(), std::string("SELECT ") + kColumns +
                                     " FROM measurement WHERE " KEY " ORDER BY rowid");
  select.bind(key);
  std::vector<Measurement> measurements;
  int code;
  while ((code = select.step()) == SQLITE_ROW)
    if (auto measurement = measurementFrom(select))
      measurements.push_back(std::move(*measurement));
  if (code != SQLITE_DONE)
    return failure(std::string("cannot be read: ") + sqlite3_errmsg(handle.get()));
  return measurements;
}

llvm::Expected<bool> TuningDatabase::claim(const TuningKey &key, const Choice &choice,
                                           double seconds, int patience) {
  if (llvm::Error error = execute("BEGIN IMMEDIATE"))
    return error;
  llvm::Expected<bool> taken = claimInTransaction(key, choice, seconds, patience);
  if (!taken) {
    llvm::consumeError(execute("ROLLBACK"));
    return taken;
  }
  if (llvm::Error error = execute("COMMIT"))
    return error;
  return taken;
}

llvm::Expected<bool> TuningDatabase::claimInTransaction(const TuningKey &key, const Choice &choice,
                                                        double seconds, int patience) {
  if (llvm::Error error = dropEndedClaims())
    return error;
  Statement insert(handle.get(),
                   "INSERT OR IGNORE INTO claim SELECT ?, ?, ?, ?, ?, ?, ?, unixepoch() + ? "
                   "WHERE NOT EXISTS (SELECT * FROM measurement WHERE " KEY
                   " AND choice = ? AND seconds >= ?)");
  insert.bind(key);
  insert.bind(toText(choice));
  insert.bind(hostName());
  insert.bind(int(getpid()));
  insert.bind(patience);
  insert.bind(key);
  insert.bind(toText(choice));
  insert.bind(seconds);
  if (insert.step() != SQLITE_DONE)
    return failure(std::string("cannot be written: ") + sqlite3_errmsg(handle.get()));
  return sqlite3_changes(handle.get()) > 0;
}

/// Those that are too old, and those of processes of this machine that are not there.
llvm::Error TuningDatabase::dropEndedClaims() {
  if (llvm::Error error = execute("DELETE FROM claim WHERE ends < unixepoch()"))
    return error;
  Statement select(handle.get(), "SELECT DISTINCT process FROM claim WHERE host = ?");
  select.bind(hostName());
  std::vector<int> gone;
  while (select.step() == SQLITE_ROW)
    if (int process = select.integer(0); kill(process, 0) != 0 && errno == ESRCH)
      gone.push_back(process);
  select.reset();
  for (int process : gone) {
    Statement drop(handle.get(), "DELETE FROM claim WHERE host = ? AND process = ?");
    drop.bind(hostName());
    drop.bind(process);
    if (drop.step() != SQLITE_DONE)
      return failure(std::string("cannot be written: ") + sqlite3_errmsg(handle.get()));
  }
  return llvm::Error::success();
}

llvm::Expected<int> TuningDatabase::claimsOfOthers(const TuningKey &key) {
  Statement select(handle.get(), "SELECT count(*) FROM claim WHERE " KEY
                                 " AND NOT (host = ? AND process = ?)");
  select.bind(key);
  select.bind(hostName());
  select.bind(int(getpid()));
  if (select.step() != SQLITE_ROW)
    return failure(std::string("cannot be read: ") + sqlite3_errmsg(handle.get()));
  return select.integer(0);
}

bool Choice::operator==(const Choice &other) const {
  return algorithm == other.algorithm && schedule.name == other.schedule.name &&
         schedule.parameters == other.schedule.parameters;
}

int countTrials(llvm::ArrayRef<Measurement> measurements) {
  return int(llvm::count_if(measurements, [](const Measurement &row) { return !row.isRepeated; }));
}

std::optional<Measurement> fastest(llvm::ArrayRef<Measurement> measurements) {
  std::optional<Measurement> best;
  for (const Measurement &measurement : measurements)
    if (measurement.isFaster() && (!best || measurement.ratio < best->ratio))
      best = measurement;
  return best;
}

} // namespace unspool
