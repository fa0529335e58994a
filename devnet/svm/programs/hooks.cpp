#include "devnet/svm/programs/hooks.hpp"

#include <array>

#include "devnet/svm/programs/hooks_instructions.hpp"
#include "sdk/hooks/instructions.hpp"

namespace orrery::programs {
namespace {

using Handler = invoke::InstructionResult (*)(invoke::InvokeContext&, hooks_program::Args&);

/// By hooks::InstructionKind.
constexpr std::array<Handler, hooks::instruction_count> handlers = {
    hooks_program::init_config, hooks_program::register_hook,       hooks_program::place_bid,
    hooks_program::cancel_bid,  hooks_program::disable_hook,        hooks_program::enable_hook,
    hooks_program::close_hook,  hooks_program::set_owner_recipient, hooks_program::reclaim,
    hooks_program::act,
};

}  // namespace

invoke::InstructionResult process_hooks(invoke::InvokeContext& context) {
    hooks_program::Args args(context.instruction_data());
    const auto tag = args.u8();
    if (args.failed() || tag >= handlers.size())
        return invoke::error(invoke::InstructionErrorCode::InvalidInstructionData);
    return handlers[tag](context, args);
}

}  // namespace orrery::programs
