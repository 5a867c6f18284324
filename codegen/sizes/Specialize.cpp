//===- Specialize.cpp - kernels for some of the sizes ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/Specialize.h"

#include "ir/RegisterTile.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace unspool {
namespace {

/// Numbers of rows with a kernel of their own, where tiles are not chosen: with more, a tile that
/// is not full costs little.
constexpr int64_t kMostRows = 8;
/// Vectors of sums of a cell's tile, at most, and where there are many rows: sixteen run at 98 %
/// of the multiply-add peak, and most batches are multiples of the eight rows that these are.
constexpr int64_t kMostSums = 20, kManySums = 16;
/// Numbers of rows of a cell with a kernel of their own, at least.
constexpr int64_t kFewRows = 4;
/// Vectors of columns in a tile where weights are not packed.
constexpr int64_t kVectorsOfColumns = 2;
/// Maps that are at least so wide, and this high, have a kernel of their own.
constexpr int64_t kMapWidths[] = {16, 4}, kMapHeight = 2;

/// Parameters of schedules that the library decides, not its kernels' shapes.
bool isOfLibrary(const std::string &parameter) {
  return parameter == "threads" || parameter == "prefetch";
}

/// The same kernel for a narrower range of some parameters.
class Specializer {
public:
  Specializer(ModelPlan &plan, int64_t lanes) : plan(plan), lanes(lanes) {}

  void run() {
    size_t count = plan.kernels.size();
    for (size_t i = 0; i < count; ++i) {
      const std::string &kind = plan.kernels[i].kind;
      if ((kind == "matmul" || kind == "conv") && isTiledByRows(plan.kernels[i]))
        specializeTiles(i);
      else if (kind == "matmul")
        specializeRows(i, kMostRows);
      else if (kind == "cell")
        specializeCell(i);
      else if (kind == "elementwise" || kind == "reduce")
        specializeTransposed(i);
      else if (kind == "conv" || kind == "depthwise")
        for (int64_t width : kMapWidths)
          specializeMaps(i, width);
    }
  }

private:
  /// The node that the kind is named for.
  static const Node &anchorOf(const KernelSpec &kernel) {
    auto isAnchor = [](const Node &node) {
      return node.op == "conv" || node.op == "matmul" ||
             node.op.find("_cell") != std::string::npos;
    };
    // A cell's kernel may hold its input projection as well.
    return *std::find_if(kernel.nodes.rbegin(), kernel.nodes.rend(), isAnchor);
  }

  /// Was a tile asked for? The general kernel has it.
  static bool hasOwnTile(const KernelSpec &kernel) {
    const auto &parameters = kernel.schedule.parameters;
    return !std::all_of(parameters.begin(), parameters.end(),
                        [](const auto &parameter) { return isOfLibrary(parameter.first); });
  }

  /// Are tiles rows of the anchor's results, or pixels along one axis?
  static bool isTiledByRows(const KernelSpec &kernel) {
    if (hasOwnTile(kernel))
      return false;
    const Node &anchor = anchorOf(kernel);
    const TensorType &sums = anchor.results[0];
    return (anchor.op == "matmul" || sums.shape.size() == 3) &&
           std::all_of(kernel.results.begin(), kernel.results.end(), [&](int result) {
             const TensorType &type = kernel.typeOf(result);
             return type.shape == sums.shape && type.terms == sums.terms;
           });
  }

  int64_t vectorsOf(const Node &anchor) const {
    auto attribute = [&](const char *name, int64_t otherwise) {
      auto found = anchor.attributes.find(name);
      return found == anchor.attributes.end() ? otherwise : std::get<int64_t>(found->second);
    };
    int64_t block = attribute("block", 0) * attribute("interleave", 1);
    return block ? std::max<int64_t>(1, block / lanes) : kVectorsOfColumns;
  }

