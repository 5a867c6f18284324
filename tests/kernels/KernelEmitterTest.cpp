//===- KernelEmitterTest.cpp - objects, and ops at their edges ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What holds for any kernel (its symbols, the same bytes in every run, errors),
// and the corners of elementwise ops: NaN, integers that wrap. Data movement and
// reductions have files of their own.
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <regex>
#include <unistd.h>

using namespace unspool;
using namespace unspool::test;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
const float kNan = std::nanf("");

/// As the numbers themselves, NaN equal to NaN.
void expectFloats(const Tensor &is, const std::vector<float> &should) {
  std::vector<float> values = is.as<float>();
  ASSERT_EQ(values.size(), should.size());
  for (size_t i = 0; i < should.size(); ++i)
    EXPECT_TRUE(values[i] == should[i] || (std::isnan(values[i]) && std::isnan(should[i])))
        << "element " << i << " is " << values[i] << " when it should be " << should[i];
}

/// A softmax, as a kernel with several stages.
KernelSpec softmaxKernel(const std::string &name) {
  TensorType type = f32({40, 1000});
  KernelSpec spec = kernelOf({type}, {node("softmax", {0}, {type}, {{"axis", int64_t(1)}})}, {1});
  spec.name = name;
  return spec;
}

/// Undefined symbols of an object.
std::vector<std::string> undefinedSymbols(const KernelObject &object) {
  std::string file = (std::filesystem::temp_directory_path() / "symbols-XXXXXX").string();
  close(mkstemp(file.data()));
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char *>(object.object.data()), object.object.size());
  FILE *pipe = popen((std::string(TEST_NM) + " --undefined-only -j " + file).c_str(), "r");
  std::vector<std::string> symbols;
  char line[256];
  while (fgets(line, sizeof line, pipe))
    symbols.push_back(std::string(line, std::strcspn(line, "\n")));
  pclose(pipe);
  std::filesystem::remove(file);
  return symbols;
}

TEST(KernelObjectTest, NothingIsCalledButMemoryFunctions) {
  TensorType type = f32({64, 1000}), half{ElementType::F16, {64, 1000}};
  std::vector<KernelSpec> specs{softmaxKernel("tested")};
  for (const char *op : {"exp", "log", "sin", "tan", "erf", "floor", "round", "sqrt", "asinh"})
    specs.push_back(kernelOf({type}, {node(op, {0}, {type})}, {1}));
  specs.push_back(kernelOf({type, type}, {node("pow", {0, 1}, {type})}, {2}));
  specs.push_back(
      kernelOf({type, type}, {node("mod", {0, 1}, {type}, {{"truncated", int64_t(1)}})}, {2}));
  specs.push_back(kernelOf({half}, {node("tanh", {0}, {half})}, {1}));
  KernelOptions host, withoutMultiplyAdd;
  withoutMultiplyAdd.target = "x86-64-linux-sse41";
  for (const KernelOptions &options : {host, withoutMultiplyAdd})
    for (const KernelSpec &spec : specs) {
      KernelResult result = emitKernel(spec, options);
      ASSERT_TRUE(result.object) << spec.nodes[0].op << ": " << result.error;
      for (const std::string &symbol : undefinedSymbols(*result.object))
        EXPECT_TRUE(symbol == "halide_malloc" || symbol == "halide_free" || symbol == "memcpy" ||
                    symbol == "memset" || symbol == "memmove")
            << spec.nodes[0].op << " calls " << symbol << " on " << options.target;
    }
}

TEST(KernelObjectTest, MultiplyAddsOfFunctionsAreThoseOfVectors) {
  TensorType type = f32({64});
  for (const char *target : {kAvx2, kAvx512})
    for (const char *op : {"exp", "tanh", "sigmoid", "erf"}) {
      KernelOptions options;
      options.target = target;
      options.wantAssembly = true;
      KernelResult result = emitKernel(kernelOf({type}, {node(op, {0}, {type})}, {1}), options);
      ASSERT_TRUE(result.object) << result.error;
      const std::string &assembly = result.object->assembly;
      EXPECT_NE(assembly.find("vfmadd"), std::string::npos) << op << " on " << target;
      EXPECT_FALSE(std::regex_search(assembly, std::regex("vfn?m(add|sub)[0-9]+s[sd]")))
          << op << " on " << target;
    }
}

