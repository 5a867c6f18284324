//===- StepThrough.cpp - whole sequences through a step library -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/StepThrough.h"

#include "codegen/Plan.h"

#include "llvm/ADT/STLExtras.h"

#include <cstring>
#include <optional>

using namespace mlir;

namespace unspool {
namespace {

llvm::Error error(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

using Shape = llvm::ArrayRef<int64_t>;

int64_t elementsOf(Shape shape) {
  int64_t count = 1;
  for (int64_t extent : shape)
    count *= extent;
  return count;
}

/// How the steps' tensors lie in that of the whole sequence.
struct Cut {
  std::optional<size_t> axis; ///< along which there are several; nothing: each is the whole
  int64_t outer = 1;          ///< runs of memory in either
  int64_t wholeBytes = 0;     ///< of a run of the whole
  int64_t elementBytes = 0;   ///< of one element along the axis

  /// Copies the elements from `first` on.
  void take(int64_t first, const std::vector<uint8_t> &whole, std::vector<uint8_t> &step) const {
    for (int64_t run = 0; run < outer; ++run)
      std::memcpy(step.data() + run * runBytes(step), whole.data() + place(run, first),
                  runBytes(step));
  }
  void put(int64_t first, const std::vector<uint8_t> &step, std::vector<uint8_t> &whole) const {
    for (int64_t run = 0; run < outer; ++run)
      std::memcpy(whole.data() + place(run, first), step.data() + run * runBytes(step),
                  runBytes(step));
  }

private:
  int64_t runBytes(const std::vector<uint8_t> &step) const { return int64_t(step.size()) / outer; }
  int64_t place(int64_t run, int64_t first) const {
    return run * wholeBytes + (axis ? first * elementBytes : 0);
  }
};

llvm::Expected<Cut> cutOf(Shape whole, Shape step, const unspool_tensor &tensor) {
  auto mismatch = [&] {
    return error(llvm::Twine(tensor.name) + " is " + typeText(tensor) +
                 " in the library, which is no step of the sequence's tensor");
  };
  if (whole.size() != step.size())
    return mismatch();
  Cut cut;
  int64_t bytes = byteWidth(ElementType(tensor.element_type));
  for (size_t axis = 0; axis < step.size(); ++axis) {
    if (whole[axis] == step[axis])
      continue;
    if (cut.axis || step[axis] == 0 || step[axis] > whole[axis])
      return mismatch();
    cut.axis = axis;
    cut.outer = elementsOf(step.take_front(axis));
    cut.elementBytes = elementsOf(step.drop_front(axis + 1)) * bytes;
  }
  cut.wholeBytes = elementsOf(whole) / cut.outer * bytes;
  return cut;
}

/// The sizes of each step. At most one is more than a call takes: that of the chunk.
std::vector<std::vector<int64_t>> sizesOfSteps(const LoadedModel &library,
                                               llvm::ArrayRef<nn::Tensor> inputs,
                                               llvm::ArrayRef<int64_t> chunks) {
  std::vector<int64_t> whole = library.sizesOf(inputs);
  std::vector<std::vector<int64_t>> steps;
  for (size_t i = 0; i < whole.size() && steps.empty(); ++i) {
    int64_t most = library.model().dimensions[i].most;
    if (whole[i] <= most)
      continue;
    for (int64_t done = 0; done < whole[i]; done += steps.back()[i]) {
      int64_t chunk = chunks.empty() ? most : chunks[steps.size() % chunks.size()];
      steps.push_back(whole);
      steps.back()[i] = std::min(chunk, whole[i] - done);
    }
  }
  if (steps.empty())
    steps.push_back(whole);
  return steps;
}

bool isStateInput(const unspool_model &model, int32_t index) {
  return llvm::any_of(llvm::ArrayRef<unspool_state_pair>(model.states, model.state_count),
                      [&](const unspool_state_pair &pair) { return pair.input == index; });
}
bool isStateOutput(const unspool_model &model, int32_t index) {
  return llvm::any_of(llvm::ArrayRef<unspool_state_pair>(model.states, model.state_count),
                      [&](const unspool_state_pair &pair) { return pair.output == index; });
}

class Stepper {
public:
  Stepper(const LoadedModel &library, llvm::ArrayRef<nn::Tensor> inputs,
          llvm::ArrayRef<int64_t> chunks)
      : library(library), model(library.model()), inputs(inputs), state(model.state_bytes, 64),
        workspace(model.workspace_bytes, model.workspace_alignment),
        sizes(sizesOfSteps(library, inputs, chunks)) {}

  llvm::Error run(llvm::ArrayRef<RankedTensorType> wanted) {
    if (llvm::Error failed = prepareInputs())
      return failed;
    if (llvm::Error failed = prepareOutputs(wanted))
      return failed;
    if (int status = reset())
      return error("the library's reset function returned status " + llvm::Twine(status));
    for (int64_t first = 0, step = 0; first < length; ++step) {
      LoadedModel::Shapes shapes = shapesOf(step);
      if (int status = takeStep(shapes, step, first))
        return error("the library's step function returned status " + llvm::Twine(status));
      first += chunkOf(shapes);
    }
    return fetchStates();
  }

  std::vector<OutputBuffer> outputs;

private:
  const std::vector<int64_t> &sizesOf(int64_t step) const {
    return sizes[sizes.size() == 1 ? 0 : step];
  }
  LoadedModel::Shapes shapesOf(int64_t step) const { return library.shapesAt(sizesOf(step)); }

  // Steps that keep nothing are runs.

  int reset() {
    if (model.state_count == 0)
      return UNSPOOL_OK;
    return model.dimension_count ? model.reset_sized(sizes.front().data(), state.data())
                                 : model.reset(state.data());
  }

  int call(int64_t step, const void *const *from, void *const *to) {
    const int64_t *own = sizesOf(step).data();
    if (model.state_count == 0)
      return model.dimension_count ? model.run_sized(nullptr, own, from, to, workspace.data())
                                   : model.run(from, to, workspace.data());
    return model.dimension_count
               ? model.step_sized(nullptr, own, state.data(), from, to, workspace.data())
               : model.step(state.data(), from, to, workspace.data());
  }

  int64_t chunkOf(const LoadedModel::Shapes &shapes) const {
    for (auto [index, cut] : llvm::enumerate(inputCuts))
      if (cut.axis)
        return shapes[index][*cut.axis];
    return length;
  }

  llvm::Error prepareInputs() {
    LoadedModel::Shapes first = shapesOf(0);
    std::optional<int64_t> common;
    for (auto [index, input] : llvm::enumerate(inputs)) {
      Shape whole = input.type.getShape();
      auto cut = cutOf(whole, first[index], model.inputs[index]);
      if (!cut)
        return cut.takeError();
      if (isStateInput(model, index) && llvm::any_of(input.bytes, [](uint8_t b) { return b; }))
        return error(llvm::Twine("the state ") + model.inputs[index].name +
                     " does not begin with zeros");
      if (cut->axis) {
        int64_t own = whole[*cut->axis], chunk = first[index][*cut->axis];
        if (common.value_or(own) != own)
          return error("the sequences have different lengths");
        if (model.dimension_count == 0 && own % chunk != 0)
          return error(llvm::Twine(model.inputs[index].name) + " has " + llvm::Twine(own) +
                       " elements, which are no whole number of steps of " + llvm::Twine(chunk));
        common = own;
      }
      inputCuts.push_back(*cut);
    }
    length = common.value_or(1);
    return llvm::Error::success();
  }

  llvm::Error prepareOutputs(llvm::ArrayRef<RankedTensorType> wanted) {
    LoadedModel::Shapes first = shapesOf(0);
    for (auto [index, type] : llvm::enumerate(wanted)) {
      const unspool_tensor &tensor = model.outputs[index];
      Shape whole = type.getShape();
      auto cut = cutOf(whole, first[model.input_count + index], tensor);
      if (!cut)
        return cut.takeError();
      outputCuts.push_back(*cut);
      outputs.push_back(
          {tensor.name, typeText(type), whole.vec(),
           std::vector<uint8_t>(elementsOf(whole) * byteWidth(ElementType(tensor.element_type)))});
    }
    return llvm::Error::success();
  }

  /// The step's tensors lie in memory that ends where they end.
  int takeStep(const LoadedModel::Shapes &shapes, int64_t step, int64_t first) {
    auto bytesOf = [&](const unspool_tensor &tensor, size_t place) {
      return elementsOf(shapes[place]) * byteWidth(ElementType(tensor.element_type));
    };
    std::vector<std::vector<uint8_t>> memory;
    memory.reserve(inputs.size() + outputs.size());
    std::vector<const void *> inputPointers;
    std::vector<void *> outputPointers;
    for (auto [index, input] : llvm::enumerate(inputs)) {
      if (isStateInput(model, index))
        continue;
      memory.emplace_back(bytesOf(model.inputs[index], index));
      inputCuts[index].take(first, input.bytes, memory.back());
      inputPointers.push_back(memory.back().data());
    }
    size_t results = memory.size();
    for (size_t index = 0; index < outputs.size(); ++index)
      if (!isStateOutput(model, index)) {
        memory.emplace_back(bytesOf(model.outputs[index], model.input_count + index));
        outputPointers.push_back(memory.back().data());
      }
    int status = call(step, inputPointers.data(), outputPointers.data());
    for (size_t index = 0; index < outputs.size(); ++index)
      if (!isStateOutput(model, index))
        outputCuts[index].put(first, memory[results++], outputs[index].bytes);
    return status;
  }

  /// States that are outputs of the whole model: from what is saved, in which they stand one
  /// after the other behind what comes before tensors of any size.
  llvm::Error fetchStates() {
    if (model.state_count == 0)
      return llvm::Error::success();
    std::vector<uint8_t> saved(model.saved_bytes);
    if (int status = model.save(state.data(), saved.data()))
      return error("the library's save function returned status " + llvm::Twine(status));
    llvm::ArrayRef<unspool_state_pair> states(model.states, model.state_count);
    LoadedModel::Shapes shapes = shapesOf(0);
    size_t place = saved.size();
    for (const unspool_state_pair &pair : states)
      place -= model.inputs[pair.input].bytes;
    for (const unspool_state_pair &pair : states) {
      int64_t bytes = elementsOf(shapes[pair.input]) *
                      byteWidth(ElementType(model.inputs[pair.input].element_type));
      if (size_t(pair.output) < outputs.size())
        outputs[pair.output].bytes.assign(saved.begin() + place, saved.begin() + place + bytes);
      place += bytes;
    }
    return llvm::Error::success();
  }

  const LoadedModel &library;
  const unspool_model &model;
  llvm::ArrayRef<nn::Tensor> inputs;
  AlignedBytes state, workspace;
  std::vector<std::vector<int64_t>> sizes; ///< of each step, or of all
  int64_t length = 1;                      ///< of the sequences
  std::vector<Cut> inputCuts, outputCuts;
};

} // namespace

llvm::Expected<std::vector<OutputBuffer>> stepThrough(const LoadedModel &library,
                                                      llvm::ArrayRef<nn::Tensor> inputs,
                                                      llvm::ArrayRef<RankedTensorType> wanted,
                                                      llvm::ArrayRef<int64_t> chunks) {
  Stepper stepper(library, inputs, chunks);
  if (llvm::Error failed = stepper.run(wanted))
    return failed;
  return std::move(stepper.outputs);
}

llvm::Expected<std::vector<nn::Tensor>> firstStep(const LoadedModel &library,
                                                  llvm::ArrayRef<nn::Tensor> inputs) {
  LoadedModel::Shapes shapes = library.shapesAt(sizesOfSteps(library, inputs, {}).front());
  std::vector<nn::Tensor> steps;
  for (auto [index, input] : llvm::enumerate(inputs)) {
    const unspool_tensor &tensor = library.model().inputs[index];
    auto cut = cutOf(input.type.getShape(), shapes[index], tensor);
    if (!cut)
      return cut.takeError();
    auto type = RankedTensorType::get(shapes[index], input.type.getElementType());
    steps.push_back({type, std::vector<uint8_t>(type.getNumElements() *
                                                byteWidth(ElementType(tensor.element_type)))});
    cut->take(0, input.bytes, steps.back().bytes);
  }
  return steps;
}

} // namespace unspool
