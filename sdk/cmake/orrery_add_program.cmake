# orrery_add_program(NAME [SOURCES file...] [FOLDER folder] [ARCH v3|v0] [OUTPUT file.so]
#                    [INCLUDES folder...] [DEFINES NAME=VALUE...] [FLAGS flag...] [NO_TEST])
# makes a target NAME, built by default, that runs `orrery program build` when a source, a header,
# the SDK or Orrery itself changed. A program is a FOLDER (the current one) with src/, or files of C
# and C++. Its place is FOLDER/target/deploy/NAME.so (of SOURCES: below the current source folder)
# unless OUTPUT says otherwise; the target's property ORRERY_PROGRAM has it:
#   get_target_property(program NAME ORRERY_PROGRAM)
# A FOLDER with tests/ also gets a test program/NAME, `orrery program test`, but for NO_TEST.
include_guard(GLOBAL)

# In Orrery's own tree the command is a target, elsewhere a file that find_package found.
set(orrery_command ${orrery_executable})
if(NOT DEFINED orrery_executable)
  set(orrery_share_dir ${PROJECT_SOURCE_DIR})
  set(orrery_executable orrery)
  set(orrery_command ${CMAKE_COMMAND} -E env ORRERY_SDK=${PROJECT_SOURCE_DIR}/programs/sdk
    $<TARGET_FILE:orrery>)
endif()

# For callers, which may share a program's headers.
if(NOT TARGET orrery::program_headers)
  add_library(orrery::program_headers INTERFACE IMPORTED GLOBAL)
  target_include_directories(orrery::program_headers SYSTEM INTERFACE
    ${orrery_share_dir}/programs/sdk/include)
endif()

function(_orrery_sources_of to folder)
  set(patterns)
  foreach(extension c cc cpp cxx h hh hpp hxx)
    list(APPEND patterns ${folder}/*.${extension})
  endforeach()
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${patterns})
  set(${to} ${found} PARENT_SCOPE)
endfunction()

function(orrery_add_program name)
  cmake_parse_arguments(PARSE_ARGV 1 A "NO_TEST" "FOLDER;ARCH;OUTPUT" "SOURCES;INCLUDES;DEFINES;FLAGS")
  if(A_UNPARSED_ARGUMENTS OR A_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "orrery_add_program(${name}): what is "
      "\"${A_UNPARSED_ARGUMENTS}${A_KEYWORDS_MISSING_VALUES}\"?")
  endif()
  if(A_SOURCES AND A_FOLDER)
    message(FATAL_ERROR "orrery_add_program(${name}): give SOURCES or a FOLDER, not both")
  endif()

  set(root ${CMAKE_CURRENT_SOURCE_DIR})
  if(A_FOLDER)
    cmake_path(ABSOLUTE_PATH A_FOLDER NORMALIZE OUTPUT_VARIABLE root)
  endif()
  if(A_SOURCES)
    set(inputs)
    foreach(source IN LISTS A_SOURCES)
      cmake_path(ABSOLUTE_PATH source)
      list(APPEND inputs ${source})
    endforeach()
    set(what ${inputs})
  else()
    _orrery_sources_of(inputs ${root}/src)
    if(NOT inputs)
      message(FATAL_ERROR "orrery_add_program(${name}): there are no sources in ${root}/src")
    endif()
    set(what ${root})
  endif()

  set(program ${root}/target/deploy/${name}.so)
  if(A_OUTPUT)
    cmake_path(ABSOLUTE_PATH A_OUTPUT BASE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR} NORMALIZE
      OUTPUT_VARIABLE program)
  endif()
  cmake_path(REPLACE_EXTENSION program LAST_ONLY .debug OUTPUT_VARIABLE debug)

  # What the compiler is told, here and in the tests.
  set(flags --name ${name})
  foreach(folder IN LISTS A_INCLUDES)
    cmake_path(ABSOLUTE_PATH folder NORMALIZE)
    list(APPEND flags -I ${folder})
    _orrery_sources_of(headers ${folder})
    list(APPEND inputs ${headers})
  endforeach()
  foreach(define IN LISTS A_DEFINES)
    list(APPEND flags -D ${define})
  endforeach()
  foreach(flag IN LISTS A_FLAGS)
    list(APPEND flags --flag=${flag})
  endforeach()
  set(arch)
  if(A_ARCH)
    set(arch --arch ${A_ARCH})
  endif()

  _orrery_sources_of(sdk ${orrery_share_dir}/programs/sdk/include)
  _orrery_sources_of(runtime ${orrery_share_dir}/programs/sdk/runtime)
  add_custom_command(OUTPUT ${program} BYPRODUCTS ${debug}
    COMMAND ${orrery_command} program build ${flags} ${arch} --out ${program} ${what}
    DEPENDS ${inputs} ${sdk} ${runtime} ${orrery_executable}
    WORKING_DIRECTORY ${root} COMMENT "Building the program ${name}" VERBATIM)
  add_custom_target(${name} ALL DEPENDS ${program})
  set_target_properties(${name} PROPERTIES ORRERY_PROGRAM ${program})

  file(GLOB tests CONFIGURE_DEPENDS ${root}/tests/*.c ${root}/tests/*.cc ${root}/tests/*.cpp
    ${root}/tests/*.cxx)
  if(tests AND NOT A_SOURCES AND NOT A_NO_TEST)
    add_test(NAME program/${name} COMMAND ${orrery_command} program test ${flags} ${root})
  endif()
endfunction()
