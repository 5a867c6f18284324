//===- OnnxErrorsTest.cpp - what the ONNX frontend says of bad models -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One test a kind of fault: the model is built here, and the messages that its
// import gives are compared.
//
//===----------------------------------------------------------------------===//

#include "tests/frontend/OnnxErrors.h"

#include "llvm/Support/FileSystem.h"

using namespace unspool::frontend;
using testing::ElementsAre;
using testing::HasSubstr;
using Failure = ImportReport::Failure;

namespace {

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

TEST_F(OnnxErrors, GoodModelsHaveNone) {
  addRelu();
  EXPECT_THAT(import(), ElementsAre());
}

TEST_F(OnnxErrors, MissingFile) {
  EXPECT_THAT(importFile("no.onnx"), ElementsAre(HasSubstr("No such file or directory")));
  EXPECT_EQ(report.failure, Failure::Invalid);
  EXPECT_THAT(importFile("no"), ElementsAre(HasSubstr("No such file or directory")));
}

TEST_F(OnnxErrors, UnknownExtension) {
  std::ofstream(folder / "model.bin") << "a model?";
  EXPECT_THAT(importFile("model.bin"),
              ElementsAre(HasSubstr("the extension should be .onnx, .keras")));
}

TEST_F(OnnxErrors, EmptyFile) {
  write("");
  EXPECT_THAT(importFile(), ElementsAre("the file is empty"));
}

TEST_F(OnnxErrors, NotProtobuf) {
  write("this is a text file and no model at all");
  EXPECT_THAT(importFile(), ElementsAre(HasSubstr("not an ONNX model, or a file cut short")));
}

TEST_F(OnnxErrors, Truncated) {
  addSum().set_raw_data(std::string(8, '\0'));
  std::string bytes = model.SerializeAsString();
  write(bytes.substr(0, bytes.size() / 2));
  EXPECT_THAT(importFile(), ElementsAre(HasSubstr("a file cut short")));
}

TEST_F(OnnxErrors, NoGraph) {
  model.clear_graph();
  EXPECT_THAT(import(), ElementsAre("the model has no graph"));
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

TEST_F(OnnxErrors, OutputDeclaredWithAnotherShape) {
  addRelu();
  graph()
      .mutable_output(0)
      ->mutable_type()
      ->mutable_tensor_type()
      ->mutable_shape()
      ->mutable_dim(0)
      ->set_dim_value(3);
  EXPECT_THAT(import(), ElementsAre(HasSubstr("graph output 'y' is declared as [3] but its nodes "
                                              "compute 'tensor<2xf32>'")));
  EXPECT_EQ(report.failure, Failure::Invalid);
}

TEST_F(OnnxErrors, OutputDeclaredWithAnotherElementType) {
  addRelu();
  auto &type = *graph().mutable_output(0)->mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::INT32);
  EXPECT_THAT(import(), ElementsAre("graph output 'y' is declared as int32 but its nodes compute "
                                    "'tensor<2xf32>'; correct the declaration, or export the "
                                    "model anew"));
  EXPECT_EQ(report.failure, Failure::Invalid);
  type.clear_elem_type(); // says nothing
  EXPECT_THAT(import(), ElementsAre());
}

/// An exporter's guess, unlike a number, binds nobody.
TEST_F(OnnxErrors, OutputDeclaredWithOtherAxes) {
  addRelu();
  auto &shape = *graph().mutable_output(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
  shape.mutable_dim(0)->set_dim_param("N");
  EXPECT_THAT(import(), ElementsAre());
  EXPECT_THAT(warnings, ElementsAre());
  shape.add_dim()->set_dim_value(5);
  EXPECT_THAT(import(), ElementsAre());
  EXPECT_THAT(warnings, ElementsAre("graph output 'y' is declared as [N, 5] but its nodes compute "
                                    "'tensor<2xf32>', which is what the library gives"));
}

TEST_F(OnnxErrors, NoOutputs) {
  addInput("x", {2});
  EXPECT_THAT(import(), ElementsAre("the graph has no outputs"));
}

TEST_F(OnnxErrors, OutputNotComputed) {
  addRelu();
  addOutput("z");
  EXPECT_THAT(import(), ElementsAre("graph output 'z' is not computed by any node"));
}

TEST_F(OnnxErrors, DanglingInput) {
  addInput("x", {2});
  addNode("Add", {"x", "nothing"}, {"y"});
  addOutput("y");
  EXPECT_THAT(import(), ElementsAre("Add node 'n_y': input 'nothing' is not a graph input, an "
                                    "initializer or a node's output"));
}

TEST_F(OnnxErrors, Cycle) {
  addInput("x", {2});
  addNode("Add", {"x", "b"}, {"a"});
  addNode("Relu", {"a"}, {"b"});
  addOutput("b");
  EXPECT_THAT(import(),
              ElementsAre("Add node 'n_a': input 'b' is computed by a later node, Relu node "
                          "'n_b': nodes must be in topological order, without cycles"));
}

TEST_F(OnnxErrors, DuplicateValue) {
  addRelu();
  addNode("Abs", {"x"}, {"y"});
  EXPECT_THAT(import(), ElementsAre("Abs node 'n_y': value 'y' is defined twice"));
}

TEST_F(OnnxErrors, DuplicateInitializer) {
  addSum().set_raw_data(std::string(8, '\0'));
  addInitializer("w", {2}).set_raw_data(std::string(8, '\0'));
  EXPECT_THAT(import(), ElementsAre("there are two initializers named 'w'"));
}

TEST_F(OnnxErrors, MissingRequiredInput) {
  addInput("x", {2});
  addNode("Add", {"x"}, {"y"});
  addOutput("y");
  EXPECT_THAT(import(), ElementsAre("Add node 'n_y': there are 1 inputs when there should be 2"));
}

TEST_F(OnnxErrors, TypesThatDoNotGoTogether) {
  addInput("x", {2});
  addInput("z", {3});
  addNode("Add", {"x", "z"}, {"y"});
  addOutput("y");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("Add node 'n_y': ")));
  EXPECT_EQ(report.failure, Failure::Invalid);
}

