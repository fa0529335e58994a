#pragma once

#include <optional>

#include "devnet/svm/invoke/tx_account.hpp"
#include "sdk/tx/loader_v3_state.hpp"

namespace orrery::runtime {

/// The loader state of an account's first bytes, wherever the account comes from.
std::optional<tx::LoaderState> loader_state(const invoke::TxAccount& account);
std::optional<tx::LoaderState> loader_state(const Account& account);

/// The programdata address, when the account is an upgradeable program.
template <class AnyAccount>
std::optional<Pubkey> programdata_of(const AnyAccount& account) {
    const auto state = loader_state(account);
    const auto* program = state ? std::get_if<tx::LoaderProgram>(&*state) : nullptr;
    return program ? std::optional(program->programdata) : std::nullopt;
}

/// The slot of the last deployment, when the account is programdata.
template <class AnyAccount>
std::optional<std::uint64_t> deployment_slot(const AnyAccount& account) {
    const auto state = loader_state(account);
    const auto* data = state ? std::get_if<tx::LoaderProgramData>(&*state) : nullptr;
    return data ? std::optional(data->slot) : std::nullopt;
}

}  // namespace orrery::runtime
