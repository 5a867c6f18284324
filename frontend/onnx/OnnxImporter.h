//===- OnnxImporter.h - the walk over an ONNX graph -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nodes are imported in file order (ONNX demands topological order), each by
// its row of the operator table. Names are looked up in scopes: a subgraph sees
// the graph around it, a model-local function sees only its inputs.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_ONNXIMPORTER_H
#define UNSPOOL_FRONTEND_ONNX_ONNXIMPORTER_H

#include "frontend/NnBuilder.h"
#include "frontend/onnx/OnnxModel.h"
#include "frontend/onnx/OnnxNode.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

#include <map>

namespace unspool::frontend {

using NodeList = google::protobuf::RepeatedPtrField<onnx::NodeProto>;

/// Finds all that is outside the tables (operators, attributes, element types)
/// in the whole model, and reports it at once. Success: nothing found.
mlir::LogicalResult checkSupported(OnnxModel &model, mlir::MLIRContext &context,
                                   ImportReport &report);

/// Where errors about the `index`-th node of a graph point, and its name in them.
mlir::Location nodeLocation(mlir::MLIRContext &context, llvm::StringRef path,
                            const onnx::NodeProto &node, unsigned index);
std::string nodeTitle(const onnx::NodeProto &node);

/// A graph input or output as the file declares it.
ValueDescription describeValue(const onnx::ValueInfoProto &info, mlir::MLIRContext &context);

/// A model input of one integer that can have no other value, as `reason`, a node, needs it.
struct KnownInput {
  int64_t value;
  std::string reason;
};
using KnownInputs = std::map<unsigned, KnownInput>; ///< by argument

/// What an attempt has said that failed.
struct FailedImport {
  llvm::SmallVector<mlir::Diagnostic, 1> diagnostics;
  ImportReport report;
};

/// Subgraphs and functions within each other: a stack frame each.
inline constexpr unsigned kMaxDepth = 64;

class OnnxImporter {
public:
  OnnxImporter(OnnxModel &model, const ImportOptions &options, mlir::MLIRContext &context,
               ImportReport &report);

  mlir::OwningOpRef<mlir::ModuleOp> import();

  /// Imports a subgraph where the builder stands, its inputs being `arguments`,
  /// and returns its outputs.
  mlir::FailureOr<llvm::SmallVector<mlir::Value>>
  importSubgraph(const onnx::GraphProto &graph, llvm::ArrayRef<mlir::Value> arguments);

  /// Runs `import`. If it fails, what it has reported is forgotten, or left to `kept`.
  mlir::LogicalResult attempt(llvm::function_ref<mlir::LogicalResult()> import,
                              FailedImport *kept = nullptr);
  /// Says it, with more notes at the first error. Fails.
  mlir::LogicalResult reportAfterAll(FailedImport failed,
                                     llvm::function_ref<void(mlir::Diagnostic &)> addNotes);

  const ImportOptions &importOptions() const { return options; }
  /// The most that a model input may be (ImportOptions::inputBounds); nothing for others.
  std::optional<int64_t> boundOf(mlir::Value value);
  llvm::StringRef inputName(unsigned index);

  /// Inputs that are constants in what is imported from here on. In the end, the library
  /// requires their values.
  const KnownInputs &knownInputs() const { return known; }
  void setKnownInputs(KnownInputs inputs) { known = std::move(inputs); }

  /// The node being imported has an attribute of another type than it should.
  void noteBadAttribute() { hasBadAttribute = true; }
  void noteUnsupported() { report.failure = ImportReport::Failure::Unsupported; }
  /// Says that an input's value must be known, and which model inputs it needs.
  void reportRuntimeValue(const OnnxNode &node, unsigned input);
  /// Says which model inputs `value` is computed from, if any, and how to give their values.
  void hintAt(mlir::Value value, mlir::Diagnostic &diagnostic);
  /// The tensor of a Constant's attribute, as a constant.
  mlir::Value importTensor(const onnx::TensorProto &tensor);

private:
  /// The names of one graph or function.
  struct Scope {
    Scope *parent = nullptr;
    llvm::StringMap<mlir::Value> values;                ///< null: an error has been reported
    llvm::StringSet<> absent;                           ///< optional inputs not given
    llvm::StringMap<onnx::TensorProto *> initializers;  ///< not yet imported
    llvm::StringMap<const onnx::NodeProto *> producers; ///< of all nodes, to explain errors
  };
  mlir::LogicalResult importMain();
  /// Makes the function, with the graph's inputs as arguments and as names of `scope`.
  mlir::LogicalResult makeFunction(const onnx::GraphProto &graph, Scope &scope);
  mlir::LogicalResult defineInput(unsigned index, Scope &scope);
  /// Does each of ImportOptions::inputBounds bound a trip count? Reports one that does not.
  mlir::LogicalResult checkBounds();
  /// Has the library check the known inputs; reports one whose bound excludes its value.
  mlir::LogicalResult requireKnownInputs();
  bool isModelInput(mlir::Value value);
  /// A constant, if it is a known input.
  mlir::Value valueNow(mlir::Value value);
  /// The model inputs that `value` is computed from. Sets `isLoopState` if it is also from
  /// what changes in a loop.
  llvm::SetVector<llvm::StringRef> inputsBehind(mlir::Value value, bool &isLoopState);
  mlir::LogicalResult addInitializers(onnx::GraphProto &graph, Scope &scope);
  mlir::LogicalResult importNodes(const NodeList &nodes, Scope &scope);
  /// Does it read what a failed node should have computed?
  bool readsFailedNode(const onnx::NodeProto &node, Scope &scope);
  mlir::LogicalResult importNode(const onnx::NodeProto &node, Scope &scope);
  mlir::LogicalResult importOperator(const onnx::NodeProto &node,
                                     llvm::ArrayRef<mlir::Value> inputs, Scope &scope);
  mlir::LogicalResult importFunction(const onnx::FunctionProto &function,
                                     const onnx::NodeProto &call,
                                     llvm::ArrayRef<mlir::Value> inputs, Scope &scope);
  mlir::FailureOr<llvm::SmallVector<mlir::Value>> importInputs(const onnx::NodeProto &node,
                                                               Scope &scope);
  mlir::LogicalResult checkDeclaration(const onnx::ValueInfoProto &output, mlir::Value value);
  mlir::FailureOr<mlir::Value> lookup(llvm::StringRef name, Scope &scope);
  mlir::Value importInitializer(onnx::TensorProto &tensor);
  mlir::LogicalResult define(llvm::StringRef name, mlir::Value value, Scope &scope);
  const onnx::FunctionProto *findFunction(const onnx::NodeProto &node) const;
  int64_t opset(llvm::StringRef domain) const;
  void eraseDeadOps();

  OnnxModel &model;
  const ImportOptions &options;
  mlir::MLIRContext &context;
  ImportReport &report;
  MemoryBudget budget;
  NnBuilder build;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::func::FuncOp function;
  mlir::Operation *lastInitializer = nullptr;
  Scope *currentScope = nullptr;
  /// The function whose body is being imported, for its operator sets; null in graphs.
  const onnx::FunctionProto *currentFunction = nullptr;
  unsigned depth = 0;
  unsigned importedNodes = 0;
  bool hasBadAttribute = false;
  KnownInputs known;
  bool isAttempt = false;
  unsigned failures = 0; ///< nodes and initializers that were reported
};

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_ONNXIMPORTER_H
