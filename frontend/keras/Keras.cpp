//===- Keras.cpp - the way from a Keras file to a module ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasImporter.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

OwningOpRef<ModuleOp> unspool::frontend::importKeras(StringRef path, const ImportOptions &options,
                                                     MLIRContext &context, ImportReport *report) {
  ImportReport unused;
  ImportReport &result = report ? *report : unused;
  result = ImportReport();
  context.loadDialect<nn::NnDialect, func::FuncDialect>();
  OwningOpRef<ModuleOp> module;
  FailureOr<KerasFile> file = openKerasFile(path, options, context);
  if (succeeded(file)) {
    KerasPlaces places(path.str(), *file->config, file->hasLines, context);
    FailureOr<Layer> model = describeKerasModel(places, file->isVersion2, result);
    if (succeeded(model)) {
      assignWeights(*model);
      module = KerasImporter(*file, places, options, result).import(*model);
    }
  }
  if (!module && result.failure == ImportReport::Failure::None)
    result.failure = ImportReport::Failure::Invalid;
  return module;
}

FailureOr<ModelInterface> unspool::frontend::describeKeras(StringRef path, MLIRContext &context) {
  FailureOr<KerasFile> file = openKerasFile(path, ImportOptions(), context);
  if (failed(file))
    return failure();
  KerasPlaces places(path.str(), *file->config, file->hasLines, context);
  ImportReport report;
  FailureOr<Layer> model = describeKerasModel(places, file->isVersion2, report);
  if (failed(model))
    return failure();
  auto inputs = describeInputs(*model, places, report);
  if (failed(inputs))
    return failure();
  ModelInterface interface;
  interface.inputs = std::move(*inputs);
  for (const TensorRef &ref : model->outputs) {
    ValueDescription output;
    output.name = model->inner[ref.layer].name;
    interface.outputs.push_back(std::move(output));
  }
  return interface;
}
