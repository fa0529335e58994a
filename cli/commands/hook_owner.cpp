#include "cli/commands/hook_commands.hpp"
#include "cli/commands/hook_sending.hpp"
#include "cli/commands/loader_account.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct OwnerOptions {
    std::string program;
    std::string recipient;
    std::string authority;
};

// Who gets the owner's 40 % now, as the chain finds it.
Outcome<void> show(Remote& remote, const Pubkey& target, const DeployedProgram& program) {
    TRY(const auto owner, find_owner(remote, target));
    const bool holds = owner && program.authority && owner->set_by == *program.authority;
    const auto recipient = holds ? std::optional(owner->recipient) : program.authority;
    json::Writer json;
    json.begin_object().field("program", target).field("recipient", recipient);
    json.field("authority", program.authority).end_object();
    remote.session.out().result(
        table({{"Program", codec::to_string(target)},
               {"Recipient",
                recipient ? codec::to_string(*recipient) : "the treasury: the program is final"},
               {"Authority",
                program.authority ? codec::to_string(*program.authority) : "none (final)"}}),
        json.text());
    return {};
}

Outcome<void> run_owner(const OwnerOptions& options, const Session& session) {
    TRY(const auto target, read_address(options.program));
    std::optional<Pubkey> recipient;
    if (!options.recipient.empty()) {
        TRY(recipient, read_address(options.recipient));
    }
    Remote remote(session);
    TRY(const auto program, need_program(remote, target));
    if (!recipient) return show(remote, target, program);
    TRY(const auto payer, session.keypair());
    TRY(const auto authority, key_or_own(options.authority, session));
    CHECK_OK(check_authority(
        program.authority, authority.pubkey,
        {"the owner's share of program " + codec::to_string(target), "directed", "--authority"}));
    const auto instruction = hooks::set_owner_recipient({.upgrade_authority = authority.pubkey,
                                                         .payer = payer.pubkey,
                                                         .target = target,
                                                         .recipient = *recipient});
    TRY(const auto sent, send_to_hooks(remote, instruction, {&payer, &authority}));
    json::Writer json;
    json.begin_object().field("program", target).field("recipient", recipient);
    json.field("signature", sent.id).field("slot", sent.slot).end_object();
    session.out().result(table({{"Program", codec::to_string(target)},
                                {"Recipient", codec::to_string(*recipient)},
                                {"Signature", codec::to_string(sent.id)}}),
                         json.text());
    return {};
}

}  // namespace

void add_hook_owner(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<OwnerOptions>();
    auto& command = add_subcommand(hook, "owner", "choose who gets a program owner's share of bids",
                                   options, run_owner, chosen);
    command.add_option("program", options->program, "the program, which you can upgrade")
        ->type_name("PROGRAM")
        ->required();
    command.add_option("recipient", options->recipient, "who gets it; without, who does is shown")
        ->type_name("RECIPIENT");
    add_authority(command, options->authority,
                  "key file of the program's upgrade authority (your key pair)");
}

}  // namespace orrery::cli
