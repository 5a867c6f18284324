//===- ImportBytes.h - what all fuzz targets do with their input ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fuzz target makes model files of its bytes and imports them, whole: reading,
// name lookup, shape rules, verifiers and the folding of constants. Whatever the
// bytes are, the import has to end, soon, with a module or with errors. Dimensions
// that a file leaves open are given small extents first, so that the shape rules see
// more files than those that have none.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_FUZZ_IMPORTBYTES_H
#define UNSPOOL_TESTS_FUZZ_IMPORTBYTES_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unspool::fuzz {

/// A folder of this process, removed at its end.
class ScratchFolder {
public:
  ScratchFolder();
  ~ScratchFolder();
  /// Writes a file and returns its path.
  std::string write(const std::string &name, std::string_view bytes) const;

private:
  std::string folder;
};

/// Imports the model, with weights invented from `randomSeed` if there is one; aborts if
/// that gives neither a module nor an error, or both.
void importModel(const std::string &path, std::optional<uint64_t> randomSeed = std::nullopt);

inline std::string_view textOf(const uint8_t *data, size_t size) {
  return {reinterpret_cast<const char *>(data), size};
}

} // namespace unspool::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif // UNSPOOL_TESTS_FUZZ_IMPORTBYTES_H
