//===- KerasImporter.h - from Keras layers to nn ops ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_KERASIMPORTER_H
#define UNSPOOL_FRONTEND_KERAS_KERASIMPORTER_H

#include "frontend/NnBuilder.h"
#include "frontend/keras/KerasFile.h"

#include "llvm/ADT/StringSet.h"

namespace unspool::frontend {

/// A tensor between layers. Keras attaches to it which timesteps count: `mask` is an
/// i1 tensor `[N, T]`, or null if all do. Operations also get numbers.
struct KerasTensor {
  mlir::Value value;
  mlir::Value mask;
  const Json *constant = nullptr; ///< if not null, `value` is
};

class KerasImporter {
public:
  KerasImporter(const KerasFile &file, const KerasPlaces &places, const ImportOptions &options,
                ImportReport &report);

  mlir::OwningOpRef<mlir::ModuleOp> import(const Layer &model);

  /// Builds one call of a layer, which may be a model.
  mlir::FailureOr<llvm::SmallVector<KerasTensor>> call(const Layer &layer,
                                                       llvm::ArrayRef<KerasTensor> inputs);

  /// A weight of a layer as a constant, in `elementType`. A layer that is called again
  /// gets the same constant.
  mlir::Value weight(const Layer &layer, llvm::StringRef name, llvm::ArrayRef<int64_t> shape,
                     mlir::Type elementType);

  /// State that lives between calls of the library: another input and output of it.
  mlir::Value addStateInput(std::string name, mlir::Type type);
  void addStateOutput(std::string name, mlir::Value value);

  bool isVersion2() const { return file.isVersion2; }
  const KerasPlaces &sourcePlaces() const { return places; }
  ImportReport &importReport() { return report; }
  void noteUnsupported() { report.failure = ImportReport::Failure::Unsupported; }

private:
  mlir::LogicalResult importMain(const Layer &model);
  mlir::FailureOr<llvm::SmallVector<KerasTensor>> runModel(const Layer &model,
                                                           llvm::ArrayRef<KerasTensor> inputs);
  mlir::FailureOr<llvm::SmallVector<KerasTensor>> callRow(const Layer &layer,
                                                          llvm::ArrayRef<KerasTensor> inputs);
  std::string uniqueName(llvm::StringRef name);

  const KerasFile &file;
  const KerasPlaces &places;
  const ImportOptions &options;
  ImportReport &report;
  MemoryBudget budget;
  NnBuilder build;
  mlir::func::FuncOp function;
  llvm::SmallVector<std::string> inputNames, outputNames;
  llvm::SmallVector<mlir::Value> results;
  llvm::StringSet<> usedNames;
  llvm::DenseMap<std::pair<const WeightSlot *, mlir::Type>, mlir::Value> weights;
  unsigned callCount = 0;
  bool isWeightUnreadable = false; ///< of the layer at work: its other weights are not read then
};

/// The inputs of a model as its InputLayers declare them; -1 is open.
mlir::FailureOr<std::vector<ValueDescription>>
describeInputs(const Layer &model, const KerasPlaces &places, ImportReport &report);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_KERASIMPORTER_H
