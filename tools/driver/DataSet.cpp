//===- DataSet.cpp - test vectors beside a model --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/DataSet.h"

#include "frontend/Json.h"
#include "frontend/TensorFile.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cmath>

using namespace mlir;

namespace unspool {

/// PREFIX_0.pb, PREFIX_1.pb, ... until one is missing.
static FailureOr<std::vector<nn::Tensor>>
readNumbered(llvm::StringRef folder, llvm::StringRef prefix, MLIRContext &context) {
  std::vector<nn::Tensor> tensors;
  for (;;) {
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

/// PREFIX_0, PREFIX_1, ... of an archive's arrays.
static std::vector<nn::Tensor> takeNumbered(std::map<std::string, nn::Tensor> &arrays,
                                            const std::string &prefix) {
  std::vector<nn::Tensor> tensors;
  for (;;) {
    auto found = arrays.find(prefix + "_" + std::to_string(tensors.size()));
    if (found == arrays.end())
      return tensors;
    tensors.push_back(std::move(found->second));
  }
}

static bool isOnnx(llvm::StringRef modelPath) { return modelPath.ends_with(".onnx"); }

static llvm::StringRef folderOf(llvm::StringRef modelPath) {
  llvm::StringRef parent = llvm::sys::path::parent_path(modelPath);
  return parent.empty() ? "." : parent;
}

bool hasDataSet(llvm::StringRef modelPath) {
  llvm::SmallString<256> path(folderOf(modelPath));
  llvm::sys::path::append(path, isOnnx(modelPath) ? "test_data_set_0" : "keras_test_0.npz");
  return llvm::sys::fs::exists(path);
}

FailureOr<std::vector<DataSet>> readDataSets(llvm::StringRef modelPath, llvm::StringRef folder,
                                             MLIRContext &context) {
  bool isFolders = isOnnx(modelPath);
  std::vector<std::pair<unsigned, std::string>> found;
  std::error_code code;
  for (llvm::sys::fs::directory_iterator it(folder.empty() ? folderOf(modelPath) : folder, code),
       end;
       !code && it != end; it.increment(code)) {
    llvm::StringRef name = llvm::sys::path::filename(it->path());
    unsigned number = 0;
    bool isNamed = isFolders ? name.consume_front("test_data_set_")
                             : name.consume_front("keras_test_") && name.consume_back(".npz");
    if (isNamed && !name.getAsInteger(10, number))
      found.emplace_back(number, it->path());
  }
  llvm::sort(found);

  std::vector<DataSet> sets;
  for (const auto &[number, path] : found) {
    std::string name = llvm::sys::path::stem(path).str();
    if (isFolders) {
      auto inputs = readNumbered(path, "input", context);
      auto outputs = readNumbered(path, "output", context);
      if (failed(inputs) || failed(outputs))
        return failure();
      sets.push_back({name, std::move(*inputs), std::move(*outputs)});
    } else {
      auto arrays = frontend::readNpz(path, context);
      if (failed(arrays))
        return failure();
      sets.push_back({name, takeNumbered(*arrays, "input"), takeNumbered(*arrays, "output")});
    }
  }
  return sets;
}

FailureOr<Tolerance> readTolerance(llvm::StringRef modelPath, llvm::StringRef folder,
                                   Tolerance tolerance, MLIRContext &context) {
  llvm::SmallString<256> path(folder.empty() ? folderOf(modelPath) : folder);
  llvm::sys::path::append(path, "tolerance.json");
  auto error = [&](unsigned line = 0) {
    return emitError(FileLineColLoc::get(&context, path, line, 0)) << "'" << path << "' ";
  };
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer && buffer.getError() == std::errc::no_such_file_or_directory)
    return tolerance;
  if (!buffer)
    return error() << "cannot be read: " << buffer.getError().message();
  auto json = frontend::parseJson((*buffer)->getBuffer());
  if (!json)
    return error() << "is not JSON: " << toString(json.takeError());
  if (!(*json)->isObject())
    return error((*json)->line) << "holds " << (*json)->describe()
                                << " when it should hold an object with 'rtol' and 'atol'";
  // Others may say where the numbers are from; alone, they are a misspelling.
  auto isKnown = [](const auto &member) {
    return member.first == "rtol" || member.first == "atol";
  };
  if (!(*json)->members.empty() && llvm::none_of((*json)->members, isKnown))
    return error((*json)->line) << "has neither 'rtol' nor 'atol'";
  for (const auto &[name, value] : llvm::make_filter_range((*json)->members, isKnown)) {
    if (!value.isNumber() || !std::isfinite(value.number) || value.number < 0)
      return error(value.line) << "says that '" << name << "' is " << value.describe()
                               << " when it should be a number that is not negative";
    (name == "rtol" ? tolerance.relative : tolerance.absolute) = value.number;
  }
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
    if (std::isfinite(should))
      difference.magnitude = std::max(difference.magnitude, std::abs(should));
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
