//===- OnnxImporter.cpp - the walk over an ONNX graph ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxImporter.h"

#include "frontend/InputTypes.h"
#include "frontend/onnx/OnnxTensor.h"
#include "frontend/onnx/OperatorTable.h"

#include "mlir/IR/Iterators.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {
/// Nodes after unrolling loops and inlining functions, which may multiply.
constexpr unsigned kMaxNodes = 1u << 18;
/// After so many the import ends; nobody reads on.
constexpr unsigned kMaxFailures = 100;
} // namespace

OwningOpRef<ModuleOp> unspool::frontend::importOnnx(StringRef path, const ImportOptions &options,
                                                    MLIRContext &context, ImportReport *report) {
  ImportReport unused;
  ImportReport &result = report ? *report : unused;
  result = ImportReport();
  context.loadDialect<nn::NnDialect, func::FuncDialect>();
  OwningOpRef<ModuleOp> module;
  FailureOr<OnnxModel> model = OnnxModel::read(path, context);
  if (succeeded(model) && succeeded(checkSupported(*model, context, result)))
    module = OnnxImporter(*model, options, context, result).import();
  if (!module && result.failure == ImportReport::Failure::None)
    result.failure = ImportReport::Failure::Invalid;
  return module;
}

Location unspool::frontend::nodeLocation(MLIRContext &context, StringRef path,
                                         const onnx::NodeProto &node, unsigned index) {
  StringRef name = !node.name().empty() || node.output_size() == 0 ? StringRef(node.name())
                                                                   : StringRef(node.output(0));
  // A node has no line; its place in the graph's list serves as one.
  Location place = FileLineColLoc::get(&context, path, index + 1, 0);
  return NameLoc::get(StringAttr::get(&context, name), place);
}

std::string unspool::frontend::nodeTitle(const onnx::NodeProto &node) {
  StringRef name = !node.name().empty() || node.output_size() == 0 ? StringRef(node.name())
                                                                   : StringRef(node.output(0));
  return node.op_type() + " node '" + name.str() + "'";
}

OnnxImporter::OnnxImporter(OnnxModel &model, const ImportOptions &options, MLIRContext &context,
                           ImportReport &report)
    : model(model), options(options), context(context), report(report), budget{options.memoryLimit},
      build(&context, budget) {}

OwningOpRef<ModuleOp> OnnxImporter::import() {
  Location place = FileLineColLoc::get(&context, model.path(), 0, 0);
  build.setOrigin(place, "");
  module = ModuleOp::create(place);
  (*module)->setAttr("nn.model_name",
                     StringAttr::get(&context, llvm::sys::path::stem(model.path())));
  if (failed(importMain()) || !build.check(*module))
    return nullptr;
  return std::move(module);
}

LogicalResult OnnxImporter::importMain() {
  onnx::GraphProto &graph = *model.proto().mutable_graph();
  Scope scope;
  if (failed(addInitializers(graph, scope)))
    return failure();

  if (failed(makeFunction(graph, scope)))
    return failure();
  if (failed(importNodes(graph.node(), scope)))
    return failure();
  if (failed(checkBounds()) || failed(requireKnownInputs()))
    return failure();

  build.setOrigin(FileLineColLoc::get(&context, model.path(), 0, 0), "");
  SmallVector<Value> results;
  for (const onnx::ValueInfoProto &output : graph.output()) {
    FailureOr<Value> value = lookup(output.name(), scope);
    if (failed(value))
      return build.emitError() << "graph output '" << output.name()
                               << "' is not computed by any node";
    if (!*value || failed(checkDeclaration(output, *value)))
      return failure();
    results.push_back(*value);
  }
  if (results.empty())
    return build.emitError() << "the graph has no outputs";
  func::ReturnOp::create(build.ops(), build.loc(), results);
  SmallVector<Type> resultTypes(ValueRange(results).getTypes());
  function.setFunctionType(FunctionType::get(&context, function.getArgumentTypes(), resultTypes));
  for (auto [i, output] : llvm::enumerate(graph.output()))
    function.setResultAttr(i, nn::kNameAttr, StringAttr::get(&context, output.name()));
  eraseDeadOps();
  return success();
}

