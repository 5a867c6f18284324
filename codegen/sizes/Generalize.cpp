//===- Generalize.cpp - one plan for all sizes -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/Generalize.h"

#include "codegen/sizes/Bounds.h"
#include "codegen/sizes/TermSearch.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>

namespace unspool {
namespace {

/// The value of a constant that is one whole number, such as the elements of a mean.
std::optional<int64_t> wholeNumber(const Node &node) {
  if (node.op != "constant" || node.results[0].elements() != 1)
    return std::nullopt;
  auto read = [&](auto value) {
    std::memcpy(&value, node.data.data(), sizeof value);
    return value;
  };
  double value = 0;
  switch (node.results[0].element) {
  case ElementType::F32:
    value = read(float());
    break;
  case ElementType::F64:
    value = read(double());
    break;
  case ElementType::I32:
    return read(int32_t());
  case ElementType::I64:
    return read(int64_t());
  default:
    return std::nullopt;
  }
  if (!(std::abs(value) < 1e9) || value != std::floor(value) || (value == 0 && std::signbit(value)))
    return std::nullopt;
  return int64_t(value);
}

/// Goes over a plan in a fixed order. Integers that may depend on sizes are visited;
/// all else becomes text, which must be equal in all plans of a family. `set` makes an integer
/// a term, which is `most` at the largest sizes; where it is empty, it is good to know the term,
/// but nobody needs it.
class PlanVisitor {
public:
  using SetTerm = std::function<void(int term, int64_t most)>;
  using Visit = std::function<void(int64_t value, const std::string &where, const SetTerm &set)>;

  PlanVisitor(ModelPlan &plan, Visit visit) : plan(plan), visit(std::move(visit)) {}

  std::string skeleton;
  /// Where in the skeleton what begins.
  std::vector<std::pair<size_t, std::string>> places;

  void run() {
    for (Port &port : plan.inputs)
      visitPort(port, "input '" + port.name + "'");
    for (Port &port : plan.outputs)
      visitPort(port, "output '" + port.name + "'");
    for (const State &state : plan.states) {
      places.push_back({skeleton.size(), "state '" + plan.inputs[state.input].name + "'"});
      skeleton += "state " + std::to_string(state.input) + " " + std::to_string(state.output) +
                  (state.initial.empty() ? "\n" : " initially\n");
    }
    std::vector<std::string> layers(plan.kernels.size());
    nameKernels(plan.steps, layers);
    for (size_t i = 0; i < plan.kernels.size(); ++i)
      visitKernel(plan.kernels[i], layers[i]);
    for (Step &step : plan.steps)
      visitStep(step);
  }

private:
  void visitPort(Port &port, const std::string &where) {
    skeleton += port.name + "\n";
    visitType(port.type, where, [](int term) { return term; });
    if (port.range) {
      visitQuantity(port.range->low, "the range of " + where);
      visitQuantity(port.range->high, "the range of " + where);
    }
  }

  void visitQuantity(Quantity &quantity, const std::string &where) {
    visit(quantity, where, [&](int term, int64_t most) {
      quantity.term = term;
      quantity.value = most;
    });
  }

  void visitType(TensorType &type, const std::string &where,
                 const std::function<int(int)> &localOf) {
    skeleton +=
        std::string(spelling(type.element)) + " " + std::to_string(type.shape.size()) + "\n";
    for (size_t axis = 0; axis < type.shape.size(); ++axis)
      visit(type.shape[axis], "axis " + std::to_string(axis) + " of " + where,
            [&, axis](int term, int64_t most) {
              type.terms.resize(type.shape.size(), -1);
              type.terms[axis] = localOf(term);
              type.shape[axis] = most;
            });
  }

  /// Kernels have no names in the model; the layers that call them do.
  void nameKernels(const std::vector<Step> &steps, std::vector<std::string> &layers) {
    for (const Step &step : steps) {
      if (step.kind == Step::Kind::Call && layers[step.kernel].empty())
        layers[step.kernel] = step.layer;
      nameKernels(step.body, layers);
    }
  }

