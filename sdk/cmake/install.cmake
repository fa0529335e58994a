# What `cmake --install` puts into a prefix, so that find_package(orrery) finds it there:
#   bin/orrery
#   lib/liborrery_*.a, include/orrery/{sdk,devnet}   orrery::sdk, orrery::sandbox
#   lib/liborrery_native*                            what `orrery program test` links
#   lib/cmake/orrery
#   share/orrery/{programs/sdk,programs/prebuilt,templates,sdk/js}
# An archive holds the objects of several layers, so that only the headers that its users reach are
# installed: a library that is exported must bring all of its own.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(orrery_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/orrery)

# A layer and all that it stands on, as targets, but for those that have no objects.
function(orrery_layers_below layer out)
  set(open ${layer})
  set(found)
  while(open)
    list(POP_FRONT open one)
    get_target_property(type ${one} TYPE)
    if(NOT type STREQUAL "INTERFACE_LIBRARY")
      list(APPEND found ${one})
    endif()
    get_target_property(used ${one} INTERFACE_LINK_LIBRARIES)
    list(FILTER used INCLUDE REGEX "^(sdk|devnet)_")
    list(REMOVE_ITEM used ${found})
    list(APPEND open ${used})
    list(REMOVE_DUPLICATES open)
  endwhile()
  set(${out} ${found} PARENT_SCOPE)
endfunction()

# orrery_archive(sandbox LAYER devnet/sandbox USES base LINKS PkgConfig::sodium HEADERS devnet/...)
# builds liborrery_sandbox.a of a layer and what is below it and not in `USES`, exported as
# orrery::sandbox in a file of its own: whoever asks for one component needs the libraries of that
# one.
function(orrery_archive name)
  cmake_parse_arguments(A "" "LAYER" "USES;LINKS;HEADERS" ${ARGN})
  list(TRANSFORM A_USES PREPEND orrery_)
  set(target orrery_${name})
  string(REPLACE "/" "_" top ${A_LAYER})
  orrery_layers_below(${top} layers)
  foreach(used IN LISTS A_USES)
    get_target_property(theirs ${used} orrery_layers)
    list(REMOVE_ITEM layers ${theirs})
  endforeach()
  list(TRANSFORM layers REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
  add_library(${target} STATIC ${objects})
  set_target_properties(${target} PROPERTIES orrery_layers "${layers}")
  add_library(orrery::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX EXPORT_NAME ${name})
  target_compile_features(${target} INTERFACE cxx_std_20)
  target_include_directories(${target} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/orrery>)
  target_link_libraries(${target} PUBLIC ${A_USES} PRIVATE ${A_LINKS})
  install(TARGETS ${target} EXPORT ${target} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT ${target} NAMESPACE orrery:: FILE ${target}.cmake
    DESTINATION ${orrery_config_dir})
  foreach(pattern IN LISTS A_HEADERS)
    file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/${pattern})
    foreach(header IN LISTS headers)
      cmake_path(GET header PARENT_PATH folder)
      install(FILES ${PROJECT_SOURCE_DIR}/${header}
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/orrery/${folder})
    endforeach()
  endforeach()
endfunction()

orrery_archive(base LAYER sdk/hooks
  LINKS PkgConfig::sodium OpenSSL::Crypto
  HEADERS sdk/sdk.hpp sdk/types/*.hpp sdk/codec/*.hpp sdk/crypto/*.hpp sdk/tx/*.hpp
    sdk/tx/instructions/*.hpp sdk/hooks/*.hpp)
orrery_archive(sdk LAYER sdk/rpc USES base
  LINKS Boost::json PkgConfig::zstd PkgConfig::httplib OpenSSL::SSL Threads::Threads
  HEADERS sdk/json/document.hpp sdk/json/encodings.hpp sdk/rpc/*.hpp)
orrery_archive(sandbox LAYER devnet/sandbox USES base
  LINKS PkgConfig::sodium PkgConfig::secp256k1 PkgConfig::dw
  HEADERS devnet/sandbox/sandbox.hpp devnet/sandbox/params.hpp devnet/sandbox/error.hpp
    devnet/sandbox/outcome.hpp devnet/sandbox/expect.hpp devnet/bank/genesis.hpp
    devnet/svm/state/account_reader.hpp devnet/svm/state/features.hpp
    devnet/svm/state/outcome.hpp devnet/svm/state/sysvars.hpp)

set(orrery_share ${CMAKE_INSTALL_DATADIR}/orrery)
install(TARGETS orrery RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY programs/sdk programs/prebuilt DESTINATION ${orrery_share}/programs OPTIONAL)
install(DIRECTORY templates DESTINATION ${orrery_share} USE_SOURCE_PERMISSIONS
  PATTERN hook-bot/programs EXCLUDE)
# In the sources the programs of this template are links to the samples.
foreach(sample price lending bookkeeping)
  install(DIRECTORY programs/${sample}/src programs/${sample}/tests
    DESTINATION ${orrery_share}/templates/hook-bot/programs/${sample})
endforeach()
install(DIRECTORY sdk/js DESTINATION ${orrery_share}/sdk)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/orreryConfig.cmake.in orreryConfig.cmake
  INSTALL_DESTINATION ${orrery_config_dir} PATH_VARS CMAKE_INSTALL_BINDIR orrery_share
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(orreryConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/orreryConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/orreryConfigVersion.cmake DESTINATION ${orrery_config_dir})
# The function for projects that build programs, which orreryConfig.cmake includes.
install(FILES ${CMAKE_CURRENT_LIST_DIR}/orrery_add_program.cmake DESTINATION ${orrery_config_dir})
