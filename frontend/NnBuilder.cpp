//===- NnBuilder.cpp - checked, folding construction of nn ops ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/NnBuilder.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Larger results stay ops: evaluating them is the passes' choice.
constexpr int64_t kFoldLimitBytes = int64_t(64) << 20;
/// Multiplications that a product may take and still be evaluated here.
constexpr int64_t kFoldLimitProducts = int64_t(1) << 24;

/// Element count, or the largest integer if it does not fit.
int64_t elementCount(ArrayRef<int64_t> shape) {
  if (llvm::is_contained(shape, 0))
    return 0;
  int64_t count = 1;
  for (int64_t extent : shape)
    if (__builtin_mul_overflow(count, extent, &count))
      return std::numeric_limits<int64_t>::max();
  return count;
}

int64_t byteCount(Type type) {
  auto tensorType = cast<RankedTensorType>(type);
  int64_t bytes = elementCount(tensorType.getShape());
  if (__builtin_mul_overflow(bytes, nn::elementBytes(tensorType.getElementType()), &bytes))
    return std::numeric_limits<int64_t>::max();
  return bytes;
}

/// Would evaluating this op take long? True for products of large constants.
bool isCostly(Operation *op) {
  if (!isa<nn::MatmulOp, nn::ConvOp, nn::RnnOp, nn::LstmOp, nn::GruOp>(op))
    return false;
  ArrayRef<int64_t> weights = nn::shapeOf(op->getOperand(1));
  int64_t products = elementCount(nn::shapeOf(op->getResult(0)));
  int64_t columns = std::max<int64_t>(weights.empty() ? 1 : weights.back(), 1);
  return __builtin_mul_overflow(products, elementCount(weights) / columns, &products) ||
         products > kFoldLimitProducts;
}

/// Keeps errors of shape rules and verifiers, so that they can be reported once
/// and with the node's name.
class ErrorCollector {
public:
  explicit ErrorCollector(MLIRContext *context)
      : handler(context, [this](Diagnostic &diagnostic) {
          if (text.empty())
            text = diagnostic.str();
          return success();
        }) {}
  std::string text;

private:
  ScopedDiagnosticHandler handler;
};

std::string describeOperands(const OperationState &state) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::interleaveComma(state.operands, stream, [&](Value value) { stream << value.getType(); });
  return text;
}

} // namespace

InFlightDiagnostic NnBuilder::emitError() const {
  InFlightDiagnostic diagnostic = mlir::emitError(location);
  if (!context.empty())
    diagnostic << context << ": ";
  return diagnostic;
}

bool NnBuilder::fits(Type type) {
  // Even where an extent of 0 leaves no elements, products of the others have to fit 64
  // bits, wherever one is taken.
  SmallVector<int64_t> extents(llvm::cast<RankedTensorType>(type).getShape());
  llvm::replace(extents, 0, 1);
  int64_t bytes = byteCount(llvm::cast<RankedTensorType>(type).clone(extents));
  if (bytes <= budget.limit)
    return true;
  emitError() << "a tensor of type " << type << " exceeds the memory limit of " << budget.limit
              << " bytes; --max-memory sets it";
  return false;
}

bool NnBuilder::takeConstant(Type type) {
  if (!fits(type))
    return false;
  budget.constantBytes += byteCount(type);
  if (budget.constantBytes <= budget.limit)
    return true;
  emitError() << "the model's constants exceed the memory limit of " << budget.limit
              << " bytes; --max-memory sets it";
  return false;
}

bool NnBuilder::check(Operation *op) {
  std::string refusal;
  {
    ErrorCollector errors(builder.getContext());
    if (succeeded(verify(op)))
      return true;
    refusal = errors.text;
  }
  emitError() << refusal;
  return false;
}

