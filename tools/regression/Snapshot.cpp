//===- Snapshot.cpp - takes a snapshot of a model's generated code --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/Snapshot.h"

#include "codegen/kernels/Kernels.h"
#include "tools/driver/CaseRunner.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/SampleInputs.h"
#include "tools/driver/Statistics.h"
#include "tools/driver/StepThrough.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/regression/Hash.h"
#include "tools/regression/InstructionCount.h"
#include "tools/regression/LoopNest.h"
#include "tools/regression/References.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

#include <set>

using namespace mlir;

namespace unspool {

std::string textOf(const Schedule &schedule) {
  std::string text = schedule.name;
  for (const auto &[name, value] : schedule.parameters)
    text += " " + name + "=" + std::to_string(value);
  return text;
}

namespace {

std::string readText(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  return buffer ? (*buffer)->getBuffer().str() : std::string();
}

/// Has this machine what the target asks for? Targets are lists of features.
bool canRun(llvm::StringRef target) {
  std::string host = resolveTarget("host");
  std::set<llvm::StringRef> has;
  for (llvm::StringRef part : llvm::split(host, '-'))
    has.insert(part);
  return llvm::all_of(llvm::split(target, '-'),
                      [&](llvm::StringRef part) { return has.count(part); });
}

class Taking {
public:
  Taking(CompileOptions options, const Snapshot *before)
      : options(std::move(options)), before(before) {
    context.printOpOnDiagnostic(false);
    handler.emplace(&context, [this](Diagnostic &diagnostic) {
      result.errors += unspool::describe(diagnostic);
      return success();
    });
  }

  SnapshotResult run() {
    if (!folder.isValid()) {
      result.errors = "error: no temporary folder could be made\n";
      return std::move(result);
    }
    options.emit = {"shared", "obj", "stmt"};
    options.outputDirectory = folder.path() + "/library";
    options.dumpDirectory = folder.path() + "/dump";
    if (!readData() || !compileWithData())
      return std::move(result);
    describe();
    if (!describeKernels())
      return std::move(result);
    if (canRun(snapshot.target))
      runLibrary();
    else
      snapshot.noOutputs = snapshot.counter =
          "this machine cannot run code for " + snapshot.target;
    result.outcome = Outcome::Good;
    result.snapshot = std::move(snapshot);
    return std::move(result);
  }

private:
  /// Reads the data sets, whose shapes fix what the file leaves open.
  bool readData() {
    auto described = frontend::describeModel(options.model, context);
    if (failed(described)) {
      result.outcome = Outcome::Refused;
      return false;
    }
    interface = std::move(*described);
    auto read = readDataSets(options.model, "", context);
    if (failed(read))
      return false;
    sets = std::move(*read);
    if (!sets.empty())
      fixFromDataSet(options.import, interface, sets.front(), {});
    return true;
  }

  bool compileWithData() {
    compiled = compile(options);
    for (size_t round = 0; !sets.empty() && round < sets.front().inputs.size() &&
                           !compiled.neededInputValues.empty();
         ++round) {
      fixFromDataSet(options.import, interface, sets.front(), compiled.neededInputValues);
      compiled = compile(options);
    }
    result.outcome = compiled.outcome;
    result.errors += compiled.errors;
    return compiled.outcome == Outcome::Good;
  }

  void describe() {
    snapshot.model = compiled.plan.name;
    snapshot.producer = "unspool " UNSPOOL_VERSION;
    snapshot.target = resolveTarget(options.target);
    snapshot.workspaceBytes = compiled.workspaceBytes;
    snapshot.constantBytes = compiled.constantBytes;
    std::vector<std::string> phases = {"import"};
    for (const nn::Phase &phase : nn::pipelinePhases(options.passes))
      phases.push_back(phase.name.str());
    for (const std::string &phase : phases)
      snapshot.texts[phase + ".mlir"] = readText(options.dumpDirectory + "/" + phase + ".mlir");
  }

  bool describeKernels() {
    std::string &loops = snapshot.texts["loops.txt"];
    std::string stem = options.outputDirectory + "/" + compiled.plan.name + ".";
    for (const KernelSpec &kernel : compiled.plan.kernels) {
      KernelRecord &record = snapshot.kernels[kernel.name];
      record.kind = kernel.kind;
      // Those that were derived as well: they are what changes when a default does.
      record.parameters = kernel.schedule;
      for (const ParameterInUse &use : scheduleInUse(kernel, snapshot.target).parameters)
        record.parameters.parameters[use.name] = use.value;
      record.schedule = textOf(record.parameters);
      KernelSpec bare = kernel;
      bare.schedule = {};
      record.computation = hashOf(canonicalText(bare));
      std::string nest = loopNest(readText(stem + kernel.name + ".stmt"));
      record.loops = hashOf(nest);
      loops += "kernel " + kernel.name + "\n" + nest + "\n";
      std::string object = readText(stem + kernel.name + ".o");
      record.object = hashOf(object);
      auto code = summarizeObject(object);
      if (!code) {
        result.outcome = Outcome::Failed;
        result.errors += "error: kernel " + kernel.name + ": " + toString(code.takeError()) + "\n";
        return false;
      }
      record.code = std::move(*code);
    }
    nameLayers(compiled.plan.steps);
    return true;
  }

