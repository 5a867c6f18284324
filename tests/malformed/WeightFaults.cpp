//===- WeightFaults.cpp - weights of Keras models and descriptions --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

#include <zip.h>

using namespace unspool::malformed;

namespace {

constexpr const char *kDense = R"({"class_name": "Sequential", "config": {"layers": [
{"class_name": "Input", "config": {"name": "x", "shape": [3]}},
{"class_name": "Dense", "config": {"units": 2, "use_bias": false}}]}})";

/// kDense with this safetensors header, and so many bytes of data, beside it.
Fault tensorsFault(std::string name, std::string header, size_t data,
                   std::vector<std::string> expected) {
  auto write = [=](const Folder &folder) {
    std::string length(8, '\0');
    length[0] = char(header.size());
    writeFile(folder / "model.safetensors", length + header + std::string(data, '\0'));
    return writeFile(folder / "model.json", kDense);
  };
  return {name, write, expected};
}

/// A .keras archive whose entries are these.
Folder writeArchive(const Folder &folder,
                    std::vector<std::pair<std::string, std::string>> entries) {
  Folder path = folder / "model.keras";
  zip_t *archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  for (const auto &[name, bytes] : entries)
    zip_file_add(archive, name.c_str(),
                 zip_source_buffer(archive, bytes.data(), bytes.size(), /*freep=*/0), 0);
  zip_close(archive);
  return path;
}

/// A configuration of 1 GB, all spaces, packed into 1 MB.
Folder writeBomb(const Folder &folder) {
  return writeArchive(folder, {{"config.json", std::string(size_t(1) << 30, ' ')}});
}

Folder writeArchiveWithoutWeights(const Folder &folder) {
  return writeArchive(folder, {{"config.json", kDense}, {"metadata.json", "{}"}});
}

Folder writeArchiveWithoutConfig(const Folder &folder) {
  return writeArchive(folder, {{"metadata.json", "{}"}});
}

} // namespace

std::vector<Fault> unspool::malformed::weightFaults() {
  auto header = [](std::string name, std::string type, std::string shape, std::string offsets) {
    return "{\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape +
           ",\"data_offsets\":" + offsets + "}}";
  };
  std::string good = header("dense/kernel", "F32", "[3,2]", "[0,24]");
  return {
      fileFault("WeightsMissing", "model.json", kDense,
                {"weight 'dense/kernel' is missing", "--random-weights SEED"}),
      tensorsFault("WeightMisspelt", header("dense/kernal", "F32", "[3,2]", "[0,24]"), 24,
                   {"has no such tensor (it has 'dense/kernal')"}),
      tensorsFault("WeightOfOtherShape", header("dense/kernel", "F32", "[2,3]", "[0,24]"), 24,
                   {"weight 'dense/kernel' has shape [2, 3] when it should be [3, 2]"}),
      tensorsFault("WeightsCutShort", good, 20, {"when the file holds 20 bytes of data"}),
      tensorsFault("WeightsOverflow",
                   header("dense/kernel", "F32", "[4611686018427387904,4]", "[0,0]"), 0,
                   {"has a bad shape"}),
      tensorsFault("WeightsOfOtherType", header("dense/kernel", "F7", "[3,2]", "[0,24]"), 24,
                   {"dense/kernel", "F7"}),
      tensorsFault("WeightsOffsetsTurned", header("dense/kernel", "F32", "[3,2]", "[24,0]"), 24,
                   {"dense/kernel"}),
      tensorsFault("WeightsHeaderNotJson", "{\"dense", 24, {"model.safetensors"}),
      {"WeightsHeaderTooLong",
       [](const Folder &folder) {
         writeFile(folder / "model.safetensors", std::string(8, '\xff'));
         return writeFile(folder / "model.json", kDense);
       },
       {"the header's length is"}},
      {"ZipBomb", writeBomb, {"entry 'config.json' of the archive exceeds the limit of"}},
      {"ArchiveWithoutWeights", writeArchiveWithoutWeights, {"model.weights.h5"}},
      {"ArchiveWithoutConfig", writeArchiveWithoutConfig, {"config.json"}},
  };
}
