//===- TuningDatabase.cpp - what was measured of schedules ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/TuningDatabase.h"

#include "llvm/Support/FileSystem.h"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

namespace unspool {
namespace {

/// SQLite keeps the two for its users: whose file it is ("UNSP"), and of which version.
constexpr int kApplication = 0x554e5350;
constexpr int kVersion = 1;
/// Others may be writing, for some milliseconds.
constexpr int kPatience = 60'000;

const char *const kTables = R"(
  CREATE TABLE measurement (
    kernel TEXT NOT NULL, target TEXT NOT NULL, processor TEXT NOT NULL, compiler TEXT NOT NULL,
    schedule TEXT NOT NULL,
    ratio REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL, microseconds REAL NOT NULL,
    seconds REAL NOT NULL, error TEXT NOT NULL,
    measured TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (kernel, target, processor, compiler, schedule));
)";

/// What measurementFrom reads.
constexpr const char *kColumns = "schedule, ratio, low, high, microseconds, seconds, error";

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

std::string toText(const Schedule &schedule) {
  return nlohmann::json{{"name", schedule.name}, {"parameters", schedule.parameters}}.dump();
}

std::optional<Schedule> scheduleFrom(const std::string &text) {
  auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.value("name", nlohmann::json()).is_string() ||
      !json.value("parameters", nlohmann::json()).is_object())
    return std::nullopt;
  Schedule schedule;
  schedule.name = json["name"];
  for (const auto &[name, value] : json["parameters"].items()) {
    if (!value.is_number_integer())
      return std::nullopt;
    schedule.parameters[name] = value;
  }
  return schedule;
}

/// A row of kColumns.
std::optional<Measurement> measurementFrom(const Statement &row) {
  auto schedule = scheduleFrom(row.text(0));
  if (!schedule)
    return std::nullopt;
  return Measurement{*schedule,   row.real(1), row.real(2), row.real(3),
                     row.real(4), row.real(5), row.text(6)};
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

/// In a new file. Of several that find it new, one makes the tables.
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
  if (llvm::Error error = execute("PRAGMA journal_mode = WAL"))
    return error;
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
  Statement insert(handle.get(),
                   "INSERT OR REPLACE INTO measurement (kernel, target, processor, compiler, "
                   "schedule, ratio, low, high, microseconds, seconds, error) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(key);
  insert.bind(toText(measurement.schedule));
  for (double value :
       {measurement.ratio, measurement.low, measurement.high, measurement.microseconds,
        measurement.seconds})
    insert.bind(value);
  insert.bind(measurement.error);
  if (insert.step() != SQLITE_DONE)
    return failure(std::string("cannot be written: ") + sqlite3_errmsg(handle.get()));
  return llvm::Error::success();
}

llvm::Expected<std::vector<Measurement>> TuningDatabase::all(const TuningKey &key) {
  Statement select(handle.get(), std::string("SELECT ") + kColumns +
                                     " FROM measurement WHERE kernel = ? AND target = ? AND "
                                     "processor = ? AND compiler = ? ORDER BY rowid");
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

static bool isBetter(const Measurement &candidate, const std::optional<Measurement> &best) {
  bool isFaster = candidate.ratio > 0 && candidate.high < 1;
  return isFaster && (!best || candidate.ratio < best->ratio);
}

llvm::Expected<std::optional<Measurement>> TuningDatabase::best(const TuningKey &key,
                                                                double seconds) {
  auto measurements = all(key);
  if (!measurements)
    return measurements.takeError();
  std::optional<Measurement> best;
  for (const Measurement &measurement : *measurements)
    if (measurement.seconds >= seconds && isBetter(measurement, best))
      best = measurement;
  return best;
}

} // namespace unspool
