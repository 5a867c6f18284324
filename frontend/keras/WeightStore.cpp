//===- WeightStore.cpp - where the weights of a Keras model are -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/WeightStore.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

#include <cmath>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

std::string shapeText(ArrayRef<int64_t> shape) {
  return "[" +
         llvm::join(llvm::map_range(shape, [](int64_t extent) { return std::to_string(extent); }),
                    ", ") +
         "]";
}

llvm::Error checkShape(const WeightSlot &slot, RankedTensorType type, ArrayRef<int64_t> shape) {
  if (type.getShape() == shape)
    return llvm::Error::success();
  return makeError("weight '" + slot.name + "' has shape " + shapeText(type.getShape()) +
                   " when it should be " + shapeText(shape));
}

RankedTensorType tensorType(const Hdf5Type &type, MLIRContext &context) {
  switch (type.element) {
  case Hdf5Element::F32:
    return RankedTensorType::get(type.shape, Float32Type::get(&context));
  case Hdf5Element::F64:
    return RankedTensorType::get(type.shape, Float64Type::get(&context));
  case Hdf5Element::I32:
    return RankedTensorType::get(type.shape, IntegerType::get(&context, 32));
  case Hdf5Element::I64:
    break;
  }
  return RankedTensorType::get(type.shape, IntegerType::get(&context, 64));
}

/// A dataset of an HDF5 file, its shape checked first.
llvm::Expected<nn::Tensor> readDataset(const Hdf5File &file, StringRef path, const WeightSlot &slot,
                                       ArrayRef<int64_t> shape, MLIRContext &context) {
  auto about = [&](llvm::Error error) {
    return makeError("weight '" + slot.name + "': " + toString(std::move(error)));
  };
  auto stored = file.typeOf(path);
  if (!stored)
    return about(stored.takeError());
  RankedTensorType type = tensorType(*stored, context);
  if (llvm::Error error = checkShape(slot, type, shape))
    return error;
  auto bytes = file.read(path, *stored);
  if (!bytes)
    return about(bytes.takeError());
  return nn::Tensor{type, std::move(*bytes)};
}

class NestedStore : public WeightStore {
public:
  NestedStore(Hdf5File file, std::string fileName)
      : file(std::move(file)), fileName(std::move(fileName)) {}

  llvm::Expected<nn::Tensor> read(const WeightSlot &slot, ArrayRef<int64_t> shape,
                                  MLIRContext &context) override {
    // Keras 2.12 and 2.13 write another name for the list of layers.
    std::string path = slot.path, otherPath = path;
    for (size_t at; (at = otherPath.find("layers/")) != std::string::npos;)
      otherPath.replace(at, 7, "_layer_checkpoint_dependencies/");
    auto isThere = file.contains(path);
    if (isThere && !*isThere && otherPath != path) {
      path = otherPath;
      isThere = file.contains(path);
    }
    if (!isThere)
      return isThere.takeError();
    if (!*isThere)
      return makeError("weight '" + slot.name + "' is missing: there is no '" + slot.path +
                       "' in " + fileName);
    return readDataset(file, path, slot, shape, context);
  }

private:
  Hdf5File file;
  std::string fileName;
};

class LegacyStore : public WeightStore {
public:
  LegacyStore(Hdf5File file, std::string root, std::string fileName)
      : file(std::move(file)), root(std::move(root)), fileName(std::move(fileName)) {}

  llvm::Expected<nn::Tensor> read(const WeightSlot &slot, ArrayRef<int64_t> shape,
                                  MLIRContext &context) override {
    std::string group = root.empty() ? slot.owner : root + "/" + slot.owner;
    auto names = file.textsAttribute(group, "weight_names");
    if (!names)
      return names.takeError();
    if (!*names)
      return makeError("weight '" + slot.name + "' is missing: there is no group '" + group +
                       "' with weight_names in " + fileName);
    if ((*names)->size() < slot.count)
      return makeError("group '" + group + "' of " + fileName + " holds " +
                       llvm::Twine((*names)->size()) + " weights when the layer has " +
                       llvm::Twine(slot.count));
    return readDataset(file, group + "/" + (**names)[slot.index], slot, shape, context);
  }

private:
  Hdf5File file;
  std::string root, fileName;
};

