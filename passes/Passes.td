//===- Passes.td - the decisions, one pass each -----------------*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In the order in which Pipeline.cpp runs them. File, flag and lit test have
// the pass's name.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_TD
#define UNSPOOL_PASSES_TD

include "mlir/Pass/PassBase.td"

class Nn_Pass<string flag, string target = "::mlir::func::FuncOp"> : Pass<flag, target> {
  let dependentDialects = ["::unspool::nn::NnDialect"];
}

def PairStates : Nn_Pass<"nn-pair-states"> {
  let summary = "say which arguments are a model's state, and which results their next values";
  let description = [{
    Marks arguments with `nn.state`: those of the pairs asked for, or, where none
    are, those that names and types make certain (StateNames.cpp). A function with
    states gets `nn.fingerprint`, a hash of the model, to tell saved states of one
    model from those of another.
  }];
  let options = [
    ListOption<"pairs", "pairs", "std::string", "OUT=IN, names of a result and an argument">,
    Option<"fingerprint", "fingerprint", "bool", "false",
           "set nn.fingerprint without states, too: they will come">,
    Option<"automatic", "automatic", "bool", "true",
           "without pairs: find them by names and types">];
}

def Simplify : Nn_Pass<"nn-simplify"> {
  let summary = "fold constants, merge batch norms and biases, drop dead and neutral ops";
  let description = [{
    Constant operands are evaluated by the reference evaluator. Multiplications by
    a per-channel constant move into the weights of the convolution or product
    before them (batch normalisation disappears); additions of constants merge;
    zero pads move into convolutions; slices of concatenations become their parts.
  }];
  let options = [
    Option<"ofAnySize", "of-any-size", "bool", "false",
           "one of several modules, for other sizes: do what can be done at all of them">];
}

def Layouts : Nn_Pass<"nn-layouts"> {
  let summary = "move transposes down until they meet and cancel";
  let description = [{
    The frontend wraps each spatial op in a pair of transposes (channels first to
    last and back). Here they sink through elementwise ops, reductions, pads,
    slices and concatenations; a flatten before a constant product is absorbed by
    permuting the product's rows. What remains is at most one at the model's edge.
  }];
}

def StreamSequence : Nn_Pass<"nn-stream-sequence"> {
  let summary = "turn a model of whole sequences into one of a step, with states";
  let description = [{
    Arguments named by `inputs` (INPUT.AXIS, or INPUT.AXIS:STEPS) get the extent 1,
    or STEPS, on that axis. Initial states of recurrent layers, and the last inputs
    of convolutions and pools over time, become arguments with `nn.state`. Ops that
    look ahead are refused (StreamSequence.cpp).

    With `open-chunk` the function is one of several, for other STEPS: the states of
    all are the same.
  }];
  let options = [
    ListOption<"inputs", "inputs", "std::string", "INPUT.AXIS or INPUT.AXIS:STEPS">,
    Option<"openChunk", "open-chunk", "bool", "false", "let no state depend on STEPS">];
}

def UnrollRecurrent : Nn_Pass<"nn-unroll-recurrent"> {
  let summary = "turn recurrent layers into cells, one a timestep";
  let description = [{
    The input projection of all timesteps becomes one product with both biases
    added at compile time; a zero initial state removes the first step's recurrent
    product; steps that nobody reads are left for dead-code removal. Layers longer
    than the code-size bound become an nn.scan over a body of K cells.

    A function with a recurrent layer, or with a state of floats of its own or of a
    loop, is marked `nn.flush_denormals`; sequence lengths that are an input get their
    `nn.range`.
  }];
  let options = [
    Option<"unroll", "unroll", "std::string", "\"auto\"",
           "auto, full, none, or the number of timesteps in a loop body">,
    Option<"bound", "bound", "int64_t", "128",
           "with auto: the most timesteps that are unrolled in full">,
    Option<"cutLoops", "cut-loops", "bool", "false",
           "loops of layers on top of each other go over a segment of the sequence each">,
    Option<"sharesAll", "share-all", "bool", "false", "of any size">,
    Option<"cache", "cache", "int64_t", "1 << 20", "bytes of a core's L2 cache">];
}

def RecognizeCells : Nn_Pass<"nn-recognize-cells"> {
  let summary = "LSTM, GRU and RNN cells that a model spells out become cells";
  let description = [{
    A sum of products with sigmoids and tanhs of linear functions of a state, such as
    exporters write for a timestep, is an nn.lstm_cell or nn.gru_cell if it is exactly
    that: one kernel, with weights in the order in which it reads them, instead of a
    product and a dozen elementwise ops. So is a function of such a sum an nn.rnn_cell,
    where the state is one: handed on by a loop, the model, or the same step before.
    Marks the function `nn.flush_denormals`.
  }];
}

def HoistProjections : Nn_Pass<"nn-hoist-projections"> {
  let summary = "products of all timesteps of x with the same weights become one";
  let description = [{
    For models that their exporter has unrolled; layers are unrolled that way from the
    start. Only where all steps are multiplied.
  }];
}

