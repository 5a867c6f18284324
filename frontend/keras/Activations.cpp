//===- Activations.cpp - Keras activation functions -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// https://keras.io/api/layers/activations, and keras/src/backend/*/nn.py for the
// constants. Keras 2 and 3 differ in hard_sigmoid.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Activations.h"

#include "frontend/keras/LayerTable.h"

#include <cmath>
#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

using Function = Value (*)(NnBuilder &, Value);

template <typename OpTy> Value unary(NnBuilder &build, Value x) { return build.create<OpTy>(x); }

Value times(NnBuilder &build, Value x, double factor) {
  return build.create<nn::MulOp>(x, build.scalarLike(factor, x));
}
Value plus(NnBuilder &build, Value x, double number) {
  return build.create<nn::AddOp>(x, build.scalarLike(number, x));
}
Value clip(NnBuilder &build, Value x, double low, double high) {
  return build.create<nn::MinOp>(build.create<nn::MaxOp>(x, build.scalarLike(low, x)),
                                 build.scalarLike(high, x));
}
Value lastAxis(NnBuilder &build, Value x, bool isLog) {
  if (!x)
    return {};
  int64_t axis = nn::typeOf(x).getRank() - 1;
  return isLog ? build.create<nn::LogSoftmaxOp>(x, axis) : build.create<nn::SoftmaxOp>(x, axis);
}

/// 0.5 x (1 + erf(x / sqrt(2)))
Value gelu(NnBuilder &build, Value x) {
  Value bell = build.create<nn::ErfOp>(times(build, x, 1 / std::sqrt(2.0)));
  return build.create<nn::MulOp>(times(build, x, 0.5), plus(build, bell, 1));
}

/// a sigmoid(b) of the two halves of the last axis
Value glu(NnBuilder &build, Value x) {
  if (!x)
    return {};
  int64_t axis = nn::typeOf(x).getRank() - 1, half = nn::shapeOf(x).back() / 2;
  if (half * 2 != nn::shapeOf(x).back()) {
    build.emitError() << "glu needs an even number of channels, not " << nn::shapeOf(x).back();
    return {};
  }
  Value gate = build.create<nn::SigmoidOp>(build.slice(x, axis, half, half));
  return build.create<nn::MulOp>(build.slice(x, axis, 0, half), gate);
}

/// x where |x| > 0.5, else 0
Value hardShrink(NnBuilder &build, Value x) {
  Value isInside =
      build.create<nn::LessEqualOp>(build.create<nn::AbsOp>(x), build.scalarLike(0.5, x));
  return build.create<nn::SelectOp>(isInside, build.scalarLike(0, x), x);
}

/// sign(x) max(|x| - 0.5, 0)
Value softShrink(NnBuilder &build, Value x) {
  Value beyond = build.create<nn::ReluOp>(plus(build, build.create<nn::AbsOp>(x), -0.5));
  return build.create<nn::MulOp>(build.create<nn::SignOp>(x), beyond);
}

/// max(x - t, 0). The k largest elements that stay are those for which
/// x > (sum of those up to it - 1) / count. Keras takes t from all these sums together
/// where the paper (Martins and Astudillo 2016) has the last; we agree with Keras.
Value sparsemax(NnBuilder &build, Value x) {
  if (!x)
    return {};
  int64_t axis = nn::typeOf(x).getRank() - 1, count = nn::shapeOf(x).back();
  Type type = nn::typeOf(x).getElementType();
  auto [sorted, places] = build.createMany<nn::TopKOp, 2>(x, count, axis, true);
  SmallVector<double> counts(count);
  std::iota(counts.begin(), counts.end(), 1);
  Value sums = build.create<nn::CumulateOp>(sorted, nn::ReduceKind::sum, axis, false, false);
  Value bounds =
      build.create<nn::DivOp>(plus(build, sums, -1), build.floats(counts, {count}, type));
  Value stays = build.create<nn::LessOp>(bounds, sorted);
  auto total = [&](Value values) {
    return build.reduce(nn::ReduceKind::sum, values, {axis}, /*keepDims=*/true);
  };
  Value kept = total(build.create<nn::SelectOp>(stays, sums, build.scalarLike(0, x)));
  Value threshold = build.create<nn::DivOp>(plus(build, kept, -1), total(build.cast(stays, type)));
  return build.create<nn::ReluOp>(build.create<nn::SubOp>(x, threshold));
}

/// 0 below -1, x above 1, (x + 1)^2 / 4 between
Value sparsePlus(NnBuilder &build, Value x) {
  Value bend = times(build, build.square(plus(build, clip(build, x, -1, 1), 1)), 0.25);
  Value isAbove = build.create<nn::LessOp>(build.scalarLike(1, x), x);
  return build.create<nn::SelectOp>(isAbove, x, bend);
}

constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
constexpr double kSeluScale = 1.0507009873554804934193349852946;

