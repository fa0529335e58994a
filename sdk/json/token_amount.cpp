#include "sdk/json/token_amount.hpp"

#include <charconv>
#include <cmath>

#include "sdk/codec/reader.hpp"
#include "sdk/json/float_text.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/token_layout.hpp"
#include "sdk/types/int128.hpp"

namespace orrery::json {
namespace {

constexpr double seconds_per_year = 60. * 60. * 24. * 365.24;
constexpr double one_in_basis_points = 10'000.;

double power_of_ten(unsigned exponent) {
    double out = 1;
    while (exponent-- > 0) out *= 10;
    return out;
}

std::optional<double> growth(std::int16_t rate, std::int64_t until, std::int64_t since) {
    std::int64_t seconds = 0;
    if (__builtin_sub_overflow(until, since, &seconds)) return std::nullopt;
    const auto product = static_cast<double>(Int128{rate} * seconds);
    return std::exp(product / seconds_per_year / one_in_basis_points);
}

std::optional<std::string> with_interest(std::uint64_t amount, const MintInfo& mint) {
    const InterestBearing& config = *mint.interest;
    const auto before = growth(config.pre_update_average_rate, config.last_update_timestamp,
                               config.initialization_timestamp);
    const auto after =
        growth(config.current_rate, mint.unix_timestamp, config.last_update_timestamp);
    if (!before || !after) return std::nullopt;
    const double scale = *before * *after / power_of_ten(mint.decimals);
    return float_trimmed(static_cast<double>(amount) * scale, mint.decimals);
}

std::string with_multiplier(std::uint64_t amount, const MintInfo& mint) {
    const ScaledUiAmount& config = *mint.scaled;
    const double multiplier = mint.unix_timestamp >= config.new_multiplier_effective_timestamp
                                  ? config.new_multiplier
                                  : config.multiplier;
    const double truncated = std::trunc(static_cast<double>(amount) * multiplier);
    return float_trimmed(truncated / power_of_ten(mint.decimals), mint.decimals);
}

std::optional<double> parse_double(const std::string& text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

// 10^19 is the last power of ten in a u64.
constexpr unsigned max_exact_decimals = 19;

std::optional<double> plain_ui_amount(std::uint64_t amount, std::uint8_t decimals) {
    if (decimals > max_exact_decimals) return std::nullopt;
    return static_cast<double>(amount) / power_of_ten(decimals);
}

std::optional<InterestBearing> read_interest(ByteSpan records) {
    const auto value = tx::find_extension(records, tx::interest_bearing_extension);
    if (!value || value->size() != 52) return std::nullopt;
    codec::ByteReader in(value->subspan(32));  // behind the authority
    InterestBearing out;
    out.initialization_timestamp = in.i64();
    out.pre_update_average_rate = static_cast<std::int16_t>(in.u16());
    out.last_update_timestamp = in.i64();
    out.current_rate = static_cast<std::int16_t>(in.u16());
    return out;
}

std::optional<ScaledUiAmount> read_scaled(ByteSpan records) {
    const auto value = tx::find_extension(records, tx::scaled_ui_amount_extension);
    if (!value || value->size() != 56) return std::nullopt;
    const std::uint8_t* at = value->data() + 32;  // behind the authority
    return ScaledUiAmount{load_le<double>(at), load_le<std::int64_t>(at + 8),
                          load_le<double>(at + 16)};
}

}  // namespace

std::optional<MintInfo> read_mint(ByteSpan data, std::int64_t unix_timestamp) {
    const auto mint = tx::unpack_mint(data);
    if (!mint) return std::nullopt;
    return MintInfo{.decimals = mint->decimals,
                    .interest = read_interest(mint->extensions),
                    .scaled = read_scaled(mint->extensions),
                    .unix_timestamp = unix_timestamp};
}

bool is_token_account(ByteSpan data) {
    constexpr std::size_t size = 165, state_at = 108;
    if (data.size() < size || data.size() == tx::token_multisig_size || data[state_at] == 0)
        return false;
    return data.size() == size || data[size] == 2;
}

std::optional<Pubkey> token_account_mint(ByteSpan data) {
    if (!is_token_account(data)) return std::nullopt;
    return Pubkey::from(data);
}

TokenAmount token_amount(std::uint64_t amount, const MintInfo& mint) {
    if (!mint.interest && !mint.scaled) return token_amount(amount, mint.decimals);
    const auto text =
        mint.interest ? with_interest(amount, mint) : std::optional(with_multiplier(amount, mint));
    return {amount, mint.decimals, text ? parse_double(*text) : std::nullopt, text.value_or("")};
}

TokenAmount token_amount(std::uint64_t amount, std::uint8_t decimals) {
    return {amount, decimals, plain_ui_amount(amount, decimals),
            real_number_string_trimmed(amount, decimals)};
}

std::string real_number_string_trimmed(std::uint64_t amount, std::uint8_t decimals) {
    std::string text = std::to_string(amount);
    if (decimals == 0) return text;
    if (text.size() <= decimals) text.insert(0, decimals + 1u - text.size(), '0');
    text.insert(text.size() - decimals, 1, '.');
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

void write(Writer& out, const TokenAmount& amount) {
    out.begin_object().key("amount").decimal(amount.amount).field("decimals", amount.decimals);
    out.field("uiAmount", amount.ui_amount);
    out.key("uiAmountString").plain(amount.ui_amount_string).end_object();
}

}  // namespace orrery::json
