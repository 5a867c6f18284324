//===- Compiler.cpp - from a model file to a native library ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Compiler.h"

#include "codegen/Translate.h"
#include "codegen/library/Library.h"
#include "frontend/TensorFile.h"
#include "runtime/Embedded.h"
#include "tools/driver/KernelCache.h"
#include "tools/driver/PlanFamily.h"
#include "tools/driver/Schedules.h"
#include "tools/driver/VerifyEach.h"

#include "mlir/Parser/Parser.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA1.h"
#include "llvm/Support/raw_ostream.h"

#include <array>
#include <memory>
#include <utility>

using namespace mlir;

namespace unspool {

/// Would a library of that name declare what is in unspool.h already, such as
/// unspool_profile? Macros begin with the name in capitals.
static bool beginsNamesOfHeaders(llvm::StringRef name) {
  std::string prefix = name.str() + "_";
  return name.starts_with_insensitive("unspool") &&
         llvm::any_of(std::array{abiHeader(), profileHeader()},
                      [&](llvm::StringRef header) { return header.contains_insensitive(prefix); });
}

std::string modelNameFor(llvm::StringRef path) {
  llvm::StringRef stem = llvm::sys::path::stem(path);
  if (stem == "model") {
    llvm::StringRef folder = llvm::sys::path::filename(llvm::sys::path::parent_path(path));
    if (!folder.empty() && folder != "." && folder != "..")
      stem = folder;
  }
  std::string name = cIdentifier(stem);
  return beginsNamesOfHeaders(name) ? name + "_" : name;
}

std::string whyNoName(llvm::StringRef name) {
  std::string identifier = cIdentifier(name), quoted = "'" + name.str() + "' ";
  if (identifier == name.str() + "_")
    return quoted + "is a keyword of C or C++; use --name with another name";
  if (identifier != name)
    return quoted + "cannot begin C names; use --name with letters, digits and '_'";
  if (beginsNamesOfHeaders(name))
    return quoted + "begins names of unspool.h; use --name with another name";
  return "";
}

std::string whyNoTarget(const std::string &target) {
  if (vectorLanes(target) == 0)
    return "'" + target +
           "' is no target; write \"host\", or for example x86-64-linux-avx2-fma-f16c";
  return "";
}

std::string modelFileIn(llvm::StringRef path) {
  if (!llvm::sys::fs::is_directory(path))
    return path.str();
  for (llvm::StringRef extension : frontend::modelExtensions()) {
    llvm::SmallString<256> candidate(path);
    llvm::sys::path::append(candidate, "model" + extension);
    if (llvm::sys::fs::exists(candidate))
      return candidate.str().str();
  }
  llvm::SmallString<256> missing(path);
  llvm::sys::path::append(missing, "model.onnx");
  return missing.str().str();
}

std::string describeLocation(Location location) {
  if (auto file = dyn_cast<FileLineColLoc>(location)) {
    std::string text = file.getFilename().str();
    if (file.getLine())
      text += ":" + std::to_string(file.getLine());
    return text;
  }
  if (auto name = dyn_cast<NameLoc>(location)) {
    std::string child = describeLocation(name.getChildLoc());
    return (child.empty() ? "" : child + ": ") + name.getName().str();
  }
  if (auto fused = dyn_cast<FusedLoc>(location))
    return fused.getLocations().empty() ? "" : describeLocation(fused.getLocations().front());
  return "";
}

llvm::StringRef spelling(DiagnosticSeverity severity) {
  switch (severity) {
  case DiagnosticSeverity::Error:
    return "error";
  case DiagnosticSeverity::Warning:
    return "warning";
  case DiagnosticSeverity::Note:
  case DiagnosticSeverity::Remark:
    return "note";
  }
  llvm_unreachable("covered");
}

/// A model file gives its nodes any names: what would begin a line or move a terminal's cursor is
/// written as its code.
static std::string printable(llvm::StringRef text) {
  std::string out;
  llvm::raw_string_ostream stream(out);
  for (unsigned char byte : llvm::json::fixUTF8(text))
    if (byte < 0x20 || byte == 0x7f)
      stream << llvm::format("\\x%02x", byte);
    else
      stream << byte;
  return out;
}

std::string describe(const Diagnostic &diagnostic) {
  std::string location = describeLocation(diagnostic.getLocation());
  std::string text = printable((location.empty() ? "" : location + ": ") +
                               spelling(diagnostic.getSeverity()).str() + ": " + diagnostic.str()) +
                     "\n";
  for (const Diagnostic &note : diagnostic.getNotes())
    text += "  note: " + printable(note.str()) + "\n";
  return text;
}

namespace {

/// Sets the place of a message; of fused ops, the first.
void locate(Location location, Message &message) {
  if (auto file = dyn_cast<FileLineColLoc>(location)) {
    message.file = file.getFilename().str();
    message.line = file.getLine();
  } else if (auto name = dyn_cast<NameLoc>(location)) {
    if (message.node.empty())
      message.node = name.getName().str();
    locate(name.getChildLoc(), message);
  } else if (auto fused = dyn_cast<FusedLoc>(location)) {
    if (!fused.getLocations().empty())
      locate(fused.getLocations().front(), message);
  }
}

class Compilation {
public:
  explicit Compilation(const CompileOptions &options) : options(options) {
    context->printOpOnDiagnostic(false);
    context->loadDialect<nn::NnDialect, func::FuncDialect>();
    handler.emplace(context.get(), [this](Diagnostic &diagnostic) { return report(diagnostic); });
  }

