//===- If.cpp - ONNX If ---------------------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A condition that is known keeps one branch. Otherwise both are computed (they are pure)
// and their results selected.
//
// Shapes being static, a branch may be impossible, though: a voice detector for two sample
// rates asks If(Equal(rate, 16000)), and the frames of one rate do not fit the layers for
// the other. Whoever chose the shapes has chosen the branch, then. If the possible one is
// that of an input of one integer being a number, that number is the input's range, which
// the library checks; from there on it is a constant.
//
//===----------------------------------------------------------------------===//

#include "frontend/InputValues.h"
#include "frontend/onnx/ControlFlow.h"
#include "frontend/onnx/OnnxImporter.h"

#include <cmath>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// A condition that is `truth` just where a model input of one integer is `value`.
struct InputEquality {
  BlockArgument input;
  int64_t value;
  bool truth;
};

bool contains(IntegerType type, int64_t number) {
  return isUnsigned(type) ? number >= 0 && llvm::isUIntN(type.getWidth(), number)
                          : llvm::isIntN(type.getWidth(), number);
}

bool containsAll(IntegerType type, IntegerType other) {
  if (isUnsigned(type) == isUnsigned(other))
    return type.getWidth() >= other.getWidth();
  return isUnsigned(other) && type.getWidth() > other.getWidth();
}

/// Is `number`, and no other of `input`, cast to the same number of type `element`?
bool isKept(int64_t number, IntegerType input, Type element) {
  if (auto type = dyn_cast<FloatType>(element))
    return std::abs(number) < int64_t(1) << std::min(type.getFPMantissaWidth(), 53u);
  return containsAll(cast<IntegerType>(element), input);
}

/// The condition that is `truth` just where `value` is `number`.
std::optional<InputEquality> equalityTo(Value value, int64_t number, bool truth) {
  BlockArgument input = nn::integerInputBehind(value);
  if (!input || nn::typeOf(input).getNumElements() != 1)
    return std::nullopt;
  auto type = cast<IntegerType>(nn::typeOf(input).getElementType());
  if (!contains(type, number))
    return std::nullopt;
  for (; value != input; value = value.getDefiningOp()->getOperand(0))
    if (!isKept(number, type, nn::typeOf(value).getElementType()))
      return std::nullopt;
  return InputEquality{input, number, truth};
}

