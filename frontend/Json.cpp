//===- Json.cpp - JSON values that know their line ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/Json.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"

#include <nlohmann/json.hpp>

#include <iterator>

using namespace unspool::frontend;

namespace {

/// Values within values. What is deeper is no network, and recursion over the
/// tree must end.
constexpr size_t kMaxDepth = 256;

const Json kNull;

/// Walks over the text and counts lines. The lexer reads one character beyond
/// numbers, so the line before the last character is the one of the token.
struct LineIterator {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char *;
  using reference = const char &;

  const char *at;
  unsigned *line, *tokenLine;

  reference operator*() const { return *at; }
  LineIterator &operator++() {
    *tokenLine = *line;
    *line += *at == '\n';
    ++at;
    return *this;
  }
  LineIterator operator++(int) {
    LineIterator old = *this;
    ++*this;
    return old;
  }
  bool operator==(const LineIterator &other) const { return at == other.at; }
  bool operator!=(const LineIterator &other) const { return at != other.at; }
};

/// Receives the parser's events and builds the tree.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
  TreeBuilder(llvm::StringRef text, Json &root, const unsigned &line)
      : whole(text), root(root), line(line) {}

  bool null() override { return add(Json()); }
  bool boolean(bool value) override {
    Json json;
    json.kind = Json::Kind::Flag;
    json.flag = value;
    return add(std::move(json));
  }
  bool number_integer(number_integer_t value) override { return addInteger(value); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value <= number_unsigned_t(std::numeric_limits<int64_t>::max()))
      return addInteger(static_cast<int64_t>(value));
    return addNumber(static_cast<double>(value));
  }
  bool number_float(number_float_t value, const string_t &) override { return addNumber(value); }
  bool string(string_t &value) override {
    Json json;
    json.kind = Json::Kind::Text;
    json.text = std::move(value);
    return add(std::move(json));
  }
  bool binary(binary_t &) override { return false; }
  bool start_object(std::size_t) override { return open(Json::Kind::Object); }
  bool start_array(std::size_t) override { return open(Json::Kind::List); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t &value) override {
    if (!keys.back().insert(value).second) {
      error = "line " + std::to_string(line) + ": key '" + value + "' comes twice in one object";
      return false;
    }
    pendingKey = std::move(value);
    return true;
  }
  bool parse_error(std::size_t position, const std::string &,
                   const nlohmann::json::exception &exception) override {
    llvm::StringRef message = exception.what();
    error = message.substr(message.find(']') + 1).ltrim().str();
    llvm::StringRef around = whole.substr(position < 3 ? 0 : position - 3, 12);
    if (around.contains("NaN") || around.contains("Inf"))
      error += " (NaN and Infinity are not JSON numbers)";
    return false;
  }

  std::string error;

private:
  Json *place() {
    if (path.empty())
      return &root;
    Json &parent = *path.back();
    if (parent.kind == Json::Kind::List)
      return &parent.items.emplace_back();
    return &parent.members.emplace_back(std::move(pendingKey), Json()).second;
  }
  bool add(Json &&json) {
    json.line = line;
    *place() = std::move(json);
    return true;
  }
  bool addInteger(int64_t value) {
    Json json;
    json.kind = Json::Kind::Integer;
    json.integer = value;
    json.number = static_cast<double>(value);
    return add(std::move(json));
  }
  bool addNumber(double value) {
    Json json;
    json.kind = Json::Kind::Number;
    json.number = value;
    return add(std::move(json));
  }
  bool open(Json::Kind kind) {
    if (path.size() >= kMaxDepth) {
      error = "line " + std::to_string(line) + ": values are nested deeper than " +
              std::to_string(kMaxDepth);
      return false;
    }
    Json *json = place();
    json->kind = kind;
    json->line = line;
    path.push_back(json);
    keys.emplace_back();
    return true;
  }
  bool close() {
    path.pop_back();
    keys.pop_back();
    return true;
  }

  llvm::StringRef whole;
  Json &root;
  const unsigned &line;
  std::string pendingKey;
  llvm::SmallVector<Json *> path;      ///< open lists and objects; they do not move while open
  std::vector<llvm::StringSet<>> keys; ///< that each of them has so far
};

} // namespace

const Json *Json::find(llvm::StringRef key) const {
  for (const auto &member : members)
    if (member.first == key)
      return &member.second;
  return nullptr;
}

const Json &Json::operator[](llvm::StringRef key) const {
  const Json *member = find(key);
  return member ? *member : kNull;
}

const Json &Json::operator[](size_t index) const {
  return index < items.size() ? items[index] : kNull;
}

std::optional<llvm::StringRef> Json::asText() const {
  return isText() ? std::optional<llvm::StringRef>(text) : std::nullopt;
}

std::string Json::describe() const {
  switch (kind) {
  case Kind::Null:
    return "null";
  case Kind::Flag:
    return flag ? "true" : "false";
  case Kind::Integer:
    return std::to_string(integer);
  case Kind::Number:
    return nlohmann::json(number).dump();
  case Kind::Text:
    return "\"" + text.substr(0, 64) + (text.size() > 64 ? "...\"" : "\"");
  case Kind::List: {
    std::string all;
    for (const Json &item : items) {
      if (item.isList() || item.isObject() || all.size() > 64)
        return "a list of " + std::to_string(items.size());
      all += (all.empty() ? "" : ", ") + item.describe();
    }
    return "[" + all + "]";
  }
  case Kind::Object:
    return "an object";
  }
  llvm_unreachable("covered");
}

std::string Json::pointerTo(const Json &inside) const {
  for (size_t i = 0; i < items.size(); ++i) {
    std::string step = "/" + std::to_string(i);
    if (&items[i] == &inside)
      return step;
    if (std::string rest = items[i].pointerTo(inside); !rest.empty())
      return step + rest;
  }
  for (const auto &[key, value] : members) {
    std::string step = "/";
    for (char c : key)
      step += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    if (&value == &inside)
      return step;
    if (std::string rest = value.pointerTo(inside); !rest.empty())
      return step + rest;
  }
  return "";
}

llvm::Expected<std::unique_ptr<Json>> unspool::frontend::parseJson(llvm::StringRef text) {
  auto root = std::make_unique<Json>();
  unsigned line = 1, tokenLine = 1;
  TreeBuilder tree(text, *root, tokenLine);
  LineIterator begin{text.begin(), &line, &tokenLine}, end{text.end(), &line, &tokenLine};
  if (nlohmann::json::sax_parse(begin, end, &tree))
    return root;
  return llvm::createStringError(llvm::inconvertibleErrorCode(), tree.error);
}
