#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct BalanceOptions {
    std::string address;
    bool lamports = false;
};

Outcome<void> run_balance(const BalanceOptions& options, const Session& session) {
    TRY(const auto address, session.address_or_own(options.address));
    auto client = session.client();
    const auto balance = client.balance(address);
    if (!balance) return fail(session.explain(balance.error()));
    json::Writer json;
    json.begin_object().field("address", address).field("lamports", *balance).end_object();
    session.out().result(
        options.lamports ? std::to_string(balance->value) + " lamports" : format_sol(*balance),
        json.text());
    return {};
}

}  // namespace

void add_balance(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<BalanceOptions>();
    auto& command = add_subcommand(app, "balance", "show how much SOL an account has", options,
                                   run_balance, chosen);
    command.group(groups::accounts);
    command.add_option("address", options->address, "the account (your key pair's)")
        ->type_name("ADDRESS");
    command.add_flag("--lamports", options->lamports, "in lamports, 1e-9 SOL");
}

}  // namespace orrery::cli
