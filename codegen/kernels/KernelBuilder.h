//===- KernelBuilder.h - from nodes to Halide Funcs -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks a KernelSpec's nodes in order and says, for each, what every element of
// its results is. How the loops run is the schedules' matter (codegen/schedules):
// a builder function only marks what must be stored (`store`), and an anchor's
// (convolution, product, pool, cell) notes its stages in an Anchor.
//
// Halide counts dimensions from the innermost; here, as everywhere else in
// Unspool, an index is in the order of the shape, outermost axis first.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_KERNELBUILDER_H
#define UNSPOOL_CODEGEN_KERNELS_KERNELBUILDER_H

#include "codegen/Plan.h"
#include "codegen/kernels/Kernels.h"
#include "codegen/kernels/WeightPrefetch.h"

#include <Halide.h>

#include <functional>
#include <optional>

namespace unspool {

using Halide::Expr;
using Halide::Func;
using Halide::RDom;
using Halide::Var;
using Index = std::vector<Expr>;

/// The Halide type in memory: a Bool is one byte.
Halide::Type storedType(ElementType type);
/// The Halide type in which a kernel computes: halves as f32, a Bool as UInt(1).
Halide::Type computedType(ElementType type);

/// Kernels of these kinds are compiled on the assumption that their sums hold neither
/// NaN nor infinity (Emit.cpp); in them, an infinite constant is undefined.
bool isContraction(const std::string &kind);

/// An extent, of which the range is known. Schedules decide by `most` and may rely on
/// `least`.
struct Extent {
  int64_t least = 0, most = 0;
  Expr value; ///< what it is

  Extent(int64_t value) : least(value), most(value), value(int(value)) {}
  Extent(int64_t least, int64_t most, Expr value)
      : least(least), most(most), value(std::move(value)) {}
  bool isFixed() const { return least == most; }
  bool isOne() const { return isFixed() && most == 1; }
  bool isSameAs(const Extent &other) const {
    return isFixed() ? other.isFixed() && most == other.most : value.same_as(other.value);
  }
};

/// A Func whose elements are stored, its pure and update stages to be scheduled
/// alike: axes are Halide dimensions, innermost first.
struct StoredFunc {
  Func func;
  std::vector<Extent> shape; ///< row-major
};

/// The stages of the one heavy op of a kernel.
struct Anchor {
  const Node *node = nullptr;
  int value = -1;       ///< its first result
  Func accumulator;     ///< pure initialisation, then update 0 over `reduction`
  RDom reduction;
  Func padded;          ///< the input with its border, if there is one to make
  /// What a pool after the anchor, or a depthwise convolution, reads, if that must be stored.
  Func staged;
  int64_t stagedBlock = 0;    ///< for a depthwise convolution: channels side by side in `staged`
  const Node *pool = nullptr; ///< a pool fused behind the anchor
  Func gates;           ///< a cell's `accumulator` and projection, added up
  Func state;           ///< an LSTM's next c
  Func second, candidate; ///< the same of a GRU's second product (reset before)
  RDom secondReduction;
  /// A cell's input projection, if its kernel makes it: the product, its node, and its sum.
  Func projection;
  const Node *projector = nullptr;
  RDom inputs;
  std::vector<Func> roots; ///< computed whole before everything else
  /// Of Winograd's algorithm, and Strassen's: the stages of both transforms in order of execution,
  /// between them the products; `accumulator` makes one tile of these. Axes, outermost
  /// first: [point of each spatial axis, n, tile of each spatial axis, c].
  std::vector<Func> inputTransform, outputTransform;
  Func products;
  std::vector<int64_t> tiles; ///< results of each spatial axis that are made together
  bool hasFewChannels = false; ///< fewer than tiles of a row: these are in vectors
  int blocksTogether = 1;      ///< of channels, which the way back makes of the same products
};

/// Gates of an nn.rnn_cell, nn.lstm_cell or nn.gru_cell.
inline int64_t gatesOf(const Node &cell) {
  return cell.op == "rnn_cell" ? 1 : cell.op == "lstm_cell" ? 4 : 3;
}

class KernelBuilder {
public:
  KernelBuilder(const KernelSpec &spec, int lanes);

  const KernelSpec &spec;
  const int lanes; ///< f32 elements of a vector register

  /// Set by a schedule: an argument, of which a tile loads far rows late (Prefetch.h).
  int prefetched = -1;
  /// Or an argument of which what lies so many elements behind is asked for.
  std::optional<std::pair<int, int64_t>> prefetchedAhead;
  /// The name of an argument's buffer.
  std::string bufferOf(int argument) const { return tensors[argument].name(); }

  /// Builds everything; afterwards the members below are valid.
  void build();

  std::vector<Halide::Argument> arguments;
  std::vector<Halide::Param<int32_t>> parameters; ///< spec.parameters
  Halide::Param<int32_t>
      backwards; ///< of a kernel that takes an order: from which end it takes its blocks
  /// What "<buffer>.stride.<dimension>" is: of those that are not constants Halide only
  /// checks that they agree, and would read them from the descriptor.
  std::map<std::string, Expr> strides;
  Func output;                          ///< with a Tuple, if there are several results
  std::vector<Func> outputs;            ///< one, or one a result if shapes differ
  std::vector<StoredFunc> stored;       ///< besides the anchor's
  Anchor anchor;
  /// Convolutions that make the input of the next one, and the last that of the anchor, in
  /// their order: one of all channels (its map is its `staged`), a depthwise one, or both.
  std::vector<Anchor> producers;
  std::vector<ParameterInUse> parametersInUse; ///< noted by the schedule

