#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sdk/json/document.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/result.hpp"

namespace orrery::json {

/// An account as `solana account --output json` writes it to a file.
struct AccountFile {
    std::optional<Pubkey> pubkey;
    Account account;
};

/// Why an account can't be read: where, the cause and the remedy.
struct AccountFileError {
    std::string path;  ///< the member, e.g. "account.data[1]"; empty for the whole text
    std::string what;  ///< e.g. "must be a base58 address of 32 bytes, not \"abc\""
    bool operator==(const AccountFileError&) const = default;
};

/// "account.lamports: must be ..." as one sentence.
std::string display(const AccountFileError& error);

/// Parses {"pubkey":..,"account":{"lamports":..,"data":[text, encoding],"owner":..,"executable":..,
/// "rentEpoch":..,"space":..}}. Strict: unknown members, duplicates, wrong types and trailing text
/// are errors. `pubkey` and `space` may be missing or, for `pubkey`, null; `space` must be data's
/// length. Encodings: base64, base58, base64+zstd. rentEpoch is a u64, kept exactly; since
/// JavaScript tools round u64::MAX to a float, a number that rounds to 2^64 as a double
/// (18446744073709552000, 18446744073709551616, 1.8446744073709552e19) is read as u64::MAX. Data is
/// limited to `max_data`.
Result<AccountFile, AccountFileError> parse_account_file(std::string_view text,
                                                         std::size_t max_data = 1u << 30);

/// Parses the `account` object alone, as cheatcodes take it. `path` prefixes the errors' paths.
Result<Account, AccountFileError> read_account(View value, std::string_view path,
                                               std::size_t max_data = 1u << 30);

/// The file's text, with base64 data, indented by two spaces as the Solana CLI writes it.
std::string format_account_file(const Pubkey& key, const Account& account);

}  // namespace orrery::json
