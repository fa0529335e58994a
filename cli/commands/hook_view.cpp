#include "cli/commands/hook_view.hpp"

#include <algorithm>

#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/hex.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/money.hpp"

namespace orrery::cli {
namespace {

std::string pad(const std::string& cell, std::size_t width, bool right) {
    const std::string space(width - std::min(width, cell.size()), ' ');
    return right ? space + cell : cell + space;
}

std::string body_text(const hooks::Hook& hook) {
    return std::to_string(hook.body.size()) + " bytes, " + std::to_string(hook.n_keys) +
           " accounts, " + std::to_string(hook.n_instructions) +
           (hook.n_instructions == 1 ? " instruction" : " instructions");
}

std::string runs_text(const hooks::Hook& hook) {
    std::string out = (hook.flags & hooks::Hook::every_call) != 0
                          ? "behind every call"
                          : "behind calls that change the program's accounts";
    if (!hook.filter.empty()) out += " with data from 0x" + codec::hex_encode(hook.filter);
    return out + ", at most " + std::to_string(hook.max_per_slot) + " a slot";
}

}  // namespace

std::string_view state_name(const hooks::Hook& hook) {
    return hook.state == hooks::HookState::active ? "active" : "disabled";
}

Lamports gas_of(const hooks::Hook& hook) {
    return Lamports{hooks::gas(hook.cu_limit, hook.body.size())};
}

std::string hook_text(const HookAccount& account) {
    const auto& hook = account.hook;
    return table(
        {{"Hook", codec::to_string(account.address)},
         {"Signer", codec::to_string(hooks::signer_address(account.address).address)},
         {"Target", codec::to_string(hook.target)},
         {"Authority", codec::to_string(hook.authority)},
         {"Fee payer", codec::to_string(hook.fee_payer)},
         {"Nonce", std::to_string(hook.nonce)},
         {"State", std::string(state_name(hook)) + ", " + std::to_string(hook.strikes) +
                       (hook.strikes == 1 ? " strike" : " strikes")},
         {"Runs", runs_text(hook)},
         {"Gas", format_sol(gas_of(hook)) + " per trigger besides the bid, for " +
                     std::to_string(hook.cu_limit) + " CU"},
         {"Body", body_text(hook)},
         {"Last bid", hook.last_epoch == 0 ? "never" : "epoch " + std::to_string(hook.last_epoch)},
         {"Triggers", std::to_string(hook.triggers)},
         {"Paid", format_sol(Lamports{hook.paid})},
         {"Rent", format_sol(account.balance)}});
}

void write_hook(json::Writer& out, const HookAccount& account) {
    const auto& hook = account.hook;
    out.field("hook", account.address);
    out.field("signer", hooks::signer_address(account.address).address);
    out.field("target", hook.target).field("authority", hook.authority);
    out.field("feePayer", hook.fee_payer).field("nonce", hook.nonce);
    out.field("state", state_name(hook)).field("strikes", std::uint32_t{hook.strikes});
    out.field("everyCall", (hook.flags & hooks::Hook::every_call) != 0);
    out.field("filter", codec::hex_encode(hook.filter)).field("maxPerSlot", hook.max_per_slot);
    out.field("cuLimit", hook.cu_limit).field("gas", gas_of(hook));
    out.field("bodySize", hook.body.size()).field("lastEpoch", hook.last_epoch);
    out.field("triggers", hook.triggers).field("paid", hook.paid);
    out.field("rent", account.balance);
}

std::string hook_lines(const Output& out, const std::vector<HookAccount>& list) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [address, hook, balance] : list)
        rows.push_back({codec::to_string(address), std::string(state_name(hook)),
                        std::to_string(hook.nonce), std::to_string(hook.strikes),
                        std::to_string(hook.triggers), format_sol(Lamports{hook.paid}),
                        codec::to_string(hook.target)});
    return columns(out,
                   {{"Hook"},
                    {"State"},
                    {"Nonce", true},
                    {"Strikes", true},
                    {"Triggers", true},
                    {"Paid", true},
                    {"Target"}},
                   rows);
}

std::string columns(const Output& out, const std::vector<Column>& head,
                    const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < head.size(); ++c) {
        widths.push_back(head[c].heading.size());
        for (const auto& row : rows) widths[c] = std::max(widths[c], row[c].size());
    }
    const auto line = [&](const auto& cell) {
        std::string text;
        for (std::size_t c = 0; c < head.size(); ++c)
            text += (c == 0 ? "" : "  ") + pad(cell(c), widths[c], head[c].right);
        text.erase(text.find_last_not_of(' ') + 1);
        return text;
    };
    auto text =
        out.styled(Style::bold, line([&](std::size_t c) { return std::string(head[c].heading); })) +
        "\n";
    for (const auto& row : rows) text += line([&](std::size_t c) { return row[c]; }) + "\n";
    return text;
}

}  // namespace orrery::cli