TEST_F(OnnxErrors, AxisOutOfRange) {
  addRelu();
  onnx::AttributeProto &axis = *addNode("Softmax", {"x"}, {"z"}).add_attribute();
  axis.set_name("axis");
  axis.set_type(onnx::AttributeProto::INT);
  axis.set_i(3);
  addOutput("z");
  EXPECT_THAT(import(), ElementsAre("Softmax node 'n_z': axis 3 is out of range for rank 1"));
}

TEST_F(OnnxErrors, AttributeOfWrongLength) {
  addInput("x", {1, 1, 4, 4});
  addInts(addNode("MaxPool", {"x"}, {"y"}), "kernel_shape", {2});
  addOutput("y");
  EXPECT_THAT(import(), ElementsAre("MaxPool node 'n_y': attribute 'kernel_shape' has 1 numbers "
                                    "when it should have 2"));
}

TEST_F(OnnxErrors, AllWrongNodesAtOnce) {
  addInput("x", {2});
  addInput("z", {3});
  addNode("Add", {"x", "z"}, {"a"});
  addNode("Relu", {"a"}, {"b"}); // wrong only because of a
  addInts(addNode("Transpose", {"x"}, {"c"}), "perm", {1});
  addNode("Add", {"x", "x"}, {"y"});
  addOutput("y");
  EXPECT_THAT(import(),
              ElementsAre(HasSubstr("Add node 'n_a': "), HasSubstr("Transpose node 'n_c': ")));
}

TEST_F(OnnxErrors, AttributeOfWrongType) {
  addRelu();
  onnx::AttributeProto &axis = *addNode("Softmax", {"x"}, {"z"}).add_attribute();
  axis.set_name("axis");
  axis.set_type(onnx::AttributeProto::FLOAT);
  axis.set_f(1);
  EXPECT_THAT(import(), ElementsAre("Softmax node 'n_z': attribute 'axis' is of type FLOAT when it "
                                    "should be of type INT"));
}