  /// Tells Halide the sizes of inputs and outputs, which autoschedulers ask for.
  void setEstimates() const;

  std::optional<WeightPrefetch> prefetch; ///< what the schedule wants to have asked for

  // For the builder functions of nodes.

  /// What a value is in terms of Halide: a parameter, or a Func.
  Func funcOf(int value) const { return funcs[value]; }
  /// The element of a value, in its computed type. Ids as in KernelSpec.
  Expr read(int value, const Index &index) const;
  const TensorType &typeOf(int value) const { return spec.typeOf(value); }
  /// At its largest.
  const std::vector<int64_t> &shapeOf(int value) const { return typeOf(value).shape; }

  // What may be known at run time only.

  Extent extent(const TensorType &type, size_t axis) const;
  Extent extent(int value, size_t axis) const { return extent(typeOf(value), axis); }
  std::vector<Extent> extents(const TensorType &type) const;
  std::vector<Extent> extents(int value) const { return extents(typeOf(value)); }
  /// An index along an axis of a register tile. Tiles may reach beyond an axis whose
  /// extent is not known: there they compute the last element again.
  static Expr inTile(const Expr &index, const Extent &extent) {
    return extent.isFixed() ? index
                            : min(likely(index), Halide::Internal::simplify(extent.value - 1));
  }
  /// Entry `position` of a list of integers, or the one integer.
  Extent attribute(const Node &node, const std::string &name, size_t position = 0) const;

  /// Says what the elements of a value are.
  void define(int value, const std::function<Expr(const Index &)> &element);
  /// As `define`, but stored whole before it is read.
  Func defineStored(int value, const std::function<Expr(const Index &)> &element);
  /// A value that is an existing Func.
  void bind(int value, Func func, bool isStored);
  /// A helper Func with a name of its own, stored whole before it is read.
  void store(Func func, std::vector<Extent> shape);

  /// Is the value all that the kernel makes, and used for nothing else in it?
  bool isOnlyResult(int value) const {
    return spec.results.size() == 1 && spec.results.front() == value && uses(value) == 1;
  }
  /// The only result, from a Func of its stored type: one that has updates, such as a definition
  /// for each part, is then not copied.
  void defineResult(Func func) { result = std::move(func); }

  /// Reads a value through a stage that is stored before what follows the anchor
  /// combines its elements (a pool with overlapping windows, a reduction).
  std::function<Expr(const Index &)> readStaged(const Node &pool, int value);

  /// What a maximum (or minimum) begins with: an infinity, or in a contraction the
  /// last finite number.
  Expr neutralExtreme(Halide::Type type, bool isMin) const;

  /// Variables for an index of `rank` axes.
  Index variables(size_t rank) const;
  /// `func` at a row-major index.
  static Expr at(Func func, const Index &index);
  static Halide::FuncRef ref(Func func, const Index &index);
  /// A name that depends on the kernel and the purpose only.
  std::string name(const std::string &purpose);
  /// How often a value is read by later nodes or as a result.
  int uses(int value) const { return useCounts[value]; }

private:
  Extent parameterExtent(int parameter) const;
  Extent pitch(size_t position) const;
  void fixLayout(Halide::OutputImageParam parameter, const TensorType &type, const Extent &pitch,
                 bool withBounds = true);
  void makeArguments();
  void makeOutputs();

  std::vector<Func> funcs;         ///< by value id
  Func result;                     ///< see defineResult
  std::vector<Halide::ImageParam> tensors;
  std::vector<int> useCounts;
  std::vector<int64_t> costs;      ///< operations to compute one element anew
  int names = 0;
};

// Attributes of nodes.
int64_t integer(const Node &node, const std::string &name, int64_t otherwise = 0);
double number(const Node &node, const std::string &name, double otherwise = 0);
std::vector<int64_t> integers(const Node &node, const std::string &name);
std::vector<double> numbers(const Node &node, const std::string &name);
std::string text(const Node &node, const std::string &name);
std::vector<std::string> texts(const Node &node, const std::string &name);

/// What makes the Funcs of a node whose first result is `value`.
using BuildFunction = void (*)(KernelBuilder &builder, const Node &node, int value);

/// The builder function for an op, or null (the table is in Registry.cpp).
BuildFunction builderOf(const std::string &op);

// The families, one file each.
using BuildTable = std::vector<std::pair<const char *, BuildFunction>>;
const BuildTable &elementwiseBuilders();
const BuildTable &movementBuilders();
const BuildTable &reductionBuilders();
const BuildTable &convolutionBuilders();
const BuildTable &poolBuilders();
const BuildTable &productBuilders();
const BuildTable &cellBuilders();

/// Builds an nn.matmul whose right side is packed for Strassen's algorithm.
void buildStrassen(KernelBuilder &builder, const Node &node, int value);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_KERNELBUILDER_H
