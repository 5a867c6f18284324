# Writes OUTPUT, a C++ file that holds each name=path of FILES as bytes, for the
# functions that HEADER (runtime/Embedded.h) declares.
if(NOT HEADER)
  set(HEADER runtime/Embedded.h)
endif()
set(text "#include \"${HEADER}\"\n")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" matched "${entry}")
  set(name ${CMAKE_MATCH_1})
  file(READ "${CMAKE_MATCH_2}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND text "static const unsigned char ${name}Bytes[] = {${bytes}};\n"
         "std::string_view unspool::${name}() {\n"
         "  return {reinterpret_cast<const char *>(${name}Bytes), sizeof ${name}Bytes};\n}\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
