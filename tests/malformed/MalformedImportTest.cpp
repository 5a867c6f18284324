//===- MalformedImportTest.cpp - imports of models that are wrong ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/Frontend.h"
#include "tests/malformed/Fault.h"

#include "mlir/IR/Diagnostics.h"

#include <gtest/gtest.h>

using namespace unspool;
using namespace unspool::malformed;

namespace {

class MalformedImport : public testing::TestWithParam<Fault> {};

TEST_P(MalformedImport, GivesErrorsAndNoModule) {
  const Fault &fault = GetParam();
  Folder folder = Folder(testing::TempDir()) / ("malformed-import-" + fault.name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "model");
  frontend::ImportOptions options;
  if (!fault.flags.empty())
    options.randomSeed = 1;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  unsigned errors = 0;
  mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &) {
    ++errors;
    return mlir::success();
  });
  frontend::ImportReport report;
  auto module =
      frontend::importModel(fault.write(folder / "model").string(), options, context, &report);
  EXPECT_FALSE(module);
  EXPECT_GT(errors, 0u);
  EXPECT_NE(report.failure, frontend::ImportReport::Failure::None);
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(Faults, MalformedImport, testing::ValuesIn(allFaults()),
                         [](const auto &info) { return info.param.name; });

} // namespace
