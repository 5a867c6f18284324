//===- TuningDatabaseTest.cpp - what is kept, and what is refused ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/TemporaryFolder.h"
#include "tools/tuning/TuningDatabase.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace unspool;
using testing::HasSubstr;

namespace {

const TuningKey kKey{"k1", "x86-64", "cpu", "version"};

Choice choiceOf(int64_t vectors, const std::string &algorithm = "") {
  return {algorithm, {"tiled", {{"vectors", vectors}}}};
}

/// A measurement of {"vectors": `vectors`}.
Measurement measured(int64_t vectors, double ratio, double high, double seconds = kSecondsToConfirm) {
  return {choiceOf(vectors), ratio, ratio - 0.01, high, 5, 6, 1e-6, seconds, "", "hash"};
}

class TuningDatabaseTest : public testing::Test {
protected:
  TuningDatabase open() {
    auto database = TuningDatabase::open(path);
    if (!database)
      ADD_FAILURE() << toString(database.takeError());
    return std::move(*database);
  }
  void add(const TuningKey &key, const Measurement &measurement) {
    if (llvm::Error error = open().add(key, measurement))
      ADD_FAILURE() << toString(std::move(error));
  }
  size_t count(const TuningKey &key = kKey) {
    auto rows = open().all(key);
    if (!rows)
      ADD_FAILURE() << toString(rows.takeError());
    return rows->size();
  }
  /// Why the file cannot be opened; it stays as it is.
  std::string refusal() {
    std::string before = bytes();
    auto database = TuningDatabase::open(path);
    if (database)
      return "none";
    EXPECT_EQ(bytes(), before);
    return toString(database.takeError());
  }
  void execute(const char *statement) {
    sqlite3 *handle = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, statement, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
  }
  std::string bytes() const {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  void write(const std::string &text) { std::ofstream(path, std::ios::binary) << text; }

  TemporaryFolder folder;
  std::string path = folder.path() + "/tune.db";
};

TEST_F(TuningDatabaseTest, KeepsMeasurements) {
  add(kKey, measured(2, 0.8, 0.9));
  Measurement failed = measured(3, 0, 0);
  failed.error = "does not fit";
  failed.isRepeated = failed.isSlowerInModel = true;
  add(kKey, failed);
  auto rows = open().all(kKey);
  ASSERT_TRUE(bool(rows));
  ASSERT_EQ(rows->size(), 2u);
  const Measurement &first = rows->front();
  EXPECT_EQ(first.choice, choiceOf(2));
  EXPECT_EQ(first.ratio, 0.8);
  EXPECT_EQ(first.low, 0.8 - 0.01);
  EXPECT_EQ(first.high, 0.9);
  EXPECT_EQ(first.microseconds, 5);
  EXPECT_EQ(first.ofDefault, 6);
  EXPECT_EQ(first.difference, 1e-6);
  EXPECT_EQ(first.seconds, kSecondsToConfirm);
  EXPECT_EQ(first.code, "hash");
  EXPECT_FALSE(first.isRepeated);
  EXPECT_EQ(rows->back().error, "does not fit");
  EXPECT_TRUE(rows->back().isRepeated);
  EXPECT_FALSE(first.isSlowerInModel);
  EXPECT_TRUE(rows->back().isSlowerInModel);
}

TEST_F(TuningDatabaseTest, ReplacesAnOlderMeasurementOfTheSameChoice) {
  add(kKey, measured(2, 0.8, 0.9));
  add(kKey, measured(2, 1.1, 1.2));
  auto rows = open().all(kKey);
  ASSERT_TRUE(bool(rows));
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().ratio, 1.1);
}

TEST_F(TuningDatabaseTest, AnAlgorithmIsPartOfAChoice) {
  add(kKey, measured(2, 0.8, 0.9));
  Measurement other = measured(2, 0.7, 0.8);
  other.choice = choiceOf(2, "winograd4");
  add(kKey, other);
  auto rows = open().all(kKey);
  ASSERT_TRUE(bool(rows));
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->back().choice, other.choice);
}

TEST_F(TuningDatabaseTest, KeepsKeysApart) {
  add(kKey, measured(2, 0.8, 0.9));
  for (std::string TuningKey::*part :
       {&TuningKey::kernel, &TuningKey::target, &TuningKey::processor, &TuningKey::compiler}) {
    TuningKey other = kKey;
    other.*part = "other";
    EXPECT_EQ(count(other), 0u);
  }
}

TEST(Measurement, TheFastestIsFasterBeyondChance) {
  std::vector<Measurement> rows{measured(1, 0.7, 1.01), // may be chance
                                measured(2, 0.98, 0.995), // so little comes and goes
                                measured(3, 0, 0)};       // does not work
  EXPECT_FALSE(fastest(rows));
  rows.push_back(measured(4, 0.9, 0.95));
  EXPECT_EQ(fastest(rows)->choice, choiceOf(4));
  rows.push_back(measured(5, 0.8, 0.85));
  EXPECT_EQ(fastest(rows)->choice, choiceOf(5));
}

TEST(Measurement, RepetitionsAreNoTrials) {
  std::vector<Measurement> rows{measured(1, 0.7, 0.8), measured(2, 0, 0), measured(3, 0.7, 0.8)};
  EXPECT_EQ(countTrials(rows), 3);
  rows.back().isRepeated = true;
  EXPECT_EQ(countTrials(rows), 2);
}

