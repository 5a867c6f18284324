//===- Tuner.cpp - finds fast schedules by measuring ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A candidate's time is measured in turns with the default's, so that measurements of
// different days, and of busy machines, can be compared. The best of many noisy ones is
// likely one that was lucky: before it counts, it is measured again, for longer.
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/Tuner.h"

#include "tools/driver/DataSet.h"
#include "tools/driver/Statistics.h"
#include "tools/tuning/KernelTimer.h"
#include "tools/tuning/SearchSpace.h"

#include <cmath>
#include <nlopt.hpp>

namespace unspool {
namespace {

/// For a candidate.
constexpr double kSeconds = 0.03;
/// What a schedule that does not work counts as, in times of the default.
constexpr double kUseless = 10;
/// Points that the optimiser may ask for, for each measurement: most are known.
constexpr int kQuestions = 20;

bool sameSchedule(const Schedule &left, const Schedule &right) {
  return left.name == right.name && left.parameters == right.parameters;
}

/// The search for one kernel's schedule.
class KernelSearch {
public:
  KernelSearch(const TuneOptions &options, TuningDatabase &database, const TunableKernel &kernel,
               int budget, int &total)
      : options(options), database(database), kernel(kernel), budget(budget), total(total),
        target(kernel.key.target),
        space(kernel.spec, target, [this](int64_t vectors) { return specWith(vectors); }) {}

  /// Microseconds that a call takes with the default schedule.
  llvm::Expected<double> run() {
    auto rows = database.all(kernel.key);
    if (!rows)
      return rows.takeError();
    known = std::move(*rows);
    auto made = TimedKernel::create(kernel.spec, target);
    if (!made)
      return made.takeError();
    incumbent = std::move(*made);
    search();
    if (!problem.empty())
      return llvm::createStringError(llvm::inconvertibleErrorCode(), problem);
    if (llvm::Error error = confirm())
      return error;
    return compareTimes(*incumbent, *incumbent, kSeconds).microseconds;
  }

private:
  bool isDone() const { return int(known.size()) >= budget; }

  void search() {
    if (isDone() || space.dimensions() == 0)
      return;
    nlopt::srand(1);
    unsigned dimensions = unsigned(space.dimensions());
    nlopt::opt local(nlopt::LN_SBPLX, dimensions);
    local.set_xtol_abs(0.02);
    nlopt::opt global(nlopt::G_MLSL_LDS, dimensions);
    global.set_local_optimizer(local);
    global.set_lower_bounds(0.0);
    global.set_upper_bounds(1.0);
    global.set_initial_step(0.25);
    global.set_min_objective(&KernelSearch::objective, this);
    global.set_maxeval(kQuestions * budget);
    optimizer = &global;
    std::vector<double> point = space.start();
    double least = 0;
    try {
      global.optimize(point, least);
    } catch (const nlopt::forced_stop &) {
      // The budget is spent.
    } catch (const std::exception &) {
      // Rounding stopped it: what was measured is in the database.
    }
    optimizer = nullptr;
  }

  static double objective(const std::vector<double> &point, std::vector<double> &, void *self) {
    return static_cast<KernelSearch *>(self)->ratioAt(point);
  }

  double ratioAt(const std::vector<double> &point) {
    if (isDone()) {
      optimizer->force_stop();
      return kUseless;
    }
    std::optional<KernelSpec> candidate = space.at(point);
    if (!candidate)
      return kUseless;
    if (sameSchedule(candidate->schedule, kernel.spec.schedule))
      return 1;
    if (const Measurement *measurement = find(candidate->schedule))
      return costOf(*measurement);
    Measurement measurement = measure(*candidate, kSeconds);
    double cost = costOf(measurement);
    if (llvm::Error error = keep(std::move(measurement)))
      return stop(std::move(error));
    return cost;
  }

  double stop(llvm::Error error) {
    problem = toString(std::move(error));
    optimizer->force_stop();
    return kUseless;
  }

  static double costOf(const Measurement &measurement) {
    return measurement.ratio > 0 ? measurement.ratio : kUseless;
  }

  const Measurement *find(const Schedule &schedule) const {
    for (const Measurement &measurement : known)
      if (sameSchedule(measurement.schedule, schedule))
        return &measurement;
    return nullptr;
  }

  Measurement measure(const KernelSpec &candidate, double seconds) {
    Measurement measurement;
    measurement.schedule = candidate.schedule;
    measurement.seconds = seconds;
    auto timed = TimedKernel::create(candidate, target);
    if (!timed) {
      measurement.error = toString(timed.takeError());
      return measurement;
    }
    measurement.error = differenceFrom(**timed, candidate);
    if (!measurement.error.empty())
      return measurement;
    Ratio ratio = compareTimes(**timed, *incumbent, seconds);
    measurement.ratio = ratio.ratio;
    measurement.low = ratio.low;
    measurement.high = ratio.high;
    measurement.microseconds = ratio.microseconds;
    return measurement;
  }

  /// Whatever is legal should give right numbers; what does not must never be chosen.
  std::string differenceFrom(TimedKernel &timed, const KernelSpec &candidate) {
    // Weights in another order are other weights.
    if (!(candidate.arguments == kernel.spec.arguments))
      return "";
    auto results = timed.results(), expected = incumbent->results();
    if (!results)
      return toString(results.takeError());
    if (!expected)
      return toString(expected.takeError());
    mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
    for (auto [result, wanted] : llvm::zip(*results, *expected))
      if (llvm::StringRef(wanted.type).starts_with("f32")) {
        nn::Tensor tensor{
            mlir::RankedTensorType::get(wanted.shape, mlir::Float32Type::get(&context)),
            wanted.bytes};
        Difference difference = compare(result.bytes.data(), tensor, Tolerance());
        if (!difference.within)
          return "other numbers than with the default schedule: " + difference.where;
      }
    return "";
  }

