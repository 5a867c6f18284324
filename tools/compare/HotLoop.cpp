//===- HotLoop.cpp - where a kernel spends its time -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/HotLoop.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"

#include <set>

using llvm::StringRef;

namespace unspool {
namespace {

struct Line {
  StringRef text; ///< an instruction; or a label, with its colon
  bool isLabel() const { return text.ends_with(":"); }
};

/// Instructions and the labels that jumps may name.
llvm::SmallVector<Line> linesOf(StringRef assembly) {
  llvm::SmallVector<StringRef> raw;
  assembly.split(raw, '\n');
  llvm::SmallVector<Line> lines;
  for (StringRef line : raw) {
    line = line.take_until([](char c) { return c == '#'; });
    line = line.split("//").first.trim();
    if (line.empty() || (line.starts_with(".") && !line.ends_with(":")))
      continue;
    lines.push_back({line});
  }
  return lines;
}

/// The label that a jump goes to, or empty.
StringRef targetOf(StringRef instruction) {
  auto [mnemonic, operands] = instruction.split('\t');
  bool jumps = mnemonic.starts_with("j") || mnemonic == "b" || mnemonic.starts_with("b.") ||
               mnemonic.starts_with("cb") || mnemonic.starts_with("tb");
  return jumps ? operands.rsplit(' ').second.empty() ? operands.trim() : operands.rsplit(' ').second
               : StringRef();
}

int vectorBitsOf(StringRef instruction) {
  if (instruction.contains("%zmm"))
    return 512;
  if (instruction.contains("%ymm"))
    return 256;
  bool isScalar = instruction.split('\t').first.ends_with("ss") ||
                  instruction.split('\t').first.ends_with("sd");
  if (instruction.contains("%xmm"))
    return isScalar ? 0 : 128;
  return instruction.contains(".4s") || instruction.contains(".2d") || instruction.contains(".16b")
             ? 128
             : 0;
}

bool isArithmetic(StringRef mnemonic) {
  static const llvm::StringLiteral parts[] = {"fmadd", "fnmadd", "fmla", "mulp", "addp", "subp",
                                              "maxp",  "minp",   "fmul", "fadd", "fmax", "muls",
                                              "adds",  "maxs",   "divp", "fsub", "mins"};
  return llvm::any_of(parts, [&](StringRef part) { return mnemonic.contains(part); });
}

HotLoop describe(llvm::ArrayRef<Line> lines) {
  HotLoop loop;
  for (const Line &line : lines) {
    loop.text += (line.isLabel() ? "" : "  ") + line.text.str() + "\n";
    if (line.isLabel())
      continue;
    StringRef mnemonic = line.text.split('\t').first;
    ++loop.instructions;
    loop.multiplyAdds += mnemonic.contains("fmadd") || mnemonic.contains("fnmadd") ||
                         mnemonic.contains("fmla");
    loop.stackAccesses += line.text.contains("(%rsp") || line.text.contains("[sp");
    loop.vectorBits = std::max(loop.vectorBits, vectorBitsOf(line.text));
  }
  return loop;
}

/// What is done in a turn; vectors count by what they hold.
int64_t weightOf(llvm::ArrayRef<Line> lines) {
  int64_t weight = 0;
  for (const Line &line : lines)
    if (!line.isLabel() && isArithmetic(line.text.split('\t').first))
      weight += 32 + vectorBitsOf(line.text);
  return weight;
}

using Loop = std::pair<size_t, size_t>; ///< the lines of its label and of a jump back

/// A guess at how often a loop turns for each turn of the one around it.
constexpr int64_t kTurns = 8;

/// How many loops are around one. Several jumps back to a label are one loop.
size_t depthOf(Loop loop, llvm::ArrayRef<Loop> loops) {
  std::set<size_t> labels;
  for (Loop other : loops)
    if (other.first < loop.first && other.second > loop.second)
      labels.insert(other.first);
  return labels.size();
}

} // namespace

HotLoop findHotLoop(StringRef assembly) {
  llvm::SmallVector<Line> lines = linesOf(assembly);
  llvm::StringMap<size_t> labels;
  llvm::SmallVector<Loop> loops;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].isLabel()) {
      labels[lines[i].text.drop_back()] = i;
      continue;
    }
    StringRef target = targetOf(lines[i].text);
    if (auto found = labels.find(target); !target.empty() && found != labels.end())
      loops.push_back({found->second, i});
  }
  HotLoop best;
  int64_t most = -1;
  for (auto [begin, end] : loops) {
    bool isInnermost = llvm::none_of(loops, [&, begin = begin, end = end](auto other) {
      return other != std::pair(begin, end) && other.first >= begin && other.second <= end;
    });
    if (!isInnermost)
      continue;
    llvm::ArrayRef<Line> body = llvm::ArrayRef<Line>(lines).slice(begin, end - begin + 1);
    int64_t weight = weightOf(body);
    for (size_t depth = depthOf({begin, end}, loops); depth > 0; --depth)
      weight *= kTurns;
    if (weight <= most)
      continue;
    most = weight;
    best = describe(body);
  }
  return best;
}

} // namespace unspool
