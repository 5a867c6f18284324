//===- KerasFaults.cpp - Keras files and descriptions in JSON -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

using namespace unspool::malformed;

std::vector<Fault> unspool::malformed::kerasFaults() {
  return {
      fileFault("DamagedArchive", "model.keras", "PK\x03\x04 no archive",
                {"not a zip archive that can be read"}),
      fileFault("DamagedHdf5", "model.h5",
                std::string("\x89HDF\r\n\x1a\n", 8) + std::string(64, '\7'),
                {"not an HDF5 file, or cut short"}),
      jsonFault("NotJson", "{\"class_name\": \"Sequential\",\n \"config\": }",
                {"is not JSON", "line 2"}),
      jsonFault("NestedDeeply", std::string(100000, '['), {"values are nested deeper than 256"}),
      jsonFault("KeyTwice", R"({"a": 1, "a": 2})", {"key 'a' comes twice"}),
      jsonFault("NotAModel", "[1, 2]", {"there is no \"class_name\""}),
      jsonFault("SubclassedModel", R"({"class_name": "MyModel", "config": {}})",
                {"a subclassed model holds Python code"}),
      layersFault("UnknownLayers", R"({"class_name": "Lambda", "config": {"name": "l"}},
                                      {"class_name": "Dens", "config": {"name": "d"}})",
                  {"Lambda layer 'l'", "it holds Python code, which is never run",
                   "class Dens is not supported (supported: Dense)"}),
      layersFault("UnknownLayerAttribute",
                  R"({"class_name": "Dense", "config": {"units": 2, "quantum": 3}})",
                  {"attribute 'quantum' is not supported"}),
      layersFault("LayerAttributeOfOtherKind",
                  R"({"class_name": "Conv1D", "config": {"filters": 0, "kernel_size": 3}})",
                  {"attribute 'filters' is 0 when it should be an integer of at least 1"}),
      layersFault("LayerAttributeMissing", R"({"class_name": "LSTM", "config": {}})",
                  {"attribute 'units' is missing"}),
      layersFault("LayerOfOtherRank",
                  R"({"class_name": "Conv2D", "config": {"filters": 2, "kernel_size": 3}})",
                  {"when it should have rank 4"}),
      layersFault("LayerTooLarge", R"({"class_name": "Dense", "config": {"units": 2000000000}})",
                  {"exceeds the memory limit"}),
      layersFault("LayerKernelLargerThanInput",
                  R"({"class_name": "Conv1D", "config": {"filters": 2, "kernel_size": 9}})",
                  {"Conv1D layer", "/config/layers/1"}),
      layersFault("LayerReshapeOfOtherSize",
                  R"({"class_name": "Reshape", "config": {"target_shape": [5, -1]}})",
                  {"cannot reshape"}),
      jsonFault("LayersInACycle",
                R"({"class_name": "Functional", "config": {"name": "m", "layers": [
    {"class_name": "InputLayer", "config": {"name": "x", "shape": [3]}},
    {"class_name": "Add", "config": {"name": "a"}, "inbound_nodes": ["x", "b"]},
    {"class_name": "ReLU", "config": {"name": "b"}, "inbound_nodes": ["a"]}],
    "output_layers": ["b"]}})",
                {"its layers wait for each other in a cycle: 'a', 'b'"}),
      jsonFault("LayerThatIsNotThere",
                R"({"class_name": "Functional", "config": {"name": "m", "layers": [
    {"class_name": "InputLayer", "config": {"name": "x", "shape": [3]}},
    {"class_name": "ReLU", "config": {"name": "a"}, "inbound_nodes": ["y"]}],
    "output_layers": ["a"]}})",
                {"there is no layer 'y' to read from"}),
      jsonFault("OpenExtents", R"({"class_name": "Sequential", "config": {"layers": [
    {"class_name": "Input", "config": {"name": "x", "shape": [null, 3]}},
    {"class_name": "LSTM", "config": {"units": 2}}]}})",
                {"'x' [1, ?, 3]", "--shape", "--max"}),
  };
}
