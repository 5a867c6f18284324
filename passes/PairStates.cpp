//===- PairStates.cpp - arguments and results that are one state ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model file does not say that what comes out as `hn` is to go in as `h` in the
// next call; the user does (--state hn=h), or the names do (StateNames.cpp), if
// types agree and there is exactly one partner on either side. What was found by
// names is reported as a note: nobody should be surprised by an interface.
//
//===----------------------------------------------------------------------===//

#include "passes/Passes.h"
#include "passes/States.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_PAIRSTATES
#include "passes/Passes.h.inc"

namespace {

struct PairStatesPass : impl::PairStatesBase<PairStatesPass> {
  using PairStatesBase::PairStatesBase;

  void runOnOperation() override {
    for (const std::string &pair : pairs)
      if (failed(pairByRequest(pair)))
        return signalPassFailure();
    if (pairs.empty() && automatic)
      pairByNames();
    if (fingerprint || hasStates(getOperation()))
      stampFingerprint(getOperation());
  }

private:
  LogicalResult pairByRequest(StringRef pair) {
    func::FuncOp function = getOperation();
    auto [next, name] = pair.split('=');
    std::optional<unsigned> argument = find(function.getNumArguments(), name, argumentName);
    std::optional<unsigned> result = find(function.getNumResults(), next, resultName);
    auto error = [&] { return function.emitError("state ") << pair << ": "; };
    if (!result)
      return error() << "the model has no output '" << next << "', but "
                     << list(function.getNumResults(), resultName);
    if (!argument)
      return error() << "the model has no input '" << name << "', but "
                     << list(function.getNumArguments(), argumentName);
    Type from = function.getResultTypes()[*result], to = function.getArgumentTypes()[*argument];
    if (from != to)
      return error() << "output '" << next << "' is a " << from << " but input '" << name
                     << "' is a " << to;
    if (stateResult(function, *argument))
      return error() << "input '" << name << "' already has a next value";
    if (argumentOf(*result))
      return error() << "output '" << next << "' already is the next value of an input";
    mark(*argument, *result);
    return success();
  }

  void pairByNames() {
    func::FuncOp function = getOperation();
    llvm::SmallVector<std::pair<unsigned, unsigned>> candidates;
    for (unsigned argument = 0; argument < function.getNumArguments(); ++argument)
      for (unsigned result = 0; result < function.getNumResults(); ++result)
        if (function.getArgumentTypes()[argument] == function.getResultTypes()[result] &&
            isCertainPair(argumentName(function, argument), resultName(function, result)))
          candidates.push_back({argument, result});
    for (auto [argument, result] : candidates) {
      auto rivals = llvm::count_if(candidates, [&, a = argument, r = result](auto other) {
        return other.first == a || other.second == r;
      });
      if (rivals != 1)
        continue;
      mark(argument, result);
      function.emitRemark("by their names, output '")
          << resultName(function, result) << "' is the next value of the state '"
          << argumentName(function, argument) << "'";
    }
  }

  using NameOf = StringRef (*)(func::FuncOp, unsigned);

  std::optional<unsigned> find(unsigned count, StringRef name, NameOf nameOf) {
    for (unsigned index = 0; index < count; ++index)
      if (nameOf(getOperation(), index) == name)
        return index;
    return std::nullopt;
  }

  std::string list(unsigned count, NameOf nameOf) {
    std::string names;
    for (unsigned index = 0; index < count; ++index)
      names += (index ? ", '" : "'") + nameOf(getOperation(), index).str() + "'";
    return names;
  }

  std::optional<unsigned> argumentOf(unsigned result) {
    for (unsigned argument = 0; argument < getOperation().getNumArguments(); ++argument)
      if (stateResult(getOperation(), argument) == result)
        return argument;
    return std::nullopt;
  }

  void mark(unsigned argument, unsigned result) {
    getOperation().setArgAttr(argument, kStateAttr, Builder(&getContext()).getI64IntegerAttr(result));
  }
};

} // namespace
} // namespace unspool::nn
