//===- PrefetchHints.cpp - prefetched weights stay for the next tiles -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels ask for their next block of weights while they compute with the current one
// (codegen/kernels/WeightPrefetch.h). Halide knows one such request, which on x86 is prefetchnta:
// for data that is read once, and may leave the nearest cache without going to the next.
// A block is read by many tiles, and larger than the nearest cache. So the request becomes
// prefetcht1, "into the L2 cache": the same instruction with another hint in three of its
// bits (Intel's manual, volume 2, PREFETCHh). Other architectures keep what they have.
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Artifacts.h"
#include "codegen/library/Disassembler.h"

#include "llvm/Object/ELFObjectFile.h"

using namespace llvm;
using namespace llvm::object;

namespace unspool {

static constexpr uint8_t kHintBits = 7 << 3, kIntoL2 = 2 << 3;

Error keepPrefetched(MutableArrayRef<char> object) {
  auto file = object::ObjectFile::createELFObjectFile(
      MemoryBufferRef(StringRef(object.data(), object.size()), "kernel"));
  if (!file)
    return file.takeError();
  if ((*file)->getArch() != Triple::x86_64)
    return Error::success();
  auto disassembler = Disassembler::create((*file)->makeTriple());
  if (!disassembler)
    return disassembler.takeError();
  const StringRef opcode("\x0f\x18", 2);
  for (const SectionRef &section : (*file)->sections()) {
    if (!section.isText())
      continue;
    Expected<StringRef> code = section.getContents();
    if (!code)
      return code.takeError();
    (*disassembler)
        ->forEach(arrayRefFromStringRef(*code),
                  [&](const MCInst &instruction, uint64_t place, uint64_t size) {
                    if ((*disassembler)->mnemonicOf(instruction) != "prefetchnta")
                      return;
                    uint64_t hint = place + code->substr(place, size).find(opcode) + opcode.size();
                    char &bits = object[code->data() + hint - object.data()];
                    bits = char((bits & ~kHintBits) | kIntoL2);
                  });
  }
  return Error::success();
}

} // namespace unspool
