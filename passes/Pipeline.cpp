//===- Pipeline.cpp - all passes, in order, and why here ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/Passes.h"

#include "mlir/Transforms/Passes.h"

#include <limits>

using namespace mlir;

namespace unspool::nn {

llvm::ArrayRef<llvm::StringRef> optionalPasses() {
  static const llvm::StringRef names[] = {
      "layouts",          "recognize-cells",       "hoist-projections", "tabulate-projections",
      "sink-projections", "subpixel-convolutions", "select-algorithms", "fuse-conv-pool-flatten",
      "join-in-place",    "fuse-elementwise",      "pack-weights",      "alternate-cells",
      "form-waves"};
  return names;
}

std::vector<Phase> pipelinePhases(const PipelineOptions &options) {
  auto enabled = [disabled = options.disabled](const char *name) { return !disabled.count(name); };
  // Plans that are made to be compared must be alike.
  bool ofAnySize = options.bufferDistance != 0;
  auto simplify = [ofAnySize] { return createSimplify({ofAnySize}); };
  std::vector<Phase> phases;

  phases.push_back({"simplify", [=](OpPassManager &module) {
    OpPassManager &function = module.nest<func::FuncOp>();
    function.addPass(simplify());
    // Batch norms can only merge once no transpose stands before them.
    if (enabled("layouts"))
      function.addPass(createLayouts());
    function.addPass(simplify());
    function.addPass(createCSEPass());
  }});

  // Batch norms and pads are in their convolutions, and layers still are layers:
  // what looks ahead can be told from what does not.
  if (!options.stream.empty())
    phases.push_back({"stream", [=](OpPassManager &module) {
      StreamSequenceOptions stream;
      stream.inputs.assign(options.stream.begin(), options.stream.end());
      stream.openChunk = options.openChunk;
      module.addNestedPass<func::FuncOp>(createStreamSequence(stream));
    }, /*changesModel=*/true});

  // From here on no recurrent layer exists, only cells.
  phases.push_back({"unroll", [=](OpPassManager &module) {
    OpPassManager &function = module.nest<func::FuncOp>();
    UnrollRecurrentOptions unroll;
    unroll.unroll = options.unroll;
    // Plans that are made to be compared have one loop, of any length.
    bool runsWaves = options.threads > 1 && enabled("form-waves") && !ofAnySize;
    unroll.cutLoops = runsWaves;
    unroll.sharesAll = options.sharesAll;
    unroll.cache = options.largeMapBytes;
    function.addPass(createUnrollRecurrent(unroll));
    // Time is visible now: steps that nobody reads go, equal projections merge.
    function.addPass(simplify());
    if (enabled("layouts"))
      function.addPass(createLayouts());
    function.addPass(simplify());
    function.addPass(createCSEPass());
    // Constants are folded and split products are slices: what is spelled out can be seen.
    if (enabled("recognize-cells"))
      function.addPass(createRecognizeCells());
    function.addPass(simplify());
    function.addPass(createCSEPass());
    // Steps have a product each, and equal ones are one value.
    if (enabled("hoist-projections")) {
      function.addPass(createHoistProjections());
      function.addPass(simplify());
    }
    // Input projections are products of their own now, and their biases whole.
    if (enabled("tabulate-projections"))
      function.addPass(createTabulateProjections({options.maxConstants}));
    // What is left of them may be better made step by step.
    if (enabled("sink-projections")) {
      SinkProjectionsOptions sink;
      sink.lanes = options.lanes;
      sink.multiplyAdds = options.multiplyAdds;
      sink.cache = options.largeMapBytes;
      function.addPass(createSinkProjections(sink));
      function.addPass(simplify());
    }
    if (runsWaves) {
      function.addPass(createCutSequences({options.sharesAll, options.largeMapBytes}));
      function.addPass(simplify());
    }
  }});

  // From here on every op that computes is inside an nn.fused.
  phases.push_back({"fuse", [=](OpPassManager &module) {
    OpPassManager &function = module.nest<func::FuncOp>();
    // Whether a depthwise convolution shares a kernel depends on the size of its map.
    bool pairs = enabled("fuse-conv-pool-flatten") && !options.mapsVary;
    int64_t largeMap = pairs ? options.largeMapBytes : std::numeric_limits<int64_t>::max();
    // Batch norms are in the filters, and no layer is asked any more what it looks ahead at.
    if (enabled("subpixel-convolutions")) {
      function.addPass(createSubpixelConvolutions());
      function.addPass(simplify());
    }
    if (enabled("select-algorithms")) {
      SelectAlgorithmsOptions select;
      select.lanes = options.lanes;
      select.multiplyAdds = options.multiplyAdds;
      select.threads = options.threads;
      select.strict = options.strict;
      select.tolerance = options.tolerance;
      select.maxConstants = options.maxConstants;
      select.algorithms.assign(options.algorithms.begin(), options.algorithms.end());
      select.largeMap = largeMap;
      select.ofAnySize = ofAnySize;
      select.same.assign(options.sameAlgorithms.begin(), options.sameAlgorithms.end());
      function.addPass(createSelectAlgorithms(select));
      function.addPass(simplify());
    }
    // Packing looks at shapes only, and the fused regions should hold the ops
    // that the kernels will run: so it comes before fusion.
    if (enabled("pack-weights")) {
      PackWeightsOptions pack;
      pack.lanes = options.lanes;
      pack.threads = options.threads;
      pack.cache = options.largeMapBytes;
      pack.ofAnySize = ofAnySize;
      pack.blocks.assign(options.blocks.begin(), options.blocks.end());
      function.addPass(createPackWeights(pack));
    }
    if (enabled("fuse-conv-pool-flatten"))
      function.addPass(createFuseConvPoolFlatten({largeMap}));
    // It is known which ops have a kernel, and a concatenation in place needs none.
    if (enabled("join-in-place"))
      function.addPass(createJoinInPlace({ofAnySize ? 1 : options.lanes}));
    FuseElementwiseOptions elementwise;
    elementwise.separate = !enabled("fuse-elementwise");
    function.addPass(createFuseElementwise(elementwise));
    // Kernels are known now, and not yet shared: those of other schedules are others.
    function.addPass(createMatchSchedules());
  }});

  phases.push_back({"kernels", [=](OpPassManager &module) {
    module.addPass(createFormKernels());
    AssignSchedulesOptions schedules;
    schedules.threads = options.threads;
    schedules.sharesAll = options.sharesAll;
    schedules.lanes = options.lanes;
    schedules.ofAnySize = ofAnySize;
    schedules.mapsVary = options.mapsVary;
    module.addPass(createAssignSchedules(schedules));
    if (enabled("alternate-cells"))
      module.addPass(createAlternateCells());
  }});

  phases.push_back({"buffers", [=](OpPassManager &module) {
    OpPassManager &function = module.nest<func::FuncOp>();
    if (enabled("form-waves"))
      function.addPass(
          createFormWaves({options.threads, options.sharesAll, options.largeMapBytes}));
    function.addPass(createPlanBuffers({options.bufferDistance}));
    function.addPass(createVerifyContract());
  }});
  return phases;
}

} // namespace unspool::nn
