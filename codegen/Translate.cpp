//===- Translate.cpp - from the IR to plain structs -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The only file of codegen/ that sees the nn dialect. It decides nothing: every
// struct it fills repeats what the IR says.
//
//===----------------------------------------------------------------------===//

#include "codegen/Translate.h"

#include "ir/Evaluate.h"
#include "ir/Nn.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace unspool {

static ElementType elementTypeOf(Type type) {
  if (type.isF32())
    return ElementType::F32;
  if (type.isF64())
    return ElementType::F64;
  if (type.isF16())
    return ElementType::F16;
  if (type.isBF16())
    return ElementType::BF16;
  if (type.isInteger(1))
    return ElementType::Bool;
  bool isUnsigned = type.isUnsignedInteger();
  switch (type.getIntOrFloatBitWidth()) {
  case 8:
    return isUnsigned ? ElementType::U8 : ElementType::I8;
  case 16:
    return isUnsigned ? ElementType::U16 : ElementType::I16;
  case 32:
    return isUnsigned ? ElementType::U32 : ElementType::I32;
  default:
    assert(type.getIntOrFloatBitWidth() == 64 && "an element type of nn");
    return isUnsigned ? ElementType::U64 : ElementType::I64;
  }
}

static TensorType tensorTypeOf(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return {elementTypeOf(tensor.getElementType()), tensor.getShape().vec()};
}

/// The name of an enum attribute of the dialect, or nothing. In the IR it is a
/// number that only the op and the attribute's name give a meaning.
static std::optional<std::string> enumName(Operation &op, NamedAttribute entry) {
  auto number = dyn_cast<IntegerAttr>(entry.getValue());
  if (!number)
    return std::nullopt;
  if (entry.getName() == "kind")
    return nn::stringifyReduceKind(nn::ReduceKind(number.getInt())).str();
  if (entry.getName() == "mode")
    return isa<nn::PadOp>(op) ? nn::stringifyPadMode(nn::PadMode(number.getInt())).str()
                              : nn::stringifyScatterMode(nn::ScatterMode(number.getInt())).str();
  return std::nullopt;
}

static Attribute attributeOf(mlir::Attribute attribute) {
  return llvm::TypeSwitch<mlir::Attribute, Attribute>(attribute)
      .Case<UnitAttr>([](auto) { return int64_t(1); })
      .Case<BoolAttr>([](BoolAttr a) { return int64_t(a.getValue()); })
      .Case<IntegerAttr>([](IntegerAttr a) { return a.getInt(); })
      .Case<FloatAttr>([](FloatAttr a) { return a.getValueAsDouble(); })
      .Case<StringAttr>([](StringAttr a) { return a.getValue().str(); })
      .Case<DenseI64ArrayAttr>([](DenseI64ArrayAttr a) { return a.asArrayRef().vec(); })
      .Case<DenseF64ArrayAttr>([](DenseF64ArrayAttr a) { return a.asArrayRef().vec(); })
      .Case<ArrayAttr>([](ArrayAttr a) {
        std::vector<std::string> strings;
        for (StringAttr string : a.getAsRange<StringAttr>())
          strings.push_back(string.getValue().str());
        return strings;
      });
}

namespace {

/// Optional operands keep their position in a Node: -1 stands for an absent one.
/// The .td order of a recurrent cell's operand groups gives the positions.
struct OperandPositions {
  static std::vector<Value> of(Operation *op) {
    auto segments = op->getAttrOfType<DenseI32ArrayAttr>("operandSegmentSizes");
    if (!segments)
      if (auto property = op->getPropertiesAsAttribute())
        if (auto dictionary = dyn_cast<DictionaryAttr>(property))
          segments = dictionary.getAs<DenseI32ArrayAttr>("operandSegmentSizes");
    if (!segments)
      return std::vector<Value>(op->operand_begin(), op->operand_end());
    std::vector<Value> operands;
    unsigned next = 0;
    for (int32_t size : segments.asArrayRef())
      operands.push_back(size ? op->getOperand(next++) : Value());
    return operands;
  }
};

class Translator {
public:
  Translator(ModuleOp module, llvm::StringRef name) : module(module) { plan.name = name.str(); }

