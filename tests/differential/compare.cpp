#include "tests/differential/compare.hpp"

#include <algorithm>
#include <set>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/hex.hpp"

namespace orrery::differential {
namespace {

constexpr std::size_t shown_log_lines = 14;

void compare_text(std::string field, const std::string& theirs, const std::string& ours,
                  std::vector<Difference>& out) {
    if (theirs == ours) return;
    out.push_back({std::move(field), {"LiteSVM: " + theirs, "Orrery:  " + ours}});
}

std::string padded(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
}

/// Both logs from just before the first line that differs, side by side.
Difference log_difference(const std::vector<std::string>& theirs,
                          const std::vector<std::string>& ours) {
    const auto [a, b] = std::mismatch(theirs.begin(), theirs.end(), ours.begin(), ours.end());
    const auto first = static_cast<std::size_t>(a - theirs.begin());
    const auto from = first > 2 ? first - 2 : 0;
    const auto count = std::max(theirs.size(), ours.size());
    const auto to = std::min(count, from + shown_log_lines);
    std::size_t width = 10;
    for (auto i = from; i < std::min(to, theirs.size()); ++i)
        width = std::max(width, std::min<std::size_t>(theirs[i].size(), 110));
    Difference out{"logs", {padded("  LiteSVM", width + 2) + " | Orrery"}};
    for (auto i = from; i < to; ++i) {
        const auto left = i < theirs.size() ? theirs[i] : std::string("-");
        const auto right = i < ours.size() ? ours[i] : std::string("-");
        out.lines.push_back((left == right ? "  " : "! ") + padded(left, width) + " | " + right);
    }
    return out;
}

std::string describe(const InnerCall& call) {
    std::string accounts;
    for (const auto index : call.accounts) accounts += " " + std::to_string(index);
    return call.program + " at height " + std::to_string(call.stack_height) + " accounts" +
           accounts + " data " + call.data;
}

void compare_inner(const Answer& theirs, const Answer& ours, std::vector<Difference>& out) {
    if (theirs.inner == ours.inner) return;
    Difference difference{"inner instructions", {}};
    const auto list = [&](const std::string& who, const Answer& answer) {
        for (const auto& [index, calls] : answer.inner)
            for (const auto& call : calls)
                difference.lines.push_back(who + std::to_string(index) + ": " + describe(call));
    };
    list("LiteSVM ", theirs);
    list("Orrery  ", ours);
    out.push_back(std::move(difference));
}

std::string describe(const AccountRef& account) {
    if (!account) return "absent";
    return std::to_string(account->lamports.value) + " lamports, owner " +
           codec::to_string(account->owner) + (account->executable ? ", executable" : "") +
           ", rent epoch " + std::to_string(account->rent_epoch) + ", " +
           std::to_string(account->data.size()) + " bytes";
}

/// The bytes of both around the first that differs.
std::string first_bytes(const AccountRef& theirs, const AccountRef& ours) {
    const auto a = theirs->data.to_bytes();
    const auto b = ours->data.to_bytes();
    const auto at = static_cast<std::size_t>(
        std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    return "data differs at " + std::to_string(at) + ": " +
           codec::hex_encode(theirs->data.slice(at, 16)) + " | " +
           codec::hex_encode(ours->data.slice(at, 16));
}

bool equal(const AccountRef& a, const AccountRef& b) { return a == b || (a && b && *a == *b); }

void compare_accounts(const Case& c, const Answer& ours, const AccountMap& base,
                      std::vector<Difference>& out) {
    const CaseReader before(base, c.accounts);
    std::set<Pubkey> keys;
    for (const auto& [key, account] : c.expect.changed) keys.insert(key);
    for (const auto& [key, account] : ours.changed) keys.insert(key);
    for (const auto& key : keys) {
        const auto was = before.get(key).account;
        const auto after = [&](const Answer& answer) {
            const auto it = answer.changed.find(key);
            return it != answer.changed.end() && differs(was, it->second) ? it->second : was;
        };
        const auto theirs = after(c.expect);
        const auto mine = after(ours);
        if (equal(theirs, mine)) continue;
        Difference difference{"accounts",
                              {codec::to_string(key), "before:  " + describe(was),
                               "LiteSVM: " + describe(theirs), "Orrery:  " + describe(mine)}};
        if (theirs && mine && !(theirs->data == mine->data))
            difference.lines.push_back(first_bytes(theirs, mine));
        out.push_back(std::move(difference));
    }
}

}  // namespace

std::vector<Difference> compare(const Case& c, const Answer& ours, const AccountMap& base) {
    const auto& theirs = c.expect;
    std::vector<Difference> out;
    compare_text("status", theirs.status, ours.status, out);
    compare_text("error", theirs.error, ours.error, out);
    if (theirs.logs != ours.logs) out.push_back(log_difference(theirs.logs, ours.logs));
    compare_text("compute units", std::to_string(theirs.compute_units),
                 std::to_string(ours.compute_units), out);
    compare_text("fee", std::to_string(theirs.fee), std::to_string(ours.fee), out);
    compare_text("return data", theirs.return_program + " " + theirs.return_data,
                 ours.return_program + " " + ours.return_data, out);
    compare_inner(theirs, ours, out);
    compare_accounts(c, ours, base, out);
    compare_text("reads outside account_keys", theirs.strays, ours.strays, out);
    return out;
}

}  // namespace orrery::differential
