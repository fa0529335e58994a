#include "cli/session/amount.hpp"

#include <charconv>

namespace orrery::cli {
namespace {

constexpr std::size_t sol_decimals = 9;

std::optional<std::uint64_t> parse_digits(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> parse_lamports(std::string_view text) {
    const auto point = text.find('.');
    const auto whole = parse_digits(text.substr(0, point));
    if (!whole || *whole > UINT64_MAX / lamports_per_sol) return std::nullopt;
    std::string decimals(point == std::string_view::npos ? "0" : text.substr(point + 1));
    if (decimals.empty() || decimals.size() > sol_decimals) return std::nullopt;
    decimals.resize(sol_decimals, '0');
    const auto fraction = parse_digits(decimals);
    const auto lamports = *whole * lamports_per_sol;
    if (!fraction || *fraction > UINT64_MAX - lamports) return std::nullopt;
    return lamports + *fraction;
}

}  // namespace

Outcome<Lamports> parse_sol(std::string_view text) {
    const auto lamports = parse_lamports(text);
    if (!lamports)
        return misused("\"" + std::string(text) +
                       "\" is no amount of SOL; write one like 1 or 1.5, with at most 9 decimals");
    return Lamports{*lamports};
}

std::string format_sol(Lamports lamports) {
    auto decimals = std::to_string(lamports.value % lamports_per_sol);
    decimals.insert(0, sol_decimals - decimals.size(), '0');
    decimals.erase(decimals.find_last_not_of('0') + 1);
    const auto whole = std::to_string(lamports.value / lamports_per_sol);
    return whole + (decimals.empty() ? "" : "." + decimals) + " SOL";
}

}  // namespace orrery::cli
