//===- Linking.cpp - archives and shared objects --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Artifacts.h"

#include "lld/Common/Driver.h"
#include "llvm/Object/ArchiveWriter.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

LLD_HAS_DRIVER(elf)

using namespace llvm;

namespace unspool {

namespace {
struct UniqueFd {
  int descriptor = -1;
  ~UniqueFd() {
    if (descriptor >= 0)
      ::close(descriptor);
  }
};
} // namespace

Expected<SmallVector<char, 0>> makeArchive(ArrayRef<ObjectFile> objects) {
  std::vector<NewArchiveMember> members;
  for (const ObjectFile &object : objects) {
    StringRef bytes(object.bytes.data(), object.bytes.size());
    members.emplace_back(MemoryBufferRef(bytes, object.name));
  }
  SmallVector<char, 0> archive;
  raw_svector_ostream stream(archive);
  if (Error error = writeArchiveToStream(stream, members, SymtabWritingMode::NormalSymtab,
                                         object::Archive::K_GNU, /*Deterministic=*/true,
                                         /*Thin=*/false))
    return error;
  return archive;
}

/// A name for `path` as lld can open it. lld makes temporary files of its output's
/// path, with '%' standing for a random digit: a folder with '%' in its name would
/// become another one. Such a folder goes by its descriptor, which `folder` keeps.
static Expected<std::string> nameForLinker(StringRef path, UniqueFd &folder) {
  if (!path.contains('%'))
    return path.str();
  std::string parent = sys::path::parent_path(path).str();
  folder.descriptor = ::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder.descriptor < 0)
    return createStringError("cannot open '" + parent + "': " + std::strerror(errno));
  return ("/proc/self/fd/" + Twine(folder.descriptor) + "/" + sys::path::filename(path)).str();
}

Error linkShared(const ModelPlan &plan, ArrayRef<std::string> objects, StringRef output) {
  UniqueFd folder;
  Expected<std::string> named = nameForLinker(output, folder);
  if (!named)
    return named.takeError();
  std::string soname = "lib" + plan.name + ".so", path = *named;
  // No library is named: memcpy and its like are the program's own libc's.
  std::vector<const char *> arguments = {
      "ld.lld", "-shared", "-soname", soname.c_str(), "-o", path.c_str(), "--gc-sections",
      "--strip-debug", "--hash-style=gnu", "--build-id=none", "--threads=1", "-z", "noexecstack",
      "-z", "relro", "-z", "now"};
  for (const std::string &object : objects)
    arguments.push_back(object.c_str());

  // lld keeps state of its own between the beginning and the end of a link.
  static std::mutex oneAtATime;
  std::lock_guard<std::mutex> lock(oneAtATime);
  std::string said, complained;
  raw_string_ostream out(said), err(complained);
  lld::Result result = lld::lldMain(arguments, out, err, {{lld::Gnu, &lld::elf::link}});
  if (result.retCode != 0)
    return createStringError("cannot link '" + output + "': " + StringRef(complained).trim());
  return Error::success();
}

} // namespace unspool
