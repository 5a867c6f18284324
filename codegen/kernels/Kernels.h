//===- Kernels.h - the door of the kernel emitter -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A KernelSpec goes in, an ELF object with one C function comes out:
//
//   int <spec.name>(void *context, halide_buffer_t *operand..., int32_t parameter...,
//                   halide_buffer_t *result...)
//
// Shapes are fixed, or given by the parameters, and tensors dense, so the function
// reads only the `host` field of each descriptor. Memory inside a kernel that is too large for the
// stack comes from halide_malloc(context, bytes) and goes back, last in first
// out, through halide_free(context, pointer); the library implements the two on
// the caller's workspace. A kernel whose schedule has "threads" hands its parallel
// loop to halide_do_par_for(context, ...). Nothing else is called but memcpy, memset
// and memmove.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_KERNELS_H
#define UNSPOOL_CODEGEN_KERNELS_KERNELS_H

#include "codegen/Plan.h"

#include <optional>

namespace unspool {

struct KernelOptions {
  /// "host", or a Halide target string (x86-64-linux-avx2-fma).
  std::string target = "host";
  bool wantStmt = false;
  bool wantAssembly = false;
};

struct KernelObject {
  std::vector<uint8_t> object;
  /// What the function may have allocated at one time, with alignment.
  int64_t scratchBytes = 0;
  /// That part of it which an iteration of its parallel loop allocates.
  int64_t threadScratchBytes = 0;
  std::string stmt;     ///< the lowered loop nest, if asked for
  std::string assembly; ///< if asked for
};

/// Either an object or a reason.
struct KernelResult {
  std::optional<KernelObject> object;
  std::string error;
};

/// Compiles one kernel. The same kernel and options give the same bytes.
KernelResult emitKernel(const KernelSpec &spec, const KernelOptions &options);

/// The target with all its features written out, "host" included, so that it says
/// the same on every machine; "" if `target` is no target.
std::string resolveTarget(const std::string &target);

/// f32 elements of the target's vector registers (16, 8 or 4); 0 if `target` is
/// no target.
int vectorLanes(const std::string &target);

/// A row of the schedule registry.
struct ScheduleInfo {
  std::string kind, name, description;
};
std::vector<ScheduleInfo> schedules();

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_KERNELS_H