TEST(Measurement, IsConfirmedByMeasuringForLonger) {
  EXPECT_FALSE(measured(1, 0.6, 0.7, 0.03).isConfirmed());
  EXPECT_TRUE(measured(1, 0.6, 0.7).isConfirmed());
  EXPECT_FALSE(measured(1, 0.6, 1.01).isConfirmed());
  Measurement slower = measured(1, 0.6, 0.7);
  slower.isSlowerInModel = true;
  EXPECT_FALSE(slower.isConfirmed());
}

class ClaimTest : public TuningDatabaseTest {
protected:
  bool claim(int64_t vectors, double seconds = 0.03, int patience = 1000) {
    auto taken = open().claim(kKey, choiceOf(vectors), seconds, patience);
    if (!taken)
      ADD_FAILURE() << toString(taken.takeError());
    return *taken;
  }
  int claimsOfOthers() {
    auto claims = open().claimsOfOthers(kKey);
    if (!claims)
      ADD_FAILURE() << toString(claims.takeError());
    return *claims;
  }
  /// As `claim`, by a process that is then killed, or goes on.
  pid_t claimAside(int64_t vectors) {
    int pipes[2];
    EXPECT_EQ(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
      char taken = claim(vectors) ? 'y' : 'n';
      if (::write(pipes[1], &taken, 1) == 1)
        pause();
      _exit(1);
    }
    char taken = 0;
    EXPECT_EQ(read(pipes[0], &taken, 1), 1);
    EXPECT_EQ(taken, 'y');
    return child;
  }
};

TEST_F(ClaimTest, OneTakesIt) {
  EXPECT_TRUE(claim(1));
  EXPECT_FALSE(claim(1));
  EXPECT_TRUE(claim(2));
}

TEST_F(ClaimTest, WhatIsMeasuredIsOnlyTakenToBeMeasuredForLonger) {
  EXPECT_TRUE(claim(1));
  add(kKey, measured(1, 0.8, 0.9, 0.03));
  EXPECT_FALSE(claim(1, 0.03));
  EXPECT_TRUE(claim(1, kSecondsToConfirm));
}

TEST_F(ClaimTest, LivingOwnersKeepWhatTheyHave) {
  pid_t other = claimAside(1);
  EXPECT_EQ(claimsOfOthers(), 1);
  EXPECT_FALSE(claim(1));
  kill(other, SIGKILL);
  waitpid(other, nullptr, 0);
}

TEST_F(ClaimTest, OfOneThatIsKilledItIsTakenAgainAtOnce) {
  pid_t other = claimAside(1);
  kill(other, SIGKILL);
  waitpid(other, nullptr, 0);
  EXPECT_TRUE(claim(1));
}

TEST_F(ClaimTest, OfOneOnAnotherMachineItEndsInTime) {
  EXPECT_TRUE(claim(1));
  EXPECT_TRUE(claim(2, 0.03, /*patience=*/-1));
  execute("UPDATE claim SET host = 'elsewhere', process = 1");
  EXPECT_FALSE(claim(1));
  EXPECT_TRUE(claim(2));
}

TEST_F(TuningDatabaseTest, AKilledWriterLosesNothingThatItFinished) {
  open();
  int pipes[2];
  ASSERT_EQ(pipe(pipes), 0);
  pid_t child = fork();
  if (child == 0) {
    auto database = TuningDatabase::open(path);
    for (char number = 1; database; ++number) {
      if (llvm::Error error = database->add(kKey, measured(number, 0.8, 0.9)))
        _exit(1);
      if (::write(pipes[1], &number, 1) != 1)
        _exit(1);
    }
    _exit(1);
  }
  char said = 0;
  while (said < 20)
    ASSERT_EQ(read(pipes[0], &said, 1), 1);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_GE(count(), 20u);
}

TEST_F(TuningDatabaseTest, RefusesWhatIsNoDatabase) {
  write(std::string(2000, 'x'));
  EXPECT_THAT(refusal(), HasSubstr("is no database; name another file with --db"));
}

TEST_F(TuningDatabaseTest, RefusesOtherPrograms) {
  execute("CREATE TABLE t (x)");
  EXPECT_THAT(refusal(), HasSubstr("is a database of another program"));
}

TEST_F(TuningDatabaseTest, RefusesOtherVersions) {
  add(kKey, measured(2, 0.8, 0.9));
  execute("PRAGMA user_version = 99");
  EXPECT_THAT(refusal(), HasSubstr("has version 99 when this version of unspool reads version 4"));
}

TEST_F(TuningDatabaseTest, RefusesDamagedFiles) {
  {
    TuningDatabase database = open();
    for (int64_t vectors = 1; vectors < 200; ++vectors)
      ASSERT_FALSE(bool(database.add(kKey, measured(vectors, 0.8, 0.9))));
  }
  std::string whole = bytes();
  ASSERT_GT(whole.size(), 16384u);
  write(whole.substr(0, whole.size() / 2));
  EXPECT_THAT(refusal(), HasSubstr("is damaged"));
  std::string overwritten = whole;
  overwritten.replace(8192, 4096, std::string(4096, '\xa5'));
  write(overwritten);
  EXPECT_THAT(refusal(), HasSubstr("is damaged"));
}

TEST_F(TuningDatabaseTest, RefusesMissingFilesAndFolders) {
  auto missing = TuningDatabase::open(path, /*mustExist=*/true);
  ASSERT_FALSE(bool(missing));
  EXPECT_THAT(toString(missing.takeError()), HasSubstr("does not exist; unspool tune makes it"));
  auto inFolder = TuningDatabase::open(folder.path() + "/no/tune.db");
  ASSERT_FALSE(bool(inFolder));
  EXPECT_THAT(toString(inFolder.takeError()), HasSubstr("cannot be opened"));
}

} // namespace
