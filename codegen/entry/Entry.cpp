//===- Entry.cpp - the model's own functions as an object -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/Entry.h"
#include "codegen/entry/EntryParts.h"
#include "runtime/Embedded.h"
#include "runtime/scratch.h"

#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Linker/Linker.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/Transforms/IPO/Internalize.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace unspool {

/// Threads do not write to each other's cache lines, nor to the neighbours' that the
/// prefetcher takes with them.
static constexpr int64_t kCacheLines = 128;
static_assert(kCacheLines % UNSPOOL_SCRATCH_ALIGNMENT == 0);

/// Code reaches the weights by 32-bit offsets, so all of a library, code
/// included, lies within 2 GiB.
static constexpr int64_t kMostConstantBytes = (int64_t(2) << 30) - (int64_t(64) << 20);

std::string kernelSymbol(const ModelPlan &plan, const KernelSpec &kernel) {
  return plan.name + "_kernel_" + kernel.name;
}
std::string allocateSymbol(const ModelPlan &plan) { return plan.name + "_scratch_allocate"; }
std::string freeSymbol(const ModelPlan &plan) { return plan.name + "_scratch_free"; }
std::string parallelForSymbol(const ModelPlan &plan) { return plan.name + "_parallel_for"; }
std::string constantSymbol(const ModelPlan &plan, size_t index) {
  return plan.name + "_constant_" + std::to_string(index);
}
std::string bodySymbol(const ModelPlan &plan) { return plan.name + "_body"; }
std::string stepArraysSymbol(const ModelPlan &plan) { return plan.name + "_step_arrays"; }
std::string runArraysSymbol(const ModelPlan &plan) { return plan.name + "_run_arrays"; }
std::string runSizedSymbol(const ModelPlan &plan) { return plan.name + "_run_sized"; }
std::string shapesSymbol(const ModelPlan &plan) { return plan.name + "_shapes"; }
std::string runParallelArraysSymbol(const ModelPlan &plan) {
  return plan.name + "_run_parallel_arrays";
}
std::string stepParallelArraysSymbol(const ModelPlan &plan) {
  return plan.name + "_step_parallel_arrays";
}
std::string resetMostSymbol(const ModelPlan &plan) { return plan.name + "_reset_most"; }
std::string resetSizedSymbol(const ModelPlan &plan) { return plan.name + "_reset_sized"; }
std::string stepSizedSymbol(const ModelPlan &plan) { return plan.name + "_step_sized"; }
std::string stateBytesSymbol(const ModelPlan &plan) { return plan.name + "_state_bytes"; }

Workspace workspaceOf(const ModelPlan &plan, Scratch scratch, bool isProfiled) {
  Workspace workspace;
  workspace.alignment = plan.alignment;
  workspace.bytes = plan.arenaBytes;
  if (scratch.bytes > 0) {
    workspace.alignment = std::max<int64_t>(plan.alignment, UNSPOOL_SCRATCH_ALIGNMENT);
    workspace.scratchOffset = alignTo(plan.arenaBytes, UNSPOOL_SCRATCH_ALIGNMENT);
    workspace.threadOffset = alignTo(workspace.scratchOffset + scratch.bytes, kCacheLines);
    workspace.threadBytes = plan.threads > 1 ? alignTo(scratch.threadBytes, kCacheLines) : 0;
    workspace.bytes = workspace.threadBytes
                          ? workspace.threadOffset + plan.threads * workspace.threadBytes
                          : workspace.scratchOffset + scratch.bytes;
  }
  if (isProfiled) {
    workspace.profileOffset = alignTo(workspace.bytes, plan.alignment);
    workspace.profileBytes = profileBytes(plan);
    workspace.bytes = workspace.profileOffset + workspace.profileBytes;
  }
  workspace.bytes = std::max<int64_t>(workspace.bytes, 1);
  return workspace;
}

int64_t constantBytes(const ModelPlan &plan) {
  int64_t bytes = 0;
  for (const std::vector<uint8_t> &constant : plan.constants)
    bytes += constant.size();
  return bytes;
}

