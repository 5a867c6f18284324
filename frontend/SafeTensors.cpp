//===- SafeTensors.cpp - reading .safetensors -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/SafeTensors.h"

#include "frontend/Json.h"

#include "llvm/Support/Endian.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

Type elementTypeOf(StringRef name, MLIRContext &context) {
  Builder builder(&context);
  if (name == "F32")
    return builder.getF32Type();
  if (name == "F64")
    return builder.getF64Type();
  if (name == "F16")
    return builder.getF16Type();
  if (name == "BF16")
    return builder.getBF16Type();
  return {};
}

/// The type that a header entry declares, and the bytes that it needs.
llvm::Expected<std::pair<RankedTensorType, int64_t>> declaredType(StringRef name, const Json &entry,
                                                                  MLIRContext &context) {
  Type element = elementTypeOf(entry["dtype"].text, context);
  if (!element)
    return makeError("tensor '" + name + "' has dtype " + entry["dtype"].describe() +
                     " when it should be F64, F32, F16 or BF16");
  if (!entry["shape"].isList())
    return makeError("tensor '" + name + "' has no shape");
  SmallVector<int64_t> shape;
  int64_t bytes = nn::elementBytes(element);
  for (const Json &extent : entry["shape"].items) {
    if (!extent.isInteger() || extent.integer < 0 ||
        llvm::MulOverflow(bytes, extent.integer, bytes))
      return makeError("tensor '" + name + "' has a bad shape, " + entry["shape"].describe());
    shape.push_back(extent.integer);
  }
  return std::pair(RankedTensorType::get(shape, element), bytes);
}

} // namespace

llvm::Expected<SafeTensors> SafeTensors::open(std::unique_ptr<llvm::MemoryBuffer> file,
                                              MLIRContext &context) {
  StringRef text = file->getBuffer();
  if (text.size() < 8)
    return makeError("the file is too short for a safetensors header");
  uint64_t length = llvm::support::endian::read64le(text.data());
  if (length > text.size() - 8)
    return makeError("the header's length is " + llvm::Twine(length) + " bytes when the file has " +
                     llvm::Twine(text.size()));
  auto header = parseJson(text.substr(8, length));
  if (!header)
    return makeError("the header is not JSON: " + toString(header.takeError()));
  StringRef data = text.drop_front(8 + length);

  SafeTensors tensors;
  for (const auto &[name, entry] : (*header)->members) {
    if (name == "__metadata__")
      continue;
    auto declared = declaredType(name, entry, context);
    if (!declared)
      return declared.takeError();
    const Json &begin = entry["data_offsets"][0], &end = entry["data_offsets"][1];
    if (!begin.isInteger() || !end.isInteger() || begin.integer < 0 ||
        end.integer < begin.integer || uint64_t(end.integer) > data.size())
      return makeError("tensor '" + name + "' has data_offsets " +
                       entry["data_offsets"].describe() + " when the file holds " +
                       llvm::Twine(data.size()) + " bytes of data");
    if (end.integer - begin.integer != declared->second)
      return makeError("tensor '" + name + "' has " + llvm::Twine(end.integer - begin.integer) +
                       " bytes when its shape needs " + llvm::Twine(declared->second));
    tensors.entries[name] = {declared->first, data.slice(begin.integer, end.integer)};
  }
  tensors.file = std::move(file);
  return tensors;
}

RankedTensorType SafeTensors::typeOf(StringRef name) const {
  auto found = entries.find(name);
  return found == entries.end() ? RankedTensorType() : found->second.type;
}

nn::Tensor SafeTensors::read(StringRef name) const {
  const Entry &entry = entries.find(name)->second;
  return {entry.type, std::vector<uint8_t>(entry.bytes.bytes_begin(), entry.bytes.bytes_end())};
}

std::vector<std::string> SafeTensors::names() const {
  std::vector<std::string> names;
  for (const auto &entry : entries)
    names.push_back(entry.getKey().str());
  llvm::sort(names);
  return names;
}
