//===- Specialize.cpp - kernels for some of the sizes ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/Specialize.h"

#include "ir/RegisterTile.h"
#include "ir/Winograd.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>

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
/// Winograd's tiles across that a register tile of an image may have.
constexpr int64_t kWinogradTiles[] = {7, 5, 4, 3, 2};

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
      else if (kind == "winograd")
        specializeWinograd(i);
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
    int64_t fewest;                         ///< rows for which this holds
    int64_t ofMany;                         ///< rows of a tile for more than BestAt tells apart
    std::function<int64_t(int64_t)> bestOf; ///< rows of a tile for so many
    int64_t unit = 1;                       ///< results that make a row
    int down = -1; ///< of an image: the axis of which a tile has openRowsOfTile
    int64_t unitDown = 1; ///< results that make one of these
  };
  static Tiles tilesUpTo(int64_t most, int64_t vectors, int64_t unit = 1) {
    return {1, most, [=](int64_t rows) { return bestRegisterTile(rows, 1, most, vectors).across; },
            unit};
  }

  void specializeTiles(size_t index) {
    // Of many rows, the largest tile computes few in vain.
    int64_t vectors = vectorsOf(anchorOf(plan.kernels[index]));
    specializeTiles(index, tilesUpTo(std::min(rowsOfTile(lanes, vectors), kMostOpenRows), vectors));
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
    Tiles tiles = tilesUpTo(rowsOf(kMostSums), vectors);
    tiles.fewest = few + 1;
    tiles.ofMany = rowsOf(kManySums);
    specializeTiles(index, tiles);
  }

  /// A kernel for `rows` and more has tiles of so many (Product.cpp, Convolution.cpp, Cell.cpp,
  /// Winograd.cpp).
  void specializeTiles(size_t index, const Tiles &tiles) {
    const Node &anchor = anchorOf(plan.kernels[index]);
    const TensorType &sums = anchor.results[0];
    int rows = sums.termOf(sums.shape.size() - 2);
    if (rows < 0)
      return;
    Parameter range = plan.kernels[index].parameters[rows];
    int64_t vectors = vectorsOf(anchor);
    int64_t unit = tiles.unit, told = BestAt::kMost * unit;
    auto rowsOf = [&](int64_t results) { return (results + unit - 1) / unit; };
    std::map<int64_t, std::set<int64_t>> numbersOfTile;
    for (int64_t number : termValues(plan, range.term, told))
      if (rowsOf(number) >= tiles.fewest)
        numbersOfTile[tiles.bestOf(rowsOf(number))].insert(rowsOf(number));
    bool hasMany = range.most > told;
    if (numbersOfTile.size() <= 1 && rowsOf(range.least) >= tiles.ofMany &&
        (hasMany || numbersOfTile.count(tiles.ofMany)))
      return; // as the general kernel
    // Its tiles are of the least.
    auto addTile = [&](int64_t tile, int64_t most, const std::set<int64_t> &numbers) {
      auto addDown = [&](int64_t down, const std::string &name) {
        KernelSpec special = copyOf(index, name);
        narrow(special, rows, (tile - 1) * unit + 1, std::min(most * unit, range.most));
        if (down > 1 && !needTiles(special, tiles.down, down, tiles.unitDown))
          return;
        if (!numbers.empty())
          special.bestAt = {rows, {numbers.begin(), numbers.end()}, unit};
        add(index, std::move(special));
      };
      std::string name = "_tile" + std::to_string(tile);
      int64_t down = tiles.down < 0 ? 1 : openRowsOfTile(tile, rowsOfTile(lanes, vectors));
      if (down > 1)
        addDown(down, name + "x" + std::to_string(down));
      addDown(1, name);
    };
    bool hasOneTile = unit > 1 && rowsOf(range.least) <= 1; // the general kernel
    for (const auto &[tile, numbers] : numbersOfTile)
      if (!(hasMany && tile == tiles.ofMany) && !(hasOneTile && tile == 1))
        addTile(tile, *numbers.rbegin(), numbers);
    // Where none of these is the best.
    if (hasMany)
      addTile(tiles.ofMany, rowsOf(range.most), {});
  }

  /// Register tiles are made of the tiles that there are in any case (Winograd.cpp).
  void specializeWinograd(size_t index) {
    const Node &anchor = anchorOf(plan.kernels[index]);
    int64_t vectors = vectorsOf(anchor), most = rowsOfTile(lanes, vectors);
    const TensorType &sums = anchor.results[0];
    size_t rank = sums.shape.size();
    std::vector<int64_t> units =
        winogradTiles(std::get<std::string>(anchor.attributes.at("algorithm")), rank - 2);
    if (rank == 3)
      return specializeTiles(index, tilesUpTo(std::min(most, kMostOpenRows), vectors, units[0]));
    if (sums.termOf(rank - 2) < 0)
      return specializeWinogradRows(index, units[0]);
    auto bestOf = [=](int64_t columns) {
      int64_t best = 1, least = 0;
      for (int64_t across : kWinogradTiles) {
        int64_t down = openRowsOfTile(across, most);
        int64_t cost = (columns + across - 1) / across * ((columns + down - 1) / down) *
                       costOfStep(across * down, vectors);
        if (across > std::min(columns, most) || (least && cost >= least))
          continue;
        least = cost;
        best = across;
      }
      return best;
    };
    int64_t widest = std::min(kWinogradTiles[0], most);
    specializeTiles(index, {1, widest, bestOf, units[1], sums.termOf(rank - 3), units[0]});
  }

  /// Images of a known width, with more than one tile down.
  void specializeWinogradRows(size_t index, int64_t unit) {
    const TensorType &sums = anchorOf(plan.kernels[index]).results[0];
    int rows = sums.termOf(sums.shape.size() - 3);
    if (rows < 0)
      return;
    for (int64_t tiles : {4, 2}) {
      KernelSpec special = copyOf(index, "_from" + std::to_string(tiles));
      if (needTiles(special, rows, tiles, unit))
        add(index, std::move(special));
    }
  }

  /// Narrows a parameter to what is so many tiles, of `unit` each; false, if there are fewer.
  static bool needTiles(KernelSpec &special, int parameter, int64_t tiles, int64_t unit) {
    Parameter range = special.parameters[parameter];
    int64_t least = std::max(range.least, (tiles - 1) * unit + 1);
    if (least > range.most)
      return false;
    narrow(special, parameter, least, range.most);
    return true;
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
