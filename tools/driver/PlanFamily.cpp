//===- PlanFamily.cpp - a library for sizes not yet known ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/PlanFamily.h"

#include "codegen/entry/Entry.h"
#include "codegen/kernels/Kernels.h"
#include "codegen/sizes/Generalize.h"
#include "codegen/sizes/Specialize.h"
#include "runtime/state.h"
#include "tools/driver/Dimensions.h"
#include "tools/driver/PlanTraits.h"
#include "tools/driver/RefinePlan.h"
#include "tools/driver/SizeSamples.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>

using namespace mlir;

namespace unspool {
namespace {

/// How far beyond the largest sizes a plan for all is looked for as well.
constexpr int64_t kDistances[] = {37, 79};

class Family {
public:
  explicit Family(const CompileOptions &options) : options(options) {}

  CompileResult compile() {
    result.outcome = run();
    return std::move(result);
  }

private:
  Outcome run() {
    if (Outcome outcome = findAxes(); outcome != Outcome::Good)
      return outcome;
    chooseOptions();
    if (axes.empty()) {
      result = unspool::compile(own);
      return result.outcome;
    }
    if (isAnIrPhase(options.stopAfter)) {
      fixSizes(own, axes, interface, largest());
      result = unspool::compile(own);
      return result.outcome;
    }

    GeneralizeResult general = generalizeInSteps();
    if (failure || !general.general) {
      if (!failure)
        for (const std::string &error : general.errors)
          refuse(error + remedy());
      else if (!failedSizes.empty())
        refuse("this is said of " + failedSizes +
               ", while the sizes of --max are taken: the nodes "
               "above need sizes to be known at compile time; fix the shape with --shape");
      if (axes.size() > 1 && (!failure || !failedSizes.empty()))
        judgeDimensions();
      if (failure && failedSizes.empty())
        suggestMultiples();
      return failure.value_or(Outcome::Refused);
    }
    if (Outcome outcome = checkStates(general.general->plan); outcome != Outcome::Good)
      return outcome;
    if (isCutIntoTiles(general))
      return refuse("a stream's chunks of any length are not cut into Winograd's tiles, by which "
                    "the bits would depend on the chunks; let convolutions be direct, or fix the "
                    "length with --stream INPUT.AXIS:N");
    if (Outcome outcome = refineFamily(*general.general); outcome != Outcome::Good)
      return outcome;

    ModelPlan plan = std::move(general.general->plan);
    specializeKernels(plan, vectorLanes(own.target));
    result = compilePlan(own, std::move(plan));
    result.errors = notes.errors + result.errors;
    result.messages.insert(result.messages.begin(), notes.messages.begin(), notes.messages.end());
    return result.outcome;
  }

  Outcome checkStates(const ModelPlan &plan) {
    size_t count = stateLayoutOf(plan).dimensions.size();
    if (count <= UNSPOOL_STATE_SIZES)
      return Outcome::Good;
    return refuse("the states depend on " + std::to_string(count) +
                  " sizes of the caller's choice " + "when they may on " +
                  std::to_string(UNSPOOL_STATE_SIZES) + "; fix the others with --shape");
  }

  /// Against what depends on sizes, as unrolled layers do.
  const char *remedy() const {
    const std::string &unroll = options.passes.unroll;
    return unroll == "auto" || unroll == "none"
               ? "; fix the shape with --shape"
               : "; leave out --unroll, or fix the shape with --shape";
  }

  /// For all sizes; or, if there is a model for some only, for those.
  GeneralizeResult generalizeInSteps() {
    GeneralizeResult general = generalizeSomehow();
    if (!failure || failedSizes.empty())
      return general;
    return findSteps() ? generalizeSomehow() : generalizeBelow();
  }

  /// A table may have no more rows than the largest size: then plans are made at smaller ones.
  GeneralizeResult generalizeBelow() {
    Failed beyond{result, failedSizes, *failure};
    forgetFailure();
    samples = Samples::Below;
    GeneralizeResult general = generalizeSomehow();
    if (!general.general)
      restore(std::move(beyond));
    return general;
  }

  /// As asked for; without states that nobody asked for, if they are in the way.
  GeneralizeResult generalizeSomehow() {
    GeneralizeResult general = generalizeAsOrdered();
    if (general.general || !pairsByNames)
      return general;
    own.automaticStates = false;
    own.passes = options.passes;
    GeneralizeResult without = generalizeAsOrdered();
    return without.general ? std::move(without) : std::move(general);
  }

