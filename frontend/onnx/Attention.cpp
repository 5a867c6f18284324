//===- Attention.cpp - ONNX attention and what goes with it ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Speech models put a few attention layers between convolutions. Attention is two
// products and a softmax, and is imported as them:
//
//   Y = softmax(mask(softcap((Q s) (K s)^T))) V,  s = sqrt(scale)
//
// of Q [N, H, q, D], K [N, G, k, D] and V [N, G, k, E], where H / G heads of Q share one
// of K and V. Rows of which the mask leaves nothing are zero. As in the operator's own
// function body, each step rounds to the element type.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <cmath>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

class Attention {
public:
  explicit Attention(OnnxNode &node) : node(node), build(node.build) {}

  LogicalResult run() {
    if (failed(readHeads()) || failed(readPast()) || failed(checkMask()))
      return failure();
    node.setOutput(1, k);
    node.setOutput(2, v);
    Value scores = scoresOf();
    Value bias = biasOf();
    Value biased = bias ? build.create<nn::AddOp>(scores, bias) : scores;
    Value weights = probabilities(biased, bias);
    int64_t mode = node.intAttribute("qk_matmul_output_mode", 0);
    if (mode < 0 || mode > 3)
      return node.emitError() << "attribute 'qk_matmul_output_mode' is " << mode
                              << " when it should be 0 to 3";
    Value shown[] = {raw, scores, biased, weights};
    node.setOutput(3, shown[mode]);
    Value y = build.matmul(weights, repeatHeads(v));
    if (!y || hasFailed)
      return failure();
    if (node.rank(0) == 3)
      y = build.reshape(build.transpose(y, {0, 2, 1, 3}),
                        {batch, queries, heads * nn::shapeOf(y).back()});
    return node.finish(y);
  }

private:
  /// [N, S, heads * D] as [N, heads, S, D].
  Value splitHeads(Value x, int64_t count) {
    ArrayRef<int64_t> shape = nn::shapeOf(x);
    Value apart = build.reshape(x, {shape[0], shape[1], count, shape[2] / count});
    return build.transpose(apart, {0, 2, 1, 3});
  }

  LogicalResult readHeads() {
    int64_t rank = node.rank(0);
    if ((rank != 3 && rank != 4) || node.rank(1) != rank || node.rank(2) != rank)
      return node.emitError() << "Q, K and V are " << node.input(0).getType() << ", "
                              << node.input(1).getType() << " and " << node.input(2).getType()
                              << " when they should have rank 3 or 4";
    q = node.input(0), k = node.input(1), v = node.input(2);
    heads = rank == 4 ? node.shape(0)[1] : node.intAttribute("q_num_heads", 0);
    sharedHeads = rank == 4 ? node.shape(1)[1] : node.intAttribute("kv_num_heads", 0);
    auto isSplit = [&](unsigned i, int64_t count) {
      return rank == 4 ? node.shape(i)[1] == count : node.shape(i)[2] % count == 0;
    };
    if (heads < 1 || sharedHeads < 1 || heads % sharedHeads != 0 || !isSplit(0, heads) ||
        !isSplit(1, sharedHeads) || !isSplit(2, sharedHeads))
      return node.emitError() << heads << " heads of Q and " << sharedHeads
                              << " of K and V do not fit " << node.input(0).getType() << ", "
                              << node.input(1).getType() << " and " << node.input(2).getType();
    if (rank == 3) {
      q = splitHeads(q, heads);
      k = splitHeads(k, sharedHeads);
      v = splitHeads(v, sharedHeads);
    }
    type = node.elementType(0);
    batch = node.shape(0)[0];
    queries = node.shape(0)[rank - 2];
    if (!isa<FloatType>(type) || !q || !k || !v)
      return node.emitError() << "Q is a " << node.input(0).getType()
                              << " when it should be of floats";
    return success();
  }

  /// What is remembered comes before the new keys and values.
  LogicalResult readPast() {
    for (unsigned i : {4u, 5u}) {
      Value past = node.input(i);
      Value &all = i == 4 ? k : v;
      if (!past)
        continue;
      if (node.rank(i) != 4)
        return node.emitError() << "past_" << (i == 4 ? "key" : "value") << " has rank "
                                << node.rank(i) << " when it should have 4";
      if (i == 4)
        pastKeys = node.shape(i)[2];
      all = build.concat({past, all}, 2);
      if (!all)
        return failure();
    }
    keys = nn::shapeOf(k)[2];
    return success();
  }

  LogicalResult checkMask() {
    if (node.input(3) && (node.rank(3) < 1 || node.rank(3) > 4 || node.shape(3).back() > keys))
      return node.emitError() << "the mask is a " << node.input(3).getType() << " when there are "
                              << keys << " keys";
    if (node.input(6) && (node.rank(6) != 1 || node.shape(6)[0] != batch))
      return node.emitError() << "nonpad_kv_seqlen is a " << node.input(6).getType()
                              << " when the batch is " << batch;
    return success();
  }

