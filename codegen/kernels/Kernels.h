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
/// Multiply-adds of whole vectors that a core of the target begins in a cycle: two, but one
/// where registers are twice as wide as its units (AVX-512 of Zen 4).
int multiplyAddsPerCycle(const std::string &target);

/// A row of the schedule registry.
struct ScheduleInfo {
  std::string kind, name, description;
};
std::vector<ScheduleInfo> schedules();

/// Halide's autoschedulers, whose names are those of schedules, too: for comparison.
std::vector<std::string> autoschedulers();

/// A parameter of a schedule: a row of the table in schedules/Parameters.cpp.
struct ScheduleParameter {
  std::string kind, schedule, name, meaning;
  /// What it may be for any kernel. Which of these fit a kernel depends on its shapes,
  /// and on the parameters that stand before it in the table.
  int64_t least = 0, most = 0;
  /// If not empty, the values are written as these words: the first is `least`.
  std::vector<std::string> words = {};
};
std::vector<ScheduleParameter> scheduleParameters();

/// Is the order of weights in memory made for a parameter of this name? The passes must know
/// it then, and what is legal for others depends on it.
bool packsWeights(const std::string &parameter);

/// The values that a parameter may have in one kernel.
struct LegalValues {
  int64_t least = 0, most = 0;
  int64_t divides = 0; ///< if not 0, all divide it

  bool contains(int64_t value) const {
    return value >= least && value <= most && (!divides || divides % value == 0);
  }
  /// At most `count` of them, spread evenly, the ends among them.
  std::vector<int64_t> values(size_t count) const;
};

struct ParameterInUse {
  std::string name;
  int64_t value = 0;
  LegalValues legal; ///< with the parameters before it as they are
};

/// A kernel's schedule with all its parameters as they are, in the table's order, whether
/// they were given or derived; or why what was given does not fit. Takes milliseconds.
struct ScheduleInUse {
  std::string error;
  std::vector<ParameterInUse> parameters;
};
ScheduleInUse scheduleInUse(const KernelSpec &spec, const std::string &target);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_KERNELS_H
