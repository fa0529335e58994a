#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sdk/json/encodings.hpp"
#include "sdk/json/meta.hpp"
#include "sdk/json/rpc_error.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::json {

class Writer;

/// InstructionView's limit for the instructions of this message.
std::size_t base58_limit(const tx::Message& message);

/// Writes the `transaction` member: a string for binary, a [text, encoding] pair for base58, base64
/// and base64+zstd, {message, signatures} for json and jsonParsed. `loaded` are the addresses that
/// lookup tables gave; only jsonParsed reads them. Messages that state their budget have it as
/// `transactionConfig`, as Agave writes version 1. The first of a jumbo's signatures is its id;
/// where its signers chose schemes, `signatureEntries` has what they gave.
void write_transaction(Writer& out, const tx::Transaction& transaction,
                       TransactionEncoding encoding, const tx::LoadedAddresses& loaded);

/// {accountKeys:[{pubkey, signer, source, writable}], signatures}: transactionDetails "accounts".
void write_transaction_accounts(Writer& out, const tx::Transaction& transaction,
                                const tx::LoadedAddresses& loaded);

/// "legacy", 0, 1 or 74.
void write_version(Writer& out, tx::Version version);

/// How getTransaction and getBlock give a transaction.
struct TransactionFormat {
    TransactionEncoding encoding = TransactionEncoding::json;
    std::optional<std::uint8_t>
        max_supported_version{};  ///< nothing: legacy only, `version` left out
    bool show_rewards = true;
    bool accounts_only = false;  ///< transactionDetails "accounts"
};

/// Whether the client can read this version.
bool supports(tx::Version version, const TransactionFormat& format);
/// -32015 where it can't.
RpcResult<void> check_version(tx::Version version, const TransactionFormat& format);
/// -32600 for a jumbo in base58, which takes quadratic time.
RpcResult<void> check_encoding(tx::Version version, const TransactionFormat& format);

/// A transaction and what became of it. Borrows both.
struct TransactionWithMeta {
    const tx::Transaction& transaction;
    const TransactionMeta& meta;
};

/// Writes {"meta":..,"transaction":..,"version":..}: an entry of getBlock. Errors: check_version's,
/// check_encoding's; nothing is written then.
RpcResult<void> write_transaction_with_meta(Writer& out, const TransactionWithMeta& entry,
                                            const TransactionFormat& format);

/// A transaction at its place in the chain.
struct ConfirmedTransaction {
    Slot slot;
    std::optional<std::int64_t> block_time;          ///< Unix seconds
    std::optional<std::uint32_t> transaction_index;  ///< in its block; left out when nothing
    TransactionWithMeta entry;
};

/// Writes getTransaction's result. Errors: check_version's, check_encoding's; nothing is written
/// then.
RpcResult<void> write_confirmed_transaction(Writer& out, const ConfirmedTransaction& transaction,
                                            const TransactionFormat& format);

/// A block for getBlock. Borrows its transactions.
struct ConfirmedBlock {
    Hash previous_blockhash;
    Hash blockhash;
    Slot parent_slot;
    std::optional<std::int64_t> block_time;
    std::optional<std::uint64_t> block_height;
    std::span<const TransactionWithMeta> transactions;
    std::span<const Signature> signatures;  ///< for TransactionDetails::signatures
    std::vector<Reward> rewards;
    std::optional<std::uint64_t> num_reward_partitions;
};

struct BlockFormat {
    TransactionFormat transaction{};
    TransactionDetails details = TransactionDetails::full;
};

/// Writes getBlock's result. Jumbos that the client can't read are left out and counted as
/// `omittedTransactions`: one shall not hide a block from explorers. Errors: check_version's of the
/// first other transaction that has one, check_encoding's; what was written so far is of no use
/// then.
RpcResult<void> write_block(Writer& out, const ConfirmedBlock& block, const BlockFormat& format);

/// The memos of a transaction as getSignaturesForAddress lists them, "[5] hello; [2] hi"; nothing
/// where there are none.
std::optional<std::string> memos(const tx::Transaction& transaction,
                                 const tx::LoadedAddresses& loaded);

}  // namespace orrery::json