  ModelPlan run() {
    auto function = *module.getOps<func::FuncOp>().begin();
    for (nn::KernelOp kernel : module.getOps<nn::KernelOp>()) {
      kernelIndex[kernel.getSymName()] = plan.kernels.size();
      plan.kernels.push_back(translateKernel(kernel));
    }
    translatePorts(function);
    translateStates(function);
    if (auto threads = function->getAttrOfType<IntegerAttr>(nn::kThreadsAttr))
      plan.threads = threads.getInt();
    plan.flushesDenormals = function->hasAttr(nn::kFlushDenormalsAttr);
    plan.arenaBytes = function->getAttrOfType<IntegerAttr>("nn.arena_bytes").getInt();
    plan.arenaBound = function->getAttrOfType<IntegerAttr>("nn.arena_bound").getInt();
    if (auto buffers = function->getAttrOfType<DenseI64ArrayAttr>("nn.arena_buffers"))
      plan.buffers.assign(buffers.asArrayRef().begin(), buffers.asArrayRef().end());
    if (auto blocks = function->getAttrOfType<DenseI64ArrayAttr>("nn.blocks"))
      plan.blocks.assign(blocks.asArrayRef().begin(), blocks.asArrayRef().end());
    if (auto algorithms = function->getAttrOfType<ArrayAttr>("nn.algorithms"))
      for (auto algorithm : algorithms.getAsRange<StringAttr>())
        plan.algorithms.push_back(algorithm.str());
    for (Operation &op : function.getBody().front())
      translateStep(op, stepsAround(op));
    return std::move(plan);
  }

private:
  KernelSpec translateKernel(nn::KernelOp kernel) {
    KernelSpec spec;
    spec.name = kernel.getSymName().str();
    spec.kind = kernel.getKind().str();
    DictionaryAttr schedule = *kernel.getSchedule();
    for (NamedAttribute entry : schedule) {
      if (auto name = dyn_cast<StringAttr>(entry.getValue()))
        spec.schedule.name = name.getValue().str();
      else
        spec.schedule.parameters[entry.getName().str()] =
            cast<IntegerAttr>(entry.getValue()).getInt();
    }
    if (std::optional<ArrayRef<int64_t>> pitches = kernel.getPitches())
      spec.pitches.assign(pitches->begin(), pitches->end());
    spec.takesOrder = kernel.getTakesOrder();
    llvm::DenseMap<Value, int> ids;
    Block &body = kernel.getBody().front();
    for (BlockArgument argument : body.getArguments()) {
      ids[argument] = ids.size();
      spec.arguments.push_back(tensorTypeOf(argument.getType()));
    }
    for (Operation &op : body.without_terminator())
      spec.nodes.push_back(translateNode(op, ids));
    for (Value result : body.getTerminator()->getOperands())
      spec.results.push_back(ids.lookup(result));
    return spec;
  }

  static Node translateNode(Operation &op, llvm::DenseMap<Value, int> &ids) {
    Node node;
    node.op = op.getName().stripDialect().str();
    for (Value operand : OperandPositions::of(&op))
      node.operands.push_back(operand ? ids.lookup(operand) : -1);
    for (Value result : op.getResults()) {
      ids[result] = ids.size();
      node.results.push_back(tensorTypeOf(result.getType()));
    }
    if (auto constant = dyn_cast<nn::ConstantOp>(op)) {
      node.data = nn::toTensor(constant.getValue()).bytes;
      return node;
    }
    for (NamedAttribute entry : op.getAttrs())
      if (entry.getName() != "operandSegmentSizes")
        node.attributes[entry.getName().str()] = translateAttribute(op, entry);
    return node;
  }

  static Attribute translateAttribute(Operation &op, NamedAttribute entry) {
    if (std::optional<std::string> name = enumName(op, entry))
      return *name;
    return attributeOf(entry.getValue());
  }

  void translatePorts(func::FuncOp function) {
    llvm::StringSet<> taken{"workspace"};
    auto port = [&](Type type, StringAttr name) {
      Port port{name.getValue().str(), cIdentifier(name.getValue()), tensorTypeOf(type)};
      std::string base = port.identifier;
      for (unsigned suffix = 2; !taken.insert(port.identifier).second; ++suffix)
        port.identifier = base + "_" + std::to_string(suffix);
      return port;
    };
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      plan.inputs.push_back(port(function.getArgumentTypes()[i],
                                 function.getArgAttrOfType<StringAttr>(i, nn::kNameAttr)));
      if (auto range = function.getArgAttrOfType<DenseI64ArrayAttr>(i, nn::kRangeAttr))
        plan.inputs.back().range = Range{range[0], range[1]};
    }
    for (unsigned i = 0; i < function.getNumResults(); ++i)
      plan.outputs.push_back(
          port(function.getResultTypes()[i],
               cast<StringAttr>(function.getResultAttr(i, nn::kNameAttr))));
  }

