#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sdk/json/encodings.hpp"
#include "sdk/json/rpc_error.hpp"
#include "sdk/json/token_amount.hpp"
#include "sdk/types/account.hpp"

namespace orrery::json {

class Writer;

/// base58 costs O(n^2): beyond this many bytes it is refused.
constexpr std::size_t max_base58_bytes = 128;

/// Finds what of a mint decides how the amounts of its accounts read; nothing when there is no such
/// mint. Asked only for token accounts in jsonParsed.
using MintLookup = std::function<std::optional<MintInfo>(const Pubkey& mint)>;

/// How an account is to be given.
struct AccountFormat {
    AccountEncoding encoding = AccountEncoding::binary;
    std::optional<DataSlice> slice{};  ///< ignored where jsonParsed succeeds
    MintLookup mint_of{};              ///< may be empty: token accounts then aren't parsed
};

/// Refuses base58 and binary of more than 128 bytes after the slice: -32600 "Encoded binary (base
/// 58) data should be less than 128 bytes, please use Base64 encoding.".
RpcResult<void> check_encodable(const AccountData& data, const AccountFormat& format);

/// Writes a UiAccount: {data, executable, lamports, owner, rentEpoch, space}. base58 data above the
/// limit becomes "error: data too large for bs58 encoding", as in subscriptions: HTTP calls
/// check_encodable first. jsonParsed falls back to base64.
void write_account(Writer& out, const Pubkey& key, const Account& account,
                   const AccountFormat& format);

/// {"account":..,"pubkey":..}: an entry of getProgramAccounts and getTokenAccountsByOwner.
void write_keyed_account(Writer& out, const Pubkey& key, const Account& account,
                         const AccountFormat& format);

/// The `data` member alone: a bare string for binary, a pair for the rest; never jsonParsed.
void write_account_data(Writer& out, const AccountData& data, const AccountFormat& format);

/// zstd as the account encoding uses it, at the library's default level.
Bytes zstd_compress(ByteSpan bytes);
/// Nothing if the input isn't zstd or holds more than `max_size` bytes.
std::optional<Bytes> zstd_decompress(ByteSpan bytes, std::size_t max_size);

}  // namespace orrery::json
