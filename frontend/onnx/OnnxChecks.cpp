//===- OnnxChecks.cpp - everything that is not supported, at once ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk over the graph, its subgraphs and the model-local functions before
// anything is built, so that a user learns of all obstacles in one run.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxImporter.h"
#include "frontend/onnx/OperatorTable.h"

#include <cmath>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

constexpr const char *kElementTypes =
    " (supported: float, double, float16, bfloat16, bool, int8 to int64, uint8 to uint64)";

/// Of ai.onnx: the newest operator set whose definitions the importers follow.
constexpr int64_t kNewestOpset = 28;

class SupportCheck {
public:
  SupportCheck(OnnxModel &model, MLIRContext &context) : model(model), context(context) {}

  bool run() {
    const onnx::ModelProto &proto = model.proto();
    for (const onnx::FunctionProto &function : proto.functions())
      functions.insert(canonicalDomain(function.domain()).str() + ":" + function.name());
    for (const onnx::ValueInfoProto &input : proto.graph().input())
      checkValue("input", input);
    for (const onnx::ValueInfoProto &output : proto.graph().output())
      checkValue("output", output);
    checkGraph(proto.graph());
    for (const onnx::FunctionProto &function : proto.functions())
      checkNodes(function.node(), &function);
    if (int64_t opset = model.opset(""); opset > kNewestOpset)
      emitWarning(fileLocation()) << "operator set " << opset << " is newer than " << kNewestOpset
                                  << ", the newest known here: its operators are taken as those of "
                                  << kNewestOpset;
    return isSupported;
  }

private:
  InFlightDiagnostic report(Location location) {
    isSupported = false;
    return emitError(location);
  }
  Location fileLocation() { return FileLineColLoc::get(&context, model.path(), 0, 0); }

  void checkValue(StringRef kind, const onnx::ValueInfoProto &value) {
    if (!value.type().has_tensor_type()) {
      // Outputs often come without a type; the import finds it.
      if (kind == "input" || value.type().value_case() != onnx::TypeProto::VALUE_NOT_SET)
        report(fileLocation()) << kind << " '" << value.name()
                               << "' is not a tensor; only tensors are supported";
      return;
    }
    int32_t dataType = value.type().tensor_type().elem_type();
    if (!elementTypeOf(dataType, context) && (kind == "input" || dataType != 0))
      report(fileLocation()) << kind << " '" << value.name() << "' has element type "
                             << dataTypeName(dataType) << ", which is not supported"
                             << kElementTypes;
  }

  void checkGraph(const onnx::GraphProto &graph) {
    for (const onnx::TensorProto &tensor : graph.initializer())
      if (!elementTypeOf(tensor.data_type(), context))
        report(fileLocation()) << "initializer '" << tensor.name() << "' has element type "
                               << dataTypeName(tensor.data_type()) << ", which is not supported"
                               << kElementTypes;
    for (const onnx::SparseTensorProto &tensor : graph.sparse_initializer())
      report(fileLocation()) << "initializer '" << tensor.values().name()
                             << "' is sparse, which is not supported (supported: dense)";
    checkNodes(graph.node(), nullptr);
  }

  void checkNodes(const NodeList &nodes, const onnx::FunctionProto *function) {
    for (auto [i, node] : llvm::enumerate(nodes)) {
      checkNode(node, nodeLocation(context, model.path(), node, i), function);
      for (const onnx::AttributeProto &attribute : node.attribute())
        if (attribute.has_g())
          checkGraph(attribute.g());
    }
  }

  void checkNode(const onnx::NodeProto &node, Location location,
                 const onnx::FunctionProto *function) {
    std::string domain = canonicalDomain(node.domain()).str();
    if (functions.contains(domain + ":" + node.op_type()))
      return;
    const OperatorRow *row = findOperator(domain, node.op_type());
    if (!row) {
      InFlightDiagnostic error = report(location);
      error << nodeTitle(node) << ": operator " << (domain.empty() ? "ai.onnx" : domain)
            << "::" << node.op_type() << " is not supported";
      if (std::string reason = refusalOf(domain, node.op_type()); !reason.empty())
        error << ": it " << reason;
      else if (std::string similar = similarOperator(node.op_type()); !similar.empty())
        error << " (supported: " << similar << ")";
      else
        error << "; `unspool list operators` shows those that are";
      return;
    }
    int64_t opset = opsetOf(domain, function);
    if (opset == 0)
      report(location) << nodeTitle(node)
                       << ": the model imports no operator set of domain ai.onnx";
    else if (opset < row->firstOpset)
      report(location) << nodeTitle(node) << ": operator set " << opset
                       << " is not supported (supported: " << row->firstOpset << " and later)";
    SmallVector<StringRef> known;
    StringRef(row->attributes).split(known, ' ', -1, /*KeepEmpty=*/false);
    for (const onnx::AttributeProto &attribute : node.attribute()) {
      if (isMeaninglessNaN(attribute))
        report(location) << nodeTitle(node) << ": attribute '" << attribute.name() << "' is NaN";
      if (!llvm::is_contained(known, StringRef(attribute.name())))
        report(location) << nodeTitle(node) << ": attribute '" << attribute.name()
                         << "' is not supported (supported: "
                         << (known.empty() ? "none" : row->attributes) << ")";
    }
  }

  /// Parameters of an operator are numbers; only elements of tensors may be none.
  static bool isMeaninglessNaN(const onnx::AttributeProto &attribute) {
    StringRef name = attribute.name();
    bool isElement = name.starts_with("value") || name == "extrapolation_value";
    return !isElement && (std::isnan(attribute.f()) ||
                          llvm::any_of(attribute.floats(), [](float f) { return std::isnan(f); }));
  }

  int64_t opsetOf(StringRef domain, const onnx::FunctionProto *function) {
    if (function)
      for (const auto &import : function->opset_import())
        if (canonicalDomain(import.domain()) == domain)
          return import.version();
    return model.opset(domain);
  }

  /// Why a known operator is refused, or empty.
  static std::string refusalOf(StringRef domain, StringRef name) {
    for (const OperatorDescription &description : onnxOperators())
      if (domain.empty() && description.firstOpset == 0 && name == description.name)
        return description.notes;
    return "";
  }

  /// The supported operator whose name is nearest, if it is near.
  static std::string similarOperator(StringRef name) {
    unsigned bestDistance = std::min<unsigned>(4, (name.size() + 1) / 2);
    std::string best;
    for (const OperatorDescription &description : onnxOperators()) {
      if (description.firstOpset == 0)
        continue;
      unsigned distance = name.edit_distance(description.name, true, bestDistance);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = description.name;
      }
    }
    return best;
  }

  OnnxModel &model;
  MLIRContext &context;
  llvm::StringSet<> functions;
  bool isSupported = true;
};

} // namespace

LogicalResult unspool::frontend::checkSupported(OnnxModel &model, MLIRContext &context,
                                                ImportReport &report) {
  if (SupportCheck(model, context).run())
    return success();
  report.failure = ImportReport::Failure::Unsupported;
  return failure();
}
