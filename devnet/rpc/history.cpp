#include <algorithm>

#include "devnet/rpc/outcome_json.hpp"
#include "devnet/rpc/point.hpp"
#include "devnet/rpc/status.hpp"
#include "devnet/store/meta.hpp"
#include "sdk/json/errors.hpp"
#include "sdk/json/transaction.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::uint64_t max_signatures = 1000;
constexpr std::uint64_t max_page = 100;  // transactions in memory at a time

/// A stored transaction, decoded.
struct Past {
    tx::Transaction transaction;
    store::TransactionMeta meta;
};

RpcResult<Past> decode(const store::StoredTransaction& stored) {
    auto transaction = tx::decode(stored.wire);
    auto meta = store::decode_meta(stored.meta);
    if (!transaction || !meta)
        return fail(json::rpc_error(json::RpcCode::internal_error,
                                    "the ledger's record of a transaction in slot " +
                                        std::to_string(stored.slot.value) + " can't be read"));
    return Past{std::move(*transaction), std::move(*meta)};
}

RpcResult<void> get_transaction(const Node& node, const Params& params, Writer& out) {
    TRY(const auto signature, json::signature_param(params[0]));
    TRY(const auto config, json::transaction_config(params[1]));
    const auto commitment = config.commitment.value_or(json::Commitment::finalized);
    CHECK_OK(json::require_confirmed(commitment));
    TRY(const auto* ledger, ledger_of(node.chain));
    const auto stored = ledger->transaction(Txid::from(signature.bytes));
    if (!stored) return fail(ledger_failure(stored.error()));
    if (!*stored || stored_level(node.chain, (*stored)->slot) < level_of(commitment)) {
        out.null();
        return {};
    }
    TRY(const auto past, decode(**stored));
    const auto meta = to_json(past.meta);
    return json::write_confirmed_transaction(
        out,
        {(*stored)->slot, (*stored)->unix_timestamp, (*stored)->index, {past.transaction, meta}},
        {.encoding = config.encoding.value_or(json::TransactionEncoding::json),
         .max_supported_version = config.max_supported_version});
}

struct AddressQuery {
    Pubkey address;
    store::Ledger::AddressRange range;
    std::uint64_t limit = max_signatures;
    Commitment level = Commitment::finalized;
};

RpcResult<std::optional<Txid>> known_bound(const store::Ledger& ledger, json::View value) {
    if (value.is_none()) return std::nullopt;
    TRY(const auto signature, json::signature_param(value));
    const auto id = Txid::from(signature.bytes);
    const auto found = ledger.transaction(id);
    if (!found) return fail(ledger_failure(found.error()));
    if (!*found) return fail(json::filter_transaction_not_found(signature));
    return id;
}

RpcResult<AddressQuery> read_query(const Node& node, const store::Ledger& ledger,
                                   const Params& params) {
    AddressQuery query;
    TRY(query.address, json::pubkey_param(params[0]));
    TRY(const auto config, json::config_param(params[1], "RpcSignaturesForAddressConfig"));
    if (const auto limit = config["limit"]; !limit.is_none()) {
        TRY(query.limit, json::u64_param(limit));
    }
    if (query.limit == 0 || query.limit > max_signatures)
        return fail(json::invalid_params("Invalid limit; max " + std::to_string(max_signatures)));
    TRY(const auto context, json::context_config(config));
    CHECK_OK(json::require_confirmed(context.commitment.value_or(json::Commitment::finalized)));
    CHECK_OK(point_at(node, context));
    query.level = level_of(context.commitment);
    TRY(query.range.before, known_bound(ledger, config["before"]));
    TRY(query.range.until, known_bound(ledger, config["until"]));
    return query;
}

RpcResult<void> write_listed(Writer& out, const store::StoredTransaction& stored,
                             Commitment level) {
    TRY(const auto past, decode(stored));
    out.begin_object().field("blockTime", stored.unix_timestamp);
    out.key("confirmationStatus").plain(name(level));
    json::write_err_members(out, past.meta.error);
    out.field("memo", json::memos(past.transaction, past.meta.loaded_addresses));
    out.field("signature", stored.id).field("slot", stored.slot);
    out.field("transactionIndex", stored.index).end_object();
    return {};
}

/// Writes what is found at the level asked for; newer transactions count for nothing. By pages, as
/// each transaction can be a jumbo.
RpcResult<void> write_found(Writer& out, const sequencer::Chain& chain, AddressQuery query) {
    for (std::uint64_t left = query.limit; left > 0;) {
        const auto size = std::min(left, max_page);
        const auto page = chain.ledger()->transactions_of_address(query.address, query.range, size);
        if (!page) return fail(ledger_failure(page.error()));
        for (const auto& stored : *page) {
            const auto level = stored_level(chain, stored.slot);
            if (level < query.level) continue;
            CHECK_OK(write_listed(out, stored, level));
            --left;
        }
        if (page->size() < size) break;
        query.range.before = page->back().id;
    }
    return {};
}

RpcResult<void> get_signatures_for_address(const Node& node, const Params& params, Writer& out) {
    TRY(const auto* ledger, ledger_of(node.chain));
    TRY(const auto query, read_query(node, *ledger, params));
    out.begin_array();
    CHECK_OK(write_found(out, node.chain, query));
    out.end_array();
    return {};
}

constexpr MethodRow rows[] = {
    {"getTransaction", get_transaction, 1, 2},
    {"getSignaturesForAddress", get_signatures_for_address, 1, 2},
    {"getConfirmedTransaction", get_transaction, 1, 2},  // its name until 2021
};

}  // namespace

std::span<const MethodRow> history_methods() { return rows; }

}  // namespace orrery::rpc