  CompileResult run() {
    result.outcome = compileAll();
    return std::move(result);
  }

  CompileResult runPlan(ModelPlan plan) {
    target = resolveTarget(options.target);
    result.plan = std::move(plan);
    result.outcome = checkSchedules();
    if (result.outcome == Outcome::Good && !endOfPlan())
      result.outcome = emitLibrary();
    return std::move(result);
  }

private:
  Outcome compileAll() {
    nn::PipelineOptions passOptions = options.passes;
    if (std::string why = whyNoTarget(options.target); !why.empty())
      return fail(why);
    passOptions.lanes = vectorLanes(options.target);
    passOptions.multiplyAdds = multiplyAddsPerCycle(options.target);
    target = resolveTarget(options.target);
    ScheduleRules schedules = options.tuned;
    for (const std::string &source : options.schedules) {
      llvm::Expected<ScheduleRules> more = schedulesNamed(source);
      if (!more)
        return refuse(toString(more.takeError()));
      llvm::append_range(schedules, *more);
    }
    llvm::append_range(schedules, passOptions.schedules);
    say("import");
    frontend::ImportReport imported;
    OwningOpRef<ModuleOp> module =
        options.module.empty()
            ? frontend::importModel(options.model, importOptions(), *context, &imported)
            : parseSourceString<ModuleOp>(options.module, context.get());
    if (!module) {
      result.neededInputValues = imported.neededInputValues;
      return Outcome::Refused;
    }
    // Layers that do not exist, or cannot be computed as asked for, show where they fuse.
    auto isAboutOrders = [&](const nn::Phase &phase) {
      bool hasOrders = !schedules.empty() || !passOptions.algorithms.empty();
      return phase.name == "fuse" && hasOrders;
    };
    if (failed(pairStates(*module)))
      return Outcome::Refused;
    nn::noteSchedules(*module, schedules);
    if (endOfPhase("import", *module))
      return Outcome::Good;

    for (const nn::Phase &phase : nn::pipelinePhases(passOptions)) {
      say(phase.name);
      PassManager passes(context.get());
      std::shared_ptr<const VerificationResult> verification;
      if (options.verifyEach && !phase.changesModel)
        verification = addNumericVerification(passes, *module);
      phase.addPasses(passes);
      if (failed(passes.run(*module)))
        return phase.changesModel || isAboutOrders(phase) ? Outcome::Refused : Outcome::Failed;
      if (verification && failed(judge(*verification, *module)))
        return Outcome::Failed;
      if (endOfPhase(phase.name, *module))
        return Outcome::Good;
    }

    std::string name = options.name.empty() ? modelNameFor(options.model) : options.name;
    if (std::string why = whyNoName(name); !why.empty())
      return fail(why);
    result.plan = translate(*module, name);
    // The plan holds all that is needed; constants live as long as their context.
    module = {};
    handler.reset();
    context.reset();
    Outcome outcome = schedules.empty() ? Outcome::Good : checkSchedules();
    if (outcome != Outcome::Good || options.planOnly || endOfPlan())
      return outcome;
    return emitLibrary();
  }

  /// The options with types of this compilation's context.
  frontend::ImportOptions importOptions() {
    frontend::ImportOptions own = options.import;
    for (auto &[name, tensor] : own.inputValues) {
      std::string element;
      llvm::raw_string_ostream(element) << tensor.type.getElementType();
      tensor.type = RankedTensorType::get(tensor.type.getShape(),
                                          frontend::elementTypeNamed(element, *context));
    }
    return own;
  }

