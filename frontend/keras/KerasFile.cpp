//===- KerasFile.cpp - files that hold a Keras model ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasFile.h"

#include "frontend/ZipArchive.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Configurations are text; networks of thousands of layers need a few MiB.
constexpr int64_t kMostConfigBytes = int64_t(64) << 20;

constexpr const char *kWeightsOnly =
    " holds weights without a network; put the network beside it as .json (model.to_json())";

class Opener {
public:
  Opener(StringRef path, const ImportOptions &options, MLIRContext &context)
      : path(path), options(options), context(context) {}

  FailureOr<KerasFile> run() {
    auto buffer = readFile(path);
    if (!buffer)
      return fail(buffer.takeError());
    StringRef data = (*buffer)->getBuffer();
    if (data.empty())
      return fail(makeError("the file is empty"));
    auto file = data.starts_with("PK")            ? openKeras(data)
                : data.starts_with("\x89HDF\r\n") ? openHdf5(data)
                                                  : openJson(data);
    if (!file)
      return fail(file.takeError());
    if (options.randomSeed)
      file->weights = makeRandomStore(*options.randomSeed);
    return std::move(*file);
  }

private:
  LogicalResult fail(llvm::Error error) {
    return mlir::emitError(FileLineColLoc::get(&context, path, 0, 0)) << toString(std::move(error));
  }
  static llvm::Error makeError(const llvm::Twine &message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
  }

  llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> readFile(StringRef name) {
    uint64_t size = 0;
    if (!llvm::sys::fs::file_size(name, size) && size > uint64_t(options.memoryLimit))
      return makeError("'" + name + "' has " + llvm::Twine(size) +
                       " bytes, more than the memory limit of " + llvm::Twine(options.memoryLimit) +
                       "; --max-memory sets it");
    auto buffer = llvm::MemoryBuffer::getFile(name, /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false);
    if (!buffer)
      return makeError("cannot read '" + name + "': " + buffer.getError().message());
    return std::move(*buffer);
  }

  llvm::Expected<std::unique_ptr<Json>> parse(StringRef text, StringRef what) {
    if (int64_t(text.size()) > kMostConfigBytes)
      return makeError(what + " has " + llvm::Twine(text.size()) + " bytes; at most " +
                       llvm::Twine(kMostConfigBytes) + " are read");
    auto json = parseJson(text);
    if (!json)
      return makeError(what + " is not JSON: " + toString(json.takeError()));
    return json;
  }

  llvm::Expected<KerasFile> openKeras(StringRef data) {
    auto archive = ZipArchive::open(data);
    if (!archive)
      return archive.takeError();
    if (!archive->contains("config.json"))
      return makeError("the archive has no config.json, so it is no Keras model");
    auto text = archive->read("config.json", kMostConfigBytes);
    if (!text)
      return text.takeError();
    KerasFile file;
    auto config = parse(*text, "config.json");
    if (!config)
      return config.takeError();
    file.config = std::move(*config);
    if (archive->contains("metadata.json")) {
      auto metadataText = archive->read("metadata.json", kMostConfigBytes);
      if (!metadataText)
        return metadataText.takeError();
      auto metadata = parse(*metadataText, "metadata.json");
      if (!metadata)
        return metadata.takeError();
      file.isVersion2 = StringRef((**metadata)["keras_version"].text).starts_with("2.");
    }
    file.weights = makeEmptyStore("the archive has no model.weights.h5");
    if (archive->contains("model.weights.h5")) {
      auto weights = archive->read("model.weights.h5", options.memoryLimit);
      if (!weights)
        return weights.takeError();
      auto hdf5 = Hdf5File::open(*weights);
      if (!hdf5)
        return makeError("model.weights.h5: " + toString(hdf5.takeError()));
      file.weights = makeNestedStore(std::move(*hdf5), "model.weights.h5");
    }
    return file;
  }

  llvm::Expected<KerasFile> openHdf5(StringRef data) {
    auto hdf5 = Hdf5File::open(data);
    if (!hdf5)
      return hdf5.takeError();
    auto text = hdf5->textAttribute("", "model_config");
    if (!text)
      return text.takeError();
    if (!*text)
      return makeError("'" + path + "'" + kWeightsOnly);
    KerasFile file;
    auto config = parse(**text, "attribute model_config");
    if (!config)
      return config.takeError();
    file.config = std::move(*config);
    auto version = hdf5->textAttribute("", "keras_version");
    if (!version)
      return version.takeError();
    file.isVersion2 = !*version || !StringRef(**version).starts_with("3.");
    file.weights = makeLegacyStore(std::move(*hdf5), "model_weights", "the file");
    return file;
  }

  llvm::Expected<KerasFile> openJson(StringRef data) {
    KerasFile file;
    auto config = parse(data, "'" + path.str() + "'");
    if (!config)
      return config.takeError();
    file.config = std::move(*config);
    file.hasLines = true;
    file.isVersion2 = StringRef((*file.config)["keras_version"].text).starts_with("2.");
    if (options.randomSeed)
      return file;
    auto weights = openWeightsBeside();
    if (!weights)
      return weights.takeError();
    file.weights = std::move(*weights);
    return file;
  }

  /// The first of model.safetensors, model.weights.h5 and model.h5 that exists.
  llvm::Expected<std::unique_ptr<WeightStore>> openWeightsBeside() {
    std::string stem = path.drop_back(llvm::sys::path::extension(path).size()).str();
    for (const char *extension : {".safetensors", ".weights.h5", ".h5"}) {
      std::string name = stem + extension;
      if (!llvm::sys::fs::exists(name))
        continue;
      auto store = openWeights(name);
      if (!store)
        return makeError("'" + name + "': " + toString(store.takeError()));
      return store;
    }
    std::string base = llvm::sys::path::filename(stem).str();
    return makeEmptyStore("there is no " + base + ".safetensors, " + base + ".weights.h5 or " +
                          base +
                          ".h5 beside the description; --random-weights SEED invents weights");
  }

  llvm::Expected<std::unique_ptr<WeightStore>> openWeights(const std::string &name) {
    auto buffer = readFile(name);
    if (!buffer)
      return buffer.takeError();
    std::string base = llvm::sys::path::filename(name).str();
    if (StringRef(name).ends_with(".safetensors")) {
      auto tensors = SafeTensors::open(std::move(*buffer), context);
      if (!tensors)
        return tensors.takeError();
      return makeSafeTensorsStore(std::move(*tensors), base);
    }
    auto hdf5 = Hdf5File::open((*buffer)->getBuffer());
    if (!hdf5)
      return hdf5.takeError();
    auto isModel = hdf5->contains("model_weights");
    if (!isModel)
      return isModel.takeError();
    if (*isModel)
      return makeLegacyStore(std::move(*hdf5), "model_weights", base);
    auto layers = hdf5->textsAttribute("", "layer_names");
    if (!layers)
      return layers.takeError();
    if (*layers)
      return makeLegacyStore(std::move(*hdf5), "", base);
    return makeNestedStore(std::move(*hdf5), base);
  }

  StringRef path;
  const ImportOptions &options;
  MLIRContext &context;
};

} // namespace

FailureOr<KerasFile> unspool::frontend::openKerasFile(StringRef path, const ImportOptions &options,
                                                      MLIRContext &context) {
  return Opener(path, options, context).run();
}
