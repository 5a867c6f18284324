//===- ChooseConvolution.cpp - direct or Winograd, layer by layer ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/ChooseConvolution.h"

#include "ir/Winograd.h"
#include "passes/Constants.h"
#include "passes/ConvolutionCost.h"
#include "passes/ScheduleRules.h"
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

/// A step away from direct that a layer could take.
struct Candidate {
  ConvOp conv;
  StringRef algorithm;
  double gain;        ///< cycles less than direct
  int64_t extraBytes; ///< weights more than direct
  double error;       ///< relative; see winogradError
};

class Chooser {
public:
  Chooser(func::FuncOp function, const ConvolutionChoice &choice)
      : function(function), choice(choice) {}

  LogicalResult run() {
    function.walk([&](Operation *op) {
      if (auto conv = dyn_cast<ConvOp>(op))
        convolutions.push_back(conv);
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
    for (ConvOp conv : convolutions)
      if (!ordered.contains(conv))
        collect(conv, candidates);
    spend(candidates);
    return success();
  }

private:
  /// What the user asks for goes first.
  LogicalResult takeOrders() {
    for (StringRef order : choice.algorithms) {
      auto [layer, algorithm] = order.contains('=') ? order.rsplit('=')
                                                    : std::pair(StringRef(), order);
      bool found = layer.empty();
      for (ConvOp conv : convolutions) {
        if (!layer.empty() && layerName(conv.getLoc()) != layer)
          continue;
        found = true;
        if (isApplicable(conv, algorithm))
          assign(conv, algorithm, "as asked for");
        else if (!layer.empty())
          return conv.emitError() << "cannot be computed by '" << algorithm
                                  << "', which takes f32, one group, dilations of 1, "
                                     "a constant filter and a window that it has points for";
      }
      if (!found)
        return function.emitError() << "no convolution '" << layer << "' to compute by '"
                                    << algorithm << "'; there are " << names();
    }
    return success();
  }

  std::string names() {
    std::string text;
    for (ConvOp conv : convolutions)
      text += (text.empty() ? "" : ", ") + layerName(conv.getLoc()).str();
    return text.empty() ? "none" : text;
  }

  void collect(ConvOp conv, std::vector<Candidate> &candidates) {
    if (choice.strict)
      return;
    ConvolutionCost direct = costOf(conv, "direct", choice.machine, bytes);
    ConvolutionCost best = direct;
    std::string why; // it stays direct
    for (StringRef algorithm : llvm::drop_begin(kConvolutionAlgorithms)) {
      if (!isApplicable(conv, algorithm))
        continue;
      ConvolutionCost cost = costOf(conv, algorithm, choice.machine, bytes);
      double growth = double(cost.weightBytes) / double(std::max<int64_t>(best.weightBytes, 1));
      double worthwhile = growth <= 1               ? 1
                          : growth < kGrowthBetween ? kWorthwhileBetween
                                                    : kWorthwhile;
      if (cost.cycles > worthwhile * best.cycles) {
        if (why.empty())
          why = format("%s would need %.2f of its estimated cycles", algorithm.data(),
                       cost.cycles / direct.cycles);
        continue;
      }
      double error = winogradError(conv, algorithm);
      if (error > choice.tolerance) {
        why = format("%s would be faster, but its error of %.1e exceeds the tolerance",
                     algorithm.data(), error);
        continue;
      }
      best = cost;
      candidates.push_back({conv, algorithm, direct.cycles - cost.cycles,
                            cost.weightBytes - direct.weightBytes, error});
      why = "no room for larger weights";
    }
    if (!why.empty())
      conv->setAttr(kReasonAttr, StringAttr::get(conv.getContext(), why));
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
      auto found = taken.find(candidate.conv);
      bool isFirst = found == taken.end();
      int64_t extra = candidate.extraBytes - (isFirst ? 0 : found->second.extraBytes);
      double gain = candidate.gain - (isFirst ? 0 : found->second.gain);
      if (gain <= 0 || (bounded && extra > left))
        continue;
      left -= extra;
      taken.insert_or_assign(candidate.conv, candidate);
    }
    for (ConvOp conv : convolutions)
      if (auto found = taken.find(conv); found != taken.end())
        assign(conv, found->second.algorithm, reasonFor(found->second));
  }

  std::string reasonFor(const Candidate &candidate) {
    double direct = costOf(candidate.conv, "direct", choice.machine, bytes).cycles;
    return format("%.2f of direct's estimated cycles, error %.1e, %+.1f KiB of weights",
                  1 - candidate.gain / direct, candidate.error,
                  double(candidate.extraBytes) / 1024);
  }

  template <typename... Args> static std::string format(const char *text, Args... args) {
    std::string result;
    llvm::raw_string_ostream(result) << llvm::format(text, args...);
    return result;
  }

  void assign(ConvOp conv, StringRef algorithm, StringRef reason) {
    Builder builder(conv.getContext());
    if (algorithm == "direct")
      conv.removeAlgorithmAttr();
    else
      conv.setAlgorithm(algorithm);
    conv->setAttr(kReasonAttr, builder.getStringAttr(reason));
    ordered.insert(conv);
  }

  func::FuncOp function;
  const ConvolutionChoice &choice;
  llvm::SmallVector<ConvOp> convolutions;
  llvm::DenseSet<Operation *> ordered;
  int64_t bytes = 0;
};

} // namespace

LogicalResult chooseConvolutions(func::FuncOp function, const ConvolutionChoice &choice) {
  return Chooser(function, choice).run();
}

} // namespace unspool::nn