def TabulateProjections : Nn_Pass<"nn-tabulate-projections"> {
  let summary = "an embedding and the product behind it become one table";
  let description = [{
    A constant's gathered rows times a constant matrix, plus a constant bias, are rows
    of a table that is computed here: the input projection of a recurrent layer behind
    an embedding becomes a look-up. Bounded by the bytes of all constants.
  }];
  let options = [
    Option<"maxConstants", "max-constants", "int64_t", "0",
           "bytes of constants; 0 is a quarter more than there are, or a MiB if that is more">];
}

def SinkProjections : Nn_Pass<"nn-sink-projections"> {
  let summary = "steps of many rows multiply their own part of x";
  let description = [{
    The product of all timesteps of x, where it is larger than the L2 cache and read by
    RNN and LSTM cells of 16 rows and more only (8, where one multiply-add begins in a cycle),
    becomes a product in front of each cell,
    of which fuse-conv-pool-flatten makes one kernel with it. Not where a step's weights are
    more than the caches have room for.
  }];
  let options = [
    Option<"lanes", "lanes", "int64_t", "16", "f32 elements of a vector register">,
    Option<"multiplyAdds", "multiply-adds", "int64_t", "2", "of vectors that begin in a cycle">,
    Option<"cache", "cache", "int64_t", "1 << 20", "bytes of the L2 cache">];
}

def SubpixelConvolutions : Nn_Pass<"nn-subpixel-convolutions"> {
  let summary = "transposed convolutions without the zeros between pixels";
  let description = [{
    A convolution of an image with s - 1 zeros behind each pixel becomes one of the image
    itself, with s times as many channels an axis and windows of ceil(K / s), whose results
    are moved to their places.
  }];
}

def SelectAlgorithms : Nn_Pass<"nn-select-algorithms"> {
  let summary = "choose how each convolution is computed";
  let description = [{
    A convolution whose window is one pixel, or the whole input, becomes a matrix
    product over pixels. Of the others, each gets the algorithm that a cost model
    (ConvolutionCost.h) says is fastest: "direct", or one of Winograd's as long as
    its rounding on the layer's own weights stays within `tolerance`; and so may
    products whose rows are pixels be Strassen's (Strassen.h). If constants
    are bounded, the budget goes where it buys most time for its bytes. What
    `nn.schedules` and `algorithms` ask for goes first.
    A pointwise convolution that will take in what makes its input, or be taken in by the
    depthwise one that reads it, stays what it is.
    For a model of any size, whose plans are compared, all have the choice of one: that notes
    `nn.algorithms`, which the others are given as `same`.
  }];
  let options = [
    Option<"lanes", "lanes", "int64_t", "16", "f32 elements of a vector register">,
    Option<"multiplyAdds", "multiply-adds", "int64_t", "2", "of vectors that begin in a cycle">,
    Option<"threads", "threads", "int64_t", "1", "that share a layer">,
    Option<"strict", "strict", "bool", "false", "no algorithm that rounds more than direct">,
    Option<"tolerance", "tolerance", "double", "2e-5",
           "largest error of Winograd's and Strassen's algorithms, relative to the largest result">,
    Option<"maxConstants", "max-constants", "int64_t", "0", "bytes of constants; 0 is any number">,
    ListOption<"algorithms", "algorithms", "std::string",
               "layer=algorithm, or an algorithm for all layers that can be computed by it">,
    Option<"ofAnySize", "of-any-size", "bool", "false",
           "one of several plans, for other sizes: note the algorithms on the function, "
           "`nn.algorithms`">,
    ListOption<"same", "same", "std::string",
               "`nn.algorithms` of another plan with as many convolutions, instead of a choice">,
    Option<"largeMap", "large-map", "int64_t", "1 << 20",
           "bytes of an image that are more than the L2 cache: a larger one is not stored "
           "between a depthwise and a pointwise convolution">];
}

def FuseConvPoolFlatten : Nn_Pass<"nn-fuse-conv-pool-flatten"> {
  let summary = "one kernel for convolution, bias, activation, residual, pooling, flatten";
  let description = [{
    Begins at a convolution, product, pool or cell, and takes in the ops after it
    while each is read once: elementwise ops, then a pool or a reduction over the
    spatial axes, then elementwise ops again. What lies between is never stored.
    A pointwise convolution takes in the depthwise convolution that makes its input, or
    its scaling, where that is larger than `large-map`; and a depthwise convolution the
    convolution that makes its own.
  }];
  let options = [Option<"largeMap", "large-map", "int64_t", "1 << 20",
                        "bytes of an image that are more than the L2 cache">];
}

def JoinInPlace : Nn_Pass<"nn-join-in-place"> {
  let summary = "concatenations of channels whose parts are written where they belong";
  let description = [{
    A concatenation along the last axis is `in_place` if kernels can write at least one of its
    parts into it; parts that lie elsewhere, or have rows of less than `lanes` elements, are
    copied there by a kernel each.
  }];
  let options = [Option<"lanes", "lanes", "int64_t", "16",
                        "f32 elements of a vector register; 1 if rows may be of any length">];
}
def FuseElementwise : Nn_Pass<"nn-fuse-elementwise"> {
  let summary = "one kernel for chains of elementwise ops and data movement";
  let description = [{
    Every op that computes ends up in an nn.fused. Disabled (by `separate`), each
    has its own.
  }];
  let options = [Option<"separate", "separate", "bool", "false", "one kernel for each op">];
}

