#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace orrery::json {

/// How an account's data is given.
enum class AccountEncoding : std::uint8_t { binary, base58, base64, json_parsed, base64_zstd };
/// How a transaction is given. `binary` is base58 as a bare string; `base64_zstd` is ours, for
/// jumbo transactions.
enum class TransactionEncoding : std::uint8_t {
    binary,
    base64,
    base58,
    json,
    json_parsed,
    base64_zstd
};
/// How much of a block's transactions getBlock gives.
enum class TransactionDetails : std::uint8_t { full, signatures, none, accounts };
/// How settled the state asked for must be.
enum class Commitment : std::uint8_t { processed, confirmed, finalized };

/// The wire names, e.g. "base64+zstd", "jsonParsed", "finalized".
std::string_view name(AccountEncoding encoding);
std::string_view name(TransactionEncoding encoding);
std::string_view name(TransactionDetails details);
std::string_view name(Commitment commitment);

std::optional<AccountEncoding> parse_account_encoding(std::string_view text);
std::optional<TransactionEncoding> parse_transaction_encoding(std::string_view text);
std::optional<TransactionDetails> parse_transaction_details(std::string_view text);
/// Also the old aliases: recent; single, singleGossip; root, max.
std::optional<Commitment> parse_commitment(std::string_view text);

/// The part of an account's data that is wanted; beyond the end counts as the end.
struct DataSlice {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    bool operator==(const DataSlice&) const = default;
};

}  // namespace orrery::json
