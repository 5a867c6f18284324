//===- Json.h - JSON values that know their line --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// nlohmann/json parses, this tree holds: its values know their line, every look
// into them is total (a missing member is null, never an exception), and what a
// file may nest is bounded.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_JSON_H
#define UNSPOOL_FRONTEND_JSON_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unspool::frontend {

class Json {
public:
  enum class Kind { Null, Flag, Integer, Number, Text, List, Object };

  Kind kind = Kind::Null;
  bool flag = false;
  int64_t integer = 0;
  double number = 0; ///< also set for integers
  std::string text;
  std::vector<Json> items;                           ///< of a list
  std::vector<std::pair<std::string, Json>> members; ///< of an object, in file order
  unsigned line = 0;                                 ///< from 1 on

  bool isNull() const { return kind == Kind::Null; }
  bool isInteger() const { return kind == Kind::Integer; }
  bool isNumber() const { return kind == Kind::Integer || kind == Kind::Number; }
  bool isText() const { return kind == Kind::Text; }
  bool isList() const { return kind == Kind::List; }
  bool isObject() const { return kind == Kind::Object; }

  /// A member of an object, or null.
  const Json *find(llvm::StringRef key) const;
  /// A member, or the null value where there is none.
  const Json &operator[](llvm::StringRef key) const;
  /// An item of a list, or the null value.
  const Json &operator[](size_t index) const;

  /// The text of a string, or nothing.
  std::optional<llvm::StringRef> asText() const;

  /// How errors show a value: scalars as they are written, the others by kind.
  std::string describe() const;

  /// The JSON pointer (RFC 6901) of a value inside this one: "/config/layers/2".
  /// Empty if it is not inside.
  std::string pointerTo(const Json &inside) const;
};

/// Parses a text. Errors give line, column and what was expected.
llvm::Expected<std::unique_ptr<Json>> parseJson(llvm::StringRef text);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_JSON_H
