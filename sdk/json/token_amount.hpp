#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::json {

class Writer;

/// Token-2022's interest, as the mint's extension holds it. Times are Unix seconds, rates basis
/// points per year, compounded continuously.
struct InterestBearing {
    std::int64_t initialization_timestamp = 0;
    std::int16_t pre_update_average_rate = 0;
    std::int64_t last_update_timestamp = 0;
    std::int16_t current_rate = 0;
};

/// Token-2022's multiplier for what people see.
struct ScaledUiAmount {
    double multiplier = 1;
    std::int64_t new_multiplier_effective_timestamp = 0;
    double new_multiplier = 1;
};

/// What of a mint decides how its amounts read. At most one of the extensions is there.
struct MintInfo {
    std::uint8_t decimals = 0;
    std::optional<InterestBearing> interest{};
    std::optional<ScaledUiAmount> scaled{};
    std::int64_t unix_timestamp = 0;  ///< the Clock's; only the extensions read it
};

/// The decimals and extensions in a mint's data; nothing unless that is an initialized mint of
/// either token program.
std::optional<MintInfo> read_mint(ByteSpan data, std::int64_t unix_timestamp);

/// spl-generic-token's quick check of length, account type and initialization: what
/// getProgramAccounts' tokenAccountState filter asks.
bool is_token_account(ByteSpan data);

/// The mint that a token account's data names, or nothing: spl-generic-token's check of length,
/// account type and initialization.
std::optional<Pubkey> token_account_mint(ByteSpan data);

/// A token amount in every form that clients read.
struct TokenAmount {
    std::uint64_t amount = 0;
    std::uint8_t decimals = 0;
    std::optional<double> ui_amount;
    std::string ui_amount_string;
    bool operator==(const TokenAmount&) const = default;
};

/// Converts an amount as Agave's token_amount_to_ui_amount_v3 does.
TokenAmount token_amount(std::uint64_t amount, const MintInfo& mint);
/// The same for a mint without extensions.
TokenAmount token_amount(std::uint64_t amount, std::uint8_t decimals);

/// `amount` with its decimal point and without trailing zeros: "1.5", "0.42", "7".
std::string real_number_string_trimmed(std::uint64_t amount, std::uint8_t decimals);

/// Writes {"amount":"150","decimals":2,"uiAmount":1.5,"uiAmountString":"1.5"}.
void write(Writer& out, const TokenAmount& amount);

}  // namespace orrery::json