  /// What tiles a kernel has for its numbers of rows.
  struct Tiles {
    int64_t fewest; ///< rows for which this holds
    int64_t most;   ///< rows of a tile
    int64_t ofMany; ///< those for more rows than BestAt tells apart
  };

  void specializeTiles(size_t index) {
    // Of many rows, the largest tile computes few in vain.
    int64_t most =
        std::min(rowsOfTile(lanes, vectorsOf(anchorOf(plan.kernels[index]))), kMostOpenRows);
    specializeTiles(index, {1, most, most});
  }

  /// Few rows have the sums of all gates in registers; with more, a tile of a gate is as one of
  /// a product.
  void specializeCell(size_t index) {
    const Node &cell = anchorOf(plan.kernels[index]);
    if (hasOwnTile(plan.kernels[index]))
      return specializeRows(index, kMostRows);
    int64_t vectors = vectorsOf(cell), units = cell.results[0].shape.back();
    // With fewer vectors of sums, a cell splits them (codegen/schedules/Cell.cpp). Kernels for one
    // number of rows each split as a library for that alone would.
    int64_t few = std::max(kFewRows, kSumsInFlight / vectors);
    int64_t most = std::min(rowsOfTile(lanes, vectors), rowsOfSets(4 * units));
    auto rowsOf = [&](int64_t sums) { return std::clamp<int64_t>(sums / vectors, 1, most); };
    specializeRows(index, few);
    specializeTiles(index, {few + 1, rowsOf(kMostSums), rowsOf(kManySums)});
  }

  /// A kernel for `rows` and more has tiles of so many (Product.cpp, Convolution.cpp, Cell.cpp).
  void specializeTiles(size_t index, const Tiles &tiles) {
    const Node &anchor = anchorOf(plan.kernels[index]);
    const TensorType &sums = anchor.results[0];
    int rows = sums.termOf(sums.shape.size() - 2);
    if (rows < 0)
      return;
    Parameter range = plan.kernels[index].parameters[rows];
    int64_t vectors = vectorsOf(anchor);
    std::map<int64_t, std::vector<int64_t>> numbersOfTile;
    for (int64_t number : termValues(plan, range.term, BestAt::kMost))
      if (number >= tiles.fewest)
        numbersOfTile[bestRegisterTile(number, 1, tiles.most, vectors).across].push_back(number);
    if (range.most > BestAt::kMost)
      numbersOfTile[tiles.ofMany].push_back(range.most);
    if (numbersOfTile.size() == 1 && numbersOfTile.count(tiles.ofMany) &&
        range.least >= tiles.ofMany)
      return; // as the general kernel
    auto addTile = [&](int64_t tile, const std::vector<int64_t> &numbers) {
      KernelSpec special = copyOf(index, "_tile" + std::to_string(tile));
      narrow(special, rows, tile, numbers.back()); // its tiles are of the least
      if (numbers.back() <= BestAt::kMost)
        special.bestAt = {rows, numbers};
      add(index, std::move(special));
    };
    for (const auto &[tile, numbers] : numbersOfTile)
      if (numbers.back() <= BestAt::kMost)
        addTile(tile, numbers);
    // Where none of these is the best.
    if (range.most > BestAt::kMost)
      addTile(tiles.ofMany, numbersOfTile[tiles.ofMany]);
  }

  /// The parameter that is the last axis of what a transpose reads or makes, if it moves that.
  static int transposedColumns(const KernelSpec &kernel) {
    for (const Node &node : kernel.nodes) {
      auto permutation = node.attributes.find("permutation");
      if (node.op != "transpose" || permutation == node.attributes.end())
        continue;
      int64_t last = int64_t(node.results[0].shape.size()) - 1;
      if (std::get<std::vector<int64_t>>(permutation->second).back() == last)
        continue;
      for (const TensorType *type : {&node.results[0], &kernel.typeOf(node.operands[0])})
        if (type->termOf(last) >= 0)
          return type->termOf(last);
    }
    return -1;
  }

