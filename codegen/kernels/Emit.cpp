//===- Emit.cpp - from a kernel to an ELF object --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one file in which Halide runs, and in which its exceptions end.
//
// Floating point: kernels of elementwise ops, data movement, reductions and pools
// are compiled strictly as written. Products, convolutions and the sums of cells may fuse
// multiply and add and assume that there is no NaN or infinity among the terms of
// a sum. Where one is, it goes through sums, and through the functions of cells
// (Cells.cpp); what a maximum behind a convolution makes of it is unspecified.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Autoschedule.h"
#include "codegen/kernels/BlockOrder.h"
#include "codegen/kernels/Collapse.h"
#include "codegen/kernels/Kernels.h"
#include "codegen/kernels/MathParts.h"
#include "codegen/kernels/Prefetch.h"
#include "codegen/kernels/SpreadLoads.h"
#include "codegen/schedules/Schedules.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <unistd.h>

using namespace Halide;

namespace unspool {
namespace {

/// Halide puts constant-sized allocations of at most this on the stack.
constexpr int64_t kStackBytes = 16 << 10;
/// Slack for the alignment of one allocation.
constexpr int64_t kAlignmentBytes = 128;

/// Is the size constant, and small enough for the stack?
bool fitsStack(const Internal::Allocate &op) {
  int64_t elements = op.constant_allocation_size();
  bool isConstant = op.extents.empty() || elements > 0;
  return isConstant && elements * op.type.bytes() <= kStackBytes;
}

/// Adds up what a kernel may allocate on the heap: at most, where an extent depends on a
/// parameter, whose range is known.
class ScratchMeter : public Internal::IRVisitor {
public:
  explicit ScratchMeter(const std::vector<Param<int32_t>> &parameters) {
    for (const Param<int32_t> &parameter : parameters)
      ranges.push(parameter.name(), {parameter.min_value(), parameter.max_value()});
  }

  int64_t bytes = 0;
  bool isBounded = true;

protected:
  using Internal::IRVisitor::visit;
  void visit(const Internal::Allocate *op) override {
    int64_t elements = 1;
    for (const Expr &extent : op->extents) {
      Expr most = Internal::find_constant_bound(extent, Internal::Direction::Upper, ranges);
      std::optional<int64_t> known;
      if (most.defined())
        known = Internal::as_const_int(most);
      isBounded = isBounded && known;
      elements *= known ? std::max<int64_t>(*known, 0) : 0;
    }
    int64_t size = elements * op->type.bytes();
    bool onStack = op->memory_type == MemoryType::Stack ||
                   op->memory_type == MemoryType::Register || fitsStack(*op);
    if (!onStack || op->memory_type == MemoryType::Heap)
      bytes += (size + kAlignmentBytes - 1) / kAlignmentBytes * kAlignmentBytes + kAlignmentBytes;
    Internal::IRVisitor::visit(op);
  }
  void visit(const Internal::LetStmt *op) override {
    op->value.accept(this);
    Internal::ScopedBinding<Internal::Interval> bind(ranges, op->name, rangeOf(op->value));
    op->body.accept(this);
  }
  void visit(const Internal::For *op) override {
    Internal::Interval first = rangeOf(op->min), last = rangeOf(op->min + op->extent - 1);
    Internal::ScopedBinding<Internal::Interval> bind(ranges, op->name, {first.min, last.max});
    op->body.accept(this);
  }

private:
  Internal::Interval rangeOf(const Expr &value) const {
    if (value.type() != Int(32))
      return Internal::Interval::everything();
    return Internal::find_constant_bounds(value, ranges);
  }