SmallVector<Value> NnBuilder::finish(OperationState &state) {
  auto *rule = state.name.getInterface<InferTypeOpInterface>();
  assert(rule && "only ops with a shape rule are made this way");
  SmallVector<Type> types;
  std::string refusal;
  {
    ErrorCollector errors(builder.getContext());
    if (failed(rule->inferReturnTypes(builder.getContext(), location, state.operands,
                                      state.attributes.getDictionary(builder.getContext()),
                                      state.getRawProperties(), {}, types)))
      refusal = errors.text.empty()
                    ? state.name.getStringRef().str() + " does not take " + describeOperands(state)
                    : errors.text;
  }
  if (!refusal.empty()) {
    emitError() << refusal;
    return {};
  }
  state.types.assign(types.begin(), types.end());
  return insert(state);
}

SmallVector<Value> NnBuilder::insert(OperationState &state) {
  if (!llvm::all_of(state.types, [&](Type type) { return fits(type); }))
    return {};
  Operation *op = builder.create(state);
  if (check(op))
    return fold(op);
  op->erase();
  return {};
}

Value NnBuilder::finishTyped(OperationState &state) {
  SmallVector<Value> results = insert(state);
  return results.empty() ? Value() : results.front();
}

SmallVector<Value> NnBuilder::fold(Operation *op) {
  SmallVector<Value> results(op->getResults());
  bool small = llvm::all_of(op->getResultTypes(),
                            [](Type type) { return byteCount(type) <= kFoldLimitBytes; });
  if (!small || isCostly(op) || op->getNumRegions() > 0 ||
      !llvm::all_of(op->getOperands(), [](Value value) { return constantOf(value); }))
    return results;

  SmallVector<DenseElementsAttr> attributes;
  if (isa<nn::ReshapeOp>(op)) {
    attributes.push_back(constantOf(op->getOperand(0)).reshape(nn::typeOf(results[0])));
  } else {
    SmallVector<nn::Tensor> operands;
    for (Value operand : op->getOperands())
      operands.push_back(nn::toTensor(constantOf(operand)));
    FailureOr<SmallVector<nn::Tensor>> values = nn::evaluate(op, operands);
    if (failed(values))
      return {};
    for (const nn::Tensor &value : *values)
      attributes.push_back(nn::toAttribute(value));
  }
  op->erase();
  results.clear();
  for (DenseElementsAttr attribute : attributes)
    results.push_back(constant(attribute));
  return llvm::is_contained(results, Value()) ? SmallVector<Value>() : results;
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

Value NnBuilder::constant(DenseElementsAttr value) {
  if (!takeConstant(value.getType()))
    return {};
  OperationState state(location, nn::ConstantOp::getOperationName());
  nn::ConstantOp::build(builder, state, value.getType(), value);
  return builder.create(state)->getResult(0);
}

Value NnBuilder::constant(const nn::Tensor &tensor) { return constant(nn::toAttribute(tensor)); }

Value NnBuilder::scalar(double value, Type elementType) { return splat(value, {}, elementType); }

/// `value` as an integer, the nearest if it is none that there is.
static uint64_t nearestInteger(double value) {
  if (value >= 0x1p63)
    return value >= 0x1p64 ? UINT64_MAX : uint64_t(value);
  return value >= -0x1p63 ? uint64_t(int64_t(value)) : uint64_t(INT64_MIN);
}

Value NnBuilder::splat(double value, ArrayRef<int64_t> shape, Type elementType) {
  auto type = RankedTensorType::get(shape, elementType);
  if (!fits(type))
    return {};
  if (auto integer = dyn_cast<IntegerType>(elementType)) {
    APInt bits(integer.getWidth(), nearestInteger(value), /*isSigned=*/false,
               /*implicitTrunc=*/true);
    return constant(DenseElementsAttr::get(type, bits));
  }
  APFloat number(value);
  bool losesInfo = false;
  number.convert(llvm::cast<FloatType>(elementType).getFloatSemantics(),
                 APFloat::rmNearestTiesToEven, &losesInfo);
  return constant(DenseElementsAttr::get(type, number));
}

Value NnBuilder::indices(ArrayRef<int64_t> values) {
  auto type = RankedTensorType::get({static_cast<int64_t>(values.size())}, builder.getI64Type());
  return constant(DenseElementsAttr::get(type, values));
}

Value NnBuilder::floats(ArrayRef<double> values, ArrayRef<int64_t> shape, Type elementType) {
  auto type = RankedTensorType::get(shape, builder.getF64Type());
  return cast(constant(DenseElementsAttr::get(type, values)), elementType);
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

Value NnBuilder::reshape(Value input, ArrayRef<int64_t> shape) {
  if (!input || nn::shapeOf(input) == shape)
    return input;
  if (elementCount(shape) != nn::typeOf(input).getNumElements()) {
    auto type = RankedTensorType::get(shape, nn::typeOf(input).getElementType());
    emitError() << "cannot reshape " << input.getType() << " to " << type;
    return {};
  }
  OperationState state(location, nn::ReshapeOp::getOperationName());
  auto type = RankedTensorType::get(shape, nn::typeOf(input).getElementType());
  nn::ReshapeOp::build(builder, state, type, input);
  return finishTyped(state);
}

Value NnBuilder::broadcast(Value input, ArrayRef<int64_t> shape) {
  if (!input || nn::shapeOf(input) == shape)
    return input;
  OperationState state(location, nn::BroadcastOp::getOperationName());
  auto type = RankedTensorType::get(shape, nn::typeOf(input).getElementType());
  nn::BroadcastOp::build(builder, state, type, input);
  return finishTyped(state);
}

Value NnBuilder::cast(Value input, Type elementType, bool saturate) {
  if (!input || nn::typeOf(input).getElementType() == elementType)
    return input;
  OperationState state(location, nn::CastOp::getOperationName());
  auto type = RankedTensorType::get(nn::shapeOf(input), elementType);
  nn::CastOp::build(builder, state, type, input, saturate);
  return finishTyped(state);
}

Value NnBuilder::bitCast(Value input, Type elementType) {
  if (!input || nn::typeOf(input).getElementType() == elementType)
    return input;
  OperationState state(location, nn::BitCastOp::getOperationName());
  nn::BitCastOp::build(builder, state, RankedTensorType::get(nn::shapeOf(input), elementType),
                       input);
  return finishTyped(state);
}

Value NnBuilder::iota(ArrayRef<int64_t> shape, int64_t axis, Type elementType) {
  OperationState state(location, nn::IotaOp::getOperationName());
  nn::IotaOp::build(builder, state, RankedTensorType::get(shape, elementType), axis);
  return finishTyped(state);
}

Value NnBuilder::transpose(Value input, ArrayRef<int64_t> permutation) {
  if (!input || llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size())))
    return input;
  return create<nn::TransposeOp>(input, permutation);
}