def PackWeights : Nn_Pass<"nn-pack-weights"> {
  let summary = "bring constant weights into the order in which kernels read them";
  let description = [{
    How many outputs stand side by side depends on how many rows share them, unless
    `nn.schedules` gives the parameter "vectors". To pack as
    another plan does, whose rows are more or fewer, its `nn.blocks` are given.
  }];
  let options = [
    Option<"lanes", "lanes", "int64_t", "16", "f32 elements of a vector register">,
    Option<"threads", "threads", "int64_t", "1", "that share a kernel">,
    Option<"cache", "cache", "int64_t", "1 << 20", "bytes of the L2 cache">,
    Option<"ofAnySize", "of-any-size", "bool", "false",
           "one of several plans, for other sizes: note the blocks on the function, `nn.blocks`">,
    ListOption<"blocks", "blocks", "int64_t", "`nn.blocks` of another plan, instead of a choice">];
}

def MatchSchedules : Nn_Pass<"nn-match-schedules"> {
  let summary = "give each nn.fused the schedule that was asked for";
  let description = [{
    The module's `nn.schedules` is a list of what was asked for (ScheduleRules.h). Of the
    entries that hold for a region's kind and layer the last becomes its `nn.schedule`.
    An entry for a layer that has no such kernel is an error.
  }];
}

def FormKernels : Nn_Pass<"nn-form-kernels", "::mlir::ModuleOp"> {
  let summary = "outline each nn.fused into an nn.kernel; equal ones share";
  let description = "Equal includes the schedule that was asked for, `nn.schedule`.";
}

def AssignSchedules : Nn_Pass<"nn-assign-schedules", "::mlir::ModuleOp"> {
  let summary = "give each kernel that has none its kind's schedule, and threads where they pay";
  let description = [{
    To share a loop among threads costs a few microseconds. A kernel gets the parameter
    "threads" if it makes at least 2^18 multiply-adds, or, where it multiplies no
    weights, 2^16 elements.
  }];
  let options = [Option<"threads", "threads", "int64_t", "1", "that the caller may lend">,
                 Option<"sharesAll", "share-all", "bool", "false", "kernels of any size">,
                 Option<"lanes", "lanes", "int64_t", "16", "f32 elements of a vector register">,
                 Option<"ofAnySize", "of-any-size", "bool", "false",
                        "one of several modules, for other sizes: how often weights are used "
                        "is not known">,
                 Option<"mapsVary", "maps-vary", "bool", "false",
                        "nor is how large maps are">];
}

def CutSequences : Nn_Pass<"nn-cut-sequences"> {
  let summary = "the input projection of a layer on top of another becomes one of each segment";
  let description = [{
    Before, it waits for the last step of the layer below. Where form-waves may run the two
    side by side.
  }];
  let options = [
    Option<"sharesAll", "share-all", "bool", "false", "of any size">,
    Option<"cache", "cache", "int64_t", "1 << 20", "bytes of a core's L2 cache">];
}

def FormWaves : Nn_Pass<"nn-form-waves"> {
  let summary = "let chains of cells that do not need each other run side by side";
  let description = [{
    The two directions of a recurrent layer, and steps of a layer with earlier ones of the
    layer on top of it, become the branches of a wave: ops that stand together, with `nn.wave`
    (the number of the wave) and `nn.branch`. Only branches of at least 2^17 multiply-adds, and
    where threads would share their cells, only as many branches as there are threads, of
    cells that a core's cache has room for.
  }];
  let options = [Option<"threads", "threads", "int64_t", "1", "that the caller may lend">,
                 Option<"sharesAll", "share-all", "bool", "false", "chains of any length">,
                 Option<"cache", "cache", "int64_t", "1 << 20", "bytes of a core's L2 cache">];
}

def AlternateCells : Nn_Pass<"nn-alternate-cells", "::mlir::ModuleOp"> {
  let summary = "let every other step of a recurrent layer read its weights from the end";
  let description = [{
    A step begins with the weights that the step before ended with, and that its caches still
    hold: calls of cells with more packed weights than an L1 cache keeps get an `order`.
  }];
}
def PlanBuffers : Nn_Pass<"nn-plan-buffers"> {
  let summary = "give every tensor its place: inputs, outputs, constants, or the arena";
  let description = [{
    Reshapes, contiguous slices and concatenations share memory with what they
    view. The arena is planned by size, largest first, over lifetimes (Pisarchyk
    and Lee, 2020, arXiv:2001.03288). Carried states of a loop have two slots.
  }];
  let options = [Option<"distance", "distance", "int64_t", "0",
                        "if not 0, the addresses of buffers are multiples of this many bytes, and "
                        "`nn.arena_buffers` says where they lie: for plans that are compared">];
}

def VerifyContract : Nn_Pass<"nn-verify-contract"> {
  let summary = "check that the code generator can take the module as it is";
}

#endif // UNSPOOL_PASSES_TD
