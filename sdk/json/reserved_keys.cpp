#include "sdk/json/reserved_keys.hpp"

#include <algorithm>

#include "sdk/types/ids.hpp"

namespace orrery::json {
namespace {

constexpr Pubkey keys[] = {
    ids::system,
    ids::compute_budget,
    ids::clock,
    ids::rent,
    ids::recent_blockhashes,
    ids::instructions,
    ids::address_lookup_table,
    ids::loader_v1,
    ids::loader_v2,
    ids::loader_v3,
    ids::loader_v4,
    ids::config,
    ids::ed25519_precompile,
    ids::secp256k1_precompile,
    ids::secp256r1_precompile,
    ids::feature,
    ids::stake,
    ids::stake_config,
    ids::vote,
    ids::zk_elgamal_proof,
    ids::zk_token_proof,
    ids::epoch_rewards,
    ids::epoch_schedule,
    ids::fees,
    ids::last_restart_slot,
    ids::rewards,
    ids::slot_hashes,
    ids::slot_history,
    ids::stake_history,
    ids::native_loader,
    ids::sysvar_owner,
};

}  // namespace

bool is_reserved_key(const Pubkey& key) { return std::ranges::find(keys, key) != std::end(keys); }

}  // namespace orrery::json
