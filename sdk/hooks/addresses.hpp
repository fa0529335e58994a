#pragma once

#include <cstdint>
#include <string_view>

#include "sdk/crypto/pda.hpp"
#include "sdk/types/ids.hpp"
#include "sdk/types/key.hpp"

/// Program derived addresses of the Hooks program (docs/spec/hooks.md 2). Each costs a derivation,
/// but for the Config's, which is the same everywhere.
namespace orrery::hooks {

/// The first seed of each; keys and little-endian u64 follow.
constexpr std::string_view config_seed = "config";
constexpr std::string_view hook_seed = "hook";
constexpr std::string_view auction_seed = "auction";
constexpr std::string_view owner_seed = "owner";
constexpr std::string_view signer_seed = "signer";

constexpr crypto::ProgramAddress config_address() {
    return {"6CqniyaWZ9pNL3aiQgY2SUJY614v33ZC5K2f7CrbUJis"_key, 253};
}
crypto::ProgramAddress hook_address(const Pubkey& authority, std::uint64_t nonce);
crypto::ProgramAddress auction_address(const Pubkey& target, std::uint64_t epoch);
crypto::ProgramAddress owner_address(const Pubkey& target);
/// The only key that signs for a hook.
crypto::ProgramAddress signer_address(const Pubkey& hook);

}  // namespace orrery::hooks