TEST(KernelObjectTest, TheSameKernelHasTheSameBytes) {
  KernelOptions options;
  KernelObject first = *emitKernel(softmaxKernel("tested"), options).object;
  ASSERT_TRUE(emitKernel(softmaxKernel("another"), options).object);
  KernelObject second = *emitKernel(softmaxKernel("tested"), options).object;
  EXPECT_TRUE(first.object == second.object);
}

TEST(KernelObjectTest, NaiveAndVectorizedAgree) {
  KernelSpec spec = softmaxKernel("tested");
  Tensor input = floats({40, 1000}, someFloats(40000));
  std::vector<uint8_t> vectorized = CompiledKernel(spec).run({input}).front().bytes;
  spec.schedule.name = "naive";
  EXPECT_EQ(vectorized, CompiledKernel(spec).run({input}).front().bytes);
}

TEST(KernelObjectTest, SeveralResultsOfDifferentShapes) {
  TensorType type = f32({3, 5}), row = f32({5});
  KernelSpec spec = kernelOf({type},
                             {node("neg", {0}, {type}), node("reduce", {1}, {row},
                                                             {{"kind", std::string("sum")},
                                                              {"axes", std::vector<int64_t>{0}},
                                                              {"keep", int64_t(0)}})},
                             {1, 2});
  std::vector<float> values = someFloats(15);
  std::vector<Tensor> results = CompiledKernel(spec).run({floats({3, 5}, values)});
  std::vector<float> negated, sums;
  for (float value : values)
    negated.push_back(-value);
  for (int i = 0; i < 5; ++i)
    sums.push_back(negated[i] + negated[5 + i] + negated[10 + i]);
  expectFloats(results[0], negated);
  expectFloats(results[1], sums);
}

TEST(KernelObjectTest, AChainOfSharedValuesDoesNotExplode) {
  // Each value is used twice: written out, the last would have 2^60 terms.
  TensorType type = f32({100});
  std::vector<Node> nodes;
  for (int i = 0; i < 60; ++i)
    nodes.push_back(node(i % 2 ? "max" : "add", {i, i}, {type}));
  KernelOptions options;
  options.wantStmt = true;
  KernelResult result = emitKernel(kernelOf({type}, nodes, {60}), options);
  ASSERT_TRUE(result.object) << result.error;
  EXPECT_LT(result.object->stmt.size(), 2000000u);
}

TEST(KernelObjectTest, WhatIsUnknownIsAnError) {
  KernelSpec spec = kernelOf({f32({4})}, {node("no_such_op", {0}, {f32({4})})}, {1});
  EXPECT_NE(emitKernel(spec, {}).error.find("no_such_op"), std::string::npos);
  spec.nodes[0].op = "neg";
  spec.schedule.name = "no_such_schedule";
  EXPECT_NE(emitKernel(spec, {}).error.find("no_such_schedule"), std::string::npos);
  KernelOptions options;
  options.target = "no-such-target";
  EXPECT_FALSE(
      emitKernel(kernelOf({f32({4})}, {node("neg", {0}, {f32({4})})}, {1}), options).object);
}

TEST(ElementwiseTest, NanGoesThroughMinMaxAndRelu) {
  Tensor a = floats({4}, {kNan, 1, 2, kNan}), b = floats({4}, {1, kNan, 3, kNan});
  expectFloats(runNode("min", {a, b}, f32({4})), {kNan, kNan, 2, kNan});
  expectFloats(runNode("max", {a, b}, f32({4})), {kNan, kNan, 3, kNan});
  expectFloats(runNode("relu", {floats({4}, {kNan, -kInfinity, -1, 2})}, f32({4})),
               {kNan, 0, 0, 2});
  expectFloats(runNode("sign", {floats({4}, {kNan, -kInfinity, 0, 2})}, f32({4})),
               {kNan, -1, 0, 1});
  expectFloats(
      runNode("round", {floats({6}, {0.5f, 1.5f, 2.5f, -0.5f, kInfinity, 8388609})}, f32({6})),
      {0, 2, 2, -0.0f, kInfinity, 8388609});
}