namespace {

/// The triple of a Halide target. The entry is a handful of calls: it is compiled
/// for the architecture's baseline, so its bytes do not depend on the machine.
Expected<Triple> tripleOf(StringRef target) {
  Triple host(sys::getDefaultTargetTriple());
  if (target == "host" || target.starts_with("host-")) {
    if (host.isOSLinux() && (host.getArch() == Triple::x86_64 || host.getArch() == Triple::aarch64))
      return Triple(host.getArchName() + "-unknown-linux-gnu");
  } else if (target.starts_with("x86-64-linux")) {
    return Triple("x86_64-unknown-linux-gnu");
  } else if (target.starts_with("arm-64-linux")) {
    return Triple("aarch64-unknown-linux-gnu");
  }
  return createStringError("target '" + target + "' is not supported; x86-64-linux, arm-64-linux " +
                           "and features of theirs, and host if it is one of them, are");
}

/// Steps of a plan from which LLVM's code generator does not optimise: its allocation of registers
/// takes a time that grows with their square (5 s for 1000 calls, 40 s for 2000). The code is as
/// fast without, since it stores addresses and calls kernels.
constexpr size_t kManySteps = 256;

Expected<std::unique_ptr<TargetMachine>> targetMachine(const Triple &triple, size_t steps) {
  InitializeAllTargetInfos();
  InitializeAllTargets();
  InitializeAllTargetMCs();
  InitializeAllAsmPrinters();
  std::string error;
  const Target *target = TargetRegistry::lookupTarget(triple, error);
  if (!target)
    return createStringError(error);
  TargetOptions options;
  options.FunctionSections = true;
  options.DataSections = true;
  return std::unique_ptr<TargetMachine>(target->createTargetMachine(
      triple, /*CPU=*/"", /*Features=*/"", options, Reloc::PIC_, CodeModel::Small,
      steps < kManySteps ? CodeGenOptLevel::Default : CodeGenOptLevel::None));
}

/// Links a part of the runtime in.
void linkRuntime(Module &module, std::string_view bytes) {
  auto buffer = MemoryBufferRef(StringRef(bytes.data(), bytes.size()), "runtime");
  std::unique_ptr<Module> runtime = cantFail(parseBitcodeFile(buffer, module.getContext()));
  // It was compiled where Unspool was; nothing in it depends on that machine.
  runtime->setTargetTriple(module.getTargetTriple());
  runtime->setDataLayout(module.getDataLayout());
  if (NamedMDNode *flags = runtime->getModuleFlagsMetadata())
    flags->eraseFromParent();
  if (NamedMDNode *ident = runtime->getNamedMetadata("llvm.ident"))
    ident->eraseFromParent();
  // With no-builtins on it, nothing would be inlined into a function without.
  for (Function &function : *runtime)
    for (StringRef attribute : {"target-cpu", "target-features", "tune-cpu", "no-builtins"})
      function.removeFnAttr(attribute);
  bool failed = Linker::linkModules(module, std::move(runtime));
  assert(!failed && "the runtime links with every entry");
  (void)failed;
}

/// The functions that keep their names when all else becomes internal: public
/// ones, and those that the kernels call.
std::vector<std::string> entryPoints(const ModelPlan &plan) {
  std::vector<std::string> names = {allocateSymbol(plan), freeSymbol(plan),
                                    parallelForSymbol(plan), plan.name + "_run",
                                    plan.name + "_run_parallel", plan.name + "_describe"};
  for (const char *suffix :
       {"_reset", "_step", "_step_parallel", "_save", "_load", "_profile"})
    names.push_back(plan.name + suffix);
  return names;
}

void optimize(Module &module, TargetMachine &machine) {
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager graph;
  ModuleAnalysisManager modules;
  PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graph, modules);
  builder.buildPerModuleDefaultPipeline(OptimizationLevel::O2).run(module, modules);
}

void emit(Module &module, TargetMachine &machine, CodeGenFileType type, SmallVectorImpl<char> &out) {
  raw_svector_ostream stream(out);
  legacy::PassManager passes;
  bool unsupported = machine.addPassesToEmitFile(passes, stream, nullptr, type);
  assert(!unsupported && "ELF targets emit objects and assembly");
  (void)unsupported;
  passes.run(module);
}

} // namespace

Expected<EntryObject> emitEntry(ModelPlan &plan, const EntryOptions &options) {
  Expected<Triple> triple = tripleOf(options.target);
  if (!triple)
    return triple.takeError();
  if (int64_t bytes = constantBytes(plan); bytes > kMostConstantBytes)
    return createStringError("the model has " + Twine(bytes) + " bytes of constants when at most " +
                             Twine(kMostConstantBytes) + " fit into a library");
  auto machine = targetMachine(*triple, plan.steps.size());
  if (!machine)
    return machine.takeError();

  Workspace workspace = workspaceOf(plan, options.scratch, options.profile);
  LLVMContext context;
  std::unique_ptr<Module> module = buildFunctions(plan, workspace, *triple, context);
  module->setTargetTriple(*triple);
  module->setDataLayout((*machine)->createDataLayout());
  module->setPICLevel(PICLevel::BigPIC);
  module->setSourceFileName(plan.name);
  linkRuntime(*module, scratchBitcode());
  module->getFunction("unspool_scratch_allocate")->setName(allocateSymbol(plan));
  module->getFunction("unspool_scratch_free")->setName(freeSymbol(plan));
  if (plan.threads > 1) {
    linkRuntime(*module, parallelBitcode());
    module->getFunction("unspool_parallel_for")->setName(parallelForSymbol(plan));
  }
  if (!plan.states.empty()) {
    linkRuntime(*module, stateBitcode());
    addStateFunctions(*module, plan, workspace);
  }
  if (workspace.isProfiled()) {
    linkRuntime(*module, profileBitcode());
    addProfile(*module, plan, workspace);
  }
  addDescription(*module, plan, workspace);

  const std::vector<std::string> kept = entryPoints(plan);
  internalizeModule(*module, [&](const GlobalValue &value) {
    return value.isDeclaration() || is_contained(kept, value.getName());
  });
  optimize(*module, **machine);

  // Texts show the code; with the weights in them nobody could read them.
  EntryObject entry;
  if (options.wantLlvm) {
    raw_string_ostream stream(entry.llvm);
    module->print(stream, nullptr);
  }
  if (options.wantAssembly) {
    SmallString<0> text;
    emit(*CloneModule(*module), **machine, CodeGenFileType::AssemblyFile, text);
    entry.assembly = text.str().str();
  }
  emit(*module, **machine, CodeGenFileType::ObjectFile, entry.object);
  for (size_t next = 0; next < plan.constants.size();) {
    LLVMContext own;
    Module part(plan.name, own);
    part.setTargetTriple(*triple);
    part.setDataLayout((*machine)->createDataLayout());
    next = addConstants(part, plan, next,
                        [&](StringRef symbol) { return module->getNamedGlobal(symbol); });
    if (!part.global_empty())
      emit(part, **machine, CodeGenFileType::ObjectFile, entry.weights.emplace_back());
  }
  return entry;
}

} // namespace unspool