/// y = Transpose(x) in a function whose attribute p is bound to the node's perm.
TEST_F(OnnxErrors, FunctionAttributesAreBound) {
  addInput("x", {2, 3});
  onnx::NodeProto &call = addNode("Turn", {"x"}, {"y"});
  call.set_domain("own");
  addInts(call, "p", {1, 0});
  setType(*graph().add_output(), "y", {3, 2});
  onnx::FunctionProto &function = *model.add_functions();
  function.set_name("Turn");
  function.set_domain("own");
  function.add_input("a");
  function.add_output("b");
  function.add_attribute("p");
  onnx::NodeProto &turn = *function.add_node();
  turn.set_op_type("Transpose");
  turn.add_input("a");
  turn.add_output("b");
  onnx::AttributeProto &perm = *turn.add_attribute();
  perm.set_name("perm");
  perm.set_type(onnx::AttributeProto::INTS);
  perm.set_ref_attr_name("p");
  EXPECT_THAT(import(), ElementsAre());
  graph().mutable_node(0)->mutable_attribute(0)->set_ints(0, 0);
  EXPECT_THAT(import(), ElementsAre(HasSubstr("Transpose node 'b': ")));
}

TEST_F(OnnxErrors, DeepSubgraphs) {
  addInput("x", {2});
  addInput("c", {});
  graph().mutable_input(1)->mutable_type()->mutable_tensor_type()->set_elem_type(
      onnx::TensorProto::BOOL);
  onnx::GraphProto inner;
  for (int depth = 0; depth < 40; ++depth) {
    onnx::GraphProto outer;
    onnx::NodeProto &node = *outer.add_node();
    node.set_op_type(depth ? "If" : "Relu");
    node.add_input(depth ? "c" : "x");
    node.add_output("y" + std::to_string(depth));
    for (const char *name : {"then_branch", "else_branch"}) {
      if (depth == 0)
        break;
      onnx::AttributeProto &branch = *node.add_attribute();
      branch.set_name(name);
      branch.set_type(onnx::AttributeProto::GRAPH);
      if (std::string(name) == "then_branch")
        *branch.mutable_g() = inner;
    }
    setType(*outer.add_output(), "y" + std::to_string(depth), {2});
    inner = outer;
  }
  graph().mutable_node()->CopyFrom(inner.node());
  addOutput("y39");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("not an ONNX model, or a file cut short")));
}

TEST_F(OnnxErrors, RecursiveFunction) {
  addInput("x", {2});
  addNode("Loopy", {"x"}, {"y"}).set_domain("own");
  addOutput("y");
  onnx::FunctionProto &function = *model.add_functions();
  function.set_name("Loopy");
  function.set_domain("own");
  function.add_input("a");
  function.add_output("b");
  onnx::NodeProto &call = *function.add_node();
  call.set_op_type("Loopy");
  call.set_domain("own");
  call.add_input("a");
  call.add_output("b");
  EXPECT_THAT(import(), ElementsAre("Loopy node 'b': functions call each other deeper than 64, "
                                    "or recursively"));
}

//===----------------------------------------------------------------------===//
// Tensors
//===----------------------------------------------------------------------===//

TEST_F(OnnxErrors, InitializerOfWrongSize) {
  addSum().set_raw_data(std::string(7, '\0'));
  EXPECT_THAT(import(), ElementsAre(HasSubstr("tensor 'w' holds 7 bytes of data when its type "
                                              "'tensor<2xf32>' takes 8")));
}

TEST_F(OnnxErrors, InitializerOfWrongCount) {
  addSum().add_float_data(1);
  EXPECT_THAT(import(), ElementsAre(HasSubstr("tensor 'w' holds 1 elements when its type "
                                              "'tensor<2xf32>' has 2")));
}

TEST_F(OnnxErrors, NegativeDimension) {
  addSum().set_dims(0, -2);
  EXPECT_THAT(import(), ElementsAre(HasSubstr("tensor 'w' has a negative dimension, -2")));
}

TEST_F(OnnxErrors, HugeInitializer) {
  onnx::TensorProto &tensor = addSum();
  tensor.set_dims(0, int64_t(1) << 40);
  tensor.add_dims(int64_t(1) << 40);
  EXPECT_THAT(import(), ElementsAre(HasSubstr("exceeds the memory limit of")));
}

