//===- SnapshotFile.cpp - snapshots on disk -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/StagingFolder.h"
#include "tools/regression/Hash.h"
#include "tools/regression/Snapshot.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <nlohmann/json.hpp>

#include <cmath>

using nlohmann::ordered_json;

namespace unspool {

/// Of the files; another number is not read.
static constexpr int kFormat = 1;

static std::string folderOf(llvm::StringRef folder, llvm::StringRef model) {
  llvm::SmallString<256> path(folder);
  llvm::sys::path::append(path, model);
  return path.str().str();
}

/// A histogram is one line, so that a kernel that changed is a line that changed.
static std::string histogramText(const std::map<std::string, int64_t> &histogram) {
  std::string text;
  for (const auto &[mnemonic, count] : histogram)
    text += (text.empty() ? "" : ", ") + mnemonic + " " + std::to_string(count);
  return text;
}

static std::map<std::string, int64_t> parseHistogram(llvm::StringRef text) {
  std::map<std::string, int64_t> histogram;
  llvm::SmallVector<llvm::StringRef> parts;
  text.split(parts, ", ", -1, /*KeepEmpty=*/false);
  for (llvm::StringRef part : parts) {
    auto [mnemonic, count] = part.rsplit(' ');
    count.getAsInteger(10, histogram[mnemonic.str()]);
  }
  return histogram;
}

static ordered_json toJson(const KernelRecord &record) {
  ordered_json json = {{"kind", record.kind},
                       {"schedule", record.parameters.name},
                       {"parameters", record.parameters.parameters}};
  if (!record.layers.empty())
    json["layer"] = record.layers;
  json["computation"] = record.computation;
  json["loops"] = record.loops;
  json["object"] = record.object;
  json["bytes"] = record.code.bytes;
  json["instructions"] = record.code.instructions;
  json["calls"] = record.code.calls;
  json["stack_stores"] = record.code.stackStores;
  json["stack_bytes"] = record.code.stackBytes;
  json["histogram"] = histogramText(record.code.histogram);
  return json;
}

static KernelRecord kernelFrom(const ordered_json &json) {
  KernelRecord record;
  record.kind = json.at("kind");
  record.parameters.name = json.at("schedule");
  record.parameters.parameters = json.at("parameters");
  record.schedule = textOf(record.parameters);
  record.layers = json.value("layer", "");
  record.computation = json.at("computation");
  record.loops = json.at("loops");
  record.object = json.at("object");
  record.code.bytes = json.at("bytes");
  record.code.instructions = json.at("instructions");
  record.code.calls = json.at("calls");
  record.code.stackStores = json.at("stack_stores");
  record.code.stackBytes = json.at("stack_bytes");
  record.code.histogram = parseHistogram(json.at("histogram").get<std::string>());
  return record;
}

/// JSON has no infinity.
static ordered_json ulpJson(double ulp) {
  if (ulp < 0)
    return nullptr;
  return std::isinf(ulp) ? ordered_json("infinite") : ordered_json(ulp);
}
static double ulpFrom(const ordered_json &json) {
  return json.is_null() ? -1 : json.is_string() ? HUGE_VAL : json.get<double>();
}

static ordered_json toJson(const Snapshot &snapshot) {
  ordered_json kernels = ordered_json::object(), outputs = ordered_json::array(),
               files = ordered_json::object();
  for (const auto &[name, record] : snapshot.kernels)
    kernels[name] = toJson(record);
  for (const OutputRecord &output : snapshot.outputs)
    outputs.push_back({{"name", output.name},
                       {"type", output.type},
                       {"bits", output.bits},
                       {"ulp", ulpJson(output.ulp)}});
  for (const auto &[file, text] : snapshot.texts)
    files[file] = hashOf(text);
  ordered_json json = {{"format", kFormat},
                       {"model", snapshot.model},
                       {"producer", snapshot.producer},
                       {"target", snapshot.target},
                       {"flags", snapshot.flags},
                       {"workspace_bytes", snapshot.workspaceBytes},
                       {"constant_bytes", snapshot.constantBytes},
                       {"kernels", kernels},
                       {"outputs", outputs}};
  if (!snapshot.noOutputs.empty())
    json["no_outputs"] = snapshot.noOutputs;
  json["executed_instructions"] =
      snapshot.executed < 0 ? ordered_json(nullptr) : ordered_json(snapshot.executed);
  json["counted_by"] = snapshot.counter;
  if (!snapshot.library.empty())
    json["library"] = snapshot.library;
  json["files"] = files;
  return json;
}

static Snapshot fromJson(const ordered_json &json) {
  Snapshot snapshot;
  snapshot.model = json.at("model");
  snapshot.producer = json.at("producer");
  snapshot.target = json.at("target");
  snapshot.flags = json.at("flags");
  snapshot.workspaceBytes = json.at("workspace_bytes");
  snapshot.constantBytes = json.at("constant_bytes");
  for (const auto &[name, kernel] : json.at("kernels").items())
    snapshot.kernels[name] = kernelFrom(kernel);
  for (const ordered_json &output : json.at("outputs"))
    snapshot.outputs.push_back(
        {output.at("name"), output.at("type"), output.at("bits"), ulpFrom(output.at("ulp"))});
  snapshot.noOutputs = json.value("no_outputs", "");
  if (!json.at("executed_instructions").is_null())
    snapshot.executed = json.at("executed_instructions");
  snapshot.counter = json.at("counted_by");
  snapshot.library = json.value("library", "");
  return snapshot;
}

llvm::Error writeSnapshot(const Snapshot &snapshot, llvm::StringRef folder) {
  std::string path = folderOf(folder, snapshot.model);
  auto staging = StagingFolder::create(path);
  if (!staging)
    return staging.takeError();
  // Names in a model need not be UTF-8.
  std::string text =
      toJson(snapshot).dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
  for (const auto &[file, content] : snapshot.texts)
    if (llvm::Error error = staging->write(file, content))
      return error;
  if (llvm::Error error = staging->write("snapshot.json", text))
    return error;
  if (llvm::Error error = staging->commit())
    return error;
  // Of an older snapshot, the module after a phase that there no longer is.
  std::error_code code;
  for (llvm::sys::fs::directory_iterator it(path, code), end; !code && it != end;
       it.increment(code))
    if (llvm::StringRef(it->path()).ends_with(".mlir") &&
        !snapshot.texts.count(llvm::sys::path::filename(it->path()).str()))
      llvm::sys::fs::remove(it->path());
  return llvm::Error::success();
}

llvm::Expected<Snapshot> readSnapshot(llvm::StringRef folder, llvm::StringRef model) {
  std::string path = folderOf(folder, model), file = path + "/snapshot.json";
  auto error = [&](const llvm::Twine &what) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), what);
  };
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    return error("cannot read '" + file + "': " + buffer.getError().message() +
                 "; --update makes it");
  auto json = ordered_json::parse((*buffer)->getBuffer(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object())
    return error("'" + file + "' is damaged: it is no JSON; take it from version control, or make "
                 "it anew with --update");
  if (int format = json.contains("format") && json["format"].is_number_integer()
                       ? json["format"].get<int>()
                       : 0;
      format != kFormat)
    return error("'" + file + "' has format " + llvm::Twine(format) +
                 " when this version of unspool reads format " + llvm::Twine(kFormat) +
                 "; make it anew with --update");
  Snapshot snapshot;
  try {
    snapshot = fromJson(json);
    for (const auto &[name, hash] : json.at("files").items()) {
      if (name.empty() || llvm::sys::path::filename(name) != name)
        return error("'" + file + "' is damaged: it names a file '" + name + "'");
      auto text = llvm::MemoryBuffer::getFile(path + "/" + name);
      if (!text || hashOf((*text)->getBuffer()) != hash.get<std::string>())
        return error("'" + path + "/" + name + "' is not what --update wrote: it is " +
                     (text ? "changed" : "missing") +
                     "; take it from version control, or make it anew with --update");
      snapshot.texts[name] = (*text)->getBuffer().str();
    }
  } catch (const nlohmann::json::exception &exception) {
    return error("'" + file + "' is damaged: " + exception.what() +
                 "; take it from version control, or make it anew with --update");
  }
  return snapshot;
}

} // namespace unspool
