#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "cli/session/send.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/system.hpp"

namespace orrery::cli {
namespace {

struct TransferOptions {
    std::string to;
    std::string amount;
};

// Everything the sender has, less the fee.
Outcome<Lamports> everything(const Session& session, client::Client& client,
                             const crypto::Keypair& from, const Pubkey& to) {
    const auto balance = client.balance(from.pubkey);
    if (!balance) return fail(session.explain(balance.error()));
    const Instruction sample[] = {tx::system::transfer({from.pubkey, to, *balance})};
    TRY(const auto fee, fee_of(session, client, {sample, {&from}}));
    if (balance->value <= fee.value)
        return failed(codec::to_string(from.pubkey) + " has " + format_sol(*balance) +
                      ", no more than the fee of " + format_sol(fee) +
                      "; get some with `orrery airdrop`");
    return Lamports{balance->value - fee.value};
}

// A transfer beyond the sender's means is refused in a program's words; these are for people.
Failure explain(Failure failure, client::Client& client, const crypto::Keypair& from,
                Lamports amount) {
    const auto balance = client.balance(from.pubkey);
    if (!balance || balance->value == 0 || balance->value >= amount.value) return failure;
    failure.message = codec::to_string(from.pubkey) + " has " + format_sol(*balance) +
                      ", less than " + format_sol(amount) +
                      "; get more with `orrery airdrop`, or send ALL";
    return failure;
}

Outcome<void> run_transfer(const TransferOptions& options, const Session& session) {
    TRY(const auto to, parse_address(options.to));
    const bool all = options.amount == "ALL";
    Lamports amount;
    if (!all) {
        TRY(amount, parse_sol(options.amount));
    }
    TRY(const auto from, session.keypair());
    auto client = session.client();
    if (all) {
        TRY(amount, everything(session, client, from, to));
    }
    const Instruction instructions[] = {tx::system::transfer({from.pubkey, to, amount})};
    const auto sent = send(session, client, {instructions, {&from}});
    if (!sent) return fail(explain(sent.error(), client, from, amount));

    json::Writer json;
    json.begin_object().field("signature", sent->id).field("slot", sent->slot);
    json.field("from", from.pubkey).field("to", to).field("lamports", amount).end_object();
    session.out().result(table({{"Signature", codec::to_string(sent->id)},
                                {"From", codec::to_string(from.pubkey)},
                                {"To", codec::to_string(to)},
                                {"Amount", format_sol(amount)}}),
                         json.text());
    return {};
}

}  // namespace

void add_transfer(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<TransferOptions>();
    auto& command =
        add_subcommand(app, "transfer", "send SOL to an address", options, run_transfer, chosen);
    command.group(groups::accounts);
    command.add_option("to", options->to, "who gets it")->type_name("ADDRESS")->required();
    command.add_option("amount", options->amount, "in SOL, such as 1.5, or ALL")
        ->type_name("SOL")
        ->required();
}

}  // namespace orrery::cli
