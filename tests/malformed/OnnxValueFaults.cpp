//===- OnnxValueFaults.cpp - ONNX: values that are needed ----------------===//
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
  };
}