  void translateStates(func::FuncOp function) {
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      std::optional<unsigned> result = nn::stateResult(function, i);
      if (!result)
        continue;
      auto initial = function.getArgAttrOfType<ElementsAttr>(i, nn::kInitialAttr);
      plan.states.push_back({int(i), int(*result),
                             initial ? nn::toTensor(initial).bytes : std::vector<uint8_t>()});
    }
    if (auto fingerprint = function->getAttrOfType<IntegerAttr>(nn::kFingerprintAttr))
      plan.fingerprint = fingerprint.getInt();
  }

  /// Of an op of the function: the plan's steps, or those of a branch of a wave.
  std::vector<Step> &stepsAround(Operation &op) {
    auto wave = op.getAttrOfType<IntegerAttr>(nn::kWaveAttr);
    if (wave && wave != lastWave)
      plan.steps.emplace_back().kind = Step::Kind::Wave;
    lastWave = wave;
    if (!wave)
      return plan.steps;
    std::vector<Step> &branches = plan.steps.back().body;
    size_t branch = op.getAttrOfType<IntegerAttr>(nn::kBranchAttr).getInt();
    while (branches.size() <= branch)
      branches.emplace_back().kind = Step::Kind::Branch;
    return branches[branch].body;
  }

  void translateStep(Operation &op, std::vector<Step> &steps) {
    if (auto constant = dyn_cast<nn::ConstantOp>(op)) {
      auto index = constant->getAttrOfType<IntegerAttr>("nn.index").getInt();
      if (int64_t(plan.constants.size()) <= index)
        plan.constants.resize(index + 1);
      plan.constants[index] = nn::toTensor(constant.getValue()).bytes;
      return;
    }
    Step step;
    if (auto call = dyn_cast<nn::CallOp>(op)) {
      step.kind = Step::Kind::Call;
      step.kernel = kernelIndex.lookup(call.getCallee());
      step.operands = slotsOf(*call.getOperandSlots());
      step.results = slotsOf(*call.getResultSlots());
      step.layer = layerOf(call.getLoc());
      if (std::optional<nn::BlockOrderAttr> order = call.getOrder())
        step.order = {int(order->getPhase()), int(order->getStride())};
      if (auto reason = call->getAttrOfType<StringAttr>(nn::kReasonAttr))
        step.reason = reason.getValue().str();
      if (llvm::all_of(call.getResultTypes(), isEmpty))
        return;
    } else if (auto copy = dyn_cast<nn::CopyOp>(op)) {
      step.kind = Step::Kind::Copy;
      step.bytes = tensorTypeOf(copy.getType()).bytes();
      step.operands = {slotOf(*copy.getOperandSlot())};
      step.results = {slotOf(*copy.getResultSlot())};
      if (step.bytes.value == 0)
        return;
    } else if (auto scan = dyn_cast<nn::ScanOp>(op)) {
      step.kind = Step::Kind::Loop;
      step.trips = scan.getTrips();
      for (Operation &inner : scan.getBody().front())
        translateStep(inner, step.body);
    } else {
      return; // a view or a terminator
    }
    steps.push_back(std::move(step));
  }

  /// The first name in a location.
  static std::string layerOf(Location location) {
    if (auto name = dyn_cast<NameLoc>(location))
      return name.getName().str();
    if (auto fused = dyn_cast<FusedLoc>(location))
      for (Location part : fused.getLocations())
        if (std::string name = layerOf(part); !name.empty())
          return name;
    return "";
  }

  static bool isEmpty(Type type) { return cast<RankedTensorType>(type).getNumElements() == 0; }

  static std::vector<Slot> slotsOf(ArrayAttr slots) {
    std::vector<Slot> result;
    for (auto slot : slots.getAsRange<nn::SlotAttr>())
      result.push_back(slotOf(slot));
    return result;
  }

  static Slot slotOf(nn::SlotAttr slot) {
    auto space = [&] {
      switch (slot.getSpace()) {
      case nn::Space::input:
        return Space::Input;
      case nn::Space::output:
        return Space::Output;
      case nn::Space::constant:
        return Space::Constant;
      case nn::Space::arena:
        return Space::Arena;
      }
      llvm_unreachable("covered");
    }();
    return {space, int(slot.getIndex()), slot.getOffset(), slot.getStride(), slot.getFlip(),
            int(slot.getPhase())};
  }

  ModuleOp module;
  ModelPlan plan;
  llvm::StringMap<int> kernelIndex;
  IntegerAttr lastWave; ///< of the op before
};

} // namespace

ModelPlan translate(ModuleOp module, llvm::StringRef name) {
  return Translator(module, name).run();
}

std::string cIdentifier(llvm::StringRef name) {
  static const llvm::StringSet<> keywords{
      "alignas",  "alignof",  "and",      "asm",      "auto",     "bool",     "break",
      "case",     "catch",    "char",     "class",    "const",    "continue", "default",
      "delete",   "do",       "double",   "else",     "enum",     "explicit", "export",
      "extern",   "false",    "float",    "for",      "friend",   "goto",     "if",
      "inline",   "int",      "long",     "mutable",  "namespace", "new",     "not",
      "operator", "or",       "private",  "protected", "public",  "register", "restrict",
      "return",   "short",    "signed",   "sizeof",   "static",   "struct",   "switch",
      "template", "this",     "throw",    "true",     "try",      "typedef",  "typename",
      "union",    "unsigned", "using",    "virtual",  "void",     "volatile", "while",
      "xor",      "compl",    "concept",  "constexpr", "decltype", "noexcept", "nullptr",
      "requires", "wchar_t",  "bitand",   "bitor"};
  std::string identifier;
  for (char c : name)
    identifier += llvm::isAlnum(c) || c == '_' ? c : '_';
  if (identifier.empty() || llvm::isDigit(identifier.front()) || identifier.front() == '_')
    identifier = "x" + identifier;
  if (keywords.contains(identifier))
    identifier += "_";
  return identifier;
}

} // namespace unspool
