#include "devnet/rpc/send.hpp"
#include "devnet/rpc/status.hpp"
#include "devnet/rpc/wire.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/errors.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::size_t max_statuses = 256;

RpcResult<SendConfig> send_config(json::View value) {
    TRY(const auto config, json::config_param(value, "RpcSendTransactionConfig"));
    SendConfig out;
    TRY(out.skip_preflight, json::bool_or_false(config["skipPreflight"]));
    TRY(out.encoding, json::transaction_encoding_param(config["encoding"]));
    if (const auto commitment = config["preflightCommitment"]; !commitment.is_none()) {
        TRY(out.context.commitment, json::commitment_param(commitment));
    }
    if (out.skip_preflight) out.context.commitment = json::Commitment::processed;
    TRY(out.context.min_context_slot, json::optional_u64(config["minContextSlot"]));
    // Retries are a matter of forwarding to leaders; here a transaction arrives or is refused.
    CHECK_OK(json::optional_u64(config["maxRetries"]));
    return out;
}

RpcResult<void> send_transaction(const Node& node, const Params& params, Writer& out) {
    TRY(const auto text, json::string_param(params[0]));
    TRY(const auto config, send_config(params[1]));
    TRY(auto decoded, decode_transaction(text, config.encoding));
    TRY(const auto id, send(node, config, std::move(decoded)));
    out.base58(id);
    return {};
}

// What the system program says of an empty faucet is a number.
std::string airdrop_fault(const Node& node, const std::string& why, std::uint64_t lamports) {
    const auto faucet = node.chain.genesis().faucet().pubkey;
    const auto account = node.chain.at(Commitment::processed).get(faucet).account;
    const auto left = account ? account->lamports.value : 0;
    if (lamports <= left) return why;
    return "the faucet has only " + std::to_string(left) + " lamports left; ask for less";
}

RpcResult<void> request_airdrop(const Node& node, const Params& params, Writer& out) {
    TRY(const auto to, json::pubkey_param(params[0]));
    TRY(const auto lamports, json::u64_param(params[1]));
    TRY(const auto config, json::config_param(params[2], "RpcRequestAirdropConfig"));
    CHECK_OK(json::config_commitment(config));
    if (const auto blockhash = config["recentBlockhash"]; !blockhash.is_none())
        CHECK_OK(json::hash_param(blockhash));
    const auto id = node.chain.airdrop(to, Lamports{lamports});
    if (!id)
        return fail(json::rpc_error(json::RpcCode::internal_error,
                                    airdrop_fault(node, id.error(), lamports)));
    out.base58(*id);
    return {};
}

void write_status(Writer& out, const std::optional<Status>& status) {
    if (!status) {
        out.null();
        return;
    }
    // Nobody votes here, so a count of confirmations can say no more than the level does.
    out.begin_object().key("confirmationStatus").plain(name(status->level)).key("confirmations");
    status->level == Commitment::finalized
        ? out.null()
        : out.number(status->level == Commitment::confirmed ? 1 : 0);
    json::write_err_members(out, status->error);
    json::write_status(out.field("slot", status->slot).key("status"), status->error,
                       json::IndexForm::capped);
    out.end_object();
}

RpcResult<void> get_signature_statuses(const Node& node, const Params& params, Writer& out) {
    TRY(const auto signatures, json::signatures_param(params[0], max_statuses));
    TRY(const auto config, json::config_param(params[1], "RpcSignatureStatusConfig"));
    CHECK_OK(json::bool_or_false(config["searchTransactionHistory"]));
    // Taken first: what is answered then is at least as new as the context says.
    const auto point = node.chain.at(Commitment::processed);
    begin_context(out, node, point).begin_array();
    for (const auto& signature : signatures) {
        TRY(const auto status, find_status(node.chain, Txid::from(signature.bytes)));
        write_status(out, status);
    }
    out.end_array().end_object();
    return {};
}

constexpr MethodRow rows[] = {
    {"sendTransaction", send_transaction, 1, 2},
    {"requestAirdrop", request_airdrop, 2, 3},
    {"getSignatureStatuses", get_signature_statuses, 1, 2},
};

}  // namespace

std::span<const MethodRow> transaction_methods() { return rows; }

}  // namespace orrery::rpc
