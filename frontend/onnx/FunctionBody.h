//===- FunctionBody.h - a model-local function's nodes, for one call ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_FUNCTIONBODY_H
#define UNSPOOL_FRONTEND_ONNX_FUNCTIONBODY_H

#include <google/protobuf/repeated_field.h>
#include <onnx/onnx_pb.h>

namespace unspool::frontend {

/// The nodes of `function`, in which attributes that refer to the function's
/// own (`ref_attr_name`) hold what `call`, or else the function's default, gives;
/// those that nothing gives are absent.
google::protobuf::RepeatedPtrField<onnx::NodeProto>
bindAttributes(const onnx::FunctionProto &function, const onnx::NodeProto &call);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_FUNCTIONBODY_H
