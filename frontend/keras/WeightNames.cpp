//===- WeightNames.cpp - the places of every weight -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Three ways to name a weight, all derived from the configuration:
//
//   .safetensors     layer and weight: "dense/kernel", "bidirectional/forward/kernel"
//   Keras 3          the attribute path of the layer, with layers of a model counted
//                    by class and not by name, and the weight's number: "layers/
//                    dense_1/vars/0" is the second Dense layer, whatever its name
//   legacy .h5       the layer of the outermost model, and the weight's place in its
//                    list: of all weights inside, those that are trained come first
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasModel.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

struct Numbered {
  WeightSlot *slot;
  bool isTrained;
};

std::string join(StringRef a, StringRef b) {
  return a.empty() || b.empty() ? (a + b).str() : (a + "/" + b).str();
}

/// "dense", "dense_1", ... in the order of calls.
class ClassCounter {
public:
  std::string next(StringRef className) {
    std::string name = toSnakeCase(className);
    unsigned number = counts[name]++;
    return number ? name + "_" + std::to_string(number) : name;
  }

private:
  llvm::StringMap<unsigned> counts;
};

bool hasWeight(const Layer &layer, const WeightRow &row) {
  StringRef condition = row.onlyIf ? row.onlyIf : "";
  if (condition.empty())
    return true;
  if (condition.consume_front("!"))
    return attributeOf(layer, condition).isNull();
  Json flag = attributeOf(layer, condition);
  return flag.flag || flag.integer;
}

/// Names the weights of a layer whose name is `name` and whose Keras 3 path is `path`,
/// and of all layers inside; lists them in `all`.
void nameWeights(Layer &layer, StringRef name, StringRef path, std::vector<Numbered> &all) {
  if (layer.isModel()) {
    ClassCounter counter;
    for (Layer &inner : layer.inner)
      nameWeights(inner, join(name, inner.name),
                  join(path, "layers/" + counter.next(inner.className)), all);
    return;
  }
  std::string holder = join(path, layer.row->weightPart);
  for (const WeightRow &row : layer.row->weights) {
    if (!hasWeight(layer, row))
      continue;
    WeightSlot slot;
    slot.row = &row;
    slot.name = join(name, row.name);
    slot.path = holder + "/vars/" + std::to_string(layer.weights.size());
    layer.weights.push_back(std::move(slot));
  }
  for (WeightSlot &slot : layer.weights)
    all.push_back({&slot, slot.row->isTrained && layer.isTrainable});

  // Wrappers.
  if (layer.className == "Bidirectional") {
    for (auto [i, inner] : llvm::enumerate(layer.inner))
      nameWeights(inner, join(name, i ? "backward" : "forward"),
                  join(path, i ? "backward_layer" : "forward_layer"), all);
  } else if (layer.className == "StackedRNNCells") {
    ClassCounter counter;
    for (auto [i, inner] : llvm::enumerate(layer.inner))
      nameWeights(inner, join(name, std::to_string(i)),
                  join(path, "cells/" + counter.next(inner.className)), all);
  } else {
    for (Layer &inner : layer.inner)
      nameWeights(inner, name, join(path, layer.className == "RNN" ? "cell" : "layer"), all);
  }
}

} // namespace

void unspool::frontend::assignWeights(Layer &model) {
  ClassCounter counter;
  for (Layer &layer : model.inner) {
    std::vector<Numbered> all;
    nameWeights(layer, layer.name, "layers/" + counter.next(layer.className), all);
    std::stable_partition(all.begin(), all.end(),
                          [](const Numbered &one) { return one.isTrained; });
    for (auto [i, one] : llvm::enumerate(all)) {
      one.slot->owner = layer.name;
      one.slot->index = i;
      one.slot->count = all.size();
    }
  }
}
