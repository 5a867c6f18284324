//===- OnnxModel.h - reading ONNX files safely ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From bytes to protobuf messages and from TensorProto to tensors: sizes, data
// types and external files are checked here and nowhere else.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_ONNXMODEL_H
#define UNSPOOL_FRONTEND_ONNX_ONNXMODEL_H

#include "frontend/Frontend.h"

#include "mlir/IR/Diagnostics.h"

#include <google/protobuf/arena.h>
#include <onnx/onnx_pb.h>

#include <memory>

namespace unspool::frontend {

/// A parsed file.
class OnnxModel {
public:
  /// Reads and parses; the errors are located at the file.
  static mlir::FailureOr<OnnxModel> read(llvm::StringRef path, mlir::MLIRContext &context);

  onnx::ModelProto &proto() { return *message; }
  const std::string &path() const { return file; }
  /// The operator set of a domain ("" and "ai.onnx" are the same), 0 if the
  /// model does not import it.
  int64_t opset(llvm::StringRef domain) const;

private:
  std::string file;
  std::unique_ptr<google::protobuf::Arena> arena;
  onnx::ModelProto *message = nullptr;
};

/// "ai.onnx" and "" name the same domain; this is the short one.
inline llvm::StringRef canonicalDomain(llvm::StringRef domain) {
  return domain == "ai.onnx" ? "" : domain;
}

/// The element type of a TensorProto::DataType, or null if nn has none.
mlir::Type elementTypeOf(int32_t dataType, mlir::MLIRContext &context);
/// How ONNX calls a data type, newer ones than our protobuf classes included.
std::string dataTypeName(int32_t dataType);

using EmitError = llvm::function_ref<mlir::InFlightDiagnostic()>;

/// The tensor's type: data type and dimensions checked.
mlir::FailureOr<mlir::RankedTensorType>
tensorTypeOf(const onnx::TensorProto &tensor, mlir::MLIRContext &context, EmitError emitError);
/// The tensor's elements, from whichever field (or file beside the model) holds
/// them. The type must have been checked to fit in memory.
mlir::FailureOr<nn::Tensor> tensorOf(const onnx::TensorProto &tensor, mlir::RankedTensorType type,
                                     llvm::StringRef modelPath, EmitError emitError);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_ONNXMODEL_H
