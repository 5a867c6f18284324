//===- CompiledModel.h - a model as a loaded library ------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_PROPERTY_COMPILEDMODEL_H
#define UNSPOOL_TESTS_PROPERTY_COMPILEDMODEL_H

#include "passes/Passes.h"
#include "tools/driver/RunLibrary.h"

#include <onnx/onnx_pb.h>

#include <optional>
#include <string>

namespace unspool::test {

/// Compiled by the whole pipeline to a shared library in a temporary folder, which is
/// gone once the library is loaded.
class CompiledModel {
public:
  CompiledModel(const onnx::ModelProto &model, const nn::PipelineOptions &passes);

  /// Why there is no library, on one line; else empty.
  std::string problem;
  std::optional<LoadedModel> library;
};

} // namespace unspool::test

#endif // UNSPOOL_TESTS_PROPERTY_COMPILEDMODEL_H