TEST_F(OnnxErrors, HugeInput) {
  addRelu();
  graph()
      .mutable_input(0)
      ->mutable_type()
      ->mutable_tensor_type()
      ->mutable_shape()
      ->mutable_dim(0)
      ->set_dim_value(int64_t(1) << 60);
  EXPECT_THAT(import(), ElementsAre(HasSubstr("exceeds the memory limit of")));
}

TEST_F(OnnxErrors, HugeResult) {
  addInput("x", {2});
  onnx::TensorProto &shape = addInitializer("s", {2});
  shape.set_data_type(onnx::TensorProto::INT64);
  shape.add_int64_data(int64_t(1) << 45);
  shape.add_int64_data(2);
  addNode("Expand", {"x", "s"}, {"y"});
  addOutput("y");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("Expand node 'n_y': a tensor of type")));
}

//===----------------------------------------------------------------------===//
// External data
//===----------------------------------------------------------------------===//

class OnnxExternalData : public OnnxErrors {
protected:
  void store(std::string location, std::string offset = "", std::string length = "") {
    onnx::TensorProto &tensor = addSum();
    tensor.set_data_location(onnx::TensorProto::EXTERNAL);
    auto add = [&](std::string key, std::string value) {
      if (value.empty())
        return;
      tensor.add_external_data()->set_key(key);
      tensor.mutable_external_data()->rbegin()->set_value(value);
    };
    add("location", location);
    add("offset", offset);
    add("length", length);
    std::ofstream(folder / "weights.bin", std::ios::binary) << std::string(12, '\0');
  }
};

TEST_F(OnnxExternalData, IsRead) {
  store("weights.bin", "4", "8");
  EXPECT_THAT(import(), ElementsAre());
}

TEST_F(OnnxExternalData, Missing) {
  store("other.bin");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("external data of tensor 'w': cannot read "
                                              "'other.bin': No such file")));
}

TEST_F(OnnxExternalData, WithoutLocation) {
  store("");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("there is no location")));
}

TEST_F(OnnxExternalData, ParentFolder) {
  store("../weights.bin");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("does not stay below the model's folder")));
}

TEST_F(OnnxExternalData, AbsolutePath) {
  store("/etc/passwd");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("does not stay below the model's folder")));
}

TEST_F(OnnxExternalData, LinkOutside) {
  store("link.bin");
  std::filesystem::create_symlink("/etc/passwd", folder / "link.bin");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("is a link that leads out of the model's folder")));
}

TEST_F(OnnxExternalData, BeyondTheEnd) {
  store("weights.bin", "8", "8");
  EXPECT_THAT(import(),
              ElementsAre(HasSubstr("has 12 bytes when offset 8 and length 8 go beyond")));
}

TEST_F(OnnxExternalData, WrongLength) {
  store("weights.bin", "0", "12");
  EXPECT_THAT(import(),
              ElementsAre(HasSubstr("length is 12 when the type 'tensor<2xf32>' takes 8")));
}

TEST_F(OnnxExternalData, OffsetThatIsNoNumber) {
  store("weights.bin", "-4");
  EXPECT_THAT(import(), ElementsAre(HasSubstr("offset '-4' is not a number")));
}

//===----------------------------------------------------------------------===//
// Shapes and values
//===----------------------------------------------------------------------===//

class OnnxShapes : public OnnxErrors {
protected:
  OnnxShapes() {
    addRelu();
    auto *shape = graph().mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
    shape->mutable_dim(0)->set_dim_param("N");
    shape->add_dim()->set_dim_value(3);
  }
};

TEST_F(OnnxShapes, AllOpenOnesAreListed) {
  auto *other = graph().add_input();
  other->set_name("z");
  other->mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
  EXPECT_THAT(import(),
              ElementsAre("shapes must be known at compile time, but 'x' [N, 3], 'z' (of any rank) "
                          "are open; give extents for the symbols with --shape name=1x2x3, or "
                          "the most that they may be at run time with --max name.axis=N"));
}

TEST_F(OnnxShapes, AreTakenFromTheOptions) {
  graph().mutable_output(0)->clear_type();
  options.inputShapes["x"] = {5, 3};
  EXPECT_THAT(import(), ElementsAre());
}

