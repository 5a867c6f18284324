//===- IfTest.cpp - branches that the shapes have decided on --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// ONNX Ifs of whose branches only one fits the input x of four elements. The library takes
// the value for which that one is meant, and refuses all others without writing anything.
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"
#include "tools/driver/Compiler.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/SampleInputs.h"
#include "tools/driver/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

using namespace mlir;
using testing::ElementsAre;
using testing::HasSubstr;

namespace unspool::test {
namespace {

/// Nodes that compute `result` from x: its pairs' sums, or rows of three that there are not.
std::string pairs(const std::string &result) {
  return "s = Constant<value_ints = [2, 2]>() i = Constant<value_ints = [1]>() "
         "r = Reshape(x, s) " +
         result + " = ReduceSum<keepdims = 0>(r, i) ";
}
std::string threes(const std::string &result) {
  return "s = Constant<value_ints = [3]>() i = Constant<value_ints = [2]>() "
         "r = Reshape(x, s) " +
         result + " = Expand(r, i) ";
}

std::string ifNode(const std::string &result, const std::string &condition,
                   const std::string &whenTrue, const std::string &otherwise) {
  return result + " = If<then_branch = t () => (float[2] t_" + result + ") { " + whenTrue +
         "}, else_branch = e () => (float[2] e_" + result + ") { " + otherwise + "}>(" + condition +
         ") ";
}

struct Condition {
  std::string name;
  std::string input; ///< k's type
  std::string nodes; ///< from k to c
  bool truth;        ///< of c, for which x fits
  int64_t value;     ///< of k for that, and no other
};
void PrintTo(const Condition &condition, std::ostream *stream) { *stream << condition.name; }

class IfTest : public testing::TestWithParam<Condition> {
protected:
  using Numbers = std::map<std::string, std::vector<std::string>>;

  CompileResult compileGraph(const std::string &input, const std::string &nodes,
                             const Numbers &values = {}) {
    CompileOptions options;
    options.model = malformed::writeFile(folder.path() + "/model.onnx",
                                         malformed::onnxBytes("g (float[4] x, " + input +
                                                              " k) => "
                                                              "(float[2] y) { " +
                                                              nodes + "}"))
                        .string();
    options.name = "branch";
    options.outputDirectory = folder.path() + "/out";
    options.emit = {"shared"};
    options.import.inputNumbers = values;
    return compile(options);
  }

  /// The status of a call with this k, of `Integer`; y is untouched if that is not 0.
  template <typename Integer> int call(Integer k) {
    auto library = LoadedModel::open(folder.path() + "/out", "branch");
    EXPECT_TRUE(bool(library)) << toString(library.takeError());
    std::array<float, 4> x{1, 2, 3, 4};
    y = {-1, -1};
    const void *inputs[] = {x.data(), &k};
    void *outputs[] = {y.data()};
    return library->model().run(inputs, outputs, library->workspaceBytes());
  }
  int callWith(const std::string &input, int64_t k) {
    return input == "bool"         ? call(uint8_t(k))
           : input == "int32[1,1]" ? call(int32_t(k))
           : input == "uint8[1]"   ? call(uint8_t(k))
                                   : call(k);
  }

  void expectOnly(const std::string &input, int64_t value, int64_t other) {
    EXPECT_EQ(callWith(input, value), 0);
    EXPECT_THAT(y, ElementsAre(3, 7));
    EXPECT_EQ(callWith(input, other), UNSPOOL_VALUE_OUT_OF_RANGE);
    EXPECT_THAT(y, ElementsAre(-1, -1));
  }

