//===- Nn.h - the door of ir/: the nn dialect -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Other rooms include this header and ir/Evaluate.h, and no other of ir/.
// What each op means stands in the .td files.
//
// A model is one module with one `func.func`; its arguments and results carry
// the model's own names in the attribute `nn.name`.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NN_H
#define UNSPOOL_IR_NN_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/RegionKindInterface.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "ir/NnDialect.h.inc"
#include "ir/NnEnums.h.inc"

namespace unspool::nn {

/// Marks ops whose every result element depends on one element of each operand
/// (after broadcasting): NnElementwise.td.
template <typename ConcreteType>
class Elementwise : public mlir::OpTrait::TraitBase<ConcreteType, Elementwise> {};

inline bool isElementwise(mlir::Operation *op) { return op->hasTrait<Elementwise>(); }

/// The attribute under which arguments and results of the model's function
/// carry the names that the model file gives them.
inline constexpr llvm::StringLiteral kNameAttr = "nn.name";
/// On a convolution, and then on the call of its kernel: why its algorithm was chosen.
constexpr llvm::StringLiteral kReasonAttr = "nn.reason";

/// A model's state (NnDialect.td): an argument's attribute that holds the index of
/// the result which is its next value, and the attribute for its first value.
inline constexpr llvm::StringLiteral kStateAttr = "nn.state";
inline constexpr llvm::StringLiteral kInitialAttr = "nn.initial";
/// A function's attribute: a hash of the model, where there are states.
inline constexpr llvm::StringLiteral kFingerprintAttr = "nn.fingerprint";

/// The result that is the next value of argument `index`; nothing if it is no state.
std::optional<unsigned> stateResult(mlir::func::FuncOp function, unsigned index);
/// Does any argument have a next value?
bool hasStates(mlir::func::FuncOp function);

/// The attribute of an integer argument whose elements must lie in a range: the
/// least and the largest, `array<i64: 0, 12>`. The generated library refuses a call
/// with others before it writes anything.
inline constexpr llvm::StringLiteral kRangeAttr = "nn.range";

/// Has an argument's range lie within these two as well.
void narrowRange(mlir::func::FuncOp function, unsigned index, int64_t low, int64_t high);

/// The integer input of the model whose elements `value` has, in whatever order, shape and
/// element type, or null.
mlir::BlockArgument integerInputBehind(mlir::Value value);

/// The unit attribute of a function that computes with denormals flushed to zero, as
/// one does whose state could fade away into them (docs/recurrent.md).
inline constexpr llvm::StringLiteral kFlushDenormalsAttr = "nn.flush_denormals";

/// The attribute of a function whose caller may lend threads: how many at most.
inline constexpr llvm::StringLiteral kThreadsAttr = "nn.threads";

/// Attributes of ops that stand together in a function: those of one wave but different
/// branches (both integers) need nothing of each other, and may run side by side.
inline constexpr llvm::StringLiteral kWaveAttr = "nn.wave";
inline constexpr llvm::StringLiteral kBranchAttr = "nn.branch";

/// The functions, in operator order, that a recurrent layer or cell applies:
/// 1 for RNN, 3 for LSTM (f, g, h), 2 for GRU (f, g).
unsigned functionCount(mlir::Operation *layerOrCell);
/// Gates of a recurrent layer or cell: 1, 4 or 3.
unsigned gateCount(mlir::Operation *layerOrCell);
/// Is `name` an activation of the ONNX recurrent operators, in our spelling?
bool isRecurrentActivation(llvm::StringRef name);

/// The shape that `shapes` broadcast to as NumPy has it, or nothing.
std::optional<llvm::SmallVector<int64_t>>
broadcastShapes(llvm::ArrayRef<llvm::ArrayRef<int64_t>> shapes);

/// The shape of a static tensor value.
inline llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}
inline mlir::RankedTensorType typeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType());
}

} // namespace unspool::nn

#define GET_ATTRDEF_CLASSES
#include "ir/NnAttributes.h.inc"

#define GET_OP_CLASSES
#include "ir/NnOps.h.inc"

#endif // UNSPOOL_IR_NN_H
