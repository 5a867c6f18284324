//===- Candidates.cpp - the ways in which a kernel could run --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/Candidates.h"

#include "codegen/kernels/Kernels.h"
#include "codegen/library/Library.h"
#include "ir/Winograd.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <nlohmann/json.hpp>

#include <chrono>

namespace unspool {
namespace {

nn::ScheduleRule ruleFor(const std::string &kind, const std::string &name) {
  nn::ScheduleRule rule;
  rule.kind = kind;
  rule.name = name;
  return rule;
}

/// The value half as large, or twice as large, that is legal; or the nearest on that side.
std::optional<int64_t> neighbour(const ParameterInUse &use, bool larger) {
  std::optional<int64_t> best;
  double wanted = larger ? 2.0 * double(use.value) : double(use.value) / 2;
  for (int64_t value : use.legal.values(64)) {
    bool isOnSide = larger ? value > use.value : value < use.value;
    if (isOnSide && (!best || std::abs(double(value) - wanted) < std::abs(double(*best) - wanted)))
      best = value;
  }
  return best;
}

/// The default with one parameter changed, for as many parameters as there are to be
/// variants: one on the side where there is more room, then the others.
std::vector<Candidate> variantsOf(const nn::ScheduleRule &rule, const KernelSpec &spec,
                                  const std::string &target, unsigned count) {
  std::vector<Candidate> variants;
  std::vector<ParameterInUse> uses = scheduleInUse(spec, target).parameters;
  for (bool first : {true, false})
    for (const ParameterInUse &use : uses) {
      bool larger = (use.value <= 2) == first;
      std::optional<int64_t> value = neighbour(use, larger);
      if (!value || variants.size() >= count)
        continue;
      Candidate variant;
      variant.rules = {ruleFor(rule.kind, rule.name)};
      variant.rules[0].parameters[use.name] = *value;
      variant.name = scheduleText(variant.rules[0]);
      variants.push_back(std::move(variant));
    }
  return variants;
}

/// Rules that are about this kernel; it is alone in its module, so layers do not matter.
ScheduleRules rulesAbout(const KernelModule &kernel, const ScheduleRules &all) {
  ScheduleRules rules;
  for (nn::ScheduleRule rule : all) {
    bool isAboutKind = rule.kind.empty() || rule.kind == kernel.kind ||
                       (kernel.hasAlgorithms && rule.kind == kernel.otherKind());
    bool isAboutLayer = rule.layers.empty() ||
                        llvm::any_of(rule.layers, [&](const std::string &layer) {
                          return llvm::is_contained(kernel.layers, layer);
                        });
    if (!isAboutKind || !isAboutLayer)
      continue;
    rule.layers.clear();
    rules.push_back(std::move(rule));
  }
  return rules;
}

/// The compiler's errors on one line, without what the table says anyway.
std::string problemOf(llvm::StringRef errors) {
  llvm::SmallVector<llvm::StringRef> lines, kept;
  errors.split(lines, '\n', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef line : lines) {
    line.consume_front("error: ");
    if (line.starts_with("kernel "))
      line = line.split(": ").second;
    line.consume_front("Error: ");
    kept.push_back(line.trim());
  }
  return llvm::join(kept, "; ");
}

std::string contentsOf(const llvm::Twine &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  return buffer ? (*buffer)->getBuffer().str() : "";
}

/// In the child: compiles, and says as JSON what parent and user want to know.
std::string compileAside(const CompileOptions &options) {
  auto begin = std::chrono::steady_clock::now();
  CompileResult result = compile(options);
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  nlohmann::json report{{"seconds", seconds.count()}, {"workspace", result.workspaceBytes}};
  if (result.outcome != Outcome::Good) {
    report["problem"] = problemOf(result.errors);
    return report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  SchedulesInUse inUse = schedulesInUse(result.plan, options.target);
  std::vector<std::string> texts;
  for (const nn::ScheduleRule &rule : inUse.rules) {
    texts.push_back(scheduleText(rule));
    if (!rule.algorithm.empty())
      report["algorithm"] = rule.algorithm;
  }
  report["schedule"] = llvm::join(texts, "; ");
  std::string source;
  for (const KernelSpec &kernel : result.plan.kernels) {
    report["kernels"].push_back(kernel.name);
    source += print(kernel) + "\n";
  }
  report["source"] = source;
  return report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// In the parent: what the child said, and left in its folder.
void adopt(Candidate &candidate, const ChildReply &reply) {
  candidate.problem = reply.problem;
  if (!candidate.problem.empty())
    return;
  auto report = nlohmann::json::parse(reply.text, nullptr, /*allow_exceptions=*/false);
  if (!report.is_object()) {
    candidate.problem = "ended without a result";
    return;
  }
  candidate.compileSeconds = report.value("seconds", 0.0);
  candidate.workspaceBytes = report.value("workspace", int64_t(0));
  candidate.problem = report.value("problem", "");
  candidate.schedule = report.value("schedule", "");
  candidate.algorithmInUse = report.value("algorithm", "");
  candidate.source = report.value("source", "");
  for (const std::string &kernel : report.value("kernels", std::vector<std::string>())) {
    std::string stem = candidate.folder + "/" + kKernelLibrary + "." + kernel;
    candidate.objects.push_back(contentsOf(stem + ".o"));
    candidate.stmts.push_back(contentsOf(stem + ".stmt"));
    candidate.assemblies.push_back(contentsOf(stem + ".s"));
  }
  bool isOther = !candidate.algorithm.empty() && candidate.algorithm != "direct";
  candidate.isApplicable = !isOther || candidate.algorithmInUse == candidate.algorithm;
}

} // namespace

std::string scheduleText(const nn::ScheduleRule &rule) {
  std::string text = rule.name;
  for (const ScheduleParameter &row : scheduleParameters()) {
    auto found = rule.parameters.find(row.name);
    if (row.kind != rule.kind || row.schedule != rule.name || found == rule.parameters.end())
      continue;
    text += " " + row.name + "=" +
            (row.words.empty() ? std::to_string(found->second)
                               : row.words.at(found->second - row.least));
  }
  return text;
}

CompileOptions optionsFor(const Candidate &candidate, const KernelModule &kernel,
                          const CompileOptions &original) {
  CompileOptions options = original;
  options.module = kernel.module;
  options.name = kKernelLibrary;
  options.schedules.clear();
  options.passes.schedules = candidate.rules;
  options.passes.threads = 1;
  options.passes.stream.clear();
  options.states.clear();
  options.automaticStates = false;
  options.progress = nullptr;
  if (!candidate.algorithm.empty())
    options.passes.algorithms = {candidate.algorithm};
  else
    options.passes.algorithms.clear();
  if (!candidate.packs)
    options.passes.disabled.insert("pack-weights");
  return options;
}

std::vector<Candidate> candidatesFor(const KernelModule &kernel, const CompileOptions &options,
                                     const CandidateOptions &choice) {
  Candidate standard;
  CompileOptions planning = optionsFor(standard, kernel, options);
  planning.planOnly = true;
  ModelPlan plan = compile(planning).plan;
  SchedulesInUse inUse = schedulesInUse(plan, options.target);
  std::string kind = kernel.kind;
  std::vector<Candidate> candidates{standard};
  if (!inUse.rules.empty()) {
    // The rule of the kernel that all is about.
    const nn::ScheduleRule &rule = inUse.rules.front();
    kind = rule.kind;
    candidates[0].name = rule.name + (kernel.hasAlgorithms ? " " + rule.algorithm : "");
    candidates[0].algorithm = rule.algorithm;
    for (Candidate &variant :
         variantsOf(rule, plan.kernels[inUse.kernels.front()], options.target, choice.variants)) {
      variant.algorithm = rule.algorithm;
      candidates.push_back(std::move(variant));
    }
  } else {
    candidates[0].name = "default";
  }
  auto add = [&](const std::string &name, const std::string &schedule,
                 const std::string &algorithm) {
    Candidate candidate;
    candidate.name = name;
    candidate.algorithm = algorithm;
    if (!schedule.empty())
      candidate.rules = {ruleFor("", schedule)};
    candidates.push_back(std::move(candidate));
  };
  std::string direct = kernel.hasAlgorithms ? "direct" : "";
  for (const char *algorithm : kConvolutionAlgorithms)
    if (kernel.mayHave(algorithm) && algorithm != candidates[0].algorithm)
      add("tiled " + std::string(algorithm), "", algorithm);
  for (const char *schedule : {"vectorized", "naive"})
    if (inUse.rules.empty() || inUse.rules.front().name != schedule)
      add(schedule, schedule, direct);
  for (const auto &[name, rules] : choice.files) {
    ScheduleRules own = rulesAbout(kernel, rules);
    if (own.empty())
      continue;
    add(name, "", "");
    candidates.back().rules = std::move(own);
  }
  if (choice.autoschedulers)
    for (const std::string &name : autoschedulers()) {
      add(name, name, direct);
      candidates.back().packs = false;
      candidates.back().isAuto = true;
    }
  return candidates;
}

void buildCandidates(std::vector<Candidate> &candidates, const KernelModule &kernel,
                     const CompileOptions &options, const CandidateOptions &choice,
                     const std::string &folder, const std::function<void()> &ended) {
  std::vector<ChildTask> tasks;
  for (size_t i = 0; i < candidates.size(); ++i) {
    Candidate &candidate = candidates[i];
    candidate.folder = folder + "/" + std::to_string(i);
    CompileOptions own = optionsFor(candidate, kernel, options);
    own.outputDirectory = candidate.folder;
    own.emit = {"shared", "obj", "stmt", "asm"};
    ChildLimits limits;
    if (candidate.isAuto)
      limits = {choice.autoschedulerSeconds, choice.autoschedulerBytes};
    tasks.push_back({[own] { return compileAside(own); }, limits});
  }
  std::vector<ChildReply> replies = runInChildren(tasks, choice.jobs, [&](size_t, const ChildReply &) { ended(); });
  for (size_t i = 0; i < candidates.size(); ++i)
    adopt(candidates[i], replies[i]);
  llvm::erase_if(candidates, [](const Candidate &candidate) { return !candidate.isApplicable; });
}

} // namespace unspool
