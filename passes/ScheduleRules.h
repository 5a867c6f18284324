//===- ScheduleRules.h - which schedules were asked for --------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What was asked for stands in the module's attribute `nn.schedules`, a list of
//
//   {kind = "matmul", layers = ["lstm", "lstm2"], result = array<i64: 20, 512>,
//    name = "tiled", parameters = {rows = 14, vectors = 2}, algorithm = "direct"}
//
// of which each part may be missing. `result` tells apart what a layer has several of: it
// is the shape of the result of the op that the kind is named for. Three passes read it:
// select-algorithms the algorithms, pack-weights the parameters "vectors" and "interleave" (in
// memory the order of weights depends on them), match-schedules the rest.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_SCHEDULERULES_H
#define UNSPOOL_PASSES_SCHEDULERULES_H

#include "ir/Nn.h"

namespace unspool::nn {

/// On a module: what was asked for.
inline constexpr llvm::StringLiteral kSchedulesAttr = "nn.schedules";
/// On an nn.fused: name and parameters of the schedule that its kernel gets.
inline constexpr llvm::StringLiteral kScheduleAttr = "nn.schedule";

/// The model's name for the layer at `location`; of fused ops, the first. May be empty.
llvm::StringRef layerName(mlir::Location location);

class ScheduleRules {
public:
  ScheduleRules() = default;
  /// Those of the module around `function`.
  explicit ScheduleRules(mlir::func::FuncOp function);

  /// The index of the rule that counts for a kernel of this kind around `op`; none may.
  std::optional<size_t> find(llvm::StringRef kind, mlir::Operation *op) const;
  /// Name and parameters of a rule, as nn.kernel has them.
  mlir::DictionaryAttr schedule(size_t rule) const;
  /// The schedule that the rule that counts names, if any.
  llvm::StringRef name(llvm::StringRef kind, mlir::Operation *op) const;
  /// A parameter of that rule.
  std::optional<int64_t> parameter(llvm::StringRef kind, mlir::Operation *op,
                                   llvm::StringRef name) const;
  /// "algorithm" or "layer=algorithm", in order.
  std::vector<std::string> algorithms() const;

  size_t size() const { return rules.size(); }
  llvm::StringRef kind(size_t rule) const;
  llvm::SmallVector<llvm::StringRef> layers(size_t rule) const;

private:
  llvm::SmallVector<mlir::DictionaryAttr> rules;
};

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_SCHEDULERULES_H
