//===- Header.cpp - the header of a generated library ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Artifacts.h"
#include "runtime/Embedded.h"
#include "runtime/state.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace unspool {

/// C has no 16-bit floats of its own: they go as their bits.
static const char *cType(ElementType type) {
  switch (type) {
  case ElementType::F32: return "float";
  case ElementType::F64: return "double";
  case ElementType::F16:
  case ElementType::BF16:
  case ElementType::U16: return "uint16_t";
  case ElementType::I8: return "int8_t";
  case ElementType::I16: return "int16_t";
  case ElementType::I32: return "int32_t";
  case ElementType::I64: return "int64_t";
  case ElementType::U8:
  case ElementType::Bool: return "uint8_t";
  case ElementType::U32: return "uint32_t";
  case ElementType::U64: return "uint64_t";
  }
  llvm_unreachable("every element type has a C type");
}

/// A model's name for something, harmless within a C comment.
static std::string commentText(StringRef name) {
  std::string text;
  for (char c : name)
    text += isPrint(c) && c != '*' && c != '\\' && c != '?' ? c : '_';
  return text;
}

static std::string extents(const TensorType &type, StringRef separator) {
  return join(map_range(type.shape, [](int64_t extent) { return std::to_string(extent); }),
              separator);
}

static void printPortMacros(raw_ostream &out, const std::string &prefix, const Port &port) {
  std::string macro = prefix + "_" + StringRef(port.identifier).upper();
  // At the largest sizes, where the caller chooses them.
  out << "#define " << macro << "_ELEMENTS " << port.type.elements() << "\n"
      << "#define " << macro << "_RANK " << port.type.shape.size() << "\n";
  if (!port.type.shape.empty())
    out << "#define " << macro << "_SHAPE {" << extents(port.type, ", ") << "}\n";
}

/// "[frames][2][16]", as far as the caller chooses sizes in their names.
static std::string shapeComment(const ModelPlan &plan, const TensorType &type) {
  std::string text;
  for (size_t axis = 0; axis < type.shape.size(); ++axis) {
    int term = type.termOf(axis);
    std::string extent = term < 0 ? std::to_string(type.shape[axis]) : termText(plan, term);
    StringRef inner(extent);
    if (inner.consume_front("("))
      inner.consume_back(")");
    text += "[" + inner.str() + "]";
  }
  return text.empty() ? "[]" : text;
}

static std::string quantityText(const ModelPlan &plan, const Quantity &quantity) {
  return quantity.isFixed() ? std::to_string(quantity.value) : termText(plan, quantity.term);
}

static void printPortComment(raw_ostream &out, const ModelPlan &plan, const Port &port) {
  out << " *   " << port.identifier << ": " << spelling(port.type.element)
      << shapeComment(plan, port.type);
  if (port.name != port.identifier)
    out << ", \"" << commentText(port.name) << "\"";
  if (port.range) {
    std::string low = quantityText(plan, port.range->low);
    std::string high = quantityText(plan, port.range->high);
    out << (low == high ? ", always " + low : ", each " + low + " to " + high);
  }
  out << "\n";
}

/// A parameter beside the ports, whatever they are called.
static std::string freshName(const ModelPlan &plan, std::string name) {
  auto taken = [&](const Port &port) { return port.identifier == name; };
  while (any_of(plan.inputs, taken) || any_of(plan.outputs, taken))
    name += "_";
  return name;
}

static std::string inputParameter(const Port &port) {
  return std::string("const ") + cType(port.type.element) + " *" + port.identifier;
}
static std::string outputParameter(const Port &port) {
  return std::string(cType(port.type.element)) + " *" + port.identifier;
}

/// int <name><suffix>(parameters);
static void printPrototype(raw_ostream &out, const std::string &function,
                           ArrayRef<std::string> parameters) {
  std::string separator = ",\n" + std::string(function.size() + 5, ' ');
  out << "int " << function << "(" << join(parameters, separator) << ");\n";
}

static std::string sizeParameter(const Dimension &dimension) {
  return "int64_t " + dimension.identifier;
}

/// What a parallel twin takes first.
static std::string executorParameter(const ModelPlan &plan) {
  return "const unspool_executor *" + freshName(plan, "executor");
}

static void printRun(raw_ostream &out, const ModelPlan &plan, const std::string &prefix) {
  out << "/* Runs the model once; returns UNSPOOL_OK, or why it did not run. Allocates\n"
      << " * nothing and keeps nothing: calls with workspaces of their own may overlap.\n";
  if (!plan.dimensions.empty())
    out << " * sizes, of the caller's choice:\n";
  for (const Dimension &dimension : plan.dimensions)
    out << " *   " << dimension.identifier << ": "
        << sizesText(dimension.least, dimension.most, dimension.step) << ", \""
        << commentText(dimension.name) << "\"\n";
  out << " * inputs, dense and row-major:\n";
  for (const Port &port : plan.inputs)
    printPortComment(out, plan, port);
  out << " * outputs:\n";
  for (const Port &port : plan.outputs)
    printPortComment(out, plan, port);
  std::string memory = freshName(plan, "workspace");
  out << " * " << memory << ": " << prefix << "_WORKSPACE_BYTES bytes, aligned to " << prefix
      << "_ALIGN. */\n";
  std::vector<std::string> parameters;
  for (const Dimension &dimension : plan.dimensions)
    parameters.push_back(sizeParameter(dimension));
  for (const Port &port : plan.inputs)
    parameters.push_back(inputParameter(port));
  for (const Port &port : plan.outputs)
    parameters.push_back(outputParameter(port));
  parameters.push_back("void *" + memory);
  printPrototype(out, plan.name + "_run", parameters);
  if (plan.threads == 1)
    return;
  out << "\n/* The same, to the bit, with up to " << plan.threads << " threads of the caller's. */\n";
  parameters.insert(parameters.begin(), executorParameter(plan));
  printPrototype(out, plan.name + "_run_parallel", parameters);
}