/// A graph output has the shape and the element type that the file declares for it: callers of
/// the library size and read their buffers by the declaration. A shape that leaves something
/// open is what an exporter was told, and may have got wrong; the callers have to look at the
/// library's shapes anyway.
LogicalResult OnnxImporter::checkDeclaration(const onnx::ValueInfoProto &output, Value value) {
  constexpr const char *kRemedy = "; correct the declaration, or export the model anew";
  ValueDescription declared = describeValue(output, context);
  if (declared.elementType && declared.elementType != nn::typeOf(value).getElementType())
    return build.emitError() << "graph output '" << output.name() << "' is declared as "
                             << dataTypeName(output.type().tensor_type().elem_type())
                             << " but its nodes compute " << nn::typeOf(value) << kRemedy;
  auto agree = [](int64_t extent, int64_t computed) { return extent < 0 || extent == computed; };
  if (!declared.hasShape || llvm::equal(declared.dims, nn::shapeOf(value), agree))
    return success();
  auto contradiction = [&](InFlightDiagnostic diagnostic) {
    diagnostic << "graph output '" << output.name() << "' is declared as " << shapeText(declared)
               << " but its nodes compute " << nn::typeOf(value);
    return diagnostic;
  };
  if (llvm::any_of(declared.dims, [](int64_t extent) { return extent < 0; })) {
    contradiction(mlir::emitWarning(build.loc())) << ", which is what the library gives";
    return success();
  }
  return contradiction(build.emitError()) << kRemedy;
}

/// Shape arithmetic leaves its constants behind.
void OnnxImporter::eraseDeadOps() {
  function.walk<WalkOrder::PostOrder, ReverseIterator>([](Operation *op) {
    if (isOpTriviallyDead(op))
      op->erase();
  });
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

LogicalResult OnnxImporter::addInitializers(onnx::GraphProto &graph, Scope &scope) {
  for (onnx::TensorProto &tensor : *graph.mutable_initializer())
    if (!scope.initializers.try_emplace(tensor.name(), &tensor).second)
      return build.emitError() << "there are two initializers named '" << tensor.name() << "'";
  return success();
}

LogicalResult OnnxImporter::define(StringRef name, Value value, Scope &scope) {
  if (scope.initializers.count(name) || !scope.values.try_emplace(name, value).second)
    return build.emitError() << "value '" << name << "' is defined twice";
  return success();
}

FailureOr<Value> OnnxImporter::lookup(StringRef name, Scope &scope) {
  for (Scope *place = &scope; place; place = place->parent) {
    auto value = place->values.find(name);
    if (value != place->values.end())
      return valueNow(value->second);
    auto initializer = place->initializers.find(name);
    if (initializer == place->initializers.end())
      continue;
    Value constant = importInitializer(*initializer->second);
    failures += !constant;
    if (!constant && isAttempt)
      return constant; // what is said of it may be forgotten: the next reader says it again
    place->initializers.erase(initializer);
    place->values[name] = constant;
    return constant;
  }
  return failure();
}

/// Initializers stand at the top of the function, because subgraphs and the
/// code after them may both use one. Their bytes are freed in the message.
Value OnnxImporter::importInitializer(onnx::TensorProto &tensor) {
  OpBuilder::InsertionGuard guard(build.ops());
  if (lastInitializer)
    build.ops().setInsertionPointAfter(lastInitializer);
  else
    build.ops().setInsertionPointToStart(&function.getBody().front());
  Value constant = importTensor(tensor);
  if (!constant)
    return {};
  lastInitializer = constant.getDefiningOp();
  std::string().swap(*tensor.mutable_raw_data());
  return constant;
}

Value OnnxImporter::importTensor(const onnx::TensorProto &tensor) {
  auto error = [&] { return build.emitError(); };
  auto type = tensorTypeOf(tensor, context, error);
  if (failed(type) || !build.fits(*type))
    return {};
  auto value = attributeOf(tensor, *type, model.path(), error);
  return failed(value) ? Value() : build.constant(*value);
}

/// The ops and constants of a failed attempt stay until the end, and take their time and
/// memory: they count.
LogicalResult OnnxImporter::attempt(llvm::function_ref<LogicalResult()> import,
                                    FailedImport *kept) {
  ImportReport reported = report;
  KnownInputs knownBefore = known;
  auto before = std::tuple(failures, hasBadAttribute, currentScope);
  Location location = build.loc();
  std::string title = build.origin();
  bool isWithinAttempt = std::exchange(isAttempt, true);
  FailedImport unused;
  FailedImport &said = kept ? *kept : unused;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    said.diagnostics.push_back(std::move(diagnostic));
    return success();
  });
  LogicalResult imported = import();
  isAttempt = isWithinAttempt;
  if (succeeded(imported))
    return success();
  said.report = std::exchange(report, std::move(reported));
  known = std::move(knownBefore);
  std::tie(failures, hasBadAttribute, currentScope) = before;
  build.setOrigin(location, title);
  return failure();
}

