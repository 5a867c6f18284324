//===- RecognizeRnnCells.cpp - RNN cells that are spelled out ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// h' = f(x W + h R + b) is an nn.rnn_cell whatever f is of the functions that it knows. So
// is many a dense layer, if one reads it that way; a cell it is where h is a state:
//
//   - a loop hands h' on as the next h, or the model does (nn.state);
//   - the step before is the same with h' for h: f of a sum with the same R;
//   - or the step behind is, or the one before has no state yet: f(x W + b), with the
//     same W.
//
// Everything else, such as steps with weights of their own, stays as it is.
//
//===----------------------------------------------------------------------===//

#include "passes/CellParts.h"
#include "passes/Passes.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace unspool::nn {
namespace {

/// A function that a cell knows, as its attributes name it.
struct Activation {
  StringRef name;
  double alpha = 0, beta = 0;
  bool operator==(const Activation &other) const {
    return name == other.name && alpha == other.alpha && beta == other.beta;
  }
};

std::optional<Activation> activationOf(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<Activation>>(op)
      .Case<TanhOp>([](auto) { return Activation{"tanh"}; })
      .Case<SigmoidOp>([](auto) { return Activation{"sigmoid"}; })
      .Case<ReluOp>([](auto) { return Activation{"relu"}; })
      .Case<SoftplusOp>([](auto) { return Activation{"softplus"}; })
      .Case<SoftsignOp>([](auto) { return Activation{"softsign"}; })
      .Case<LeakyReluOp>([](LeakyReluOp typed) {
        return Activation{"leaky_relu", typed.getAlpha().convertToDouble()};
      })
      .Case<EluOp>(
          [](EluOp typed) { return Activation{"elu", typed.getAlpha().convertToDouble()}; })
      .Case<HardSigmoidOp>([](HardSigmoidOp typed) {
        return Activation{"hard_sigmoid", typed.getAlpha().convertToDouble(),
                          typed.getBeta().convertToDouble()};
      })
      .Default([](Operation *) { return std::nullopt; });
}

/// What `value` is, seen through reshapes.
Value behindReshapes(Value value) {
  while (auto reshape = value.getDefiningOp<ReshapeOp>())
    value = reshape.getInput();
  return value;
}

struct Step {
  Operation *op;
  Activation activation;
  LinearForm form;
  Value result() const { return op->getResult(0); }
};

class RnnMatcher {
public:
  RnnMatcher(func::FuncOp function, LinearForms &forms) : function(function), forms(forms) {}

  bool run() {
    function.walk([&](Operation *op) { collect(op); });
    llvm::SmallVector<std::pair<Step *, Value>> cells;
    for (auto &entry : steps)
      if (Value h = stateOf(entry.second))
        cells.push_back({&entry.second, h});
    bool found = false;
    for (auto [step, h] : cells)
      found |= makeCell(*step, h);
    return found;
  }

private:
  void collect(Operation *op) {
    std::optional<Activation> activation = activationOf(op);
    if (!activation || op->use_empty())
      return;
    RankedTensorType type = typeOf(op->getResult(0));
    if (type.getRank() != 2 || !type.getElementType().isF32() || !op->getOperand(0).hasOneUse() ||
        !mayRecur(op))
      return;
    LinearForm form = forms.of(op->getOperand(0));
    if (!form.products.empty())
      steps.insert({op->getResult(0), {op, *activation, form}});
  }

  /// Is it worth a look at the parts of its sum, which are constants of their own then?
  bool mayRecur(Operation *op) const {
    return isa<ScanOp>(op->getParentOp()) || hasStates(function) ||
           sharesWeights(op->getOperand(0));
  }

  /// Is any matrix of this sum one of another product, too?
  static bool sharesWeights(Value sum) {
    Operation *op = sum.getDefiningOp();
    if (auto product = dyn_cast_or_null<MatmulOp>(op))
      return !product.getRhs().hasOneUse();
    return isa_and_nonnull<AddOp, SliceOp>(op) &&
           llvm::any_of(op->getOperands(), [](Value operand) { return sharesWeights(operand); });
  }

