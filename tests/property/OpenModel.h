//===- OpenModel.h - models whose sizes are open ----------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_PROPERTY_OPENMODEL_H
#define UNSPOOL_TESTS_PROPERTY_OPENMODEL_H

#include "tests/property/ModelBuilder.h"
#include "tests/property/Random.h"

#include <cctype>
#include <map>

namespace unspool::test {

using Axes = std::vector<std::string>; ///< names of open axes, or extents as text
using Sizes = std::map<std::string, int64_t>;

/// A model with open axes, and random weights.
class OpenModel {
public:
  OpenModel(mlir::MLIRContext &context, const std::string &name)
      : builder(context), random(1, name, 0) {}

  std::string input(const std::string &name, const Axes &axes) {
    Shape ones(axes.size(), 1);
    return opened(builder.addInput(name, ones, std::vector<float>(1)), axes);
  }
  std::string integers(const std::string &name, const Axes &axes) {
    Shape ones(axes.size(), 1);
    return opened(builder.addInput(name, ones, std::vector<int32_t>(1)), axes);
  }
  std::string weights(const std::string &name, const Shape &shape) {
    return builder.addConstant(name, shape, random.reals(elementsOf(shape), -0.5, 0.5));
  }
  std::string node(const std::string &type, const std::vector<std::string> &operands) {
    return builder.addNode(type, operands);
  }

  std::vector<int64_t> shapeAt(const Axes &axes, const Sizes &sizes) const {
    std::vector<int64_t> shape;
    for (const std::string &axis : axes)
      shape.push_back(std::isdigit(axis[0]) ? std::stoll(axis) : sizes.at(axis));
    return shape;
  }

  ModelBuilder builder;
  Random random;
  std::vector<std::pair<std::string, Axes>> inputs;

private:
  /// The input that was added last, with these axes.
  std::string opened(const std::string &name, const Axes &axes) {
    auto *shape = builder.model.mutable_graph()
                      ->mutable_input()
                      ->rbegin()
                      ->mutable_type()
                      ->mutable_tensor_type()
                      ->mutable_shape();
    for (size_t i = 0; i < axes.size(); ++i) {
      shape->mutable_dim(int(i))->Clear();
      if (std::isdigit(axes[i][0]))
        shape->mutable_dim(int(i))->set_dim_value(std::stoll(axes[i]));
      else
        shape->mutable_dim(int(i))->set_dim_param(axes[i]);
    }
    inputs.push_back({name, axes});
    return name;
  }
};

/// Y of a layer with random weights, and with `more` behind its biases.
inline std::string recurrent(OpenModel &m, const std::string &kind, const std::string &x,
                             int64_t inputs, int64_t hidden, bool bidirectional,
                             const std::vector<std::string> &more = {}) {
  int64_t gates = kind == "RNN" ? 1 : kind == "GRU" ? 3 : 4, directions = bidirectional ? 2 : 1;
  std::vector<std::string> operands{x, m.weights(kind + "_w", {directions, gates * hidden, inputs}),
                                    m.weights(kind + "_r", {directions, gates * hidden, hidden}),
                                    m.weights(kind + "_b", {directions, 2 * gates * hidden})};
  operands.insert(operands.end(), more.begin(), more.end());
  std::string y = m.node(kind, operands);
  m.builder.set("hidden_size", hidden);
  m.builder.set("direction", std::string(bidirectional ? "bidirectional" : "forward"));
  return y;
}

} // namespace unspool::test

#endif // UNSPOOL_TESTS_PROPERTY_OPENMODEL_H