  void visitKernel(KernelSpec &kernel, const std::string &layer) {
    auto parameterOf = [&kernel](int term) {
      for (size_t i = 0; i < kernel.parameters.size(); ++i)
        if (kernel.parameters[i].term == term)
          return int(i);
      kernel.parameters.push_back({term, 0, 0});
      return int(kernel.parameters.size()) - 1;
    };
    std::string where = layer.empty() ? "kernel " + kernel.name : "node '" + layer + "'";
    places.push_back({skeleton.size(), where});
    skeleton += kernel.name + " " + kernel.kind + " " + kernel.schedule.name + "\n";
    for (const auto &[name, value] : kernel.schedule.parameters)
      skeleton += name + "=" + std::to_string(value) + "\n";
    for (TensorType &argument : kernel.arguments)
      visitType(argument, "an input of " + where, parameterOf);
    for (Node &node : kernel.nodes) {
      skeleton += node.op;
      for (int operand : node.operands)
        skeleton += " %" + std::to_string(operand);
      if (std::optional<int64_t> whole = wholeNumber(node))
        visit(*whole, "a constant of " + where,
              [&](int term, int64_t) { node.terms[{kConstantValue, 0}] = parameterOf(term); });
      else
        skeleton.append(node.data.begin(), node.data.end());
      for (TensorType &result : node.results)
        visitType(result, where + " (" + node.op + ")", parameterOf);
      visitPadding(node, where);
      for (auto &[name, attribute] : node.attributes)
        visitAttribute(node, name, attribute, name + " of " + where + " (" + node.op + ")",
                       parameterOf);
    }
    for (int result : kernel.results)
      skeleton += " %" + std::to_string(result);
    skeleton += kernel.takesOrder ? " takes an order" : "";
    for (Quantity &pitch : kernel.pitches)
      visit(pitch, "a row of " + where, [&](int term, int64_t most) {
        pitch.term = parameterOf(term);
        pitch.value = most;
      });
  }

  /// Automatic padding is a function of the extents in sum; half of it is one of that.
  void visitPadding(const Node &node, const std::string &where) {
    auto low = node.attributes.find("low"), high = node.attributes.find("high");
    if (low == node.attributes.end() || high == node.attributes.end())
      return;
    const auto &lows = std::get<std::vector<int64_t>>(low->second);
    const auto &highs = std::get<std::vector<int64_t>>(high->second);
    for (size_t i = 0; i < lows.size(); ++i)
      visit(lows[i] + highs[i], "padding of " + where, SetTerm());
  }

  void visitAttribute(Node &node, const std::string &name, Attribute &attribute,
                      const std::string &where, const std::function<int(int)> &parameterOf) {
    auto visitAt = [&](int64_t &value, size_t position) {
      visit(value, where, [&, position](int term, int64_t most) {
        node.terms[{name, position}] = parameterOf(term);
        value = most;
      });
    };
    skeleton += " " + name + ":";
    if (auto *integer = std::get_if<int64_t>(&attribute)) {
      visitAt(*integer, 0);
    } else if (auto *integers = std::get_if<std::vector<int64_t>>(&attribute)) {
      for (size_t i = 0; i < integers->size(); ++i)
        visitAt((*integers)[i], i);
    } else {
      // Text and floats have no terms: they go by the kernel's own text.
      KernelSpec alone;
      alone.nodes.emplace_back();
      alone.nodes.back().attributes[name] = attribute;
      skeleton += canonicalText(alone);
    }
  }

  void visitSlot(Slot &slot, const std::string &where) {
    skeleton += " " + std::to_string(int(slot.space)) + "/" + std::to_string(slot.index) + "/" +
                std::to_string(slot.phase) + "/" + std::to_string(slot.base);
    visitQuantity(slot.offset, "an offset of " + where);
    visitQuantity(slot.stride, "a stride of " + where);
    visitQuantity(slot.flip, "a state of " + where);
  }

