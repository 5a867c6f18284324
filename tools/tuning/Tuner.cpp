//===- Tuner.cpp - finds fast schedules by measuring ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/Tuner.h"

#include "tools/driver/Statistics.h"
#include "tools/tuning/KernelSearch.h"
#include "tools/tuning/ModelTrial.h"

#include <chrono>
#include <numeric>
#include <thread>

namespace unspool {
namespace {

/// Between looks at what others have done.
constexpr std::chrono::milliseconds kPause{50};
/// For a comparison of models that differ in one kernel, and in all that were tuned.
constexpr double kKernelSeconds = 0.3, kModelSeconds = 1;

class Tuning {
public:
  explicit Tuning(const TuneOptions &options) : options(options) {}

  llvm::Expected<TuneReport> run(Outcome &refusal) {
    auto kernels = kernelsToTune(options.compile, refusal);
    if (!kernels)
      return kernels.takeError();
    // After the model: one that is refused leaves no file behind.
    auto opened = TuningDatabase::open(options.database);
    if (!opened)
      return opened.takeError();
    database.emplace(std::move(*opened));
    for (TunableKernel &kernel : *kernels)
      report.kernels.push_back({std::move(kernel), 0, 0, std::nullopt});
    for (const TunedKernel &row : report.kernels)
      searches.emplace_back(std::make_unique<KernelSearch>(
          row.kernel, options.compile, *database, [&](const Measurement &measurement) {
            if (llvm::Expected<int> total = count(); !total)
              llvm::consumeError(total.takeError()); // it shows in the next measurement
            else if (options.measured)
              options.measured(row.kernel, measurement, *total);
          }));
    auto before = count();
    if (!before)
      return before.takeError();
    report.before = measurements;
    if (llvm::Error error = searchAll())
      return error;
    if (llvm::Error error = conclude())
      return error;
    return std::move(report);
  }

private:
  /// What is near the default, for all kernels: that is where most of what there is to gain is
  /// found. What is left of the trials goes everywhere.
  llvm::Error searchAll() {
    std::vector<int> spent(report.kernels.size(), 0);
    for (KernelSearch::Reach reach : {KernelSearch::Reach::Near, KernelSearch::Reach::Everywhere}) {
      if (llvm::Error error = searchAll(reach, spent))
        return error;
      for (size_t i = 0; i < spent.size(); ++i)
        spent[i] = searches[i]->trialsNear();
    }
    return llvm::Error::success();
  }

  /// Until there are enough trials, or there is nothing more to measure. `spent`: each kernel's
  /// trials that are not shared out here.
  llvm::Error searchAll(KernelSearch::Reach reach, const std::vector<int> &spent) {
    std::vector<bool> isExhausted(report.kernels.size(), false);
    for (;;) {
      std::vector<int> budgets = shareBudget(isExhausted, spent);
      std::vector<bool> isDone(report.kernels.size(), false);
      while (!llvm::all_of(isDone, [](bool done) { return done; }))
        if (llvm::Error error = searchOnce(reach, budgets, isDone, isExhausted))
          return error;
      auto total = count();
      if (!total)
        return total.takeError();
      bool isOver = llvm::all_of(isExhausted, [](bool exhausted) { return exhausted; });
      if (*total >= options.trials || isOver || budgets == shareBudget(isExhausted, spent))
        return llvm::Error::success();
    }
  }

  /// Each kernel that is not done, once, those first at which fewest others are.
  llvm::Error searchOnce(KernelSearch::Reach reach, const std::vector<int> &budgets,
                         std::vector<bool> &isDone, std::vector<bool> &isExhausted) {
    std::vector<std::pair<int, size_t>> order;
    for (size_t i = 0; i < report.kernels.size(); ++i) {
      auto others = database->claimsOfOthers(report.kernels[i].kernel.key);
      if (!others)
        return others.takeError();
      if (!isDone[i])
        order.push_back({*others, i});
    }
    llvm::sort(order);
    for (auto [others, i] : order) {
      auto total = count();
      if (!total)
        return total.takeError();
      if (options.begun)
        options.begun(report.kernels[i].kernel, *total);
      int left = std::max(0, options.trials - *total);
      llvm::Expected<KernelSearch::State> state =
          searches[i]->run(std::min(budgets[i], report.kernels[i].trials + left), reach);
      if (!state)
        return state.takeError();
      isDone[i] = *state != KernelSearch::State::Busy;
      isExhausted[i] = isExhausted[i] || *state == KernelSearch::State::Exhausted;
      if (isDone[i])
        return llvm::Error::success(); // where are the others now?
    }
    if (!order.empty())
      std::this_thread::sleep_for(kPause);
    return llvm::Error::success();
  }

