//===- RunCommand.cpp - unspool run ---------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/Translate.h"
#include "frontend/TensorFile.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/unspool/Commands.h"

#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace unspool {
namespace {

struct RunFlags {
  CommonCompileFlags common;
  std::string model, output;
  std::vector<std::string> inputs;
};

int failWith(llvm::Error error) {
  llvm::errs() << "error: " << toString(std::move(error)) << "\n";
  return kExitFailed;
}

llvm::Error message(const llvm::Twine &text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), text);
}

/// name=file for every input of the model, in its order.
llvm::Expected<std::vector<nn::Tensor>> readInputs(const RunFlags &flags,
                                                   const unspool_model &model,
                                                   MLIRContext &context) {
  std::map<std::string, std::string> files;
  for (const std::string &input : flags.inputs) {
    auto [name, file] = llvm::StringRef(input).split('=');
    if (file.empty() || !files.emplace(name.str(), file.str()).second)
      return message("--input " + input + " should be name=file, once for each input");
  }
  std::vector<nn::Tensor> tensors;
  for (int32_t i = 0; i < model.input_count; ++i) {
    auto file = files.find(model.inputs[i].name);
    if (file == files.end())
      return message(llvm::Twine("no --input for '") + model.inputs[i].name + "', " +
                     typeText(model.inputs[i]));
    FailureOr<nn::Tensor> tensor = frontend::readTensorFile(file->second, context);
    if (failed(tensor))
      return message("the input could not be read");
    tensors.push_back(std::move(*tensor));
    files.erase(file);
  }
  if (!files.empty())
    return message("the model has no input '" + files.begin()->first + "'");
  return tensors;
}

/// A few elements of an f32 output; its type otherwise.
void printOutput(const OutputBuffer &output) {
  llvm::outs() << output.name << ": " << output.type;
  if (llvm::StringRef(output.type).starts_with("f32")) {
    size_t count = output.bytes.size() / sizeof(float);
    for (size_t i = 0; i < std::min<size_t>(count, 10); ++i) {
      float element;
      std::memcpy(&element, output.bytes.data() + i * sizeof element, sizeof element);
      llvm::outs() << (i ? ", " : " = ") << llvm::format("%g", element);
    }
    llvm::outs() << (count > 10 ? ", ..." : "");
  }
  llvm::outs() << "\n";
}

llvm::Error writeOutput(const RunFlags &flags, const OutputBuffer &output,
                        const unspool_tensor &tensor, MLIRContext &context) {
  if (std::error_code code = llvm::sys::fs::create_directories(flags.output))
    return message("cannot make '" + flags.output + "': " + code.message());
  llvm::SmallString<256> path(flags.output);
  // Names are the model's: as identifiers they cannot leave the folder.
  llvm::sys::path::append(path, cIdentifier(tensor.name) + ".npy");
  Type element = frontend::elementTypeNamed(spelling(ElementType(tensor.element_type)), context);
  auto type =
      RankedTensorType::get(output.shape, element);
  return frontend::writeNpy(path, {type, output.bytes});
}

int runRun(const RunFlags &flags) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  ScopedDiagnosticHandler handler(&context, printDiagnostic);
  TemporaryFolder folder;
  std::string library = flags.model;
  if (!llvm::StringRef(library).ends_with(".so")) {
    CompileOptions options;
    flags.common.apply(options);
    options.model = flags.model;
    options.name = modelNameFor(flags.model);
    options.emit = {"shared"};
    options.outputDirectory = folder.path() + "/library";
    CompileResult result = compile(options);
    llvm::errs() << result.errors;
    if (result.outcome != Outcome::Good)
      return int(result.outcome);
    library = options.outputDirectory + "/lib" + options.name + ".so";
  }
  auto loaded = LoadedModel::openFile(library);
  if (!loaded)
    return failWith(loaded.takeError());
  auto inputs = readInputs(flags, loaded->model(), context);
  if (!inputs)
    return failWith(inputs.takeError());
  auto outputs = loaded->run(*inputs);
  if (!outputs)
    return failWith(outputs.takeError());
  for (auto [index, output] : llvm::enumerate(*outputs)) {
    printOutput(output);
    if (!flags.output.empty())
      if (llvm::Error error =
              writeOutput(flags, output, loaded->model().outputs[index], context))
        return failWith(std::move(error));
  }
  return kExitGood;
}

} // namespace

void addRunCommand(CLI::App &app, int &exitCode) {
  auto flags = std::make_shared<RunFlags>();
  CLI::App *command = app.add_subcommand("run", "Run a generated library, or a model, on files");
  command->add_option("library", flags->model, "A generated lib<name>.so, or a model file")
      ->required();
  command->add_option("--input", flags->inputs, "name=file.npy or name=file.pb, for each input");
  command->add_option("--output", flags->output, "Folder for the outputs, as <identifier>.npy");
  flags->common.addTo(*command);
  command->footer("Example:\n"
                  "  unspool run out/libdigits.so --input image=three.npy --output results");
  command->callback([flags, &exitCode] { exitCode = runRun(*flags); });
}

} // namespace unspool
