//===- Disassembler.h - LLVM's, for one architecture ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_LIBRARY_DISASSEMBLER_H
#define UNSPOOL_CODEGEN_LIBRARY_DISASSEMBLER_H

#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstPrinter.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/TargetParser/Triple.h"

#include <functional>
#include <memory>

namespace llvm {
class Target;
}

namespace unspool {

class Disassembler {
public:
  /// Fails where LLVM has none for the architecture.
  static llvm::Expected<std::unique_ptr<Disassembler>> create(const llvm::Triple &triple);

  /// Calls `visit` for each instruction, with its place and size in bytes. What is none is
  /// passed over byte by byte.
  void forEach(
      llvm::ArrayRef<uint8_t> code,
      const std::function<void(const llvm::MCInst &, uint64_t place, uint64_t size)> &visit) const;

  const llvm::MCInstrDesc &descriptionOf(const llvm::MCInst &instruction) const {
    return instructions->get(instruction.getOpcode());
  }
  /// As assembly writes it: alone, or with its operands.
  llvm::StringRef mnemonicOf(const llvm::MCInst &instruction) const;
  std::string textOf(const llvm::MCInst &instruction) const;

private:
  Disassembler(const llvm::Target &target, const llvm::Triple &triple);

  llvm::MCTargetOptions options;
  std::unique_ptr<llvm::MCRegisterInfo> registers;
  std::unique_ptr<llvm::MCAsmInfo> assembly;
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget;
  std::unique_ptr<llvm::MCInstrInfo> instructions;
  std::unique_ptr<llvm::MCContext> context;
  std::unique_ptr<llvm::MCDisassembler> decoder;
  std::unique_ptr<llvm::MCInstPrinter> printer;
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_LIBRARY_DISASSEMBLER_H
