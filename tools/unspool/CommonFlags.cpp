//===- CommonFlags.cpp - flags, progress and numbers, shared --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/Winograd.h"
#include "tools/tuning/TunedKernels.h"
#include "tools/unspool/Commands.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

namespace unspool {

void CommonCompileFlags::addTo(CLI::App &command) {
  command.add_option("--shape", shapes,
                     "Extents of an input, e.g. image=1x3x224x224; once for each input whose\n"
                     "shape the file leaves open");
  command.add_option(
      "--value", values,
      "INPUT=NUMBERS: the value of an input on which shapes or branches depend, its\n"
      "elements in row-major order, e.g. sr=16000 or shape=1,-1,64; once for each such\n"
      "input. The library reads it no more; if it is one integer, it refuses others");
  command.add_option("--max", dimensions,
                     "INPUT.AXIS=N: the caller chooses this size with each call, up to N; once for\n"
                     "each size. AXIS is its number or its name in the model file. INPUT=N: the most\n"
                     "that an input of one integer may be, which counts the trips of a loop")
      ->type_name("TEXT ...");
  CLI::Option *state =
      command.add_option("--state", states,
                         "OUT=IN: this output is the next value of this input; once for each state.\n"
                         "Without it, names and shapes decide where they make it certain");
  command.add_flag("--no-state", noState, "Let no names decide")->excludes(state);
  command.add_option("--stream", stream,
                     "INPUT.AXIS: make a step of a model of sequences, which takes one element of\n"
                     "that axis; INPUT.AXIS:N takes N, and with --max INPUT.AXIS=N any number up to\n"
                     "N. Refused where a layer looks ahead");
  command.add_option("--target", target,
                     "\"host\", or a Halide target such as x86-64-linux-avx2-fma-f16c");
  command.add_option("--unroll", unroll,
                     "Recurrent layers: auto, full, none, or the timesteps of a loop body");
  std::string optional;
  for (llvm::StringRef name : nn::optionalPasses())
    optional += (optional.empty() ? "" : ", ") + name.str();
  command.add_option("--disable-pass", disabled, "Leave a pass out: " + optional);
  command.add_option("--threads", threads,
                     "Threads that a caller may lend: adds <name>_run_parallel, which gives the same\n"
                     "bits as <name>_run")
      ->check(CLI::Range(1, 1024));
  command.add_option("--schedule", schedules,
                     "Instead of the defaults: the name of a schedule for every kernel that has it\n"
                     "(e.g. naive), or a file of schedules as inspect --schedules prints them; may be\n"
                     "given more than once, the last counts");
  command.add_option(
      "--algorithm", algorithms,
      "How convolutions are computed: " + convolutionAlgorithms() +
          "\nfor all that can be, or layer=algorithm for one; may be given more than once");
  command.add_option("--fp", floatingPoint,
                     "fast, or strict: no algorithm whose rounding differs from the definition's")
      ->check(CLI::IsMember({"fast", "strict"}));
  command
      .add_option("--tolerance", tolerance,
                  "Largest error, relative to the largest result, that Winograd's and Strassen's\n"
                  "algorithms make on a layer's own weights (2e-5)")
      ->check(nonNegative());
  command.add_option("--max-constants", maxConstants,
                     "Bytes of weights, e.g. 4MB, that the choice of algorithms may not exceed")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false))
      ->check(CLI::PositiveNumber);
  command.add_option("--max-memory", maxMemory,
                     "Bytes, e.g. 2GB, that the model's constants together, and any one tensor, may\n"
                     "take while it is read (8GB): a bound for files that nobody vouches for")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false))
      ->check(CLI::PositiveNumber);
  command.add_option("--random-weights", randomSeed,
                     "Keras models and descriptions: invent the weights from this seed");
  command.add_flag("--no-cache", noCache, "Compile every kernel anew");
}

CLI::Validator finite(const CLI::Validator &range) {
  auto check = [range](std::string &text) -> std::string {
    double value = 0;
    if (CLI::detail::lexical_cast(text, value) && !std::isfinite(value))
      return "Value " + text + " is not a finite number";
    return range(text);
  };
  return CLI::Validator(check, range.get_description());
}

CLI::Validator nonNegative() {
  auto check = [](std::string &text) -> std::string {
    double value = 0;
    bool isNumber = CLI::detail::lexical_cast(text, value);
    return isNumber && value >= 0 ? "" : "Value " + text + " is no number from 0 on";
  };
  return finite(CLI::Validator(check, "NONNEGATIVE"));
}

/// "name=1x3x224x224" into the map.
static void parseShape(const std::string &text, std::map<std::string, std::vector<int64_t>> &shapes) {
  auto [name, extents] = llvm::StringRef(text).rsplit('=');
  auto fail = [&](const std::string &why) {
    throw CLI::ValidationError("--shape " + text, why + "; write it as input=1x3x224x224");
  };
  if (name.empty() || name.size() == text.size())
    fail("no '='");
  std::vector<int64_t> shape;
  llvm::SmallVector<llvm::StringRef> parts;
  if (!extents.empty())
    extents.split(parts, 'x');
  for (llvm::StringRef part : parts) {
    int64_t extent = 0;
    if (part.getAsInteger(10, extent) || extent < 0)
      fail("'" + part.str() + "' is not an extent");
    if (extent == 0)
      fail("an extent of 0 leaves nothing to compute");
    shape.push_back(extent);
  }
  if (!shapes.emplace(name.str(), shape).second)
    fail("input '" + name.str() + "' is given twice");
}