  Internal::Scope<Internal::Interval> ranges; ///< of variables
};

/// Halide frees a buffer behind its last use, which may be before one that was
/// allocated later is freed. Here memory is freed last in first out: at the end of
/// the allocation's scope. So the heap also takes what a schedule wants on the stack and is too
/// large for it: Halide would keep it on the heap until the end of the kernel.
class FreeAtEndOfScope : public Internal::IRMutator {
protected:
  using Internal::IRMutator::visit;
  Internal::Stmt visit(const Internal::Free *op) override {
    freed.insert(op->name);
    return Internal::Evaluate::make(0);
  }
  Internal::Stmt visit(const Internal::Allocate *op) override {
    Internal::Stmt body = mutate(op->body);
    if (freed.erase(op->name))
      body = Internal::Block::make(body, Internal::Free::make(op->name));
    bool isTooLarge = op->memory_type == MemoryType::Stack && !fitsStack(*op);
    return Internal::Allocate::make(
        op->name, op->type, isTooLarge ? MemoryType::Heap : op->memory_type, op->extents,
        op->condition, body, op->new_expr, op->free_function, op->padding);
  }

private:
  std::set<std::string> freed; ///< in the scopes being visited
};

/// Strides that depend on parameters are computed, not read from descriptors.
class ComputeStrides : public Internal::IRMutator {
public:
  explicit ComputeStrides(std::map<std::string, Expr> strides) : strides(std::move(strides)) {}

protected:
  using Internal::IRMutator::visit;
  Internal::Stmt visit(const Internal::LetStmt *op) override {
    auto stride = strides.find(op->name);
    if (stride == strides.end())
      return Internal::IRMutator::visit(op);
    return Internal::LetStmt::make(op->name, stride->second, mutate(op->body));
  }

private:
  std::map<std::string, Expr> strides; ///< by the variable's name
};

/// Loops that an autoscheduler would share are serial.
class SerialLoops : public Internal::IRMutator {
protected:
  using Internal::IRMutator::visit;
  Internal::Stmt visit(const Internal::For *op) override {
    if (op->for_type != Internal::ForType::Parallel)
      return Internal::IRMutator::visit(op);
    return Internal::For::make(op->name, op->min, op->extent, Internal::ForType::Serial,
                               op->partition_policy, op->device_api, mutate(op->body));
  }
};

/// Halide warns of a schedule that cannot be right; to us that is an error. Its
/// other warnings are about speed.
class Reporter : public CompileTimeErrorReporter {
public:
  void warning(const char *message) override {
    if (std::string(message).find("guaranteed to fail") != std::string::npos)
      throw CompileError(message);
  }
  void error(const char *message) override { throw CompileError(message); }
};

Target parseTarget(const std::string &text) {
  return text == "host" ? get_host_target() : Target(text);
}

Target targetFor(const std::string &text, bool isStrict) {
  Target target = parseTarget(text);
  for (Target::Feature feature : {Target::NoRuntime, Target::NoAsserts, Target::NoBoundsQuery,
                                  Target::UserContext})
    target.set_feature(feature);
  if (isStrict)
    target.set_feature(Target::StrictFloat);
  return target;
}

bool hasMultiplyAdd(const Target &target) {
  return target.arch != Target::X86 || target.has_feature(Target::FMA);
}

/// A folder of its own for the files that Halide writes.
class ScratchFolder {
public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "unspool-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
      throw RuntimeError("no temporary folder could be made in " + pattern);
    path = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string file(const char *name) const { return (path / name).string(); }

private:
  std::filesystem::path path;
};

std::string contentsOf(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Applies the kernel's schedule to what has been built.
void applySchedule(KernelBuilder &builder) {
  const KernelSpec &spec = builder.spec;
  if (isAutoscheduler(spec.schedule.name))
    return; // it wants the whole pipeline
  ScheduleFunction schedule = scheduleFor(spec.kind, spec.schedule.name);
  if (!schedule)
    throw CompileError("there is no schedule '" + spec.schedule.name + "' for kernels of kind '" +
                       spec.kind + "'");
  schedule(builder);
  checkParameters(builder);
}

KernelObject emit(const KernelSpec &original, const KernelOptions &options) {
  KernelSpec spec = collapseAxes(original);
  bool isStrict = !isContraction(spec.kind);
  Target target = targetFor(options.target, isStrict);
  KernelBuilder builder(spec, target.natural_vector_size<float>());
  builder.build();
  applySchedule(builder);

  Pipeline pipeline(builder.outputs);
  if (isAutoscheduler(spec.schedule.name)) {
    autoschedule(pipeline, builder, target);
    pipeline.add_custom_lowering_pass(new SerialLoops);
  }
  pipeline.add_custom_lowering_pass(new ComputeStrides(builder.strides)); // it owns its passes
  pipeline.add_custom_lowering_pass(new FreeAtEndOfScope);
  if (!hasMultiplyAdd(target))
    pipeline.add_custom_lowering_pass(new math::SeparateMultiplyAdd);
  if (builder.anchor.node && integer(*builder.anchor.node, "groups", 1) > 1)
    pipeline.add_custom_lowering_pass(new SpreadLoads);
  if (spec.takesOrder)
    pipeline.add_custom_lowering_pass(new OrderBlocks("uo", builder.backwards));
  if (builder.prefetched >= 0)
    pipeline.add_custom_lowering_pass(prefetchAtLoopStart(builder.bufferOf(builder.prefetched)));
  if (auto ahead = builder.prefetchedAhead)
    pipeline.add_custom_lowering_pass(prefetchAhead(builder.bufferOf(ahead->first), ahead->second));
  if (builder.prefetch)
    pipeline.add_custom_lowering_pass(new PrefetchWeights(*builder.prefetch));
  Module module = pipeline.compile_to_module(builder.arguments, spec.name, target,
                                             LinkageType::External);
  // The bodies of parallel loops have become functions of their own.
  ScratchMeter meter(builder.parameters), threadMeter(builder.parameters);
  for (const Internal::LoweredFunc &function : module.functions()) {
    function.body.accept(&meter);
    if (function.name != spec.name)
      function.body.accept(&threadMeter);
  }
  if (!meter.isBounded)
    throw CompileError("the kernel would allocate an amount that is not known in advance");

  ScratchFolder folder;
  std::map<OutputFileType, std::string> files{{OutputFileType::object, folder.file("kernel.o")}};
  if (options.wantStmt)
    files[OutputFileType::stmt] = folder.file("kernel.stmt");
  if (options.wantAssembly)
    files[OutputFileType::assembly] = folder.file("kernel.s");
  module.compile(files);

  KernelObject object;
  std::string bytes = contentsOf(files[OutputFileType::object]);
  object.object.assign(bytes.begin(), bytes.end());
  object.scratchBytes = meter.bytes;
  object.threadScratchBytes = threadMeter.bytes;
  if (options.wantStmt)
    object.stmt = contentsOf(files[OutputFileType::stmt]);
  if (options.wantAssembly)
    object.assembly = contentsOf(files[OutputFileType::assembly]);
  return object;
}

} // namespace

bool isContraction(const std::string &kind) {
  return kind == "conv" || kind == "winograd" || kind == "depthwise" || kind == "matmul" ||
         kind == "strassen" || kind == "cell";
}

/// Halide's exceptions end here; `work` returns what is wrong, or nothing.
static std::string reasonOf(const std::function<void()> &work) {
  static Reporter reporter; // stateless; Halide keeps a pointer to it
  set_custom_compile_time_error_reporter(&reporter);
  try {
    work();
    return "";
  } catch (const Error &error) {
    return error.what();
  } catch (const std::exception &error) {
    return error.what();
  }
}

KernelResult emitKernel(const KernelSpec &spec, const KernelOptions &options) {
  KernelResult result;
  result.error = reasonOf([&] { result.object = emit(spec, options); });
  return result;
}

ScheduleInUse scheduleInUse(const KernelSpec &original, const std::string &target) {
  ScheduleInUse result;
  result.error = reasonOf([&] {
    KernelSpec spec = collapseAxes(original);
    KernelBuilder builder(spec, vectorLanes(target));
    builder.build();
    applySchedule(builder);
    result.parameters = builder.parametersInUse;
  });
  return result;
}

std::string resolveTarget(const std::string &target) {
  try {
    return parseTarget(target).to_string();
  } catch (const Error &) {
    return "";
  }
}

int multiplyAddsPerCycle(const std::string &target) {
  try {
    Target parsed = parseTarget(target);
    bool hasHalfUnits =
        parsed.has_feature(Target::AVX512_Zen4) && !parsed.has_feature(Target::AVX512_Zen5);
    return hasHalfUnits ? 1 : 2;
  } catch (const Error &) {
    return 2;
  }
}

int vectorLanes(const std::string &target) {
  try {
    return parseTarget(target).natural_vector_size<float>();
  } catch (const Error &) {
    return 0;
  }
}

} // namespace unspool
