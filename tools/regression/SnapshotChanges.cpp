//===- SnapshotChanges.cpp - what changed, in words -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One cause has many effects: a pattern in one pass changes the module after every
// later phase, kernels, loops and code. So of the modules only the first that differs
// is explained, which is where the cause is; and each kernel is one line.
//
//===----------------------------------------------------------------------===//

#include "tools/regression/SnapshotChanges.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

namespace unspool {
namespace {

/// A run's instructions may differ by this much with the C library's memcpy.
constexpr double kSameCount = 0.001;

std::string number(double value) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format(
      std::fabs(value) < 1e15 && value == std::floor(value) ? "%.0f" : "%.3g", value);
  return text;
}

/// "instructions 312 became 331 (+6.1 %)"
std::string became(llvm::StringRef what, int64_t before, int64_t after) {
  std::string text = what.str() + " " + std::to_string(before) + " became " +
                     std::to_string(after);
  if (before > 0)
    llvm::raw_string_ostream(text) << llvm::format(" (%+.1f %%)",
                                                   100.0 * (after - before) / before);
  return text;
}

/// The mnemonics whose numbers changed most, "12 fewer vfmadd231ps, 3 more vmovups".
std::string histogramChange(const std::map<std::string, int64_t> &before,
                            const std::map<std::string, int64_t> &after) {
  constexpr size_t kMost = 4;
  std::map<std::string, int64_t> differences = after;
  for (const auto &[mnemonic, count] : before)
    differences[mnemonic] -= count;
  std::vector<std::pair<std::string, int64_t>> rows;
  for (const auto &row : differences)
    if (row.second)
      rows.push_back(row);
  llvm::stable_sort(rows, [](const auto &left, const auto &right) {
    return std::abs(left.second) > std::abs(right.second);
  });
  std::vector<std::string> parts;
  for (const auto &[mnemonic, count] : llvm::ArrayRef(rows).take_front(kMost))
    parts.push_back(std::to_string(std::abs(count)) + (count > 0 ? " more " : " fewer ") +
                    mnemonic);
  return llvm::join(parts, ", ");
}

class Comparing {
public:
  Comparing(const Snapshot &before, const Snapshot &after) : before(before), after(after) {}

  SnapshotChanges run() {
    compareRequest();
    compareModules();
    compareKernels();
    compareMemory();
    compareOutputs();
    compareExecuted();
    return std::move(found);
  }

private:
  void add(ChangeKind kind, const std::string &text) { found.changes.push_back({kind, text}); }

  void compareRequest() {
    if (before.target != after.target)
      add(ChangeKind::Code, "target " + before.target + " became " + after.target);
    auto flags = before.flags;
    flags.insert(after.flags.begin(), after.flags.end());
    auto valueOf = [](const Snapshot &snapshot, const std::string &flag) {
      auto found = snapshot.flags.find(flag);
      return found == snapshot.flags.end() ? std::string("not given")
                                           : llvm::join(found->second, " ");
    };
    for (const auto &[flag, values] : flags)
      if (valueOf(before, flag) != valueOf(after, flag))
        add(ChangeKind::Code,
            "flag " + flag + ": " + valueOf(before, flag) + " became " + valueOf(after, flag));
    if (before.producer != after.producer)
      found.notes.push_back("compiled by " + after.producer + ", before by " + before.producer);
  }

  void compareModules() {
    std::string same;
    for (const char *phase : {"import", "simplify", "stream", "unroll", "fuse", "kernels",
                              "buffers"}) {
      std::string file = std::string(phase) + ".mlir";
      auto old = before.texts.find(file), now = after.texts.find(file);
      if (old == before.texts.end() && now == after.texts.end())
        continue;
      if (old == before.texts.end() || now == after.texts.end())
        return add(ChangeKind::Code, std::string("phase ") + phase +
                                         (now == after.texts.end() ? " is gone" : " is new"));
      if (old->second == now->second) {
        same += (same.empty() ? "" : ", ") + std::string(phase);
        continue;
      }
      std::string text = same.empty() ? "the model itself changed (phase import): "
                                      : "phase " + std::string(phase) +
                                            " is the first whose module changed: ";
      text += describeModuleChange(old->second, now->second);
      return add(ChangeKind::Code, same.empty() ? text : text + " (as before: " + same + ")");
    }
  }

