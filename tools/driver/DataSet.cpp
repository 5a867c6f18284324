//===- DataSet.cpp - test vectors beside a model --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/DataSet.h"

#include "frontend/TensorFile.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace mlir;

namespace unspool {

/// PREFIX_0.pb, PREFIX_1.pb, ... until one is missing.
static FailureOr<std::vector<nn::Tensor>> readNumbered(llvm::StringRef folder,
                                                       llvm::StringRef prefix,
                                                       MLIRContext &context) {
  std::vector<nn::Tensor> tensors;
  for (;; ) {
    llvm::SmallString<256> path(folder);
    llvm::sys::path::append(path, prefix + "_" + llvm::Twine(tensors.size()) + ".pb");
    if (!llvm::sys::fs::exists(path))
      return tensors;
    FailureOr<nn::Tensor> tensor = frontend::readTensorFile(path, context);
    if (failed(tensor))
      return failure();
    tensors.push_back(std::move(*tensor));
  }
}

FailureOr<std::vector<DataSet>> readDataSets(llvm::StringRef modelPath, MLIRContext &context) {
  std::vector<std::pair<unsigned, std::string>> folders;
  std::error_code code;
  llvm::StringRef parent = llvm::sys::path::parent_path(modelPath);
  for (llvm::sys::fs::directory_iterator it(parent.empty() ? "." : parent, code), end;
       !code && it != end; it.increment(code)) {
    llvm::StringRef name = llvm::sys::path::filename(it->path());
    unsigned number = 0;
    if (name.consume_front("test_data_set_") && !name.getAsInteger(10, number))
      folders.emplace_back(number, it->path());
  }
  llvm::sort(folders);

  std::vector<DataSet> sets;
  for (const auto &[number, folder] : folders) {
    auto inputs = readNumbered(folder, "input", context);
    auto outputs = readNumbered(folder, "output", context);
    if (failed(inputs) || failed(outputs))
      return failure();
    sets.push_back({llvm::sys::path::filename(folder).str(), std::move(*inputs),
                    std::move(*outputs)});
  }
  return sets;
}

Tolerance readTolerance(llvm::StringRef modelPath) {
  Tolerance tolerance;
  llvm::SmallString<256> path(llvm::sys::path::parent_path(modelPath));
  llvm::sys::path::append(path, "tolerance.json");
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return tolerance;
  llvm::StringRef text = (*buffer)->getBuffer();
  auto json = nlohmann::json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object())
    return tolerance;
  auto number = [&](const char *key, double otherwise) {
    return json.contains(key) && json[key].is_number() ? json[key].get<double>() : otherwise;
  };
  tolerance.relative = number("rtol", tolerance.relative);
  tolerance.absolute = number("atol", tolerance.absolute);
  tolerance.isDefault = false;
  return tolerance;
}

/// One element as a double (integers up to 2^53 exactly).
static double elementAt(const uint8_t *bytes, Type type, int64_t index) {
  int64_t width = nn::elementBytes(type);
  uint64_t bits = 0;
  std::memcpy(&bits, bytes + index * width, width);
  if (auto floating = dyn_cast<FloatType>(type)) {
    llvm::APFloat value(floating.getFloatSemantics(), llvm::APInt(width * 8, bits));
    return value.convertToDouble();
  }
  if (type.isInteger(1))
    return bits != 0;
  llvm::APInt value(width * 8, bits);
  return type.isUnsignedInteger() ? double(value.getZExtValue()) : double(value.getSExtValue());
}

static std::string coordinates(int64_t index, llvm::ArrayRef<int64_t> shape) {
  std::string text;
  for (int64_t extent : llvm::reverse(shape)) {
    text = std::to_string(index % extent) + (text.empty() ? "" : ", ") + text;
    index /= extent;
  }
  return "[" + text + "]";
}

Difference compare(const uint8_t *bytes, const nn::Tensor &expected, const Tolerance &tolerance) {
  Type type = expected.type.getElementType();
  double relative = tolerance.relative;
  if (tolerance.isDefault && (type.isF16() || type.isBF16()))
    relative = 1e-2;

  Difference difference;
  double worstExcess = -1;
  for (int64_t i = 0, end = expected.type.getNumElements(); i < end; ++i) {
    double is = elementAt(bytes, type, i), should = elementAt(expected.bytes.data(), type, i);
    if (is == should || (std::isnan(is) && std::isnan(should)))
      continue;
    double distance = std::abs(is - should);
    if (std::isnan(distance))
      distance = HUGE_VAL;
    difference.largest = std::max(difference.largest, distance);
    double excess = distance - (tolerance.absolute + relative * std::abs(should));
    bool wrong = !(excess <= 0);
    if (wrong)
      difference.within = false;
    if (!(excess <= worstExcess)) {
      worstExcess = excess;
      char numbers[96];
      std::snprintf(numbers, sizeof numbers, ": %g when it should be %g", is, should);
      difference.where = coordinates(i, expected.type.getShape()) + numbers;
    }
  }
  return difference;
}

} // namespace unspool
