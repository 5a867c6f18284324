//===- InstructionCount.cpp - how many instructions a run takes -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/InstructionCount.h"

#include "tools/driver/ProgramRun.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

namespace unspool {
namespace {

/// The C library chooses its memcpy by the processor, and from some size on by its caches. This
/// has it take the same everywhere.
constexpr const char *kSameMemcpy =
    "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX_Fast_Unaligned_Load,-AVX512F,-AVX512VL,-ERMS,-FSRM:"
    "glibc.cpu.x86_non_temporal_threshold=0x10000000";

/// Longest that counting may take, in seconds: a wrong kernel may not end.
constexpr unsigned kTimeLimit = 600;

/// Most operations of a call that valgrind is given: it takes 10 to 25 s for a thousand million.
/// A limit of time would make the answer depend on what else the machine does.
constexpr double kMostFlops = 8e9;

std::string besideThisProgram(llvm::StringRef file) {
  llvm::SmallString<256> path(llvm::sys::fs::getMainExecutable(nullptr, nullptr));
  llvm::sys::path::remove_filename(path);
  llvm::sys::path::append(path, file);
  return path.str().str();
}

class Counter {
public:
  Counter(llvm::StringRef folder, std::vector<std::string> command)
      : folder(folder), command(std::move(command)) {}

  InstructionCount withCallgrind() {
    auto text = run("valgrind", {"--tool=callgrind", "--callgrind-out-file=/dev/null",
                                 "--toggle-collect=unspool_call_once"},
                    "1");
    if (!text)
      return {-1, "valgrind is not installed"};
    llvm::StringRef rest = llvm::StringRef(*text).rsplit("Collected :").second.ltrim();
    int64_t count = 0;
    if (rest.consumeInteger(10, count) || count <= 0)
      return {-1, "valgrind cannot run code for this target"};
    return {count, "valgrind"};
  }

  InstructionCount withPerf() {
    constexpr int64_t kMore = 10;
    int64_t counts[2] = {0, 0};
    for (int64_t more : {0, 1}) {
      auto text = run("perf", {"stat", "-x,", "-e", "instructions:u"},
                      std::to_string(1 + more * kMore));
      if (!text)
        return {-1, "perf is not installed"};
      // Among whatever else the line is "12345,,instructions:u,...".
      llvm::StringRef line = llvm::StringRef(*text).split(",,instructions").first;
      line = line.rsplit('\n').second.empty() ? line : line.rsplit('\n').second;
      if (line.trim().getAsInteger(10, counts[more]))
        return {-1, "this machine gives perf no counters"};
    }
    return {(counts[1] - counts[0]) / kMore, "perf"};
  }

private:
  /// What the tool wrote, which is empty if it or the program failed (valgrind counts up to
  /// the first instruction that it does not know); nothing if there is no such tool.
  std::optional<std::string> run(llvm::StringRef tool, std::vector<std::string> flags,
                                 const std::string &calls) {
    auto path = llvm::sys::findProgramByName(tool);
    if (!path)
      return std::nullopt;
    std::vector<std::string> parts = {*path};
    parts.insert(parts.end(), flags.begin(), flags.end());
    parts.insert(parts.end(), command.begin(), command.end());
    parts.push_back(calls);
    std::string output = folder + "/count.txt";
    // Binding symbols lazily would be counted as well.
    std::vector<std::string> environment = {"LD_BIND_NOW=1", "PATH=/usr/bin:/bin", "LC_ALL=C",
                                            kSameMemcpy};
    if (runProgram({parts, environment, output, kTimeLimit}) != 0)
      return std::string();
    auto text = llvm::MemoryBuffer::getFile(output);
    return text ? (*text)->getBuffer().str() : std::string();
  }

  std::string folder;
  std::vector<std::string> command;
};

} // namespace

InstructionCount countInstructions(const CountedCall &call, llvm::ArrayRef<nn::Tensor> inputs,
                                   llvm::StringRef folder) {
  std::string data = (folder + "/inputs.bin").str();
  llvm::Error error = llvm::writeToOutput(data, [&](llvm::raw_ostream &out) {
    for (const nn::Tensor &input : inputs) {
      uint64_t size = input.bytes.size();
      out.write(reinterpret_cast<const char *>(&size), sizeof size);
      out.write(reinterpret_cast<const char *>(input.bytes.data()), size);
    }
    return llvm::Error::success();
  });
  if (error)
    return {-1, toString(std::move(error))};
  Counter counter(folder, {besideThisProgram("unspool-call"), call.library, call.name, data});
  InstructionCount count =
      call.flops <= kMostFlops
          ? counter.withCallgrind()
          : InstructionCount{-1, "valgrind would take minutes for a run of " +
                                     std::to_string(int64_t(call.flops / 1e9)) + " GFLOP"};
  if (count.instructions >= 0)
    return count;
  InstructionCount other = counter.withPerf();
  if (other.instructions >= 0)
    return other;
  return {-1, count.counter + ", and " + other.counter};
}

} // namespace unspool
