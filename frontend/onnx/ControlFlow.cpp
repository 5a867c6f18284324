//===- ControlFlow.cpp - ONNX If, Loop and Scan ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes being static, control flow mostly goes away: of an If one branch is kept, or both
// are computed; a loop is unrolled, or has a table of trips. Each has a file of its own
// (If.cpp, Loop.cpp, Scan.cpp); here is what they have in common.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/ControlFlow.h"
#include "frontend/onnx/OnnxImporter.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Scan.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

FailureOr<const onnx::GraphProto *> unspool::frontend::subgraph(OnnxNode &node, StringRef name) {
  const onnx::AttributeProto *attribute = node.attribute(name);
  if (!attribute || !attribute->has_g())
    return node.emitError() << "the subgraph '" << name << "' is missing";
  return &attribute->g();
}

std::optional<bool> unspool::frontend::knownCondition(Value condition) {
  auto numbers = NnBuilder::constantInts(condition);
  if (!numbers || numbers->size() != 1)
    return std::nullopt;
  return numbers->front() != 0;
}

Value unspool::frontend::choose(OnnxNode &node, Value condition, Value whenTrue, Value otherwise) {
  if (!whenTrue || !otherwise || whenTrue == otherwise)
    return whenTrue;
  if (whenTrue.getType() != otherwise.getType()) {
    InFlightDiagnostic error = node.emitUnsupported();
    error << "a condition that is not known at compile time chooses between " << whenTrue.getType()
          << " and " << otherwise.getType() << " (supported: equal types)";
    node.importer.hintAt(condition, error.attachNote() << "the condition");
    return {};
  }
  return node.build.create<nn::SelectOp>(node.build.reshape(condition, {}), whenTrue, otherwise);
}

namespace {

const OperatorRow kRows[] = {
    {"If", 1, 1, 1, "else_branch then_branch",
     "at run time, both branches are computed and must have equal types; one that is impossible "
     "at the shapes leaves the other, if that is for an input of one integer being a number, "
     "which the library then checks",
     importIf},
    {"Loop", 1, 0, kAnyNumber, "body",
     "trip count is a constant, or an input with --max; unrolled up to 128 trips", importLoop},
    {"Scan", 8, 0, kAnyNumber,
     "body directions num_scan_inputs scan_input_axes scan_input_directions scan_output_axes "
     "scan_output_directions",
     "", importScan},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::controlFlowOperators() { return kRows; }
