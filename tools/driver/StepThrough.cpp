//===- StepThrough.cpp - whole sequences through a step library -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/StepThrough.h"

#include "llvm/ADT/STLExtras.h"

#include <cstring>

using namespace mlir;

namespace unspool {
namespace {

llvm::Error error(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// How a tensor of the library lies in one of the whole sequence.
struct Cut {
  int64_t steps = 1;     ///< that make the whole
  int64_t outer = 1;     ///< runs of memory in either
  int64_t runBytes = 0;  ///< of the library's tensor
  bool isCut() const { return steps > 1; }

  /// Copies step `index`; of what is not cut there is only one.
  void take(int64_t index, const std::vector<uint8_t> &whole, std::vector<uint8_t> &step) const {
    for (int64_t run = 0; run < outer; ++run)
      std::memcpy(step.data() + run * runBytes, whole.data() + place(run, index), runBytes);
  }
  void put(int64_t index, const std::vector<uint8_t> &step, std::vector<uint8_t> &whole) const {
    for (int64_t run = 0; run < outer; ++run)
      std::memcpy(whole.data() + place(run, index), step.data() + run * runBytes, runBytes);
  }
  int64_t place(int64_t run, int64_t index) const {
    return (run * steps + (isCut() ? index : 0)) * runBytes;
  }
};

llvm::Expected<Cut> cutOf(llvm::ArrayRef<int64_t> whole, const unspool_tensor &tensor) {
  llvm::ArrayRef<int64_t> step(tensor.shape, tensor.rank);
  auto mismatch = [&] {
    return error(llvm::Twine(tensor.name) + " is " + typeText(tensor) +
                 " in the library, which is no step of the sequence's tensor");
  };
  if (whole.size() != step.size())
    return mismatch();
  Cut cut;
  cut.runBytes = tensor.bytes;
  for (size_t axis = 0; axis < step.size(); ++axis) {
    if (whole[axis] == step[axis])
      continue;
    if (cut.isCut() || step[axis] == 0 || whole[axis] % step[axis] != 0)
      return mismatch();
    cut.steps = whole[axis] / step[axis];
    for (int64_t extent : step.take_front(axis))
      cut.outer *= extent;
    cut.runBytes = tensor.bytes / cut.outer;
  }
  return cut;
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
  explicit Stepper(const LoadedModel &library)
      : model(library.model()), state(model.state_bytes, 64),
        workspace(model.workspace_bytes, model.workspace_alignment) {}

  llvm::Error run(llvm::ArrayRef<nn::Tensor> inputs, llvm::ArrayRef<RankedTensorType> wanted) {
    if (model.state_count == 0)
      return error("the library has no state");
    if (llvm::Error failed = prepareInputs(inputs))
      return failed;
    if (llvm::Error failed = prepareOutputs(wanted))
      return failed;
    model.reset(state.data());
    for (int64_t step = 0; step < steps; ++step)
      if (int status = takeStep(inputs, step))
        return error("the library's step function returned status " + llvm::Twine(status));
    return fetchStates();
  }

  std::vector<OutputBuffer> outputs;

private:
  llvm::Error prepareInputs(llvm::ArrayRef<nn::Tensor> inputs) {
    for (auto [index, input] : llvm::enumerate(inputs)) {
      auto cut = cutOf(input.type.getShape(), model.inputs[index]);
      if (!cut)
        return cut.takeError();
      if (isStateInput(model, index) && llvm::any_of(input.bytes, [](uint8_t b) { return b; }))
        return error(llvm::Twine("the state ") + model.inputs[index].name +
                     " does not begin with zeros");
      if (cut->isCut() && steps != 1 && cut->steps != steps)
        return error("the sequences have different lengths");
      steps = std::max(steps, cut->steps);
      inputCuts.push_back(*cut);
      inputSteps.emplace_back(model.inputs[index].bytes);
    }
    return llvm::Error::success();
  }

  llvm::Error prepareOutputs(llvm::ArrayRef<RankedTensorType> wanted) {
    for (auto [index, type] : llvm::enumerate(wanted)) {
      const unspool_tensor &tensor = model.outputs[index];
      auto cut = cutOf(type.getShape(), tensor);
      if (!cut)
        return cut.takeError();
      outputCuts.push_back(*cut);
      outputSteps.emplace_back(tensor.bytes);
      outputs.push_back({tensor.name, typeText(type), type.getShape().vec(),
                         std::vector<uint8_t>(tensor.bytes * cut->steps)});
    }
    return llvm::Error::success();
  }

  int takeStep(llvm::ArrayRef<nn::Tensor> inputs, int64_t step) {
    std::vector<const void *> inputPointers;
    std::vector<void *> outputPointers;
    for (auto [index, input] : llvm::enumerate(inputs)) {
      inputCuts[index].take(step, input.bytes, inputSteps[index]);
      if (!isStateInput(model, index))
        inputPointers.push_back(inputSteps[index].data());
    }
    for (size_t index = 0; index < outputs.size(); ++index)
      if (!isStateOutput(model, index))
        outputPointers.push_back(outputSteps[index].data());
    int status = model.step(state.data(), inputPointers.data(), outputPointers.data(),
                            workspace.data());
    for (size_t index = 0; index < outputs.size(); ++index)
      outputCuts[index].put(step, outputSteps[index], outputs[index].bytes);
    return status;
  }

  /// States that are outputs of the whole model: from what is saved.
  llvm::Error fetchStates() {
    std::vector<uint8_t> saved(model.saved_bytes);
    if (int status = model.save(state.data(), saved.data()))
      return error("the library's save function returned status " + llvm::Twine(status));
    size_t place = saved.size();
    for (int32_t i = 0; i < model.state_count; ++i)
      place -= model.inputs[model.states[i].input].bytes;
    for (int32_t i = 0; i < model.state_count; ++i) {
      int64_t bytes = model.inputs[model.states[i].input].bytes;
      size_t output = model.states[i].output;
      if (output < outputs.size())
        outputs[output].bytes.assign(saved.begin() + place, saved.begin() + place + bytes);
      place += bytes;
    }
    return llvm::Error::success();
  }

  const unspool_model &model;
  AlignedBytes state, workspace;
  int64_t steps = 1;
  std::vector<Cut> inputCuts, outputCuts;
  std::vector<std::vector<uint8_t>> inputSteps, outputSteps;
};

} // namespace

llvm::Expected<std::vector<OutputBuffer>> stepThrough(const LoadedModel &library,
                                                      llvm::ArrayRef<nn::Tensor> inputs,
                                                      llvm::ArrayRef<RankedTensorType> wanted) {
  Stepper stepper(library);
  if (llvm::Error failed = stepper.run(inputs, wanted))
    return failed;
  return std::move(stepper.outputs);
}

llvm::Expected<std::vector<nn::Tensor>> firstStep(const LoadedModel &library,
                                                  llvm::ArrayRef<nn::Tensor> inputs) {
  std::vector<nn::Tensor> steps;
  for (auto [index, input] : llvm::enumerate(inputs)) {
    const unspool_tensor &tensor = library.model().inputs[index];
    auto cut = cutOf(input.type.getShape(), tensor);
    if (!cut)
      return cut.takeError();
    llvm::ArrayRef<int64_t> shape(tensor.shape, tensor.rank);
    steps.push_back({RankedTensorType::get(shape, input.type.getElementType()),
                     std::vector<uint8_t>(tensor.bytes)});
    cut->take(0, input.bytes, steps.back().bytes);
  }
  return steps;
}

} // namespace unspool
