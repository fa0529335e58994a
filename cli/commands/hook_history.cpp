#include <algorithm>

#include "cli/commands/hook_commands.hpp"
#include "cli/commands/hook_view.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/json/errors.hpp"

namespace orrery::cli {
namespace {

struct HistoryOptions {
    std::string address;
    std::uint64_t limit = 20;
};

/// One time that a hook ran, or was to.
struct Trigger {
    std::uint64_t slot = 0;
    std::string id;
    std::string hook;
    std::string parent;
    std::string status;
    std::string json;  ///< meta.hook
    std::uint64_t bid = 0;
    std::uint64_t gas = 0;
    bool funded = true;

    std::string paid() const { return funded ? format_sol(Lamports{bid + gas}) : "nothing"; }
};

std::string text_of(json::View value) { return std::string(value.string().value_or("")); }

std::string status_of(json::View err) {
    if (err.is_none()) return "ok";
    if (err.is_string() && text_of(err) == "NoFunds") return "no funds";
    const auto error = json::read_transaction_error(err);
    return error ? tx::display(*error) : err.dump();
}

std::optional<Trigger> read_trigger(const std::string& id, json::View transaction) {
    const auto hook = transaction["meta"]["hook"];
    if (!hook.is_object()) return std::nullopt;
    Trigger out{.slot = transaction["slot"].u64().value_or(0),
                .id = id,
                .hook = text_of(hook["hook"]),
                .parent = text_of(hook["parentSignature"]),
                .status = status_of(hook["err"]),
                .json = hook.dump(),
                .bid = hook["bid"].u64().value_or(0),
                .gas = hook["gas"].u64().value_or(0),
                .funded = true};
    out.funded = out.status != "no funds";
    return out;
}

// A hook's signer stands in every message of it, and in what its authority does with Act.
Outcome<void> add_triggers(Remote& remote, const Pubkey& hook, std::uint64_t limit,
                           std::vector<Trigger>& out) {
    json::Writer params;
    params.begin_array().value(hooks::signer_address(hook).address).begin_object();
    params.field("limit", std::min<std::uint64_t>(limit, 1000)).end_object().end_array();
    TRY(const auto answer, remote.ok(remote.client.call("getSignaturesForAddress", params.text())));
    for (std::size_t i = 0; i < answer.result().size(); ++i) {
        const auto text = text_of(answer.result().at(i)["signature"]);
        const auto id = codec::decode_key<Txid>(text);
        if (!id) return failed("the answer to getSignaturesForAddress isn't understood");
        TRY(const auto found,
            remote.ok(remote.client.transaction(*id, json::TransactionEncoding::base64)));
        if (auto trigger = read_trigger(text, found.result())) out.push_back(std::move(*trigger));
    }
    return {};
}

// The newest first; of one slot, as they were found.
std::vector<Trigger> by_age(std::vector<Trigger> triggers) {
    std::vector<Trigger> out;
    for (auto& trigger : triggers)
        out.insert(
            std::ranges::upper_bound(out, trigger.slot, std::ranges::greater(), &Trigger::slot),
            std::move(trigger));
    return out;
}

// Of the hook with that address, or of all that run behind the program with it.
Outcome<std::vector<Trigger>> find_triggers(Remote& remote, const Pubkey& address,
                                            std::uint64_t limit) {
    std::vector<Trigger> out;
    CHECK_OK(add_triggers(remote, address, limit, out));
    TRY(const auto list, list_hooks(remote, {.target = address}));
    for (const auto& hook : list) CHECK_OK(add_triggers(remote, hook.address, limit, out));
    out = by_age(std::move(out));
    if (out.size() > limit) out.resize(limit);
    return out;
}

void report(const Session& session, const std::vector<Trigger>& triggers) {
    std::vector<std::vector<std::string>> rows;
    json::Writer json;
    json.begin_object().key("triggers").begin_array();
    for (const auto& trigger : triggers) {
        json.begin_object().field("signature", trigger.id).field("slot", trigger.slot);
        json.key("hook").raw(trigger.json).end_object();
        rows.push_back({std::to_string(trigger.slot), trigger.paid(), trigger.status, trigger.hook,
                        trigger.parent});
    }
    json.end_array().end_object();
    const auto text = columns(
        session.out(), {{"Slot", true}, {"Paid", true}, {"Status"}, {"Hook"}, {"Behind"}}, rows);
    session.out().result(triggers.empty() ? "no triggers yet" : text, json.text());
}

Outcome<void> run_history(const HistoryOptions& options, const Session& session) {
    TRY(const auto address, parse_address(options.address));
    if (options.limit == 0 || options.limit > 1000)
        return misused("--limit must be 1 to 1000, not " + std::to_string(options.limit));
    Remote remote(session);
    TRY(const auto triggers, find_triggers(remote, address, options.limit));
    report(session, triggers);
    return {};
}

}  // namespace

void add_hook_history(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<HistoryOptions>();
    auto& command = add_subcommand(hook, "history", "show when hooks ran, and what they paid",
                                   options, run_history, chosen);
    command.add_option("address", options->address, "a hook, or a program for all of its hooks")
        ->type_name("HOOK|PROGRAM")
        ->required();
    command.add_option("--limit", options->limit, "the latest so many, up to 1000 (20)")
        ->type_name("COUNT");
}

}  // namespace orrery::cli