  /// However a stream is cut into chunks, the bits are the same: so chunks of any length are not
  /// cut into Winograd's tiles.
  bool isCutIntoTiles(const GeneralizeResult &general) const {
    return !own.passes.stream.empty() && general.general && hasOpenTiles(general.general->plan);
  }

  /// As asked for, or with fewer of the choices that sizes have a say in.
  GeneralizeResult generalizeAsOrdered() {
    GeneralizeResult general = generalizeFamily();
    // Schedules, and what shares a kernel, may depend on the height and width of maps.
    if (general.isOtherStructure && !own.passes.mapsVary) {
      own.passes.mapsVary = true;
      general = generalizeFamily();
    }
    // A layer may be unrolled at some of the sizes, and looped over at others.
    if (general.isOtherStructure && own.passes.unroll == "auto") {
      own.passes.unroll = "none";
      general = generalizeFamily();
    }
    // Steps that project their own rows read all weights for each batch, however small.
    if (general.general ? hasOpenProjections(general.general->plan) : general.isOtherStructure) {
      own.passes.disabled.insert("sink-projections");
      general = generalizeFamily();
    }
    if ((general.isOtherStructure || isCutIntoTiles(general)) && own.passes.algorithms.empty()) {
      own.passes.algorithms = {"direct"};
      general = generalizeFamily();
    }
    return general;
  }

  /// Says of each dimension whether it could stay open if the others were fixed.
  void judgeDimensions() {
    std::string open, fixed;
    for (size_t i = 0; i < axes.size(); ++i) {
      CompileOptions alone = options;
      alone.planOnly = true;
      alone.stopAfter.clear();
      alone.dumpDirectory.clear();
      alone.dimensions = {orders[i]};
      alone.import.inputBounds = bounds;
      std::vector<InputDimension> others = axes;
      others.erase(others.begin() + i);
      Sizes sizes = largest();
      sizes.erase(sizes.begin() + i);
      fixSizes(alone, others, interface, sizes);
      std::string &list = Family(alone).canBePlanned() ? open : fixed;
      list += (list.empty() ? "" : ", ") + axes[i].dimension.name;
    }
    if (!fixed.empty())
      refuse("to be fixed, whatever the others are: " + fixed);
    if (!open.empty())
      refuse("may stay open, if the others are fixed: " + open);
  }

  /// Is there a plan for all sizes?
  bool canBePlanned() {
    if (findAxes() != Outcome::Good)
      return false;
    chooseOptions();
    return generalizeInSteps().general.has_value();
  }

  /// Those of the plans.
  void chooseOptions() {
    own = options;
    own.dimensions.clear();
    own.import.inputBounds.insert(bounds.begin(), bounds.end());
    own.import.keepsLoops = !axes.empty();
  }

  static bool isAnIrPhase(const std::string &phase) { return !phase.empty() && phase != "plan"; }

  Outcome findAxes() {
    MLIRContext context(MLIRContext::Threading::DISABLED);
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      result.errors +=
          describeLocation(diagnostic.getLocation()) + ": error: " + diagnostic.str() + "\n";
      result.messages.push_back(
          {DiagnosticSeverity::Error, options.model, "", 0, diagnostic.str(), {}});
      return success();
    });
    auto described = frontend::describeModel(options.model, context);
    if (failed(described))
      return Outcome::Refused;
    interface = *described;
    orders = options.dimensions;
    bounds = takeBounds(orders, interface);
    for (frontend::ValueDescription &input : interface.inputs)
      input.elementType = {}; // of a context that ends here
    for (frontend::ValueDescription &output : interface.outputs)
      output.elementType = {};
    auto found = findDimensions(options, orders, interface);
    if (!found)
      return refuse(toString(found.takeError()));
    axes = std::move(*found);
    return Outcome::Good;
  }

  Sizes largest() const { return largestOf(dimensions()); }

