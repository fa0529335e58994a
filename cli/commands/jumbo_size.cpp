#include "cli/commands/jumbo_size.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "sdk/tx/jumbo_fee.hpp"

namespace orrery::cli {
namespace {

constexpr std::uint64_t kibi = 1024;
constexpr std::uint64_t mebi = kibi * kibi;

struct Unit {
    std::string_view name;
    std::uint64_t bytes;
};
constexpr std::array units = {Unit{"", 1},     Unit{"b", 1},     Unit{"bytes", 1},
                              Unit{"k", kibi}, Unit{"kb", kibi}, Unit{"kib", kibi},
                              Unit{"m", mebi}, Unit{"mb", mebi}, Unit{"mib", mebi}};

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::optional<double> parse_bytes(std::string_view text) {
    double number = 0;
    const auto [end, ec] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (ec != std::errc{} || number < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const auto unit = std::ranges::find(units, lower(text), &Unit::name);
    if (unit == units.end()) return std::nullopt;
    return number * static_cast<double>(unit->bytes);
}

std::string quotient(std::uint64_t bytes, std::uint64_t unit, std::string_view name) {
    // What format_size lets through.
    constexpr std::array<std::string_view, 8> eighths = {"",   ".125", ".25", ".375",
                                                         ".5", ".625", ".75", ".875"};
    return std::to_string(bytes / unit) + std::string(eighths[bytes % unit * 8 / unit]) +
           std::string(name);
}

}  // namespace

Outcome<std::uint64_t> parse_jumbo_size(std::string_view text) {
    const auto bytes = parse_bytes(text);
    if (!bytes || *bytes != std::floor(*bytes))
        return misused('"' + std::string(text) +
                       "\" is no size; write bytes, 64k, 64KiB, 1MiB or 1.5MiB");
    if (*bytes > static_cast<double>(tx::max_jumbo_size))
        return misused('"' + std::string(text) + "\" is more than a jumbo transaction can have: " +
                       format_size(tx::max_jumbo_size));
    return static_cast<std::uint64_t>(*bytes);
}

std::string format_size(std::uint64_t bytes) {
    if (bytes >= mebi && bytes % (mebi / 8) == 0) return quotient(bytes, mebi, " MiB");
    if (bytes >= kibi && bytes % (kibi / 8) == 0) return quotient(bytes, kibi, " KiB");
    return std::to_string(bytes) + " bytes";
}

}  // namespace orrery::cli
