#pragma once

#include <vector>

#include "sdk/build/compile.hpp"

namespace orrery::build {

/// The objects of the SDK's runtime, which the linker is offered with every program: what compilers
/// call by themselves. Kept in `cache` (made if absent; empty = not kept) under names that follow
/// from the compiler and the sources, so they are compiled once. Errors: as compile(); the SDK
/// isn't there.
Result<std::vector<Compiled>, Problems> runtime_objects(const CompileParams& params,
                                                        const std::filesystem::path& cache);

}  // namespace orrery::build
