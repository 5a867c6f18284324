//===- StateNames.cpp - names that belong to one state --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exporters and people name a state before and after a step by a handful of
// conventions: `h` and `hn` (PyTorch), `h_in` and `h_out`, `state` and `stateN`,
// `past_key` and `present_key` (Transformers). But a denoiser also takes `image_in`
// and gives `image_out` of the same shape, and that is no state. So a pair of names
// counts only if it fits a convention *and* either the convention itself speaks of
// time (past, present) or what is left of the name says state (`h`, `cell`, `cache`).
// `h0` and `h1` are two layers as easily as two moments: no convention.
//
//===----------------------------------------------------------------------===//

#include "passes/States.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

namespace unspool::nn {
namespace {

/// base = name without `prefix` and `suffix`, the next one's without its own.
struct Convention {
  llvm::StringLiteral prefix, suffix, nextPrefix, nextSuffix;
  bool speaksOfTime;
};

constexpr Convention kConventions[] = {
    // Only the next value is marked.
    {"", "", "", "n", false},
    {"", "", "", "_n", false},
    {"", "", "", "_out", false},
    {"", "", "", "_next", false},
    {"", "", "", "_new", false},
    {"", "", "", "_updated", false},
    {"", "", "out_", "", false},
    {"", "", "next_", "", false},
    {"", "", "new_", "", false},
    {"", "", "updated_", "", false},
    // Only the value before is.
    {"", "_in", "", "", false},
    {"", "_prev", "", "", false},
    {"prev_", "", "", "", false},
    // Both are.
    {"", "0", "", "n", false},
    {"", "_0", "", "_n", false},
    {"", "_in", "", "_out", false},
    {"in_", "", "out_", "", false},
    {"", "_prev", "", "_next", true},
    {"prev_", "", "next_", "", true},
    {"", "_old", "", "_new", true},
    {"old_", "", "new_", "", true},
    {"", "_past", "", "_present", true},
    {"past_", "", "present_", "", true},
};

/// Lower case, with '_' for whatever separates words.
std::string normalised(llvm::StringRef name) {
  std::string text = name.lower();
  for (char &c : text)
    if (!llvm::isAlnum(c))
      c = '_';
  return text;
}

/// Is one of the words between digits and '_' another name for a state?
bool saysState(llvm::StringRef base) {
  static const llvm::StringSet<> words{"h",      "c",    "hc",     "hx",  "cx",    "state", "states",
                                       "hidden", "cell", "memory", "mem", "cache", "carry", "buffer"};
  while (!base.empty()) {
    llvm::StringRef word = base.take_while(llvm::isAlpha);
    if (words.contains(word))
      return true;
    base = base.drop_front(std::max<size_t>(word.size(), 1));
  }
  return false;
}

bool consumeBoth(llvm::StringRef &name, llvm::StringRef prefix, llvm::StringRef suffix) {
  return name.consume_front(prefix) && name.consume_back(suffix) && !name.empty();
}

} // namespace

bool isCertainPair(llvm::StringRef name, llvm::StringRef next) {
  std::string before = normalised(name), after = normalised(next);
  for (const Convention &convention : kConventions) {
    llvm::StringRef base = before, nextBase = after;
    if (consumeBoth(base, convention.prefix, convention.suffix) &&
        consumeBoth(nextBase, convention.nextPrefix, convention.nextSuffix) && base == nextBase &&
        (convention.speaksOfTime || saysState(base)))
      return true;
  }
  return false;
}

} // namespace unspool::nn
