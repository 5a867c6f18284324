//===- KernelObjects.cpp - kernels under their model's name ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernel objects come from Halide, or from a cache that serves many models, so
// all define and use the same few symbols. Within a library the function gets the
// model's prefix and is hidden, the scratch functions are the model's own, and
// whatever else an object defines becomes local: several generated libraries link
// into one program.
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Artifacts.h"
#include "codegen/library/Library.h"

#include "llvm/BinaryFormat/ELF.h"
#include "llvm/ObjCopy/CommonConfig.h"
#include "llvm/ObjCopy/ELF/ELFConfig.h"
#include "llvm/ObjCopy/ELF/ELFObjcopy.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace llvm::object;

namespace unspool {

static Error matchExactly(objcopy::NameMatcher &matcher, StringRef name) {
  return matcher.addMatcher(objcopy::NameOrPattern::create(
      name, objcopy::MatchStyle::Literal, [](Error error) { return error; }));
}

static Expected<ObjectFile> adopt(const ModelPlan &plan, const KernelSpec &kernel,
                                  ELFObjectFileBase &object) {
  std::string own = kernelSymbol(plan, kernel), allocate = allocateSymbol(plan),
              release = freeSymbol(plan),
              parallelFor = parallelForSymbol(plan);
  objcopy::CommonConfig common;
  objcopy::ELFConfig elf;
  common.SymbolsToRename["halide_malloc"] = allocate;
  common.SymbolsToRename["halide_free"] = release;
  common.SymbolsToRename["halide_do_par_for"] = parallelFor;

  const StringRef provided[] = {"halide_malloc", "halide_free", "halide_do_par_for",
                                "memcpy", "memset", "memmove", "_GLOBAL_OFFSET_TABLE_"};
  unsigned functions = 0;
  for (ELFSymbolRef symbol : object.symbols()) {
    Expected<StringRef> name = symbol.getName();
    Expected<uint32_t> flags = symbol.getFlags();
    if (!name || !flags)
      return joinErrors(name.takeError(), flags.takeError());
    if (!(*flags & SymbolRef::SF_Global) || name->empty())
      continue;
    if (*flags & SymbolRef::SF_Undefined) {
      if (!is_contained(provided, *name))
        return createStringError("the object needs '" + *name +
                                 "', which no generated library may need");
    } else if (*name == kKernelSymbol || *name == kernel.name) {
      ++functions;
      common.SymbolsToRename[*name] = own;
      if (Error error = matchExactly(common.SymbolsToKeep, *name))
        return error;
      objcopy::NameMatcher hidden;
      if (Error error = matchExactly(hidden, *name))
        return error;
      elf.SymbolsToSetVisibility.emplace_back(std::move(hidden), uint8_t(ELF::STV_HIDDEN));
    } else if (Error error = matchExactly(common.SymbolsToLocalize, *name)) {
      return error;
    }
  }
  if (functions != 1)
    return createStringError("the object defines " + Twine(functions) +
                             " functions of that name when it should be 1");

  ObjectFile adopted;
  adopted.name = plan.name + "." + kernel.name + ".o";
  raw_svector_ostream stream(adopted.bytes);
  if (Error error = objcopy::elf::executeObjcopyOnBinary(common, elf, object, stream))
    return error;
  return adopted;
}

Expected<ObjectFile> adoptKernel(const ModelPlan &plan, const KernelSpec &kernel,
                                 ArrayRef<uint8_t> bytes) {
  auto inKernel = [&](Error error) {
    return createStringError("kernel " + kernel.name + ": " + toString(std::move(error)));
  };
  MemoryBufferRef buffer(toStringRef(bytes), kernel.name);
  auto object = object::ObjectFile::createELFObjectFile(buffer);
  if (!object)
    return inKernel(object.takeError());
  auto adopted = adopt(plan, kernel, cast<ELFObjectFileBase>(**object));
  if (!adopted)
    return inKernel(adopted.takeError());
  const auto &parameters = kernel.schedule.parameters;
  if (parameters.count("prefetch") || parameters.count("prefetch_map"))
    if (Error error = keepPrefetched(adopted->bytes))
      return inKernel(std::move(error));
  return adopted;
}

} // namespace unspool
