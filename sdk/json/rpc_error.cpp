#include "sdk/json/rpc_error.hpp"

#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::json {
namespace {

// JSON-RPC's own sentences, as jsonrpc-core spells them.
std::string_view description(RpcCode code) {
    switch (code) {
        case RpcCode::parse_error:
            return "Parse error";
        case RpcCode::invalid_request:
            return "Invalid request";
        case RpcCode::method_not_found:
            return "Method not found";
        case RpcCode::invalid_params:
            return "Invalid params";
        case RpcCode::internal_error:
            return "Internal error";
        default:
            return "Server error";
    }
}

template <class T>
std::string one_member(std::string_view name, const T& value) {
    Writer out;
    return out.begin_object().field(name, value).end_object().take();
}

}  // namespace

void write(Writer& out, const RpcError& error) {
    out.begin_object().field("code", static_cast<std::int32_t>(error.code));
    out.field("message", error.message);
    if (!error.data.empty()) out.key("data").raw(error.data);
    out.end_object();
}

RpcError rpc_error(RpcCode code) { return {code, std::string(description(code)), {}}; }

RpcError rpc_error(RpcCode code, std::string message) { return {code, std::move(message), {}}; }

RpcError invalid_params(std::string message) {
    return {RpcCode::invalid_params, std::move(message), {}};
}

RpcError block_cleaned_up(Slot slot, Slot first_available) {
    return {RpcCode::block_cleaned_up,
            "Block " + std::to_string(slot.value) +
                " cleaned up, does not exist on node. First available block: " +
                std::to_string(first_available.value),
            {}};
}

RpcError preflight_failure(const tx::TransactionError& error, std::string simulation) {
    return {RpcCode::send_transaction_preflight_failure,
            "Transaction simulation failed: " + tx::display(error), std::move(simulation)};
}

RpcError signature_verification_failure() {
    return {RpcCode::transaction_signature_verification_failure,
            "Transaction signature verification failure",
            {}};
}

RpcError block_not_available(Slot slot) {
    return {RpcCode::block_not_available,
            "Block not available for slot " + std::to_string(slot.value),
            {}};
}

RpcError node_unhealthy(std::optional<std::uint64_t> slots_behind) {
    return {RpcCode::node_unhealthy,
            slots_behind ? "Node is behind by " + std::to_string(*slots_behind) + " slots"
                         : "Node is unhealthy",
            one_member("numSlotsBehind", slots_behind)};
}

RpcError slot_skipped(Slot slot) {
    return {RpcCode::slot_skipped,
            "Slot " + std::to_string(slot.value) +
                " was skipped, or missing due to ledger jump to recent snapshot",
            {}};
}

RpcError no_snapshot() { return {RpcCode::no_snapshot, "No snapshot", {}}; }

RpcError transaction_history_not_available() {
    return {RpcCode::transaction_history_not_available,
            "Transaction history is not available from this node",
            {}};
}

RpcError signature_len_mismatch() {
    return {
        RpcCode::transaction_signature_len_mismatch, "Transaction signature length mismatch", {}};
}

RpcError block_status_not_available(Slot slot) {
    return {RpcCode::block_status_not_available_yet,
            "Block status not yet available for slot " + std::to_string(slot.value),
            {}};
}

RpcError unsupported_transaction_version(std::uint8_t version) {
    const std::string number = std::to_string(version);
    return {RpcCode::unsupported_transaction_version,
            "Transaction version (" + number +
                ") is not supported by the requesting client. Please try the request again with "
                "the following configuration parameter: \"maxSupportedTransactionVersion\": " +
                number,
            {}};
}

RpcError min_context_slot_not_reached(Slot context_slot) {
    return {RpcCode::min_context_slot_not_reached, "Minimum context slot has not been reached",
            one_member("contextSlot", context_slot)};
}

RpcError filter_transaction_not_found(const Signature& signature) {
    return {RpcCode::filter_transaction_not_found,
            "Transaction " + codec::to_string(signature) + " not found",
            {}};
}

}  // namespace orrery::json
