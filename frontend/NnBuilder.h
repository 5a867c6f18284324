//===- NnBuilder.h - checked, folding construction of nn ops --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Model files are not trusted, so an op that its shape rule or verifier refuses
// is an error about the model, not an assertion. And shape arithmetic (Shape,
// Gather, Concat, Cast, ...) must be gone before Reshape asks for its result.
// Hence every op is made here: types are inferred, the op is verified, and if
// all its operands are constants it is evaluated on the spot.
//
// A null Value means "an error has been reported"; given null operands, every
// function returns null. Importers may thus be written as plain expressions.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_NNBUILDER_H
#define UNSPOOL_FRONTEND_NNBUILDER_H

#include "ir/Evaluate.h"
#include "ir/Nn.h"

#include "mlir/IR/Builders.h"

#include <array>
#include <string>

namespace unspool::frontend {

/// What an import has used up of what it may use.
struct MemoryBudget {
  int64_t limit;
  int64_t constantBytes = 0;
};

/// An operand that may be absent, as opposed to a null Value, which is an error.
struct OptionalOperand {
  mlir::Value value;
  operator mlir::Value() const { return value; }
};

class NnBuilder {
public:
  NnBuilder(mlir::MLIRContext *context, MemoryBudget &budget)
      : builder(context), budget(budget), location(builder.getUnknownLoc()) {}

  mlir::OpBuilder &ops() { return builder; }
  mlir::Location loc() const { return location; }

  /// Where ops come from now: their location, and how errors call it
  /// ("Conv node 'conv1'").
  void setOrigin(mlir::Location newLocation, std::string newContext) {
    location = newLocation;
    context = std::move(newContext);
  }
  const std::string &origin() const { return context; }
  mlir::InFlightDiagnostic emitError() const;

  /// Makes an op of one result. `args` are the operands and attributes as
  /// OpTy's builder takes them after the result type.
  template <typename OpTy, typename... Args> mlir::Value create(const Args &...args) {
    return createMany<OpTy, 1>(args...)[0];
  }

  /// As create, for an op of `N` results.
  template <typename OpTy, size_t N, typename... Args>
  std::array<mlir::Value, N> createMany(const Args &...args) {
    std::array<mlir::Value, N> results{};
    if ((isNull(args) || ...))
      return results;
    mlir::OperationState state(location, OpTy::getOperationName());
    buildState<OpTy>(state, std::make_index_sequence<N>(), args...);
    mlir::SmallVector<mlir::Value> values = finish(state);
    for (size_t i = 0; i < N && !values.empty(); ++i)
      results[i] = values[i];
    return results;
  }

  // Constants.
  mlir::Value constant(mlir::DenseElementsAttr value);
  mlir::Value constant(const nn::Tensor &tensor);
  /// A rank-0 constant, converted to the element type.
  mlir::Value scalar(double value, mlir::Type elementType);
  mlir::Value scalarLike(double value, mlir::Value like) {
    return like ? scalar(value, nn::typeOf(like).getElementType()) : mlir::Value();
  }
  /// A constant in which every element is the same.
  mlir::Value splat(double value, llvm::ArrayRef<int64_t> shape, mlir::Type elementType);
  /// A rank-1 i64 constant.
  mlir::Value indices(llvm::ArrayRef<int64_t> values);
  /// A constant of float elements, rounded to the element type.
  mlir::Value floats(llvm::ArrayRef<double> values, llvm::ArrayRef<int64_t> shape,
                     mlir::Type elementType);

  // Ops whose result type is part of their meaning.
  mlir::Value reshape(mlir::Value input, llvm::ArrayRef<int64_t> shape);
  mlir::Value broadcast(mlir::Value input, llvm::ArrayRef<int64_t> shape);
  mlir::Value cast(mlir::Value input, mlir::Type elementType, bool saturate = false);
  mlir::Value bitCast(mlir::Value input, mlir::Type elementType);
  mlir::Value iota(llvm::ArrayRef<int64_t> shape, int64_t axis, mlir::Type elementType);

  // Shorthands.
  mlir::Value transpose(mlir::Value input, llvm::ArrayRef<int64_t> permutation);
  mlir::Value slice(mlir::Value input, int64_t axis, int64_t start, int64_t size, int64_t step = 1);
  mlir::Value concat(llvm::ArrayRef<mlir::Value> inputs, int64_t axis);
  mlir::Value reduce(nn::ReduceKind kind, mlir::Value input, llvm::ArrayRef<int64_t> axes,
                     bool keep);
  /// Sum divided by the number of elements summed.
  mlir::Value mean(mlir::Value input, llvm::ArrayRef<int64_t> axes, bool keep);
  mlir::Value square(mlir::Value input);
  /// Matrix product whose batch axes broadcast.
  mlir::Value matmul(mlir::Value lhs, mlir::Value rhs);

  /// [N, C, S...] to [N, S..., C] and back.
  mlir::Value toChannelsLast(mlir::Value input);
  mlir::Value toChannelsFirst(mlir::Value input);

  // What is known at compile time.
  static mlir::DenseElementsAttr constantOf(mlir::Value value);
  /// Elements of an integer or boolean constant, or nothing.
  static std::optional<llvm::SmallVector<int64_t>> constantInts(mlir::Value value);
  /// Elements of any numeric constant, or nothing.
  static std::optional<llvm::SmallVector<double>> constantNumbers(mlir::Value value);

  /// Is a tensor of this type within limits? Reports if not.
  bool fits(mlir::Type type);
  /// Takes note of a constant's memory; reports, and returns false, when used up.
  bool takeConstant(mlir::Type type);
  /// Verifies `op`, which was made by other means; reports if it is refused.
  bool check(mlir::Operation *op);

private:
  template <typename T> static bool isNull(const T &) { return false; }
  static bool isNull(mlir::Value value) { return !value; }
  static bool isNull(const llvm::SmallVector<mlir::Value> &values) {
    return llvm::is_contained(values, mlir::Value());
  }

  // The types given here are placeholders: finish() infers the real ones. (The
  // builders that infer types abort the process when a shape rule refuses.)
  template <typename OpTy, size_t... I, typename... Args>
  void buildState(mlir::OperationState &state, std::index_sequence<I...>, const Args &...args) {
    OpTy::build(builder, state, (static_cast<void>(I), placeholder())..., adapt(args)...);
  }
  template <typename T> static const T &adapt(const T &argument) { return argument; }
  static llvm::APFloat adapt(double number) { return llvm::APFloat(number); }
  mlir::Type placeholder() { return mlir::RankedTensorType::get({}, builder.getF32Type()); }

  llvm::SmallVector<mlir::Value> finish(mlir::OperationState &state);
  mlir::Value finishTyped(mlir::OperationState &state);
  llvm::SmallVector<mlir::Value> insert(mlir::OperationState &state);
  llvm::SmallVector<mlir::Value> fold(mlir::Operation *op);

  mlir::OpBuilder builder;
  MemoryBudget &budget;
  mlir::Location location;
  std::string context;
};

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_NNBUILDER_H
