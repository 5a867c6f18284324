//===- FloatMode.cpp - denormals flushed, and the mode restored -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The mode is a register of each thread: MXCSR on x86-64, where bit 15 flushes
// results and bit 6 operands (Intel 64 and IA-32 Architectures Software Developer's
// Manual, volume 1, 10.2.3), and FPCR on AArch64, where bit 24 does both (Arm
// Architecture Reference Manual, C5.2.8). It costs a few dozen cycles a call. Only
// calls of kernels lie between setting and restoring it, so there is no arithmetic
// that the compiler could move across.
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryEmitters.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

#include "llvm/TargetParser/Triple.h"

using namespace mlir;

namespace unspool {
namespace {

constexpr int64_t kFlushOnX86 = 1 << 15 | 1 << 6;
constexpr int64_t kFlushOnArm = 1 << 24;

class FloatMode {
public:
  FloatMode(OpBuilder &builder, Location location, const llvm::Triple &triple)
      : builder(builder), location(location), isX86(triple.isX86()),
        type(isX86 ? builder.getI32Type() : builder.getI64Type()) {}

  Value read() {
    if (!isX86)
      return LLVM::CallIntrinsicOp::create(builder, location, type,
                                           builder.getStringAttr("llvm.aarch64.get.fpcr"),
                                           ValueRange{})
          .getResults();
    Value memory = place();
    call("llvm.x86.sse.stmxcsr", memory);
    return LLVM::LoadOp::create(builder, location, type, memory);
  }

  void write(Value mode) {
    if (!isX86)
      return call("llvm.aarch64.set.fpcr", mode);
    Value memory = place();
    LLVM::StoreOp::create(builder, location, mode, memory);
    call("llvm.x86.sse.ldmxcsr", memory);
  }

  Value flushing(Value mode) {
    Value bits = LLVM::ConstantOp::create(
        builder, location, type,
        builder.getIntegerAttr(type, isX86 ? kFlushOnX86 : kFlushOnArm));
    return LLVM::OrOp::create(builder, location, mode, bits);
  }

private:
  /// x86 reads and writes the register through memory.
  Value place() {
    Value one = LLVM::ConstantOp::create(builder, location, builder.getI64Type(),
                                         builder.getI64IntegerAttr(1));
    return LLVM::AllocaOp::create(builder, location,
                                  LLVM::LLVMPointerType::get(builder.getContext()), type, one);
  }
  void call(const char *intrinsic, Value argument) {
    LLVM::CallIntrinsicOp::create(builder, location, builder.getStringAttr(intrinsic),
                                  ValueRange{argument});
  }

  OpBuilder &builder;
  Location location;
  bool isX86;
  Type type;
};

} // namespace

Value emitFlushDenormals(OpBuilder &builder, Location location, const llvm::Triple &triple) {
  FloatMode mode(builder, location, triple);
  Value before = mode.read();
  mode.write(mode.flushing(before));
  return before;
}

void emitRestoreFloatMode(OpBuilder &builder, Location location, const llvm::Triple &triple,
                          Value before) {
  FloatMode(builder, location, triple).write(before);
}

void emitFloatModeFunctions(OpBuilder &builder, Location location, const llvm::Triple &triple,
                            bool flushesDenormals) {
  Type i64 = builder.getI64Type(), none = LLVM::LLVMVoidType::get(builder.getContext());
  bool isNarrow = triple.isX86();
  OpBuilder::InsertionGuard guard(builder);
  auto define = [&](const char *name, LLVM::LLVMFunctionType type) {
    auto function = LLVM::LLVMFuncOp::create(builder, location, name, type);
    function.setNoUnwind(true);
    return function;
  };
  auto enter = define("unspool_enter_float_mode", LLVM::LLVMFunctionType::get(i64, {}));
  auto leave = define("unspool_leave_float_mode", LLVM::LLVMFunctionType::get(none, {i64}));

  builder.setInsertionPointToStart(enter.addEntryBlock(builder));
  Value before;
  if (!flushesDenormals) {
    before = LLVM::ConstantOp::create(builder, location, i64, builder.getI64IntegerAttr(0));
  } else {
    before = emitFlushDenormals(builder, location, triple);
    if (isNarrow)
      before = LLVM::ZExtOp::create(builder, location, i64, before);
  }
  LLVM::ReturnOp::create(builder, location, before);

  builder.setInsertionPointToStart(leave.addEntryBlock(builder));
  if (flushesDenormals) {
    Value mode = leave.getArgument(0);
    if (isNarrow)
      mode = LLVM::TruncOp::create(builder, location, builder.getI32Type(), mode);
    emitRestoreFloatMode(builder, location, triple, mode);
  }
  LLVM::ReturnOp::create(builder, location, ValueRange{});
}

} // namespace unspool
