#pragma once

#include "devnet/svm/invoke/context.hpp"
#include "sdk/codec/reader.hpp"

/// The Hooks program's instructions (docs/spec/hooks.md 3). `args` stands behind the tag.
namespace orrery::programs::hooks_program {

using Args = codec::ByteReader;

invoke::InstructionResult init_config(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult register_hook(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult place_bid(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult cancel_bid(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult disable_hook(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult enable_hook(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult close_hook(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult set_owner_recipient(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult reclaim(invoke::InvokeContext& context, Args& args);
invoke::InstructionResult act(invoke::InvokeContext& context, Args& args);

/// Error: InvalidInstructionData when the data ended early or goes on.
inline invoke::InstructionResult check_end(const Args& args) {
    if (!args.done()) return invoke::error(invoke::InstructionErrorCode::InvalidInstructionData);
    return {};
}

}  // namespace orrery::programs::hooks_program
