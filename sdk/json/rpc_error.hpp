#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/tx/error.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/result.hpp"

namespace orrery::json {

class Writer;

/// JSON-RPC's own codes and Agave's [custom_error.rs].
enum class RpcCode : std::int32_t {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
    block_cleaned_up = -32001,
    send_transaction_preflight_failure = -32002,
    transaction_signature_verification_failure = -32003,
    block_not_available = -32004,
    node_unhealthy = -32005,
    precompile_verification_failure = -32006,
    slot_skipped = -32007,
    no_snapshot = -32008,
    long_term_storage_slot_skipped = -32009,
    key_excluded_from_secondary_index = -32010,
    transaction_history_not_available = -32011,
    scan_error = -32012,
    transaction_signature_len_mismatch = -32013,
    block_status_not_available_yet = -32014,
    unsupported_transaction_version = -32015,
    min_context_slot_not_reached = -32016,
    epoch_rewards_period_active = -32017,
    slot_not_epoch_boundary = -32018,
    long_term_storage_unreachable = -32019,
    filter_transaction_not_found = -32020,
    no_slot_history = -32021,
};

/// The error of a JSON-RPC response.
struct RpcError {
    RpcCode code = RpcCode::internal_error;
    std::string message;
    std::string data;  ///< rendered JSON; empty leaves the member out
    bool operator==(const RpcError&) const = default;
};

template <class T>
using RpcResult = Result<T, RpcError>;

/// Writes {"code":..,"message":..,"data":..}; `data` is left out when empty.
void write(Writer& out, const RpcError& error);

/// An error with JSON-RPC's standard sentence, e.g. "Method not found".
RpcError rpc_error(RpcCode code);
/// An error with a message of its own.
RpcError rpc_error(RpcCode code, std::string message);
/// -32602 with this message.
RpcError invalid_params(std::string message);

// Agave's custom errors, with its sentences.
RpcError block_cleaned_up(Slot slot, Slot first_available);
/// `simulation` is the rendered value of simulateTransaction.
RpcError preflight_failure(const tx::TransactionError& error, std::string simulation);
RpcError signature_verification_failure();
RpcError block_not_available(Slot slot);
RpcError node_unhealthy(std::optional<std::uint64_t> slots_behind);
RpcError slot_skipped(Slot slot);
RpcError no_snapshot();
RpcError transaction_history_not_available();
RpcError signature_len_mismatch();
RpcError block_status_not_available(Slot slot);
RpcError unsupported_transaction_version(std::uint8_t version);
RpcError min_context_slot_not_reached(Slot context_slot);
RpcError filter_transaction_not_found(const Signature& signature);

}  // namespace orrery::json
