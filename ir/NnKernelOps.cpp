//===- NnKernelOps.cpp - fused regions, kernels, calls, scans -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/Nn.h"

#include "mlir/Interfaces/FunctionImplementation.h"

using namespace mlir;

namespace unspool::nn {

/// (C1) of fused and kernel: the yield gives the types promised.
static LogicalResult checkYield(Operation *op, Block &body, TypeRange expected) {
  auto yield = dyn_cast<YieldOp>(body.getTerminator());
  if (!yield)
    return op->emitOpError("should end with nn.yield");
  if (yield.getOperandTypes() != expected)
    return op->emitOpError("yields other types than its results");
  return success();
}

LogicalResult FusedOp::verify() { return checkYield(*this, getBody().front(), getResultTypes()); }

//===----------------------------------------------------------------------===//
// nn.kernel @name(%a: T, ...) -> (T, ...) kind "conv" [schedule {...}] { ... }
//===----------------------------------------------------------------------===//

LogicalResult KernelOp::verify() {
  Block &body = getBody().front();
  if (TypeRange(body.getArgumentTypes()) != TypeRange(getFunctionType().getInputs()))
    return emitOpError("has other block arguments than inputs");
  size_t values = getFunctionType().getNumInputs() + getFunctionType().getNumResults();
  if (getPitches() && getPitches()->size() != values)
    return emitOpError() << "has " << getPitches()->size() << " pitches when it has " << values
                         << " arguments and results";
  return checkYield(*this, body, getFunctionType().getResults());
}

ParseResult KernelOp::parse(OpAsmParser &parser, OperationState &state) {
  StringAttr name, kind;
  llvm::SmallVector<OpAsmParser::Argument> arguments;
  llvm::SmallVector<Type> inputs, results;
  if (parser.parseSymbolName(name, getSymNameAttrName(state.name), state.attributes) ||
      parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren, /*allowType=*/true) ||
      parser.parseArrow() ||
      parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren,
                                     [&] { return parser.parseType(results.emplace_back()); }) ||
      parser.parseKeyword("kind") ||
      parser.parseAttribute(kind, getKindAttrName(state.name), state.attributes))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("schedule"))) {
    DictionaryAttr schedule;
    if (parser.parseAttribute(schedule, getScheduleAttrName(state.name), state.attributes))
      return failure();
  }
  for (const OpAsmParser::Argument &argument : arguments)
    inputs.push_back(argument.type);
  state.addAttribute(getFunctionTypeAttrName(state.name),
                     TypeAttr::get(parser.getBuilder().getFunctionType(inputs, results)));
  if (parser.parseOptionalAttrDictWithKeyword(state.attributes))
    return failure();
  return parser.parseRegion(*state.addRegion(), arguments);
}

void KernelOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printSymbolName(getSymName());
  printer << "(";
  llvm::interleaveComma(getBody().getArguments(), printer,
                        [&](BlockArgument argument) { printer.printRegionArgument(argument); });
  printer << ") -> (" << getFunctionType().getResults() << ") kind " << getKindAttr();
  if (auto schedule = getScheduleAttr())
    printer << " schedule " << schedule;
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(),
      {getSymNameAttrName(), getFunctionTypeAttrName(), getKindAttrName(), getScheduleAttrName()});
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult CallOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto kernel = symbols.lookupNearestSymbolFrom<KernelOp>(*this, getCalleeAttr());
  if (!kernel)
    return emitOpError() << "there is no kernel '" << getCallee() << "'";
  auto type = FunctionType::get(getContext(), getOperandTypes(), getResultTypes());
  if (kernel.getFunctionType() != type)
    return emitOpError() << "calls with " << type << " what is " << kernel.getFunctionType();
  if (kernel.getTakesOrder() != getOrder().has_value())
    return emitOpError() << "has " << (getOrder() ? "an order" : "no order") << " of blocks, but '"
                         << getCallee() << "' takes " << (getOrder() ? "none" : "one");
  return success();
}

//===----------------------------------------------------------------------===//
// nn.scan 10 states (%h = %h0 : T, ...) over (%x = %xs : T of W, ...) {attrs}
//     -> (T, ...) { ... }
//===----------------------------------------------------------------------===//

/// `type` without its leading axis's extent, which is `trips` slices.
static Type sliceType(Type type, int64_t trips) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return type; // the verifier objects
  llvm::SmallVector<int64_t> shape(tensor.getShape());
  if (!shape.empty() && trips > 0)
    shape[0] /= trips;
  return tensor.clone(shape);
}

