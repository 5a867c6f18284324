//===- OnnxMutator.cpp - mutations that keep an ONNX model parseable ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bytes that are changed blindly seldom parse as protobuf (every length is wrong
// then), and never get as far as the shape rules. So most mutations are of the parsed
// message: somewhere in it a field is set, cleared, duplicated, moved or taken from
// another place. Operators are exchanged for others of our table.
//
//===----------------------------------------------------------------------===//

#include "frontend/Frontend.h"
#include "tests/fuzz/ImportBytes.h"

#include <onnx/onnx_pb.h>

#include <cmath>
#include <memory>
#include <random>

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

namespace {

constexpr int64_t kNumbers[] = {0,  1,  -1, 2,  3,   4,    7,         16,        -2,
                                -3, 64, 13, 19, 255, 1024, INT32_MAX, INT64_MAX, INT64_MIN};

class OnnxMutator {
public:
  explicit OnnxMutator(unsigned seed) : random(seed) {}

  void mutate(Message &model) {
    collect(model);
    for (unsigned left = 1 + below(3); left > 0; --left)
      mutateField(*messages[below(messages.size())]);
  }

private:
  size_t below(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random); }

  void collect(Message &message) {
    messages.push_back(&message);
    const Reflection &reflection = *message.GetReflection();
    std::vector<const FieldDescriptor *> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor *field : fields) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        if (!field->is_repeated())
          strings.push_back(reflection.GetString(message, field));
        for (int i = 0; field->is_repeated() && i < reflection.FieldSize(message, field); ++i)
          strings.push_back(reflection.GetRepeatedString(message, field, i));
      }
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
        continue;
      if (!field->is_repeated())
        collect(*reflection.MutableMessage(&message, field));
      for (int i = 0; field->is_repeated() && i < reflection.FieldSize(message, field); ++i)
        collect(*reflection.MutableRepeatedMessage(&message, field, i));
    }
  }

  void mutateField(Message &message) {
    const auto &descriptor = *message.GetDescriptor();
    if (descriptor.field_count() == 0)
      return;
    const Reflection &reflection = *message.GetReflection();
    std::vector<const FieldDescriptor *> set;
    reflection.ListFields(message, &set);
    // A field that is there is more telling than one that is not.
    const FieldDescriptor *field = set.empty() || below(4) == 0
                                       ? descriptor.field(int(below(descriptor.field_count())))
                                       : set[below(set.size())];
    if (field->is_repeated()) {
      mutateRepeated(message, field);
    } else if (below(8) == 0) {
      reflection.ClearField(&message, field);
      messages.assign(1, &message); // what was in it is gone
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      setScalar(message, field);
    }
  }

  void mutateRepeated(Message &message, const FieldDescriptor *field) {
    const Reflection &reflection = *message.GetReflection();
    int size = reflection.FieldSize(message, field);
    switch (size == 0 ? 0 : below(4)) {
    case 0:
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
        addMessage(message, field, size);
      else
        addScalar(message, field);
      break;
    case 1:
      reflection.SwapElements(&message, field, int(below(size)), int(below(size)));
      break;
    case 2:
      reflection.SwapElements(&message, field, int(below(size)), size - 1);
      reflection.RemoveLast(&message, field);
      messages.assign(1, &message); // the removed one's parts are gone
      break;
    default:
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
        setRepeated(message, field, int(below(size)));
    }
  }

  void addMessage(Message &message, const FieldDescriptor *field, int size) {
    const Reflection &reflection = *message.GetReflection();
    std::unique_ptr<Message> copy;
    if (size > 0) {
      const Message &other = reflection.GetRepeatedMessage(message, field, int(below(size)));
      copy.reset(other.New());
      copy->CopyFrom(other);
    }
    Message *added = reflection.AddMessage(&message, field);
    if (copy)
      added->CopyFrom(*copy);
  }

  int64_t number() { return below(3) ? kNumbers[below(std::size(kNumbers))] : int64_t(random()); }
  double real() {
    constexpr double kReals[] = {0, -0.0, 1, -1, 0.5, 1e30, -1e30, 1e-40, NAN, INFINITY, -INFINITY};
    return kReals[below(std::size(kReals))];
  }
  std::string text(const FieldDescriptor *field, std::string old) {
    if (field->name() == "op_type" && below(8)) {
      static const auto operators = unspool::frontend::onnxOperators();
      return operators[below(operators.size())].name;
    }
    if (below(2) && !strings.empty())
      return strings[below(strings.size())];
    size_t size = old.size();
    old.resize(size + 16);
    size = LLVMFuzzerMutate(reinterpret_cast<uint8_t *>(old.data()), size, old.size());
    old.resize(size);
    return old;
  }

  void setScalar(Message &message, const FieldDescriptor *field) {
    const Reflection &r = *message.GetReflection();
    switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return r.SetInt32(&message, field, int32_t(number()));
    case FieldDescriptor::CPPTYPE_INT64:
      return r.SetInt64(&message, field, number());
    case FieldDescriptor::CPPTYPE_UINT64:
      return r.SetUInt64(&message, field, uint64_t(number()));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return r.SetFloat(&message, field, float(real()));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return r.SetDouble(&message, field, real());
    case FieldDescriptor::CPPTYPE_ENUM:
      return r.SetEnumValue(&message, field, int(below(20)));
    case FieldDescriptor::CPPTYPE_STRING:
      return r.SetString(&message, field, text(field, r.GetString(message, field)));
    default:
      return;
    }
  }

  void setRepeated(Message &message, const FieldDescriptor *field, int i) {
    const Reflection &r = *message.GetReflection();
    switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return r.SetRepeatedInt32(&message, field, i, int32_t(number()));
    case FieldDescriptor::CPPTYPE_INT64:
      return r.SetRepeatedInt64(&message, field, i, number());
    case FieldDescriptor::CPPTYPE_UINT64:
      return r.SetRepeatedUInt64(&message, field, i, uint64_t(number()));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return r.SetRepeatedFloat(&message, field, i, float(real()));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return r.SetRepeatedDouble(&message, field, i, real());
    case FieldDescriptor::CPPTYPE_STRING:
      return r.SetRepeatedString(&message, field, i,
                                 text(field, r.GetRepeatedString(message, field, i)));
    default:
      return;
    }
  }

  void addScalar(Message &message, const FieldDescriptor *field) {
    const Reflection &r = *message.GetReflection();
    switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return r.AddInt32(&message, field, int32_t(number()));
    case FieldDescriptor::CPPTYPE_INT64:
      return r.AddInt64(&message, field, number());
    case FieldDescriptor::CPPTYPE_UINT64:
      return r.AddUInt64(&message, field, uint64_t(number()));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return r.AddFloat(&message, field, float(real()));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return r.AddDouble(&message, field, real());
    case FieldDescriptor::CPPTYPE_STRING:
      return r.AddString(&message, field, text(field, ""));
    default:
      return;
    }
  }

  std::mt19937 random;
  std::vector<Message *> messages;
  std::vector<std::string> strings;
};

} // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize,
                                          unsigned seed) {
  onnx::ModelProto model;
  if (seed % 16 == 0 || !model.ParseFromArray(data, int(size)))
    return LLVMFuzzerMutate(data, size, maxSize);
  OnnxMutator(seed).mutate(model);
  size_t changed = model.ByteSizeLong();
  if (changed > maxSize || !model.SerializeToArray(data, int(changed)))
    return LLVMFuzzerMutate(data, size, maxSize);
  return changed;
}
