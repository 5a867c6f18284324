//===- RecognizeCells.cpp - cells that are spelled out --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exporters write a timestep as products, slices, sigmoids and tanhs, in the body of a
// loop, or once for each step:
//
//   c' = sigmoid(F) c + sigmoid(I) tanh(G)         h' = sigmoid(O) tanh(c')
//   h' = (1 - z) n + z h    or    (h - n) z + n    z = sigmoid(Z)
//   h' = z n + (1 - z) h    or    (n - h) z + h    which is the same with sigmoid(-Z)
//        n = tanh(N + sigmoid(R) (h Rn + b))    or    tanh(N + (sigmoid(R) h) Rn)
//
// with F, I, ... linear in h and in whatever else there is (LinearForm.h), an LSTM's F and
// I perhaps in c too, and O in c', each element by itself (peepholes). That is an
// nn.lstm_cell or nn.gru_cell, exactly: the linear parts without h become its projection,
// the matrices of h its recurrent weights. What is not quite that, such as another
// function or a gate that h' needs twice, stays as it is. RNN cells: RecognizeRnnCells.cpp.
//
//===----------------------------------------------------------------------===//

#include "passes/CellParts.h"
#include "passes/Constants.h"
#include "passes/Passes.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_RECOGNIZECELLS
#include "passes/Passes.h.inc"

namespace {

/// Both orders of a commutative op's operands.
template <typename OpTy, typename Test> bool eitherWay(Value value, Test test) {
  auto op = value.getDefiningOp<OpTy>();
  return op && (test(op.getLhs(), op.getRhs()) || test(op.getRhs(), op.getLhs()));
}

/// The argument of a `OpTy`, or null.
template <typename OpTy> Value argumentOf(Value value) {
  auto op = value.getDefiningOp<OpTy>();
  return op ? op.getInput() : Value();
}

class CellMatcher {
public:
  CellMatcher(func::FuncOp function, LinearForms &forms) : function(function), forms(forms) {}

  bool match(Operation *op) {
    auto type = typeOf(op->getResult(0));
    if (type.getRank() != 2 || !type.getElementType().isF32())
      return false;
    return isa<MulOp>(op) ? matchLstm(cast<MulOp>(op)) : matchGru(cast<AddOp>(op));
  }

private:
  /// h' = sigmoid(O) tanh(c').
  bool matchLstm(MulOp product) {
    Value output, next;
    eitherWay<MulOp>(product, [&](Value a, Value b) {
      output = argumentOf<SigmoidOp>(a);
      next = argumentOf<TanhOp>(b);
      return output && next;
    });
    if (!output || !next)
      return false;
    Value input, fresh, forget, c;
    bool isSum = eitherWay<AddOp>(next, [&](Value kept, Value added) {
      return eitherWay<MulOp>(added,
                              [&](Value a, Value b) {
                                input = argumentOf<SigmoidOp>(a);
                                fresh = argumentOf<TanhOp>(b);
                                return input && fresh;
                              }) &&
             eitherWay<MulOp>(kept, [&](Value a, Value b) {
               forget = argumentOf<SigmoidOp>(a);
               c = b;
               return forget && b.getType() == next.getType();
             });
    });
    if (!isSum)
      return false;

    Operation *before = next.getDefiningOp();
    llvm::SmallVector<LinearForm> gates;
    for (Value gate : {input, output, forget, fresh})
      gates.push_back(forms.of(gate));
    Value peepholes = takePeepholes(gates, c, next);
    Value h = stateOf(gates, next.getType());
    OpBuilder builder(before);
    FailureOr<CellParts> parts = splitGates(builder, forms, gates, h, next.getType(), before);
    if (failed(parts) || !isBefore(c, before))
      return false;
    Type type = next.getType();
    auto cell = LstmCellOp::create(
        builder, product.getLoc(), type, type, parts->projected, parts->recurrent ? h : Value(),
        isZero(c) ? Value() : c, parts->recurrent, peepholes,
        builder.getI64IntegerAttr(shapeOf(next)[1]),
        builder.getStrArrayAttr({"sigmoid", "tanh", "tanh"}), zeros(builder, 3), zeros(builder, 3),
        builder.getF64FloatAttr(0), IntegerAttr(), BoolAttr(), builder.getBoolAttr(false));
    next.replaceAllUsesWith(cell.getNextC());
    product.getResult().replaceAllUsesWith(cell.getNextH());
    return true;
  }

  /// Takes the terms p c' out of the gates i, o, f, and what is p for each: `[3, H]`, or null.
  Value takePeepholes(llvm::MutableArrayRef<LinearForm> gates, Value c, Value next) {
    auto state = cast<RankedTensorType>(next.getType());
    int64_t hidden = state.getDimSize(1);
    llvm::SmallVector<Value> factors(3);
    for (size_t gate = 0; gate < factors.size(); ++gate) {
      Value cell = gate == 1 ? next : c;
      auto isPeephole = [&](Value a, Value b) {
        return a == cell && isConstant(b) && variesAlongLastAxisOnly(b) &&
               (factors[gate] = forms.entriesOf(b, 0, hidden));
      };
      llvm::SmallVectorImpl<Value> &others = gates[gate].others;
      auto found =
          llvm::find_if(others, [&](Value other) { return eitherWay<MulOp>(other, isPeephole); });
      if (found != others.end())
        others.erase(found);
    }
    if (llvm::none_of(factors, [](Value factor) { return bool(factor); }))
      return {};
    OpBuilder builder(&function.getBody());
    Value row = forms.sideBySide(factors, state.clone({hidden}));
    builder.setInsertionPointAfterValue(row);
    return reshapeTo(builder, row.getLoc(), row, {3, hidden});
  }

