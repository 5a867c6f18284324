//===- EntrySteps.h - the plan's steps, in a function -----------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_ENTRY_ENTRYSTEPS_H
#define UNSPOOL_CODEGEN_ENTRY_ENTRYSTEPS_H

#include "codegen/entry/Entry.h"
#include "codegen/entry/EntryBuilder.h"

#include <optional>

namespace unspool {

/// Emits steps into the function that `entry` is building: first `open` at its beginning,
/// later `emit`.
class StepEmitter {
public:
  /// Declares the kernels, and what the steps call beside them.
  StepEmitter(EntryBuilder &entry, const Workspace &workspace);

  /// For `steps`, of a function with these `ports` (inputs, outputs, workspace) and sizes.
  /// From here on the entry knows what the terms are.
  void open(const std::vector<Step> &steps, mlir::ValueRange ports, mlir::ValueRange sizes);
  /// The steps in turn; kernels allocate from `scratch` (runtime/scratch.h).
  void emit(const std::vector<Step> &steps, mlir::Value scratch);

private:
  /// What belongs to one function.
  struct Frame {
    llvm::SmallVector<mlir::Value> ports;
    mlir::Value scratch;
    mlir::Value descriptors;
    /// What each descriptor's host is known to be.
    std::vector<std::optional<Slot>> hosts;
    /// For each kernel that has special ones, the address of the one to call.
    llvm::SmallVector<mlir::Value> chosen;
    mlir::Value profile;
    mlir::Value closure; ///< the ports and sizes in an array, for branches
  };

  void chooseKernels();
  mlir::Value fits(const KernelSpec &special, const KernelSpec &general);
  mlir::Value quotient(mlir::Value value, int64_t unit);
  mlir::Value isOneOf(mlir::Value value, llvm::ArrayRef<int64_t> values);
  mlir::Value closureOf(mlir::ValueRange sizes);

  void emitStep(const Step &step);
  void emitLoop(const Step &loop);
  void emitWave(const Step &wave);
  mlir::LLVM::LLVMFuncOp defineBranches(const Step &wave);
  mlir::Value oddTurn(mlir::Value iteration, int64_t phase);
  mlir::Value backwards(const BlockOrder &order, mlir::Value iteration);
  void callKernel(const Step &step, size_t firstDescriptor, mlir::Value iteration);
  void copy(const Step &step, mlir::Value iteration);

  mlir::Value addressOf(const Slot &slot, mlir::Value iteration);
  mlir::Value baseOf(const Slot &slot);
  void storeHost(size_t descriptor, mlir::Value address);

  EntryBuilder &entry;
  const ModelPlan &plan;
  const Workspace &workspace;
  mlir::OpBuilder &builder;
  mlir::Location location;
  llvm::SmallVector<mlir::LLVM::LLVMFuncOp> kernels;
  mlir::LLVM::LLVMFuncOp parallelFor;  ///< unspool_parallel_for, where there are waves
  mlir::LLVM::LLVMFuncOp now, endCall; ///< of a profile
  int64_t nextSite = 0;                ///< of it: the number of the next call
  int64_t nextWave = 0;
  Frame frame;
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_ENTRY_ENTRYSTEPS_H
