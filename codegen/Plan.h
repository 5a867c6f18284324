//===- Plan.h - the model as plain structs --------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Between MLIR (passes) and Halide (kernels) stand these structs, so that the
// two never meet in one file. Translate.cpp fills them from the IR without
// deciding anything; the kernel emitter reads a KernelSpec, the entry emitter
// the steps. They depend on the C++ standard library only, print as text
// (--stop-after=plan) and have a canonical form for hashing.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_PLAN_H
#define UNSPOOL_CODEGEN_PLAN_H

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace unspool {

enum class ElementType { F32, F64, F16, BF16, I8, I16, I32, I64, U8, U16, U32, U64, Bool };

/// Bytes of one element; a Bool takes one byte (0 or 1).
int64_t byteWidth(ElementType type);
/// "f32", "i64", "ui8", "i1", ...: spelled as in the IR.
const char *spelling(ElementType type);

/// An integer: a number or, in a plan with dimensions, one of its terms, which has this
/// `value` where all dimensions are at their largest.
struct Quantity {
  int64_t value = 0;
  int term = -1;

  Quantity(int64_t value = 0) : value(value) {}
  operator int64_t() const { return value; }
  bool isFixed() const { return term < 0; }
  bool operator==(const Quantity &other) const {
    return value == other.value && term == other.term;
  }
};

/// A dense row-major tensor.
struct TensorType {
  ElementType element = ElementType::F32;
  std::vector<int64_t> shape; ///< at its largest
  /// For each axis the term that is its extent (of a plan; in a kernel the parameter),
  /// or -1. Empty if the shape is fixed.
  std::vector<int> terms = {};

  int termOf(size_t axis) const { return terms.empty() ? -1 : terms[axis]; }
  bool isFixed() const;
  int64_t elements() const;
  int64_t bytes() const { return elements() * byteWidth(element); }
  bool operator==(const TensorType &other) const {
    return element == other.element && shape == other.shape && terms == other.terms;
  }
};

/// An op's attribute, as in the IR; enums by their name, booleans as 0 or 1.
using Attribute = std::variant<int64_t, double, std::string, std::vector<int64_t>,
                               std::vector<double>, std::vector<std::string>>;

/// Where Node::terms says what a constant is.
inline constexpr const char *kConstantValue = "value";

/// One nn op inside a kernel: the op's name without "nn.", its operands as value
/// ids (-1 where an optional operand is absent), its attributes under the names
/// that the .td files give them.
struct Node {
  std::string op;
  std::vector<int> operands;
  std::vector<TensorType> results;
  std::map<std::string, Attribute> attributes;
  /// The integers of attributes that are parameters of the kernel: attribute, position
  /// in its list (0 if it is none), parameter. Of a "constant" of one element, the
  /// parameter that it is, under kConstantValue.
  std::map<std::pair<std::string, size_t>, int> terms = {};
  /// Row-major bytes of a "constant" (only small ones live inside kernels).
  std::vector<uint8_t> data;
};

/// How a kernel is run: a row of the schedule registry and its parameters.
struct Schedule {
  std::string name;
  std::map<std::string, int64_t> parameters;
};

/// An integer that a kernel is given at run time: a term of its plan.
struct Parameter {
  int term = -1;
  int64_t least = 0, most = 0;
};

/// Of the values that a parameter may have, those for which a kernel is the best.
struct BestAt {
  static constexpr int64_t kMost = 63; ///< so that they are bits of a word

  int parameter = -1;          ///< none: whatever the values are
  std::vector<int64_t> values; ///< from 0 to kMost, in order
  int64_t unit = 1;            ///< the values are of the parameter's quotient by this, rounded up
};

/// One function of native code. Value ids: the arguments come first, then the
/// results of the nodes in order.
struct KernelSpec {
  std::string name;
  std::string kind;
  std::vector<TensorType> arguments;
  std::vector<Node> nodes;
  std::vector<int> results;
  Schedule schedule;
  std::vector<Parameter> parameters = {};
  /// Kernels of the plan that do the same for narrower ranges of the parameters, and
  /// run instead of this one where they can; the first that can.
  std::vector<int> special = {};
  /// Where a special kernel runs, besides that its parameters are in their ranges.
  BestAt bestAt = {};
  /// Of arguments, then of results: elements from one row (all of the last axis) to the next,
  /// 0 if rows lie side by side. Empty: all of them do. A term is a parameter.
  std::vector<Quantity> pitches = {};
  /// Is it told from which end to take its blocks? An integer behind the parameters: not 0,
  /// from the last to the first.
  bool takesOrder = false;

  const TensorType &typeOf(int value) const;
  /// The node that defines `value`, or null for an argument.
  const Node *definition(int value) const;
};

enum class Space { Input, Output, Constant, Arena };

/// Where a buffer lies: `index` of the input, output or constant (0 for the
/// arena) and the bytes before it. Inside a loop the address moves by
/// `stride` bytes each iteration; `flip` bytes are added in odd iterations if
/// `phase` is 0, in even ones if it is 1 (double-buffered state).
struct Slot {
  Space space = Space::Arena;
  int index = 0;
  Quantity offset = 0;
  Quantity stride = 0;
  Quantity flip = 0;
  int phase = 0;
  int64_t base = 0; ///< bytes before `offset`; 0 unless the offset is a term
};

/// From which end a call takes the blocks of its kernel: in iteration i of a loop, from the last
/// if `phase` + i * `stride` is odd.
struct BlockOrder {
  int phase = 0;
  int stride = 0;
};

/// Call: run kernels[kernel] on operands then results. Copy: `bytes` from
/// operands[0] to results[0]. Loop: `trips` times the body (loops do not nest). Wave: its
/// body, of branches, in any order or side by side. Branch: its body, once.
struct Step {
  enum class Kind { Call, Copy, Loop, Wave, Branch };
  Kind kind = Kind::Call;
  int kernel = -1;
  std::vector<Slot> operands;
  std::vector<Slot> results;
  Quantity bytes = 0;
  Quantity trips = 0;
  std::vector<Step> body;
  std::string layer;  ///< of a call: the model's name for what it computes, or empty
  std::string reason; ///< why it is computed by this algorithm, where there was a choice
  std::optional<BlockOrder> order = std::nullopt; ///< of a call of a kernel that takes one

  /// How often the body runs, at the largest sizes.
  int64_t turns() const { return kind == Kind::Loop ? trips.value : 1; }
};

/// Do any run side by side? (Waves are in no loop.)
bool hasWaves(const std::vector<Step> &steps);

/// The least and the largest that an integer may be.
struct Range {
  Quantity low = 0;
  Quantity high = 0;
};

/// An input or output: the model's own name, and the C identifier made of it. The
/// elements of an input with a range are checked by each call.
struct Port {
  std::string name;
  std::string identifier;
  TensorType type;
  std::optional<Range> range = std::nullopt;
};

/// An input whose value in the next call is an output of this one, of the same type.
struct State {
  int input = 0;
  int output = 0;
  std::vector<uint8_t> initial; ///< its value in the first call; empty: zeros
};

/// A size that the caller gives with each call.
struct Dimension {
  std::string name;       ///< the model's own, or "input.axis"
  std::string identifier; ///< a C identifier made of it
  int64_t least = 1, most = 1;
  int64_t step = 1; ///< sizes are multiples of it, as are least and most
};

/// "32 to 480 in steps of 32"
std::string sizesText(int64_t least, int64_t most, int64_t step);

/// An integer that dimensions determine: the sum of products of other terms, plus
/// `offset`, over `divisor`, rounded down; its remainder by `modulus` if that is not 0.
struct Term {
  struct Product {
    int64_t factor = 1;
    std::vector<int> terms;
  };
  std::vector<Product> sum;
  int64_t offset = 0, divisor = 1, modulus = 0;
};

struct ModelPlan {
  std::string name; ///< a C identifier: the prefix of every symbol
  std::vector<Dimension> dimensions;
  std::vector<Term> terms; ///< each of earlier ones; first the dimensions, whose sums are empty
  std::vector<Port> inputs;
  std::vector<Port> outputs;
  std::vector<State> states;
  uint64_t fingerprint = 0; ///< of the model, if it has states
  std::vector<std::vector<uint8_t>> constants; ///< each aligned to `alignment`
  int64_t arenaBytes = 0;
  int64_t arenaBound = 0; ///< the largest sum of tensors that are live together
  /// Where each arena buffer lies, and where the arena ends, in a plan whose slots tell
  /// buffers apart (Generalize.h).
  std::vector<int64_t> buffers;
  std::vector<int64_t> blocks; ///< of such a plan: of layers with packed weights, in order
  std::vector<std::string> algorithms; ///< the same of convolutions
  int64_t alignment = 64;
  int64_t threads = 1; ///< that a caller may lend
  bool flushesDenormals = false; ///< while it runs, denormals count as zero
  std::vector<KernelSpec> kernels;
  std::vector<Step> steps;
};

/// Readable text of a plan (constants by size and hash) and of one kernel.
std::string print(const ModelPlan &plan);
std::string print(const KernelSpec &kernel);

/// The kernels that branches of waves call, special ones included.
std::set<int> kernelsOfWaves(const ModelPlan &plan);

/// What the terms are where the dimensions have these sizes.
std::vector<int64_t> evaluateTerms(const ModelPlan &plan, const std::vector<int64_t> &sizes);

/// Between what each term is at all sizes that the dimensions allow.
std::vector<Range> termRanges(const ModelPlan &plan);

/// The values up to `most` that a term may have, in order; others between them where there
/// are too many sizes to try.
std::vector<int64_t> termValues(const ModelPlan &plan, int term, int64_t most);

/// The dimensions, by number and in order, on which the shape depends.
std::set<int> dimensionsOf(const ModelPlan &plan, const TensorType &type);

/// A term as C writes it, in the identifiers of the dimensions.
std::string termText(const ModelPlan &plan, int term);

/// Text that is equal exactly if the native code may be: everything but the name.
std::string canonicalText(const KernelSpec &kernel);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_PLAN_H
