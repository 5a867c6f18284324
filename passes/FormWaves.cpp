//===- FormWaves.cpp - chains of cells, side by side ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A recurrent layer is a chain: a cell waits for the one before it, and most cells are
// too small to be shared among threads. But the two directions of a layer, or two layers
// of which none reads the other, know nothing of each other. Such chains form a wave:
// its branches, one after the other in the function, may run side by side.
//
// A chain is an nn.scan that calls cells; or all cells that read the same weights, if each
// depends on the one before it, with whatever lies between them. A branch is a chain and,
// if it is unrolled, nothing else: what it needs runs before the wave, what needs it behind.
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
#include "passes/Passes.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_FORMWAVES
#include "passes/Passes.h.inc"

namespace {

/// A chain, as numbers of ops.
struct Chain {
  llvm::BitVector ops;
  llvm::BitVector dependents; ///< ops that need any of `ops`, and these themselves
  int64_t products = 0;       ///< multiply-adds
  int64_t bytes = 0;          ///< that each cell reads: its largest operand
  bool isShared = false;      ///< threads share its cells
};

/// The ops of the function, numbered as they first stood, and what they need.
class Graph {
public:
  explicit Graph(Block &block) : block(block) {
    for (Operation &op : block.without_terminator()) {
      numbers[&op] = ops.size();
      ops.push_back(&op);
      needs.emplace_back();
      op.walk([&](Operation *nested) {
        for (Value operand : nested->getOperands())
          if (Operation *needed = operand.getDefiningOp(); needed && needed->getBlock() == &block)
            needs.back().push_back(numbers.lookup(needed));
      });
    }
  }

  size_t size() const { return ops.size(); }
  Operation *at(size_t number) const { return ops[number]; }

  /// What needs any of `seeds`, these included.
  llvm::BitVector dependentsOf(const llvm::BitVector &seeds) const {
    llvm::BitVector found = seeds;
    for (size_t i = seeds.find_first() + 1; i < ops.size(); ++i)
      if (llvm::any_of(needs[i], [&](size_t needed) { return found[needed]; }))
        found.set(i);
    return found;
  }

  /// The ops of `seeds` and those between them.
  llvm::BitVector closureOf(const llvm::BitVector &seeds) const {
    llvm::BitVector wanted = seeds;
    for (int i = seeds.find_last(); i >= 0; --i)
      if (wanted[i])
        for (size_t needed : needs[i])
          wanted.set(needed);
    return wanted &= dependentsOf(seeds);
  }

  /// First all that does not need the branches, then one after the other, then what does.
  void reorder(ArrayRef<const Chain *> branches) {
    llvm::BitVector dependents(ops.size());
    for (const Chain *branch : branches)
      dependents |= branch->dependents;
    llvm::SmallVector<Operation *> order;
    for (const Chain *branch : branches) {
      for (size_t number : branch->ops.set_bits())
        order.push_back(ops[number]);
      dependents.reset(branch->ops);
    }
    for (Operation &op : block.without_terminator())
      if (dependents[numbers.lookup(&op)])
        order.push_back(&op);
    for (Operation *op : order)
      op->moveBefore(block.getTerminator());
  }

private:
  Block &block;
  std::vector<Operation *> ops;
  std::vector<llvm::SmallVector<size_t, 4>> needs;
  llvm::DenseMap<Operation *, size_t> numbers;
};

struct FormWavesPass : impl::FormWavesBase<FormWavesPass> {
  using FormWavesBase::FormWavesBase;

  void runOnOperation() override {
    if (threads <= 1)
      return;
    for (KernelOp kernel : getOperation()->getParentOfType<ModuleOp>().getOps<KernelOp>())
      kernels[kernel.getSymName()] = kernel;
    Graph graph(getOperation().getBody().front());
    std::vector<Chain> chains = findChains(graph);
    llvm::BitVector isPlaced(chains.size());
    for (size_t first = 0; first < chains.size(); ++first) {
      if (isPlaced[first])
        continue;
      llvm::SmallVector<const Chain *> branches{&chains[first]};
      llvm::BitVector placed = isPlaced;
      placed.set(first);
      for (size_t next = first + 1; next < chains.size(); ++next)
        if (!placed[next] && int64_t(branches.size()) < threads &&
            canJoin(chains[next], branches)) {
          branches.push_back(&chains[next]);
          placed.set(next);
        }
      if (!isWorthIt(branches) || splitsWave(graph, branches))
        continue;
      isPlaced = placed;
      form(graph, branches);
    }
  }

private:
  void form(Graph &graph, ArrayRef<const Chain *> branches) {
    Builder builder(&getContext());
    for (auto [branch, chain] : llvm::enumerate(branches))
      for (size_t number : chain->ops.set_bits()) {
        graph.at(number)->setAttr(kWaveAttr, builder.getI64IntegerAttr(waves));
        graph.at(number)->setAttr(kBranchAttr, builder.getI64IntegerAttr(branch));
      }
    graph.reorder(branches);
    ++waves;
  }