  /// If there is a model for multiples of a number only, finds out of which.
  bool findSteps() {
    Failed first{result, failedSizes, *failure};
    bool found = false;
    say("sizes", 0, axes.size());
    for (auto [i, axis] : llvm::enumerate(axes)) {
      size_t index = i; // a lambda takes no part of a binding
      std::optional<int64_t> step = stepOf(axis.dimension.most, [&](int64_t size) {
        Sizes sizes = largest();
        sizes[index] = size;
        return planAt(sizes).has_value();
      });
      found |= step && *step > 1;
      axis.dimension.least = axis.dimension.step = step.value_or(1);
    }
    forgetFailure();
    if (!found)
      restore(std::move(first));
    return found;
  }

  /// The largest sizes may be the only ones that do not fit: not a multiple of what does.
  void suggestMultiples() {
    constexpr int64_t kUsual = 32;
    Failed first{result, failedSizes, *failure};
    Sizes sizes = largest();
    for (int64_t &size : sizes)
      size -= size > kUsual ? size % kUsual : 0;
    bool isPossible = sizes != largest() && planAt(sizes).has_value();
    restore(std::move(first));
    if (isPossible)
      refuse("there is a model for " + textOf(sizes) +
             ", but not for the sizes of --max: give multiples of " + std::to_string(kUsual));
  }

  /// What was said of a plan that could not be made.
  struct Failed {
    CompileResult said;
    std::string sizes;
    Outcome outcome;
  };
  void restore(Failed failed) {
    result = std::move(failed.said);
    failedSizes = std::move(failed.sizes);
    failure = failed.outcome;
  }

  /// "x.0 = 4, N = 17"
  std::string textOf(const Sizes &sizes) const {
    std::string text;
    for (size_t i = 0; i < axes.size(); ++i)
      text += (i ? ", " : "") + axes[i].dimension.name + " = " + std::to_string(sizes[i]);
    return text;
  }

  std::vector<Dimension> dimensions() const {
    std::vector<Dimension> list;
    for (const InputDimension &axis : axes)
      list.push_back(axis.dimension);
    return list;
  }

  /// The plan at these sizes; nothing, and `failure`, if the model cannot have them.
  std::optional<ModelPlan> planAt(const Sizes &sizes) {
    CompileOptions fixed = own;
    fixed.planOnly = true;
    fixed.dumpDirectory.clear();
    fixed.stopAfter.clear();
    fixed.verifyEach = own.verifyEach && sizes == largest();
    fixed.passes.bufferDistance = kBufferDistance;
    fixSizes(fixed, axes, interface, sizes);
    CompileResult planned = unspool::compile(fixed);
    if (planned.outcome != Outcome::Good) {
      failure = planned.outcome;
      failedSizes = sizes == largest() ? "" : textOf(sizes);
      result.errors = planned.errors;
      result.messages = planned.messages;
      result.neededInputValues = planned.neededInputValues;
      return std::nullopt;
    }
    if (sizes == largest()) {
      notes.errors = planned.errors;
      notes.messages = planned.messages;
      pairsByNames = own.automaticStates && own.states.empty() && own.passes.stream.empty() &&
                     !planned.plan.states.empty();
    }
    separateBuffers(planned.plan);
    return std::move(planned.plan);
  }

  /// A plan for all sizes, from those at the largest and beyond, or below; or, if one of the
  /// largest is by chance the size of something else, from those at a distance.
  GeneralizeResult generalizeFamily() {
    GeneralizeResult first = generalizeFrom(largest());
    if (samples == Samples::Below)
      return first;
    for (int64_t distance : kDistances) {
      if (failure || !first.isOtherStructure)
        break;
      GeneralizeResult other = generalizeFrom(beyond(dimensions(), distance));
      if (!other.isOtherStructure) // what it says is of sizes that nothing else has
        return other;
    }
    return first;
  }

  /// Plans at one size after the other until all agree on what depends on them.
  GeneralizeResult generalizeFrom(const Sizes &base) {
    std::vector<Sizes> points = samplesFrom(dimensions(), base, samples);
    family.clear();
    std::string first; // its structure
    size_t others = 0;
    own.passes.blocks.clear();
    chooseAlgorithms();
    for (const Sizes &sizes : points) {
      say("plan", family.size(), points.size());
      std::optional<ModelPlan> plan = planAt(sizes);
      if (!plan)
        return {std::nullopt, {}, false};
      if (!own.passes.mapsVary && !family.empty() && haveOtherMaps(*plan, family.front().plan)) {
        own.passes.mapsVary = true;
        return generalizeFrom(base);
      }
      // All compute convolutions, and pack their weights, as the first does.
      if (family.empty()) {
        own.passes.blocks = plan->blocks;
        own.passes.sameAlgorithms = plan->algorithms;
      } else {
        shareConstants(*plan, family.front().plan);
      }
      std::string structure = structureOf(*plan);
      if (family.empty())
        first = structure;
      others += structure != first;
      family.push_back({sizes, std::move(*plan)});
      if (areTooMany(others, points.size()))
        break;
    }
    return generalize(dimensions(), family);
  }

