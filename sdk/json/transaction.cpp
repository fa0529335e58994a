#include "sdk/json/transaction.hpp"

#include <algorithm>
#include <functional>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/utf8.hpp"
#include "sdk/json/account.hpp"
#include "sdk/json/parsed_instruction.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/write_access.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::json {
namespace {

constexpr std::uint32_t top_level_stack_height = 1;
// All the data that an instruction of another transaction can have.
constexpr std::size_t jumbo_base58_limit = 1232;

bool is_jumbo(const tx::Message& message) { return message.version == tx::Version::jumbo; }

// Where signers chose, the first signature needn't be the id by which clients know a transaction.
void write_signature_entries(Writer& out, const tx::Transaction& transaction) {
    const auto& entries = transaction.signatures;
    const auto chosen = [](const auto& e) { return e.scheme != tx::SignatureScheme::ed25519; };
    if (std::ranges::none_of(entries, chosen)) return;
    out.key("signatureEntries").begin_array();
    for (const tx::SignatureEntry& entry : entries) {
        out.begin_object().field("scheme", static_cast<std::uint8_t>(entry.scheme));
        out.key("signature").base58(entry.bytes).end_object();
    }
    out.end_array();
}

void write_signatures(Writer& out, const tx::Transaction& transaction) {
    const auto& entries = transaction.signatures;
    write_signature_entries(out, transaction);
    out.key("signatures").begin_array();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i == 0)
            out.base58(transaction.id());
        else
            out.base58(entries[i].bytes);
    }
    out.end_array();
}

void write_parsed_keys(Writer& out, const tx::Message& message, const std::vector<Pubkey>& keys,
                       const tx::LoadedAddresses& loaded) {
    const bool names_loader = std::ranges::find(keys, ids::loader_v3) != keys.end();
    const tx::WriteAccess access(message, loaded.writable.size(), names_loader);
    out.key("accountKeys").begin_array();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool is_static = i < message.static_keys.size();
        out.begin_object().field("pubkey", keys[i]).field("signer", message.is_signer(i));
        out.key("source").plain(is_static ? "transaction" : "lookupTable");
        out.field("writable", access.may_write({i, keys[i]})).end_object();
    }
    out.end_array();
}

void write_lookups(Writer& out, const tx::Message& message) {
    const auto write_indexes = [&out](std::string_view name, ByteSpan indexes) {
        out.key(name).begin_array();
        for (const std::uint8_t index : indexes) out.number(index);
        out.end_array();
    };
    if (message.version != tx::Version::v0) return;
    out.key("addressTableLookups").begin_array();
    for (const tx::TableLookup& lookup : message.lookups) {
        out.begin_object().field("accountKey", lookup.table);
        write_indexes("readonlyIndexes", lookup.readonly_indexes);
        write_indexes("writableIndexes", lookup.writable_indexes);
        out.end_object();
    }
    out.end_array();
}

void write_instructions(Writer& out, const tx::Message& message, std::span<const Pubkey> keys) {
    out.key("instructions").begin_array();
    for (const tx::CompiledInstruction& instruction : message.instructions) {
        const InstructionView view{instruction.program_index,
                                   instruction.accounts,
                                   instruction.data,
                                   top_level_stack_height,
                                   keys,
                                   base58_limit(message)};
        if (keys.empty())
            write_compiled_instruction(out, view);
        else
            write_parsed_instruction(out, view);
    }
    out.end_array();
}

void write_header(Writer& out, const tx::Message& message) {
    out.key("header").begin_object();
    out.field("numReadonlySignedAccounts", message.num_readonly_signed);
    out.field("numReadonlyUnsignedAccounts", message.num_readonly_unsigned);
    out.field("numRequiredSignatures", message.num_required_signatures).end_object();
}

// Members that the message doesn't state are null.
void write_config(Writer& out, const tx::Message& message) {
    if (!message.has_budget()) return;
    const auto& budget = message.budget;
    const auto field = [&](std::string_view name, std::uint32_t bit, std::uint64_t value) {
        (budget.mask & bit) != 0 ? out.field(name, value) : out.key(name).null();
    };
    out.key("transactionConfig").begin_object();
    field("computeUnitLimit", 4, budget.compute_unit_limit);
    field("heapSize", 16, budget.heap_bytes);
    field("loadedAccountsDataSizeLimit", 8, budget.loaded_accounts_data_size);
    field("priorityFee", 3, budget.priority_fee);
    out.end_object();
}

