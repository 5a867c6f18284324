//===- LoopNest.cpp - the loops of a kernel without its statements --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/LoopNest.h"

#include "codegen/library/Library.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

#include <regex>

namespace unspool {

/// Lines that open or close a loop, a stage or a branch, or take memory.
static bool isStructure(llvm::StringRef line) {
  static const llvm::StringLiteral begins[] = {"for ", "parallel", "vectorized", "unrolled",
                                               "produce ", "consume ", "allocate ", "if ",
                                               "} else", "}"};
  return llvm::any_of(begins, [&](llvm::StringRef begin) { return line.starts_with(begin); });
}

/// All Funcs of a kernel are named after its symbol, which says nothing.
static std::string withoutPrefix(llvm::StringRef line) {
  std::string prefix = std::string(kKernelSymbol) + "_", text = line.str();
  for (size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
    text.erase(at, prefix.size());
  return text;
}

/// A partial sum is named after its Func, "f_1$6" becoming "f_1_6_intm": our own names end
/// with one number, so a second one is Halide's.
static std::string withoutNumberOfPartial(llvm::StringRef line) {
  static const std::regex partial("(_[0-9]+)_[0-9]+_intm");
  return std::regex_replace(line.str(), partial, "$1_intm");
}

/// Halide numbers temporaries ("t186", "f$2") through the life of a process: their numbers
/// tell what was compiled before.
static std::string withoutNumbers(llvm::StringRef name) {
  std::string text, line = withoutNumberOfPartial(name);
  for (size_t i = 0; i < line.size();) {
    bool begins = line[i] == '$' ||
                  (line[i] == 't' && (i == 0 || !(llvm::isAlnum(line[i - 1]) || line[i - 1] == '_')));
    if (line[i] != '$') // a first one has no number
      text += line[i];
    ++i;
    if (begins)
      while (i < line.size() && llvm::isDigit(line[i]))
        ++i;
  }
  return text;
}

std::string loopNest(llvm::StringRef stmt) {
  constexpr size_t kWidth = 120;
  std::string text, indent;
  int64_t statements = 0;
  auto flush = [&] {
    if (statements)
      text += indent + "... " + std::to_string(statements) + " lines\n";
    statements = 0;
  };
  llvm::SmallVector<llvm::StringRef> lines;
  stmt.split(lines, '\n');
  for (llvm::StringRef line : lines) {
    llvm::StringRef bare = line.trim();
    if (bare.empty())
      continue;
    if (!isStructure(bare)) {
      if (!statements++)
        indent = line.take_while([](char c) { return c == ' '; }).str();
      continue;
    }
    flush();
    std::string plain = withoutNumbers(withoutPrefix(line));
    text += plain.size() > kWidth ? plain.substr(0, kWidth) + "...\n" : plain + "\n";
  }
  flush();
  return text;
}

} // namespace unspool
