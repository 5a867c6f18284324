//===- main.cpp - the unspool command -------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/TemporaryRoot.h"
#include "tools/unspool/Commands.h"
#include "tools/unspool/RegressionCommands.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace unspool;

/// glibc learns from each large block that is freed to keep larger ones for itself, up to
/// 32 MB; here they are weights, and a phase's copies would stay for the whole run.
static void returnLargeBlocks() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 256 << 10);
#endif
}

int main(int argc, char **argv) {
  returnLargeBlocks();
  TemporaryRoot temporaryFiles;
  CLI::App app("unspool compiles convolutional and recurrent networks, ahead of time, into native\n"
               "libraries: a model file goes in, lib<name>.a, lib<name>.so and <name>.h come out.",
               "unspool");
  app.set_version_flag("--version", "unspool " UNSPOOL_VERSION);
  app.require_subcommand(1);
  app.footer("Examples:\n"
             "  unspool compile digits.onnx -o out          make out/libdigits.a, .so, digits.h\n"
             "  unspool verify models/digits                compile and compare with test vectors\n"
             "  unspool bench models/digits                 time the generated library\n"
             "  unspool compare models/digits               every schedule of each kernel, timed\n"
             "  unspool tune models/digits --db FILE        search for faster schedules\n"
             "  unspool inspect digits.onnx                 operators, kernels, memory\n"
             "  unspool snapshot models/digits --check DIR  has the generated code changed?\n"
             "  unspool list operators                      which ONNX operators are understood\n"
             "  unspool list layers                         which Keras layers are understood\n"
             "  unspool compile m.onnx --stop-after unroll  look at the IR after a phase\n\n"
             "Exit codes: 0 good, 1 something failed, 2 the model was refused, 64 usage.");

  int exitCode = kExitGood;
  addCompileCommand(app, exitCode);
  addRunCommand(app, exitCode);
  addVerifyCommand(app, exitCode);
  addBenchCommand(app, exitCode);
  addCompareCommand(app, exitCode);
  addTuneCommand(app, exitCode);
  addInspectCommand(app, exitCode);
  addListCommand(app, exitCode);
  addSnapshotCommand(app, exitCode);
  addReduceCommand(app, exitCode);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    return app.exit(error) == 0 ? kExitGood : kExitUsage;
  }
  return exitCode;
}
