//===- OnnxFileFaults.cpp - ONNX: the file, its tensors and functions -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

using namespace unspool::malformed;

namespace {

constexpr const char *kSum =
    "g (float[2] x) => (float[2] y) <float[2] w = {1, 2}> { y = Add(x, w) }";

/// kSum with w in another file, of 12 bytes, and perhaps something beside it.
Fault externalFault(std::string name, std::string location, std::string offset,
                    std::vector<std::string> expected,
                    std::function<void(const Folder &)> arrange = nullptr) {
  auto write = [=](const Folder &folder) {
    writeFile(folder / "weights.bin", std::string(12, '\0'));
    if (arrange)
      arrange(folder);
    return writeFile(folder / "model.onnx", onnxBytes(kSum, [=](onnx::ModelProto &model) {
                       onnx::TensorProto &w = *model.mutable_graph()->mutable_initializer(0);
                       w.clear_float_data();
                       w.set_data_location(onnx::TensorProto::EXTERNAL);
                       onnx::StringStringEntryProto *entry = w.add_external_data();
                       entry->set_key("location");
                       entry->set_value(location);
                       entry = w.add_external_data();
                       entry->set_key("offset");
                       entry->set_value(offset);
                     }));
  };
  return {name, write, expected};
}

/// `count` functions, each of which calls the next one twice.
std::string callTree(int count) {
  std::string text = "g (float[2] x) => (float[2] y) { y = own.F0(x) }\n";
  for (int i = 0; i < count; ++i) {
    std::string next = i + 1 < count ? "own.F" + std::to_string(i + 1) : "Relu";
    text += "<domain: \"own\", opset_import: [\"\" : 17, \"own\" : 1]>\nF" + std::to_string(i) +
            " (a) => (c) { b = " + next + "(a) c = " + next + "(b) }\n";
  }
  return text;
}

void makeSparse(onnx::ModelProto &model) {
  model.mutable_graph()->add_sparse_initializer()->mutable_values()->set_name("v");
}

} // namespace

std::vector<Fault> unspool::malformed::onnxFileFaults() {
  std::string whole = onnxBytes(kSum);
  auto initializer = [](onnx::ModelProto &model) {
    return model.mutable_graph()->mutable_initializer(0);
  };
  return {
      fileFault("EmptyFile", "model.onnx", "", {"the file is empty"}),
      fileFault("NotProtobuf", "model.onnx", "this is no model at all",
                {"not an ONNX model, or a file cut short"}),
      fileFault("CutShort", "model.onnx", whole.substr(0, whole.size() / 2),
                {"a file cut short: parsing stopped at byte"}),
      fileFault("NotAModelFile", "model.bin", whole, {"the extension should be .onnx, .keras"}),
      {"MissingFile",
       [](const Folder &folder) { return folder / "none.onnx"; },
       {"none.onnx", "No such file or directory"}},
      onnxFault("NoGraph", kSum, {"the model has no graph"},
                [](onnx::ModelProto &model) { model.clear_graph(); }),
      onnxFault("NoOperatorSet", kSum, {"the model imports no operator set of domain ai.onnx"},
                [](onnx::ModelProto &model) { model.clear_opset_import(); }),
      onnxFault("TensorOfOtherSize", kSum,
                {"tensor 'w' holds 7 bytes of data when its type 'tensor<2xf32>' takes 8"},
                [=](onnx::ModelProto &model) {
                  initializer(model)->clear_float_data();
                  initializer(model)->set_raw_data(std::string(7, '\0'));
                }),
      onnxFault("TensorWithoutData", kSum, {"tensor 'w' holds 0 elements when its type"},
                [=](onnx::ModelProto &model) { initializer(model)->clear_float_data(); }),
      onnxFault("OutputWithoutData",
                "g (float[2] x) => (float[2] w) <float[2] w = {1, 2}> { y = Relu(x) }",
                {"tensor 'w' holds 0 elements when its type"},
                [=](onnx::ModelProto &model) { initializer(model)->clear_float_data(); }),
      onnxFault("NegativeDimension", kSum, {"tensor 'w' has a negative dimension, -2"},
                [=](onnx::ModelProto &model) { initializer(model)->set_dims(0, -2); }),
      onnxFault("HugeTensor", kSum, {"exceeds the memory limit of", "--max-memory"},
                [=](onnx::ModelProto &model) {
                  initializer(model)->set_dims(0, int64_t(1) << 40);
                  initializer(model)->add_dims(int64_t(1) << 40);
                }),
      onnxFault("ElementTypeUnsupported", kSum,
                {"initializer 'w' has element type int4, which is not supported"},
                [=](onnx::ModelProto &model) { initializer(model)->set_data_type(22); }),
      onnxFault("SparseTensor", kSum, {"initializer 'v' is sparse, which is not supported"},
                makeSparse),
      onnxFault("TwoTensorsOfOneName", kSum, {"there are two initializers named 'w'"},
                [=](onnx::ModelProto &model) {
                  *model.mutable_graph()->add_initializer() = *initializer(model);
                }),
      externalFault("ExternalDataMissing", "none.bin", "0",
                    {"external data of tensor 'w': cannot read 'none.bin'"}),
      externalFault("ExternalDataOutside", "../weights.bin", "0",
                    {"'../weights.bin' does not stay below the model's folder"}),
      externalFault("ExternalDataAbsolute", "/etc/passwd", "0",
                    {"'/etc/passwd' does not stay below the model's folder"}),
      externalFault("ExternalDataLink", "link.bin", "0",
                    {"'link.bin' is a link that leads out of the model's folder"},
                    [](const Folder &folder) {
                      std::filesystem::create_symlink("/etc/passwd", folder / "link.bin");
                    }),
      externalFault("ExternalDataFolderLink", "sub/weights.bin", "0",
                    {"'sub/weights.bin' is a link that leads out of the model's folder"},
                    [](const Folder &folder) {
                      Folder other = folder.parent_path() / "other";
                      std::filesystem::create_directories(other);
                      writeFile(other / "weights.bin", std::string(12, '\0'));
                      std::filesystem::create_directory_symlink(other, folder / "sub");
                    }),
      externalFault("ExternalDataBeyondTheEnd", "weights.bin", "8",
                    {"has 12 bytes when offset 8 and length 8 go beyond"}),
      externalFault("ExternalDataOffset", "weights.bin", "-4", {"offset '-4' is not a number"}),
      externalFault("ExternalDataDevice", "zero", "0", {"'zero' is"},
                    [](const Folder &folder) {
                      std::filesystem::create_symlink("/dev/zero", folder / "zero");
                    }),
      onnxFault(
          "RecursiveFunction",
          "g (float[2] x) => (float[2] y) { y = own.Loopy(x) }\n"
          "<domain: \"own\", opset_import: [\"own\" : 1]> Loopy (a) => (b) { b = own.Loopy(a) }",
          {"functions call each other deeper than 64, or recursively"}),
      onnxFault("FunctionsThatMultiply", callTree(40), {"the model has more than"}),
  };
}