Value NnBuilder::slice(Value input, int64_t axis, int64_t start, int64_t size, int64_t step) {
  if (!input)
    return {};
  ArrayRef<int64_t> shape = nn::shapeOf(input);
  if (start == 0 && step == 1 && size == shape[axis])
    return input;
  SmallVector<int64_t> starts(shape.size(), 0), sizes(shape), steps(shape.size(), 1);
  starts[axis] = start;
  sizes[axis] = size;
  steps[axis] = step;
  return create<nn::SliceOp>(input, ArrayRef<int64_t>(starts), ArrayRef<int64_t>(sizes),
                             ArrayRef<int64_t>(steps));
}

Value NnBuilder::concat(ArrayRef<Value> inputs, int64_t axis) {
  if (inputs.size() == 1)
    return inputs.front();
  if (llvm::is_contained(inputs, Value()))
    return {};
  return create<nn::ConcatOp>(ValueRange(inputs), axis);
}

Value NnBuilder::reduce(nn::ReduceKind kind, Value input, ArrayRef<int64_t> axes, bool keep) {
  return axes.empty() ? input : create<nn::ReduceOp>(input, kind, axes, keep);
}

Value NnBuilder::mean(Value input, ArrayRef<int64_t> axes, bool keep) {
  if (!input)
    return {};
  double count = 1;
  for (int64_t axis : axes)
    count *= static_cast<double>(nn::shapeOf(input)[axis]);
  Value sum = reduce(nn::ReduceKind::sum, input, axes, keep);
  return create<nn::DivOp>(sum, scalarLike(count, input));
}