ParseResult ScanOp::parse(OpAsmParser &parser, OperationState &state) {
  int64_t trips = 0;
  llvm::SmallVector<OpAsmParser::Argument> arguments;
  llvm::SmallVector<OpAsmParser::UnresolvedOperand> operands;
  llvm::SmallVector<Type> operandTypes, results;
  int32_t stateCount = 0;
  auto parseBindings = [&](bool sliced) {
    return parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren, [&]() -> ParseResult {
      Type type;
      if (parser.parseArgument(arguments.emplace_back()) || parser.parseEqual() ||
          parser.parseOperand(operands.emplace_back()) || parser.parseColonType(type))
        return failure();
      operandTypes.push_back(type);
      arguments.back().type = sliced ? sliceType(type, trips) : type;
      return success();
    });
  };
  if (parser.parseInteger(trips) || parser.parseKeyword("states") || parseBindings(false))
    return failure();
  stateCount = operands.size();
  if (parser.parseKeyword("over") || parseBindings(true) ||
      parser.parseOptionalAttrDict(state.attributes) || parser.parseArrow() ||
      parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren,
                                     [&] { return parser.parseType(results.emplace_back()); }) ||
      parser.resolveOperands(operands, operandTypes, parser.getCurrentLocation(), state.operands))
    return failure();
  Builder &builder = parser.getBuilder();
  state.addAttribute(getTripsAttrName(state.name), builder.getI64IntegerAttr(trips));
  state.addAttribute(
      getOperandSegmentSizeAttr(),
      builder.getDenseI32ArrayAttr({stateCount, int32_t(operands.size()) - stateCount}));
  state.addTypes(results);
  return parser.parseRegion(*state.addRegion(), arguments);
}

void ScanOp::print(OpAsmPrinter &printer) {
  Block &body = getBody().front();
  unsigned next = 0;
  auto printBindings = [&](OperandRange operands) {
    printer << "(";
    llvm::interleaveComma(operands, printer, [&](Value operand) {
      printer << body.getArgument(next++) << " = " << operand << " : " << operand.getType();
    });
    printer << ")";
  };
  printer << " " << getTrips() << " states ";
  printBindings(getInitial());
  printer << " over ";
  printBindings(getScanned());
  printer.printOptionalAttrDict((*this)->getAttrs(),
                                {getTripsAttrName(), getOperandSegmentSizeAttr()});
  printer << " -> (" << getResultTypes() << ") ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult ScanOp::verify() {
  Block &body = getBody().front();
  int64_t trips = getTrips();
  unsigned states = getInitial().size();
  if (trips < 1)
    return emitOpError() << "runs " << trips << " times when that should be positive";
  auto inRange = [](ArrayRef<int64_t> list, unsigned count) {
    return llvm::all_of(list, [&](int64_t i) { return i >= 0 && i < int64_t(count); });
  };
  if (body.getNumArguments() != getNumOperands() || getNumResults() < states)
    return emitOpError("has other block arguments or results than operands");
  if (!inRange(getReversed(), getScanned().size()) ||
      !inRange(getReversedResults(), getNumResults() - states))
    return emitOpError("lists a reversed tensor that it does not have");
  auto yield = dyn_cast<YieldOp>(body.getTerminator());
  if (!yield || yield.getNumOperands() != getNumResults())
    return emitOpError("should yield one value for each result");
  auto fits = [&](Type whole, Type part) {
    auto tensor = cast<RankedTensorType>(whole);
    return tensor.getRank() > 0 && tensor.getDimSize(0) % trips == 0 &&
           sliceType(whole, trips) == part;
  };
  for (unsigned i = 0; i < getNumOperands(); ++i) {
    Type whole = getOperand(i).getType(), part = body.getArgument(i).getType();
    if (i < states ? whole != part : !fits(whole, part))
      return emitOpError() << "block argument " << i << " is " << part << ", which is no slice of "
                           << whole;
  }
  for (unsigned i = 0; i < getNumResults(); ++i) {
    Type whole = getResult(i).getType(), part = yield.getOperand(i).getType();
    if (i < states ? whole != part : !fits(whole, part))
      return emitOpError() << "yielded value " << i << " is " << part << ", which is no slice of "
                           << whole;
  }
  return success();
}

} // namespace unspool::nn
