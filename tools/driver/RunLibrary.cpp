//===- RunLibrary.cpp - tensors through a generated library ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/RunLibrary.h"

#include "codegen/Plan.h"
#include "frontend/TensorFile.h"
#include "tools/driver/GuardedBytes.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace unspool {

static std::string typeText(llvm::StringRef element, llvm::ArrayRef<int64_t> shape) {
  return element.str() + "[" +
         llvm::join(llvm::map_range(shape, [](int64_t extent) { return std::to_string(extent); }),
                    "x") +
         "]";
}

std::string typeText(RankedTensorType type) {
  std::string element;
  llvm::raw_string_ostream(element) << type.getElementType();
  return typeText(element, type.getShape());
}

std::string typeText(const unspool_tensor &tensor) {
  return typeText(spelling(ElementType(tensor.element_type)),
                  llvm::ArrayRef<int64_t>(tensor.shape, tensor.rank));
}

LoadedModel::LoadedModel(LoadedLibrary loaded)
    : library(std::move(loaded)),
      workspace(library.model().workspace_bytes, library.model().workspace_alignment) {
  if (model().threads > 1)
    pool = ThreadPool::create(model().threads);
}

llvm::Expected<LoadedModel> LoadedModel::open(llvm::StringRef folder, llvm::StringRef name) {
  llvm::SmallString<256> path(folder);
  llvm::sys::path::append(path, "lib" + name + ".so");
  return openFile(path);
}

llvm::Expected<LoadedModel> LoadedModel::openFile(llvm::StringRef path) {
  auto library = LoadedLibrary::open(path);
  if (!library)
    return library.takeError();
  return LoadedModel(std::move(*library));
}

std::vector<RankedTensorType> LoadedModel::inputTypes(MLIRContext &context) const {
  std::vector<RankedTensorType> types;
  for (int32_t i = 0; i < model().input_count; ++i) {
    const unspool_tensor &input = model().inputs[i];
    Type element =
        frontend::elementTypeNamed(spelling(ElementType(input.element_type)), context);
    types.push_back(
        RankedTensorType::get(llvm::ArrayRef<int64_t>(input.shape, input.rank), element));
  }
  return types;
}

LoadedModel::Shapes LoadedModel::shapesAt(llvm::ArrayRef<int64_t> sizes) const {
  std::vector<const unspool_tensor *> tensors;
  for (int32_t i = 0; i < model().input_count; ++i)
    tensors.push_back(&model().inputs[i]);
  for (int32_t i = 0; i < model().output_count; ++i)
    tensors.push_back(&model().outputs[i]);
  Shapes shapes;
  size_t total = 0;
  for (const unspool_tensor *tensor : tensors) {
    shapes.emplace_back(tensor->shape, tensor->shape + tensor->rank);
    total += tensor->rank;
  }
  if (model().dimension_count == 0)
    return shapes;
  std::vector<int64_t> extents(total);
  model().shapes(sizes.data(), extents.data());
  size_t next = 0;
  for (std::vector<int64_t> &shape : shapes)
    for (int64_t &extent : shape)
      extent = extents[next++];
  return shapes;
}

std::vector<int64_t> LoadedModel::sizesOf(llvm::ArrayRef<nn::Tensor> inputs) const {
  llvm::ArrayRef<unspool_dimension> dimensions(model().dimensions, model().dimension_count);
  std::vector<int64_t> most, sizes;
  for (const unspool_dimension &dimension : dimensions)
    most.push_back(dimension.most);
  sizes = most;
  Shapes largest = shapesAt(most);
  for (size_t i = 0; i < most.size(); ++i) {
    // The axes of inputs that change with this dimension alone are of its size.
    std::vector<int64_t> less = most;
    --less[i];
    Shapes smaller = shapesAt(less);
    for (size_t input = 0; input < inputs.size(); ++input) {
      llvm::ArrayRef<int64_t> given = inputs[input].type.getShape();
      for (size_t axis = 0; axis < given.size() && axis < largest[input].size(); ++axis)
        if (smaller[input][axis] != largest[input][axis])
          sizes[i] = given[axis];
    }
  }
  return sizes;
}

