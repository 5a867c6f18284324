//===- Generalize.cpp - one plan for all sizes -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/Generalize.h"

#include "codegen/sizes/Bounds.h"
#include "codegen/sizes/PlanVisitor.h"
#include "codegen/sizes/TermSearch.h"

#include <algorithm>
#include <functional>

namespace unspool {
namespace {

struct Flattened {
  std::string skeleton;
  std::vector<std::pair<size_t, std::string>> places;
  std::vector<int64_t> integers;
};

Flattened flatten(const ModelPlan &original) {
  ModelPlan plan = original;
  Flattened flat;
  PlanVisitor visitor(plan, [&](int64_t value, const std::string &, const PlanVisitor::SetTerm &) {
    flat.integers.push_back(value);
  });
  visitor.run();
  flat.skeleton = visitor.skeleton;
  flat.places = visitor.places;
  return flat;
}

void forEachSlot(std::vector<Step> &steps, const std::function<void(Slot &)> &visit) {
  for (Step &step : steps) {
    for (Slot &slot : step.operands)
      visit(slot);
    for (Slot &slot : step.results)
      visit(slot);
    forEachSlot(step.body, visit);
  }
}

GeneralizeResult refuse(std::vector<std::string> errors, bool isOtherStructure = false) {
  return {std::nullopt, std::move(errors), isOtherStructure};
}

} // namespace

void boundParameters(ModelPlan &plan) {
  std::vector<Range> ranges = termRanges(plan);
  for (KernelSpec &kernel : plan.kernels)
    for (Parameter &parameter : kernel.parameters) {
      parameter.least = ranges[parameter.term].low;
      parameter.most = ranges[parameter.term].high;
    }
}

void separateBuffers(ModelPlan &plan) {
  forEachSlot(plan.steps, [](Slot &slot) {
    if (slot.space != Space::Arena)
      return;
    slot.base = slot.offset / kBufferDistance;
    slot.offset = slot.offset % kBufferDistance;
  });
}

/// Back from buffers to bytes.
static void placeBuffers(ModelPlan &plan) {
  forEachSlot(plan.steps, [&](Slot &slot) {
    if (slot.space != Space::Arena)
      return;
    slot.base = plan.buffers[slot.base];
    if (!slot.offset.isFixed())
      return;
    slot.offset = slot.offset + slot.base;
    slot.base = 0;
  });
  plan.arenaBytes = plan.buffers.back();
  plan.buffers.clear();
}

/// The places where two plans are not the same; the first one, where they do not even
/// have the same places.
static std::vector<std::string> differencesOf(const Flattened &left, const Flattened &right) {
  auto textAt = [](const Flattened &flat, size_t i) {
    size_t begin = flat.places[i].first;
    size_t end = i + 1 < flat.places.size() ? flat.places[i + 1].first : flat.skeleton.size();
    return std::string_view(flat.skeleton).substr(begin, end - begin);
  };
  std::vector<std::string> where;
  bool isSameList = left.places.size() == right.places.size();
  for (size_t i = 0; i < std::min(left.places.size(), right.places.size()); ++i)
    if (textAt(left, i) != textAt(right, i) && (isSameList || where.empty()))
      where.push_back(left.places[i].second);
  if (where.empty())
    where.push_back("the model");
  return where;
}

/// The same texts once each, in order, with something said of them.
static std::vector<std::string> sayOf(const std::vector<std::string> &places,
                                      const std::string &what) {
  std::vector<std::string> sentences;
  for (const std::string &place : places)
    if (std::find(sentences.begin(), sentences.end(), place + what) == sentences.end())
      sentences.push_back(place + what);
  return sentences;
}

/// Is one the beginning of the other? That of the largest sizes then serves all.
static bool beginAlike(const std::vector<uint8_t> &left, const std::vector<uint8_t> &right) {
  return std::equal(left.begin(), left.begin() + std::min(left.size(), right.size()),
                    right.begin());
}

/// True of tables of timesteps, or of zeros.
static bool haveCommonConstants(const ModelPlan &left, const ModelPlan &right) {
  return std::equal(left.constants.begin(), left.constants.end(), right.constants.begin(),
                    right.constants.end(), beginAlike);
}

/// Notes the layers that read each constant first.
static void nameConstants(const std::vector<Step> &steps, std::vector<std::string> &readers) {
  for (const Step &step : steps) {
    for (const Slot &slot : step.operands)
      if (slot.space == Space::Constant && readers[slot.index].empty())
        readers[slot.index] = step.layer;
    nameConstants(step.body, readers);
  }
}

/// Who reads the constants that two plans do not have in common.
static std::vector<std::string> readersOfConstantsThatDiffer(const ModelPlan &left,
                                                             const ModelPlan &right) {
  if (left.constants.size() != right.constants.size())
    return {"the model"};
  std::vector<std::string> readers(left.constants.size()), where;
  nameConstants(left.steps, readers);
  for (size_t i = 0; i < readers.size(); ++i)
    if (!beginAlike(left.constants[i], right.constants[i]))
      where.push_back(readers[i].empty() ? "the model" : "node '" + readers[i] + "'");
  return where;
}

/// The states whose first values are others at other sizes.
static std::vector<std::string> statesThatDiffer(const ModelPlan &left, const ModelPlan &right) {
  std::vector<std::string> names;
  for (size_t i = 0; i < left.states.size(); ++i)
    if (!beginAlike(left.states[i].initial, right.states[i].initial))
      names.push_back("state '" + left.inputs[left.states[i].input].name + "'");
  return names;
}

/// So many plans may have one among them of another form: where a size happens to be that of
/// something else, such as the channels, kernels are the same that otherwise are not.
static constexpr size_t kPlansOfAnException = 6;

bool areTooMany(size_t exceptions, size_t plans) {
  return kPlansOfAnException * exceptions > plans;
}

std::string structureOf(const ModelPlan &plan) { return flatten(plan).skeleton; }

namespace {
/// The plans of a family.
struct Members {
  std::vector<Flattened> flats;             ///< those of the first one's form
  std::vector<std::vector<int64_t>> points; ///< their sizes
  std::vector<const PlanAt *> exceptions;   ///< the others
};
} // namespace

/// Tells the forms of a family apart; a refusal, if its plans have too many, or nothing in common.
static std::optional<GeneralizeResult> divide(const std::vector<PlanAt> &family, Members &members) {
  const ModelPlan &first = family.front().plan;
  for (const PlanAt &member : family) {
    Flattened flat = flatten(member.plan);
    std::vector<Flattened> &flats = members.flats;
    if (!flats.empty() && flat.skeleton != flats.front().skeleton) {
      members.exceptions.push_back(&member);
      if (areTooMany(members.exceptions.size(), family.size()))
        return refuse(
            sayOf(differencesOf(flats.front(), flat), " takes another form at other sizes"),
            /*isOtherStructure=*/true);
      continue;
    }
    members.points.push_back(member.sizes);
    flats.push_back(std::move(flat));
    if (!member.plan.constants.empty() && !haveCommonConstants(member.plan, first))
      return refuse(sayOf(readersOfConstantsThatDiffer(first, member.plan),
                          " reads a constant that is made of a size that is to be known at run "
                          "time only"));
    if (auto states = statesThatDiffer(first, member.plan); !states.empty())
      return refuse(sayOf(states, " begins with values that are made of a size that is to be known "
                                  "at run time only"));
  }
  return std::nullopt;
}

/// The integers of the plan as terms, as far as there are any. A product of extents may be met
/// before the extents, and an output before what it is made of, so there are several rounds.
static void findTerms(GeneralPlan &general, const std::vector<Dimension> &dimensions,
                      const Members &members) {
  const std::vector<Flattened> &flats = members.flats;
  general.integers.assign(flats.front().integers.begin(), flats.front().integers.end());
  TermSearch search(dimensions, members.points);
  size_t before = SIZE_MAX;
  for (int64_t mostDivisor = 2; mostDivisor <= TermSearch::kMostDivisor;) {
    size_t open = 0;
    for (size_t i = 0; i < general.integers.size(); ++i) {
      std::vector<int64_t> values;
      for (const Flattened &flat : flats)
        values.push_back(flat.integers[i]);
      if (std::equal(values.begin() + 1, values.end(), values.begin()))
        continue;
      general.integers[i].term = search.find(values, mostDivisor).value_or(-1);
      open += general.integers[i].isFixed();
    }
    if (open == 0)
      break;
    if (open == before)
      mostDivisor *= 2;
    before = open;
  }
  general.plan.dimensions = dimensions;
  general.plan.terms = search.terms();
}

/// Writes the terms into the plan. Returns the places of integers that vary, but have none.
static std::vector<std::string> setTerms(GeneralPlan &general,
                                         const std::vector<Flattened> &flats) {
  std::vector<int64_t> largestSizes;
  for (const Dimension &dimension : general.plan.dimensions)
    largestSizes.push_back(dimension.most);
  std::vector<int64_t> atLargest = evaluateTerms(general.plan, largestSizes);
  std::vector<std::string> complex;
  size_t next = 0;
  PlanVisitor visitor(general.plan, [&](int64_t value, const std::string &where, const auto &set) {
    const Quantity &quantity = general.integers[next++];
    auto differs = [&](const Flattened &flat) { return flat.integers[next - 1] != value; };
    if (!set)
      return;
    if (!quantity.isFixed())
      set(quantity.term, atLargest[quantity.term]);
    else if (std::any_of(flats.begin(), flats.end(), differs))
      complex.push_back(where);
  });
  visitor.run();
  return complex;
}

/// Memory is planned for the largest sizes: the places of extents that may exceed those there.
static std::vector<std::string> extentsBeyondTheLargest(const GeneralPlan &general) {
  std::vector<Range> ranges = termRanges(general.plan);
  std::vector<std::string> tooLarge;
  ModelPlan copy = general.plan;
  size_t next = 0;
  PlanVisitor visitor(copy, [&](int64_t value, const std::string &where, const auto &) {
    const Quantity &quantity = general.integers[next++];
    bool isExtent = where.rfind("axis", 0) == 0;
    if (isExtent && !quantity.isFixed() && ranges[quantity.term].high > value)
      tooLarge.push_back(where);
  });
  visitor.run();
  return tooLarge;
}

GeneralizeResult generalize(const std::vector<Dimension> &dimensions,
                            const std::vector<PlanAt> &family) {
  Members members;
  if (std::optional<GeneralizeResult> refusal = divide(family, members))
    return *std::move(refusal);
  GeneralPlan general{family.front().plan, members.flats.front().skeleton, {}};
  findTerms(general, dimensions, members);
  if (auto complex = setTerms(general, members.flats); !complex.empty())
    return refuse(
        sayOf(complex, " is no simple function of the sizes that are to be known at run time"));
  if (auto tooLarge = extentsBeyondTheLargest(general); !tooLarge.empty())
    return refuse(sayOf(tooLarge, " could be larger than at the largest sizes"));
  boundParameters(general.plan);
  placeBuffers(general.plan);
  for (const PlanAt *exception : members.exceptions)
    if (!agrees(general, *exception))
      return refuse({"the model takes another form at some sizes"}, /*isOtherStructure=*/true);
  return {std::move(general), {}, false};
}

bool agrees(const GeneralPlan &general, const PlanAt &fixed) {
  Flattened flat = flatten(fixed.plan);
  std::vector<int64_t> terms = evaluateTerms(general.plan, fixed.sizes);
  // Inputs and outputs come first, and can always be compared.
  size_t count = 0;
  for (const std::vector<Port> *ports : {&fixed.plan.inputs, &fixed.plan.outputs})
    for (const Port &port : *ports)
      count += port.type.shape.size() + (port.range ? 2 : 0);
  bool haveSameConstants =
      fixed.plan.constants.empty() || haveCommonConstants(fixed.plan, general.plan);
  if (flat.skeleton == general.skeleton && haveSameConstants &&
      statesThatDiffer(general.plan, fixed.plan).empty())
    count = flat.integers.size();
  for (size_t i = 0; i < count; ++i) {
    const Quantity &quantity = general.integers[i];
    if (flat.integers[i] != (quantity.isFixed() ? quantity.value : terms[quantity.term]))
      return false;
  }
  return staysInBounds(general.plan, fixed.sizes);
}

} // namespace unspool
