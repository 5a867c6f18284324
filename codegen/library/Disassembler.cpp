//===- Disassembler.cpp - LLVM's, for one architecture --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Disassembler.h"

#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"

#include <algorithm>

using namespace llvm;

namespace unspool {

Expected<std::unique_ptr<Disassembler>> Disassembler::create(const Triple &triple) {
  InitializeAllTargetInfos();
  InitializeAllTargetMCs();
  InitializeAllDisassemblers();
  std::string error;
  const Target *target = TargetRegistry::lookupTarget(triple, error);
  if (!target)
    return createStringError(error);
  auto made = std::unique_ptr<Disassembler>(new Disassembler(*target, triple));
  if (!made->decoder || !made->printer)
    return createStringError("LLVM has no disassembler for " + triple.str());
  return made;
}

Disassembler::Disassembler(const Target &target, const Triple &triple) {
  registers.reset(target.createMCRegInfo(triple));
  assembly.reset(target.createMCAsmInfo(*registers, triple, options));
  // An x86 decoder knows all of its instructions, others have to be told.
  subtarget.reset(target.createMCSubtargetInfo(triple, "", triple.isX86() ? "" : "+all"));
  instructions.reset(target.createMCInstrInfo());
  context = std::make_unique<MCContext>(triple, assembly.get(), registers.get(), subtarget.get());
  decoder.reset(target.createMCDisassembler(*subtarget, *context));
  printer.reset(target.createMCInstPrinter(triple, /*SyntaxVariant=*/0, *assembly, *instructions,
                                           *registers));
}

void Disassembler::forEach(
    ArrayRef<uint8_t> code,
    const std::function<void(const MCInst &, uint64_t, uint64_t)> &visit) const {
  for (uint64_t place = 0, size = 0; place < code.size(); place += std::max<uint64_t>(size, 1)) {
    MCInst instruction;
    if (decoder->getInstruction(instruction, size, code.slice(place), place, nulls()) !=
        MCDisassembler::Fail)
      visit(instruction, place, size);
  }
}

StringRef Disassembler::mnemonicOf(const MCInst &instruction) const {
  return StringRef(printer->getMnemonic(instruction).first).trim();
}

std::string Disassembler::textOf(const MCInst &instruction) const {
  std::string line;
  raw_string_ostream stream(line);
  printer->printInst(&instruction, 0, "", *subtarget, stream);
  return line;
}

} // namespace unspool