void write_raw_message(Writer& out, const tx::Message& message) {
    out.begin_object().key("accountKeys").begin_array();
    for (const Pubkey& key : message.static_keys) out.base58(key);
    out.end_array();
    write_lookups(out, message);
    write_header(out, message);
    write_instructions(out, message, {});
    out.field("recentBlockhash", message.lifetime);
    write_config(out, message);
    out.end_object();
}

void write_parsed_message(Writer& out, const tx::Message& message,
                          const tx::LoadedAddresses& loaded) {
    const auto keys = tx::account_keys(message.static_keys, loaded);
    out.begin_object();
    write_parsed_keys(out, message, keys, loaded);
    write_lookups(out, message);
    write_instructions(out, message, keys);
    out.field("recentBlockhash", message.lifetime);
    write_config(out, message);
    out.end_object();
}

void write_entry(Writer& out, const TransactionWithMeta& entry, const TransactionFormat& format) {
    if (format.accounts_only)
        write_transaction_accounts(out, entry.transaction, entry.meta.loaded_addresses);
    else
        write_transaction(out, entry.transaction, format.encoding, entry.meta.loaded_addresses);
}

MetaFormat meta_format(const TransactionWithMeta& entry, const TransactionFormat& format) {
    MetaShape shape = MetaShape::full;
    if (format.accounts_only)
        shape = MetaShape::accounts;
    else if (format.encoding == TransactionEncoding::json_parsed)
        shape = MetaShape::parsed;
    const auto& message = entry.transaction.message;
    // A hook's message may be short while what it called isn't.
    return {shape, format.show_rewards, message.static_keys,
            entry.meta.hook ? jumbo_base58_limit : base58_limit(message)};
}

void write_base58(Writer& out, const tx::Transaction& transaction, TransactionEncoding encoding) {
    const auto text = is_jumbo(transaction.message) ? "error: data too large for bs58 encoding"
                                                    : codec::base58_encode(*transaction.wire);
    if (encoding == TransactionEncoding::binary)
        out.plain(text);
    else
        out.begin_array().plain(text).plain("base58").end_array();
}

std::string memo_text(ByteSpan data) {
    const std::string length = '[' + std::to_string(data.size()) + "] ";
    if (codec::check_utf8(data)) return length + "(unparseable)";
    return length + std::string(as_text(data));
}

}  // namespace

std::size_t base58_limit(const tx::Message& message) {
    return is_jumbo(message) ? jumbo_base58_limit : InstructionView::any_size;
}

void write_transaction(Writer& out, const tx::Transaction& transaction,
                       TransactionEncoding encoding, const tx::LoadedAddresses& loaded) {
    const ByteSpan wire = *transaction.wire;
    switch (encoding) {
        case TransactionEncoding::binary:
        case TransactionEncoding::base58:
            write_base58(out, transaction, encoding);
            return;
        case TransactionEncoding::base64_zstd:
            out.begin_array().base64(zstd_compress(wire)).plain("base64+zstd").end_array();
            return;
        case TransactionEncoding::base64:
            out.begin_array().base64(wire).plain("base64").end_array();
            return;
        case TransactionEncoding::json:
        case TransactionEncoding::json_parsed:
            break;
    }
    out.begin_object().key("message");
    if (encoding == TransactionEncoding::json)
        write_raw_message(out, transaction.message);
    else
        write_parsed_message(out, transaction.message, loaded);
    write_signatures(out, transaction);
    out.end_object();
}

void write_transaction_accounts(Writer& out, const tx::Transaction& transaction,
                                const tx::LoadedAddresses& loaded) {
    out.begin_object();
    write_parsed_keys(out, transaction.message,
                      tx::account_keys(transaction.message.static_keys, loaded), loaded);
    write_signatures(out, transaction);
    out.end_object();
}

void write_version(Writer& out, tx::Version version) {
    if (version == tx::Version::legacy)
        out.plain("legacy");
    else
        out.number(tx::wire_version(version));
}

bool supports(tx::Version version, const TransactionFormat& format) {
    return version == tx::Version::legacy ||
           (format.max_supported_version &&
            tx::wire_version(version) <= *format.max_supported_version);
}

