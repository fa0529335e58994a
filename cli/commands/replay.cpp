#include "devnet/node/replay.hpp"

#include "cli/commands/subcommand.hpp"
#include "cli/session/progress.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct ReplayOptions {
    std::string ledger = ".orrery/ledger";
};

std::string text_of(const node::ReplayReport& report) {
    return table({{"Genesis hash", codec::to_string(report.genesis_hash)},
                  {"Shreds", std::to_string(report.shreds)},
                  {"Transactions", std::to_string(report.transactions)},
                  {"Last slot", std::to_string(report.last_slot.value)},
                  {"Last shred hash", codec::to_string(report.last_shred_hash)}});
}

std::string json_of(const node::ReplayReport& report) {
    json::Writer json;
    json.begin_object().field("genesisHash", report.genesis_hash).field("shreds", report.shreds);
    json.field("transactions", report.transactions).field("lastSlot", report.last_slot);
    return json.field("lastShredHash", report.last_shred_hash).end_object().take();
}

Outcome<void> run_replay(const ReplayOptions& options, const Session& session) {
    Progress progress("replaying slot", session.surroundings().stderr_is_terminal);
    const auto report = node::replay_ledger(options.ledger, [&](const node::ReplayReport& so_far) {
        if (so_far.shreds % 64 == 0) progress.show(so_far.last_slot.value, so_far.tip_slot.value);
    });
    if (!report) return fail(Failure(report.error()));
    session.out().result(text_of(*report), json_of(*report));
    return {};
}

}  // namespace

void add_replay(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<ReplayOptions>();
    auto& command =
        add_subcommand(app, "replay", "re-execute a ledger from its genesis and compare", options,
                       run_replay, chosen);
    command.group(groups::chain);
    command.add_option("--ledger", options->ledger, "where the chain is kept (.orrery/ledger)")
        ->type_name("DIR");
}

}  // namespace orrery::cli
