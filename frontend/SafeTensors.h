//===- SafeTensors.h - reading .safetensors -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The format (https://huggingface.co/docs/safetensors): 8 bytes that hold the
// length of a JSON header, the header {"name": {"dtype": "F32", "shape": [2, 3],
// "data_offsets": [0, 24]}, ...}, and the tensors' bytes, little endian and row
// major, which data_offsets count from the header's end.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_SAFETENSORS_H
#define UNSPOOL_FRONTEND_SAFETENSORS_H

#include "ir/Evaluate.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

namespace unspool::frontend {

class SafeTensors {
public:
  /// Takes the file's bytes and checks the whole header.
  static llvm::Expected<SafeTensors> open(std::unique_ptr<llvm::MemoryBuffer> file,
                                          mlir::MLIRContext &context);

  /// The type of a tensor, or null if there is none of this name.
  mlir::RankedTensorType typeOf(llvm::StringRef name) const;
  /// A tensor that is there.
  nn::Tensor read(llvm::StringRef name) const;
  /// All names, sorted.
  std::vector<std::string> names() const;

private:
  struct Entry {
    mlir::RankedTensorType type;
    llvm::StringRef bytes;
  };
  std::unique_ptr<llvm::MemoryBuffer> file;
  llvm::StringMap<Entry> entries;
};

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_SAFETENSORS_H
