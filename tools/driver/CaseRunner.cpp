//===- CaseRunner.cpp - a model against its test vectors ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/CaseRunner.h"

#include "tools/driver/RunLibrary.h"
#include "tools/driver/StepThrough.h"
#include "tools/driver/TemporaryFolder.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace unspool {

const char *spelling(CaseStatus status) {
  switch (status) {
  case CaseStatus::Passed:
    return "passed";
  case CaseStatus::Failed:
    return "failed";
  case CaseStatus::Refused:
    return "refused";
  }
  llvm_unreachable("covered");
}

void fixFromDataSet(frontend::ImportOptions &options, const frontend::ModelInterface &interface,
                    const DataSet &set, llvm::ArrayRef<std::string> valueInputs) {
  for (auto [input, tensor] : llvm::zip(interface.inputs, set.inputs)) {
    bool open = !input.hasShape || llvm::is_contained(input.dims, -1);
    if (open && !options.inputShapes.count(input.name))
      options.inputShapes[input.name] = tensor.type.getShape().vec();
    if (llvm::is_contained(valueInputs, input.name))
      options.inputValues[input.name] = tensor;
  }
}

namespace {

/// All lines of `errors` in one, for a table.
std::string oneLine(llvm::StringRef errors) {
  llvm::SmallVector<llvm::StringRef> lines;
  errors.trim().split(lines, '\n', -1, /*KeepEmpty=*/false);
  return llvm::join(lines, "; ");
}

class CaseRun {
public:
  CaseRun(CompileOptions options, std::string vectors, Tolerance tolerance, const CaseHook &hook)
      : options(std::move(options)), vectors(std::move(vectors)), hook(hook), tolerance(tolerance) {
    context.printOpOnDiagnostic(false);
    handler.emplace(&context, [this](Diagnostic &diagnostic) {
      errors += diagnostic.str() + "\n";
      return success();
    });
  }

  CaseResult run() {
    auto interface = frontend::describeModel(options.model, context);
    auto sets = failed(interface) ? FailureOr<std::vector<DataSet>>(failure())
                                  : readDataSets(options.model, vectors, context);
    if (failed(interface))
      return stop(CaseStatus::Refused, oneLine(errors));
    if (failed(sets))
      return stopWithoutVectors();
    if (sets->empty())
      return stop(CaseStatus::Failed,
                  "no test_data_set_* or keras_test_*.npz with vectors for the model");
    auto given = readTolerance(options.model, vectors, tolerance, context);
    if (failed(given))
      return stop(CaseStatus::Failed, oneLine(errors));
    tolerance = *given;
    TemporaryFolder folder;
    if (!folder.isValid())
      return stop(CaseStatus::Failed, "no temporary folder could be made");

    result.status = CaseStatus::Passed;
    std::optional<LoadedModel> library;
    std::string previous;
    for (const auto &[index, set] : llvm::enumerate(*sets)) {
      // One library serves all data sets that leave the same things open.
      CompileOptions own = options;
      own.name = "case" + std::to_string(index);
      own.outputDirectory = folder.path() + "/" + own.name;
      fixFromDataSet(own.import, *interface, set, {});
      std::string choice = textOf(own.import);
      // The sizes of one that leaves them to its caller are no choice.
      bool takesAll = library && library->model().dimension_count > 0;
      if (!library || (choice != previous && !takesAll) || valuesMatter) {
        library = build(own, *interface, set);
        if (!library)
          return result;
        previous = choice;
      }
      compareSet(*library, set);
    }
    if (result.status == CaseStatus::Failed)
      result.reason = howTheyDiffer();
    return result;
  }

private:
  CaseResult stop(CaseStatus status, std::string reason) {
    result.status = status;
    result.reason = std::move(reason);
    return result;
  }

  /// Vectors cannot be read. Is the model refused as well, for its element types?
  CaseResult stopWithoutVectors() {
    CompileOptions own = options;
    own.planOnly = true;
    CompileResult compiled = compile(own);
    bool isRefused = compiled.outcome == Outcome::Refused && compiled.neededInputValues.empty();
    return isRefused ? stop(CaseStatus::Refused, oneLine(compiled.errors))
                     : stop(CaseStatus::Failed, oneLine(errors));
  }