  /// The one operand of a product that is the state; or null.
  Value stateOf(const Step &step) {
    Value state;
    for (const LinearForm::Product &product : step.form.products) {
      if (product.lhs.getType() != step.result().getType() ||
          !(isHandedOn(step, product.lhs) || isChained(step, product)))
        continue;
      if (state || !step.form.productOf(product.lhs))
        return {};
      state = product.lhs;
    }
    // Without anything but the state it would be a cell without an input.
    return step.form.products.size() + step.form.others.size() > 1 ? state : Value();
  }

  /// Is the step's result what a loop, or the model, gives as the next `h`?
  bool isHandedOn(const Step &step, Value h) {
    auto argument = dyn_cast<BlockArgument>(behindReshapes(h));
    if (!argument)
      return false;
    Operation *terminator = argument.getOwner()->getTerminator();
    std::optional<unsigned> next;
    if (auto scan = dyn_cast<ScanOp>(argument.getOwner()->getParentOp())) {
      if (argument.getArgNumber() < scan.getInitial().size())
        next = argument.getArgNumber();
    } else if (argument.getOwner()->getParentOp() == function.getOperation()) {
      next = stateResult(function, argument.getArgNumber());
    }
    return next && behindReshapes(terminator->getOperand(*next)) == step.result();
  }

  /// Is there the same step before, or behind, with the same R?
  bool isChained(const Step &step, const LinearForm::Product &recurrent) const {
    auto before = steps.find(recurrent.lhs);
    if (before != steps.end() && isAlike(before->second, step) &&
        (reads(before->second, recurrent.weights) ||
         isFirst(before->second, step, recurrent.weights)))
      return true;
    return llvm::any_of(steps, [&](const auto &entry) {
      const Step &behind = entry.second;
      return isAlike(behind, step) &&
             llvm::any_of(behind.form.products, [&](const LinearForm::Product &product) {
               return product.lhs == step.result() && product.weights == recurrent.weights;
             });
    });
  }

  static bool isAlike(const Step &left, const Step &right) {
    return left.activation == right.activation && left.form.bias == right.form.bias &&
           left.op->getBlock() == right.op->getBlock();
  }

  static bool reads(const Step &step, Value weights) {
    return llvm::any_of(step.form.products,
                        [&](const auto &product) { return product.weights == weights; });
  }

  /// Has `first` all weights of `second` but R, and no others?
  static bool isFirst(const Step &first, const Step &second, Value recurrent) {
    if (first.form.products.size() + 1 != second.form.products.size())
      return false;
    return llvm::all_of(second.form.products, [&](const LinearForm::Product &product) {
      return product.weights == recurrent || reads(first, product.weights);
    });
  }

  bool makeCell(const Step &step, Value h) {
    OpBuilder builder(step.op);
    Type type = step.result().getType();
    // The step before has become a cell.
    auto current = [&](Value value) {
      return replaced.count(value) ? replaced.lookup(value) : value;
    };
    h = current(h);
    LinearForm form = step.form;
    for (LinearForm::Product &product : form.products)
      product.lhs = current(product.lhs);
    for (Value &other : form.others)
      other = current(other);
    FailureOr<CellParts> parts = splitGates(builder, forms, form, h, type, step.op);
    if (failed(parts))
      return false;
    auto cell = RnnCellOp::create(builder, step.op->getLoc(), type, parts->projected,
                                  parts->recurrent ? h : Value(), parts->recurrent,
                                  builder.getI64IntegerAttr(shapeOf(step.result())[1]),
                                  builder.getStrArrayAttr({step.activation.name}),
                                  builder.getDenseF64ArrayAttr({step.activation.alpha}),
                                  builder.getDenseF64ArrayAttr({step.activation.beta}),
                                  builder.getF64FloatAttr(0), IntegerAttr(), BoolAttr());
    Value old = step.result();
    old.replaceAllUsesWith(cell.getNextH());
    replaced[old] = cell.getNextH();
    return true;
  }

  func::FuncOp function;
  LinearForms &forms;
  llvm::MapVector<Value, Step> steps;
  llvm::DenseMap<Value, Value> replaced;
};

} // namespace

bool recognizeRnnCells(func::FuncOp function, LinearForms &forms) {
  return RnnMatcher(function, forms).run();
}

} // namespace unspool::nn