std::function<void()> LoadedModel::caller(llvm::ArrayRef<nn::Tensor> inputs) {
  llvm::ArrayRef<unspool_state_pair> states(model().states, model().state_count);
  std::vector<const void *> inputPointers;
  for (const auto &[index, input] : llvm::enumerate(inputs))
    if (llvm::none_of(states, [&, i = index](auto &state) { return state.input == int32_t(i); }))
      inputPointers.push_back(input.bytes.data());
  std::vector<std::shared_ptr<AlignedBytes>> memory;
  // A load waits for a store to the same place in another page (4 KiB aliasing): each block has
  // a place of its own, or a small model would be a third slower in one run than in the next.
  auto allocate = [&](int64_t bytes) {
    constexpr int64_t kPage = 4096, kStep = 17 * 64; // cache lines
    int64_t place = int64_t(memory.size() + 1) * kStep % kPage;
    memory.push_back(std::make_shared<AlignedBytes>(place + bytes, kPage));
    return memory.back()->data() + place;
  };
  std::vector<void *> outputPointers;
  for (int32_t i = 0; i < model().output_count; ++i)
    if (llvm::none_of(states, [&](auto &state) { return state.output == i; }))
      outputPointers.push_back(allocate(model().outputs[i].bytes));
  std::vector<int64_t> sizes = sizesOf(inputs);
  if (!states.empty() && !sizes.empty()) {
    void *state = allocate(model().state_bytes);
    model().reset_sized(sizes.data(), state);
    return [step = model().step_sized, executor = pool ? pool->executor() : nullptr, sizes, state,
            inputPointers, outputPointers, memory, space = workspace.data()] {
      step(executor, sizes.data(), state, inputPointers.data(), outputPointers.data(), space);
    };
  }
  if (!sizes.empty())
    return [run = model().run_sized, executor = pool ? pool->executor() : nullptr, sizes,
            inputPointers, outputPointers, memory, space = workspace.data()] {
      run(executor, sizes.data(), inputPointers.data(), outputPointers.data(), space);
    };
  if (states.empty() && pool)
    return [run = model().run_parallel, executor = pool->executor(), inputPointers,
            outputPointers, memory, space = workspace.data()] {
      run(executor, inputPointers.data(), outputPointers.data(), space);
    };
  if (states.empty())
    return [run = model().run, inputPointers, outputPointers, memory, space = workspace.data()] {
      run(inputPointers.data(), outputPointers.data(), space);
    };
  void *state = allocate(model().state_bytes);
  model().reset(state);
  if (pool)
    return [step = model().step_parallel, executor = pool->executor(), state, inputPointers,
            outputPointers, memory, space = workspace.data()] {
      step(executor, state, inputPointers.data(), outputPointers.data(), space);
    };
  return [step = model().step, state, inputPointers, outputPointers, memory,
          space = workspace.data()] {
    step(state, inputPointers.data(), outputPointers.data(), space);
  };
}

llvm::Expected<std::vector<OutputBuffer>> LoadedModel::run(llvm::ArrayRef<nn::Tensor> inputs) {
  const unspool_model &description = model();
  auto error = [](const llvm::Twine &message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
  };
  if (int32_t(inputs.size()) != description.input_count)
    return error("the model takes " + llvm::Twine(description.input_count) + " inputs, not " +
                 llvm::Twine(inputs.size()));
  std::vector<int64_t> sizes = sizesOf(inputs);
  for (auto [index, size] : llvm::enumerate(sizes)) {
    const unspool_dimension &dimension = description.dimensions[index];
    if (size < dimension.least || size > dimension.most || size % dimension.step != 0)
      return error(llvm::Twine("size ") + dimension.name + " is " + llvm::Twine(size) +
                   " when it should be " +
                   sizesText(dimension.least, dimension.most, dimension.step));
  }
  Shapes shapes = shapesAt(sizes);
  auto textOf = [&](const unspool_tensor &tensor, size_t index) {
    return typeText(spelling(ElementType(tensor.element_type)), shapes[index]);
  };
  std::vector<GuardedBytes> memory;
  auto allocate = [&](size_t bytes) {
    memory.emplace_back(bytes);
    return memory.back().data();
  };
  std::vector<const void *> inputPointers;
  for (const auto &[index, input] : llvm::enumerate(inputs)) {
    std::string is = typeText(input.type), should = textOf(description.inputs[index], index);
    if (is != should)
      return error(llvm::Twine("input ") + description.inputs[index].name + " is " + is +
                   " when it should be " + should);
    uint8_t *bytes = allocate(input.bytes.size());
    llvm::copy(input.bytes, bytes);
    inputPointers.push_back(bytes);
  }

  std::vector<OutputBuffer> outputs;
  std::vector<void *> outputPointers;
  for (int32_t i = 0; i < description.output_count; ++i) {
    const unspool_tensor &output = description.outputs[i];
    size_t index = description.input_count + i;
    int64_t bytes = byteWidth(ElementType(output.element_type));
    for (int64_t extent : shapes[index])
      bytes *= extent;
    outputs.push_back({output.name, textOf(output, index), shapes[index], {}});
    outputs.back().bytes.resize(bytes);
    outputPointers.push_back(allocate(bytes));
  }
  auto runWith = [&](const unspool_executor *executor) {
    // A pattern that is no number shows up if the library leaves a hole.
    for (auto [output, pointer] : llvm::zip(outputs, outputPointers))
      std::fill_n(static_cast<uint8_t *>(pointer), output.bytes.size(), 0xFF);
    int status = 0;
    if (!sizes.empty())
      status = description.run_sized(executor, sizes.data(), inputPointers.data(),
                                     outputPointers.data(), workspace.data());
    else if (executor)
      status = description.run_parallel(executor, inputPointers.data(), outputPointers.data(),
                                        workspace.data());
    else
      status = description.run(inputPointers.data(), outputPointers.data(), workspace.data());
    for (auto [output, pointer] : llvm::zip(outputs, outputPointers))
      std::copy_n(static_cast<uint8_t *>(pointer), output.bytes.size(), output.bytes.data());
    return status;
  };
  int status = runWith(nullptr);
  if (status == UNSPOOL_VALUE_OUT_OF_RANGE)
    return error("an input holds a value outside the range that the library's header gives for it");
  if (status != UNSPOOL_OK)
    return error("the library's run function returned status " + llvm::Twine(status));
  if (!pool)
    return outputs;

  std::vector<OutputBuffer> alone = outputs;
  runWith(pool->executor());
  for (auto [output, expected] : llvm::zip(outputs, alone))
    if (output.bytes != expected.bytes)
      return error("output " + output.name + " has other bits with threads than without");
  return outputs;
}

} // namespace unspool
