//===- Linking.cpp - archives and shared objects --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Artifacts.h"

#include "lld/Common/Driver.h"
#include "llvm/Object/ArchiveWriter.h"
#include "llvm/Support/raw_ostream.h"

#include <fcntl.h>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <utility>

LLD_HAS_DRIVER(elf)

using namespace llvm;

namespace unspool {

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

namespace {
/// lld writes a file through a mapping, where a full disk is a bus error. What it writes to
/// a pipe, it makes in memory.
class Pipe {
public:
  Error open() {
    if (::pipe2(ends, O_CLOEXEC) == 0)
      return Error::success();
    std::error_code code(errno, std::generic_category());
    return createStringError(code, "cannot make a pipe: " + code.message());
  }
  ~Pipe() {
    for (int end : ends)
      close(end);
  }
  int output() const { return ends[0]; }
  std::string inputName() const { return "/proc/self/fd/" + std::to_string(ends[1]); }
  void closeInput() { close(ends[1]); }

private:
  static void close(int &end) {
    if (end >= 0)
      ::close(std::exchange(end, -1));
  }
  int ends[2] = {-1, -1};
};
} // namespace

Error linkShared(const ModelPlan &plan, ArrayRef<std::string> objects, StagingFolder &folder,
                 StringRef file) {
  Pipe pipe;
  if (Error error = pipe.open())
    return error;
  std::string soname = "lib" + plan.name + ".so", path = pipe.inputName();
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
  Error failed = Error::success();
  std::thread receiver([&] {
    ErrorAsOutParameter assigned(&failed);
    failed = folder.receive(file, pipe.output());
  });
  std::string said, complained;
  raw_string_ostream out(said), err(complained);
  lld::Result result = lld::lldMain(arguments, out, err, {{lld::Gnu, &lld::elf::link}});
  pipe.closeInput();
  receiver.join();
  if (result.retCode != 0)
    failed =
        joinErrors(createStringError("cannot link '" + file + "': " + StringRef(complained).trim()),
                   std::move(failed));
  return failed;
}

} // namespace unspool