Value NnBuilder::square(Value input) { return create<nn::MulOp>(input, input); }

Value NnBuilder::matmul(Value lhs, Value rhs) {
  if (!lhs || !rhs)
    return {};
  ArrayRef<int64_t> lhsBatch = nn::shapeOf(lhs).drop_back(2);
  ArrayRef<int64_t> rhsBatch = nn::shapeOf(rhs).drop_back(2);
  if (lhsBatch == rhsBatch || lhsBatch.empty() || rhsBatch.empty())
    return create<nn::MatmulOp>(lhs, rhs);
  auto batch = nn::broadcastShapes({lhsBatch, rhsBatch});
  if (!batch) {
    emitError() << "the batch axes of " << lhs.getType() << " and " << rhs.getType()
                << " do not broadcast together";
    return {};
  }
  auto stretch = [&](Value side) {
    SmallVector<int64_t> shape(*batch);
    llvm::append_range(shape, nn::shapeOf(side).take_back(2));
    return broadcast(side, shape);
  };
  return create<nn::MatmulOp>(stretch(lhs), stretch(rhs));
}

Value NnBuilder::toChannelsLast(Value input) {
  if (!input)
    return {};
  SmallVector<int64_t> permutation{0};
  for (int64_t axis = 2; axis < nn::typeOf(input).getRank(); ++axis)
    permutation.push_back(axis);
  permutation.push_back(1);
  return transpose(input, permutation);
}

Value NnBuilder::toChannelsFirst(Value input) {
  if (!input)
    return {};
  int64_t rank = nn::typeOf(input).getRank();
  SmallVector<int64_t> permutation{0, rank - 1};
  for (int64_t axis = 1; axis + 1 < rank; ++axis)
    permutation.push_back(axis);
  return transpose(input, permutation);
}

//===----------------------------------------------------------------------===//
// What is known
//===----------------------------------------------------------------------===//

DenseElementsAttr NnBuilder::constantOf(Value value) {
  auto op = value ? value.getDefiningOp<nn::ConstantOp>() : nn::ConstantOp();
  return op ? dyn_cast<DenseElementsAttr>(op.getValue()) : DenseElementsAttr();
}

std::optional<SmallVector<int64_t>> NnBuilder::constantInts(Value value) {
  DenseElementsAttr attribute = constantOf(value);
  if (!attribute || !isa<IntegerType>(attribute.getElementType()))
    return std::nullopt;
  bool isUnsigned =
      attribute.getElementType().isUnsignedInteger() || attribute.getElementType().isInteger(1);
  SmallVector<int64_t> numbers;
  for (const APInt &bits : attribute.getValues<APInt>())
    numbers.push_back(isUnsigned ? static_cast<int64_t>(bits.getZExtValue()) : bits.getSExtValue());
  return numbers;
}

std::optional<SmallVector<double>> NnBuilder::constantNumbers(Value value) {
  SmallVector<double> numbers;
  if (auto integers = constantInts(value)) {
    numbers.assign(integers->begin(), integers->end());
    return numbers;
  }
  DenseElementsAttr attribute = constantOf(value);
  if (!attribute)
    return std::nullopt;
  for (APFloat number : attribute.getValues<APFloat>()) {
    bool losesInfo = false;
    number.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
    numbers.push_back(number.convertToDouble());
  }
  return numbers;
}
