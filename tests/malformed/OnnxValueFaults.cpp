//===- OnnxValueFaults.cpp - ONNX: values that are needed, and branches ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

using namespace unspool::malformed;

/// A Reshape by an input, for which --value gives these numbers.
static Fault valueFault(std::string name, std::string type, std::string value,
                        std::vector<std::string> expected) {
  Fault fault = onnxFault(name,
                          "g (float[2,3] x, " + type +
                              " s) => (float y) "
                              "{ t = Cast<to = 7>(s) y = Reshape(x, t) }",
                          expected);
  fault.flags = {"--value", value};
  return fault;
}

/// Nodes that compute `result` from x, of two elements; or that cannot.
static std::string possible(std::string result) { return result + " = Relu(x)"; }
static std::string impossible(std::string result) {
  return "s = Constant<value_ints = [3]>() " + result + " = Reshape(x, s)";
}

static std::string ifNode(std::string result, std::string condition, std::string whenTrue,
                          std::string otherwise) {
  return result + " = If<then_branch = t () => (float[2] t) { " + whenTrue +
         " }, else_branch = e () => (float[2] e) { " + otherwise + " }>(" + condition + ") ";
}

static Fault branchFault(std::string name, std::string nodes, std::vector<std::string> expected) {
  return onnxFault(name,
                   "g (float[2] x, int64 k) => (float[2] y) <int64 n = {16000}, int64 m = {8000}> "
                   "{ " +
                       nodes + "}",
                   expected);
}

static const char *const kCannotReshape = "Reshape node 't': cannot reshape 'tensor<2xf32>'";

std::vector<Fault> unspool::malformed::onnxValueFaults() {
  return {
      valueFault("ValueOfNoInput", "int64[2]", "t=3,2",
                 {"a value is given for 't', which is not a model input"}),
      valueFault("ValueOfOtherSize", "int64[2]", "s=3",
                 {"the value given for input 's': there are 1 numbers when its type "
                  "'tensor<2xi64>' has 2"}),
      valueFault("ValueNotANumber", "int64[2]", "s=3,two", {"'two' is not an integer"}),
      valueFault("ValueNotAnInteger", "int64[2]", "s=3,2.0", {"'2.0' is not an integer"}),
      valueFault("ValueNotAFloat", "float[2]", "s=3,2x", {"'2x' is not a number"}),
      valueFault("ValueTooLarge", "int8[2]", "s=3,128", {"'128' is beyond the range of 'i8'"}),
      valueFault("ValueTooSmall", "int8[2]", "s=3,-129", {"'-129' is beyond the range of 'i8'"}),
      valueFault("ValueNotUnsigned", "uint8[2]", "s=3,-1", {"'-1' is beyond the range of 'ui8'"}),
      valueFault("ValueOfManyDigits", "int64[2]", "s=3,9223372036854775808",
                 {"'9223372036854775808' is beyond the range of 'i64'"}),
      valueFault("ValueNoTruth", "bool[2]", "s=1,2", {"'2' is beyond the range of 'i1'"}),
      valueFault("ValueBeyondFloats", "float16[2]", "s=3,1e5",
                 {"'1e5' is beyond the range of 'f16'"}),
      branchFault("NoBranchIsPossible",
                  "c = Equal(k, n) " + ifNode("y", "c", impossible("t"), impossible("e")),
                  {kCannotReshape, "note: the then_branch of If node 'y' has to be possible",
                   "computed from model input 'k'; give its value with --value k=NUMBERS"}),
      branchFault("ConditionOfTwo",
                  "c = Constant<value = bool[2] {1, 0}>() " +
                      ifNode("y", "c", impossible("t"), possible("e")),
                  {kCannotReshape, "note: the then_branch of If node 'y' has to be possible"}),
      branchFault("BranchForAllOthers",
                  "c = Equal(k, n) " + ifNode("y", "c", impossible("t"), possible("e")),
                  {kCannotReshape, "note: the then_branch of If node 'y' has to be possible"}),
      branchFault("BranchForManyNumbers",
                  "d = Less(k, n) c = Not(d) " + ifNode("y", "c", possible("t"), impossible("e")),
                  {"Reshape node 'e': cannot reshape", "note: the else_branch of If node 'y'"}),
      branchFault("BranchesForTwoNumbers",
                  "c = Equal(k, n) " + ifNode("z", "c", possible("t"), impossible("e")) +
                      "d = Equal(k, m) " + ifNode("y", "d", possible("t"), impossible("e")),
                  {"Reshape node 'e': cannot reshape",
                   "note: the else_branch of If node 'y' is taken where input 'k' has to be "
                   "16000 for If node 'z'"}),
      branchFault("BranchWithinABranchForAnotherNumber",
                  "c = Equal(k, n) " +
                      ifNode("y", "c", possible("t"),
                             "d = Equal(k, m) " + ifNode("e", "d", "t = Relu(x)",
                                                         "s = Constant<value_ints = [3]>() "
                                                         "e = Reshape(x, s)")),
                  {"input 'k' has to be 16000 for If node 'y' and 8000 for If node 'e'; give its "
                   "value with --value k=NUMBER"}),
  };
}
