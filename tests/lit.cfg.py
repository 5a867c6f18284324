"""How lit runs the tests below tests/lit: shell lines after RUN:, with unspool,
unspool-opt, FileCheck and not on the path, and %models for examples/models.
Reads what lit.site.cfg.py, made by CMake, says about the build."""
import os

import lit.formats

config.name = "unspool"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.test_source_root = os.path.join(config.unspool_source, "tests", "lit")
config.environment["PATH"] = os.pathsep.join(
    [config.unspool_tools, config.llvm_tools, config.environment["PATH"]])
# The kernels that a test compiles are cached in the build, not in the user's home.
config.environment["UNSPOOL_CACHE_DIR"] = os.path.join(config.test_exec_root, "cache")
config.substitutions.append(("%models", os.path.join(config.unspool_source, "examples", "models")))
# For tests that set PATH.
config.substitutions.append(("%unspool", os.path.join(config.unspool_tools, "unspool")))
