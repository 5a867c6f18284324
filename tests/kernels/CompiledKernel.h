//===- CompiledKernel.h - a kernel, compiled, linked and called -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the kernel tests share: tensors with typed contents, shorthands for nodes
// and specs, and a kernel that is loaded as a shared object and called just as the
// entry code calls it, with descriptors of which only `host` is set and a scratch
// that holds no more than the kernel said it needs.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_KERNELS_COMPILEDKERNEL_H
#define UNSPOOL_TESTS_KERNELS_COMPILEDKERNEL_H

#include "codegen/kernels/Kernels.h"

#include <cstring>
#include <string>
#include <vector>

namespace unspool::test {

/// With 16 vector registers of 8 floats, and with 32 of 16.
inline constexpr const char *kAvx2 = "x86-64-linux-avx-avx2-fma-f16c-sse41";
inline constexpr const char *kAvx512 = "x86-64-linux-avx-avx2-avx512-avx512_skylake-fma-f16c-sse41";

struct Tensor {
  TensorType type;
  std::vector<uint8_t> bytes;

  template <typename T> std::vector<T> as() const {
    std::vector<T> values(bytes.size() / sizeof(T));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
};

template <typename T>
Tensor tensor(ElementType element, std::vector<int64_t> shape, const std::vector<T> &values) {
  Tensor result{{element, std::move(shape)}, std::vector<uint8_t>(values.size() * sizeof(T))};
  std::memcpy(result.bytes.data(), values.data(), result.bytes.size());
  return result;
}
inline Tensor floats(std::vector<int64_t> shape, const std::vector<float> &values) {
  return tensor(ElementType::F32, std::move(shape), values);
}
inline Tensor integers(std::vector<int64_t> shape, const std::vector<int64_t> &values) {
  return tensor(ElementType::I64, std::move(shape), values);
}

inline TensorType f32(std::vector<int64_t> shape) { return {ElementType::F32, std::move(shape)}; }

/// Elements spread evenly over (-2, 2), the same in every run.
std::vector<float> someFloats(int64_t count, uint32_t seed = 1);
/// From -3 to 3, whole: few of them have exact sums in any order.
std::vector<float> wholeNumbers(int64_t count, uint32_t seed);

Node node(const std::string &op, std::vector<int> operands, std::vector<TensorType> results,
          std::map<std::string, Attribute> attributes = {});

/// A kernel of kind "elementwise" under its default schedule.
KernelSpec kernelOf(std::vector<TensorType> arguments, std::vector<Node> nodes,
                    std::vector<int> results);

/// One timestep of an LSTM: projection, h, c, and weights [unit / block][k][gate][unit % block];
/// the next h and c.
KernelSpec lstmCell(int64_t rows, int64_t units, int64_t block);

/// Throws std::runtime_error with the reason if the kernel cannot be compiled.
class CompiledKernel {
public:
  explicit CompiledKernel(const KernelSpec &spec, const KernelOptions &options = {});
  ~CompiledKernel();
  CompiledKernel(const CompiledKernel &) = delete;
  CompiledKernel &operator=(const CompiledKernel &) = delete;

  std::vector<Tensor> run(const std::vector<Tensor> &operands) const;

  const KernelSpec spec;
  KernelObject object;

private:
  void *library = nullptr;
  void *function = nullptr;
};

/// Compiles and runs a kernel of one node on `operands`; its first result.
Tensor runNode(const std::string &op, const std::vector<Tensor> &operands, TensorType result,
               std::map<std::string, Attribute> attributes = {});

} // namespace unspool::test

#endif // UNSPOOL_TESTS_KERNELS_COMPILEDKERNEL_H
