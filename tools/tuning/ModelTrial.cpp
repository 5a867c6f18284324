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

#include "llvm/Support/FileSystem.h"

#include <nlohmann/json.hpp>

namespace unspool {
namespace {

constexpr ChildLimits kLimits{600, 0};
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

/// Compiles and loads both, tuned first, and loads a copy of the default.
llvm::Expected<std::vector<LoadedModel>> load(const CompileOptions &standard,
                                              const CompileOptions &tuned) {
  std::vector<LoadedModel> libraries;
  std::vector<std::string> folders;
  for (const CompileOptions *options : {&tuned, &standard}) {
    CompileResult result = compile(*options);
    if (result.outcome != Outcome::Good)
      return llvm::createStringError(result.errors);
    folders.push_back(options->outputDirectory);
  }
  folders.push_back(standard.outputDirectory + "/copy");
  std::string file = "/lib" + std::string(kName) + ".so";
  std::error_code code = llvm::sys::fs::create_directories(folders[2]);
  if (!code)
    code = llvm::sys::fs::copy_file(folders[1] + file, folders[2] + file);
  if (code)
    return llvm::createStringError(code, "cannot copy '" + folders[1] + file + "'");
  for (const std::string &folder : folders) {
    auto library = LoadedModel::open(folder, kName);
    if (!library)
      return library.takeError();
    libraries.push_back(std::move(*library));
  }
  return libraries;
}

/// In the child: what it says, as JSON. Two copies of a library may differ in their times by
/// some percent, as the pages that they get share sets of the caches (measured: 1 to 2 % with
/// 20 MB of weights). So there are two of the default.
std::string run(const CompileOptions &standard, const CompileOptions &tuned, double seconds) {
  auto failure = [](std::string why) {
    return nlohmann::json{{"problem", std::move(why)}}.dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  auto loaded = load(standard, tuned);
  if (!loaded)
    return failure(toString(loaded.takeError()));
  std::vector<LoadedModel> &libraries = *loaded;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  std::vector<nn::Tensor> inputs = sampleInputs(libraries[0], tuned.outputDirectory, context);
  auto outputs = libraries[0].run(inputs), expected = libraries[1].run(inputs);
  if (!outputs || !expected)
    return failure(toString(joinErrors(outputs.takeError(), expected.takeError())));
  if (std::string why = differenceOf(*outputs, *expected, context); !why.empty())
    return failure(std::move(why));
  std::vector<std::function<void()>> calls;
  for (LoadedModel &library : libraries)
    calls.push_back(library.caller(inputs));
  auto samples = timeInterleaved(calls, seconds);
  size_t rounds = std::min(samples[1].size(), samples[2].size());
  std::vector<double> defaults;
  for (size_t round = 0; round < rounds; ++round)
    defaults.push_back((samples[1][round] + samples[2][round]) / 2);
  Estimate ratio = estimateRatio(samples[0], defaults);
  double least = std::min(estimateRatio(samples[0], samples[1]).low,
                          estimateRatio(samples[0], samples[2]).low);
  return nlohmann::json{{"ratio", ratio.value},
                        {"low", ratio.low},
                        {"high", ratio.high},
                        {"microseconds", estimateMedian(defaults).value * 1e6},
                        {"isSlower", least > 1 + kLeastGain}}
      .dump();
}

} // namespace

TunedModel compareModels(const CompileOptions &options, const std::vector<nn::ScheduleRule> &tuned,
                         double seconds) {
  TemporaryFolder folder;
  CompileOptions standard = options;
  standard.name = kName;
  standard.emit = {"shared"};
  standard.outputDirectory = folder.path() + "/default";
  CompileOptions other = standard;
  other.outputDirectory = folder.path() + "/tuned";
  other.tuned = tuned;
  ChildReply reply = runInChild([&] { return run(standard, other, seconds); }, kLimits);
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
  model.isSlower = report["isSlower"];
  return model;
}

} // namespace unspool
