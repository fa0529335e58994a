#include "cli/commands/subcommand.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct AddressOptions {};

Outcome<void> run_address(const AddressOptions&, const Session& session) {
    TRY(const auto keypair, session.keypair());
    json::Writer json;
    json.begin_object().field("address", keypair.pubkey);
    json.field("keypair", session.keypair_path()).end_object();
    session.out().result(codec::to_string(keypair.pubkey), json.text());
    return {};
}

}  // namespace

void add_address(CLI::App& app, Chosen& chosen) {
    add_subcommand(app, "address", "show your key pair's address",
                   std::make_shared<AddressOptions>(), run_address, chosen)
        .group(groups::accounts);
}

}  // namespace orrery::cli
