#include "cli/commands/subcommand.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct SlotOptions {};

Outcome<void> run_slot(const SlotOptions&, const Session& session) {
    auto client = session.client();
    const auto slot = client.slot();
    if (!slot) return fail(session.explain(slot.error()));
    json::Writer json;
    json.begin_object().field("slot", *slot).end_object();
    session.out().result(std::to_string(slot->value), json.text());
    return {};
}

}  // namespace

void add_slot(CLI::App& app, Chosen& chosen) {
    add_subcommand(app, "slot", "show the current slot", std::make_shared<SlotOptions>(), run_slot,
                   chosen)
        .group(groups::chain);
}

}  // namespace orrery::cli