  /// What a kernel has to do in a run: operations and bytes. Shares that were measured
  /// would be others each time.
  static double workOf(const TunableKernel &kernel) {
    double work = flopsOf(kernel.spec);
    for (const TensorType &argument : kernel.spec.arguments)
      work += argument.bytes();
    return work * kernel.calls;
  }

  /// Every kernel gets some of the trials, and those with most to do most; what one can make
  /// no use of goes to the others.
  std::vector<int> shareBudget(const std::vector<bool> &isExhausted,
                               const std::vector<int> &spent) {
    std::vector<int> budgets(report.kernels.size());
    double left = options.trials, total = 0, sharers = 0;
    for (size_t i = 0; i < budgets.size(); ++i) {
      TunedKernel &row = report.kernels[i];
      if (isExhausted[i]) {
        budgets[i] = row.trials;
        left -= row.trials;
        continue;
      }
      left -= spent[i];
      ++sharers;
      total += workOf(row.kernel);
    }
    for (size_t i = 0; i < budgets.size(); ++i)
      if (!isExhausted[i])
        budgets[i] =
            spent[i] + std::max(1, int(0.5 * left / sharers +
                                       0.5 * left * workOf(report.kernels[i].kernel) / total));
    return budgets;
  }

  /// Of trials, each kernel's and all.
  llvm::Expected<int> count() {
    int sum = 0;
    measurements = 0;
    for (TunedKernel &row : report.kernels) {
      auto rows = database->all(row.kernel.key);
      if (!rows)
        return rows.takeError();
      row.trials = countTrials(*rows);
      measurements += int(rows->size());
      for (const Measurement &measurement : *rows)
        if (measurement.ratio > 0)
          row.microseconds = measurement.ofDefault;
      sum += row.trials;
    }
    return sum;
  }

  /// What came of it.
  llvm::Error conclude() {
    auto after = count();
    if (!after)
      return after.takeError();
    report.after = measurements;
    for (TunedKernel &row : report.kernels)
      if (llvm::Error error = chooseBest(row))
        return error;
    while (options.comparesModels) {
      std::vector<nn::ScheduleRule> rules;
      TunedKernel *worst = nullptr;
      for (TunedKernel &row : report.kernels) {
        if (!row.best)
          continue;
        rules.push_back(row.kernel.ruleFor(row.best->choice));
        if (!worst || row.inModel > worst->inModel)
          worst = &row;
      }
      report.model.reset();
      if (!worst)
        break;
      report.model = compareModels(options.compile, rules, kModelSeconds);
      if (!report.model->isSlower)
        break;
      // Together they are slower: without the one that does least for the model, then.
      if (llvm::Error error = refuse(*worst))
        return error;
      if (llvm::Error error = chooseBest(*worst))
        return error;
    }
    return llvm::Error::success();
  }

  llvm::Error refuse(TunedKernel &row) {
    row.best->isSlowerInModel = true;
    return database->add(row.kernel.key, *row.best);
  }

  /// The best of a kernel that does not make the model slower. What the kernel reads was just
  /// written, and its weights share the caches with others: alone, it knows nothing of that.
  llvm::Error chooseBest(TunedKernel &row) {
    for (;;) {
      auto best = bestFor(row.kernel, options.compile, *database);
      if (!best)
        return best.takeError();
      row.best = std::move(*best);
      if (!row.best || !options.comparesModels)
        break;
      if (options.begun)
        options.begun(row.kernel, options.trials);
      TunedModel model =
          compareModels(options.compile, {row.kernel.ruleFor(row.best->choice)}, kKernelSeconds);
      row.inModel = model.ratio;
      if (!model.isSlower)
        break;
      if (llvm::Error error = refuse(row))
        return error;
    }
    auto rows = database->all(row.kernel.key);
    if (!rows)
      return rows.takeError();
    row.refused =
        int(llvm::count_if(*rows, [](const Measurement &other) { return other.isSlowerInModel; }));
    return llvm::Error::success();
  }

  const TuneOptions &options;
  std::optional<TuningDatabase> database;
  TuneReport report;
  int measurements = 0;                                ///< of all kernels, repetitions among them
  std::vector<std::unique_ptr<KernelSearch>> searches; ///< one a kernel
};

} // namespace

llvm::Expected<TuneReport> tune(const TuneOptions &options, Outcome &refusal) {
  return Tuning(options).run(refusal);
}

} // namespace unspool