TEST_F(OnnxShapes, OfWrongRank) {
  options.inputShapes["x"] = {5};
  EXPECT_THAT(import(), ElementsAre("the shape given for input 'x' has 1 extents when the input "
                                    "has rank 2"));
}

TEST_F(OnnxShapes, AgainstTheModel) {
  options.inputShapes["x"] = {5, 4};
  EXPECT_THAT(import(), ElementsAre("the shape given for input 'x' has extent 4 on axis 1 when "
                                    "the model has 3"));
}

TEST_F(OnnxShapes, OfUnknownInput) {
  options.inputShapes["q"] = {5};
  EXPECT_THAT(import(), ElementsAre("a shape is given for 'q', which is not a model input"));
}

TEST_F(OnnxShapes, SymbolsThatSayNothingAreNoNames) {
  auto *shape = graph().mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
  for (const char *symbol : {"?", "None", "H"})
    shape->add_dim()->set_dim_param(symbol);
  write(model.SerializeAsString());
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  auto interface = describeModel((folder / "model.onnx").string(), context);
  ASSERT_TRUE(succeeded(interface));
  EXPECT_THAT(interface->inputs.front().dimNames, ElementsAre("N", "", "", "", "H"));
}

TEST_F(OnnxErrors, ValueKnownOnlyAtRunTime) {
  addInput("x", {2});
  addInput("s", {1});
  graph().mutable_input(1)->mutable_type()->mutable_tensor_type()->set_elem_type(
      onnx::TensorProto::INT64);
  addNode("Reshape", {"x", "s"}, {"y"});
  addOutput("y");
  EXPECT_THAT(import(),
              ElementsAre("Reshape node 'n_y': input 1 ('s') must be known at compile time, but "
                          "is computed from model input 's'; give its value with --value "
                          "s=NUMBERS, or fix the model's input shapes"));
  EXPECT_EQ(report.failure, Failure::Unsupported);
  EXPECT_THAT(report.neededInputValues, ElementsAre("s"));
}

//===----------------------------------------------------------------------===//
// What is not supported
//===----------------------------------------------------------------------===//

TEST_F(OnnxErrors, AllUnsupportedNodesAtOnce) {
  addRelu();
  addNode("GlobalMaxPol", {"x"}, {"a"});
  addNode("Special", {"x"}, {"b"}).set_domain("com.example");
  addInts(addNode("Relu", {"x"}, {"c"}), "slope", {1});
  EXPECT_THAT(import(),
              ElementsAre("GlobalMaxPol node 'n_a': operator ai.onnx::GlobalMaxPol is not "
                          "supported (supported: GlobalMaxPool)",
                          "Special node 'n_b': operator com.example::Special is not supported; "
                          "`unspool list operators` shows those that are",
                          "Relu node 'n_c': attribute 'slope' is not supported (supported: "
                          "consumed_inputs)"));
  EXPECT_EQ(report.failure, Failure::Unsupported);
}

TEST_F(OnnxErrors, RefusedOperatorsWithTheReason) {
  addRelu();
  addNode("SequenceConstruct", {"x"}, {"s"});
  EXPECT_THAT(import(),
              ElementsAre(HasSubstr("operator ai.onnx::SequenceConstruct is not supported: "
                                    "it works on sequences or optional values")));
}

TEST_F(OnnxErrors, UnsupportedElementType) {
  addRelu();
  graph().mutable_input(0)->mutable_type()->mutable_tensor_type()->set_elem_type(
      onnx::TensorProto::STRING);
  addInitializer("w", {2}).set_data_type(22);
  EXPECT_THAT(import(),
              ElementsAre(HasSubstr("input 'x' has element type string, which is not supported"),
                          HasSubstr("initializer 'w' has element type int4, which is not")));
}

TEST_F(OnnxErrors, InputThatIsNoTensor) {
  addRelu();
  graph().mutable_input(0)->mutable_type()->mutable_sequence_type();
  EXPECT_THAT(import(), ElementsAre("input 'x' is not a tensor; only tensors are supported"));
}

TEST_F(OnnxErrors, NoOperatorSet) {
  addRelu();
  model.clear_opset_import();
  EXPECT_THAT(import(), ElementsAre("Relu node 'n_y': the model imports no operator set of domain "
                                    "ai.onnx"));
}

} // namespace