/// "name=1,2,3" into the map.
static void parseValue(const std::string &text,
                       std::map<std::string, std::vector<std::string>> &values) {
  auto fail = [&](const std::string &why) {
    throw CLI::ValidationError("--value " + text, why + "; write it as input=1,2,3");
  };
  auto [name, numbers] = llvm::StringRef(text).rsplit('=');
  if (name.empty() || name.size() == text.size())
    fail("no '='");
  std::vector<std::string> list;
  for (llvm::StringRef number : llvm::split(numbers, ','))
    if (!numbers.empty()) // of a tensor without elements
      list.push_back(number.trim().str());
  if (!values.emplace(name.str(), list).second)
    fail("input '" + name.str() + "' is given twice");
}

void CommonCompileFlags::apply(CompileOptions &options) const {
  for (const std::string &shape : shapes)
    parseShape(shape, options.import.inputShapes);
  for (const std::string &value : values)
    parseValue(value, options.import.inputNumbers);
  options.import.randomSeed = randomSeed;
  if (maxMemory)
    options.import.memoryLimit = int64_t(std::min<uint64_t>(maxMemory, INT64_MAX));
  for (const std::string &state : states)
    if (state.find('=') == std::string::npos)
      throw CLI::ValidationError("--state " + state, "no '='; write it as OUT=IN");
  options.dimensions = dimensions;
  options.states = states;
  options.automaticStates = !noState;
  options.passes.stream = stream;
  if (std::string why = whyNoTarget(target); !why.empty())
    throw CLI::ValidationError("--target", why);
  options.target = target;
  options.passes.unroll = unroll;
  options.schedules = schedules;
  options.passes.threads = threads;
  for (llvm::StringRef order : algorithms) {
    llvm::StringRef algorithm = order.contains('=') ? order.rsplit('=').second : order;
    if (!llvm::is_contained(kConvolutionAlgorithms, algorithm))
      throw CLI::ValidationError("--algorithm " + order.str(),
                                 "'" + algorithm.str() + "' should be " + convolutionAlgorithms());
  }
  options.passes.algorithms = algorithms;
  options.passes.strict = floatingPoint == "strict";
  options.passes.tolerance = tolerance;
  options.passes.maxConstants = int64_t(maxConstants);
  options.useCache = !noCache;
  int64_t steps = 0;
  if (unroll != "auto" && unroll != "full" && unroll != "none" &&
      (llvm::StringRef(unroll).getAsInteger(10, steps) || steps < 1))
    throw CLI::ValidationError("--unroll " + unroll,
                               "should be auto, full, none or a positive number");
  for (const std::string &pass : disabled) {
    if (!llvm::is_contained(nn::optionalPasses(), pass))
      throw CLI::ValidationError("--disable-pass " + pass,
                                 "no such optional pass; see unspool compile --help");
    options.passes.disabled.insert(pass);
  }
}

void DatabaseFlag::addTo(CLI::App &command) {
  command
      .add_option("--db", file,
                  "Use the schedules that unspool tune has found to be faster; those of --schedule\n"
                  "go first")
      ->type_name("FILE")
      ->excludes("--max");
}

static bool report(llvm::Error error) {
  if (!error)
    return true;
  llvm::errs() << "error: " << toString(std::move(error)) << "\n";
  return false;
}

bool DatabaseFlag::useIn(CompileOptions &options) const {
  return file.empty() || report(useTuned(options, file));
}

bool DatabaseFlag::canBeUsed() const {
  return file.empty() || report(TuningDatabase::open(file, /*mustExist=*/true).takeError());
}

ProgressLine::ProgressLine(std::string label)
    : label(std::move(label)), visible(llvm::sys::Process::StandardErrIsDisplayed()) {}

ProgressLine::~ProgressLine() {
  if (shown)
    llvm::errs() << "\r\033[K";
}

void ProgressLine::show(llvm::StringRef what, size_t done, size_t total) {
  if (!visible)
    return;
  shown = true;
  llvm::errs() << "\r\033[K" << label << ": " << what;
  if (total)
    llvm::errs() << " " << done << "/" << total;
  llvm::errs().flush();
}

mlir::LogicalResult printDiagnostic(mlir::Diagnostic &diagnostic) {
  llvm::errs() << describe(diagnostic);
  return mlir::success();
}

std::string humanBytes(int64_t bytes) {
  const char *units[] = {"B", "KiB", "MiB", "GiB"};
  double value = bytes;
  int unit = 0;
  for (; value >= 1024 && unit < 3; ++unit)
    value /= 1024;
  char text[32];
  std::snprintf(text, sizeof text, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
  return text;
}

std::string shapeText(const std::vector<int64_t> &shape) {
  return shape.empty() ? "scalar" : llvm::join(llvm::map_range(shape, [](int64_t extent) {
    return std::to_string(extent);
  }), "x");
}

} // namespace unspool