/// The type of a state and the functions on it.
static void printState(raw_ostream &out, const ModelPlan &plan, const std::string &prefix) {
  StateLayout layout = stateLayoutOf(plan);
  std::string type = plan.name + "_state", name = freshName(plan, "state");
  out << "\n/* What the model keeps between steps, the caller's, as many as there are streams;\n"
      << " * its contents are the library's:\n";
  for (const State &state : plan.states)
    out << " *   " << plan.inputs[state.input].identifier << ", whose next value is "
        << plan.outputs[state.output].identifier << "\n";
  out << " */\ntypedef struct " << type << " {\n  UNSPOOL_ALIGNED(" << UNSPOOL_STATE_ALIGNMENT
      << ") unsigned char bytes[" << layout.bytes << "];\n} " << type << ";\n\n"
      << "/* The state before the first step";
  std::vector<std::string> sizes, parameters;
  for (int dimension : layout.dimensions)
    sizes.push_back(plan.dimensions[dimension].identifier);
  if (!sizes.empty())
    out << ", of these sizes, which it keeps until it is reset or\n * loaded again";
  out << ". */\n";
  for (int dimension : layout.dimensions)
    parameters.push_back(sizeParameter(plan.dimensions[dimension]));
  parameters.push_back(type + " *" + name);
  printPrototype(out, plan.name + "_reset", parameters);
  out << "\n/* Runs the model on what " << name
      << " keeps and on the other inputs, and keeps the next\n"
      << " * values, unless it returns something else than UNSPOOL_OK. Steps of different\n"
      << " * states, with workspaces of their own, may overlap.";
  if (!sizes.empty())
    out << " Of " << name << ": " << join(sizes, ", ") << ".";
  out << " */\n";
  parameters.clear();
  for (const Dimension &dimension : plan.dimensions)
    parameters.push_back(sizeParameter(dimension));
  parameters.push_back(type + " *" + name);
  for (auto [index, port] : enumerate(plan.inputs))
    if (!isStateInput(plan, index))
      parameters.push_back(inputParameter(port));
  for (auto [index, port] : enumerate(plan.outputs))
    if (!isStateOutput(plan, index))
      parameters.push_back(outputParameter(port));
  parameters.push_back("void *" + freshName(plan, "workspace"));
  printPrototype(out, plan.name + "_step", parameters);
  if (plan.threads > 1) {
    out << "\n/* The same with the caller's threads. */\n";
    parameters.insert(parameters.begin(), executorParameter(plan));
    printPrototype(out, plan.name + "_step_parallel", parameters);
  }
  out << "\n/* To and from " << prefix << "_SAVED_BYTES bytes of any alignment, to resume later or\n"
      << " * elsewhere. What was not saved by this model is refused, and " << name << " stays. */\n"
      << "int " << plan.name << "_save(const " << type << " *" << name << ", void *buffer);\n"
      << "int " << plan.name << "_load(" << type << " *" << name << ", const void *buffer);\n";
}

std::string makeHeader(const ModelPlan &plan, const Workspace &workspace) {
  std::string text, prefix = StringRef(plan.name).upper();
  raw_string_ostream out(text);
  out << "/* " << plan.name << ".h - made by unspool " UNSPOOL_VERSION "; do not edit. */\n"
      << "#ifndef UNSPOOL_MODEL_" << prefix << "_H\n#define UNSPOOL_MODEL_" << prefix << "_H\n\n"
      << abiHeader() << "\n";
  if (workspace.isProfiled())
    out << profileHeader() << "\n";
  out << "#define " << prefix << "_WORKSPACE_BYTES " << workspace.bytes << "\n"
      << "#define " << prefix << "_ALIGN " << workspace.alignment << "\n";
  if (!plan.states.empty())
    out << "#define " << prefix << "_SAVED_BYTES " << stateLayoutOf(plan).savedBytes << "\n";
  out << "\n";
  for (const Port &port : plan.inputs)
    printPortMacros(out, prefix, port);
  for (const Port &port : plan.outputs)
    printPortMacros(out, prefix, port);

  for (const Dimension &dimension : plan.dimensions) {
    std::string macro = prefix + "_" + StringRef(dimension.identifier).upper();
    out << "#define " << macro << "_LEAST " << dimension.least << "\n"
        << "#define " << macro << "_MOST " << dimension.most << "\n"
        << "#define " << macro << "_STEP " << dimension.step << "\n";
  }

  out << "\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
  printRun(out, plan, prefix);
  if (!plan.states.empty())
    printState(out, plan, prefix);
  out << "\n/* Names, shapes and sizes; constant. */\n"
      << "const unspool_model *" << plan.name << "_describe(void);\n\n";
  if (workspace.isProfiled())
    out << "/* Where in the workspace the profile lies, and what it counts; constant. */\n"
        << "const unspool_profile_table *" << plan.name << "_profile(void);\n\n";
  out << "#ifdef __cplusplus\n}\n#endif\n#endif\n";
  return text;
}

} // namespace unspool
