//===- EvaluateTensor.cpp - tensors as the reference evaluator computes ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"

#include "mlir/IR/DialectResourceBlobManager.h"

#include <cmath>
#include <cstring>

using namespace mlir;

namespace unspool::nn {

int64_t elementBytes(Type elementType) {
  return std::max<int64_t>(1, elementType.getIntOrFloatBitWidth() / 8);
}

Tensor makeTensor(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return {tensor,
          std::vector<uint8_t>(tensor.getNumElements() * elementBytes(tensor.getElementType()))};
}

Tensor toTensor(ElementsAttr attribute) {
  Tensor tensor = makeTensor(attribute.getShapedType());
  RankedTensorType type = tensor.type;
  int64_t width = elementBytes(type.getElementType()), count = type.getNumElements();
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(attribute)) {
    if (AsmResourceBlob *blob = resource.getRawHandle().getBlob())
      std::copy_n(blob->getData().data(),
                  std::min<size_t>(tensor.bytes.size(), blob->getData().size()),
                  tensor.bytes.begin());
    return tensor;
  }
  auto dense = cast<DenseElementsAttr>(attribute);
  if (type.getElementType().isInteger(1)) {
    int64_t next = 0;
    for (bool value : dense.getValues<bool>())
      tensor.bytes[next++] = value;
    return tensor;
  }
  llvm::ArrayRef<char> raw = dense.getRawData();
  if (!dense.isSplat()) {
    std::copy_n(raw.data(), tensor.bytes.size(), tensor.bytes.begin());
    return tensor;
  }
  for (int64_t i = 0; i < count; ++i)
    std::memcpy(tensor.bytes.data() + i * width, raw.data(), width);
  return tensor;
}

DenseElementsAttr toAttribute(const Tensor &tensor) {
  if (tensor.type.getElementType().isInteger(1)) {
    llvm::SmallVector<bool> values(tensor.bytes.begin(), tensor.bytes.end());
    return DenseElementsAttr::get(tensor.type, llvm::ArrayRef<bool>(values));
  }
  llvm::ArrayRef<char> raw(reinterpret_cast<const char *>(tensor.bytes.data()),
                           tensor.bytes.size());
  int64_t width = elementBytes(tensor.type.getElementType());
  // Equal elements are kept once.
  bool isSplat = tensor.type.getNumElements() > 0;
  for (size_t i = width; i < raw.size() && isSplat; i += width)
    isSplat = std::memcmp(raw.data(), raw.data() + i, width) == 0;
  return DenseElementsAttr::getFromRawBuffer(tensor.type, isSplat ? raw.take_front(width) : raw);
}

int64_t elementsOf(Shape shape) {
  int64_t count = 1;
  for (int64_t extent : shape)
    count *= extent;
  return count;
}