  /// h' = (1 - z) n + z h, or (h - n) z + n; or with n and h exchanged.
  bool matchGru(AddOp sum) {
    Value z, n, h;
    auto isOneMinus = [](Value value, Value gate) {
      auto difference = value.getDefiningOp<SubOp>();
      return difference && isOne(difference.getLhs()) && difference.getRhs() == gate;
    };
    bool isMix = eitherWay<AddOp>(sum, [&](Value kept, Value added) {
      return eitherWay<MulOp>(kept, [&](Value gate, Value old) {
        z = gate;
        h = old;
        return argumentOf<SigmoidOp>(gate) && (eitherWay<MulOp>(added,
                                                                [&](Value rest, Value fresh) {
                                                                  n = fresh;
                                                                  return isOneMinus(rest, gate);
                                                                }) ||
                                               (n = differenceFrom(old, added, h)));
      });
    });
    bool isExchanged = isMix && !argumentOf<TanhOp>(n);
    if (isExchanged)
      std::swap(n, h);
    if (!isMix || h.getType() != sum.getType() || !argumentOf<TanhOp>(n))
      return false;

    LinearForm update = forms.of(argumentOf<SigmoidOp>(z));
    llvm::SmallVector<LinearForm> gates{
        isExchanged ? forms.negated(update) : update, {}, forms.of(argumentOf<TanhOp>(n))};
    LinearForm &candidate = gates[2];
    Value reset, recurrentBias;
    bool isLinearBeforeReset = takeScaled(candidate, h, reset, recurrentBias);
    if (!isLinearBeforeReset && !takeReset(candidate, h, reset))
      return false;
    gates[1] = forms.of(reset);
    OpBuilder builder(sum);
    FailureOr<CellParts> parts = splitGates(builder, forms, gates, h, sum.getType(), sum);
    if (failed(parts) || !parts->recurrent || !isBefore(h, sum))
      return false;
    auto cell = GruCellOp::create(
        builder, sum.getLoc(), sum.getType(), parts->projected, h, parts->recurrent, recurrentBias,
        builder.getI64IntegerAttr(shapeOf(sum)[1]), builder.getStrArrayAttr({"sigmoid", "tanh"}),
        zeros(builder, 2), zeros(builder, 2), builder.getF64FloatAttr(0), IntegerAttr(), BoolAttr(),
        builder.getBoolAttr(isLinearBeforeReset));
    sum.getResult().replaceAllUsesWith(cell.getNextH());
    return true;
  }

  /// Of (h - n) and n: n; and h.
  static Value differenceFrom(Value difference, Value n, Value &h) {
    auto sub = difference.getDefiningOp<SubOp>();
    if (!sub || sub.getRhs() != n)
      return {};
    h = sub.getLhs();
    return n;
  }

  /// Takes sigmoid(R) (h Rn + b) out of the candidate's sum, and puts h Rn there.
  bool takeScaled(LinearForm &candidate, Value h, Value &reset, Value &bias) {
    if (candidate.others.size() != 1 || candidate.productOf(h))
      return false;
    bool isScaled = eitherWay<MulOp>(candidate.others[0], [&](Value gate, Value scaled) {
      reset = argumentOf<SigmoidOp>(gate);
      if (!reset || scaled.getType() != h.getType())
        return false;
      LinearForm form = forms.of(scaled);
      const LinearForm::Product *product = form.productOf(h);
      if (!product || form.products.size() != 1 || !form.others.empty())
        return false;
      candidate.products.push_back(*product);
      bias = form.bias;
      return true;
    });
    if (isScaled)
      candidate.others.clear();
    return isScaled;
  }

  /// Makes (sigmoid(R) h) Rn a product of h.
  static bool takeReset(LinearForm &candidate, Value h, Value &reset) {
    if (candidate.productOf(h))
      return false;
    for (LinearForm::Product &product : candidate.products)
      if (eitherWay<MulOp>(product.lhs, [&](Value gate, Value state) {
            reset = argumentOf<SigmoidOp>(gate);
            return reset && state == h;
          })) {
        product.lhs = h;
        return true;
      }
    return false;
  }

  /// Which of the values that are multiplied is the state? Any that is as wide would give
  /// the right numbers: what another cell or the loop hands on is preferred.
  static Value stateOf(ArrayRef<LinearForm> gates, Type type) {
    Value best;
    int bestRank = -1;
    for (const LinearForm &gate : gates)
      for (const LinearForm::Product &product : gate.products) {
        Value lhs = product.lhs;
        if (lhs.getType() != type)
          continue;
        int rank = lhs.getDefiningOp<LstmCellOp>() ? 2 : isa<BlockArgument>(lhs) ? 1 : 0;
        if (rank >= bestRank) {
          best = lhs;
          bestRank = rank;
        }
      }
    return best;
  }

  static DenseF64ArrayAttr zeros(OpBuilder &builder, size_t count) {
    return builder.getDenseF64ArrayAttr(llvm::SmallVector<double>(count, 0.0));
  }

  func::FuncOp function;
  LinearForms &forms;
};

struct RecognizeCellsPass : impl::RecognizeCellsBase<RecognizeCellsPass> {
  void runOnOperation() override {
    llvm::SmallVector<Operation *> ends;
    getOperation().walk([&](Operation *op) {
      if (isa<MulOp, AddOp>(op))
        ends.push_back(op);
    });
    LinearForms forms(getOperation());
    CellMatcher matcher(getOperation(), forms);
    bool found = false;
    for (Operation *op : ends)
      found |= matcher.match(op);
    found |= recognizeRnnCells(getOperation(), forms);
    if (found)
      getOperation()->setAttr(kFlushDenormalsAttr, UnitAttr::get(&getContext()));
  }
};

} // namespace
} // namespace unspool::nn
