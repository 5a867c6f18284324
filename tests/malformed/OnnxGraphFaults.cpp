//===- OnnxGraphFaults.cpp - ONNX: graphs, operators and attributes -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

using namespace unspool::malformed;

std::vector<Fault> unspool::malformed::onnxGraphFaults() {
  return {
      onnxFault("NoOutputs", "g (float[2] x) => () { y = Relu(x) }", {"the graph has no outputs"}),
      onnxFault("OutputNotComputed", "g (float[2] x) => (float[2] z) { y = Relu(x) }",
                {"graph output 'z' is not computed by any node"}),
      onnxFault("DanglingInput", "g (float[2] x) => (float[2] y) { y = Add(x, nothing) }",
                {"Add node 'y': input 'nothing' is not a graph input, an initializer or a node's "
                 "output"}),
      onnxFault("Cycle", "g (float[2] x) => (float[2] b) { a = Add(x, b) b = Relu(a) }",
                {"input 'b' is computed by a later node, Relu node 'b'", "without cycles"}),
      onnxFault("TwoValuesOfOneName", "g (float[2] x) => (float[2] y) { y = Relu(x) y = Abs(x) }",
                {"value 'y' is defined twice"}),
      onnxFault("UnknownOperators",
                "g (float[2] x) => (float[2] y) { y = GlobalMaxPol(x) z = own.Special(x) }",
                {"operator ai.onnx::GlobalMaxPol is not supported (supported: GlobalMaxPool)",
                 "operator own::Special is not supported"}),
      onnxFault("UnknownAttribute", "g (float[2] x) => (float[2] y) { y = Relu<slope = 1>(x) }",
                {"attribute 'slope' is not supported"}),
      onnxFault(
          "AttributeOfOtherType",
          "g (float[1,4,6] x, float[2,4,3] w) => (float[1,2,4] y) { y = Conv<group = 1.5>(x, w) }",
          {"Conv node 'y': attribute 'group' is of type FLOAT when it should be of type INT"}),
      onnxFault("AttributeOfOtherLength",
                "g (float[1,1,4,4] x) => (float[1,1,3,3] y) { y = MaxPool<kernel_shape = [2]>(x) }",
                {"attribute 'kernel_shape' has 1 numbers when it should have 2"}),
      onnxFault("AttributeNotANumber", "g (float[2] x) => (float[2] y) { y = Elu(x) }",
                {"Elu node 'y': attribute 'alpha' is NaN"},
                [](onnx::ModelProto &model) {
                  onnx::AttributeProto &alpha =
                      *model.mutable_graph()->mutable_node(0)->add_attribute();
                  alpha.set_name("alpha");
                  alpha.set_type(onnx::AttributeProto::FLOAT);
                  alpha.set_f(__builtin_nanf(""));
                }),
      onnxFault("CastToNoType", "g (float[2] x) => (float y) { y = Cast<to = 0>(x) }",
                {"Cast node 'y': attribute 'to' should name an element type"}),
      onnxFault("TooFewInputs", "g (float[2] x) => (float[2] y) { y = Add(x) }",
                {"Add node 'y': there are 1 inputs when there should be 2"}),
      onnxFault("InputOfNewerSetMissing",
                "g (float[2] x) => (float[1] y, int64[1] i) { y, i = TopK<k = 1>(x) }",
                {"TopK node 'y': input 1 is missing"}),
      onnxFault("TooManyInputs", "g (float[2] x) => (float[2] y) { y = Relu(x, x, x) }",
                {"Relu node 'y': there are 3 inputs when there should be 1"}),
      onnxFault("ShapesThatDoNotBroadcast",
                "g (float[2] x, float[3] z) => (float[3] y) { y = Add(x, z) }", {"Add node 'y': "}),
      onnxFault("ElementTypesThatDiffer",
                "g (float[2] x, double[2] z) => (float[2] y) { y = Add(x, z) }",
                {"Add node 'y': "}),
      onnxFault("AxisOutOfRange", "g (float[2] x) => (float[2] y) { y = Softmax<axis = 3>(x) }",
                {"Softmax node 'y': axis 3 is out of range for rank 1"}),
      onnxFault("ReshapeOfOtherSize",
                "g (float[2,3] x) => (float[4] y) <int64[1] s = {4}> { y = Reshape(x, s) }",
                {"Reshape node 'y': cannot reshape 'tensor<2x3xf32>' to 'tensor<4xf32>'"}),
      onnxFault("ReshapeOfTwoUnknowns",
                "g (float[2,3] x) => (float[6] y) <int64[2] s = {-1, -1}> { y = Reshape(x, s) }",
                {"Reshape node 'y': "}),
      onnxFault(
          "HugeResult",
          "g (float[2] x) => (float[2] y) <int64[2] s = {35184372088832, 2}> { y = Expand(x, s) }",
          {"Expand node 'y': a tensor of type", "exceeds the memory limit"}),
      onnxFault(
          "HugeInput",
          "g (float[1152921504606846976] x) => (float[1152921504606846976] y) { y = Relu(x) }",
          {"exceeds the memory limit of"}),
      onnxFault("OutputDeclaredOtherwise", "g (float[2] x) => (float[3] y) { y = Relu(x) }",
                {"graph output 'y' is declared as [3] but its nodes compute 'tensor<2xf32>'"}),
      onnxFault("OpenDimensions",
                "g (float[N,3] x, float[T,2] z) => (float[N,3] y) { y = Relu(x) }",
                {"'x' [N, 3]", "'z' [T, 2]", "axis 0 of 'x', needed by Relu node 'y': ", "--shape",
                 "--max"}),
      onnxFault(
          "ShapeThatDependsOnValues",
          "g (float[2] x, int64[1] s) => (float[2] y) { y = Reshape(x, s) }",
          {"input 1 ('s') must be known at compile time, but is computed from model input 's'"}),
      onnxFault("BranchesThatDiffer",
                "g (float[2] x, bool c) => (float[2] y) { y = If<\n"
                "then_branch = t () => (float[2] a) { a = Relu(x) },\n"
                "else_branch = e () => (float[3] b) { b = Constant<value = float[3] {1.0, 2.0, "
                "3.0}>() }>(c) }",
                {"If node 'y': "}),
      onnxFault("MissingBranch",
                "g (float[2] x, bool c) => (float[2] y) { y = If<\n"
                "then_branch = t () => (float[2] a) { a = Relu(x) }>(c) }",
                {"If node 'y': ", "else_branch"}),
      onnxFault("EndlessLoop",
                "g (float[2] x) => (float[2] y) <int64 n = {9223372036854775807}> {\n"
                "y = Loop<body = b (int64 i, bool c, float[2] s) => (bool d, float[2] t)\n"
                "{ d = Identity(c) t = Relu(s) }>(n, , x) }",
                {"Loop node 'y': "}),
  };
}
