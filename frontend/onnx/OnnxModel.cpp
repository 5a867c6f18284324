//===- OnnxModel.cpp - reading ONNX files safely --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Protobuf messages hold at most 2 GB; larger models keep their weights in
// external files. Parsing goes block by block from the file into an arena: mapped as a
// whole, the file would take as much memory as its message, at the same time.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxModel.h"

#include "llvm/Support/FileSystem.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/stubs/logging.h>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

FailureOr<OnnxModel> OnnxModel::read(StringRef path, MLIRContext &context) {
  auto error = [&] { return emitError(FileLineColLoc::get(&context, path, 0, 0)); };
  auto cannotRead = [&](std::error_code why) {
    return error() << "cannot read '" << path << "': " << why.message();
  };
  auto file = llvm::sys::fs::openNativeFileForRead(path);
  if (!file)
    return cannotRead(llvm::errorToErrorCode(file.takeError()));
  google::protobuf::io::FileInputStream bytes(*file, /*block_size=*/1 << 20);
  bytes.SetCloseOnDelete(true);
  llvm::sys::fs::file_status status;
  if (std::error_code why = llvm::sys::fs::status(*file, status))
    return cannotRead(why);
  if (status.type() == llvm::sys::fs::file_type::directory_file)
    return cannotRead(std::make_error_code(std::errc::is_a_directory));
  uint64_t size = status.getSize();
  if (size > uint64_t(std::numeric_limits<int>::max()))
    return error() << "the file has " << size
                   << " bytes; protobuf allows 2 GB: keep the weights in external data files";
  if (size == 0)
    return error() << "the file is empty";

  OnnxModel model;
  model.file = path.str();
  model.arena = std::make_unique<google::protobuf::Arena>();
  model.message = google::protobuf::Arena::CreateMessage<onnx::ModelProto>(model.arena.get());
  // Protobuf would print its own complaints to stderr.
  google::protobuf::LogSilencer silence;
  google::protobuf::io::CodedInputStream stream(&bytes);
  if (!model.message->ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage())
    return error() << "not an ONNX model, or a file cut short: parsing stopped at byte "
                   << stream.CurrentPosition() << " of " << size;
  if (!model.message->has_graph())
    return error() << "the model has no graph";
  return model;
}

int64_t OnnxModel::opset(StringRef domain) const {
  int64_t version = 0;
  for (const auto &import : message->opset_import())
    if (canonicalDomain(import.domain()) == canonicalDomain(domain))
      version = std::max<int64_t>(version, import.version());
  // Before IR version 3, models did not say which operator set they use.
  bool isOld = message->ir_version() < 3 && message->opset_import().empty();
  return isOld && canonicalDomain(domain).empty() ? 1 : version;
}

Type unspool::frontend::elementTypeOf(int32_t dataType, MLIRContext &context) {
  Builder builder(&context);
  switch (dataType) {
  case onnx::TensorProto::FLOAT:
    return builder.getF32Type();
  case onnx::TensorProto::DOUBLE:
    return builder.getF64Type();
  case onnx::TensorProto::FLOAT16:
    return builder.getF16Type();
  case onnx::TensorProto::BFLOAT16:
    return builder.getBF16Type();
  case onnx::TensorProto::BOOL:
    return builder.getI1Type();
  case onnx::TensorProto::INT8:
    return builder.getIntegerType(8);
  case onnx::TensorProto::INT16:
    return builder.getIntegerType(16);
  case onnx::TensorProto::INT32:
    return builder.getIntegerType(32);
  case onnx::TensorProto::INT64:
    return builder.getIntegerType(64);
  case onnx::TensorProto::UINT8:
    return builder.getIntegerType(8, /*isSigned=*/false);
  case onnx::TensorProto::UINT16:
    return builder.getIntegerType(16, /*isSigned=*/false);
  case onnx::TensorProto::UINT32:
    return builder.getIntegerType(32, /*isSigned=*/false);
  case onnx::TensorProto::UINT64:
    return builder.getIntegerType(64, /*isSigned=*/false);
  default:
    return {};
  }
}

std::string unspool::frontend::dataTypeName(int32_t dataType) {
  static constexpr const char *kNames[] = {
      "undefined",      "float",    "uint8",        "int8",           "uint16",
      "int16",          "int32",    "int64",        "string",         "bool",
      "float16",        "double",   "uint32",       "uint64",         "complex64",
      "complex128",     "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2",
      "float8e5m2fnuz", "uint4",    "int4",         "float4e2m1",     "float8e8m0",
      "uint2",          "int2"};
  if (dataType < 0 || dataType >= int32_t(std::size(kNames)))
    return "number " + std::to_string(dataType);
  return kNames[dataType];
}
