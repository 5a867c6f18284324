//===- Generalize.h - one plan for all sizes --------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The IR is static: every tensor has a shape, and each pass can rely on it. A library
// whose caller chooses some sizes comes of the same IR, compiled at several sizes:
// the plans must be the same but for integers (extents, strides, trips, ...), and
// each integer that differs must be a simple function of the sizes: a Term.
//
// The function is found from most of the plans, and must hold in all of them. What
// depends on the sizes in any other way (a window that a pass resolved, a constant
// made of an extent) is an error that says where.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SIZES_GENERALIZE_H
#define UNSPOOL_CODEGEN_SIZES_GENERALIZE_H

#include "codegen/Plan.h"

namespace unspool {

/// The plan of a model at certain sizes, one for each dimension.
struct PlanAt {
  std::vector<int64_t> sizes;
  ModelPlan plan;
};

/// A plan whose arena buffers keep apart what depends on sizes: `base` of a slot in the
/// arena is the number of its buffer, and `offset` what lies before it in the buffer.
/// The plan was made with each buffer at a multiple of kBufferDistance.
inline constexpr int64_t kBufferDistance = int64_t(1) << 42;
void separateBuffers(ModelPlan &plan);

/// One plan for all sizes, and what it was made of.
struct GeneralPlan {
  ModelPlan plan;
  std::string skeleton;           ///< what is equal in all plans
  std::vector<Quantity> integers; ///< what is not, and where it would be
};

/// Either a plan or all reasons.
struct GeneralizeResult {
  std::optional<GeneralPlan> general;
  std::vector<std::string> errors;
  /// The plans differ in more than integers: other sizes may do.
  bool isOtherStructure = false;
};

/// What is equal in plans that differ in integers only.
std::string structureOf(const ModelPlan &plan);

/// Will a family of `plans` not make one, as so many differ from the first in structure?
bool areTooMany(size_t exceptions, size_t plans);

/// One plan for all sizes. The family begins with a plan whose sizes are not below the largest of
/// the dimensions; buffers are separated in all. Those behind the first may leave out constants
/// that are the same, and a few may have another form.
GeneralizeResult generalize(const std::vector<Dimension> &dimensions,
                            const std::vector<PlanAt> &family);

/// Is the general plan, at the sizes of `fixed`, this plan, which may leave out constants that
/// are the same? Of one in another form (a pass may know better at size 1, or pack weights
/// otherwise) only inputs and outputs are compared, and the general plan must stay in bounds
/// (Bounds.h).
bool agrees(const GeneralPlan &general, const PlanAt &fixed);

/// Sets the range of all kernels' parameters to what the dimensions allow.
void boundParameters(ModelPlan &plan);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SIZES_GENERALIZE_H
