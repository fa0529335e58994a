#include "sdk/json/float_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace orrery::json {
namespace {

// value = 0.<digits> * 10^point
struct Decimal {
    std::string digits;
    int point = 0;
};

Decimal shortest(double magnitude) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), magnitude,
                                   std::chars_format::scientific)
                         .ptr;
    const std::string_view all(text.data(), static_cast<std::size_t>(end - text.data()));
    const auto e = all.find('e');
    Decimal out;
    for (const char c : all.substr(0, e))
        if (c != '.') out.digits += c;
    out.point = std::atoi(std::string(all.substr(e + 1)).c_str()) + 1;
    return out;
}

std::string zeros(int n) { return std::string(static_cast<std::size_t>(n), '0'); }

// The digits with the point at its place and no exponent; no point when there is no fraction.
std::string plain(const Decimal& d) {
    const int length = static_cast<int>(d.digits.size());
    if (d.point <= 0) return "0." + zeros(-d.point) + d.digits;
    if (d.point >= length) return d.digits + zeros(d.point - length);
    const auto whole = static_cast<std::size_t>(d.point);
    return d.digits.substr(0, whole) + '.' + d.digits.substr(whole);
}

std::string scientific(const Decimal& d) {
    std::string text = d.digits.substr(0, 1);
    if (d.digits.size() > 1) text += '.' + d.digits.substr(1);
    return text + 'e' + std::to_string(d.point - 1);
}

}  // namespace

std::string float_text(double value) {
    const std::string sign = std::signbit(value) ? "-" : "";
    if (value == 0) return sign + "0.0";
    const Decimal d = shortest(std::fabs(value));
    // serde_json changes to exponents beyond 16 digits before and 5 zeros after the point.
    if (d.point > 16 || d.point <= -5) return sign + scientific(d);
    const std::string text = plain(d);
    return sign + (text.find('.') == std::string::npos ? text + ".0" : text);
}

std::string float_display(double value) {
    if (std::isnan(value)) return "NaN";
    const std::string sign = std::signbit(value) ? "-" : "";
    if (std::isinf(value)) return sign + "inf";
    if (value == 0) return sign + "0";
    return sign + plain(shortest(std::fabs(value)));
}

std::string float_trimmed(double value, unsigned decimals) {
    if (!std::isfinite(value)) return float_display(value);
    std::string text(static_cast<std::size_t>(
                         std::snprintf(nullptr, 0, "%.*f", static_cast<int>(decimals), value)),
                     '\0');
    std::snprintf(text.data(), text.size() + 1, "%.*f", static_cast<int>(decimals), value);
    if (decimals == 0) return text;
    text.erase(text.find_last_not_of('0') + 1);
    text.erase(text.find_last_not_of('.') + 1);
    return text;
}

}  // namespace orrery::json
