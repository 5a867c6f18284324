//===- FormWaves.cpp - chains of cells, side by side ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A recurrent layer is a chain: a cell waits for the one before it, and most cells are
// too small to be shared among threads. But the two directions of a layer know nothing of
// each other, nor does a layer know what one on top of it makes of its earlier steps
// (CutSequences.cpp). Such pieces of chains form waves: the branches of a wave, one after the
// other in the function, may run side by side.
//
//   1. Chains: an nn.scan that calls cells; or all cells that read the same weights, if each
//      depends on the one before it, with whatever lies between them.
//   2. Chains are cut into pieces where one begins to need more of another.
//   3. The pieces run in rounds, as many of those that wait for nothing as there are threads.
//      The last ones go first: they are on top of the others, which they would end behind.
//   4. A round of several is a wave. What only one of its branches needs goes into it, if it
//      is a product or a cell; what others need as well runs before.
//
// To start a wave costs as much as to share one kernel, once instead of once a timestep. So
// where its branches are enough for all threads they are preferred to cells that are shared;
// but for cells whose weights fill a core's cache: threads that share them have a part each.
// (A bidirectional LSTM of 192 units, batch 2: 394 us in a wave, 813 shared; of 256 units,
// with 1 MiB of weights a direction: 756 and 550.)
//
//===----------------------------------------------------------------------===//

#include "ir/Evaluate.h"
#include "passes/KernelWork.h"
#include "passes/OpGraph.h"
#include "passes/Passes.h"
#include "passes/Views.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"

#include <set>

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_FORMWAVES
#include "passes/Passes.h.inc"

namespace {

/// More chains than these run as they stand.
constexpr size_t kMostChains = 64;

/// Numbers of ops, ascending.
using Numbers = llvm::SmallVector<size_t, 0>;

/// Ops of a chain that run without a break.
struct Piece {
  Numbers ops;
  int64_t products = 0;  ///< multiply-adds
  int64_t bytes = 0;     ///< that each cell reads: its largest operand
  bool isShared = false; ///< threads share its cells
  llvm::BitVector needs; ///< other pieces
};

/// Cuts chains where one begins to need more of another: after what it needs there, and
/// before what needs it.
class Cutter {
public:
  Cutter(const OpGraph &graph, ArrayRef<Numbers> chains) : graph(graph), chains(chains) {
    findPlaces();
    needed.resize(graph.size());
    cuts.resize(chains.size());
    for (size_t i = 0; i < graph.size(); ++i) {
      needed[i].assign(chains.size(), 0);
      for (size_t need : graph.needsOf(i)) {
        for (size_t chain = 0; chain < chains.size(); ++chain)
          needed[i][chain] = std::max(needed[i][chain], needed[need][chain]);
        if (places[need].chain >= 0)
          needed[i][places[need].chain] =
              std::max(needed[i][places[need].chain], places[need].position + 1);
      }
    }
    for (size_t chain = 0; chain < chains.size(); ++chain)
      cutAround(chain);
  }

  /// Positions in the chain at which new pieces begin.
  const std::set<size_t> &cutsOf(size_t chain) const { return cuts[chain]; }

private:
  struct Place {
    int chain = -1;
    size_t position = 0;
  };

  void findPlaces() {
    places.resize(graph.size());
    for (auto [chain, ops] : llvm::enumerate(chains))
      for (auto [position, op] : llvm::enumerate(ops))
        places[op] = {int(chain), position};
  }

  void cutAround(size_t chain) {
    std::vector<size_t> before(chains.size(), 0);
    for (auto [position, op] : llvm::enumerate(chains[chain]))
      for (size_t other = 0; other < chains.size(); ++other) {
        size_t now = needed[op][other];
        if (other == chain || now == before[other])
          continue;
        before[other] = now;
        cuts[chain].insert(position);
        cuts[other].insert(now);
      }
  }

  const OpGraph &graph;
  ArrayRef<Numbers> chains;
  std::vector<Place> places;               ///< of each op
  std::vector<std::vector<size_t>> needed; ///< by each op: so many ops of each chain
  std::vector<std::set<size_t>> cuts;
};

/// The function's ops in their new order.
class Order {
public:
  explicit Order(const OpGraph &graph) : graph(graph), isEmitted(graph.size()) {}

