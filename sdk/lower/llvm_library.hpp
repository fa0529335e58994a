#pragma once

#include <string>

#include "sdk/lower/llvm_api.hpp"
#include "sdk/types/result.hpp"

namespace orrery::lower::llvm {

/// LLVM 19's C API from the libLLVM that clang-19 depends on. Errors: plain words with the package
/// to install, or with the function that the library found lacks. The library stays loaded for the
/// process's life; any thread may load.
[[nodiscard]] Result<Api, std::string> load();

}  // namespace orrery::lower::llvm
