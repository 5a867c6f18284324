//===- Library.cpp - the native library on disk ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Library.h"

#include "codegen/library/Artifacts.h"
#include "codegen/library/StagingFolder.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace unspool {
namespace {

class LibraryWriter {
public:
  LibraryWriter(ModelPlan plan, ArrayRef<KernelObject> kernels, const LibraryOptions &options,
                StagingFolder &folder)
      : plan(std::move(plan)), bytesOfConstants(constantBytes(this->plan)), kernels(kernels),
        options(options), folder(folder) {}

  Expected<LibraryReport> write() {
    if (Error error = makeObjects())
      return error;
    for (Error (LibraryWriter::*step)() :
         {&LibraryWriter::writeLinkable, &LibraryWriter::writeTexts, &LibraryWriter::writePackage})
      if (Error error = (this->*step)())
        return error;
    if (Error error = folder.commit())
      return error;
    return LibraryReport{
        workspace.bytes, bytesOfConstants, {folder.fileNames().begin(), folder.fileNames().end()}};
  }

private:
  bool wants(const char *what) const { return options.emit.count(what); }

  /// A thread that takes the branch of a wave runs whole kernels.
  Scratch mostScratch() const {
    std::set<int> inBranches = kernelsOfWaves(plan);
    Scratch most;
    for (auto [index, kernel] : enumerate(kernels)) {
      most.bytes = std::max(most.bytes, kernel.scratchBytes);
      most.threadBytes = std::max({most.threadBytes, kernel.threadScratchBytes,
                                   inBranches.count(index) ? kernel.scratchBytes : 0});
    }
    return most;
  }

  /// The entry's object, then the kernels'.
  Error makeObjects() {
    assert(kernels.size() == plan.kernels.size() && "one object a kernel");
    EntryOptions entryOptions;
    entryOptions.target = options.target;
    entryOptions.wantLlvm = wants("llvm");
    entryOptions.wantAssembly = wants("asm");
    entryOptions.scratch = mostScratch();
    entryOptions.profile = options.profile;
    workspace = workspaceOf(plan, entryOptions.scratch, options.profile);

    Expected<EntryObject> made = emitEntry(plan, entryOptions);
    if (!made)
      return made.takeError();
    entry = std::move(*made);
    // Bytes of a SmallVector are copied where a vector grows.
    objects.reserve(1 + entry.weights.size() + kernels.size());
    objects.push_back({plan.name + ".o", std::move(entry.object)});
    for (auto [part, bytes] : enumerate(entry.weights))
      objects.push_back({plan.name + ".weights_" + std::to_string(part) + ".o", std::move(bytes)});
    for (auto [spec, kernel] : zip_equal(plan.kernels, kernels)) {
      Expected<ObjectFile> object = adoptKernel(plan, spec, kernel.object);
      if (!object)
        return object.takeError();
      objects.push_back(std::move(*object));
    }
    return Error::success();
  }

  Error writeLinkable() {
    if (wants("static")) {
      auto archive = makeArchive(objects);
      if (!archive)
        return archive.takeError();
      StringRef bytes(archive->data(), archive->size());
      if (Error error = folder.write("lib" + plan.name + ".a", bytes))
        return error;
    }
    if (!wants("obj") && !wants("shared"))
      return Error::success();

    std::vector<std::string> paths;
    for (ObjectFile &object : objects) {
      StringRef bytes(object.bytes.data(), object.bytes.size());
      if (Error error = wants("obj") ? folder.write(object.name, bytes)
                                     : folder.writeTemporary(object.name, bytes))
        return error;
      paths.push_back(folder.pathOf(object.name));
      // The linker maps the file. (Assignment and swap would keep the memory.)
      SmallVector<char, 0> released = std::move(object.bytes);
    }
    if (!wants("shared"))
      return Error::success();
    return linkShared(plan, paths, folder, "lib" + plan.name + ".so");
  }

  Error writeTexts() {
    std::vector<std::pair<std::string, StringRef>> texts = {{plan.name + ".ll", entry.llvm},
                                                            {plan.name + ".s", entry.assembly}};
    for (auto [spec, kernel] : zip_equal(plan.kernels, kernels)) {
      std::string stem = plan.name + "." + spec.name;
      if (wants("asm"))
        texts.push_back({stem + ".s", kernel.assembly});
      if (wants("stmt"))
        texts.push_back({stem + ".stmt", kernel.stmt});
    }
    for (const auto &[file, text] : texts)
      if (!text.empty())
        if (Error error = folder.write(file, text))
          return error;
    return Error::success();
  }

  Error writePackage() {
    if (wants("header"))
      if (Error error = folder.write(plan.name + ".h", makeHeader(plan, workspace)))
        return error;
    if (wants("static") || wants("shared")) {
      std::string stem = plan.name + "Config";
      if (Error error = folder.write(stem + ".cmake", makeCMakeConfig(plan, options.emit)))
        return error;
      if (Error error = folder.write(stem + "Version.cmake", makeCMakeVersion()))
        return error;
    }
    std::string manifest = plan.name + ".json";
    folder.adopt(manifest);
    return folder.write(
        manifest, makeManifest(plan, workspace, bytesOfConstants, options, folder.fileNames()));
  }

  ModelPlan plan;
  int64_t bytesOfConstants; ///< which emitEntry takes
  ArrayRef<KernelObject> kernels;
  const LibraryOptions &options;
  StagingFolder &folder;
  Workspace workspace;
  EntryObject entry;
  std::vector<ObjectFile> objects;
};

} // namespace

Expected<LibraryReport> writeLibrary(ModelPlan plan, ArrayRef<KernelObject> kernels,
                                     const LibraryOptions &options) {
  Expected<StagingFolder> folder = StagingFolder::create(options.directory);
  if (!folder)
    return folder.takeError();
  return LibraryWriter(std::move(plan), kernels, options, *folder).write();
}

} // namespace unspool
