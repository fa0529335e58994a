#pragma once

#include <string>

#include "sdk/lower/llvm_api.hpp"
#include "sdk/lower/lower.hpp"
#include "sdk/types/result.hpp"

namespace orrery::lower::llvm {

/// LLVM's C API from the libLLVM that the clang of that version depends on. Errors: plain words
/// with the package to install, or with the function that the library found lacks. The library
/// stays loaded for the process's life; any thread may load.
[[nodiscard]] Result<Api, std::string> load(Llvm llvm);

}  // namespace orrery::lower::llvm
