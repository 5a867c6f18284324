//===- Hash.h - contents by a short name ----------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_HASH_H
#define UNSPOOL_TOOLS_REGRESSION_HASH_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA1.h"

namespace unspool {

/// The first 64 bits of the SHA-1, in hexadecimal: enough to tell versions apart, not
/// to withstand an attack.
inline std::string hashOf(llvm::ArrayRef<uint8_t> bytes) {
  auto digest = llvm::SHA1::hash(bytes);
  return llvm::toHex(llvm::ArrayRef<uint8_t>(digest).take_front(8), /*LowerCase=*/true);
}
inline std::string hashOf(llvm::StringRef text) {
  return hashOf(llvm::ArrayRef<uint8_t>(text.bytes_begin(), text.bytes_end()));
}

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_HASH_H
