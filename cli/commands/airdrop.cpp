#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

constexpr std::chrono::seconds patience{60};

struct AirdropOptions {
    std::string amount;
    std::string address;
};

Outcome<void> run_airdrop(const AirdropOptions& options, const Session& session) {
    TRY(const auto amount, parse_sol(options.amount));
    TRY(const auto address, session.address_or_own(options.address));
    auto client = session.client();
    const auto id = client.request_airdrop(address, amount);
    if (!id) return fail(session.explain(id.error()));
    const auto status = client.confirm(*id, patience);
    if (!status) return fail(session.explain(status.error()));
    if (status->error) return failed("the airdrop failed: " + tx::display(*status->error));
    const auto balance = client.balance(address);
    if (!balance) return fail(session.explain(balance.error()));

    json::Writer json;
    json.begin_object().field("signature", *id).field("address", address);
    json.field("lamports", amount).field("balance", *balance).end_object();
    session.out().result(table({{"Signature", codec::to_string(*id)},
                                {"Address", codec::to_string(address)},
                                {"Balance", format_sol(*balance)}}),
                         json.text());
    return {};
}

}  // namespace

void add_airdrop(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<AirdropOptions>();
    auto& command = add_subcommand(app, "airdrop", "get SOL from the chain's faucet", options,
                                   run_airdrop, chosen);
    command.group(groups::accounts);
    command.add_option("amount", options->amount, "in SOL, such as 1.5")
        ->type_name("SOL")
        ->required();
    command.add_option("address", options->address, "who gets it (your key pair)")
        ->type_name("ADDRESS");
}

}  // namespace orrery::cli
