# How our code is compiled: C++17, warnings as errors, ccache where present.

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# Also makes the programs of tests/fuzz those of libFuzzer: hence coverage, and clang.
option(UNSPOOL_SANITIZE "build with AddressSanitizer and UndefinedBehaviorSanitizer, for libFuzzer" OFF)
if(UNSPOOL_SANITIZE)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    message(FATAL_ERROR "UNSPOOL_SANITIZE needs clang; the preset asan-ubsan chooses it")
  endif()
  # LLVM, which is not instrumented, is told apart from our own code by types (vptr)
  # and pointers to functions that its libraries hide.
  add_compile_options(-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize=vptr,function
                      -fno-sanitize-recover=all -fno-omit-frame-pointer -gline-tables-only)
  add_link_options(-fsanitize=address,undefined)
  add_compile_options(-Wno-deprecated-declarations) # libstdc++'s stable_sort, to clang
endif()

# MLIR headers are not ours: they come in as SYSTEM directories.
add_compile_options(-Wall -Wextra -Werror -Wno-unused-parameter)

# Assertions stay on in every build: they guard the codegen contract.
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