/// Of the comparison of an input with a constant, on either side.
std::optional<InputEquality> equalityOf(nn::EqualOp equal, bool truth) {
  for (unsigned side : {0, 1}) {
    auto numbers = NnBuilder::constantNumbers(equal->getOperand(1 - side));
    if (!numbers || numbers->size() != 1)
      continue;
    double number = numbers->front();
    bool isInteger = std::abs(number) < double(int64_t(1) << 53) && number == std::trunc(number);
    return isInteger ? equalityTo(equal->getOperand(side), int64_t(number), truth) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<InputEquality> equalityOf(Value condition) {
  bool truth = true;
  while (Operation *op = condition.getDefiningOp()) {
    if (auto equal = dyn_cast<nn::EqualOp>(op))
      return equalityOf(equal, truth);
    if (!isa<nn::NotOp, nn::ReshapeOp, nn::CastOp>(op))
      return std::nullopt;
    Value operand = op->getOperand(0);
    if (isa<nn::CastOp>(op) && !nn::typeOf(operand).getElementType().isInteger(1))
      return equalityTo(operand, 0, !truth); // a cast number is whether it is not 0
    truth ^= isa<nn::NotOp>(op);
    condition = operand;
  }
  return equalityTo(condition, 1, truth); // an input that is the condition itself
}

class IfImport {
public:
  explicit IfImport(OnnxNode &node)
      : node(node), importer(node.importer), condition(node.input(0)) {}

  LogicalResult run() {
    auto whenTrue = subgraph(node, "then_branch"), otherwise = subgraph(node, "else_branch");
    if (failed(whenTrue) || failed(otherwise))
      return failure();
    branches[true].graph = *whenTrue;
    branches[false].graph = *otherwise;
    if (std::optional<bool> known = knownCondition(condition))
      return importOne(*known);
    equality = equalityOf(condition);
    if (std::optional<bool> known = conditionNow())
      return importOne(*known);
    attempt(true);
    attempt(false);
    if (branches[true].isPossible && branches[false].isPossible)
      return select();
    bool possible = branches[true].isPossible;
    if (!possible && !branches[false].isPossible)
      return reportImpossible(true);
    return valueFor(possible) ? takeForAll(possible) : reportImpossible(!possible);
  }

private:
  struct Branch {
    const onnx::GraphProto *graph = nullptr;
    SmallVector<Value> results;
    bool isPossible = false;
    FailedImport failure; ///< if it is not
    KnownInputs known;    ///< what is known of inputs where this branch is taken
  };

  LogicalResult import(bool truth) {
    auto results = importer.importSubgraph(*branches[truth].graph, {});
    if (failed(results))
      return failure();
    if (results->size() != node.outputCount())
      return node.emitError() << "a branch has " << results->size() << " outputs when the node has "
                              << node.outputCount();
    branches[truth].results = std::move(*results);
    return success();
  }

  unsigned inputIndex() const { return equality->input.getArgNumber(); }

  /// The one value of the input for which the condition is this, if there is one.
  std::optional<int64_t> valueFor(bool truth) const {
    if (!equality)
      return std::nullopt;
    if (equality->truth == truth)
      return equality->value;
    bool isBoolean = nn::typeOf(equality->input).getElementType().isInteger(1);
    return isBoolean ? std::optional(1 - equality->value) : std::nullopt;
  }

  /// The condition, computed before another If has settled its input.
  std::optional<bool> conditionNow() const {
    const KnownInputs &inputs = importer.knownInputs();
    auto known = equality ? inputs.find(inputIndex()) : inputs.end();
    if (known == inputs.end())
      return std::nullopt;
    return (known->second.value == equality->value) == equality->truth;
  }

  /// What the condition says of an input is known within the branch, and there alone.
  void attempt(bool truth) {
    KnownInputs before = importer.knownInputs(), within = before;
    if (std::optional<int64_t> value = valueFor(truth))
      within[inputIndex()] = {*value, node.build.origin()};
    importer.setKnownInputs(std::move(within));
    Branch &branch = branches[truth];
    branch.isPossible = succeeded(importer.attempt([&] { return import(truth); }, &branch.failure));
    branch.known = importer.knownInputs();
    importer.setKnownInputs(std::move(before));
  }

  LogicalResult take(bool truth) {
    for (auto [i, result] : llvm::enumerate(branches[truth].results))
      node.setOutput(i, result);
    return success();
  }

  /// The library asks of all callers for the value that the branch needs.
  LogicalResult takeForAll(bool truth) {
    importer.setKnownInputs(branches[truth].known);
    return take(truth);
  }

  /// The branch of a condition that is known; perhaps as other Ifs have settled its inputs.
  LogicalResult importOne(bool truth) {
    FailedImport failure;
    if (succeeded(importer.attempt([&] { return import(truth); }, &failure)))
      return take(truth);
    return importer.reportAfterAll(std::move(failure), [&](Diagnostic &error) {
      for (const auto &[index, known] : importer.knownInputs())
        error.attachNote() << nameOf(truth) << " of " << node.build.origin()
                           << " is taken where input '" << importer.inputName(index)
                           << "' has to be " << known.value << " for " << known.reason;
    });
  }

  LogicalResult select() {
    if (isForOneValue())
      return takeForAll(equality->truth);
    if (failed(mergeKnownInputs()))
      return failure();
    for (unsigned i = 0; i < node.outputCount(); ++i) {
      Value result = choose(node, condition, branches[true].results[i], branches[false].results[i]);
      if (!result)
        return failure();
      node.setOutput(i, result);
    }
    return success();
  }

  /// Does the branch for all other values, by an If of its own, need that one all the same?
  bool isForOneValue() const {
    if (!equality)
      return false;
    const KnownInputs &known = branches[!equality->truth].known;
    auto other = known.find(inputIndex());
    return other != known.end() && other->second.value == equality->value;
  }

  /// What an If in a branch needs of an input, the library asks of all callers.
  LogicalResult mergeKnownInputs() {
    KnownInputs all = importer.knownInputs();
    if (equality)
      all[inputIndex()] = {equality->value, node.build.origin()};
    for (bool truth : {true, false})
      for (const auto &[index, known] : branches[truth].known) {
        if (valueFor(truth) && index == inputIndex())
          continue; // what the condition says
        const KnownInput &other = all.try_emplace(index, known).first->second;
        if (other.value != known.value)
          return node.emitUnsupported()
                 << "input '" << importer.inputName(index) << "' has to be " << other.value
                 << " for " << other.reason << " and " << known.value << " for " << known.reason
                 << "; give its value with --value " << importer.inputName(index) << "=NUMBER";
      }
    if (equality)
      all.erase(inputIndex());
    importer.setKnownInputs(std::move(all));
    return success();
  }

  LogicalResult reportImpossible(bool truth) {
    return importer.reportAfterAll(std::move(branches[truth].failure), [&](Diagnostic &error) {
      Diagnostic &note = error.attachNote();
      note << nameOf(truth) << " of " << node.build.origin()
           << " has to be possible, its condition being known at run time only: this";
      importer.hintAt(condition, note);
    });
  }

  static StringRef nameOf(bool truth) { return truth ? "the then_branch" : "the else_branch"; }

  OnnxNode &node;
  OnnxImporter &importer;
  Value condition;
  std::optional<InputEquality> equality; ///< what the condition is, if it is one
  Branch branches[2];                    ///< by the condition's truth
};

} // namespace

LogicalResult unspool::frontend::importIf(OnnxNode &node) { return IfImport(node).run(); }