  /// Each head of K or V for all heads of Q that share it.
  Value repeatHeads(Value x) {
    if (heads == sharedHeads)
      return x;
    ArrayRef<int64_t> shape = nn::shapeOf(x);
    SmallVector<int64_t> apart{shape[0], sharedHeads, 1, shape[2], shape[3]};
    SmallVector<int64_t> result{shape[0], heads, shape[2], shape[3]};
    Value one = build.reshape(x, apart);
    apart[2] = heads / sharedHeads;
    return build.reshape(build.broadcast(one, apart), result);
  }

  /// Sets `raw`, and returns it softcapped.
  Value scoresOf() {
    double width = double(nn::shapeOf(q)[3]);
    double scale = std::sqrt(node.floatAttribute("scale", 1 / std::sqrt(width)));
    auto scaled = [&](Value x) { return build.create<nn::MulOp>(x, build.scalar(scale, type)); };
    raw = build.matmul(scaled(q), build.transpose(scaled(repeatHeads(k)), {0, 1, 3, 2}));
    double cap = node.floatAttribute("softcap", 0);
    if (!(cap > 0))
      return raw;
    Value bent = build.create<nn::DivOp>(raw, build.scalar(cap, type));
    return build.create<nn::MulOp>(build.create<nn::TanhOp>(bent), build.scalar(cap, type));
  }

  Value infinityUnless(Value allowed) {
    return build.create<nn::SelectOp>(allowed, build.scalar(0, type),
                                      build.scalar(-INFINITY, type));
  }

  /// What is added to the scores: the mask, and minus infinity where a key is out of
  /// reach of a query; null if neither is there.
  Value biasOf() {
    Value reach = reachOf(), bias = reach ? infinityUnless(reach) : Value(), mask = node.input(3);
    if (mask) {
      if (node.elementType(3).isInteger(1))
        mask = infinityUnless(mask);
      SmallVector<int64_t> missing(node.shape(3));
      missing.back() = keys - missing.back();
      if (missing.back() > 0)
        mask = build.concat({mask, build.splat(-INFINITY, missing, type)}, node.rank(3) - 1);
      bias = reach ? build.create<nn::AddOp>(mask, bias) : mask;
    }
    hasFailed |= (mask || reach) && !bias;
    return bias;
  }

  void demand(Value &all, Value condition) {
    hasFailed |= !condition;
    all = all ? build.create<nn::AndOp>(all, condition) : condition;
  }

  /// Where query i may see key j, of booleans [q, k] or [N, 1, q, k]; null if everywhere.
  /// Queries stand behind what is remembered, or at the end of the keys that count.
  Value reachOf() {
    Type index = build.ops().getI64Type();
    auto number = [&](int64_t value) { return build.scalar(double(value), index); };
    Value columns = build.iota({1, keys}, 1, index), rows = build.iota({queries, 1}, 0, index);
    Value lengths = node.input(6) ? build.reshape(node.input(6), {batch, 1, 1, 1}) : Value();
    Value first = lengths && !node.input(4) ? build.create<nn::SubOp>(lengths, number(queries))
                                            : number(pastKeys);
    Value distance = build.create<nn::SubOp>(build.create<nn::SubOp>(columns, rows), first);
    Value all;
    if (node.intAttribute("is_causal", 0) != 0)
      demand(all, build.create<nn::LessEqualOp>(distance, number(0)));
    if (int64_t left = node.intAttribute("left_window_size", -1); left >= 0)
      demand(all, build.create<nn::LessEqualOp>(number(-left), distance));
    if (int64_t right = node.intAttribute("right_window_size", -1); right >= 0)
      demand(all, build.create<nn::LessEqualOp>(distance, number(right)));
    if (lengths)
      demand(all, build.create<nn::LessOp>(columns, lengths));
    return all;
  }

  Value probabilities(Value scores, Value bias) {
    Type precision = node.typeAttribute("softmax_precision", type);
    if (!precision || !scores)
      return {};
    int64_t last = nn::typeOf(scores).getRank() - 1;
    Value weights = build.create<nn::SoftmaxOp>(build.cast(scores, precision), last);
    weights = build.cast(weights, type);
    if (!bias)
      return weights;
    Value most = build.reduce(nn::ReduceKind::max, bias, {nn::typeOf(bias).getRank() - 1}, true);
    Value isNone = build.create<nn::EqualOp>(most, build.scalar(-INFINITY, type));
    return build.create<nn::SelectOp>(isNone, build.scalar(0, type), weights);
  }

