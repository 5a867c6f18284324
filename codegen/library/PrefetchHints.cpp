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

#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/TargetSelect.h"

#include <memory>
#include <mutex>

using namespace llvm;
using namespace llvm::object;

namespace unspool {
namespace {

constexpr uint8_t kHintBits = 7 << 3, kIntoL2 = 2 << 3;

class X86Disassembler {
public:
  X86Disassembler() {
    static std::once_flag once;
    std::call_once(once, [] {
      InitializeAllTargetInfos();
      InitializeAllTargetMCs();
      InitializeAllDisassemblers();
    });
    std::string error;
    const Target *target = TargetRegistry::lookupTarget(triple, error);
    if (!target)
      return;
    registers.reset(target->createMCRegInfo(triple));
    assembly.reset(target->createMCAsmInfo(*registers, triple, options));
    subtarget.reset(target->createMCSubtargetInfo(triple, "", ""));
    instructions.reset(target->createMCInstrInfo());
    context.emplace(triple, assembly.get(), registers.get(), subtarget.get());
    disassembler.reset(target->createMCDisassembler(*subtarget, *context));
  }

  /// Does `code` begin with a prefetchnta? `size`: of what it begins with.
  bool isPrefetch(ArrayRef<uint8_t> code, uint64_t &size) const {
    MCInst instruction;
    if (!disassembler || disassembler->getInstruction(instruction, size, code, 0, nulls()) !=
                             MCDisassembler::Success) {
      size = std::max<uint64_t>(size, 1);
      return false;
    }
    return instructions->getName(instruction.getOpcode()) == "PREFETCHNTA";
  }

private:
  Triple triple{"x86_64-unknown-linux"};
  MCTargetOptions options;
  std::unique_ptr<MCRegisterInfo> registers;
  std::unique_ptr<MCAsmInfo> assembly;
  std::unique_ptr<MCSubtargetInfo> subtarget;
  std::unique_ptr<MCInstrInfo> instructions;
  std::optional<MCContext> context;
  std::unique_ptr<MCDisassembler> disassembler;
};

} // namespace

Error keepPrefetched(MutableArrayRef<char> object) {
  auto file = object::ObjectFile::createELFObjectFile(
      MemoryBufferRef(StringRef(object.data(), object.size()), "kernel"));
  if (!file)
    return file.takeError();
  if ((*file)->getArch() != Triple::x86_64)
    return Error::success();
  const StringRef opcode("\x0f\x18", 2);
  std::optional<X86Disassembler> disassembler;
  for (const SectionRef &section : (*file)->sections()) {
    if (!section.isText())
      continue;
    Expected<StringRef> contents = section.getContents();
    if (!contents)
      return contents.takeError();
    ArrayRef<uint8_t> code = arrayRefFromStringRef(*contents);
    if (contents->find(opcode) == StringRef::npos)
      continue;
    if (!disassembler)
      disassembler.emplace();
    for (uint64_t place = 0, size = 0; place < code.size(); place += size) {
      if (!disassembler->isPrefetch(code.drop_front(place), size))
        continue;
      uint64_t hint = place + contents->substr(place, size).find(opcode) + 2;
      char &bits = object[contents->data() + hint - object.data()];
      bits = char((bits & ~kHintBits) | kIntoL2);
    }
  }
  return Error::success();
}

} // namespace unspool
