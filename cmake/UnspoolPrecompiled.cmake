# Headers that the sources of a room share, parsed once. Of the eight seconds that a
# small pass takes to compile, MLIR's headers are six.
#
#   unspool_precompiled(<target> <header>...)         parses the headers
#   unspool_precompiled(<target> FROM <other target>) takes what the other has parsed
#
# Targets that share must agree on exceptions and on -fPIC or -fPIE (the compiler says
# so where they do not). Sources include what they use all the same: with
# UNSPOOL_PRECOMPILED=OFF, as in the preset asan-ubsan, nothing else is there.

option(UNSPOOL_PRECOMPILED "parse the headers that sources share once" ON)

# What ccache's manual asks for.
if(UNSPOOL_PRECOMPILED AND CCACHE_PROGRAM)
  list(PREPEND CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endif()

# Headers as `#include` has them, not by their path: ccache then knows them in any clone.
function(unspool_precompiled target)
  if(NOT UNSPOOL_PRECOMPILED)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "FROM" "")
  if(ARG_FROM)
    target_precompile_headers(${target} REUSE_FROM ${ARG_FROM})
  else()
    target_precompile_headers(${target} PRIVATE ${ARG_UNPARSED_ARGUMENTS})
  endif()
endfunction()
