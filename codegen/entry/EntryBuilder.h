//===- EntryBuilder.h - the pieces of the entry's functions -----*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_ENTRY_ENTRYBUILDER_H
#define UNSPOOL_CODEGEN_ENTRY_ENTRYBUILDER_H

#include "codegen/Plan.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"

namespace unspool {

/// Small constructors of the llvm dialect, and what the plan's terms are in the function
/// that is being built.
class EntryBuilder {
public:
  EntryBuilder(const ModelPlan &plan, mlir::MLIRContext &context);

  const ModelPlan &plan;
  mlir::OpBuilder builder;
  mlir::Location location;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::Type pointer, i32, i64;

  /// Declares a function of pointers, or of any arguments; hidden unless public.
  mlir::LLVM::LLVMFuncOp function(const std::string &name, mlir::Type result, size_t pointers,
                                  bool isPublic = false);
  mlir::LLVM::LLVMFuncOp function(const std::string &name, mlir::Type result,
                                  llvm::ArrayRef<mlir::Type> arguments, bool isPublic = false);
  mlir::Value callFunction(mlir::LLVM::LLVMFuncOp callee, mlir::ValueRange arguments);
  void returnStatus(int status);
  /// Returns `status` if `condition`; goes on in a new block otherwise.
  void returnIf(mlir::Value condition, int status);
  /// Returns UNSPOOL_NULL_ARGUMENT if one of them is.
  void returnIfNull(mlir::ValueRange pointers);

  mlir::Value constant(int64_t value);
  mlir::Value null();
  /// On the stack.
  mlir::Value allocate(int64_t bytes);
  mlir::Value advance(mlir::Value base, mlir::Value bytes);
  mlir::Value advance(mlir::Value base, int64_t bytes) {
    return bytes ? advance(base, constant(bytes)) : base;
  }
  /// Element `index`, of eight bytes, of an array.
  mlir::Value load(mlir::Value array, size_t index, mlir::Type type);

  // Sizes that the caller chooses.

  /// From here on, in this function, valueOf knows what the terms are.
  void computeTerms(mlir::ValueRange sizes);
  mlir::Value valueOf(const Quantity &quantity) {
    return quantity.isFixed() ? constant(quantity.value) : terms[quantity.term];
  }
  mlir::Value extentOf(const TensorType &type, size_t axis) {
    return type.termOf(axis) < 0 ? constant(type.shape[axis]) : terms[type.termOf(axis)];
  }
  mlir::Value elementsOf(const TensorType &type);
  /// Of i64 operands.
  mlir::Value multiply(mlir::Value left, mlir::Value right);

  /// The plan's, in the function that is being built.
  llvm::SmallVector<mlir::Value> terms;

private:
  mlir::Value valueOf(const Term &term);
  mlir::Value floorDivide(mlir::Value dividend, int64_t divisor);
};

/// Defines <name>_run's twin with its pointers in arrays, at the largest sizes.
/// `run` is <name>_run, or <name>_run_parallel.
void defineRunArrays(EntryBuilder &entry, mlir::LLVM::LLVMFuncOp run, bool isParallel);

/// The same for sizes in an array, with or without an executor, where `parallel` is not
/// null.
void defineRunSized(EntryBuilder &entry, mlir::LLVM::LLVMFuncOp alone,
                    mlir::LLVM::LLVMFuncOp parallel);

/// Defines what writes the extents of inputs and outputs, one after the other.
void defineShapes(EntryBuilder &entry);

/// Defines unspool_state_layout.bytes_at (runtime/state.h).
void defineStateBytes(EntryBuilder &entry);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_ENTRY_ENTRYBUILDER_H
