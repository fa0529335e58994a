# What `cmake --install` puts into a prefix, so that find_package(orrery) finds it there:
#   bin/orrery
#   lib/liborrery_*.a, include/orrery/{sdk,devnet}   orrery::sdk, orrery::sandbox
#   lib/cmake/orrery
#   share/orrery/{programs/sdk,programs/prebuilt,templates}
# An archive holds the objects of several layers, so that only the headers that its users reach are
# installed: a library that is exported must bring all of its own.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(orrery_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/orrery)

# orrery_archive(sandbox LAYERS devnet/bank ... USES base LINKS PkgConfig::sodium HEADERS devnet/...)
# builds liborrery_sandbox.a, exported as orrery::sandbox in a file of its own: whoever asks for one
# component needs the libraries of that one.
function(orrery_archive name)
  cmake_parse_arguments(A "" "" "LAYERS;USES;LINKS;HEADERS" ${ARGN})
  string(REPLACE "/" "_" objects "${A_LAYERS}")
  list(TRANSFORM objects REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>")
  list(TRANSFORM A_USES PREPEND orrery_)
  set(target orrery_${name})
  add_library(${target} STATIC ${objects})
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

orrery_archive(base LAYERS sdk/types sdk/codec sdk/crypto sdk/tx
  LINKS PkgConfig::sodium OpenSSL::Crypto
  HEADERS sdk/sdk.hpp sdk/types/*.hpp sdk/codec/*.hpp sdk/crypto/*.hpp sdk/tx/*.hpp
    sdk/tx/instructions/*.hpp)
orrery_archive(sdk LAYERS sdk/json sdk/rpc USES base
  LINKS Boost::json PkgConfig::zstd PkgConfig::httplib OpenSSL::SSL Threads::Threads
  HEADERS sdk/json/document.hpp sdk/json/encodings.hpp sdk/rpc/*.hpp)
orrery_archive(sandbox
  LAYERS devnet/svm/vm devnet/svm/state devnet/svm/invoke devnet/svm/syscalls devnet/svm/programs
    devnet/svm/runtime devnet/shred devnet/bank devnet/sandbox
  USES base
  LINKS PkgConfig::sodium PkgConfig::secp256k1
  HEADERS devnet/sandbox/sandbox.hpp devnet/sandbox/params.hpp devnet/sandbox/error.hpp
    devnet/sandbox/outcome.hpp devnet/sandbox/expect.hpp devnet/bank/genesis.hpp
    devnet/svm/state/account_reader.hpp devnet/svm/state/features.hpp
    devnet/svm/state/outcome.hpp devnet/svm/state/sysvars.hpp)

set(orrery_share ${CMAKE_INSTALL_DATADIR}/orrery)
install(TARGETS orrery RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY programs/sdk programs/prebuilt DESTINATION ${orrery_share}/programs OPTIONAL)
install(DIRECTORY templates DESTINATION ${orrery_share} OPTIONAL)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/orreryConfig.cmake.in orreryConfig.cmake
  INSTALL_DESTINATION ${orrery_config_dir} PATH_VARS CMAKE_INSTALL_BINDIR orrery_share
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(orreryConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/orreryConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/orreryConfigVersion.cmake DESTINATION ${orrery_config_dir})
# Functions for projects that build programs, which orreryConfig.cmake includes.
install(FILES ${CMAKE_CURRENT_LIST_DIR}/orrery_add_program.cmake DESTINATION ${orrery_config_dir}
  OPTIONAL)
