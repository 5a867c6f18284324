//===- FuzzReplay.cpp - fuzz targets without libFuzzer --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every test run imports the corpora, and a fixed number of mutations of them, in the
// ordinary build: a second build with clang and libFuzzer would take longer than all
// other tests. Mutations are drawn from a fixed seed, so a failure repeats. The long
// search, which coverage guides, is scripts/fuzz.
//
// usage: Fuzz CORPUS_FOLDER MUTATIONS
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/ImportBytes.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);
extern "C" __attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,
                                                                size_t maxSize, unsigned seed);

static std::mt19937 &randomNumbers() {
  static std::mt19937 generator(1);
  return generator;
}

static size_t below(size_t count) { return count == 0 ? 0 : randomNumbers()() % count; }

/// What libFuzzer has under this name, in short: a few bytes change, come or go.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize) {
  size_t at = below(size);
  size_t run = std::min(1 + below(8), size - at);
  switch (size == 0 ? 0 : below(4)) {
  case 0: // insert
    run = std::min<size_t>(1 + below(8), maxSize - size);
    std::copy_backward(data + at, data + size, data + size + run);
    std::generate_n(data + at, run, [] { return uint8_t(below(256)); });
    return size + run;
  case 1: // remove
    std::copy(data + at + run, data + size, data + at);
    return size - run;
  case 2: // overwrite
    std::generate_n(data + at, run, [] { return uint8_t(below(256)); });
    return size;
  default: // copy from elsewhere
    std::memmove(data + at, data + below(size - run + 1), run);
    return size;
  }
}

int main(int argc, char **argv) {
  if (argc != 3) {
    std::cerr << "usage: " << argv[0] << " CORPUS_FOLDER MUTATIONS\n";
    return 1;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto &entry : std::filesystem::directory_iterator(argv[1]))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto &path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (corpus.empty()) {
    std::cerr << argv[1] << " holds no files\n";
    return 1;
  }
  auto run = [](const std::string &bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size());
  };
  for (const std::string &bytes : corpus)
    run(bytes);
  auto mutate = LLVMFuzzerCustomMutator ? LLVMFuzzerCustomMutator : nullptr;
  long count = std::stol(argv[2]);
  for (long i = 0; i < count; ++i) {
    std::string bytes = corpus[below(corpus.size())];
    for (size_t left = 1 + below(4); left > 0; --left) {
      size_t size = bytes.size();
      bytes.resize(size + 4096);
      auto *data = reinterpret_cast<uint8_t *>(bytes.data());
      bytes.resize(mutate ? mutate(data, size, bytes.size(), unsigned(randomNumbers()()))
                          : LLVMFuzzerMutate(data, size, bytes.size()));
    }
    // Left behind if the import crashes, for a debugger.
    std::ofstream("fuzz-input", std::ios::binary) << bytes;
    run(bytes);
  }
  std::cout << corpus.size() << " files and " << count << " mutations imported\n";
}
