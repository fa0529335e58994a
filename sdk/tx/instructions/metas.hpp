#pragma once

#include "sdk/types/instruction.hpp"

/// How an instruction lists an account, by what it asks for.
namespace orrery::tx {

inline AccountMeta writable_signer(const Pubkey& key) { return {key, true, true}; }
inline AccountMeta readonly_signer(const Pubkey& key) { return {key, true, false}; }
inline AccountMeta writable(const Pubkey& key) { return {key, false, true}; }
inline AccountMeta readonly(const Pubkey& key) { return {key, false, false}; }

}  // namespace orrery::tx
