//===- LoadedLibrary.cpp - a generated shared object, opened --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/LoadedLibrary.h"

#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/FileSystem.h"

#include <cstring>
#include <dlfcn.h>

using namespace llvm;

namespace unspool {

void LoadedLibrary::Close::operator()(void *handle) const { dlclose(handle); }

/// The name of the description function, from the file's dynamic symbols.
static Expected<std::string> findDescribe(StringRef path) {
  auto opened = object::ObjectFile::createObjectFile(path);
  if (!opened)
    return opened.takeError();
  auto *elf = dyn_cast<object::ELFObjectFileBase>(opened->getBinary());
  if (!elf)
    return createStringError("it is no ELF file");
  for (object::ELFSymbolRef symbol : elf->getDynamicSymbolIterators()) {
    Expected<StringRef> name = symbol.getName();
    if (!name)
      return name.takeError();
    if (name->ends_with("_describe"))
      return name->str();
  }
  return createStringError("it exports no <name>_describe: unspool did not make it");
}

Expected<LoadedLibrary> LoadedLibrary::open(StringRef path) {
  auto fail = [&](const Twine &why) {
    return createStringError("cannot load '" + path + "': " + why);
  };
  // dlopen looks for a bare file name elsewhere than here.
  SmallString<256> absolute(path);
  if (std::error_code code = sys::fs::make_absolute(absolute))
    return fail(code.message());
  Expected<std::string> symbol = findDescribe(absolute);
  if (!symbol)
    return fail(toString(symbol.takeError()));

  LoadedLibrary library;
  library.handle.reset(dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL));
  if (!library.handle)
    return fail(dlerror());
  auto describe = reinterpret_cast<const unspool_model *(*)(void)>(
      dlsym(library.handle.get(), symbol->c_str()));
  if (!describe)
    return fail(dlerror());
  library.description = describe();
  if (uint32_t version = library.description->abi_version; version != UNSPOOL_ABI_VERSION)
    return fail("its ABI version is " + Twine(version) + " when it should be " +
                Twine(UNSPOOL_ABI_VERSION));
  llvm::StringRef prefix = llvm::StringRef(*symbol).drop_back(strlen("_describe"));
  if (void *address = dlsym(library.handle.get(), (prefix + "_profile").str().c_str()))
    library.profile = reinterpret_cast<const unspool_profile_table *(*)(void)>(address)();
  return library;
}

} // namespace unspool
