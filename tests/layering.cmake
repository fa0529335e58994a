# Fails when a file of layer DIR includes a project header from a folder outside DIR, sdk/types and USES.
cmake_minimum_required(VERSION 3.25)  # without it IN_LIST is not understood in -P mode
string(REPLACE "," ";" allowed "${USES},${DIR},sdk/types")
file(GLOB_RECURSE files ${ROOT}/${DIR}/*.hpp ${ROOT}/${DIR}/*.cpp)
foreach(f IN LISTS files)
  file(STRINGS ${f} lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"](cli|sdk|devnet|programs|tests)/")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^[^<\"]*[<\"]([^>\"]*)/[^/]*[>\"].*" "\\1" from "${line}")
    set(ok FALSE)
    foreach(a IN LISTS allowed)
      if(NOT a STREQUAL "" AND "${from}/" MATCHES "^${a}/")  # a sub-folder (vm/jit) belongs to its layer
        set(ok TRUE)
      endif()
    endforeach()
    if(NOT ok)
      message(SEND_ERROR "${f}: ${line} - add ${from} to USES, or move the code")
    endif()
  endforeach()
endforeach()