  /// Which inputs are states is part of what the model means: after the import, and
  /// before anything is decided.
  LogicalResult pairStates(ModuleOp module) {
    nn::PairStatesOptions pairing;
    pairing.pairs.assign(options.states.begin(), options.states.end());
    pairing.automatic = options.automaticStates;
    pairing.fingerprint = !options.passes.stream.empty();
    PassManager passes(context.get());
    passes.addNestedPass<func::FuncOp>(nn::createPairStates(pairing));
    return passes.run(module);
  }

  /// Do the schedules that were asked for fit the kernels?
  Outcome checkSchedules() {
    llvm::SmallVector<llvm::StringRef> errors;
    std::string text = unspool::checkSchedules(result.plan, target);
    llvm::StringRef(text).split(errors, '\n', -1, /*KeepEmpty=*/false);
    for (llvm::StringRef error : errors)
      fail(error.str());
    return errors.empty() ? Outcome::Good : Outcome::Refused;
  }

  /// Reports the pass that changed the numbers, if one did, with the smallest module on
  /// which it does.
  LogicalResult judge(const VerificationResult &verification, ModuleOp module) {
    if (!verification.couldEvaluate)
      return module.emitError("--verify-each: the reference evaluator cannot run this model, so "
                              "that no pass can be checked");
    if (!verification.culprit)
      return success();
    const Culprit &culprit = *verification.culprit;
    say("reduce");
    OwningOpRef<ModuleOp> reduced = reduceCulprit(culprit);
    ModuleOp shown = reduced ? *reduced : *culprit.module;
    dump("culprit.mlir", textOf(shown, OpPrintingFlags()));
    func::FuncOp function = *shown.getOps<func::FuncOp>().begin();
    Operation &last = *std::prev(function.getBody().front().end(), 2);
    InFlightDiagnostic error = mlir::emitError(last.getLoc());
    error << "pass '" << culprit.pass << "' changes the numbers: " << culprit.where;
    if (reduced)
      error.attachNote() << "the smallest module that shows it, with unspool-opt --pass-pipeline='"
                         << culprit.pipeline << "':\n"
                         << textOf(shown, OpPrintingFlags().elideLargeElementsAttrs(kMostPrinted));
    return failure();
  }

  static std::string textOf(ModuleOp module, const OpPrintingFlags &flags) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    module.print(stream, flags);
    return text + "\n";
  }

  Outcome emitLibrary() {
    LibraryOptions library;
    library.directory = options.outputDirectory;
    library.target = target;
    library.emit = options.emit;
    if (!options.tuningDatabase.empty()) {
      result.tunedKernels = kernelsFollowing(result.plan, target, options.tuned);
      library.tuning = {llvm::sys::path::filename(options.tuningDatabase).str(),
                        result.tunedKernels};
    }
    library.profile = options.profile;
    KernelOptions kernelOptions;
    kernelOptions.target = target;
    kernelOptions.wantStmt = options.emit.count("stmt") || !options.dumpDirectory.empty();
    kernelOptions.wantAssembly = options.emit.count("asm") || !options.dumpDirectory.empty();

    KernelCache cache(options.useCache && !kernelOptions.wantStmt && !kernelOptions.wantAssembly);
    std::vector<KernelObject> objects;
    for (const KernelSpec &kernel : result.plan.kernels) {
      say("kernels", objects.size(), result.plan.kernels.size());
      std::string key = KernelCache::keyOf(kernel, target);
      std::optional<KernelObject> object = cache.load(key);
      if (object) {
        ++result.cachedKernels;
      } else {
        // The symbol must not depend on the model, for the cache's sake.
        KernelSpec anonymous = kernel;
        anonymous.name = kKernelSymbol;
        KernelResult emitted = emitKernel(anonymous, kernelOptions);
        if (!emitted.object)
          return fail("kernel " + kernel.name + ": " + emitted.error);
        object = std::move(emitted.object);
        cache.store(key, *object);
      }
      dump(kernel.name + ".stmt", object->stmt);
      dump(kernel.name + ".s", object->assembly);
      objects.push_back(std::move(*object));
    }

    say("library");
    std::vector<std::vector<uint8_t>> constants = std::exchange(result.plan.constants, {});
    ModelPlan whole = result.plan;
    whole.constants = std::move(constants);
    llvm::Expected<LibraryReport> written = writeLibrary(std::move(whole), objects, library);
    if (!written)
      return fail(toString(written.takeError()));
    result.workspaceBytes = written->workspaceBytes;
    result.constantBytes = written->constantBytes;
    return Outcome::Good;
  }

  // Looking inside.