TEST(ElementwiseTest, TestsOfFloats) {
  Tensor x = floats({5}, {kNan, kInfinity, -kInfinity, 0, 1});
  TensorType type{ElementType::Bool, {5}};
  EXPECT_EQ(runNode("is_nan", {x}, type).bytes, (std::vector<uint8_t>{1, 0, 0, 0, 0}));
  EXPECT_EQ(
      runNode("is_inf", {x}, type, {{"positive", int64_t(1)}, {"negative", int64_t(0)}}).bytes,
      (std::vector<uint8_t>{0, 1, 0, 0, 0}));
  EXPECT_EQ(
      runNode("is_inf", {x}, type, {{"positive", int64_t(1)}, {"negative", int64_t(1)}}).bytes,
      (std::vector<uint8_t>{0, 1, 1, 0, 0}));
  EXPECT_EQ(runNode("equal", {x, x}, type).bytes, (std::vector<uint8_t>{0, 1, 1, 1, 1}));
}

TEST(ElementwiseTest, ABoolIsAnyByteButZero) {
  Tensor a = tensor<uint8_t>(ElementType::Bool, {4}, {0, 0, 1, 1});
  Tensor b = tensor<uint8_t>(ElementType::Bool, {4}, {0, 1, 0, 1});
  EXPECT_EQ(runNode("and", {a, b}, a.type).bytes, (std::vector<uint8_t>{0, 0, 0, 1}));
  EXPECT_EQ(runNode("xor", {a, b}, a.type).bytes, (std::vector<uint8_t>{0, 1, 1, 0}));
  EXPECT_EQ(runNode("not", {a}, a.type).bytes, (std::vector<uint8_t>{1, 1, 0, 0}));
}

/// div and mod of T at its edges, against C and, where C has none, against zero.
template <typename T> void expectDivision(ElementType element) {
  const T low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
  std::vector<T> values{0, 1, 2, 3, 7, T(-1), T(-2), T(-3), T(-7), low, high, T(high / 2)};
  std::vector<T> a, b, quotients, remainders, floors;
  for (T left : values)
    for (T right : values) {
      a.push_back(left);
      b.push_back(right);
      bool overflows = std::is_signed_v<T> && right == T(-1);
      T remainder = right == 0 || overflows ? T(0) : T(left % right);
      quotients.push_back(right == 0  ? T(0)
                          : overflows ? T(-std::make_unsigned_t<T>(left))
                                      : T(left / right));
      remainders.push_back(remainder);
      floors.push_back(remainder != 0 && (remainder < 0) != (right < 0) ? T(remainder + right)
                                                                        : remainder);
    }
  std::vector<int64_t> shape{int64_t(a.size())};
  Tensor x = tensor(element, shape, a), y = tensor(element, shape, b);
  auto run = [&](const char *op, int64_t truncated) {
    return runNode(op, {x, y}, x.type, {{"truncated", truncated}}).template as<T>();
  };
  std::vector<T> quotient = run("div", 0), truncated = run("mod", 1), floored = run("mod", 0);
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(+quotient[i], +quotients[i]) << +a[i] << " / " << +b[i];
    EXPECT_EQ(+truncated[i], +remainders[i]) << +a[i] << " mod " << +b[i];
    EXPECT_EQ(+floored[i], +floors[i]) << +a[i] << " floor-mod " << +b[i];
  }
}

TEST(ElementwiseTest, IntegersDivideAsInC) {
  expectDivision<int8_t>(ElementType::I8);
  expectDivision<int32_t>(ElementType::I32);
  expectDivision<int64_t>(ElementType::I64);
  expectDivision<uint8_t>(ElementType::U8);
  expectDivision<uint64_t>(ElementType::U64);
}

