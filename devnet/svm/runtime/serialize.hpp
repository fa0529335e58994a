#pragma once

#include "devnet/svm/invoke/context.hpp"

namespace orrery::runtime {

/// Writes the current instruction into the frame's input region, in the ABI of its loader
/// (svm-runtime.md 2.6), and remembers where each account lies. Returns the VM address of the
/// instruction data. Error: MaxAccountsExceeded above 255 accounts.
Result<std::uint64_t, tx::InstructionError> serialize(invoke::InvokeContext& context,
                                                      invoke::ProgramFrame& frame);

/// Takes over what the program left in its input region, account by account, under the rules of
/// svm-runtime.md 2.4. Errors: those rules', and InvalidRealloc.
invoke::InstructionResult deserialize(invoke::InvokeContext& context, invoke::ProgramFrame& frame);

}  // namespace orrery::runtime
