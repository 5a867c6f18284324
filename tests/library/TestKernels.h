//===- TestKernels.h - plans whose kernels are a line of C ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_LIBRARY_TESTKERNELS_H
#define UNSPOOL_TESTS_LIBRARY_TESTKERNELS_H

#include "codegen/library/Library.h"

#include <string>
#include <vector>

namespace unspool::test {

/// A folder that is removed with everything in it.
class Folder {
public:
  Folder();
  ~Folder();
  std::string path() const { return folder; }
  std::string operator/(const std::string &file) const { return folder + "/" + file; }

private:
  std::string folder;
};

std::string read(const std::string &path);
void write(const std::string &path, const std::string &text);
/// Runs a shell command; its exit code, and what it printed.
int shell(const std::string &command, std::string *output = nullptr);

/// f32[count]
TensorType floats(int64_t count);
Slot at(Space space, int index = 0, int64_t offset = 0);
Step call(int kernel, std::vector<Slot> operands, std::vector<Slot> results);

/// A kernel of `tensors` f32 pointers t[0], t[1], ... with `body` in C, compiled
/// as Halide would call it.
KernelObject compileKernel(const std::string &body, int tensors, int64_t scratchBytes = 0,
                           const std::string &symbol = kKernelSymbol);
/// A spec of that many operands and results, one tensor type for all.
KernelSpec specOf(const std::string &name, int operands, int results, const TensorType &type);

/// out[i] = factor * in[i] + weights[i], four elements.
struct Scaled {
  ModelPlan plan;
  std::vector<KernelObject> kernels;
};
Scaled scaledModel(const std::string &name, float factor);

/// The library in `folder`, or a test failure.
bool writeInto(const Folder &folder, const ModelPlan &plan,
               const std::vector<KernelObject> &kernels,
               std::set<std::string> emit = {"static", "shared", "header"});

} // namespace unspool::test

#endif // UNSPOOL_TESTS_LIBRARY_TESTKERNELS_H
