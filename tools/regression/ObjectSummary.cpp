//===- ObjectSummary.cpp - what a kernel's machine code consists of -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/ObjectSummary.h"

#include "codegen/library/Disassembler.h"

#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace unspool {
namespace {

/// What an instruction such as "subq $72, %rsp" or "sub sp, sp, #72" takes.
int64_t frameBytes(StringRef line) {
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

void summarize(const Disassembler &disassembler, ArrayRef<uint8_t> code, ObjectSummary &summary) {
  summary.bytes += code.size();
  int64_t frame = 0;
  disassembler.forEach(code, [&](const MCInst &instruction, uint64_t, uint64_t) {
    StringRef mnemonic = disassembler.mnemonicOf(instruction);
    if (mnemonic.starts_with("nop"))
      return;
    ++summary.instructions;
    ++summary.histogram[mnemonic.str()];
    const MCInstrDesc &description = disassembler.descriptionOf(instruction);
    summary.calls += description.isCall();
    std::string line = disassembler.textOf(instruction);
    if (description.mayStore() && !description.isCall() && !mnemonic.starts_with("push"))
      summary.stackStores += StringRef(line).contains("(%rsp") || StringRef(line).contains("[sp");
    frame += frameBytes(line);
    if (description.isReturn()) {
      summary.stackBytes = std::max(summary.stackBytes, frame);
      frame = 0;
    }
  });
  summary.stackBytes = std::max(summary.stackBytes, frame);
}

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
    summarize(**disassembler, arrayRefFromStringRef(*code), summary);
  }
  return summary;
}

} // namespace unspool
