#include "cli/commands/subcommand.hpp"
#include "cli/commands/version_text.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct VersionOptions {};

Outcome<void> run_version(const VersionOptions&, const Session& session) {
    json::Writer json;
    json.begin_object().field("version", version).end_object();
    session.out().result("orrery " + std::string(version), json.text());
    return {};
}

}  // namespace

void add_version(CLI::App& app, Chosen& chosen) {
    add_subcommand(app, "version", "show Orrery's version", std::make_shared<VersionOptions>(),
                   run_version, chosen)
        .group(groups::chain);
}

}  // namespace orrery::cli
