//===- ChooseConvolution.cpp - direct, Winograd or Strassen, by layer -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/ChooseConvolution.h"

#include "ir/Strassen.h"
#include "ir/Winograd.h"
#include "passes/Constants.h"
#include "passes/ConvolutionCost.h"
#include "passes/ScheduleRules.h"
#include "passes/Strassen.h"
#include "passes/WinogradFilter.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace unspool::nn {

namespace {

/// To be taken, a larger form needs less than this part of a smaller one's cycles: the model is
/// not that exact, and weights have their price. Those of a form between two others grow less,
/// those of an oblong one may shrink.
constexpr double kWorthwhile = 0.9, kWorthwhileBetween = 0.95;
constexpr double kGrowthBetween = 1.6;
/// The model is exact enough to tell two kinds of products apart.
constexpr double kWorthwhileProduct = 0.95;

/// Calls `function` with the convolution, or the product of pixels, that `layer` is.
template <typename Function> auto visit(Operation *layer, const Function &function) {
  if (auto conv = dyn_cast<ConvOp>(layer))
    return function(conv);
  return function(cast<MatmulOp>(layer));
}

double errorOf(Operation *layer, StringRef algorithm) {
  auto conv = dyn_cast<ConvOp>(layer);
  return conv ? winogradError(conv, algorithm) : strassenError(cast<MatmulOp>(layer));
}

/// A step away from direct that a layer could take.
struct Candidate {
  Operation *layer;
  StringRef algorithm;
  double gain;        ///< cycles less than direct
  int64_t extraBytes; ///< weights more than direct
  double error;       ///< relative; see winogradError and strassenError
};

class Chooser {
public:
  Chooser(func::FuncOp function, const ConvolutionChoice &choice)
      : function(function), choice(choice) {}

  LogicalResult run() {
    function.walk([&](Operation *op) {
      auto conv = dyn_cast<ConvOp>(op);
      auto product = dyn_cast<MatmulOp>(op);
      if (conv)
        convolutions.push_back(conv);
      if (conv || (product && product.getAlgorithm()))
        layers.push_back(op);
      else if (auto constant = dyn_cast<ConstantOp>(op))
        bytes += bytesOf(constant.getResult());
    });
    if (failed(takeOrders()))
      return failure();
    if (choice.same.size() == convolutions.size())
      for (auto [conv, algorithm] : llvm::zip_equal(convolutions, choice.same))
        if (!ordered.contains(conv) && isApplicable(conv, algorithm))
          assign(conv, algorithm, "as in another plan");
    std::vector<Candidate> candidates;
    for (Operation *layer : layers)
      if (!ordered.contains(layer))
        collect(layer, candidates);
    spend(candidates);
    return success();
  }

private:
  bool isApplicableTo(Operation *layer, StringRef algorithm) const {
    if (algorithm == kStrassen && choice.ofAnySize)
      return false;
    return visit(layer, [&](auto op) { return isApplicable(op, algorithm); });
  }

  /// What the user asks for goes first.
  LogicalResult takeOrders() {
    for (StringRef order : choice.algorithms) {
      auto [name, algorithm] =
          order.contains('=') ? order.rsplit('=') : std::pair(StringRef(), order);
      bool found = name.empty();
      for (Operation *layer : layers) {
        if (!name.empty() && layerName(layer->getLoc()) != name)
          continue;
        found = true;
        if (isApplicableTo(layer, algorithm))
          assign(layer, algorithm, "as asked for");
        else if (!name.empty())
          return layer->emitError() << "cannot be computed by '" << algorithm << "', which takes "
                                    << needsOf(algorithm);
      }
      if (!found)
        return function.emitError() << "no convolution '" << name << "' to compute by '"
                                    << algorithm << "'; there are " << names();
    }
    return success();
  }

  static StringRef needsOf(StringRef algorithm) {
    return algorithm == kStrassen
               ? "f32, fixed sizes, windows of one pixel without strides and border, a constant "
                 "filter, an even number of channels, and of pixels if there are several images"
               : "f32, one group, dilations of 1, a constant filter and a window that it has "
                 "points for";
  }

  std::string names() {
    std::string text;
    for (Operation *layer : layers)
      text += (text.empty() ? "" : ", ") + layerName(layer->getLoc()).str();
    return text.empty() ? "none" : text;
  }

  ConvolutionCost cost(Operation *layer, StringRef algorithm) const {
    return visit(layer, [&](auto op) { return costOf(op, algorithm, choice.machine, bytes); });
  }

