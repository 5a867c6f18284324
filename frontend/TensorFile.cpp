//===- TensorFile.cpp - tensors on disk: .pb, .npy and .npz ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/TensorFile.h"

#include "frontend/ZipArchive.h"
#include "frontend/onnx/OnnxModel.h"

#include "mlir/AsmParser/AsmParser.h"

#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;

namespace unspool::frontend {

namespace {

/// NumPy's type strings; the first row of a type is the one that is written.
struct NpyType {
  const char *text;
  Type (*make)(Builder &);
};
const NpyType kNpyTypes[] = {
    {"<f4", [](Builder &b) -> Type { return b.getF32Type(); }},
    {"<f8", [](Builder &b) -> Type { return b.getF64Type(); }},
    {"<f2", [](Builder &b) -> Type { return b.getF16Type(); }},
    {"|b1", [](Builder &b) -> Type { return b.getI1Type(); }},
    {"|i1", [](Builder &b) -> Type { return b.getIntegerType(8); }},
    {"<i2", [](Builder &b) -> Type { return b.getIntegerType(16); }},
    {"<i4", [](Builder &b) -> Type { return b.getIntegerType(32); }},
    {"<i8", [](Builder &b) -> Type { return b.getIntegerType(64); }},
    {"|u1", [](Builder &b) -> Type { return b.getIntegerType(8, false); }},
    {"<u2", [](Builder &b) -> Type { return b.getIntegerType(16, false); }},
    {"<u4", [](Builder &b) -> Type { return b.getIntegerType(32, false); }},
    {"<u8", [](Builder &b) -> Type { return b.getIntegerType(64, false); }},
};

/// Test vectors are small; an archive that claims more is damaged.
constexpr int64_t kMostNpyBytes = int64_t(1) << 30;

/// What stands behind `'key':` in the header, a Python dictionary literal.
llvm::StringRef headerValue(llvm::StringRef header, llvm::StringRef key) {
  auto [before, after] = header.split(("'" + key + "':").str());
  return after.ltrim();
}

FailureOr<nn::Tensor> parseNpy(llvm::StringRef text, MLIRContext &context, EmitError emitError) {
  if (!text.consume_front("\x93NUMPY") || text.size() < 6)
    return emitError() << "not a NumPy file";
  bool isLong = text[0] >= 2;
  size_t length = isLong ? llvm::support::endian::read32le(text.data() + 2)
                         : llvm::support::endian::read16le(text.data() + 2);
  text = text.drop_front(isLong ? 6 : 4);
  if (text.size() < length)
    return emitError() << "the NumPy header is cut short";
  llvm::StringRef header = text.take_front(length), data = text.drop_front(length);

  Builder builder(&context);
  Type elementType;
  for (const NpyType &type : kNpyTypes)
    if (headerValue(header, "descr").starts_with(("'" + llvm::StringRef(type.text) + "'").str()))
      elementType = type.make(builder);
  if (!elementType)
    return emitError() << "NumPy type " << headerValue(header, "descr").split(',').first
                       << " is not supported; little-endian numbers and booleans are";
  if (headerValue(header, "fortran_order").starts_with("True"))
    return emitError() << "the NumPy array is in Fortran order; save numpy.ascontiguousarray(x)";

  llvm::SmallVector<int64_t> shape;
  llvm::SmallVector<llvm::StringRef> extents;
  headerValue(header, "shape").split(')').first.ltrim("(").split(extents, ',');
  int64_t bytes = nn::elementBytes(elementType);
  for (llvm::StringRef extent : extents) {
    extent = extent.trim();
    int64_t value = 0;
    if (extent.empty())
      continue;
    if (extent.getAsInteger(10, value) || value < 0 || llvm::MulOverflow(bytes, value, bytes))
      return emitError() << "the NumPy shape has a bad extent '" << extent << "'";
    shape.push_back(value);
  }
  if (int64_t(data.size()) != bytes)
    return emitError() << "the NumPy array holds " << data.size() << " bytes when its shape needs "
                       << bytes;
  return nn::Tensor{RankedTensorType::get(shape, elementType),
                    std::vector<uint8_t>(data.bytes_begin(), data.bytes_end())};
}

} // namespace

Type elementTypeNamed(llvm::StringRef name, MLIRContext &context) {
  return parseType(name, &context);
}

FailureOr<nn::Tensor> readTensorFile(llvm::StringRef path, MLIRContext &context) {
  auto emitError = [&] { return mlir::emitError(FileLineColLoc::get(&context, path, 0, 0)); };
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return emitError() << "cannot read '" << path << "': " << buffer.getError().message();
  llvm::StringRef text = (*buffer)->getBuffer();
  if (path.ends_with(".npy"))
    return parseNpy(text, context, emitError);

  onnx::TensorProto proto;
  if (!proto.ParseFromArray(text.data(), text.size()))
    return emitError() << "not an ONNX tensor (.pb), and not named .npy";
  FailureOr<RankedTensorType> type = tensorTypeOf(proto, context, emitError);
  if (failed(type))
    return failure();
  return tensorOf(proto, *type, path, emitError);
}

FailureOr<std::map<std::string, nn::Tensor>> readNpz(llvm::StringRef path, MLIRContext &context) {
  auto emitError = [&] { return mlir::emitError(FileLineColLoc::get(&context, path, 0, 0)); };
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return emitError() << "cannot read '" << path << "': " << buffer.getError().message();
  auto archive = ZipArchive::open((*buffer)->getBuffer());
  if (!archive)
    return emitError() << toString(archive.takeError());
  std::map<std::string, nn::Tensor> tensors;
  for (const std::string &name : archive->names()) {
    llvm::StringRef stem = name;
    if (!stem.consume_back(".npy"))
      continue;
    auto bytes = archive->read(name, kMostNpyBytes);
    if (!bytes)
      return emitError() << toString(bytes.takeError());
    FailureOr<nn::Tensor> tensor = parseNpy(*bytes, context, emitError);
    if (failed(tensor))
      return failure();
    tensors.emplace(stem.str(), std::move(*tensor));
  }
  return tensors;
}

llvm::Error writeNpy(llvm::StringRef path, const nn::Tensor &tensor) {
  Builder builder(tensor.type.getContext());
  Type elementType = tensor.type.getElementType();
  std::string typeText = "<u2"; // bfloat16, which NumPy has not
  for (const NpyType &type : kNpyTypes)
    if (type.make(builder) == elementType)
      typeText = type.text;
  std::string header = "{'descr': '" + typeText + "', 'fortran_order': False, 'shape': (";
  for (int64_t extent : tensor.type.getShape())
    header += std::to_string(extent) + ",";
  header += "), }";
  // The data begin at a multiple of 64.
  while ((10 + header.size() + 1) % 64 != 0)
    header += ' ';
  header += '\n';
  return llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    char length[2];
    llvm::support::endian::write16le(length, header.size());
    out << "\x93NUMPY" << '\x01' << '\x00';
    out.write(length, 2);
    out << header;
    out.write(reinterpret_cast<const char *>(tensor.bytes.data()), tensor.bytes.size());
    return llvm::Error::success();
  });
}

} // namespace unspool::frontend
