//===- Group.cpp - cases that are compiled together -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/property/Group.h"

#include "frontend/Frontend.h"
#include "tests/property/CompiledModel.h"
#include "tests/property/ScheduledCases.h"
#include "tools/driver/Schedules.h"
#include "tools/driver/TemporaryFolder.h"

#include "mlir/IR/Diagnostics.h"

#include <cmath>
#include <cstring>
#include <fstream>

using namespace mlir;

namespace unspool::test {

namespace {

/// An element as a number: f32, or the indices of a pool (i64).
double elementOf(const uint8_t *bytes, Type element, int64_t index) {
  if (element.isF32()) {
    float value;
    std::memcpy(&value, bytes + index * sizeof value, sizeof value);
    return value;
  }
  assert(element.isInteger(64) && "results are f32 or i64");
  int64_t value;
  std::memcpy(&value, bytes + index * sizeof value, sizeof value);
  return double(value);
}

std::string positionText(int64_t index, llvm::ArrayRef<int64_t> shape) {
  std::string text;
  for (int64_t extent : llvm::reverse(shape)) {
    text = std::to_string(index % extent) + (text.empty() ? "" : ", ") + text;
    index /= extent;
  }
  return "[" + text + "]";
}

std::string numberText(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", number);
  return text;
}

double toleranceFor(const nn::Tensor &expected, int64_t terms) {
  if (!expected.type.getElementType().isF32())
    return 0;
  double largest = 1;
  for (int64_t i = 0; i < expected.type.getNumElements(); ++i)
    if (double value = elementOf(expected.bytes.data(), expected.type.getElementType(), i);
        std::isfinite(value))
      largest = std::max(largest, std::abs(value));
  return 32 * std::sqrt(double(terms)) * 0x1p-24 * largest;
}

/// The first element that is off by more than `tolerance`, or empty; a NaN or an
/// infinity must be one in both.
std::string compare(const std::vector<uint8_t> &is, const nn::Tensor &should, double tolerance) {
  Type element = should.type.getElementType();
  for (int64_t i = 0; i < should.type.getNumElements(); ++i) {
    double a = elementOf(is.data(), element, i), b = elementOf(should.bytes.data(), element, i);
    bool isSame = a == b || (std::isnan(a) && std::isnan(b));
    if (isSame || std::abs(a - b) <= tolerance)
      continue;
    return positionText(i, should.type.getShape()) + " is " + numberText(a) +
           " when it should be " + numberText(b) + " within " + numberText(tolerance);
  }
  return "";
}

std::string onOneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

} // namespace

Group::Group(const Suite &suite, uint64_t seed, int64_t group, const std::vector<int64_t> &indices)
    : builds(suite.builds(group)) {
  ModelBuilder model(context);
  for (int64_t index : indices) {
    Random random(seed, suite.name, index);
    model.setPrefix("c" + std::to_string(index) + "_");
    size_t firstOutput = model.model.graph().output_size();
    Random shared(seed, std::string(suite.name) + "-group", group);
    cases[index] = {suite.generate(model, random, shared), firstOutput};
  }
  inputs = model.inputs;
  failure = buildReference(model);
  for (const Build &build : builds)
    if (failure.empty())
      failure = run(build, model);
}

std::string Group::buildReference(const ModelBuilder &model) {
  TemporaryFolder folder;
  std::string path = folder.path() + "/model.onnx";
  std::ofstream(path, std::ios::binary) << model.model.SerializeAsString();
  std::string errors;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    errors += diagnostic.str() + " ";
    return success();
  });
  module = frontend::importModel(path, {}, context);
  if (!module)
    return "is refused: " + onOneLine(errors);
  auto evaluated = nn::evaluate(*module->getOps<func::FuncOp>().begin(), inputs);
  if (failed(evaluated))
    return "cannot be evaluated: " + onOneLine(errors);
  expected.assign(evaluated->begin(), evaluated->end());
  return "";
}

std::string Group::run(const Build &build, const ModelBuilder &model) {
  nn::PipelineOptions passes = build.passes;
  if (build.scheduleSeed)
    passes.schedules = randomSchedules(model.model, passes, build.scheduleSeed);
  CompiledModel compiled(model.model, passes);
  if (!compiled.library && build.scheduleSeed)
    return "with " + printSchedules(passes.schedules) + compiled.problem;
  if (!compiled.library)
    return "with " + build.name + ", " + compiled.problem;
  auto outputs = compiled.library->run(inputs);
  if (!outputs)
    return "does not run: " + toString(outputs.takeError());
  results.emplace_back();
  for (OutputBuffer &output : *outputs)
    results.back().push_back(std::move(output.bytes));
  return "";
}

double Group::toleranceOf(int64_t index, size_t output, size_t build) const {
  const Placed &placed = cases.at(index);
  return builds[build].magnification *
         toleranceFor(expected[placed.firstOutput + output], placed.terms);
}

std::string Group::check(int64_t index) const {
  if (!failure.empty())
    return failure;
  const Placed &placed = cases.at(index);
  for (size_t output = 0; output < placed.outputs.size(); ++output) {
    const nn::Tensor &should = expected[placed.firstOutput + output];
    for (size_t build = 0; build < builds.size(); ++build) {
      std::string wrong =
          compare(results[build][placed.firstOutput + output], should,
                  toleranceOf(index, output, build));
      if (!wrong.empty())
        return "with " + builds[build].name + ", " + placed.outputs[output] + wrong;
    }
  }
  return "";
}

std::string Group::checkBits(int64_t index) const {
  if (!failure.empty())
    return failure;
  const Placed &placed = cases.at(index);
  for (size_t output = 0; output < placed.outputs.size(); ++output) {
    size_t place = placed.firstOutput + output;
    nn::Tensor first{expected[place].type, results[0][place]};
    for (size_t build = 1; build < builds.size(); ++build) {
      if (results[build][place] == first.bytes)
        continue;
      std::string where = compare(results[build][place], first, 0);
      return builds[0].name + " and " + builds[build].name + " differ: with the latter, " +
             placed.outputs[output] + (where.empty() ? " has another zero or NaN" : where);
    }
  }
  return "";
}

void Group::disturbResult(int64_t index, int64_t element, double amount) {
  const Placed &placed = cases.at(index);
  uint8_t *bytes = results[0][placed.firstOutput].data() + element * sizeof(float);
  float value;
  std::memcpy(&value, bytes, sizeof value);
  value = std::isfinite(value) ? value + float(amount) : 0;
  std::memcpy(bytes, &value, sizeof value);
}

void Group::disturbReference(double amount) {
  std::vector<nn::Tensor> disturbed = inputs;
  for (nn::Tensor &input : disturbed)
    if (input.type.getElementType().isF32())
      for (size_t at = 0; at < input.bytes.size(); at += sizeof(float)) {
        float value;
        std::memcpy(&value, &input.bytes[at], sizeof value);
        value += float(amount);
        std::memcpy(&input.bytes[at], &value, sizeof value);
      }
  auto evaluated = nn::evaluate(*module->getOps<func::FuncOp>().begin(), disturbed);
  assert(succeeded(evaluated) && "the same module was evaluated before");
  expected.assign(evaluated->begin(), evaluated->end());
}

} // namespace unspool::test
