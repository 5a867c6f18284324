//===- TestKernels.cpp - plans whose kernels are a line of C --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestKernels.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdlib.h>
#include <sys/wait.h>

namespace unspool::test {

Folder::Folder() {
  char name[] = "/tmp/unspool-library-test-XXXXXX";
  folder = mkdtemp(name);
}
Folder::~Folder() { shell("rm -rf " + folder); }

std::string read(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::string &path, const std::string &text) {
  std::ofstream(path, std::ios::binary) << text;
}

int shell(const std::string &command, std::string *output) {
  FILE *pipe = popen((command + " 2>&1").c_str(), "r");
  char buffer[4096];
  while (size_t count = fread(buffer, 1, sizeof buffer, pipe))
    if (output)
      output->append(buffer, count);
  return WEXITSTATUS(pclose(pipe));
}

TensorType floats(int64_t count) { return {ElementType::F32, {count}}; }

Slot at(Space space, int index, int64_t offset) {
  Slot slot;
  slot.space = space;
  slot.index = index;
  slot.offset = offset;
  return slot;
}

Step call(int kernel, std::vector<Slot> operands, std::vector<Slot> results) {
  Step step;
  step.kernel = kernel;
  step.operands = std::move(operands);
  step.results = std::move(results);
  return step;
}

KernelObject compileKernel(const std::string &body, int tensors, int64_t scratchBytes,
                           const std::string &symbol) {
  Folder folder;
  std::string text = "struct buffer { char before[16]; float *host; char after[32]; };\n"
                     "void *halide_malloc(void *, unsigned long);\n"
                     "void halide_free(void *, void *);\n"
                     "int shared_by_all = 1;\nint " + symbol + "(void *context";
  for (int i = 0; i < tensors; ++i)
    text += ", struct buffer *b" + std::to_string(i);
  text += ") {\n  float *t[] = {";
  for (int i = 0; i < tensors; ++i)
    text += "b" + std::to_string(i) + "->host, ";
  write(folder / "kernel.c", text + "};\n" + body + "\n  return 0;\n}\n");
  std::string said;
  EXPECT_EQ(shell("cd " + folder.path() + " && " TEST_CLANG " -O2 -fPIC -ffunction-sections -c kernel.c",
                  &said), 0) << said;
  std::string bytes = read(folder / "kernel.o");
  KernelObject object;
  object.object.assign(bytes.begin(), bytes.end());
  object.scratchBytes = scratchBytes;
  return object;
}

KernelSpec specOf(const std::string &name, int operands, int results, const TensorType &type) {
  KernelSpec spec;
  spec.name = name;
  spec.kind = "generic";
  spec.arguments.assign(operands, type);
  spec.results.assign(results, 0);
  return spec;
}

Scaled scaledModel(const std::string &name, float factor) {
  Scaled model;
  model.plan.name = name;
  model.plan.inputs = {{"the input", "image", {ElementType::F32, {1, 4}}}};
  model.plan.outputs = {{"scores", "scores", {ElementType::F32, {1, 4}}}};
  const float weights[] = {1, 2, 3, 4};
  model.plan.constants.resize(1, std::vector<uint8_t>(sizeof weights));
  std::memcpy(model.plan.constants[0].data(), weights, sizeof weights);
  model.plan.kernels = {specOf("scale", 2, 1, floats(4))};
  model.plan.steps = {call(0, {at(Space::Input), at(Space::Constant)}, {at(Space::Output)})};
  model.kernels = {compileKernel("for (int i = 0; i < 4; ++i) t[2][i] = " + std::to_string(factor) +
                                 "f * t[0][i] + t[1][i];", 3)};
  return model;
}

bool writeInto(const Folder &folder, const ModelPlan &plan,
               const std::vector<KernelObject> &kernels, std::set<std::string> emit) {
  LibraryOptions options;
  options.directory = folder / "out";
  options.emit = std::move(emit);
  auto report = writeLibrary(plan, kernels, options);
  EXPECT_TRUE(bool(report)) << (report ? "" : toString(report.takeError()));
  return bool(report);
}

} // namespace unspool::test