  /// The part of a smaller form's cycles that a larger one may need, whose weights grow so.
  static double worthwhile(Operation *layer, double growth) {
    if (isa<MatmulOp>(layer))
      return kWorthwhileProduct;
    return growth <= 1 ? 1 : growth < kGrowthBetween ? kWorthwhileBetween : kWorthwhile;
  }

  void collect(Operation *layer, std::vector<Candidate> &candidates) {
    if (choice.strict)
      return;
    ConvolutionCost direct = cost(layer, "direct");
    ConvolutionCost best = direct;
    std::string why; // it stays direct
    for (StringRef algorithm : llvm::drop_begin(kConvolutionAlgorithms)) {
      if (!isApplicableTo(layer, algorithm))
        continue;
      ConvolutionCost own = cost(layer, algorithm);
      double growth = double(own.weightBytes) / double(std::max<int64_t>(best.weightBytes, 1));
      if (own.cycles > worthwhile(layer, growth) * best.cycles) {
        if (why.empty())
          why = format("%s would need %.2f of its estimated cycles", algorithm.data(),
                       own.cycles / direct.cycles);
        continue;
      }
      double error = errorOf(layer, algorithm);
      if (error > choice.tolerance) {
        why = format("%s would be faster, but its error of %.1e exceeds the tolerance",
                     algorithm.data(), error);
        continue;
      }
      best = own;
      candidates.push_back({layer, algorithm, direct.cycles - own.cycles,
                            own.weightBytes - direct.weightBytes, error});
      why = "no room for larger weights";
    }
    if (!why.empty())
      layer->setAttr(kReasonAttr, StringAttr::get(layer->getContext(), why));
  }

  /// Takes the candidates that save most time for their bytes, while they fit.
  void spend(std::vector<Candidate> &candidates) {
    bool bounded = choice.maxConstants > 0;
    llvm::stable_sort(candidates, [&](const Candidate &a, const Candidate &b) {
      if (!bounded)
        return a.gain > b.gain;
      return a.gain * double(std::max<int64_t>(b.extraBytes, 1)) >
             b.gain * double(std::max<int64_t>(a.extraBytes, 1));
    });
    llvm::DenseMap<Operation *, Candidate> taken;
    int64_t left = choice.maxConstants - bytes;
    for (const Candidate &candidate : candidates) {
      auto found = taken.find(candidate.layer);
      bool isFirst = found == taken.end();
      int64_t extra = candidate.extraBytes - (isFirst ? 0 : found->second.extraBytes);
      double gain = candidate.gain - (isFirst ? 0 : found->second.gain);
      if (gain <= 0 || (bounded && extra > left))
        continue;
      left -= extra;
      taken.insert_or_assign(candidate.layer, candidate);
    }
    for (Operation *layer : layers)
      if (auto found = taken.find(layer); found != taken.end())
        assign(layer, found->second.algorithm, reasonFor(found->second));
  }

  std::string reasonFor(const Candidate &candidate) {
    double direct = cost(candidate.layer, "direct").cycles;
    return format("%.2f of direct's estimated cycles, error %.1e, %+.1f KiB of weights",
                  1 - candidate.gain / direct, candidate.error,
                  double(candidate.extraBytes) / 1024);
  }

  template <typename... Args> static std::string format(const char *text, Args... args) {
    std::string result;
    llvm::raw_string_ostream(result) << llvm::format(text, args...);
    return result;
  }

  void assign(Operation *layer, StringRef algorithm, StringRef reason) {
    Builder builder(layer->getContext());
    if (auto conv = dyn_cast<ConvOp>(layer); conv && algorithm == "direct")
      conv.removeAlgorithmAttr();
    else
      visit(layer, [&](auto op) { op.setAlgorithm(algorithm); });
    layer->setAttr(kReasonAttr, builder.getStringAttr(reason));
    ordered.insert(layer);
  }

  func::FuncOp function;
  const ConvolutionChoice &choice;
  llvm::SmallVector<ConvOp> convolutions;
  llvm::SmallVector<Operation *> layers; ///< these, and products of pixels
  llvm::DenseSet<Operation *> ordered;
  int64_t bytes = 0;
};

} // namespace

LogicalResult chooseConvolutions(func::FuncOp function, const ConvolutionChoice &choice) {
  return Chooser(function, choice).run();
}

} // namespace unspool::nn