  /// Appends the branches, and what they need before them. `mayJoin`: may an op that only one
  /// branch needs go into it?
  void appendWave(ArrayRef<const Piece *> branches, int64_t wave,
                  llvm::function_ref<bool(Operation *)> mayJoin) {
    llvm::BitVector wanted(graph.size());
    std::vector<int> owner(graph.size(), kNobody);
    for (auto [branch, piece] : llvm::enumerate(branches))
      for (size_t op : piece->ops) {
        wanted.set(op);
        owner[op] = branch;
      }
    const llvm::BitVector members = wanted;
    wanted = graph.ancestorsOf(wanted);
    wanted.reset(isEmitted);
    for (int i = wanted.find_last(); i >= 0; i = wanted.find_prev(i)) {
      if (!members[i] && !mayJoin(graph.at(i)))
        owner[i] = kAll;
      for (size_t needed : graph.needsOf(i))
        if (!members[needed])
          owner[needed] = owner[needed] == kNobody || owner[needed] == owner[i] ? owner[i] : kAll;
    }
    auto append = [&](int whose) {
      for (size_t op : wanted.set_bits())
        if (owner[op] == whose)
          order.push_back(graph.at(op));
    };
    append(kAll);
    for (int branch = 0; branch < int(branches.size()); ++branch) {
      size_t first = order.size();
      append(branch);
      Builder builder(graph.at(0)->getContext());
      for (Operation *op : ArrayRef(order).drop_front(first)) {
        op->setAttr(kWaveAttr, builder.getI64IntegerAttr(wave));
        op->setAttr(kBranchAttr, builder.getI64IntegerAttr(branch));
      }
    }
    isEmitted |= wanted;
  }

  /// The rest stays in its order.
  void apply(Block &block) {
    for (size_t i = 0; i < graph.size(); ++i)
      if (!isEmitted[i])
        order.push_back(graph.at(i));
    for (Operation *op : order)
      op->moveBefore(block.getTerminator());
  }

private:
  static constexpr int kNobody = -2, kAll = -1;

  const OpGraph &graph;
  llvm::BitVector isEmitted;
  std::vector<Operation *> order;
};

struct FormWavesPass : impl::FormWavesBase<FormWavesPass> {
  using FormWavesBase::FormWavesBase;

  void runOnOperation() override {
    if (threads <= 1)
      return;
    for (KernelOp kernel : getOperation()->getParentOfType<ModuleOp>().getOps<KernelOp>())
      kernels[kernel.getSymName()] = kernel;
    Block &block = getOperation().getBody().front();
    OpGraph graph(block);
    std::vector<Piece> pieces = cut(graph, findChains(graph));
    Order order(graph);
    int64_t waves = 0;
    llvm::BitVector done(pieces.size());
    // Where pieces that are too small to be cut wait for each other, there is no further round.
    for (auto picked = nextRound(pieces, done); !picked.empty(); picked = nextRound(pieces, done)) {
      llvm::SmallVector<const Piece *> branches;
      for (size_t piece : picked) {
        branches.push_back(&pieces[piece]);
        done.set(piece);
      }
      if (picked.size() > 1)
        order.appendWave(branches, waves++, [&](Operation *op) { return mayJoin(op); });
    }
    if (waves)
      order.apply(block);
  }

private:
  bool isWorthIt(int64_t products) const { return sharesAll || products >= kProductsOfBranch; }

  /// Pieces that wait for nothing: as many as may run side by side, or else one; none at the end.
  llvm::SmallVector<size_t> nextRound(ArrayRef<Piece> pieces, const llvm::BitVector &done) const {
    llvm::SmallVector<size_t> ready, picked;
    for (size_t i = 0; i < pieces.size(); ++i)
      if (!done[i] && !pieces[i].needs.test(done))
        ready.push_back(i);
    for (size_t piece : llvm::reverse(ready))
      if (int64_t(picked.size()) < threads && isWorthIt(pieces[piece].products) &&
          !(pieces[piece].isShared && pieces[piece].bytes >= cache))
        picked.insert(picked.begin(), piece);
    if (int64_t(picked.size()) < threads)
      llvm::erase_if(picked, [&](size_t piece) { return pieces[piece].isShared; });
    if (picked.size() < 2)
      picked.assign(ready.begin(), ready.begin() + std::min<size_t>(1, ready.size()));
    return picked;
  }

  /// May `op`, which only one branch needs, run in it? Not a kernel that threads had better
  /// share; and what others make need not be in memory all the time.
  bool mayJoin(Operation *op) const {
    if (isView(op))
      return true;
    auto call = dyn_cast<CallOp>(op);
    return call && (isCell(call) || calleeOf(call).getKind() == "matmul") &&
           (!isShared(call) || multiplyAddsOf(calleeOf(call)) < kProductsWithinBranch);
  }

