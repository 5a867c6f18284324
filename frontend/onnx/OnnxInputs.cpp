//===- OnnxInputs.cpp - the inputs of an ONNX model -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Their types, and what is known of their values when the model is compiled: those that the
// options give, those that an If leaves no choice of (If.cpp), and the bounds of trip counts.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxImporter.h"

#include "frontend/InputTypes.h"
#include "frontend/InputValues.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

/// Has each input list the nodes that read it, for errors.
static void noteReaders(const onnx::GraphProto &graph, SmallVector<ValueDescription> &inputs) {
  llvm::StringMap<size_t> places;
  for (auto [i, input] : llvm::enumerate(inputs))
    places[input.name] = i;
  for (const onnx::NodeProto &node : graph.node()) {
    llvm::SmallSetVector<size_t, 2> read;
    for (const std::string &name : node.input())
      if (auto found = places.find(name); found != places.end())
        read.insert(found->second);
    for (size_t place : read)
      inputs[place].readers.push_back(nodeTitle(node));
  }
}

LogicalResult OnnxImporter::makeFunction(const onnx::GraphProto &graph, Scope &scope) {
  SmallVector<ValueDescription> inputs;
  for (const onnx::ValueInfoProto &input : graph.input())
    if (!scope.initializers.count(input.name()))
      inputs.push_back(describeValue(input, context));
  noteReaders(graph, inputs);
  auto types = resolveInputTypes(inputs, options, [&] { return build.emitError(); });
  if (failed(types))
    return failure();

  SmallVector<Type> argumentTypes(types->begin(), types->end());
  build.ops().setInsertionPointToEnd(module->getBody());
  function = func::FuncOp::create(build.ops(), build.loc(), "main",
                                  FunctionType::get(&context, argumentTypes, {}));
  build.ops().setInsertionPointToStart(function.addEntryBlock());
  for (auto [i, input] : llvm::enumerate(inputs)) {
    function.setArgAttr(i, nn::kNameAttr, StringAttr::get(&context, input.name));
    if (failed(defineInput(i, scope)))
      return failure();
  }
  return success();
}

LogicalResult OnnxImporter::defineInput(unsigned index, Scope &scope) {
  Value value = function.getArgument(index);
  if (!build.fits(value.getType()))
    return failure();
  auto given =
      givenValue(inputName(index), nn::typeOf(value), options, [&] { return build.emitError(); });
  if (failed(given))
    return failure();
  if (*given) {
    requireValue(function, index, *given);
    value = build.constant(*given);
  }
  return success(value && succeeded(define(inputName(index), value, scope)));
}

StringRef OnnxImporter::inputName(unsigned index) {
  return function.getArgAttrOfType<StringAttr>(index, nn::kNameAttr).getValue();
}

bool OnnxImporter::isModelInput(Value value) {
  auto argument = dyn_cast_or_null<BlockArgument>(value);
  return argument && argument.getOwner()->getParentOp() == function;
}

//===----------------------------------------------------------------------===//
// What is known of their values
//===----------------------------------------------------------------------===//

std::optional<int64_t> OnnxImporter::boundOf(Value value) {
  if (!isModelInput(value))
    return std::nullopt;
  unsigned index = cast<BlockArgument>(value).getArgNumber();
  auto bound = options.inputBounds.find(inputName(index).str());
  if (bound == options.inputBounds.end())
    return std::nullopt;
  nn::narrowRange(function, index, 0, bound->second);
  return bound->second;
}

LogicalResult OnnxImporter::checkBounds() {
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (options.inputBounds.count(inputName(i).str()) && !function.getArgAttr(i, nn::kRangeAttr))
      return build.emitError() << "--max bounds input '" << inputName(i)
                               << "', which is not the trip count of a Loop";
  return success();
}

Value OnnxImporter::valueNow(Value value) {
  if (known.empty() || !isModelInput(value))
    return value;
  auto found = known.find(cast<BlockArgument>(value).getArgNumber());
  if (found == known.end())
    return value;
  unsigned width = nn::typeOf(value).getElementType().getIntOrFloatBitWidth();
  APInt number(64, found->second.value, /*isSigned=*/true);
  return build.constant(DenseElementsAttr::get(nn::typeOf(value), number.trunc(width)));
}

LogicalResult OnnxImporter::requireKnownInputs() {
  for (const auto &[index, input] : known) {
    auto bound = options.inputBounds.find(inputName(index).str());
    if (bound != options.inputBounds.end() && input.value > bound->second)
      return build.emitError() << "--max bounds input '" << inputName(index) << "' by "
                               << bound->second << " when it has to be " << input.value << " for "
                               << input.reason;
    nn::narrowRange(function, index, input.value, input.value);
  }
  return success();
}

//===----------------------------------------------------------------------===//
// What ought to be known
//===----------------------------------------------------------------------===//

llvm::SetVector<StringRef> OnnxImporter::inputsBehind(Value value, bool &isLoopState) {
  llvm::SetVector<StringRef> names;
  llvm::SetVector<Value> pending;
  pending.insert(value);
  for (unsigned i = 0; i < pending.size(); ++i) {
    if (Operation *op = pending[i].getDefiningOp())
      pending.insert_range(op->getOperands());
    else if (isModelInput(pending[i]))
      names.insert(inputName(cast<BlockArgument>(pending[i]).getArgNumber()));
    else
      isLoopState = true;
  }
  return names;
}

/// "computed from model input 'a'; give its value with --value a=NUMBERS"
static void writeHint(const llvm::SetVector<StringRef> &names, Diagnostic &diagnostic) {
  diagnostic << "computed from model input ";
  llvm::interleaveComma(names, diagnostic,
                        [&](StringRef name) { diagnostic << "'" << name << "'"; });
  diagnostic << "; give its value with";
  for (StringRef name : names)
    diagnostic << " --value " << name << "=NUMBERS";
}

void OnnxImporter::hintAt(Value value, Diagnostic &diagnostic) {
  bool isLoopState = false;
  auto names = inputsBehind(value, isLoopState);
  if (isLoopState)
    diagnostic << " changes in a loop";
  if (names.empty())
    return;
  diagnostic << (isLoopState ? ", and is " : " is ");
  writeHint(names, diagnostic);
}

void OnnxImporter::reportRuntimeValue(const OnnxNode &node, unsigned input) {
  bool isLoopState = false;
  auto names = inputsBehind(node.input(input), isLoopState);
  noteUnsupported();
  InFlightDiagnostic error = node.emitError();
  error << "input " << input << " ('" << node.proto.input(input)
        << "') must be known at compile time";
  if (isLoopState)
    error << ", but changes in a loop";
  if (names.empty())
    return;
  error << ", but is ";
  writeHint(names, *error.getUnderlyingDiagnostic());
  error << ", or fix the model's input shapes";
  for (StringRef name : names)
    report.neededInputValues.push_back(name.str());
}
