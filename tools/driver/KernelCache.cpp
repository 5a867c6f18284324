//===- KernelCache.cpp - compiled kernels by content ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/KernelCache.h"

#include "KernelsVersion.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA1.h"
#include "llvm/Support/raw_ostream.h"

namespace unspool {

/// A file: magic, SHA-1 of the rest, scratch bytes (8), object.
static constexpr llvm::StringLiteral kMagic = "unspool-kernel-2";
static constexpr size_t kHashBytes = 20;

KernelCache::KernelCache(bool enabled) {
  if (!enabled)
    return;
  llvm::SmallString<128> path;
  if (const char *own = std::getenv("UNSPOOL_CACHE_DIR"))
    path = own;
  else if (llvm::sys::path::cache_directory(path))
    llvm::sys::path::append(path, "unspool");
  if (!path.empty() && !llvm::sys::fs::create_directories(path))
    directory = path.str().str();
}

std::string KernelCache::version() {
  return "unspool " UNSPOOL_VERSION " halide " UNSPOOL_HALIDE_VERSION " build " UNSPOOL_KERNELS_HASH;
}

std::string KernelCache::keyOf(const KernelSpec &kernel, llvm::StringRef target) {
  std::string text = version() + "\n" + target.str() + "\n" + canonicalText(kernel);
  llvm::SHA1 hash;
  hash.update(text);
  auto digest = hash.final();
  return llvm::toHex(llvm::ArrayRef<uint8_t>(digest), /*LowerCase=*/true);
}

std::string KernelCache::pathOf(llvm::StringRef key) const {
  llvm::SmallString<128> path(directory);
  llvm::sys::path::append(path, key.take_front(2), key + ".kernel");
  return path.str().str();
}

std::optional<KernelObject> KernelCache::load(llvm::StringRef key) const {
  if (directory.empty())
    return std::nullopt;
  auto buffer = llvm::MemoryBuffer::getFile(pathOf(key));
  if (!buffer)
    return std::nullopt;
  llvm::StringRef text = (*buffer)->getBuffer();
  if (!text.consume_front(kMagic) || text.size() < kHashBytes + 16)
    return std::nullopt;
  llvm::StringRef expected = text.take_front(kHashBytes);
  text = text.drop_front(kHashBytes);
  auto digest = llvm::SHA1::hash(llvm::ArrayRef<uint8_t>(text.bytes_begin(), text.bytes_end()));
  if (llvm::StringRef(reinterpret_cast<const char *>(digest.data()), digest.size()) != expected)
    return std::nullopt;
  KernelObject object;
  object.scratchBytes = llvm::support::endian::read64le(text.data());
  object.threadScratchBytes = llvm::support::endian::read64le(text.data() + 8);
  text = text.drop_front(16);
  object.object.assign(text.bytes_begin(), text.bytes_end());
  return object;
}

void KernelCache::store(llvm::StringRef key, const KernelObject &object) const {
  if (directory.empty())
    return;
  std::string path = pathOf(key);
  if (llvm::sys::fs::create_directories(llvm::sys::path::parent_path(path)))
    return;
  std::string body(16, '\0');
  llvm::support::endian::write64le(body.data(), object.scratchBytes);
  llvm::support::endian::write64le(body.data() + 8, object.threadScratchBytes);
  body.append(object.object.begin(), object.object.end());
  auto digest = llvm::SHA1::hash(
      llvm::ArrayRef<uint8_t>(reinterpret_cast<const uint8_t *>(body.data()), body.size()));
  // The cache is an optimisation: whatever goes wrong here, go on without.
  llvm::consumeError(llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    out << kMagic;
    out.write(reinterpret_cast<const char *>(digest.data()), digest.size());
    out << body;
    return llvm::Error::success();
  }));
}

} // namespace unspool