constexpr std::pair<const char *, Function> kFunctions[] = {
    {"celu", [](NnBuilder &b, Value x) { return b.create<nn::EluOp>(x, 1.0); }},
    {"elu", [](NnBuilder &b, Value x) { return b.create<nn::EluOp>(x, 1.0); }},
    {"exponential", unary<nn::ExpOp>},
    {"gelu", gelu},
    {"glu", glu},
    {"hard_shrink", hardShrink},
    {"hard_sigmoid",
     [](NnBuilder &b, Value x) { return b.create<nn::HardSigmoidOp>(x, 1.0 / 6, 0.5); }},
    {"hard_silu",
     [](NnBuilder &b, Value x) {
       return b.create<nn::MulOp>(x, b.create<nn::HardSigmoidOp>(x, 1.0 / 6, 0.5));
     }},
    {"hard_swish",
     [](NnBuilder &b, Value x) {
       return b.create<nn::MulOp>(x, b.create<nn::HardSigmoidOp>(x, 1.0 / 6, 0.5));
     }},
    {"hard_tanh", [](NnBuilder &b, Value x) { return clip(b, x, -1, 1); }},
    {"leaky_relu", [](NnBuilder &b, Value x) { return b.create<nn::LeakyReluOp>(x, 0.2); }},
    {"linear", [](NnBuilder &, Value x) { return x; }},
    {"log_sigmoid",
     [](NnBuilder &b, Value x) {
       return b.create<nn::NegOp>(b.create<nn::SoftplusOp>(b.create<nn::NegOp>(x)));
     }},
    {"log_softmax", [](NnBuilder &b, Value x) { return lastAxis(b, x, true); }},
    {"mish",
     [](NnBuilder &b, Value x) {
       return b.create<nn::MulOp>(x, b.create<nn::TanhOp>(b.create<nn::SoftplusOp>(x)));
     }},
    {"relu", unary<nn::ReluOp>},
    {"relu6", [](NnBuilder &b, Value x) { return clip(b, x, 0, 6); }},
    {"selu", [](NnBuilder &b,
                Value x) { return times(b, b.create<nn::EluOp>(x, kSeluAlpha), kSeluScale); }},
    {"sigmoid", unary<nn::SigmoidOp>},
    {"silu",
     [](NnBuilder &b, Value x) { return b.create<nn::MulOp>(x, b.create<nn::SigmoidOp>(x)); }},
    {"soft_shrink", softShrink},
    {"softmax", [](NnBuilder &b, Value x) { return lastAxis(b, x, false); }},
    {"softplus", unary<nn::SoftplusOp>},
    {"softsign", unary<nn::SoftsignOp>},
    {"sparse_plus", sparsePlus},
    {"sparse_sigmoid",
     [](NnBuilder &b, Value x) { return b.create<nn::HardSigmoidOp>(x, 0.5, 0.5); }},
    {"sparsemax", sparsemax},
    {"squareplus", // (x + sqrt(x^2 + 4)) / 2
     [](NnBuilder &b, Value x) {
       Value root = b.create<nn::SqrtOp>(plus(b, b.square(x), 4));
       return times(b, b.create<nn::AddOp>(x, root), 0.5);
     }},
    {"swish",
     [](NnBuilder &b, Value x) { return b.create<nn::MulOp>(x, b.create<nn::SigmoidOp>(x)); }},
    {"tanh", unary<nn::TanhOp>},
    {"tanh_shrink",
     [](NnBuilder &b, Value x) { return b.create<nn::SubOp>(x, b.create<nn::TanhOp>(x)); }},
};

constexpr std::pair<const char *, CellActivation> kCellFunctions[] = {
    {"elu", {"elu", 1}},
    {"hard_sigmoid", {"hard_sigmoid", 1.0 / 6, 0.5}},
    {"leaky_relu", {"leaky_relu", 0.2}},
    {"linear", {"affine", 1, 0}},
    {"relu", {"relu"}},
    {"sigmoid", {"sigmoid"}},
    {"softplus", {"softplus"}},
    {"softsign", {"softsign"}},
    {"tanh", {"tanh"}},
};

} // namespace

Value unspool::frontend::namedActivation(NnBuilder &build, StringRef name, Value x,
                                         bool isVersion2) {
  if (name == "hard_sigmoid" && isVersion2)
    return build.create<nn::HardSigmoidOp>(x, 0.2, 0.5);
  for (const auto &[known, function] : kFunctions)
    if (name == known)
      return function(build, x);
  return {};
}

std::optional<CellActivation> unspool::frontend::cellActivation(StringRef name, bool isVersion2) {
  if (name == "hard_sigmoid" && isVersion2)
    return CellActivation{"hard_sigmoid", 0.2, 0.5};
  for (const auto &[known, activation] : kCellFunctions)
    if (name == known)
      return activation;
  return std::nullopt;
}

std::optional<StringRef> unspool::frontend::activationName(const Json &value) {
  if (value.isNull())
    return "linear";
  if (value.isText())
    return StringRef(value.text);
  if (value["class_name"].text == "function")
    return StringRef(value["config"].text);
  return std::nullopt;
}

std::vector<std::string> unspool::frontend::activationNames(bool inCells) {
  std::vector<std::string> names;
  for (const auto &row : kFunctions)
    if (!inCells || row.first != StringRef("glu")) // which halves the channels
      names.push_back(row.first);
  return names;
}

std::string unspool::frontend::findActivationProblem(const Json &value, StringRef choices) {
  bool inCells = choices == "cell";
  std::vector<std::string> names = activationNames(inCells);
  auto name = activationName(value);
  if (name && llvm::is_contained(names, *name))
    return "";
  std::string all = " (supported: ";
  for (const std::string &known : names)
    all += (known == names.front() ? "" : " ") + known;
  if (name)
    return "activation '" + name->str() + "' is not supported" + all + ")";
  StringRef className = value["class_name"].text;
  for (const LayerRow &row : activationLayers())
    if (!inCells && className == row.name && row.weights.empty())
      return "";
  return "activation " + value["class_name"].describe() + " is not supported" + all +
         (inCells ? ")" : ", and activation layers without weights)");
}
