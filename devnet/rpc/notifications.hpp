#pragma once

#include <optional>
#include <string>

#include "devnet/events/event.hpp"
#include "devnet/rpc/block_json.hpp"
#include "sdk/json/account.hpp"

// The `result` of every notification, rendered. A context names the slot alone.

namespace orrery::rpc {

std::string signature_result(Slot slot, const std::optional<tx::TransactionError>& error);
std::string received_result(Slot slot);
std::string slot_result(const events::SlotOpened& opened);
/// Of a hook that ran: its receipt and the signature it is stored by.
std::string hook_result(const events::Executed& entry);
std::string logs_result(const events::Executed& entry);

/// An account after an entry; null = closed, which reads as an empty account of the system program.
struct AccountChange {
    Slot slot;
    Pubkey key;
    AccountRef account;
};
std::string account_result(const AccountChange& change, const json::AccountFormat& format);
std::string program_result(const AccountChange& change, const json::AccountFormat& format);

/// A block, or why it can't be shown: another error than an unsupported version is the ledger's.
std::string block_result(const sequencer::Chain& chain, const Block& block, const BlockView& view);

/// slotsUpdatesNotification's: {"slot":..,"timestamp":..,"type":..}, with "parent" where there is
/// one.
struct SlotUpdate {
    std::string_view type;
    Slot slot;
    std::optional<Slot> parent;
};
std::string slot_update_result(const SlotUpdate& update, std::int64_t unix_milliseconds);

}  // namespace orrery::rpc