  /// Dumps the module; true if this is where to stop, having printed it.
  bool endOfPhase(llvm::StringRef phase, ModuleOp module) {
    if (options.afterPhase)
      options.afterPhase(phase, module);
    if (options.stopAfter != phase && options.dumpDirectory.empty())
      return false;
    OpPrintingFlags flags;
    flags.elideLargeElementsAttrs(kMostPrinted);
    std::string text = textOf(module, flags);
    if (!options.dumpDirectory.empty())
      dump((phase + ".mlir").str(), textWithHashes(module, flags));
    if (options.stopAfter == phase)
      result.printed = text;
    return options.stopAfter == phase;
  }

  /// Constants of more elements are not printed.
  static constexpr int64_t kMostPrinted = 16;

  /// Dumps are made to be compared: what elided constants hold has to show.
  static std::string textWithHashes(ModuleOp module, const OpPrintingFlags &flags) {
    OwningOpRef<ModuleOp> copy = module.clone();
    copy.get()->removeAttr("nn.schedules"); // a request, which its effects show
    copy->walk([](nn::ConstantOp constant) {
      auto value = dyn_cast<DenseElementsAttr>(constant.getValue());
      if (!value || value.getNumElements() <= kMostPrinted)
        return;
      llvm::ArrayRef<char> data = value.getRawData();
      auto digest = llvm::SHA1::hash(
          llvm::ArrayRef(reinterpret_cast<const uint8_t *>(data.data()), data.size()));
      std::string hash = llvm::toHex(llvm::ArrayRef<uint8_t>(digest).take_front(8), true);
      constant->setAttr("nn.hash", StringAttr::get(constant.getContext(), hash));
    });
    return textOf(*copy, flags);
  }

  bool endOfPlan() {
    if (options.stopAfter != "plan" && options.dumpDirectory.empty())
      return false;
    std::string text = print(result.plan);
    dump("plan.txt", text);
    if (options.stopAfter == "plan")
      result.printed = text;
    return options.stopAfter == "plan";
  }

  void dump(const std::string &file, const std::string &text) {
    if (options.dumpDirectory.empty() || text.empty())
      return;
    llvm::SmallString<256> path(options.dumpDirectory);
    std::error_code code = llvm::sys::fs::create_directories(path);
    llvm::sys::path::append(path, file);
    llvm::Error error = code ? llvm::errorCodeToError(code)
                             : llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
                                 out << text;
                                 return llvm::Error::success();
                               });
    if (error)
      result.errors += "warning: cannot write '" + path.str().str() +
                       "': " + toString(std::move(error)) + "\n";
  }

  void say(llvm::StringRef what, size_t done = 0, size_t total = 0) {
    if (options.progress)
      options.progress(what, done, total);
  }

  // Errors.

  Outcome fail(const std::string &message) {
    result.errors += "error: " + message + "\n";
    result.messages.push_back({DiagnosticSeverity::Error, "", "", 0, message, {}});
    return Outcome::Failed;
  }

  Outcome refuse(const std::string &message) {
    fail(message);
    return Outcome::Refused;
  }

  LogicalResult report(Diagnostic &diagnostic) {
    result.errors += describe(diagnostic);
    Message message{diagnostic.getSeverity(), "", "", 0, diagnostic.str(), {}};
    locate(diagnostic.getLocation(), message);
    for (Diagnostic &note : diagnostic.getNotes())
      message.notes.push_back(note.str());
    result.messages.push_back(std::move(message));
    return success();
  }

  const CompileOptions &options;
  std::string target; ///< options.target, resolved: kernels are cached by it
  std::unique_ptr<MLIRContext> context =
      std::make_unique<MLIRContext>(MLIRContext::Threading::DISABLED);
  std::optional<ScopedDiagnosticHandler> handler;
  CompileResult result;
};

CompileResult refusal(const std::string &message) {
  CompileResult result;
  result.outcome = Outcome::Refused;
  result.errors = "error: " + message + "\n";
  result.messages.push_back({DiagnosticSeverity::Error, "", "", 0, message, {}});
  return result;
}

} // namespace

CompileResult compile(const CompileOptions &options) {
  if (options.profile && !options.dimensions.empty())
    return refusal("--profile counts what kernels of fixed sizes compute; give --shape instead of "
                   "--max");
  return options.dimensions.empty() ? Compilation(options).run() : compileFamily(options);
}

CompileResult compilePlan(const CompileOptions &options, ModelPlan plan) {
  return Compilation(options).runPlan(std::move(plan));
}

} // namespace unspool
