//===- OnnxEvaluate.cpp - import, evaluate, compare -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   onnx-evaluate [--quiet] <folder or model.onnx>...
//
// For each model, imports it, runs the reference evaluator on the data sets
// beside it (test_data_set_K/{input,output}_J.pb, as in the ONNX backend tests)
// and compares. Open input shapes are those of the data; inputs whose values
// shapes depend on are known at compile time. One line a model; the exit code
// is 1 if any differs. This tests frontend and evaluator together, before there
// is any code generation to blame.
//
//===----------------------------------------------------------------------===//

#include "frontend/Frontend.h"
#include "frontend/onnx/OnnxModel.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

struct Tolerance {
  double rtol = 1e-3, atol = 1e-5;
  bool isGiven = false;
};

Tolerance readTolerance(StringRef folder) {
  Tolerance tolerance;
  SmallString<256> path = folder;
  llvm::sys::path::append(path, "tolerance.json");
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return tolerance;
  auto json = nlohmann::json::parse((*buffer)->getBuffer().str(), nullptr, false);
  if (json.is_discarded())
    return tolerance;
  tolerance.rtol = json.value("rtol", tolerance.rtol);
  tolerance.atol = json.value("atol", tolerance.atol);
  tolerance.isGiven = true;
  return tolerance;
}

/// Tensors input_0.pb, input_1.pb, ... of a data set.
std::optional<std::vector<nn::Tensor>> readTensors(StringRef folder, StringRef kind,
                                                   MLIRContext &context) {
  std::vector<nn::Tensor> tensors;
  for (unsigned i = 0;; ++i) {
    SmallString<256> path = folder;
    llvm::sys::path::append(path, kind + "_" + std::to_string(i) + ".pb");
    auto buffer = llvm::MemoryBuffer::getFile(path, false, false);
    if (!buffer)
      return tensors;
    onnx::TensorProto proto;
    auto error = [&] { return emitError(FileLineColLoc::get(&context, path, 0, 0)); };
    if (!proto.ParseFromArray((*buffer)->getBufferStart(), (*buffer)->getBufferSize()))
      return error() << "not a tensor", std::nullopt;
    auto type = tensorTypeOf(proto, context, error);
    if (failed(type))
      return std::nullopt;
    auto tensor = tensorOf(proto, *type, path, error);
    if (failed(tensor))
      return std::nullopt;
    tensors.push_back(*tensor);
  }
}

std::vector<double> toNumbers(const nn::Tensor &tensor) {
  std::vector<double> numbers;
  DenseElementsAttr attribute = nn::toAttribute(tensor);
  Type type = tensor.type.getElementType();
  if (isa<FloatType>(type)) {
    for (const APFloat &number : attribute.getValues<APFloat>()) {
      APFloat wide = number;
      bool losesInfo = false;
      wide.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
      numbers.push_back(wide.convertToDouble());
    }
    return numbers;
  }
  bool isUnsigned = type.isUnsignedInteger() || type.isInteger(1);
  for (const APInt &number : attribute.getValues<APInt>())
    numbers.push_back(isUnsigned ? double(number.getZExtValue()) : double(number.getSExtValue()));
  return numbers;
}

/// What is wrong with a result, or empty.
std::string compare(const nn::Tensor &actual, const nn::Tensor &expected, Tolerance tolerance) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (actual.type != expected.type) {
    stream << "type " << actual.type << " instead of " << expected.type;
    return text;
  }
  Type type = expected.type.getElementType();
  bool isExact = !isa<FloatType>(type) && !tolerance.isGiven;
  if (!tolerance.isGiven && isa<FloatType>(type) && type.getIntOrFloatBitWidth() == 16)
    tolerance.rtol = 1e-2;
  std::vector<double> a = toNumbers(actual), b = toNumbers(expected);
  for (size_t i = 0; i < a.size(); ++i) {
    bool same = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]));
    double bound = isExact ? 0 : tolerance.atol + tolerance.rtol * std::abs(b[i]);
    if (same || std::abs(a[i] - b[i]) <= bound)
      continue;
    stream << "element " << i << " is " << a[i] << " instead of " << b[i];
    return text;
  }
  return "";
}

/// Runs one data set; returns what is wrong, or empty.
std::string runDataSet(StringRef model, StringRef folder, Tolerance tolerance) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  std::string errors;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    errors += (errors.empty() ? "" : " | ") + diagnostic.str();
    return success();
  });
  auto inputs = readTensors(folder, "input", context);
  auto outputs = readTensors(folder, "output", context);
  auto interface = describeOnnx(model, context);
  if (!inputs || !outputs || failed(interface))
    return errors;
  ImportOptions options;
  for (size_t i = 0; i < inputs->size() && i < interface->inputs.size(); ++i)
    if (!interface->inputs[i].hasShape || llvm::is_contained(interface->inputs[i].dims, -1))
      options.inputShapes[interface->inputs[i].name] = (*inputs)[i].type.getShape().vec();

  OwningOpRef<ModuleOp> module;
  for (bool progress = true; !module && progress;) {
    errors.clear();
    ImportReport report;
    module = importModel(model, options, context, &report);
    progress = false;
    for (const std::string &name : report.neededInputValues)
      for (size_t i = 0; i < inputs->size() && i < interface->inputs.size(); ++i)
        if (interface->inputs[i].name == name)
          progress |= options.inputValues.try_emplace(name, (*inputs)[i]).second;
  }
  if (!module)
    return errors;
  auto results = nn::evaluate(*module->getOps<func::FuncOp>().begin(), *inputs);
  if (failed(results))
    return errors.empty() ? "evaluation failed" : errors;
  if (results->size() != outputs->size())
    return std::to_string(results->size()) + " results instead of " +
           std::to_string(outputs->size());
  for (size_t i = 0; i < results->size(); ++i)
    if (std::string wrong = compare((*results)[i], (*outputs)[i], tolerance); !wrong.empty())
      return "output " + std::to_string(i) + ": " + wrong;
  return "";
}

std::string runModel(StringRef model) {
  StringRef folder = llvm::sys::path::parent_path(model);
  Tolerance tolerance = readTolerance(folder);
  unsigned count = 0;
  for (;; ++count) {
    SmallString<256> dataSet = folder;
    llvm::sys::path::append(dataSet, "test_data_set_" + std::to_string(count));
    if (!llvm::sys::fs::exists(dataSet))
      break;
    if (std::string wrong = runDataSet(model, dataSet, tolerance); !wrong.empty())
      return wrong;
  }
  return count == 0 ? "no data sets" : "";
}

} // namespace

int main(int argc, char **argv) {
  bool isQuiet = false;
  unsigned good = 0, bad = 0;
  for (int i = 1; i < argc; ++i) {
    SmallString<256> model = StringRef(argv[i]);
    if (model == "--quiet") {
      isQuiet = true;
      continue;
    }
    if (llvm::sys::fs::is_directory(model))
      llvm::sys::path::append(model, "model.onnx");
    auto start = std::chrono::steady_clock::now();
    std::string wrong = runModel(model);
    std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    ++(wrong.empty() ? good : bad);
    if (!wrong.empty() || !isQuiet)
      llvm::outs() << (wrong.empty() ? "pass " : "FAIL ") << model << " "
                   << llvm::format("%.2f s ", time.count()) << wrong << "\n";
    llvm::outs().flush();
  }
  llvm::outs() << good << " passed, " << bad << " failed\n";
  return bad == 0 ? 0 : 1;
}
