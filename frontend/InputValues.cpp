//===- InputValues.cpp - inputs whose values the options give -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/InputValues.h"

#include "llvm/Support/Error.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Reads the numbers of --value as elements of one type.
class NumberReader {
public:
  NumberReader(StringRef input, RankedTensorType type,
               llvm::function_ref<InFlightDiagnostic()> emitError)
      : input(input), type(type), emitError(emitError) {}

  FailureOr<DenseElementsAttr> read(ArrayRef<std::string> numbers) {
    if (int64_t(numbers.size()) != type.getNumElements())
      return fail() << "there are " << numbers.size() << " numbers when its type " << type
                    << " has " << type.getNumElements();
    if (isa<FloatType>(type.getElementType()))
      return readAll<APFloat>(numbers, [&](StringRef text) { return readFloat(text); });
    return readAll<APInt>(numbers, [&](StringRef text) { return readInteger(text); });
  }

private:
  template <typename T, typename Read>
  FailureOr<DenseElementsAttr> readAll(ArrayRef<std::string> numbers, const Read &readOne) {
    SmallVector<T> elements;
    for (StringRef text : numbers) {
      FailureOr<T> element = readOne(text);
      if (failed(element))
        return failure();
      elements.push_back(*element);
    }
    return DenseElementsAttr::get(type, elements);
  }

  FailureOr<APFloat> readFloat(StringRef text) {
    APFloat number(cast<FloatType>(type.getElementType()).getFloatSemantics());
    auto status = number.convertFromString(text, APFloat::rmNearestTiesToEven);
    if (!status) {
      consumeError(status.takeError());
      return fail() << "'" << text << "' is not a number";
    }
    if (*status & APFloat::opOverflow)
      return failRange(text);
    return number;
  }

  FailureOr<APInt> readInteger(StringRef text) {
    auto element = cast<IntegerType>(type.getElementType());
    StringRef digits = text;
    bool isNegative = digits.consume_front("-");
    APInt number; // the smallest that holds the digits
    if (digits.getAsInteger(10, number))
      return fail() << "'" << text << "' is not an integer";
    number = number.zext(number.getBitWidth() + 1);
    if (isNegative)
      number.negate();
    bool hasNoSign = isUnsigned(element);
    unsigned bits = number.getSignificantBits() - (hasNoSign && !number.isNegative());
    if ((hasNoSign && number.isNegative()) || bits > element.getWidth())
      return failRange(text);
    return number.sextOrTrunc(element.getWidth());
  }

  InFlightDiagnostic fail() {
    return emitError() << "the value given for input '" << input << "': ";
  }
  InFlightDiagnostic failRange(StringRef text) {
    return fail() << "'" << text << "' is beyond the range of " << type.getElementType();
  }

  StringRef input;
  RankedTensorType type;
  llvm::function_ref<InFlightDiagnostic()> emitError;
};

} // namespace

FailureOr<DenseElementsAttr>
unspool::frontend::givenValue(StringRef input, RankedTensorType type, const ImportOptions &options,
                              llvm::function_ref<InFlightDiagnostic()> emitError) {
  auto numbers = options.inputNumbers.find(input.str());
  if (numbers != options.inputNumbers.end())
    return NumberReader(input, type, emitError).read(numbers->second);
  auto tensor = options.inputValues.find(input.str());
  if (tensor == options.inputValues.end())
    return DenseElementsAttr();
  if (tensor->second.type != type)
    return emitError() << "the value given for input '" << input << "' is a " << tensor->second.type
                       << " when it should be a " << type;
  return nn::toAttribute(tensor->second);
}

void unspool::frontend::requireValue(func::FuncOp function, unsigned index,
                                     DenseElementsAttr value) {
  auto element = dyn_cast<IntegerType>(value.getElementType());
  if (!element || value.getNumElements() != 1)
    return;
  APInt number = value.getSplatValue<APInt>();
  int64_t only = isUnsigned(element) ? int64_t(number.getZExtValue()) : number.getSExtValue();
  nn::narrowRange(function, index, only, only);
}