  static bool canJoin(const Chain &chain, ArrayRef<const Chain *> branches) {
    return llvm::all_of(branches, [&](const Chain *branch) {
      return !chain.dependents.anyCommon(branch->ops) && !branch->dependents.anyCommon(chain.ops);
    });
  }

  bool isWorthIt(ArrayRef<const Chain *> branches) const {
    bool areEnough = int64_t(branches.size()) == threads;
    return branches.size() > 1 && llvm::all_of(branches, [&](const Chain *branch) {
             return !branch->isShared || (areEnough && branch->bytes < cache);
           });
  }

  /// Would a part of an earlier wave have to run behind this one?
  static bool splitsWave(const Graph &graph, ArrayRef<const Chain *> branches) {
    llvm::DenseMap<Attribute, bool> isBehind;
    for (size_t i = 0; i < graph.size(); ++i) {
      Attribute wave = graph.at(i)->getAttr(kWaveAttr);
      bool depends =
          llvm::any_of(branches, [&](const Chain *branch) { return branch->dependents[i]; });
      if (wave && isBehind.try_emplace(wave, depends).first->second != depends)
        return true;
    }
    return false;
  }

  /// Those that are large enough, in the order of their first ops.
  std::vector<Chain> findChains(const Graph &graph) {
    llvm::MapVector<Value, llvm::BitVector> cellsOfWeights;
    std::vector<Chain> chains;
    auto add = [&](const llvm::BitVector &seeds) {
      Chain chain = describe(graph, seeds);
      if (sharesAll || chain.products >= kProductsWorthSharing)
        chains.push_back(std::move(chain));
    };
    for (size_t i = 0; i < graph.size(); ++i) {
      Operation *op = graph.at(i);
      llvm::BitVector alone(graph.size());
      alone.set(i);
      if (auto scan = dyn_cast<ScanOp>(op)) {
        if (llvm::any_of(scan.getBody().getOps<CallOp>(),
                         [&](CallOp call) { return isCell(call); }))
          add(alone);
      } else if (auto call = dyn_cast<CallOp>(op); call && isCell(call)) {
        if (Value weights = weightsOf(call))
          cellsOfWeights.insert({weights, llvm::BitVector(graph.size())}).first->second |= alone;
      }
    }
    for (auto &[weights, cells] : cellsOfWeights)
      while (cells.any()) {
        llvm::BitVector first(graph.size());
        first.set(cells.find_first());
        llvm::BitVector chain = graph.dependentsOf(first);
        chain &= cells;
        cells.reset(chain);
        add(chain);
      }
    llvm::stable_sort(chains, [](const Chain &left, const Chain &right) {
      return left.ops.find_first() < right.ops.find_first();
    });
    return chains;
  }

  Chain describe(const Graph &graph, const llvm::BitVector &seeds) {
    Chain chain{graph.closureOf(seeds), graph.dependentsOf(seeds)};
    for (size_t number : chain.ops.set_bits())
      graph.at(number)->walk([&](CallOp call) {
        KernelOp kernel = calleeOf(call);
        int64_t trips = 1;
        if (auto scan = call->getParentOfType<ScanOp>())
          trips = scan.getTrips();
        chain.products += trips * multiplyAddsOf(kernel);
        if (isCell(call))
          for (Value operand : call.getOperands())
            chain.bytes = std::max(chain.bytes, bytesOf(operand));
        auto schedule = kernel.getSchedule();
        chain.isShared |= schedule && schedule->contains("threads");
      });
    return chain;
  }

  KernelOp calleeOf(CallOp call) const { return kernels.lookup(call.getCallee()); }

  bool isCell(CallOp call) const { return calleeOf(call).getKind() == "cell"; }

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
  int64_t waves = 0;
};

} // namespace
} // namespace unspool::nn
