//===- ModelTrial.cpp - a tuned model beside the default ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/ModelTrial.h"

#include "tools/driver/Bootstrap.h"
#include "tools/driver/ChildProcess.h"
#include "tools/driver/DataSet.h"
#include "tools/driver/Interleaved.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/SampleInputs.h"
#include "tools/driver/TemporaryFolder.h"

#include <nlohmann/json.hpp>

namespace unspool {
namespace {

constexpr ChildLimits kLimits{600, 0};
constexpr double kSeconds = 1;
/// A difference, relative to the largest result, that rounding does not explain.
constexpr double kWrong = 1e-3;
constexpr char kName[] = "model";

/// Of floats: an index, say, may be another one where two values are nearly the same.
std::string differenceOf(llvm::ArrayRef<OutputBuffer> tuned, llvm::ArrayRef<OutputBuffer> standard,
                         mlir::MLIRContext &context) {
  for (auto [output, expected] : llvm::zip_equal(tuned, standard)) {
    if (!llvm::StringRef(expected.type).starts_with("f32"))
      continue;
    nn::Tensor tensor{mlir::RankedTensorType::get(expected.shape, mlir::Float32Type::get(&context)),
                      expected.bytes};
    std::vector<uint8_t> zeros(expected.bytes.size(), 0);
    double largest = compare(zeros.data(), tensor, Tolerance()).largest;
    Difference difference = compare(output.bytes.data(), tensor, Tolerance());
    if (!(difference.largest <= kWrong * largest))
      return "output '" + expected.name + "' is other than the default's: " + difference.where;
  }
  return "";
}

/// In the child: what it says, as JSON.
std::string run(const CompileOptions &standard, const CompileOptions &tuned) {
  auto failure = [](std::string why) {
    return nlohmann::json{{"problem", std::move(why)}}.dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::vector<LoadedModel> libraries;
  for (const CompileOptions *options : {&tuned, &standard}) {
    CompileResult result = compile(*options);
    if (result.outcome != Outcome::Good)
      return failure(result.errors);
    auto library = LoadedModel::open(options->outputDirectory, kName);
    if (!library)
      return failure(toString(library.takeError()));
    libraries.push_back(std::move(*library));
  }
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  std::vector<nn::Tensor> inputs = sampleInputs(libraries[0].inputTypes(context));
  auto outputs = libraries[0].run(inputs), expected = libraries[1].run(inputs);
  if (!outputs || !expected)
    return failure(toString(joinErrors(outputs.takeError(), expected.takeError())));
  if (std::string why = differenceOf(*outputs, *expected, context); !why.empty())
    return failure(std::move(why));
  auto samples =
      timeInterleaved({libraries[0].caller(inputs), libraries[1].caller(inputs)}, kSeconds);
  Estimate ratio = estimateRatio(samples[0], samples[1]);
  return nlohmann::json{{"ratio", ratio.value},
                        {"low", ratio.low},
                        {"high", ratio.high},
                        {"microseconds", estimateMedian(samples[1]).value * 1e6}}
      .dump();
}

} // namespace

TunedModel compareModels(const CompileOptions &options,
                         const std::vector<nn::ScheduleRule> &tuned) {
  TemporaryFolder folder;
  CompileOptions standard = options;
  standard.name = kName;
  standard.emit = {"shared"};
  standard.outputDirectory = folder.path() + "/default";
  CompileOptions other = standard;
  other.outputDirectory = folder.path() + "/tuned";
  other.tuned = tuned;
  ChildReply reply = runInChild([&] { return run(standard, other); }, kLimits);
  TunedModel model;
  auto report = nlohmann::json::parse(reply.text, nullptr, /*allow_exceptions=*/false);
  model.problem = reply.problem;
  if (model.problem.empty())
    model.problem = report.value("problem", "");
  if (!model.problem.empty())
    return model;
  model.ratio = report["ratio"];
  model.low = report["low"];
  model.high = report["high"];
  model.microseconds = report["microseconds"];
  return model;
}

} // namespace unspool
