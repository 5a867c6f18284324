//===- OnnxTensor.cpp - TensorProto to tensors ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Elements lie in raw_data (little endian), in a typed field (narrow integers,
// bool and the 16-bit floats' bits widened to int32_data), or in a file beside
// the model. An external file's path comes from the model and is not trusted:
// after resolving symbolic links it must still lie below the model's folder.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxTensor.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cstring>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

FailureOr<RankedTensorType> unspool::frontend::tensorTypeOf(const onnx::TensorProto &tensor,
                                                            MLIRContext &context,
                                                            EmitError emitError) {
  Type elementType = elementTypeOf(tensor.data_type(), context);
  if (!elementType)
    return emitError() << "tensor '" << tensor.name() << "' has element type "
                       << dataTypeName(tensor.data_type()) << ", which is not supported";
  for (int64_t extent : tensor.dims())
    if (extent < 0)
      return emitError() << "tensor '" << tensor.name() << "' has a negative dimension, " << extent;
  return RankedTensorType::get(ArrayRef<int64_t>(tensor.dims().data(), tensor.dims_size()),
                               elementType);
}

namespace {

/// Reads one tensor.
class TensorReader {
public:
  TensorReader(const onnx::TensorProto &proto, RankedTensorType type, StringRef modelPath,
               EmitError emitError)
      : proto(proto), type(type), modelPath(modelPath), emitError(emitError),
        elementBytes(nn::elementBytes(type.getElementType())),
        byteCount(type.getNumElements() * elementBytes) {}

  FailureOr<nn::Tensor> read() {
    if (!locate())
      return failure();
    nn::Tensor result{type, {bytes.bytes_begin(), bytes.bytes_end()}};
    if (type.getElementType().isInteger(1))
      for (uint8_t &byte : result.bytes)
        byte = byte != 0;
    return result;
  }

  /// As an attribute; without a copy in between, since weights are large.
  FailureOr<DenseElementsAttr> readAttribute() {
    if (type.getElementType().isInteger(1) || type.getNumElements() == 0) {
      FailureOr<nn::Tensor> tensor = read();
      if (failed(tensor))
        return failure();
      return nn::toAttribute(*tensor);
    }
    if (!locate())
      return failure();
    bool isSplat =
        std::memcmp(bytes.data(), bytes.data() + elementBytes, bytes.size() - elementBytes) == 0;
    StringRef raw = isSplat ? bytes.take_front(elementBytes) : bytes;
    return DenseElementsAttr::getFromRawBuffer(type, ArrayRef(raw.data(), raw.size()));
  }

private:
  /// Sets `bytes` to the elements, wherever they are.
  bool locate() {
    return proto.data_location() == onnx::TensorProto::EXTERNAL ? readExternal()
           : proto.has_raw_data()                               ? takeRaw(proto.raw_data())
                                                                : readFields();
  }

  bool takeRaw(StringRef raw) {
    if (int64_t(raw.size()) != byteCount) {
      emitError() << "tensor '" << proto.name() << "' holds " << raw.size()
                  << " bytes of data when its type " << type << " takes " << byteCount;
      return false;
    }
    bytes = raw;
    return true;
  }

  bool readFields() {
    Type element = type.getElementType();
    if (element.isF32())
      return readField(proto.float_data());
    if (element.isF64())
      return readField(proto.double_data());
    if (element.isSignlessInteger(64))
      return readField(proto.int64_data());
    if (element.isUnsignedInteger(32) || element.isUnsignedInteger(64))
      return readField(proto.uint64_data());
    return readField(proto.int32_data());
  }

  /// Takes the low bytes of each element (all hosts that we build for are
  /// little endian, as raw_data is).
  template <typename Field> bool readField(const Field &field) {
    if (field.size() != type.getNumElements()) {
      emitError() << "tensor '" << proto.name() << "' holds " << int64_t(field.size())
                  << " elements when its type " << type << " has " << type.getNumElements();
      return false;
    }
    narrowed.resize(byteCount);
    for (int i = 0; i < field.size(); ++i)
      std::memcpy(narrowed.data() + i * elementBytes, &field[i], elementBytes);
    bytes = narrowed;
    return true;
  }