  TemporaryFolder folder;
  std::array<float, 2> y;
};

TEST_P(IfTest, LeavesThePossibleBranch) {
  const Condition &c = GetParam();
  std::string possible = pairs(c.truth ? "t_y" : "e_y"), other = threes(c.truth ? "e_y" : "t_y");
  CompileResult compiled = compileGraph(
      c.input, c.nodes + ifNode("y", "c", c.truth ? possible : other, c.truth ? other : possible));
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  expectOnly(c.input, c.value, c.value == 1 ? 0 : 1);
}

const std::string kEqual = "n = Constant<value_int = 16000>() c = Equal(k, n) ";

INSTANTIATE_TEST_SUITE_P(
    Conditions, IfTest,
    testing::Values(
        Condition{"Equal", "int64", kEqual, true, 16000},
        Condition{"ConstantFirst", "int64", "n = Constant<value_int = -3>() c = Equal(n, k) ", true,
                  -3},
        Condition{"Not", "int64", "n = Constant<value_int = 5>() d = Equal(k, n) c = Not(d) ",
                  false, 5},
        Condition{"Cast", "int32[1,1]",
                  "f = Cast<to = 1>(k) g = Squeeze(f) n = Constant<value_float = 7.0>() "
                  "c = Equal(g, n) ",
                  true, 7},
        Condition{"Unsqueezed", "uint8[1]",
                  "l = Cast<to = 7>(k) n = Constant<value_ints = [200]>() d = Equal(l, n) "
                  "i = Constant<value_ints = [0]>() e = Unsqueeze(d, i) c = Identity(e) ",
                  true, 200},
        Condition{"IsNotZero", "int64", "c = Cast<to = 9>(k) ", false, 0},
        Condition{"True", "bool", "c = Identity(k) ", true, 1},
        Condition{"False", "bool", "c = Not(k) ", true, 0}),
    [](const auto &info) { return info.param.name; });

TEST_F(IfTest, BothBranchesArePossible) {
  std::string doubled = "e_y = Add(t, t) ";
  CompileResult compiled =
      compileGraph("int64", kEqual + pairs("t") + ifNode("y", "c", "t_y = Identity(t) ", doubled));
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  EXPECT_EQ(call(int64_t(16000)), 0);
  EXPECT_THAT(y, ElementsAre(3, 7));
  EXPECT_EQ(call(int64_t(8000)), 0);
  EXPECT_THAT(y, ElementsAre(6, 14));
}

/// All of 5, 261 and 517 are a 5 of eight bits, and other numbers for the branch.
TEST_F(IfTest, ACastThatLosesBitsIsNoEquality) {
  std::string nodes = "n = Constant<value_int = 5>() d = Cast<to = 3>(k) e = Cast<to = 3>(n) "
                      "c = Equal(d, e) ";
  CompileResult compiled = compileGraph(
      "int64", nodes + pairs("t") +
                   ifNode("y", "c", "f = Cast<to = 1>(k) t_y = Mul(t, f) ", "e_y = Identity(t) "));
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  EXPECT_EQ(call(int64_t(261)), 0);
  EXPECT_THAT(y, ElementsAre(3 * 261, 7 * 261));
}

/// What one If has settled, others need not ask.
TEST_F(IfTest, OthersOfTheSameInputFollow) {
  std::string other = "m = Constant<value_int = 8000>() d = Equal(k, m) ";
  CompileResult compiled =
      compileGraph("int64", kEqual + ifNode("z", "c", pairs("t_z"), threes("e_z")) + other +
                                ifNode("y", "d", threes("t_y"), "e_y = Identity(z) "));
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  expectOnly("int64", 16000, 8000);
}

TEST_F(IfTest, BranchesWithinABranch) {
  std::string other = "m = Constant<value_int = 8000>() d = Equal(k, m) ";
  std::string inner = other + ifNode("t_y", "d", threes("t_t_y"), pairs("e_t_y"));
  CompileResult compiled = compileGraph("int64", kEqual + ifNode("y", "c", inner, threes("e_y")));
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  expectOnly("int64", 16000, 8000);
}

/// The branch for all other values asks for this one again.
TEST_F(IfTest, ABranchThatNeedsWhatItExcludes) {
  std::string again = "d = Equal(k, n) " + ifNode("e_y", "d", "t_e_y = Neg(p) ", threes("e_e_y"));
  CompileResult compiled =
      compileGraph("int64", kEqual + pairs("p") + ifNode("y", "c", "t_y = Identity(p) ", again));
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  expectOnly("int64", 16000, 8000);
}

TEST_F(IfTest, TheValueIsGiven) {
  std::string nodes = "n = Constant<value_int = 16000>() c = Greater(k, n) " +
                      ifNode("y", "c", threes("t_y"), pairs("e_y"));
  EXPECT_THAT(compileGraph("int64", nodes).errors,
              HasSubstr("  note: the then_branch of If node 'y' has to be possible, its condition "
                        "being known at run time only: this is computed from model input 'k'; "
                        "give its value with --value k=NUMBERS"));
  CompileResult compiled = compileGraph("int64", nodes, {{"k", {"8000"}}});
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  expectOnly("int64", 8000, 16001);
}

/// Commands that make up inputs do not make up others than the library takes.
TEST_F(IfTest, SamplesAreInRange) {
  CompileResult compiled =
      compileGraph("int64", kEqual + ifNode("y", "c", pairs("t_y"), threes("e_y")));
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  auto library = LoadedModel::open(folder.path() + "/out", "branch");
  ASSERT_TRUE(bool(library)) << toString(library.takeError());
  MLIRContext context(MLIRContext::Threading::DISABLED);
  auto outputs = library->run(sampleInputs(*library, folder.path() + "/out", context));
  EXPECT_TRUE(bool(outputs)) << toString(outputs.takeError());
}

} // namespace
} // namespace unspool::test
