//===- CompiledModel.cpp - a model as a loaded library --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/property/CompiledModel.h"

#include "tools/driver/Compiler.h"
#include "tools/driver/TemporaryFolder.h"

#include <algorithm>
#include <fstream>

namespace unspool::test {

CompiledModel::CompiledModel(const onnx::ModelProto &model, const nn::PipelineOptions &passes) {
  TemporaryFolder folder;
  CompileOptions options;
  options.model = folder.path() + "/model.onnx";
  std::ofstream(options.model, std::ios::binary) << model.SerializeAsString();
  options.outputDirectory = folder.path() + "/out";
  options.name = "property";
  options.emit = {"shared"};
  options.passes = passes;
  CompileResult compiled = compile(options);
  if (compiled.outcome == Outcome::Good) {
    auto loaded = LoadedModel::open(options.outputDirectory, options.name);
    if (loaded)
      library.emplace(std::move(*loaded));
    else
      problem = "cannot be loaded: " + toString(loaded.takeError());
  } else {
    problem = "does not compile: " + compiled.errors;
  }
  std::replace(problem.begin(), problem.end(), '\n', ' ');
}

} // namespace unspool::test