  bool readExternal() {
    std::string location;
    uint64_t offset = 0, length = byteCount;
    for (const auto &entry : proto.external_data()) {
      if (entry.key() == "location")
        location = entry.value();
      uint64_t *number = entry.key() == "offset"   ? &offset
                         : entry.key() == "length" ? &length
                                                   : nullptr;
      if (number && StringRef(entry.value()).getAsInteger(10, *number))
        return externalError() << entry.key() << " '" << entry.value() << "' is not a number",
               false;
    }
    if (length != uint64_t(byteCount))
      return externalError() << "length is " << length << " when the type " << type << " takes "
                             << byteCount,
             false;
    SmallString<256> path;
    if (!resolve(location, path))
      return false;
    uint64_t size = 0;
    if (auto error = llvm::sys::fs::file_size(path, size))
      return externalError() << "cannot read '" << location << "': " << error.message(), false;
    if (offset > size || length > size - offset)
      return externalError() << "'" << location << "' has " << size << " bytes when offset "
                             << offset << " and length " << length << " go beyond",
             false;
    if (length == 0)
      return true;
    auto buffer = llvm::MemoryBuffer::getFileSlice(path, length, offset);
    if (!buffer)
      return externalError() << "cannot read '" << location << "': " << buffer.getError().message(),
             false;
    external = std::move(*buffer);
    return takeRaw(external->getBuffer());
  }

  /// The real path of a location, if it lies below the model's folder.
  bool resolve(StringRef location, SmallString<256> &path) {
    namespace fs = llvm::sys::fs;
    namespace sys = llvm::sys::path;
    SmallString<256> folder = sys::parent_path(modelPath);
    if (folder.empty())
      folder = ".";
    if (location.empty())
      return externalError() << "there is no location", false;
    if (sys::is_absolute(location) ||
        llvm::is_contained(llvm::make_range(sys::begin(location), sys::end(location)),
                           StringRef("..")))
      return externalError() << "'" << location << "' does not stay below the model's folder",
             false;
    SmallString<256> joined = folder, realFolder;
    sys::append(joined, location);
    if (auto error = fs::real_path(folder, realFolder))
      return externalError() << "cannot read '" << folder << "': " << error.message(), false;
    if (auto error = fs::real_path(joined, path))
      return externalError() << "cannot read '" << location << "': " << error.message(), false;
    StringRef rest = path;
    bool isBelow = rest.consume_front(realFolder) && (rest.starts_with("/") || realFolder == "/");
    if (!isBelow)
      return externalError() << "'" << location
                             << "' is a link that leads out of the model's folder",
             false;
    if (!fs::is_regular_file(path))
      return externalError() << "'" << location << "' is not a file", false;
    return true;
  }

  InFlightDiagnostic externalError() {
    InFlightDiagnostic diagnostic = emitError();
    diagnostic << "external data of tensor '" << proto.name() << "': ";
    return diagnostic;
  }

  const onnx::TensorProto &proto;
  RankedTensorType type;
  StringRef modelPath;
  EmitError emitError;
  int64_t elementBytes;
  int64_t byteCount;
  StringRef bytes;                              ///< in one of:
  std::string narrowed;                         ///< elements of a typed field
  std::unique_ptr<llvm::MemoryBuffer> external; ///< a slice of another file
};

} // namespace

FailureOr<nn::Tensor> unspool::frontend::tensorOf(const onnx::TensorProto &tensor,
                                                  RankedTensorType type, StringRef modelPath,
                                                  EmitError emitError) {
  return TensorReader(tensor, type, modelPath, emitError).read();
}

FailureOr<DenseElementsAttr> unspool::frontend::attributeOf(const onnx::TensorProto &tensor,
                                                            RankedTensorType type,
                                                            StringRef modelPath,
                                                            EmitError emitError) {
  return TensorReader(tensor, type, modelPath, emitError).readAttribute();
}
