# Writes OUTPUT, a header that defines UNSPOOL_KERNELS_HASH as a hash of SOURCES.
set(hashes "")
foreach(source IN LISTS SOURCES)
  file(SHA1 ${source} hash)
  string(APPEND hashes ${hash})
endforeach()
string(SHA1 all "${hashes}")
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define UNSPOOL_KERNELS_HASH \"${all}\"\n")