  void visitStep(Step &step) {
    std::string where = step.layer.empty() ? "a copy" : "node '" + step.layer + "'";
    places.push_back({skeleton.size(), where});
    skeleton += "step " + std::to_string(int(step.kind)) + " " + std::to_string(step.kernel);
    if (step.order)
      skeleton +=
          " from " + std::to_string(step.order->phase) + "+" + std::to_string(step.order->stride);
    for (Slot &slot : step.operands)
      visitSlot(slot, where);
    skeleton += " ->";
    for (Slot &slot : step.results)
      visitSlot(slot, where);
    visitQuantity(step.bytes, where);
    visitQuantity(step.trips, "a loop's length");
    skeleton += " {";
    for (Step &inner : step.body)
      visitStep(inner);
    skeleton += "}\n";
  }

  ModelPlan &plan;
  Visit visit;
};

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

GeneralizeResult generalize(const std::vector<Dimension> &dimensions,
                            const std::vector<PlanAt> &family) {
  std::vector<Flattened> flats;
  std::vector<std::vector<int64_t>> points;
  std::vector<const PlanAt *> exceptions;
  for (const PlanAt &member : family) {
    Flattened flat = flatten(member.plan);
    if (!flats.empty() && flat.skeleton != flats.front().skeleton) {
      exceptions.push_back(&member);
      if (areTooMany(exceptions.size(), family.size()))
        return refuse(
            sayOf(differencesOf(flats.front(), flat), " takes another form at other sizes"),
            /*isOtherStructure=*/true);
      continue;
    }
    points.push_back(member.sizes);
    flats.push_back(std::move(flat));
    if (!member.plan.constants.empty() && !haveCommonConstants(member.plan, family.front().plan))
      return refuse({"a constant is made of a size that is to be known at run time only"});
    if (auto states = statesThatDiffer(family.front().plan, member.plan); !states.empty())
      return refuse(sayOf(states, " begins with values that are made of a size that is to be known "
                                  "at run time only"));
  }

  // A product of extents may be met before the extents, so there are several rounds.
  GeneralPlan general{family.front().plan, flats.front().skeleton, {}};
  general.integers.assign(flats.front().integers.begin(), flats.front().integers.end());
  TermSearch search(dimensions, points);
  size_t open = general.integers.size();
  for (size_t before = open + 1; open < before && open > 0;) {
    before = open;
    open = 0;
    for (size_t i = 0; i < general.integers.size(); ++i) {
      std::vector<int64_t> values;
      for (const Flattened &flat : flats)
        values.push_back(flat.integers[i]);
      if (std::equal(values.begin() + 1, values.end(), values.begin()))
        continue;
      general.integers[i].term = search.find(values).value_or(-1);
      open += general.integers[i].isFixed();
    }
  }
  general.plan.dimensions = dimensions;
  general.plan.terms = search.terms();
  std::vector<int64_t> largestSizes;
  for (const Dimension &dimension : dimensions)
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
  if (!complex.empty())
    return refuse(
        sayOf(complex, " is no simple function of the sizes that are to be known at run time"));
  // Memory is planned for the largest sizes.
  std::vector<Range> ranges = termRanges(general.plan);
  std::vector<std::string> tooLarge;
  ModelPlan copy = general.plan;
  next = 0;
  PlanVisitor largest(copy, [&](int64_t value, const std::string &where, const auto &) {
    const Quantity &quantity = general.integers[next++];
    bool isExtent = where.rfind("axis", 0) == 0;
    if (isExtent && !quantity.isFixed() && ranges[quantity.term].high > value)
      tooLarge.push_back(where);
  });
  largest.run();
  if (!tooLarge.empty())
    return refuse(sayOf(tooLarge, " could be larger than at the largest sizes"));
  boundParameters(general.plan);
  placeBuffers(general.plan);
  for (const PlanAt *exception : exceptions)
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
  if (flat.skeleton == general.skeleton && haveCommonConstants(fixed.plan, general.plan) &&
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