  OnnxNode &node;
  NnBuilder &build;
  Value q, k, v, raw;
  Type type;
  int64_t batch = 0, heads = 0, sharedHeads = 0, queries = 0, keys = 0, pastKeys = 0;
  bool hasFailed = false;
};

LogicalResult importAttention(OnnxNode &node) { return Attention(node).run(); }

/// Pairs of channels are turned by the angles of their positions (Su et al. 2021,
/// arXiv:2104.09864); those beyond rotary_embedding_dim stay.
LogicalResult importRotaryEmbedding(OnnxNode &node) {
  NnBuilder &build = node.build;
  Value x = node.input(0);
  int64_t rank = node.rank(0), heads = node.intAttribute("num_heads", 0);
  if (rank == 3 && (heads < 1 || node.shape(0)[2] % heads != 0))
    return node.emitError() << "attribute 'num_heads' is " << heads << " for a " << x.getType();
  if (rank == 3) // [N, S, heads * D] as [N, S, heads, D]
    x = build.reshape(x, {node.shape(0)[0], node.shape(0)[1], heads, node.shape(0)[2] / heads});
  else if (rank == 4)
    x = build.transpose(x, {0, 2, 1, 3});
  if (!x || nn::typeOf(x).getRank() != 4)
    return node.emitError() << "the input has rank " << rank << " when it should have 3 or 4";
  int64_t width = nn::shapeOf(x)[3];
  int64_t turned = node.intAttribute("rotary_embedding_dim", 0);
  turned = turned == 0 ? width : turned;
  if (turned < 2 || turned > width || turned % 2 != 0)
    return node.emitError() << turned << " of " << width << " channels cannot be turned in pairs";

  auto angles = [&](unsigned i) {
    Value cache = node.input(i);
    if (node.input(3))
      cache = build.create<nn::GatherOp>(cache, node.input(3), int64_t(0));
    if (!cache || nn::typeOf(cache).getRank() != 3 || nn::shapeOf(cache)[2] != turned / 2) {
      node.emitError() << "the caches do not have " << turned / 2 << " angles for each position";
      return Value();
    }
    ArrayRef<int64_t> shape = nn::shapeOf(cache);
    return build.reshape(cache, {shape[0], shape[1], 1, shape[2]});
  };
  Value cosine = angles(1), sine = cosine ? angles(2) : Value();
  if (!sine)
    return failure();
  bool isInterleaved = node.intAttribute("interleaved", 0) != 0;
  int64_t half = turned / 2, step = isInterleaved ? 2 : 1;
  Value a = build.slice(x, 3, 0, half, step);
  Value b = build.slice(x, 3, isInterleaved ? 1 : half, half, step);
  auto times = [&](Value left, Value right) { return build.create<nn::MulOp>(left, right); };
  Value real = build.create<nn::SubOp>(times(cosine, a), times(sine, b));
  Value imaginary = build.create<nn::AddOp>(times(sine, a), times(cosine, b));
  if (!real || !imaginary)
    return failure();
  SmallVector<int64_t> pairs(nn::shapeOf(real)), together = pairs;
  pairs.push_back(1);
  together.back() = turned;
  Value result =
      isInterleaved
          ? build.reshape(
                build.concat({build.reshape(real, pairs), build.reshape(imaginary, pairs)}, 4),
                together)
          : build.concat({real, imaginary}, 3);
  if (turned < width)
    result = build.concat({result, build.slice(x, 3, turned, width - turned)}, 3);
  return node.finish(rank == 3 ? build.reshape(result, node.shape(0))
                               : build.transpose(result, {0, 2, 1, 3}));
}

/// A cache with new elements written along an axis, from a position of each batch on.
LogicalResult importTensorScatter(OnnxNode &node) {
  NnBuilder &build = node.build;
  int64_t rank = node.rank(0);
  auto axis = node.axisAttribute(-2, rank);
  if (failed(axis))
    return failure();
  std::string mode = node.stringAttribute("mode", "linear");
  SmallVector<int64_t> expected(node.shape(0));
  if (*axis == 0 || node.rank(1) != rank || (mode != "linear" && mode != "circular") ||
      (node.input(2) && node.shape(2) != node.shape(0).take_front(1)))
    return node.emitError() << "a " << node.input(1).getType() << " cannot be written into "
                            << node.input(0).getType() << " along axis " << *axis << ", mode '"
                            << mode << "'";
  int64_t size = expected[*axis], written = node.shape(1)[*axis];
  expected[*axis] = written;
  if (ArrayRef<int64_t>(expected) != node.shape(1) || written < 1 || written > size)
    return node.emitError() << "the update is a " << node.input(1).getType()
                            << " when the cache is " << node.input(0).getType();
  // Where each element of the cache comes from in the update, if it does.
  Type index = build.ops().getI64Type();
  auto number = [&](int64_t value) { return build.scalar(double(value), index); };
  SmallVector<int64_t> line(rank, 1), starts(rank, 1);
  line[*axis] = size;
  starts[0] = node.shape(0)[0];
  Value place = build.iota(line, *axis, index);
  if (node.input(2))
    place = build.create<nn::SubOp>(place, build.reshape(build.cast(node.input(2), index), starts));
  if (mode == "circular") {
    Value isBelow = build.create<nn::LessOp>(place, number(0));
    place =
        build.create<nn::SelectOp>(isBelow, build.create<nn::AddOp>(place, number(size)), place);
  }
  Value isNew = build.create<nn::AndOp>(build.create<nn::LessEqualOp>(number(0), place),
                                        build.create<nn::LessOp>(place, number(written)));
  Value inside =
      build.create<nn::MinOp>(build.create<nn::MaxOp>(place, number(0)), number(written - 1));
  Value update = build.create<nn::GatherElementsOp>(node.input(1),
                                                    build.broadcast(inside, node.shape(0)), *axis);
  return node.finish(build.create<nn::SelectOp>(isNew, update, node.input(0)));
}

