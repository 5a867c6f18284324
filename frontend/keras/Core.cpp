//===- Core.cpp - Keras input, dense, embedding and masking layers --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasNode.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

//===----------------------------------------------------------------------===//
// InputLayer
//===----------------------------------------------------------------------===//

/// What a dtype of an input is, and null for those that are no numbers.
Type inputElementType(const Json &dtype, bool isIndex, MLIRContext &context) {
  Builder builder(&context);
  StringRef name = dtype.isText() ? dtype.text : dtype["config"]["name"].text;
  if (name.empty())
    return isIndex ? Type(builder.getI32Type()) : Type(builder.getF32Type());
  bool isUnsigned = name.consume_front("u");
  if (unsigned bits = 0; name.consume_front("int"))
    return name.getAsInteger(10, bits) || (bits != 8 && bits != 16 && bits != 32 && bits != 64)
               ? Type()
               : Type(isUnsigned ? builder.getIntegerType(bits, false)
                                 : builder.getIntegerType(bits));
  if (name == "bool")
    return builder.getI1Type();
  if (name.starts_with("float") || name.starts_with("bfloat") || name.starts_with("mixed_"))
    return computeType(dtype, context);
  return {};
}

const AttributeRow kInputAttributes[] = {
    {"batch_shape", AttributeKind::Shape, "null"},
    {"shape", AttributeKind::Shape, "null"},
    {"sparse", AttributeKind::Flag, "false", "false"},
    {"ragged", AttributeKind::Flag, "false", "false"},
    {"optional", AttributeKind::Flag, "false", "false"},
};

LogicalResult importInput(KerasNode &node) {
  return node.emitError() << "an InputLayer reads nothing, but the network calls it";
}

//===----------------------------------------------------------------------===//
// Dense
//===----------------------------------------------------------------------===//

const AttributeRow kDenseAttributes[] = {
    {"units", AttributeKind::Count, nullptr},
    {"activation", AttributeKind::Activation, "\"linear\""},
    {"use_bias", AttributeKind::Flag, "true"},
};
const WeightRow kDenseWeights[] = {{"kernel"}, {"bias", "use_bias", Fill::Zeros}};

/// Along the last axis; all others are batch.
LogicalResult importDense(KerasNode &node) {
  int64_t units = node.integer("units");
  if (node.rank() < 2)
    return node.emitError() << "the input is a " << node.input().getType()
                            << " when it should have a channel axis";
  Value kernel = node.weight("kernel", {node.shape().back(), units});
  Value result = node.build.matmul(node.input(), kernel);
  if (node.flag("use_bias"))
    result = node.build.create<nn::AddOp>(result, node.weight("bias", {units}));
  return node.finish(node.activate("activation", result));
}

//===----------------------------------------------------------------------===//
// Embedding and Masking
//===----------------------------------------------------------------------===//

const AttributeRow kEmbeddingAttributes[] = {
    {"input_dim", AttributeKind::Count, nullptr}, {"output_dim", AttributeKind::Count, nullptr},
    {"mask_zero", AttributeKind::Flag, "false"},  {"input_length", AttributeKind::Training, "null"},
    {"sparse", AttributeKind::Training, "false"},
};
const WeightRow kEmbeddingWeights[] = {{"embeddings"}};

/// x as indices: floats are truncated, as Keras does.
Value toIndices(NnBuilder &build, Value x) {
  Type type = nn::typeOf(x).getElementType();
  if (type.isInteger(32) || type.isInteger(64))
    return x;
  return build.cast(x, build.ops().getI32Type());
}

LogicalResult importEmbedding(KerasNode &node) {
  NnBuilder &build = node.build;
  Value table = node.weight("embeddings", {node.integer("input_dim"), node.integer("output_dim")});
  Value indices = toIndices(build, node.input());
  Value result = build.create<nn::GatherOp>(table, indices, int64_t(0));
  Value mask;
  if (node.flag("mask_zero"))
    mask =
        build.create<nn::NotOp>(build.create<nn::EqualOp>(indices, build.scalarLike(0, indices)));
  return node.finish(result, mask);
}

const AttributeRow kMaskingAttributes[] = {{"mask_value", AttributeKind::Number, "0.0"}};

/// Timesteps all of whose features are mask_value do not count, and become 0.
LogicalResult importMasking(KerasNode &node) {
  NnBuilder &build = node.build;
  Value x = node.input();
  Value value = build.scalarLike(node.number("mask_value"), x);
  Value differs = build.create<nn::NotOp>(build.create<nn::EqualOp>(x, value));
  Value counts = build.reduce(nn::ReduceKind::max, differs, {node.rank() - 1}, true);
  Value result = build.create<nn::MulOp>(x, build.cast(counts, nn::typeOf(x).getElementType()));
  SmallVector<int64_t> shape(node.shape().drop_back());
  return node.finish(result, build.reshape(counts, shape));
}

const LayerRow kRows[] = {
    {"Dense", 1, 1, kDenseAttributes, kDenseWeights, MaskRule::Keep, importDense},
    {"Embedding", 1, 1, kEmbeddingAttributes, kEmbeddingWeights, MaskRule::Own, importEmbedding,
     "an index outside the table reads its nearest row"},
    {"InputLayer",
     0,
     0,
     kInputAttributes,
     {},
     MaskRule::Drop,
     importInput,
     "shape leaves out the batch, batch_shape has it"},
    {"Masking", 1, 1, kMaskingAttributes, {}, MaskRule::Own, importMasking},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::coreLayers() { return kRows; }

FailureOr<std::vector<ValueDescription>>
unspool::frontend::describeInputs(const Layer &model, const KerasPlaces &places,
                                  ImportReport &report) {
  std::vector<ValueDescription> inputs;
  for (const TensorRef &ref : model.inputs) {
    const Layer &layer = model.inner[ref.layer];
    const Json &config = *layer.config;
    ValueDescription input;
    input.name = layer.name;
    bool isIndex = !model.inner.empty() && model.isSequential() && model.inner.size() > 1 &&
                   model.inner[1].className == "Embedding";
    input.elementType = inputElementType(config["dtype"], isIndex, places.context);
    if (!input.elementType) {
      report.failure = ImportReport::Failure::Unsupported;
      return places.emitError(layer) << "attribute 'dtype' is " << config["dtype"].describe()
                                     << ", which is not supported (supported: bool, integers of 8 "
                                        "to 64 bits, float16, bfloat16, float32, float64)";
    }
    const Json *whole = layer.impliedShape ? layer.impliedShape : &config["batch_shape"];
    if (!whole->isList())
      whole = &config["batch_input_shape"];
    const Json &sample = config["shape"].isList() ? config["shape"] : config["input_shape"];
    input.hasShape = whole->isList() || sample.isList();
    if (!whole->isList() && sample.isList())
      input.dims.push_back(-1);
    for (const Json &extent : whole->isList() ? whole->items : sample.items) {
      if (!extent.isNull() && (!extent.isInteger() || extent.integer < -1))
        return places.emitError(layer) << "the input's shape has extent " << extent.describe();
      input.dims.push_back(extent.isNull() ? -1 : extent.integer);
    }
    if (input.hasShape && input.dims.empty())
      return places.emitError(layer) << "the input's shape has no batch axis";
    for (const Layer &reader : model.inner)
      if (llvm::any_of(reader.calls, [&](const LayerCall &call) {
            return llvm::any_of(call.inputs, [&](const TensorRef &read) {
              return !read.constant && read.layer == ref.layer;
            });
          }))
        input.readers.push_back(places.titleOf(reader));
    inputs.push_back(std::move(input));
  }
  return inputs;
}
