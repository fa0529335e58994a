#pragma once

#include <cstdint>
#include <optional>

#include "sdk/tx/error.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/log_lines.hpp"

namespace orrery::json {

class Writer;

/// What somebody gets of a hook's bid.
struct HookShare {
    Pubkey pubkey;
    Lamports lamports;
};

/// What a hook paid and to whom (docs/spec/hooks.md, RPC): the `hook` of a meta.
struct HookReceipt {
    Txid parent;
    std::uint8_t index = 0;  ///< among its parent's hooks
    Pubkey hook;
    Pubkey program;  ///< its target
    Lamports bid;
    Lamports gas;
    bool funded = true;  ///< false: it could not pay, and didn't run
    HookShare initiator;
    HookShare owner;
    HookShare network;
};

/// How its message ended; borrowed.
struct HookResult {
    const std::optional<tx::TransactionError>& error;
    std::uint64_t compute_units = 0;
    const LogLines* logs = nullptr;  ///< null is written for none
};

/// Writes the members of {"bid":..,"computeUnitsConsumed":..,"err":..,"gas":..,"hook":..,
/// "index":..,"logMessages":..,"parentSignature":..,"program":..,"split":{..}} into an open object.
/// `err` is "NoFunds" for a hook that could not pay.
void write_hook_members(Writer& out, const HookReceipt& hook, const HookResult& result);

}  // namespace orrery::json
