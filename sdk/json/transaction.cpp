#include "sdk/json/transaction.hpp"

#include <algorithm>

#include "sdk/codec/utf8.hpp"
#include "sdk/json/parsed_instruction.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/write_access.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::json {
namespace {

constexpr std::uint32_t top_level_stack_height = 1;

void write_signatures(Writer& out, const tx::Transaction& transaction) {
    out.key("signatures").begin_array();
    for (const tx::SignatureEntry& entry : transaction.signatures) out.base58(entry.bytes);
    out.end_array();
}

void write_parsed_keys(Writer& out, const tx::Message& message, const std::vector<Pubkey>& keys,
                       const tx::LoadedAddresses& loaded) {
    const bool names_loader = std::ranges::find(keys, ids::loader_v3) != keys.end();
    out.key("accountKeys").begin_array();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool is_static = i < message.static_keys.size();
        out.begin_object().field("pubkey", keys[i]).field("signer", message.is_signer(i));
        out.key("source").plain(is_static ? "transaction" : "lookupTable");
        out.field("writable",
                  tx::may_write(message, {i, keys[i]}, loaded.writable.size(), names_loader))
            .end_object();
    }
    out.end_array();
}

void write_lookups(Writer& out, const tx::Message& message) {
    const auto write_indexes = [&out](std::string_view name, ByteSpan indexes) {
        out.key(name).begin_array();
        for (const std::uint8_t index : indexes) out.number(index);
        out.end_array();
    };
    if (message.version == tx::Version::legacy) return;
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
        const InstructionView view{instruction.program_index, instruction.accounts,
                                   instruction.data, top_level_stack_height, keys};
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

void write_raw_message(Writer& out, const tx::Message& message) {
    out.begin_object().key("accountKeys").begin_array();
    for (const Pubkey& key : message.static_keys) out.base58(key);
    out.end_array();
    write_lookups(out, message);
    write_header(out, message);
    write_instructions(out, message, {});
    out.field("recentBlockhash", message.lifetime).end_object();
}

void write_parsed_message(Writer& out, const tx::Message& message,
                          const tx::LoadedAddresses& loaded) {
    const auto keys = tx::account_keys(message.static_keys, loaded);
    out.begin_object();
    write_parsed_keys(out, message, keys, loaded);
    write_lookups(out, message);
    write_instructions(out, message, keys);
    out.field("recentBlockhash", message.lifetime).end_object();
}

void write_entry(Writer& out, const TransactionWithMeta& entry, const TransactionFormat& format) {
    if (format.accounts_only)
        write_transaction_accounts(out, entry.transaction, entry.meta.loaded_addresses);
    else
        write_transaction(out, entry.transaction, format.encoding, entry.meta.loaded_addresses);
}

MetaFormat meta_format(const tx::Transaction& transaction, const TransactionFormat& format) {
    MetaShape shape = MetaShape::full;
    if (format.accounts_only)
        shape = MetaShape::accounts;
    else if (format.encoding == TransactionEncoding::json_parsed)
        shape = MetaShape::parsed;
    return {shape, format.show_rewards, transaction.message.static_keys};
}

std::uint8_t version_number(tx::Version version) {
    return static_cast<std::uint8_t>(static_cast<std::uint8_t>(version) - 1);
}

std::string memo_text(ByteSpan data) {
    const std::string length = '[' + std::to_string(data.size()) + "] ";
    if (codec::check_utf8(data)) return length + "(unparseable)";
    return length + std::string(as_text(data));
}

}  // namespace

void write_transaction(Writer& out, const tx::Transaction& transaction,
                       TransactionEncoding encoding, const tx::LoadedAddresses& loaded) {
    const ByteSpan wire = *transaction.wire;
    switch (encoding) {
        case TransactionEncoding::binary:
            out.base58(wire);
            return;
        case TransactionEncoding::base58:
            out.begin_array().base58(wire).plain("base58").end_array();
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
        out.number(version_number(version));
}

RpcResult<void> check_version(tx::Version version, const TransactionFormat& format) {
    if (version == tx::Version::legacy) return {};
    const std::uint8_t number = version_number(version);
    if (format.max_supported_version && number <= *format.max_supported_version) return {};
    return fail(unsupported_transaction_version(number));
}

RpcResult<void> write_transaction_with_meta(Writer& out, const TransactionWithMeta& entry,
                                            const TransactionFormat& format) {
    CHECK_OK(check_version(entry.transaction.message.version, format));
    out.begin_object().key("meta");
    write_meta(out, entry.meta, meta_format(entry.transaction, format));
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
    out.begin_object().field("blockTime", transaction.block_time).key("meta");
    write_meta(out, meta, meta_format(body, format));
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
    out.begin_object().field("blockHeight", block.block_height);
    out.field("blockTime", block.block_time).field("blockhash", block.blockhash);
    out.field_if("numRewardPartitions", block.num_reward_partitions);
    out.field("parentSlot", block.parent_slot).field("previousBlockhash", block.previous_blockhash);
    if (each.show_rewards) {
        out.key("rewards");
        write_rewards(out, block.rewards);
    }
    if (format.details == TransactionDetails::signatures) {
        out.key("signatures").begin_array();
        for (const Signature& signature : block.signatures) out.base58(signature);
        out.end_array();
    } else if (format.details != TransactionDetails::none) {
        out.key("transactions").begin_array();
        for (const TransactionWithMeta& entry : block.transactions)
            CHECK_OK(write_transaction_with_meta(out, entry, each));
        out.end_array();
    }
    out.end_object();
    return {};
}

std::optional<std::string> memos(const tx::Transaction& transaction,
                                 const tx::LoadedAddresses& loaded) {
    const auto keys = tx::account_keys(transaction.message.static_keys, loaded);
    std::optional<std::string> out;
    for (const tx::CompiledInstruction& instruction : transaction.message.instructions) {
        if (instruction.program_index >= keys.size()) continue;
        const Pubkey& program = keys[instruction.program_index];
        if (program != ids::spl_memo && program != ids::spl_memo_v1) continue;
        out = (out ? *out + "; " : std::string()) + memo_text(instruction.data);
    }
    return out;
}

}  // namespace orrery::json