  /// Convolutions are computed as is best at half of the largest sizes, if there is such a plan:
  /// Winograd's larger tiles, which larger images are worth, have larger weights for all.
  void chooseAlgorithms() {
    own.passes.sameAlgorithms.clear();
    reasons.clear();
    if (std::optional<ModelPlan> plan = planAt(halfOf(dimensions()))) {
      own.passes.sameAlgorithms = plan->algorithms;
      collectReasons(plan->steps);
    }
    forgetFailure();
  }

  void collectReasons(const std::vector<Step> &steps) {
    for (const Step &step : steps) {
      if (!step.reason.empty())
        reasons[step.layer] = step.reason;
      collectReasons(step.body);
    }
  }

  void giveReasons(std::vector<Step> &steps) const {
    for (Step &step : steps) {
      auto reason = reasons.find(step.layer);
      if (!step.reason.empty() && reason != reasons.end() && step.reason != reason->second)
        step.reason = "at half of these sizes " + reason->second;
      giveReasons(step.body);
    }
  }

  void forgetFailure() {
    failure.reset();
    result.errors.clear();
    result.messages.clear();
  }

  /// Weights are kept once, not once a size.
  static void shareConstants(ModelPlan &plan, const ModelPlan &first) {
    if (plan.constants == first.constants)
      plan.constants.clear();
  }

  /// Settles the plan, and from which sizes on it holds.
  Outcome refineFamily(GeneralPlan &general) {
    auto planOf = [&](const Sizes &sizes) {
      for (auto [size, dimension] : llvm::zip_equal(sizes, general.plan.dimensions))
        if (size != dimension.most)
          say("sizes", size, dimension.most);
      std::optional<ModelPlan> plan = planAt(sizes);
      forgetFailure();
      if (plan)
        shareConstants(*plan, general.plan); // whose are those of the family's first
      return plan;
    };
    Refinement refined = refine(general, std::move(family), planOf);
    if (!refined.holdsAtLargest)
      return refuse("the model takes another form at the largest sizes than beyond them; give a "
                    "larger --max, or fix the shape with --shape");
    bool leavesChoice = llvm::all_of(general.plan.dimensions, [](const Dimension &dimension) {
      return dimension.least < dimension.most || dimension.most == dimension.step;
    });
    if (!leavesChoice && !refined.obstacles.empty()) {
      for (const std::string &obstacle : refined.obstacles)
        refuse(obstacle + remedy());
      return Outcome::Refused;
    }
    giveReasons(general.plan.steps);
    boundParameters(general.plan);
    return Outcome::Good;
  }

  void say(llvm::StringRef what, size_t done, size_t total) {
    if (options.progress)
      options.progress(what, done, total);
  }

  Outcome refuse(const std::string &message) {
    result.errors += options.model + ": error: " + message + "\n";
    result.messages.push_back({DiagnosticSeverity::Error, options.model, "", 0, message, {}});
    return Outcome::Refused;
  }

  const CompileOptions &options;
  CompileOptions own;
  frontend::ModelInterface interface;
  std::vector<std::string> orders;       ///< of options.dimensions: one for each of
  std::vector<InputDimension> axes;      ///< these
  std::map<std::string, int64_t> bounds; ///< the others
  Samples samples = Samples::Beyond;
  std::vector<PlanAt> family;                 ///< of the plan for all sizes
  std::map<std::string, std::string> reasons; ///< why a layer is computed as it is
  std::optional<Outcome> failure;        ///< of the last plan that could not be made
  std::string failedSizes;               ///< where that was, unless at the largest
  CompileResult notes;       ///< of the plan at the largest: what was said, without failing
  bool pairsByNames = false; ///< has that plan states that nobody has asked for?
  CompileResult result;
};

} // namespace

CompileResult compileFamily(const CompileOptions &options) { return Family(options).compile(); }

} // namespace unspool
