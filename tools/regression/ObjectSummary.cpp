//===- ObjectSummary.cpp - what a kernel's machine code consists of -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/ObjectSummary.h"

#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstPrinter.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"

using namespace llvm;

namespace unspool {
namespace {

/// LLVM's disassembler for one architecture.
class Disassembler {
public:
  static Expected<std::unique_ptr<Disassembler>> create(const Triple &triple) {
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

  void summarize(ArrayRef<uint8_t> code, ObjectSummary &summary) {
    summary.bytes += code.size();
    int64_t frame = 0;
    for (uint64_t at = 0, size = 0; at < code.size(); at += std::max<uint64_t>(size, 1)) {
      MCInst inst;
      if (decoder->getInstruction(inst, size, code.slice(at), at, nulls()) ==
          MCDisassembler::Fail)
        continue;
      StringRef mnemonic = StringRef(printer->getMnemonic(inst).first).trim();
      if (mnemonic.starts_with("nop"))
        continue;
      count(inst, mnemonic, summary);
      frame += frameBytes(text(inst));
      const MCInstrDesc &description = instructions->get(inst.getOpcode());
      if (description.isReturn()) {
        summary.stackBytes = std::max(summary.stackBytes, frame);
        frame = 0;
      }
    }
    summary.stackBytes = std::max(summary.stackBytes, frame);
  }

private:
  Disassembler(const Target &target, const Triple &triple) {
    registers.reset(target.createMCRegInfo(triple));
    assembly.reset(target.createMCAsmInfo(*registers, triple, options));
    // An x86 decoder knows all of its instructions, others have to be told.
    subtarget.reset(target.createMCSubtargetInfo(triple, "", triple.isX86() ? "" : "+all"));
    instructions.reset(target.createMCInstrInfo());
    context = std::make_unique<MCContext>(triple, assembly.get(), registers.get(),
                                          subtarget.get());
    decoder.reset(target.createMCDisassembler(*subtarget, *context));
    printer.reset(target.createMCInstPrinter(triple, /*SyntaxVariant=*/0, *assembly,
                                             *instructions, *registers));
  }

  std::string text(const MCInst &inst) {
    std::string line;
    raw_string_ostream stream(line);
    printer->printInst(&inst, 0, "", *subtarget, stream);
    return line;
  }

  void count(const MCInst &inst, StringRef mnemonic, ObjectSummary &summary) {
    ++summary.instructions;
    ++summary.histogram[mnemonic.str()];
    const MCInstrDesc &description = instructions->get(inst.getOpcode());
    summary.calls += description.isCall();
    if (description.mayStore() && !description.isCall() && !mnemonic.starts_with("push")) {
      std::string line = text(inst);
      StringRef written(line);
      summary.stackStores += written.contains("(%rsp") || written.contains("[sp");
    }
  }

  /// What an instruction such as "subq $72, %rsp" or "sub sp, sp, #72" takes.
  static int64_t frameBytes(StringRef line) {
    StringRef number;
    line = line.trim();
    if (line.starts_with("subq\t$") && line.ends_with(", %rsp"))
      number = line.drop_front(6).drop_back(6);
    else if (line.starts_with("sub\tsp, sp, #"))
      number = line.drop_front(13);
    int64_t bytes = 0;
    number.consumeInteger(0, bytes);
    return bytes;
  }

  MCTargetOptions options;
  std::unique_ptr<MCRegisterInfo> registers;
  std::unique_ptr<MCAsmInfo> assembly;
  std::unique_ptr<MCSubtargetInfo> subtarget;
  std::unique_ptr<MCInstrInfo> instructions;
  std::unique_ptr<MCContext> context;
  std::unique_ptr<MCDisassembler> decoder;
  std::unique_ptr<MCInstPrinter> printer;
};

} // namespace

Expected<ObjectSummary> summarizeObject(StringRef bytes) {
  auto file = object::ObjectFile::createELFObjectFile(MemoryBufferRef(bytes, "object"));
  if (!file)
    return file.takeError();
  auto disassembler = Disassembler::create((*file)->makeTriple());
  if (!disassembler)
    return disassembler.takeError();
  ObjectSummary summary;
  for (const object::SectionRef &section : (*file)->sections()) {
    if (!section.isText() || section.getSize() == 0)
      continue;
    Expected<StringRef> code = section.getContents();
    if (!code)
      return code.takeError();
    (*disassembler)->summarize(arrayRefFromStringRef(*code), summary);
  }
  return summary;
}

} // namespace unspool