  /// Those that do not overlap, in the order of their first ops.
  std::vector<Numbers> findChains(const OpGraph &graph) const {
    llvm::MapVector<Value, llvm::BitVector> cellsOfWeights;
    std::vector<llvm::BitVector> found;
    for (size_t i = 0; i < graph.size(); ++i) {
      llvm::BitVector alone(graph.size());
      alone.set(i);
      if (auto scan = dyn_cast<ScanOp>(graph.at(i))) {
        if (llvm::any_of(scan.getBody().getOps<CallOp>(),
                         [&](CallOp call) { return isCell(call); }))
          found.push_back(alone);
      } else if (auto call = dyn_cast<CallOp>(graph.at(i)); call && isCell(call)) {
        if (Value weights = weightsOf(call))
          cellsOfWeights.insert({weights, llvm::BitVector(graph.size())}).first->second |= alone;
      }
    }
    for (auto &[weights, cells] : cellsOfWeights)
      while (cells.any()) {
        llvm::BitVector first(graph.size());
        first.set(cells.find_first());
        llvm::BitVector behind = graph.dependentsOf(first), chain = behind;
        chain &= cells;
        cells.reset(chain);
        chain = graph.ancestorsOf(chain);
        found.push_back(chain &= behind);
      }
    llvm::stable_sort(found, [](const llvm::BitVector &left, const llvm::BitVector &right) {
      return left.find_first() < right.find_first();
    });
    std::vector<Numbers> chains;
    llvm::BitVector taken(graph.size());
    for (const llvm::BitVector &chain : found)
      if (!taken.anyCommon(chain) && chains.size() < kMostChains) {
        taken |= chain;
        chains.emplace_back(chain.set_bits_begin(), chain.set_bits_end());
      }
    return chains;
  }

  std::vector<Piece> cut(const OpGraph &graph, ArrayRef<Numbers> chains) const {
    std::vector<Piece> pieces;
    Cutter cutter(graph, chains);
    std::vector<int> pieceOf(graph.size(), -1);
    for (auto [chain, ops] : llvm::enumerate(chains))
      for (auto [position, op] : llvm::enumerate(ops)) {
        if (position == 0 ||
            (cutter.cutsOf(chain).count(position) && isWorthIt(pieces.back().products)))
          pieces.emplace_back();
        pieces.back().ops.push_back(op);
        pieceOf[op] = pieces.size() - 1;
        weigh(graph.at(op), pieces.back());
      }
    std::vector<llvm::BitVector> needed(graph.size(), llvm::BitVector(pieces.size()));
    for (Piece &piece : pieces)
      piece.needs.resize(pieces.size());
    for (size_t i = 0; i < graph.size(); ++i) {
      for (size_t need : graph.needsOf(i)) {
        needed[i] |= needed[need];
        if (pieceOf[need] >= 0)
          needed[i].set(pieceOf[need]);
      }
      if (pieceOf[i] >= 0) {
        pieces[pieceOf[i]].needs |= needed[i];
        pieces[pieceOf[i]].needs.reset(pieceOf[i]);
      }
    }
    return pieces;
  }

  /// Adds what `op` does to the piece.
  void weigh(Operation *op, Piece &piece) const {
    auto scan = dyn_cast<ScanOp>(op);
    op->walk([&](CallOp call) {
      piece.products += (scan ? scan.getTrips() : 1) * multiplyAddsOf(calleeOf(call));
      piece.isShared |= isShared(call);
      if (isCell(call))
        for (Value operand : call.getOperands())
          piece.bytes = std::max(piece.bytes, bytesOf(operand));
    });
  }

  KernelOp calleeOf(CallOp call) const { return kernels.lookup(call.getCallee()); }
  bool isCell(CallOp call) const { return calleeOf(call).getKind() == "cell"; }
  bool isShared(CallOp call) const {
    std::optional<DictionaryAttr> schedule = calleeOf(call).getSchedule();
    return schedule && schedule->contains("threads");
  }

  /// The largest operand that other ops read as well, constants before others; null if there
  /// is none.
  static Value weightsOf(CallOp call) {
    Value found;
    auto rank = [](Value value) {
      return std::pair(isa_and_nonnull<ConstantOp>(value.getDefiningOp()),
                       typeOf(value).getNumElements());
    };
    for (Value operand : call.getOperands())
      if (!operand.hasOneUse() && (!found || rank(operand) > rank(found)))
        found = operand;
    return found;
  }

  llvm::StringMap<KernelOp> kernels;
};

} // namespace
} // namespace unspool::nn
