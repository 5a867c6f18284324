//===- CompiledKernel.cpp - a kernel, compiled, linked and called ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <HalideRuntime.h>

#include <array>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace unspool::test {

namespace {

/// The workspace of one call: a stack of allocations.
struct Scratch {
  std::vector<uint8_t> bytes;
  std::vector<void *> live;
  size_t used = 0;
};

constexpr size_t kScratchAlignment = 128;
constexpr size_t kMaximalArguments = 8;

template <size_t... I>
int call(void *function, Scratch *scratch, std::vector<halide_buffer_t> &buffers,
         std::index_sequence<I...>) {
  using Type = int (*)(void *, decltype(&buffers[I])...);
  return reinterpret_cast<Type>(function)(scratch, &buffers[I]...);
}

template <size_t Count = 1>
int callWithBuffers(void *function, Scratch *scratch, std::vector<halide_buffer_t> &buffers) {
  if (buffers.size() == Count)
    return call(function, scratch, buffers, std::make_index_sequence<Count>());
  if constexpr (Count < kMaximalArguments)
    return callWithBuffers<Count + 1>(function, scratch, buffers);
  throw std::runtime_error("a test kernel has too many arguments");
}

} // namespace

// What the generated library gives its kernels. They end the test program where
// a library would write beyond its workspace.
extern "C" void *halide_malloc(void *context, size_t size) {
  auto *scratch = static_cast<Scratch *>(context);
  auto base = reinterpret_cast<uintptr_t>(scratch->bytes.data());
  uintptr_t next = (base + scratch->used + kScratchAlignment - 1) & ~(kScratchAlignment - 1);
  scratch->used = next + size - base;
  if (scratch->used > scratch->bytes.size())
    std::abort();
  scratch->live.push_back(reinterpret_cast<void *>(next));
  return scratch->live.back();
}

extern "C" void halide_free(void *context, void *pointer) {
  auto *scratch = static_cast<Scratch *>(context);
  if (scratch->live.empty() || scratch->live.back() != pointer)
    std::abort();
  scratch->live.pop_back();
  scratch->used = static_cast<uint8_t *>(pointer) - scratch->bytes.data();
}

std::vector<float> someFloats(int64_t count, uint32_t seed) {
  std::vector<float> values(count);
  uint32_t state = seed * 2654435761u + 12345u;
  for (float &value : values) {
    state = state * 1664525u + 1013904223u;
    value = float(int32_t(state)) * 0x1p-30f;
  }
  return values;
}

std::vector<float> wholeNumbers(int64_t count, uint32_t seed) {
  std::vector<float> values;
  for (int64_t i = 0; i < count; ++i)
    values.push_back(float(uint32_t(i + 1) * seed % 7) - 3);
  return values;
}

Node node(const std::string &op, std::vector<int> operands, std::vector<TensorType> results,
          std::map<std::string, Attribute> attributes) {
  return {op, std::move(operands), std::move(results), std::move(attributes), {}, {}};
}

KernelSpec kernelOf(std::vector<TensorType> arguments, std::vector<Node> nodes,
                    std::vector<int> results) {
  return {"tested",         "elementwise",      std::move(arguments),
          std::move(nodes), std::move(results), {"vectorized", {}}};
}

KernelSpec lstmCell(int64_t rows, int64_t units, int64_t block) {
  TensorType projected = f32({rows, 4 * units}), state = f32({rows, units}),
             weights = f32({(units + block - 1) / block, units, 4, block});
  std::vector<std::string> functions{"sigmoid", "tanh", "tanh"};
  KernelSpec spec = kernelOf({projected, state, state, weights},
                             {node("lstm_cell", {0, 1, 2, 3, -1}, {state, state},
                                   {{"hidden_size", units},
                                    {"block", block},
                                    {"activations", functions},
                                    {"alphas", std::vector<double>(3)},
                                    {"betas", std::vector<double>(3)},
                                    {"clip", 0.0}})},
                             {4, 5});
  spec.kind = "cell";
  spec.schedule = {"tiled", {}};
  return spec;
}

CompiledKernel::CompiledKernel(const KernelSpec &spec, const KernelOptions &options) : spec(spec) {
  KernelResult result = emitKernel(spec, options);
  if (!result.object)
    throw std::runtime_error(result.error);
  object = *result.object;

  std::string folder = (std::filesystem::temp_directory_path() / "kernel-XXXXXX").string();
  if (!mkdtemp(folder.data()))
    throw std::runtime_error("no temporary folder could be made");
  std::ofstream(folder + "/kernel.o", std::ios::binary)
      .write(reinterpret_cast<const char *>(object.object.data()), object.object.size());
  std::string shared = folder + "/kernel.so";
  std::string command = std::string(TEST_CC) + " -shared -o " + shared + " " + folder + "/kernel.o";
  if (std::system(command.c_str()) == 0)
    library = dlopen(shared.c_str(), RTLD_NOW | RTLD_LOCAL);
  std::string reason = library ? "" : dlerror();
  std::filesystem::remove_all(folder);
  function = library ? dlsym(library, spec.name.c_str()) : nullptr;
  if (!function)
    throw std::runtime_error("the kernel cannot be loaded: " + reason);
}

CompiledKernel::~CompiledKernel() {
  if (library)
    dlclose(library);
}

std::vector<Tensor> CompiledKernel::run(const std::vector<Tensor> &operands) const {
  std::vector<Tensor> inputs = operands, results;
  for (int result : spec.results) {
    const TensorType &type = spec.typeOf(result);
    results.push_back({type, std::vector<uint8_t>(type.bytes(), 0xee)});
  }
  std::vector<halide_buffer_t> buffers;
  for (std::vector<Tensor> *tensors : {&inputs, &results})
    for (Tensor &tensor : *tensors) {
      buffers.emplace_back();
      buffers.back().host = tensor.bytes.data();
    }
  Scratch scratch;
  scratch.bytes.resize(object.scratchBytes);
  if (callWithBuffers(function, &scratch, buffers) != 0)
    throw std::runtime_error("the kernel failed");
  return results;
}

Tensor runNode(const std::string &op, const std::vector<Tensor> &operands, TensorType result,
               std::map<std::string, Attribute> attributes) {
  std::vector<TensorType> arguments;
  for (const Tensor &operand : operands)
    arguments.push_back(operand.type);
  std::vector<int> ids(operands.size());
  std::iota(ids.begin(), ids.end(), 0);
  KernelSpec spec =
      kernelOf(arguments, {node(op, ids, {result}, std::move(attributes))}, {int(operands.size())});
  return CompiledKernel(spec).run(operands).front();
}

} // namespace unspool::test