  /// Elements that are neighbours on one side of a transpose lie apart on the other. Where they
  /// do not fill a vector, as many are loaded or stored one by one in vain, unless it is known
  /// how many there are; of one, nothing moves.
  void specializeTransposed(size_t index) {
    int columns = transposedColumns(plan.kernels[index]);
    if (columns < 0 || plan.kernels[index].parameters[columns].least >= lanes)
      return;
    Parameter range = plan.kernels[index].parameters[columns];
    for (int64_t number : termValues(plan, range.term, std::min(lanes - 1, range.most))) {
      KernelSpec special = copyOf(index, "_columns" + std::to_string(number));
      narrow(special, columns, number, number);
      add(index, std::move(special));
    }
    if (range.most < lanes)
      return;
    KernelSpec special = copyOf(index, "_from" + std::to_string(lanes));
    narrow(special, columns, lanes, range.most);
    add(index, std::move(special));
  }

  void specializeRows(size_t index, int64_t most) {
    const TensorType &result = anchorOf(plan.kernels[index]).results[0];
    int rows = result.termOf(result.shape.size() - 2);
    if (rows < 0)
      return;
    Parameter range = plan.kernels[index].parameters[rows];
    for (int64_t size = range.least; size <= std::min(range.most, most); ++size) {
      KernelSpec special = copyOf(index, "_rows" + std::to_string(size));
      narrow(special, rows, size, size);
      add(index, std::move(special));
    }
  }

  void specializeMaps(size_t index, int64_t width) {
    // The last axes of what is tiled, which is behind a pool if there is one.
    const KernelSpec &kernel = plan.kernels[index];
    const TensorType &result = kernel.typeOf(kernel.results.front());
    size_t rank = result.shape.size();
    KernelSpec special = copyOf(index, "_from" + std::to_string(width));
    bool isNarrower = false;
    auto narrow = [&](size_t axis, int64_t least) {
      int parameter = result.termOf(axis);
      if (parameter < 0 || special.parameters[parameter].least >= least)
        return true;
      special.parameters[parameter].least = least;
      isNarrower = true;
      return special.parameters[parameter].most >= least;
    };
    if (rank < 3 || !narrow(rank - 2, width))
      return;
    if (rank > 3 && !narrow(rank - 3, kMapHeight))
      return;
    if (isNarrower)
      add(index, std::move(special));
  }

  /// Gives a parameter another range. If that is one value, extents are it.
  static void narrow(KernelSpec &special, int parameter, int64_t least, int64_t most) {
    special.parameters[parameter].least = least;
    special.parameters[parameter].most = most;
    if (least < most)
      return;
    auto fix = [&](TensorType &type) {
      for (size_t axis = 0; axis < type.terms.size(); ++axis)
        if (type.terms[axis] == parameter) {
          type.shape[axis] = least;
          type.terms[axis] = -1;
        }
      if (type.isFixed())
        type.terms.clear();
    };
    for (TensorType &argument : special.arguments)
      fix(argument);
    for (Node &node : special.nodes)
      for (TensorType &result : node.results)
        fix(result);
  }

  KernelSpec copyOf(size_t index, const std::string &suffix) const {
    KernelSpec copy = plan.kernels[index];
    copy.name += suffix;
    copy.special.clear();
    // What was asked for fits the general kernel; these are small, and choose by themselves.
    auto &parameters = copy.schedule.parameters;
    for (auto it = parameters.begin(); it != parameters.end();)
      it = isOfLibrary(it->first) ? std::next(it) : parameters.erase(it);
    return copy;
  }

  void add(size_t index, KernelSpec special) {
    plan.kernels[index].special.push_back(int(plan.kernels.size()));
    plan.kernels.push_back(std::move(special));
  }

  ModelPlan &plan;
  int64_t lanes;
};

} // namespace

void specializeKernels(ModelPlan &plan, int64_t lanes) { Specializer(plan, lanes).run(); }

} // namespace unspool