  static std::string textOf(const frontend::ImportOptions &import) {
    std::string text;
    for (const auto &[name, shape] : import.inputShapes) {
      text += name + "=";
      for (int64_t extent : shape)
        text += std::to_string(extent) + ",";
    }
    return text;
  }

  CompileResult compileWithHook(CompileOptions own) {
    if (hook)
      if (llvm::Error error = hook(own)) {
        CompileResult failure;
        failure.errors = toString(std::move(error));
        return failure;
      }
    return compile(own);
  }

  /// Compiles and loads; on failure the result says why.
  std::optional<LoadedModel> build(CompileOptions own, const frontend::ModelInterface &interface,
                                   const DataSet &set) {
    CompileResult compiled = compileWithHook(own);
    // Each value that becomes known may lead to the next one that is needed.
    for (size_t round = 0; round < set.inputs.size() && !compiled.neededInputValues.empty() &&
                           compiled.outcome != Outcome::Good;
         ++round) {
      valuesMatter = true;
      fixFromDataSet(own.import, interface, set, compiled.neededInputValues);
      compiled = compileWithHook(own);
    }
    if (compiled.outcome != Outcome::Good) {
      stop(compiled.outcome == Outcome::Refused ? CaseStatus::Refused : CaseStatus::Failed,
           oneLine(compiled.errors));
      return std::nullopt;
    }
    auto loaded = LoadedModel::open(own.outputDirectory, compiled.plan.name);
    if (!loaded) {
      stop(CaseStatus::Failed, toString(loaded.takeError()));
      return std::nullopt;
    }
    return std::move(*loaded);
  }

  /// At once, or step by step if the library was made for that.
  llvm::Expected<std::vector<OutputBuffer>> runOn(LoadedModel &library, const DataSet &set) {
    if (options.passes.stream.empty())
      return library.run(set.inputs);
    llvm::SmallVector<RankedTensorType> types;
    for (const nn::Tensor &output : set.outputs)
      types.push_back(output.type);
    return stepThrough(library, set.inputs, types);
  }

  void compareSet(LoadedModel &library, const DataSet &set) {
    auto fail = [&](const std::string &where) {
      result.status = CaseStatus::Failed;
      result.where = set.folder + ": " + where;
      result.largest = worstShare = HUGE_VAL;
    };
    auto outputs = runOn(library, set);
    if (!outputs)
      return fail(toString(outputs.takeError()));
    for (const auto &[index, expected] : llvm::enumerate(set.outputs)) {
      if (index >= outputs->size())
        return fail("the library has " + std::to_string(outputs->size()) + " outputs");
      const OutputBuffer &output = (*outputs)[index];
      std::string expectedType = typeText(expected.type);
      if (output.type != expectedType)
        return fail("output " + output.name + " is " + output.type + " when it should be " +
                    expectedType);
      Difference difference = compare(output.bytes.data(), expected, tolerance);
      if (!difference.within) {
        result.status = CaseStatus::Failed;
        worstShare = std::max(worstShare, difference.largest / difference.magnitude);
      }
      if (difference.largest > result.largest) {
        result.largest = difference.largest;
        result.where = set.folder + ", " + output.name + " " + difference.where;
      }
    }
  }

  std::string howTheyDiffer() const {
    constexpr double kRounding = 1e-5;
    if (worstShare > kRounding)
      return "outputs differ";
    return llvm::formatv("outputs differ, but by at most {0:e1} of their largest value: where that "
                         "is rounding, --atol allows it",
                         worstShare);
  }

  CompileOptions options;
  std::string vectors; ///< folder of the data sets; empty = beside the model
  const CaseHook &hook;
  /// Of outputs beyond the tolerance: the largest difference, as a part of the largest value.
  /// What is the small difference of large terms cannot be more exact than these.
  double worstShare = 0;
  MLIRContext context;
  std::string errors;
  std::optional<ScopedDiagnosticHandler> handler;
  Tolerance tolerance;
  bool valuesMatter = false;
  CaseResult result;
};

} // namespace

CaseResult runCase(CompileOptions options, std::string vectors, Tolerance tolerance,
                   const CaseHook &hook) {
  return CaseRun(std::move(options), std::move(vectors), tolerance, hook).run();
}

} // namespace unspool
