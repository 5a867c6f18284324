//===- Package.cpp - the manifest and the CMake package -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/Artifacts.h"
#include "codegen/library/Library.h"

#include <nlohmann/json.hpp>

using nlohmann::ordered_json;

namespace unspool {

/// A number, or what the caller's sizes make of it, as text.
static ordered_json describeQuantity(const ModelPlan &plan, const Quantity &quantity) {
  if (quantity.isFixed())
    return quantity.value;
  return termText(plan, quantity.term);
}

static ordered_json describePorts(const ModelPlan &plan, const std::vector<Port> &ports) {
  ordered_json list = ordered_json::array();
  for (const Port &port : ports) {
    ordered_json shape = ordered_json::array();
    for (size_t axis = 0; axis < port.type.shape.size(); ++axis) {
      Quantity extent = port.type.shape[axis];
      extent.term = port.type.termOf(axis);
      shape.push_back(describeQuantity(plan, extent));
    }
    list.push_back({{"name", port.name},
                    {"identifier", port.identifier},
                    {"element_type", spelling(port.type.element)},
                    {"shape", shape},
                    {"bytes", port.type.bytes()}});
    if (port.range)
      list.back()["range"] = {describeQuantity(plan, port.range->low),
                              describeQuantity(plan, port.range->high)};
  }
  return list;
}

static ordered_json describeDimensions(const ModelPlan &plan) {
  ordered_json list = ordered_json::array();
  for (const Dimension &dimension : plan.dimensions)
    list.push_back({{"name", dimension.name},
                    {"identifier", dimension.identifier},
                    {"least", dimension.least},
                    {"most", dimension.most},
                    {"step", dimension.step}});
  return list;
}

static ordered_json describeStates(const ModelPlan &plan) {
  ordered_json list = ordered_json::array();
  for (const State &state : plan.states)
    list.push_back({{"input", plan.inputs[state.input].name},
                    {"output", plan.outputs[state.output].name},
                    {"initially", state.initial.empty() ? "zeros" : "constant"}});
  return list;
}

std::string algorithmOf(const ModelPlan &plan, const Step &step) {
  for (const Node &node : plan.kernels[step.kernel].nodes)
    if (auto found = node.attributes.find("algorithm"); found != node.attributes.end())
      return std::get<std::string>(found->second);
  return "direct";
}

/// The layers whose algorithm was chosen, and why: what it saves, and costs in weights.
static ordered_json describeAlgorithms(const ModelPlan &plan) {
  ordered_json algorithms = ordered_json::array();
  for (const Step &step : plan.steps) {
    if (step.reason.empty())
      continue;
    algorithms.push_back({{"layer", step.layer},
                          {"kernel", plan.kernels[step.kernel].name},
                          {"algorithm", algorithmOf(plan, step)},
                          {"reason", step.reason}});
  }
  return algorithms;
}

std::string makeManifest(const ModelPlan &plan, const Workspace &workspace,
                         int64_t bytesOfConstants, const LibraryOptions &options,
                         const std::set<std::string> &files) {
  ordered_json kernels = ordered_json::array();
  for (const KernelSpec &kernel : plan.kernels)
    kernels.push_back({{"name", kernel.name},
                       {"kind", kernel.kind},
                       {"schedule", kernel.schedule.name},
                       {"parameters", kernel.schedule.parameters}});
  ordered_json manifest = {{"name", plan.name},
                           {"producer", "unspool " UNSPOOL_VERSION},
                           {"target", options.target},
                           {"files", files},
                           {"workspace_bytes", workspace.bytes},
                           {"workspace_alignment", workspace.alignment},
                           {"constant_bytes", bytesOfConstants},
                           {"threads", plan.threads},
                           {"dimensions", describeDimensions(plan)},
                           {"inputs", describePorts(plan, plan.inputs)},
                           {"outputs", describePorts(plan, plan.outputs)},
                           {"states", describeStates(plan)},
                           {"state_bytes", stateLayoutOf(plan).bytes},
                           {"kernels", kernels},
                           {"algorithms", describeAlgorithms(plan)}};
  if (!options.tuning.database.empty())
    manifest["tuning"] = {{"database", options.tuning.database},
                          {"kernels", options.tuning.kernels}};
  if (workspace.isProfiled())
    manifest["profile"] = {{"offset", workspace.profileOffset}, {"bytes", workspace.profileBytes}};
  // Names that are not UTF-8 must not stop the compiler.
  return manifest.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

static std::string importedTarget(const std::string &target, const std::string &kind,
                                  const std::string &file) {
  return "if(NOT TARGET " + target + ")\n" +
         "  add_library(" + target + " " + kind + " IMPORTED)\n" +
         "  set_target_properties(" + target + " PROPERTIES\n" +
         "    IMPORTED_LOCATION \"${CMAKE_CURRENT_LIST_DIR}/" + file + "\"\n" +
         "    INTERFACE_INCLUDE_DIRECTORIES \"${CMAKE_CURRENT_LIST_DIR}\")\n" +
         "endif()\n";
}

std::string makeCMakeConfig(const ModelPlan &plan, const std::set<std::string> &emit) {
  const std::string &name = plan.name;
  std::string plain = name + "::" + name, archive = "lib" + name + ".a", object = "lib" + name + ".so";
  std::string text = "# find_package(" + name + ") defines " + plain + ", static where there is one.\n";
  if (emit.count("static"))
    text += importedTarget(plain, "STATIC", archive);
  else
    text += importedTarget(plain, "SHARED", object);
  if (emit.count("shared"))
    text += importedTarget(plain + "_shared", "SHARED", object);
  return text;
}

std::string makeCMakeVersion() {
  return "set(PACKAGE_VERSION \"" UNSPOOL_VERSION "\")\n"
         "if(PACKAGE_VERSION VERSION_LESS PACKAGE_FIND_VERSION)\n"
         "  set(PACKAGE_VERSION_COMPATIBLE FALSE)\n"
         "else()\n"
         "  set(PACKAGE_VERSION_COMPATIBLE TRUE)\n"
         "  if(PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION)\n"
         "    set(PACKAGE_VERSION_EXACT TRUE)\n"
         "  endif()\n"
         "endif()\n";
}

} // namespace unspool