RpcResult<void> check_version(tx::Version version, const TransactionFormat& format) {
    if (supports(version, format)) return {};
    return fail(unsupported_transaction_version(tx::wire_version(version)));
}

RpcResult<void> check_encoding(tx::Version version, const TransactionFormat& format) {
    const bool is_base58 = format.encoding == TransactionEncoding::binary ||
                           format.encoding == TransactionEncoding::base58;
    if (version != tx::Version::jumbo || !is_base58 || format.accounts_only) return {};
    return fail(rpc_error(RpcCode::invalid_request,
                          "Jumbo transactions are too large for base58, please use base64 or "
                          "base64+zstd encoding."));
}

RpcResult<void> write_transaction_with_meta(Writer& out, const TransactionWithMeta& entry,
                                            const TransactionFormat& format) {
    CHECK_OK(check_version(entry.transaction.message.version, format));
    CHECK_OK(check_encoding(entry.transaction.message.version, format));
    out.begin_object().key("meta");
    write_meta(out, entry.meta, meta_format(entry, format));
    out.key("transaction");
    write_entry(out, entry, format);
    if (format.max_supported_version) {
        out.key("version");
        write_version(out, entry.transaction.message.version);
    }
    out.end_object();
    return {};
}

RpcResult<void> write_confirmed_transaction(Writer& out, const ConfirmedTransaction& transaction,
                                            const TransactionFormat& format) {
    const auto& [body, meta] = transaction.entry;
    CHECK_OK(check_version(body.message.version, format));
    CHECK_OK(check_encoding(body.message.version, format));
    out.begin_object().field("blockTime", transaction.block_time).key("meta");
    write_meta(out, meta, meta_format({body, meta}, format));
    out.field("slot", transaction.slot).key("transaction");
    write_entry(out, transaction.entry, format);
    out.field_if("transactionIndex", transaction.transaction_index);
    if (format.max_supported_version) {
        out.key("version");
        write_version(out, body.message.version);
    }
    out.end_object();
    return {};
}

RpcResult<void> write_block(Writer& out, const ConfirmedBlock& block, const BlockFormat& format) {
    TransactionFormat each = format.transaction;
    each.accounts_only = format.details == TransactionDetails::accounts;
    const auto shown = [&each](const TransactionWithMeta& entry) {
        return !is_jumbo(entry.transaction.message) || supports(tx::Version::jumbo, each);
    };
    const bool lists_bodies = format.details == TransactionDetails::full || each.accounts_only;
    const auto omitted =
        lists_bodies ? std::ranges::count_if(block.transactions, std::not_fn(shown)) : 0;
    out.begin_object().field("blockHeight", block.block_height);
    out.field("blockTime", block.block_time).field("blockhash", block.blockhash);
    out.field_if("numRewardPartitions", block.num_reward_partitions);
    if (omitted > 0) out.field("omittedTransactions", omitted);
    out.field("parentSlot", block.parent_slot).field("previousBlockhash", block.previous_blockhash);
    if (each.show_rewards) {
        out.key("rewards");
        write_rewards(out, block.rewards);
    }
    if (format.details == TransactionDetails::signatures) {
        out.key("signatures").begin_array();
        for (const Signature& signature : block.signatures) out.base58(signature);
        out.end_array();
    } else if (lists_bodies) {
        out.key("transactions").begin_array();
        for (const TransactionWithMeta& entry : block.transactions)
            if (shown(entry)) CHECK_OK(write_transaction_with_meta(out, entry, each));
        out.end_array();
    }
    out.end_object();
    return {};
}

std::optional<std::string> memos(const tx::Transaction& transaction,
                                 const tx::LoadedAddresses& loaded) {
    const auto keys = tx::account_keys(transaction.message.static_keys, loaded);
    std::string out;
    for (const tx::CompiledInstruction& instruction : transaction.message.instructions) {
        if (instruction.program_index >= keys.size()) continue;
        const Pubkey& program = keys[instruction.program_index];
        if (program != ids::spl_memo && program != ids::spl_memo_v1) continue;
        if (!out.empty()) out += "; ";
        out += memo_text(instruction.data);
    }
    if (out.empty()) return std::nullopt;
    return out;
}

}  // namespace orrery::json
