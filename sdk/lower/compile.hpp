#pragma once

#include "sdk/lower/llvm_api.hpp"
#include "sdk/lower/reply.hpp"

namespace orrery::lower {

/// Does the work of lower() in this process, which it leaves with LLVM's options set, its memory
/// not given back and, where LLVM gives up, ended. So it is for a process of its own (child.hpp),
/// which runs it once.
[[nodiscard]] Lowered compile(const llvm::Api& api, const LowerParams& params);

}  // namespace orrery::lower