  void compareKernels() {
    for (const auto &[name, record] : before.kernels)
      if (!after.kernels.count(name))
        add(ChangeKind::Code, "kernel " + name + " is gone");
    for (const auto &[name, record] : after.kernels) {
      auto old = before.kernels.find(name);
      std::string title = "kernel " + name;
      if (!record.layers.empty())
        title += " (" + record.layers + ")";
      if (old == before.kernels.end()) {
        add(ChangeKind::Code, title + " is new: " + record.schedule + ", " +
                                  std::to_string(record.code.instructions) + " instructions");
        continue;
      }
      std::vector<std::string> parts = kernelChanges(old->second, record);
      if (!parts.empty())
        add(ChangeKind::Code, title + ": " + llvm::join(parts, "; "));
    }
  }

  static std::vector<std::string> kernelChanges(const KernelRecord &old, const KernelRecord &now) {
    std::vector<std::string> parts;
    auto count = [&](llvm::StringRef what, int64_t before, int64_t after) {
      if (before != after)
        parts.push_back(became(what, before, after));
    };
    if (old.kind != now.kind)
      parts.push_back("kind " + old.kind + " became " + now.kind);
    else if (old.computation != now.computation)
      parts.push_back("it computes something else");
    scheduleChanges(old.parameters, now.parameters, parts);
    if (old.loops != now.loops)
      parts.push_back("other loops");
    count("instructions", old.code.instructions, now.code.instructions);
    count("code bytes", old.code.bytes, now.code.bytes);
    count("calls", old.code.calls, now.code.calls);
    count("stores to the stack", old.code.stackStores, now.code.stackStores);
    count("stack bytes", old.code.stackBytes, now.code.stackBytes);
    std::string mnemonics = histogramChange(old.code.histogram, now.code.histogram);
    if (!mnemonics.empty())
      parts.push_back(mnemonics);
    else if (parts.empty() && old.object != now.object)
      parts.push_back("the same instructions in another order, or with other operands");
    return parts;
  }

  static void scheduleChanges(const Schedule &old, const Schedule &now,
                              std::vector<std::string> &parts) {
    if (old.name != now.name) {
      parts.push_back("schedule " + textOf(old) + " became " + textOf(now));
      return;
    }
    auto names = old.parameters;
    names.insert(now.parameters.begin(), now.parameters.end());
    auto valueOf = [](const Schedule &schedule, const std::string &name) {
      auto found = schedule.parameters.find(name);
      return found == schedule.parameters.end() ? std::string("unset")
                                                : std::to_string(found->second);
    };
    for (const auto &[name, value] : names)
      if (valueOf(old, name) != valueOf(now, name))
        parts.push_back(name + " " + valueOf(old, name) + " became " + valueOf(now, name));
  }

  void compareMemory() {
    if (before.workspaceBytes != after.workspaceBytes)
      add(ChangeKind::Code, became("workspace bytes", before.workspaceBytes,
                                   after.workspaceBytes));
    if (before.constantBytes != after.constantBytes)
      add(ChangeKind::Code, became("bytes of weights", before.constantBytes,
                                   after.constantBytes));
  }

