//===- Passes.h - the door of passes/ -------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_PASSES_H
#define UNSPOOL_PASSES_PASSES_H

#include "ir/Nn.h"

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unspool::nn {

#define GEN_PASS_DECL
#include "passes/Passes.h.inc"
#define GEN_PASS_REGISTRATION
#include "passes/Passes.h.inc"

/// What a user asks for the kernels of some layers. What there is to ask, and what is legal,
/// codegen/kernels/Kernels.h says. Of several rules that hold for a kernel, the last counts.
struct ScheduleRule {
  std::string kind;                          ///< of the kernels; empty: any
  std::vector<std::string> layers;           ///< that the kernels compute; empty: any
  std::vector<int64_t> result;               ///< shape of what they compute; empty: any
  std::string name;                          ///< of the schedule; empty: the kind's default
  std::map<std::string, int64_t> parameters; ///< of the schedule
  std::string algorithm;                     ///< of the layers' convolutions; empty: chosen
};

/// What a user can ask of the passes.
/// "x.0", or "x.1:4": a sequence along that axis of input x, to be taken 1 or 4 steps at
/// a time.
struct StreamRequest {
  std::string input;
  int64_t axis = 0;
  std::optional<int64_t> chunk;

  static std::optional<StreamRequest> parse(llvm::StringRef text);
};

struct PipelineOptions {
  std::string unroll = "auto";
  /// Stream requests, to make a step of the model. Empty: the model as it is.
  std::vector<std::string> stream;
  /// The number of steps at a time is one of several: no state may depend on it.
  bool openChunk = false;
  /// f32 elements of the target's vector registers.
  int64_t lanes = 16;
  /// Multiply-adds of such vectors that begin in a cycle.
  int64_t multiplyAdds = 2;
  /// Threads that the library's caller may lend.
  int64_t threads = 1;
  /// Let them share kernels of any size, for tests.
  bool sharesAll = false;
  /// Noted on the module before the first phase (`noteSchedules`).
  std::vector<ScheduleRule> schedules;
  /// Of convolutions; see select-algorithms in Passes.td.
  bool strict = false;
  double tolerance = 2e-5;
  int64_t maxConstants = 0;
  std::vector<std::string> algorithms;
  /// Bytes of an image, or of projections, that are more than the L2 cache; see
  /// fuse-conv-pool-flatten and sink-projections.
  int64_t largeMapBytes = 1 << 20;
  /// Optional passes switched off, by name without "nn-".
  std::set<std::string> disabled;
  /// Of plan-buffers: not 0 for plans that are made to be compared.
  int64_t bufferDistance = 0;
  /// The maps of these plans are larger in some than in others: nothing is chosen by how large
  /// they are.
  bool mapsVary = false;
  /// Of pack-weights and select-algorithms, for these plans: the blocks and algorithms of the one
  /// that they are compared with.
  std::vector<int64_t> blocks;
  std::vector<std::string> sameAlgorithms;
};

/// A point of the pipeline at which one can stop or look: "simplify", "stream"
/// (if asked for), "unroll", "fuse", "kernels" or "buffers", in this order.
struct Phase {
  llvm::StringRef name;
  std::function<void(mlir::OpPassManager &)> addPasses;
  /// Does it change what the model is, and not just how it is computed? Then the
  /// function has other arguments afterwards, and a failure is a refusal.
  bool changesModel = false;
};

/// The whole pipeline, from layers to placed buffers.
std::vector<Phase> pipelinePhases(const PipelineOptions &options);

/// Writes the rules into the module, where the passes find them: `nn.schedules`.
void noteSchedules(mlir::ModuleOp module, llvm::ArrayRef<ScheduleRule> rules);

/// Names (without "nn-") of the passes that may be switched off.
llvm::ArrayRef<llvm::StringRef> optionalPasses();

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_PASSES_H