/// A depthwise convolution over the last inputs, those of earlier calls included.
LogicalResult importCausalConv(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (node.rank(0) != 3 || node.rank(1) != 3 || node.shape(1)[0] != node.shape(0)[1] ||
      node.shape(1)[1] != 1 || node.shape(1)[2] < 1)
    return node.emitError() << "the input is a " << node.input(0).getType() << " and the weight a "
                            << node.input(1).getType() << " when they should be NxCxL and Cx1xK";
  std::string activation = node.stringAttribute("activation", "none");
  if (activation != "none" && activation != "silu" && activation != "swish")
    return node.emitError() << "attribute 'activation' is '" << activation
                            << "' when it should be none, silu or swish";
  int64_t channels = node.shape(0)[1], kernel = node.shape(1)[2];
  if (node.input(2) && node.shape(2) != ArrayRef<int64_t>(channels))
    return node.emitError() << "the bias is a " << node.input(2).getType() << " when there are "
                            << channels << " channels";
  SmallVector<int64_t> pastShape{node.shape(0)[0], channels, kernel - 1};
  Value past = node.input(3) ? node.input(3) : build.splat(0, pastShape, node.elementType(0));
  if (past && nn::shapeOf(past) != ArrayRef<int64_t>(pastShape))
    return node.emitError() << "the past state is a " << past.getType() << " when the kernel has "
                            << kernel << " elements";
  Value all = kernel > 1 ? build.concat({past, node.input(0)}, 2) : node.input(0);
  if (!all)
    return failure();
  constexpr int64_t one = 1, zero = 0;
  Value y = build.create<nn::ConvOp>(
      build.toChannelsLast(all), build.transpose(node.input(1), {2, 1, 0}), ArrayRef<int64_t>(one),
      ArrayRef<int64_t>(one), ArrayRef<int64_t>(zero), ArrayRef<int64_t>(zero), channels);
  if (y && node.input(2))
    y = build.create<nn::AddOp>(y, node.input(2));
  if (activation != "none")
    y = build.create<nn::MulOp>(y, build.create<nn::SigmoidOp>(y));
  node.setOutput(1, build.slice(all, 2, nn::shapeOf(all)[2] - (kernel - 1), kernel - 1));
  return node.finish(build.toChannelsFirst(y));
}

/// a sigmoid(alpha a) b
LogicalResult importSwiGlu(OnnxNode &node) {
  NnBuilder &build = node.build;
  Value a = node.input(0);
  Value steep = build.create<nn::MulOp>(a, build.scalarLike(node.floatAttribute("alpha", 1), a));
  Value swish = build.create<nn::MulOp>(a, build.create<nn::SigmoidOp>(steep));
  if (node.shape(0) != node.shape(1))
    return node.emitError() << "the inputs are " << a.getType() << " and "
                            << node.input(1).getType() << " when they should be alike";
  return node.finish(build.create<nn::MulOp>(swish, node.input(1)));
}

const OperatorRow kRows[] = {
    {"Attention", 23, 3, 7,
     "is_causal kv_num_heads left_window_size q_num_heads qk_matmul_output_mode right_window_size "
     "scale softcap softmax_precision",
     "", importAttention},
    {"CausalConvWithState", 27, 2, 4, "activation", "", importCausalConv},
    {"RotaryEmbedding", 23, 3, 4, "interleaved num_heads rotary_embedding_dim", "",
     importRotaryEmbedding},
    {"SwiGLU", 28, 2, 2, "alpha", "", importSwiGlu},
    {"TensorScatter", 24, 2, 3, "axis mode", "", importTensorScatter},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::attentionOperators() { return kRows; }
