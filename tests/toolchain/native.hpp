#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/build/compiler.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"
#include "tests/toolchain/snippet.hpp"

namespace orrery::toolchain {

struct NativeParams {
    const Snippet& snippet;            ///< borrowed
    const build::Compiler& compiler;   ///< borrowed
    const std::vector<Bytes>& inputs;  ///< borrowed
    std::filesystem::path folder;      ///< for what is built
};

/// A snippet's results on this machine, one per input. Errors: it doesn't compile, its behaviour is
/// undefined, it crashes.
Result<std::vector<Bytes>, std::string> run_natively(const NativeParams& params);

}  // namespace orrery::toolchain