TEST(ElementwiseTest, IntegersWrap) {
  Tensor x = tensor<int8_t>(ElementType::I8, {3}, {127, -128, 100});
  Tensor y = tensor<int8_t>(ElementType::I8, {3}, {1, -1, 100});
  EXPECT_EQ(runNode("add", {x, y}, x.type).as<int8_t>(), (std::vector<int8_t>{-128, 127, -56}));
  EXPECT_EQ(runNode("mul", {x, y}, x.type).as<int8_t>(), (std::vector<int8_t>{127, -128, 16}));
  EXPECT_EQ(runNode("neg", {x}, x.type).as<int8_t>(), (std::vector<int8_t>{-127, -128, -100}));
  Tensor a = tensor<int32_t>(ElementType::I32, {3}, {2147483647, -2147483647 - 1, 65536});
  Tensor b = tensor<int32_t>(ElementType::I32, {3}, {1, -1, 65536});
  EXPECT_EQ(runNode("add", {a, b}, a.type).as<int32_t>(),
            (std::vector<int32_t>{-2147483647 - 1, 2147483647, 131072}));
  EXPECT_EQ(runNode("mul", {a, b}, a.type).as<int32_t>(),
            (std::vector<int32_t>{2147483647, -2147483647 - 1, 0}));
  EXPECT_EQ(runNode("neg", {a}, a.type).as<int32_t>(),
            (std::vector<int32_t>{-2147483647, -2147483647 - 1, -65536}));
  // What holds for all numbers, but not for those that wrap: x < x + 1.
  KernelSpec spec = kernelOf(
      {a.type, a.type},
      {node("add", {0, 1}, {a.type}), node("less", {0, 2}, {{ElementType::Bool, {3}}})}, {3});
  EXPECT_EQ(
      CompiledKernel(spec).run({a, tensor<int32_t>(ElementType::I32, {3}, {1, 1, 1})})[0].bytes,
      (std::vector<uint8_t>{0, 1, 1}));
}

TEST(ElementwiseTest, IntegersToWholePowers) {
  Tensor base = integers({7}, {3, -3, 2, 0, 7, -1, 2}),
         power = integers({7}, {33, 33, 62, 0, 22, -3, -1});
  EXPECT_EQ(runNode("pow", {base, power}, base.type).as<int64_t>(),
            (std::vector<int64_t>{5559060566555523, -5559060566555523, int64_t(1) << 62, 1,
                                  3909821048582988049, -1, 0}));
  Tensor roots = floats({7}, {0.5f, 2, 0.5f, 1, 0.5f, 3, 2});
  Tensor whole = tensor<int32_t>(ElementType::I32, {7}, {3, 3, 49, 0, 2, -5, 46340});
  EXPECT_EQ(runNode("pow", {whole, roots}, whole.type).as<int32_t>(),
            (std::vector<int32_t>{1, 9, 7, 0, 1, -125, 2147395600}));
}

TEST(ElementwiseTest, CastsSaturateWhereAsked) {
  Tensor x = floats({6}, {-300, -1.9f, 1.9f, 300, 3e9f, -3e9f});
  TensorType bytes{ElementType::I8, {6}}, words{ElementType::I32, {6}};
  EXPECT_EQ(runNode("cast", {x}, bytes, {{"saturate", int64_t(1)}}).as<int8_t>(),
            (std::vector<int8_t>{-128, -1, 1, 127, 127, -128}));
  EXPECT_EQ(runNode("cast", {x}, words, {{"saturate", int64_t(1)}}).as<int32_t>(),
            (std::vector<int32_t>{-300, -1, 1, 300, 2147483647, -2147483647 - 1}));
  EXPECT_EQ(runNode("cast", {x}, {ElementType::Bool, {6}}).bytes, std::vector<uint8_t>(6, 1));
}

TEST(ElementwiseTest, BitsStay) {
  Tensor x = floats({4}, {1, -0.0f, 3e-45f, INFINITY});
  TensorType words{ElementType::I32, {4}};
  Tensor bits = runNode("bit_cast", {x}, words);
  EXPECT_EQ(bits.as<int32_t>(),
            (std::vector<int32_t>{0x3f800000, -2147483647 - 1, 2, 0x7f800000}));
  EXPECT_EQ(runNode("bit_cast", {bits}, x.type).bytes, x.bytes);
  Tensor halves = tensor<uint16_t>(ElementType::U16, {2}, {0x3c00, 0xc000});
  EXPECT_EQ(runNode("bit_cast", {halves}, {ElementType::F16, {2}}).bytes, halves.bytes);
}

TEST(ElementwiseTest, OperandsBroadcast) {
  Tensor a = floats({2, 1, 3}, {1, 2, 3, 4, 5, 6}), b = floats({2, 1}, {10, 20});
  expectFloats(runNode("add", {a, b}, f32({2, 2, 3})),
               {11, 12, 13, 21, 22, 23, 14, 15, 16, 24, 25, 26});
}

} // namespace
