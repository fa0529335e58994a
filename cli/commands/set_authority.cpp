#include "cli/commands/loader_account.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/commands/subcommand.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"

namespace orrery::cli {
namespace {

struct SetAuthorityOptions {
    std::string address;
    std::string authority;
    std::string next;
    bool make_final = false;
    bool skip_check = false;
};

// The account that an authority is kept in, whose it is, and what to call it.
struct Target {
    Pubkey account;
    std::optional<Pubkey> authority;
    std::string name;
};
Target target_of(const LoaderAccount& account) {
    if (const auto* program = std::get_if<DeployedProgram>(&account))
        return {program->programdata, program->authority,
                "program " + codec::to_string(program->address)};
    const auto& buffer = std::get<LoaderBufferAccount>(account);
    return {buffer.address, buffer.authority, "buffer " + codec::to_string(buffer.address)};
}

Outcome<std::optional<KeyOrAddress>> read_next(const SetAuthorityOptions& options) {
    if (options.next.empty() == !options.make_final) return misused("give either --new or --final");
    if (options.make_final) return std::nullopt;
    TRY(auto next, read_key_or_address(options.next));
    if (next.key || options.skip_check) return next;
    return misused("--new " + options.next +
                   " is an address: a mistyped one would lose the account for good, so the new "
                   "authority signs, too; give its key file, or --skip-new-authority-check");
}

void report(const Session& session, const SetAuthorityOptions& options,
            const std::optional<Pubkey>& next, const Sent& sent) {
    json::Writer json;
    json.begin_object().field("address", options.address).field("authority", next);
    json.field("signature", sent.id).field("slot", sent.slot).end_object();
    session.out().result(table({{"Account", options.address},
                                {"Authority", next ? codec::to_string(*next) : "none (final)"},
                                {"Signature", codec::to_string(sent.id)}}),
                         json.text());
}

Outcome<Sent> hand_over(Remote& remote, const crypto::Keypair& authority, const Target& target,
                        const std::optional<KeyOrAddress>& next) {
    namespace loader = tx::loader_v3;
    TRY(const auto payer, remote.session.keypair());
    const bool both_sign = next && next->key;
    const Instruction instructions[] = {
        both_sign ? loader::set_authority_checked({.account = target.account,
                                                   .authority = authority.pubkey,
                                                   .new_authority = next->address})
                  : loader::set_authority(
                        {.account = target.account,
                         .authority = authority.pubkey,
                         .new_authority = next ? std::optional(next->address) : std::nullopt})};
    if (both_sign) return send(remote, instructions, {&payer, &authority, &*next->key});
    return send(remote, instructions, {&payer, &authority});
}

Outcome<void> run_set_authority(const SetAuthorityOptions& options, const Session& session) {
    TRY(const auto address, read_address(options.address));
    TRY(const auto next, read_next(options));
    Remote remote(session);
    TRY(const auto authority, key_or_own(options.authority, session));
    TRY(const auto account, need_loader_account(remote, address));
    const auto target = target_of(account);
    if (options.make_final && std::holds_alternative<LoaderBufferAccount>(account))
        return failed(target.name + " can't be final: it could never be used or closed");
    CHECK_OK(check_authority(target.authority, authority.pubkey,
                             {target.name, "handed over", "--authority"}));
    TRY(const auto sent, hand_over(remote, authority, target, next));
    report(session, options, next ? std::optional(next->address) : std::nullopt, sent);
    return {};
}

}  // namespace

void add_set_authority(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<SetAuthorityOptions>();
    auto& command = add_subcommand(program, "set-authority", "hand a program or a buffer over",
                                   options, run_set_authority, chosen);
    command.add_option("address", options->address, "a program or a buffer")
        ->type_name("ADDRESS")
        ->required();
    command
        .add_option("--new", options->next, "the next authority: its key file, as it signs, too")
        ->type_name("KEYPAIR");
    command.add_flag("--final", options->make_final, "nobody can upgrade the program any more");
    command.add_flag("--skip-new-authority-check", options->skip_check,
                     "take an address for --new, without a signature");
    add_authority(command, options->authority, "key file of the present authority (your key pair)");
}

}  // namespace orrery::cli
