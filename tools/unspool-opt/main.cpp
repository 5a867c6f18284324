//===- main.cpp - unspool-opt ---------------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// MLIR's opt with the nn dialect and all our passes, for tests and for looking.
//
//===----------------------------------------------------------------------===//

#include "passes/Passes.h"

#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  registry.insert<unspool::nn::NnDialect, mlir::func::FuncDialect>();
  unspool::nn::registerUnspoolNnPasses();
  mlir::registerTransformsPasses();
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "Unspool's passes on nn modules\n", registry));
}
