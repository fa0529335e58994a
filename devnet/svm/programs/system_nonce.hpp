#pragma once

#include "devnet/svm/invoke/context.hpp"
#include "devnet/svm/programs/instruction_args.hpp"

namespace orrery::programs {

/// The nonce instructions of the system program, one function each; rows of its table.
invoke::InstructionResult advance_nonce_account(invoke::InvokeContext& context,
                                                InstructionArgs& args);
invoke::InstructionResult withdraw_nonce_account(invoke::InvokeContext& context,
                                                 InstructionArgs& args);
invoke::InstructionResult initialize_nonce_account(invoke::InvokeContext& context,
                                                   InstructionArgs& args);
invoke::InstructionResult authorize_nonce_account(invoke::InvokeContext& context,
                                                  InstructionArgs& args);
invoke::InstructionResult upgrade_nonce_account(invoke::InvokeContext& context,
                                                InstructionArgs& args);

}  // namespace orrery::programs