  void compareOutputs() {
    if (!after.noOutputs.empty() || !before.noOutputs.empty()) {
      found.notes.push_back("output bits not compared: " + (after.noOutputs.empty()
                                                                ? "when it was taken, " +
                                                                      before.noOutputs
                                                                : after.noOutputs));
      return;
    }
    std::map<std::string, const OutputRecord *> old;
    for (const OutputRecord &output : before.outputs)
      old[output.name] = &output;
    bool same = true;
    for (const OutputRecord &output : after.outputs) {
      const OutputRecord *was = old[output.name];
      old.erase(output.name);
      if (was && was->bits == output.bits && was->type == output.type)
        continue;
      same = false;
      std::string text = "output " + output.name;
      if (!was)
        text += " is new";
      else if (was->type != output.type)
        text += " is " + output.type + " when it was " + was->type;
      else
        text += ": other bits";
      if (output.ulp >= 0)
        text += ", at most " + number(output.ulp) + " ULP from the reference";
      if (was && was->ulp >= 0)
        text += " (" + number(was->ulp) + " before)";
      add(ChangeKind::Bits, text);
    }
    for (const auto &[name, output] : old)
      add(ChangeKind::Bits, "output " + name + " is gone");
    if (same && old.empty())
      found.notes.push_back("output bits unchanged");
  }

  void compareExecuted() {
    if (after.executed < 0 || before.executed < 0) {
      found.notes.push_back(
          "instructions of a run not compared: " +
          (after.executed < 0 ? after.counter : "when it was taken, " + before.counter));
      return;
    }
    if (before.counter != after.counter) {
      found.notes.push_back("instructions of a run not compared: counted by " + after.counter +
                            ", before by " + before.counter);
      return;
    }
    double ratio = double(after.executed) / std::max<int64_t>(1, before.executed);
    if (std::fabs(ratio - 1) > kSameCount)
      add(ChangeKind::Speed, became("instructions of a run", before.executed, after.executed));
  }

  const Snapshot &before, &after;
  SnapshotChanges found;
};

/// "nn.relu" of "%3 = nn.relu %2 : ..."; empty for lines without an op.
llvm::StringRef opOf(llvm::StringRef line) {
  line = line.trim();
  if (line.starts_with("%"))
    line = line.split(" = ").second;
  return line.take_while([](char c) { return llvm::isAlnum(c) || c == '.' || c == '_'; });
}

/// The line without the numbers of its values, which depend on all lines before.
std::string withoutNames(llvm::StringRef line) {
  std::string text;
  for (size_t i = 0; i < line.size(); ++i) {
    text += line[i];
    if (line[i] == '%')
      while (i + 1 < line.size() && llvm::isAlnum(line[i + 1]))
        ++i;
  }
  return text;
}

} // namespace

const char *spelling(ChangeKind kind) {
  switch (kind) {
  case ChangeKind::Bits:
    return "bits";
  case ChangeKind::Code:
    return "code";
  case ChangeKind::Speed:
    return "speed";
  }
  llvm_unreachable("covered");
}

std::string describeModuleChange(llvm::StringRef before, llvm::StringRef after) {
  std::map<std::string, int64_t> ops, lines;
  int64_t sign = -1;
  for (llvm::StringRef text : {before, after}) {
    llvm::SmallVector<llvm::StringRef> split;
    text.split(split, '\n');
    for (llvm::StringRef line : split) {
      if (llvm::StringRef op = opOf(line); op.contains('.'))
        ops[op.str()] += sign;
      lines[withoutNames(line)] += sign;
    }
    sign = 1;
  }
  std::vector<std::string> parts;
  for (const auto &[op, count] : ops)
    if (count)
      parts.push_back((count > 0 ? "+" : "") + std::to_string(count) + " " + op);
  int64_t constants = 0, others = 0;
  for (const auto &[line, count] : lines)
    if (count > 0)
      (opOf(line) == "nn.constant" ? constants : others) += count;
  if (constants)
    parts.push_back(std::to_string(constants) + " new or other constants");
  if (others)
    parts.push_back(std::to_string(others) + " new or other lines");
  return parts.empty() ? "the same lines in another order" : llvm::join(parts, ", ");
}

SnapshotChanges compareSnapshots(const Snapshot &before, const Snapshot &after) {
  return Comparing(before, after).run();
}

} // namespace unspool