  void nameLayers(const std::vector<Step> &steps) {
    for (const Step &step : steps) {
      nameLayers(step.body);
      if (step.kind != Step::Kind::Call || step.layer.empty())
        continue;
      std::string &layers = snapshot.kernels[compiled.plan.kernels[step.kernel].name].layers;
      // One is enough to find it in the model; an LSTM has one call a timestep.
      if (layers.empty())
        layers = step.layer;
    }
  }

  // Numbers.

  void say(llvm::StringRef what) {
    if (options.progress)
      options.progress(what, 0, 0);
  }

  void runLibrary() {
    auto library = LoadedModel::open(options.outputDirectory, compiled.plan.name);
    if (!library) {
      snapshot.noOutputs = snapshot.counter = toString(library.takeError());
      return;
    }
    if (sets.empty()) {
      DataSet sample;
      sample.folder = "sample";
      sample.inputs = sampleInputs(*library, options.outputDirectory, context);
      sets.push_back(std::move(sample));
    }
    for (const DataSet &set : sets)
      runSet(*library, set);
    std::string path = options.outputDirectory + "/lib" + compiled.plan.name + ".so";
    snapshot.library = hashOf(readText(path));
    if (!takeCount())
      count(*library, path);
  }

  void count(LoadedModel &library, const std::string &path) {
    std::vector<nn::Tensor> inputs = sets.front().inputs;
    if (!options.passes.stream.empty() && !sets.front().outputs.empty())
      inputs = llvm::cantFail(firstStep(library, inputs)); // they were stepped through
    say("instructions of a run");
    InstructionCount count = countInstructions(
        {path, compiled.plan.name, statisticsOf(compiled.plan).flops}, inputs, folder.path());
    snapshot.executed = count.instructions;
    snapshot.counter = count.counter;
  }

  /// From the snapshot before, if library and outputs are the same.
  bool takeCount() {
    auto isSame = [](const OutputRecord &one, const OutputRecord &other) {
      return one.name == other.name && one.bits == other.bits;
    };
    if (!before || before->executed < 0 || before->library != snapshot.library ||
        !llvm::equal(before->outputs, snapshot.outputs, isSame))
      return false;
    snapshot.executed = before->executed;
    snapshot.counter = before->counter;
    return true;
  }

  void runSet(LoadedModel &library, const DataSet &set) {
    llvm::SmallVector<RankedTensorType> types;
    for (const nn::Tensor &output : set.outputs)
      types.push_back(output.type);
    bool isStream = !options.passes.stream.empty() && !types.empty();
    auto outputs = isStream ? stepThrough(library, set.inputs, types) : library.run(set.inputs);
    if (!outputs) {
      // Other shapes than the first set's, for example.
      snapshot.outputs.push_back({set.folder, toString(outputs.takeError()), "", -1});
      return;
    }
    size_t first = snapshot.outputs.size();
    for (const OutputBuffer &output : *outputs)
      snapshot.outputs.push_back({set.folder + " " + output.name, output.type,
                                  hashOf(output.bytes), -1});
    if (takeUlps(first))
      return;
    say("reference");
    auto expected = referenceOutputs(options.model, options.import, set.inputs, context);
    for (size_t i = 0; succeeded(expected) && i < outputs->size() && i < expected->size(); ++i)
      snapshot.outputs[first + i].ulp =
          largestUlp((*expected)[i].type.getElementType(), (*outputs)[i].bytes,
                     (*expected)[i].bytes);
  }

  /// From the snapshot before, if the model, and from output `first` on all bits, are
  /// the same.
  bool takeUlps(size_t first) {
    if (!before || before->outputs.size() < snapshot.outputs.size())
      return false;
    auto import = before->texts.find("import.mlir");
    if (import == before->texts.end() || import->second != snapshot.texts["import.mlir"])
      return false;
    for (size_t i = first; i < snapshot.outputs.size(); ++i)
      if (snapshot.outputs[i].name != before->outputs[i].name ||
          snapshot.outputs[i].bits != before->outputs[i].bits)
        return false;
    for (size_t i = first; i < snapshot.outputs.size(); ++i)
      snapshot.outputs[i].ulp = before->outputs[i].ulp;
    return true;
  }

  CompileOptions options;
  const Snapshot *before;
  MLIRContext context{MLIRContext::Threading::DISABLED};
  std::optional<ScopedDiagnosticHandler> handler;
  TemporaryFolder folder;
  frontend::ModelInterface interface;
  std::vector<DataSet> sets;
  CompileResult compiled;
  Snapshot snapshot;
  SnapshotResult result;
};

} // namespace

SnapshotResult takeSnapshot(CompileOptions options, const Snapshot *before) {
  return Taking(std::move(options), before).run();
}

} // namespace unspool