class SafeTensorsStore : public WeightStore {
public:
  SafeTensorsStore(SafeTensors file, std::string fileName)
      : file(std::move(file)), fileName(std::move(fileName)) {}

  llvm::Expected<nn::Tensor> read(const WeightSlot &slot, ArrayRef<int64_t> shape,
                                  MLIRContext &) override {
    RankedTensorType type = file.typeOf(slot.name);
    if (!type)
      return makeError("weight '" + slot.name + "' is missing: " + fileName +
                       " has no such tensor" + similar(slot.name));
    if (llvm::Error error = checkShape(slot, type, shape))
      return error;
    return file.read(slot.name);
  }

private:
  /// The name in the file that is nearest, if it is near.
  std::string similar(StringRef name) const {
    unsigned bestDistance = 5;
    std::string best;
    for (const std::string &other : file.names())
      if (unsigned distance = name.edit_distance(other, true, bestDistance);
          distance < bestDistance) {
        bestDistance = distance;
        best = other;
      }
    return best.empty() ? "" : " (it has '" + best + "')";
  }

  SafeTensors file;
  std::string fileName;
};

class RandomStore : public WeightStore {
public:
  explicit RandomStore(uint64_t seed) : seed(seed) {}

  llvm::Expected<nn::Tensor> read(const WeightSlot &slot, ArrayRef<int64_t> shape,
                                  MLIRContext &context) override {
    auto type = RankedTensorType::get(shape, Float32Type::get(&context));
    std::vector<float> numbers(type.getNumElements(), slot.row->fill == Fill::Ones ? 1.0f : 0.0f);
    if (slot.row->fill == Fill::Glorot) {
      float limit = float(glorotLimit(shape));
      uint64_t state = seed ^ llvm::xxh3_64bits(slot.name);
      for (float &number : numbers)
        number = limit * float(2 * nextUnit(state) - 1);
    }
    const auto *bytes = reinterpret_cast<const uint8_t *>(numbers.data());
    return nn::Tensor{type, std::vector<uint8_t>(bytes, bytes + numbers.size() * sizeof(float))};
  }

private:
  /// sqrt(6 / (fan in + fan out)), where the axes before the last two are a window.
  static double glorotLimit(ArrayRef<int64_t> shape) {
    double window = 1;
    for (int64_t extent : shape.drop_back(std::min<size_t>(shape.size(), 2)))
      window *= double(extent);
    double in = shape.size() > 1 ? double(shape[shape.size() - 2]) : 0;
    double out = shape.empty() ? 1 : double(shape.back());
    return std::sqrt(6 / std::max(window * (in + out), 1.0));
  }

  /// SplitMix64 (Steele, Lea and Flood, 2014), as a number in [0, 1).
  static double nextUnit(uint64_t &state) {
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return double((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }

  uint64_t seed;
};

class EmptyStore : public WeightStore {
public:
  explicit EmptyStore(std::string remedy) : remedy(std::move(remedy)) {}
  llvm::Expected<nn::Tensor> read(const WeightSlot &slot, ArrayRef<int64_t>,
                                  MLIRContext &) override {
    return makeError("weight '" + slot.name + "' is missing: " + remedy);
  }

private:
  std::string remedy;
};

} // namespace

std::unique_ptr<WeightStore> unspool::frontend::makeNestedStore(Hdf5File file,
                                                                std::string fileName) {
  return std::make_unique<NestedStore>(std::move(file), std::move(fileName));
}
std::unique_ptr<WeightStore> unspool::frontend::makeLegacyStore(Hdf5File file, std::string root,
                                                                std::string fileName) {
  return std::make_unique<LegacyStore>(std::move(file), std::move(root), std::move(fileName));
}
std::unique_ptr<WeightStore> unspool::frontend::makeSafeTensorsStore(SafeTensors file,
                                                                     std::string fileName) {
  return std::make_unique<SafeTensorsStore>(std::move(file), std::move(fileName));
}
std::unique_ptr<WeightStore> unspool::frontend::makeRandomStore(uint64_t seed) {
  return std::make_unique<RandomStore>(seed);
}
std::unique_ptr<WeightStore> unspool::frontend::makeEmptyStore(std::string remedy) {
  return std::make_unique<EmptyStore>(std::move(remedy));
}
