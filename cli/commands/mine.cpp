#include "cli/commands/remote.hpp"
#include "cli/commands/subcommand.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct MineOptions {
    std::uint64_t slots = 1;
};

Outcome<void> run_mine(const MineOptions& options, const Session& session) {
    Remote remote(session);
    const auto params = "[" + std::to_string(options.slots) + "]";
    TRY(const auto answer, remote.ok(remote.client.call("orrery_mine", params)));
    const auto slot = answer.result().u64();
    if (!slot) return failed("the answer to orrery_mine isn't understood");
    json::Writer json;
    json.begin_object().field("slot", *slot).end_object();
    session.out().result(std::to_string(*slot), json.text());
    return {};
}

}  // namespace

void add_mine(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<MineOptions>();
    auto& command = add_subcommand(app, "mine", "end the open slot, or several, by cheatcode",
                                   options, run_mine, chosen);
    command.group(groups::chain);
    command.add_option("slots", options->slots, "how many (1)")->type_name("SLOTS");
}

}  // namespace orrery::cli
