//===- Report.cpp - comparisons as a table and as JSON --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/Comparison.h"
#include "tools/compare/Page.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace unspool {
namespace {

using Json = nlohmann::ordered_json;

template <typename... Args> std::string format(const char *text, Args... args) {
  char buffer[160];
  std::snprintf(buffer, sizeof buffer, text, args...);
  return buffer;
}

std::string bytesText(double bytes) {
  return bytes < 1024      ? format("%.0f B", bytes)
         : bytes < 1 << 20 ? format("%.1f KiB", bytes / 1024)
                           : format("%.1f MiB", bytes / (1 << 20));
}

/// Three digits, whatever the size.
std::string threeDigits(double value) {
  return format(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
}

std::string percent(double part, double whole) {
  return whole > 0 ? format("%.0f%%", 100 * part / whole) : "-";
}

/// The ratio to the default; "=" where the difference is within the interval.
std::string ratioText(const ComparedCandidate &one, bool isDefault) {
  if (isDefault)
    return "1";
  std::string interval = format("%.2f..%.2f", one.ratio.low, one.ratio.high);
  return one.isTie() ? "tie " + interval : interval;
}

using Row = std::vector<std::string>;

Row rowOf(const Comparison &comparison, const ComparedKernel &kernel,
          const ComparedCandidate &one) {
  bool isDefault = &one == &kernel.candidates.front();
  std::string flops = kernel.kernel.flops > 0 ? threeDigits(one.flopRate / 1e9) : "-";
  return {one.candidate.name + (isDefault ? " *" : ""),
          threeDigits(one.seconds.value * 1e6),
          ratioText(one, isDefault),
          flops,
          kernel.kernel.flops > 0 ? percent(one.flopRate, comparison.machine.peakFlops) : "-",
          threeDigits(one.byteRate / 1e9),
          percent(one.byteRate, kernel.bandwidth),
          std::to_string(one.instructions),
          std::to_string(one.stackStores),
          std::to_string(one.hot.vectorBits),
          bytesText(double(one.codeBytes)),
          bytesText(double(one.candidate.workspaceBytes)),
          format("%.2f s", one.candidate.compileSeconds),
          format("%.1e", one.error) + (one.isWrong ? " WRONG" : "")};
}

std::string tableOf(const Comparison &comparison, const ComparedKernel &kernel) {
  std::vector<Row> rows{{"schedule", "us", "/ default", "GFLOPS", "peak", "GB/s",
                         "of " + kernel.memoryLevel, "instr", "spills", "vector", "code",
                         "workspace", "compile", "error"}};
  std::vector<std::string> problems{""};
  for (const ComparedCandidate &one : kernel.candidates) {
    rows.push_back(one.isTimed() ? rowOf(comparison, kernel, one) : Row{one.candidate.name});
    problems.push_back(one.problem);
  }
  std::vector<size_t> widths(rows.front().size(), 0);
  for (const Row &row : rows)
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  std::string text;
  for (size_t r = 0; r < rows.size(); ++r) {
    std::string line = "  ";
    for (size_t i = 0; i < rows[r].size(); ++i) {
      std::string space(widths[i] - rows[r][i].size(), ' ');
      line += (i == 0 ? rows[r][i] + space : space + rows[r][i]) + "  ";
    }
    if (!problems[r].empty())
      line += problems[r].size() > 100 ? problems[r].substr(0, 100) + "..." : problems[r];
    text += llvm::StringRef(line).rtrim().str() + "\n";
  }
  return text;
}

std::string layersText(const KernelModule &kernel) {
  if (kernel.layers.empty())
    return "";
  std::string text = kernel.layers.front();
  if (kernel.layers.size() > 1)
    text += " and " + std::to_string(kernel.layers.size() - 1) + " more";
  return text;
}

Json toJson(const Estimate &estimate) {
  return {{"value", estimate.value}, {"low", estimate.low}, {"high", estimate.high}};
}

Json toJson(const Comparison &comparison, const ComparedKernel &kernel,
            const ComparedCandidate &one) {
  const Candidate &candidate = one.candidate;
  Json row{{"name", candidate.name}, {"default", &one == &kernel.candidates.front()}};
  if (!one.isTimed()) {
    row["problem"] = one.problem;
    return row;
  }
  row["schedule"] = candidate.schedule;
  if (!candidate.algorithmInUse.empty())
    row["algorithm"] = candidate.algorithmInUse;
  row["seconds"] = toJson(one.seconds);
  row["ratio"] = toJson(one.ratio);
  row["tie"] = one.isTie();
  row["flop_rate"] = one.flopRate;
  row["byte_rate"] = one.byteRate;
  if (comparison.machine.peakFlops > 0)
    row["of_peak"] = one.flopRate / comparison.machine.peakFlops;
  row["of_bandwidth"] = one.byteRate / kernel.bandwidth;
  row["error"] = one.error;
  row["wrong"] = one.isWrong;
  row["instructions"] = one.instructions;
  row["spills"] = one.stackStores;
  row["code_bytes"] = one.codeBytes;
  row["workspace_bytes"] = candidate.workspaceBytes;
  row["compile_seconds"] = candidate.compileSeconds;
  row["hot_loop"] = {{"vector_bits", one.hot.vectorBits},
                     {"instructions", one.hot.instructions},
                     {"multiply_adds", one.hot.multiplyAdds},
                     {"stack_accesses", one.hot.stackAccesses},
                     {"assembly", one.hot.text}};
  row["loop_nest"] = one.loopNest;
  row["source"] = candidate.source;
  return row;
}

} // namespace

std::string comparisonTable(const Comparison &comparison) {
  const Machine &machine = comparison.machine;
  std::string text = machine.cpu + ", one core: ";
  text += machine.peakFlops > 0 ? format("%.1f GFLOPS", machine.peakFlops / 1e9)
                                : "its peak is not known here";
  for (const MemoryLevel &level : machine.memory)
    text += format(", %s %.0f GB/s", level.name.c_str(), level.bandwidth / 1e9);
  text += "\n* is what the compiler chooses; / default is a 95 % interval of the ratio of times\n";
  for (const ComparedKernel &kernel : comparison.kernels) {
    text += "\n" + kernel.kernel.name + ": " + kernel.type;
    if (kernel.kernel.flops > 0)
      text += format(", %.3f MFLOP", kernel.kernel.flops / 1e6);
    text += ", " + bytesText(double(kernel.kernel.bytes)) + ", " +
            (kernel.kernel.calls == 1 ? "1 call"
                                      : std::to_string(kernel.kernel.calls) + " calls");
    std::string layers = layersText(kernel.kernel);
    text += (layers.empty() ? "" : " (" + layers + ")") + "\n" + tableOf(comparison, kernel);
  }
  const ComparisonCost &cost = comparison.cost;
  return text + format("\nspent: compiling %.1f s, reference %.1f s, timing %.1f s, peaks of the "
                       "machine %.1f s; an empty call takes %.1f ns\n",
                       cost.compiling, cost.reference, cost.timing, cost.machine,
                       cost.emptyCall * 1e9);
}

std::string comparisonJson(const Comparison &comparison) {
  const Machine &machine = comparison.machine;
  Json memory = Json::array(), kernels = Json::array();
  for (const MemoryLevel &level : machine.memory)
    memory.push_back({{"name", level.name}, {"bytes", level.bytes}, {"bandwidth", level.bandwidth}});
  for (const ComparedKernel &kernel : comparison.kernels) {
    Json rows = Json::array();
    for (const ComparedCandidate &one : kernel.candidates)
      rows.push_back(toJson(comparison, kernel, one));
    kernels.push_back({{"name", kernel.kernel.name},
                       {"kind", kernel.kernel.kind},
                       {"type", kernel.type},
                       {"layers", kernel.kernel.layers},
                       {"calls", kernel.kernel.calls},
                       {"flops", kernel.kernel.flops},
                       {"bytes", kernel.kernel.bytes},
                       {"memory_level", kernel.memoryLevel},
                       {"candidates", rows}});
  }
  const ComparisonCost &cost = comparison.cost;
  Json report{{"model", comparison.model},
              {"machine",
               {{"cpu", machine.cpu},
                {"target", machine.target},
                {"peak_flops", machine.peakFlops},
                {"memory", memory}}},
              {"cost",
               {{"compiling", cost.compiling},
                {"reference", cost.reference},
                {"timing", cost.timing},
                {"machine", cost.machine},
                {"empty_call", cost.emptyCall}}},
              {"kernels", kernels}};
  // Names in a model need not be UTF-8.
  return report.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string comparisonPage(const Comparison &comparison) {
  std::string page(comparePage());
  std::string data = comparisonJson(comparison);
  // Nothing in a string may end the script that it stands in.
  for (size_t at = data.find("</"); at != std::string::npos; at = data.find("</", at + 3))
    data.replace(at, 2, "<\\/");
  std::string place = "/*DATA*/null";
  return page.replace(page.find(place), place.size(), data);
}

} // namespace unspool
