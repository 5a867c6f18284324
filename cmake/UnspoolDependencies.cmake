# What we build on; scripts/bootstrap installs all of it.

set(UNSPOOL_LLVM /usr/lib/llvm-22 CACHE PATH "where LLVM and MLIR 22 are installed")
list(PREPEND CMAKE_PREFIX_PATH ${UNSPOOL_LLVM})
find_package(MLIR 22.1 REQUIRED CONFIG)
list(APPEND CMAKE_MODULE_PATH "${MLIR_CMAKE_DIR}" "${LLVM_CMAKE_DIR}")
include(TableGen)
include(AddLLVM)
include(AddMLIR)
include_directories(SYSTEM ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
separate_arguments(LLVM_DEFINITIONS_LIST NATIVE_COMMAND "${LLVM_DEFINITIONS}")
add_definitions(${LLVM_DEFINITIONS_LIST})

# Halide comes as a Python wheel; scripts/bootstrap puts it into build/venv.
file(GLOB UNSPOOL_HALIDE_WHEEL ${PROJECT_SOURCE_DIR}/build/venv/lib/python3*/site-packages/halide)
list(APPEND CMAKE_PREFIX_PATH ${UNSPOOL_HALIDE_WHEEL})
find_package(Halide 21 REQUIRED COMPONENTS shared)
find_package(Protobuf REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(HDF5 REQUIRED COMPONENTS C)
# Debian's CMake package of libzip also wants its tools, which we do not.
find_path(UNSPOOL_ZIP_INCLUDE zip.h REQUIRED)
find_library(UNSPOOL_ZIP_LIBRARY zip REQUIRED)

# A library of one room. MLIR code is built as LLVM is: without exceptions.
function(unspool_library name)
  cmake_parse_arguments(ARG "EXCEPTIONS" "" "SOURCES;LINK;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINK})
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  if(NOT ARG_EXCEPTIONS)
    target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)
  endif()
endfunction()
