#pragma once

#include <optional>
#include <string>

#include "cli/commands/hook_accounts.hpp"
#include "sdk/hooks/limits.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::cli {

/// "BelowFloor (111): CAUSE; FIX". `cause` replaces the general one.
Failure hook_failure(hooks::HookError error, const std::string& cause = "");

/// Which of its errors the Hooks program ended a transaction with, as a failure of `send` tells.
/// Nothing for others, and for errors of a program that Act called.
std::optional<hooks::HookError> hook_error_of(const Failure& failure);

/// As send; errors of the Hooks program come by name, with cause and fix.
Outcome<Sent> send_to_hooks(Remote& remote, const Instruction& instruction,
                            std::initializer_list<const crypto::Keypair*> signers);
/// The same for instructions that may be too large for an ordinary transaction: as a jumbo then,
/// which is noted on stderr.
Outcome<Sent> send_of_any_size(Remote& remote, const Instruction& instruction,
                               std::initializer_list<const crypto::Keypair*> signers);
/// Explains errors of the Hooks program in a failure of `send`.
Failure explain_hooks(Failure failure);

/// Who signs for a hook: its authority is the session's key.
struct HookSigners {
    crypto::Keypair authority;
    crypto::Keypair fee_payer;
};
/// The session's key, and that of --fee-payer or the same. Errors: unreadable.
Outcome<HookSigners> read_hook_signers(const Session& session, const std::string& fee_payer_path);
/// Errors: another authority or fee payer; `done` says what they do: "bid with".
Outcome<void> check_signers(const HookAccount& hook, const HookSigners& signers,
                            std::string_view done);

/// What adding `size` bytes of accounts costs, of which `accounts` are new.
Outcome<Lamports> hook_rent(Remote& remote, std::uint64_t size, std::uint64_t accounts);

}  // namespace orrery::cli