LogicalResult OnnxImporter::reportAfterAll(FailedImport failed,
                                           llvm::function_ref<void(Diagnostic &)> addNotes) {
  report = std::move(failed.report);
  for (auto [i, diagnostic] : llvm::enumerate(failed.diagnostics)) {
    if (i == 0)
      addNotes(diagnostic);
    context.getDiagEngine().emit(std::move(diagnostic));
  }
  return failure();
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

LogicalResult OnnxImporter::importNodes(const NodeList &nodes, Scope &scope) {
  for (const onnx::NodeProto &node : nodes)
    for (const std::string &output : node.output())
      if (!output.empty())
        scope.producers.try_emplace(output, &node);
  Scope *outerScope = std::exchange(currentScope, &scope);
  LogicalResult result = success();
  for (auto [i, node] : llvm::enumerate(nodes)) {
    build.setOrigin(nodeLocation(context, model.path(), node, i), nodeTitle(node));
    if (++importedNodes > kMaxNodes) {
      result = build.emitError() << "the model has more than " << kMaxNodes
                                 << " nodes, with its loops unrolled and its functions inlined";
      break;
    }
    if (succeeded(importNode(node, scope)))
      continue;
    // The others are looked at as well, but for those that need this one.
    result = failure();
    if (!readsFailedNode(node, scope) && ++failures >= kMaxFailures)
      break;
    for (const std::string &output : node.output())
      scope.values.try_emplace(output, Value());
  }
  currentScope = outerScope;
  return result;
}

bool OnnxImporter::readsFailedNode(const onnx::NodeProto &node, Scope &scope) {
  return llvm::any_of(node.input(), [&](const std::string &name) {
    FailureOr<Value> value = lookup(name, scope);
    return succeeded(value) && !*value;
  });
}

LogicalResult OnnxImporter::importNode(const onnx::NodeProto &node, Scope &scope) {
  FailureOr<SmallVector<Value>> inputs = importInputs(node, scope);
  if (failed(inputs))
    return failure();
  if (const onnx::FunctionProto *callee = findFunction(node))
    return importFunction(*callee, node, *inputs, scope);
  return importOperator(node, *inputs, scope);
}

FailureOr<SmallVector<Value>> OnnxImporter::importInputs(const onnx::NodeProto &node,
                                                         Scope &scope) {
  SmallVector<Value> inputs;
  for (const std::string &name : node.input()) {
    if (name.empty() || scope.absent.contains(name)) {
      inputs.push_back(Value());
      continue;
    }
    FailureOr<Value> value = lookup(name, scope);
    if (succeeded(value) && !*value)
      return failure();
    if (succeeded(value)) {
      inputs.push_back(*value);
      continue;
    }
    auto producer = scope.producers.find(name);
    if (producer != scope.producers.end())
      return build.emitError() << "input '" << name << "' is computed by a later node, "
                               << nodeTitle(*producer->second)
                               << ": nodes must be in topological order, without cycles";
    return build.emitError() << "input '" << name
                             << "' is not a graph input, an initializer or a node's output";
  }
  while (!inputs.empty() && !inputs.back())
    inputs.pop_back();
  return inputs;
}

LogicalResult OnnxImporter::importOperator(const onnx::NodeProto &node, ArrayRef<Value> inputs,
                                           Scope &scope) {
  const OperatorRow *row = findOperator(node.domain(), node.op_type());
  assert(row && "checkSupported lets no unknown operator pass");
  if (inputs.size() < row->leastInputs || inputs.size() > row->mostInputs ||
      llvm::is_contained(inputs.take_front(row->leastInputs), Value())) {
    InFlightDiagnostic error = build.emitError();
    error << "there are " << inputs.size() << " inputs when there should be " << row->leastInputs;
    if (row->mostInputs == kAnyNumber)
      error << " or more";
    else if (row->mostInputs != row->leastInputs)
      error << " to " << row->mostInputs;
    return error;
  }
  // Of a list of operands, unlike one of optional inputs, none may be left out.
  bool isList = row->leastInputs > 0 && row->mostInputs == kAnyNumber;
  if (const Value *missing = llvm::find(inputs, Value()); isList && missing != inputs.end())
    return build.emitError() << "input " << missing - inputs.begin() << " is missing";
  Location location = build.loc();
  std::string title = build.origin();
  OnnxNode view(node, opset(node.domain()), build, *this, inputs);
  // Nodes of a subgraph come in between.
  bool outerHasBadAttribute = std::exchange(hasBadAttribute, false);
  LogicalResult imported = row->function(view);
  if (std::exchange(hasBadAttribute, outerHasBadAttribute) || failed(imported))
    return failure();
  build.setOrigin(location, title);
  for (int i = 0; i < node.output_size(); ++i) {
    if (node.output(i).empty())
      continue;
    if (!view.output(i)) {
      noteUnsupported();
      return build.emitError() << "output " << i << " ('" << node.output(i)
                               << "') is not supported";
    }
    if (failed(define(node.output(i), view.output(i), scope)))
      return failure();
  }
  return success();
}

FailureOr<SmallVector<Value>> OnnxImporter::importSubgraph(const onnx::GraphProto &graph,
                                                           ArrayRef<Value> arguments) {
  Location location = build.loc();
  std::string title = build.origin();
  if (depth >= kMaxDepth)
    return build.emitError() << "subgraphs are nested deeper than " << kMaxDepth;
  if (int(arguments.size()) != graph.input_size())
    return build.emitError() << "the subgraph '" << graph.name() << "' has " << graph.input_size()
                             << " inputs when it should have " << arguments.size();
  Scope scope;
  scope.parent = currentScope;
  for (const onnx::TensorProto &tensor : graph.initializer()) {
    Value constant = importTensor(tensor);
    if (!constant || failed(define(tensor.name(), constant, scope)))
      return failure();
  }
  for (auto [input, value] : llvm::zip(graph.input(), arguments))
    if (failed(define(input.name(), value, scope)))
      return failure();
  ++depth;
  LogicalResult result = importNodes(graph.node(), scope);
  --depth;
  if (failed(result))
    return failure();
  build.setOrigin(location, title);
  SmallVector<Value> outputs;
  for (const onnx::ValueInfoProto &output : graph.output()) {
    FailureOr<Value> value = lookup(output.name(), scope);
    if (failed(value) || !*value)
      return build.emitError() << "output '" << output.name() << "' of the subgraph '"
                               << graph.name() << "' is not computed by any node";
    outputs.push_back(*value);
  }
  return outputs;
}
