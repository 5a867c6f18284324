//===- ZipArchive.cpp - the files in a zip archive ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/ZipArchive.h"

#include <zip.h>

using namespace unspool::frontend;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

void ZipArchive::Close::operator()(zip *archive) const { zip_discard(archive); }

llvm::Expected<ZipArchive> ZipArchive::open(llvm::StringRef data) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t *source = zip_source_buffer_create(data.data(), data.size(), /*freep=*/0, &error);
  zip *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  if (archive)
    return ZipArchive(archive);
  std::string message = zip_error_strerror(&error);
  zip_error_fini(&error);
  zip_source_free(source);
  return makeError("not a zip archive that can be read: " + message);
}

std::vector<std::string> ZipArchive::names() const {
  std::vector<std::string> names;
  for (zip_int64_t i = 0, count = zip_get_num_entries(archive.get(), 0); i < count; ++i)
    if (const char *name = zip_get_name(archive.get(), i, ZIP_FL_ENC_GUESS))
      names.push_back(name);
  return names;
}

bool ZipArchive::contains(llvm::StringRef name) const {
  return zip_name_locate(archive.get(), name.str().c_str(), 0) >= 0;
}

llvm::Expected<std::string> ZipArchive::read(llvm::StringRef name, int64_t limit) const {
  std::unique_ptr<zip_file_t, int (*)(zip_file_t *)> file(
      zip_fopen(archive.get(), name.str().c_str(), 0), zip_fclose);
  if (!file)
    return makeError("entry '" + name +
                     "' of the archive cannot be opened: " + zip_strerror(archive.get()));
  // The size that the archive states may be a lie: what counts is what comes out.
  std::string bytes;
  constexpr size_t kChunk = size_t(1) << 20;
  for (;;) {
    size_t old = bytes.size();
    bytes.resize(old + kChunk);
    zip_int64_t count = zip_fread(file.get(), bytes.data() + old, kChunk);
    if (count < 0)
      return makeError("entry '" + name +
                       "' of the archive is damaged: " + zip_file_strerror(file.get()));
    bytes.resize(old + count);
    if (int64_t(bytes.size()) > limit)
      return makeError("entry '" + name + "' of the archive exceeds the limit of " +
                       llvm::Twine(limit) + " bytes");
    if (count == 0)
      return bytes;
  }
}