  llvm::Error keep(Measurement measurement) {
    if (llvm::Error error = database.add(kernel.key, measurement))
      return error;
    known.push_back(measurement);
    ++total;
    if (options.measured)
      options.measured(kernel, measurement, total);
    return llvm::Error::success();
  }

  /// Measures what looks best again, until one holds.
  llvm::Error confirm() {
    for (int attempt = 0; attempt < 3; ++attempt) {
      auto best = database.best(kernel.key, 0);
      if (!best)
        return best.takeError();
      if (!*best || (*best)->seconds >= kSecondsToConfirm)
        return llvm::Error::success();
      KernelSpec candidate = kernel.spec;
      const auto &parameters = (*best)->schedule.parameters;
      if (auto vectors = parameters.find("vectors"); vectors != parameters.end())
        if (const KernelSpec *packed = specWith(vectors->second))
          candidate = *packed;
      candidate.schedule = (*best)->schedule;
      Measurement again = measure(candidate, kSecondsToConfirm);
      bool holds = again.ratio > 0 && again.high < 1;
      if (llvm::Error error = database.add(kernel.key, again))
        return error;
      if (holds)
        return llvm::Error::success();
    }
    return llvm::Error::success();
  }

  /// The kernel as it is with other packing of its weights.
  const KernelSpec *specWith(int64_t vectors) {
    auto [place, isNew] = packed.try_emplace(vectors);
    if (isNew) {
      CompileOptions compiling = options.compile;
      compiling.planOnly = true;
      nn::ScheduleRule rule = kernel.rule;
      rule.parameters = {{"vectors", vectors}};
      compiling.tuned = {rule};
      CompileResult result = compile(compiling);
      if (result.outcome == Outcome::Good)
        if (const KernelSpec *spec = findKernel(result.plan, kernel.rule, target))
          place->second = *spec;
    }
    return place->second ? &*place->second : nullptr;
  }

  const TuneOptions &options;
  TuningDatabase &database;
  const TunableKernel &kernel;
  int budget;
  int &total; ///< measurements of the model's kernels
  std::string target;
  std::map<int64_t, std::optional<KernelSpec>> packed;
  SearchSpace space;
  std::unique_ptr<TimedKernel> incumbent;
  std::vector<Measurement> known;
  nlopt::opt *optimizer = nullptr;
  std::string problem; ///< what went wrong with the database
};

class Tuning {
public:
  explicit Tuning(const TuneOptions &options) : options(options) {}

  llvm::Expected<TuneReport> run(Outcome &refusal) {
    auto opened = TuningDatabase::open(options.database);
    if (!opened)
      return opened.takeError();
    if (!options.compile.dimensions.empty())
      return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                     "schedules are tuned for fixed sizes; leave out --max");
    CompileOptions probe = options.compile;
    probe.planOnly = true;
    CompileResult compiled = compile(probe);
    refusal = compiled.outcome;
    if (compiled.outcome != Outcome::Good)
      return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                     llvm::StringRef(compiled.errors).trim());
    for (TunableKernel &kernel :
         tunableKernels(compiled.plan, resolveTarget(options.compile.target)))
      report.kernels.push_back({std::move(kernel), 0, 0, std::nullopt});
    if (llvm::Error error = count(*opened, report.before))
      return error;
    int total = report.before;
    std::vector<int> budgets = shareBudget();
    for (size_t i = 0; i < report.kernels.size(); ++i) {
      TunedKernel &row = report.kernels[i];
      if (options.begun)
        options.begun(row.kernel, total);
      auto microseconds = KernelSearch(options, *opened, row.kernel, budgets[i], total).run();
      if (!microseconds)
        return microseconds.takeError();
      row.microseconds = *microseconds;
    }
    if (llvm::Error error = count(*opened, report.after))
      return error;
    return std::move(report);
  }

private:
  /// What a kernel has to do in a run: operations and bytes. Shares that were measured
  /// would be others each time.
  static double workOf(const TunableKernel &kernel) {
    double work = flopsOf(kernel.spec);
    for (const TensorType &argument : kernel.spec.arguments)
      work += argument.bytes();
    return work * kernel.calls;
  }

  /// Every kernel gets some of the trials, and those with most to do most.
  std::vector<int> shareBudget() const {
    double total = 0;
    for (const TunedKernel &row : report.kernels)
      total += workOf(row.kernel);
    double half = 0.5 * options.trials, each = half / std::max<size_t>(1, report.kernels.size());
    std::vector<int> budgets;
    for (const TunedKernel &row : report.kernels)
      budgets.push_back(std::max(1, int(each + half * workOf(row.kernel) / total)));
    return budgets;
  }

  llvm::Error count(TuningDatabase &database, int &sum) {
    for (TunedKernel &row : report.kernels) {
      auto rows = database.all(row.kernel.key);
      auto best = database.best(row.kernel.key);
      if (!rows || !best)
        return llvm::joinErrors(rows.takeError(), best.takeError());
      row.trials = int(rows->size());
      row.best = *best;
      sum += row.trials;
    }
    return llvm::Error::success();
  }

  const TuneOptions &options;
  TuneReport report;
};

} // namespace

llvm::Expected<TuneReport> tune(const TuneOptions &options, Outcome &refusal) {
  return Tuning(options).run(refusal);
}

} // namespace unspool
