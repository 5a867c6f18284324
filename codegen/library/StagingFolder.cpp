//===- StagingFolder.cpp - files that appear together or not at all -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/StagingFolder.h"

#include "codegen/library/HugePages.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace unspool {

static Error cannot(const Twine &what, StringRef path, std::error_code code) {
  return createStringError(code, "cannot " + what + " '" + path + "': " + code.message());
}

/// Closes the stream; the first error that it had.
static std::error_code closed(raw_fd_ostream &stream) {
  stream.close();
  std::error_code code = stream.error();
  stream.clear_error();
  return code;
}

static std::string join(StringRef folder, StringRef file) {
  SmallString<256> path(folder);
  sys::path::append(path, file);
  return path.str().str();
}

Expected<StagingFolder> StagingFolder::create(StringRef destination) {
  SmallString<256> absolute(destination);
  if (std::error_code code = sys::fs::make_absolute(absolute))
    return cannot("find", destination, code);
  sys::path::remove_dots(absolute, /*remove_dot_dot=*/false);
  while (absolute.size() > 1 && sys::path::is_separator(absolute.back()))
    absolute.pop_back();
  if (sys::fs::exists(absolute) && !sys::fs::is_directory(absolute))
    return cannot("write into", destination, std::make_error_code(std::errc::not_a_directory));

  StringRef parent = sys::path::parent_path(absolute);
  if (std::error_code code =
          sys::fs::create_directories(parent, /*IgnoreExisting=*/true, sys::fs::all_all))
    return cannot("make folder", parent, code);
  // Inside an existing folder, whose parent may not be ours to write to.
  SmallString<256> prefix(absolute);
  if (sys::fs::is_directory(absolute))
    sys::path::append(prefix, ".unspool");
  // The pattern alone is made unique: a path may contain '%' itself.
  SmallString<16> unique;
  sys::fs::createUniquePath(".%%%%%%%%.tmp", unique, /*MakeAbsolute=*/false);
  std::string temporary = (prefix + unique).str();
  if (std::error_code code = sys::fs::create_directory(temporary, /*IgnoreExisting=*/false))
    return cannot("write into", destination, code);
  return StagingFolder(absolute.str().str(), temporary);
}

StagingFolder::StagingFolder(StagingFolder &&other)
    : destination(std::move(other.destination)), temporary(std::move(other.temporary)),
      files(std::move(other.files)) {
  other.temporary.clear();
}

StagingFolder::~StagingFolder() {
  if (!temporary.empty())
    sys::fs::remove_directories(temporary);
}

std::string StagingFolder::pathOf(StringRef file) const { return join(temporary, file); }

Error StagingFolder::write(StringRef file, StringRef bytes) {
  adopt(file);
  return writeTemporary(file, bytes);
}

Error StagingFolder::writeTemporary(StringRef file, StringRef bytes) {
  std::error_code code;
  raw_fd_ostream stream(pathOf(file), code);
  if (!code) {
    stream << bytes;
    code = closed(stream);
  }
  return code ? cannot("write", join(destination, file), code) : Error::success();
}

Error StagingFolder::receive(StringRef file, int descriptor) {
  adopt(file);
  int output = -1;
  std::error_code code =
      sys::fs::openFileForWrite(pathOf(file), output, sys::fs::CD_CreateAlways, sys::fs::OF_None,
                                sys::fs::all_all); // as the umask has it
  if (!code) {
    raw_fd_ostream stream(output, /*shouldClose=*/true);
    if (Error error = copyInHugePages(descriptor, stream))
      code = errorToErrorCode(std::move(error));
    std::error_code ofStream = closed(stream);
    code = code ? code : ofStream;
  }
  return code ? cannot("write", join(destination, file), code) : Error::success();
}

Error StagingFolder::commit() {
  bool isNew = !sys::fs::exists(destination);
  if (isNew)
    if (std::error_code code = sys::fs::create_directory(
            destination, /*IgnoreExisting=*/true, sys::fs::all_all)) // as the umask has it
      return cannot("make folder", destination, code);
  std::vector<std::string> moved;
  for (const std::string &file : files) {
    std::string path = join(destination, file);
    if (std::error_code code = sys::fs::rename(pathOf(file), path)) {
      for (const std::string &done : moved)
        sys::fs::remove(done);
      if (isNew)
        sys::fs::remove(destination);
      return cannot("write", path, code);
    }
    moved.push_back(path);
  }
  return Error::success();
}

} // namespace unspool