llvm::SmallVector<int64_t> stridesOf(Shape shape) {
  llvm::SmallVector<int64_t> strides(shape.size());
  int64_t stride = 1;
  for (size_t axis = shape.size(); axis-- > 0;) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

template <typename T, typename Out>
static void widen(const Tensor &tensor, std::vector<Out> &values) {
  const T *data = reinterpret_cast<const T *>(tensor.bytes.data());
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<Out>(data[i]);
}

static double halfToDouble(uint16_t bits, const llvm::fltSemantics &semantics) {
  return llvm::APFloat(semantics, llvm::APInt(16, bits)).convertToDouble();
}

std::vector<double> toDoubles(const Tensor &tensor) {
  std::vector<double> values(tensor.type.getNumElements());
  Type element = tensor.type.getElementType();
  if (element.isF32())
    widen<float>(tensor, values);
  else if (element.isF64())
    widen<double>(tensor, values);
  else if (auto half = dyn_cast<FloatType>(element)) {
    const auto *bits = reinterpret_cast<const uint16_t *>(tensor.bytes.data());
    for (size_t i = 0; i < values.size(); ++i)
      values[i] = halfToDouble(bits[i], half.getFloatSemantics());
  } else if (element.isUnsignedInteger(64)) {
    widen<uint64_t>(tensor, values);
  } else {
    std::vector<int64_t> integers = toIntegers(tensor);
    values.assign(integers.begin(), integers.end());
  }
  return values;
}

/// Towards zero; the bits of an unsigned integer from 2^63 on. NaN is 0.
static int64_t truncated(double value) {
  if (std::isnan(value))
    return 0;
  if (value < 0x1p63)
    return static_cast<int64_t>(std::max(value, -0x1p63));
  return static_cast<int64_t>(static_cast<uint64_t>(std::min(value, 0x1.fffffffffffffp63)));
}

std::vector<int64_t> toIntegers(const Tensor &tensor) {
  std::vector<int64_t> values(tensor.type.getNumElements());
  Type element = tensor.type.getElementType();
  if (isa<FloatType>(element)) {
    std::vector<double> doubles = toDoubles(tensor);
    for (size_t i = 0; i < values.size(); ++i)
      values[i] = truncated(doubles[i]);
    return values;
  }
  bool isUnsigned = element.isUnsignedInteger() || element.isInteger(1);
  switch (elementBytes(element)) {
  case 1:
    isUnsigned ? widen<uint8_t>(tensor, values) : widen<int8_t>(tensor, values);
    break;
  case 2:
    isUnsigned ? widen<uint16_t>(tensor, values) : widen<int16_t>(tensor, values);
    break;
  case 4:
    isUnsigned ? widen<uint32_t>(tensor, values) : widen<int32_t>(tensor, values);
    break;
  default:
    widen<int64_t>(tensor, values);
  }
  return values;
}

Tensor fromDoubles(RankedTensorType type, llvm::ArrayRef<double> values) {
  Type element = type.getElementType();
  Tensor tensor = makeTensor(type);
  if (element.isF32()) {
    auto *data = reinterpret_cast<float *>(tensor.bytes.data());
    for (size_t i = 0; i < values.size(); ++i)
      data[i] = static_cast<float>(values[i]);
  } else if (element.isF64()) {
    llvm::copy(values, reinterpret_cast<double *>(tensor.bytes.data()));
  } else if (auto half = dyn_cast<FloatType>(element)) {
    auto *data = reinterpret_cast<uint16_t *>(tensor.bytes.data());
    for (size_t i = 0; i < values.size(); ++i) {
      llvm::APFloat value(values[i]);
      bool lossy;
      value.convert(half.getFloatSemantics(), llvm::APFloat::rmNearestTiesToEven, &lossy);
      data[i] = value.bitcastToAPInt().getZExtValue();
    }
  } else {
    std::vector<int64_t> integers(values.size());
    llvm::transform(values, integers.begin(), truncated);
    return fromIntegers(type, integers);
  }
  return tensor;
}

/// Integers as the floats of a type, each rounded once.
template <typename T>
static Tensor floatsFromIntegers(RankedTensorType type, llvm::ArrayRef<T> values) {
  Tensor tensor = makeTensor(type);
  Type element = type.getElementType();
  if (element.isF32()) {
    llvm::copy(values, reinterpret_cast<float *>(tensor.bytes.data()));
  } else if (element.isF64()) {
    llvm::copy(values, reinterpret_cast<double *>(tensor.bytes.data()));
  } else {
    auto *data = reinterpret_cast<uint16_t *>(tensor.bytes.data());
    for (T value : values) {
      llvm::APFloat half(cast<FloatType>(element).getFloatSemantics());
      half.convertFromAPInt(llvm::APInt(64, static_cast<uint64_t>(value)), std::is_signed_v<T>,
                            llvm::APFloat::rmNearestTiesToEven);
      *data++ = half.bitcastToAPInt().getZExtValue();
    }
  }
  return tensor;
}

template <typename T>
static Tensor wrappedIntegers(RankedTensorType type, llvm::ArrayRef<T> values) {
  Tensor tensor = makeTensor(type);
  int64_t width = elementBytes(type.getElementType());
  bool isBoolean = type.getElementType().isInteger(1);
  for (size_t i = 0; i < values.size(); ++i) {
    T value = isBoolean ? values[i] != 0 : values[i];
    std::memcpy(tensor.bytes.data() + i * width, &value, width); // little endian: the low bytes
  }
  return tensor;
}

Tensor fromIntegers(RankedTensorType type, llvm::ArrayRef<int64_t> values) {
  return isa<FloatType>(type.getElementType()) ? floatsFromIntegers(type, values)
                                               : wrappedIntegers(type, values);
}

Tensor fromIntegers(RankedTensorType type, llvm::ArrayRef<uint64_t> values) {
  return isa<FloatType>(type.getElementType()) ? floatsFromIntegers(type, values)
                                               : wrappedIntegers(type, values);
}

template <typename T>
static void copyStrided(const uint8_t *from, uint8_t *to, Shape shape,
                        llvm::ArrayRef<int64_t> strides, int64_t offset) {
  const T *source = reinterpret_cast<const T *>(from);
  T *result = reinterpret_cast<T *>(to);
  int64_t inner = shape.empty() ? 1 : shape.back(), step = strides.empty() ? 0 : strides.back();
  int64_t rows = elementsOf(shape.drop_back(shape.empty() ? 0 : 1));
  Positions position(shape.drop_back(shape.empty() ? 0 : 1));
  for (int64_t row = 0; row < rows; ++row, position.next()) {
    int64_t place = offset;
    for (size_t axis = 0; axis + 1 < shape.size(); ++axis)
      place += (*position)[axis] * strides[axis];
    for (int64_t i = 0; i < inner; ++i)
      *result++ = source[place + i * step];
  }
}

Tensor gatherStrided(const Tensor &source, RankedTensorType type, llvm::ArrayRef<int64_t> strides,
                     int64_t offset) {
  int64_t width = elementBytes(type.getElementType());
  Tensor result = makeTensor(type);
  if (result.bytes.empty())
    return result;
  const uint8_t *from = source.bytes.data();
  uint8_t *to = result.bytes.data();
  Shape shape = type.getShape();
  switch (width) {
  case 1:
    copyStrided<uint8_t>(from, to, shape, strides, offset);
    break;
  case 2:
    copyStrided<uint16_t>(from, to, shape, strides, offset);
    break;
  case 4:
    copyStrided<uint32_t>(from, to, shape, strides, offset);
    break;
  default:
    copyStrided<uint64_t>(from, to, shape, strides, offset);
  }
  return result;
}

} // namespace unspool::nn
