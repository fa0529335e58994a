#include <algorithm>

#include "cli/commands/loader_account.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"

namespace orrery::cli {
namespace {

struct CloseOptions {
    std::string address;
    std::string recipient;
    std::string authority;
    bool buffers = false;
    bool bypass_warning = false;
};

// As many as fit into one transaction.
constexpr std::size_t closes_per_transaction = 16;

struct Closing {
    Remote& remote;
    crypto::Keypair payer;
    crypto::Keypair authority;
    Pubkey recipient;
};

Instruction close_instruction(const Closing& c, const LoaderAccount& account) {
    tx::loader_v3::Close params{.account = {},
                                .recipient = c.recipient,
                                .authority = c.authority.pubkey,
                                .program = std::nullopt};
    if (const auto* program = std::get_if<DeployedProgram>(&account)) {
        params.account = program->programdata;
        params.program = program->address;
    } else {
        params.account = std::get<LoaderBufferAccount>(account).address;
    }
    return tx::loader_v3::close(params);
}

// After a program's last change, which may be of this slot; buffers have none.
Outcome<Sent> send_closes(const Closing& c, std::span<const Instruction> instructions,
                          std::optional<Slot> changed = {}) {
    if (changed) return send_after(c.remote, *changed, instructions, {&c.payer, &c.authority});
    return send(c.remote, instructions, {&c.payer, &c.authority});
}

Outcome<void> check_program(const Closing& c, const DeployedProgram& program, bool confirmed) {
    const auto name = "program " + codec::to_string(program.address);
    CHECK_OK(
        check_authority(program.authority, c.authority.pubkey, {name, "closed", "--authority"}));
    if (c.recipient == program.programdata)
        return failed("the recipient is the account that is closed; give another --recipient");
    if (!confirmed)
        return failed("closing " + name +
                      " is for good: nothing can be deployed to its address "
                      "again; if that is wanted, add --bypass-warning");
    return {};
}

Outcome<void> check_buffer(const Closing& c, const LoaderBufferAccount& buffer) {
    CHECK_OK(
        check_authority(buffer.authority, c.authority.pubkey,
                        {"buffer " + codec::to_string(buffer.address), "closed", "--authority"}));
    if (c.recipient == buffer.address)
        return failed("the recipient is the account that is closed; give another --recipient");
    return {};
}

void report(const Closing& c, const std::vector<Pubkey>& closed, std::uint64_t lamports,
            const std::vector<Txid>& signatures) {
    json::Writer json;
    json.begin_object().key("closed").begin_array();
    for (const auto& address : closed) json.value(address);
    json.end_array().field("lamports", lamports).field("recipient", c.recipient);
    json.key("signatures").begin_array();
    for (const auto& id : signatures) json.value(id);
    json.end_array().end_object();
    std::string text;
    for (const auto& address : closed) text += "closed " + codec::to_string(address) + "\n";
    text += format_sol(Lamports{lamports}) + " to " + codec::to_string(c.recipient);
    c.remote.session.out().result(text, json.text());
}

Outcome<void> close_one(const Closing& c, const CloseOptions& options) {
    TRY(const auto address, read_address(options.address));
    TRY(const auto account, need_loader_account(c.remote, address));
    std::uint64_t lamports = 0;
    std::optional<Slot> changed;
    if (const auto* program = std::get_if<DeployedProgram>(&account)) {
        changed = program->last_deployed;
        CHECK_OK(check_program(c, *program, options.bypass_warning));
        lamports = program->balance.value;
    } else {
        const auto& buffer = std::get<LoaderBufferAccount>(account);
        CHECK_OK(check_buffer(c, buffer));
        lamports = buffer.balance.value;
    }
    const Instruction instructions[] = {close_instruction(c, account)};
    TRY(const auto sent, send_closes(c, instructions, changed));
    report(c, {address}, lamports, {sent.id});
    return {};
}

Outcome<void> close_buffers(const Closing& c) {
    TRY(const auto buffers, list_buffers(c.remote, c.authority.pubkey));
    std::vector<Pubkey> closed;
    std::vector<Txid> signatures;
    std::uint64_t lamports = 0;
    for (std::size_t at = 0; at < buffers.size(); at += closes_per_transaction) {
        const auto end = std::min(buffers.size(), at + closes_per_transaction);
        std::vector<Instruction> instructions;
        for (auto i = at; i < end; ++i) {
            CHECK_OK(check_buffer(c, buffers[i]));
            instructions.push_back(close_instruction(c, buffers[i]));
            closed.push_back(buffers[i].address);
            lamports += buffers[i].balance.value;
        }
        TRY(const auto sent, send_closes(c, instructions));
        signatures.push_back(sent.id);
    }
    report(c, closed, lamports, signatures);
    return {};
}

Outcome<void> run_close(const CloseOptions& options, const Session& session) {
    if (options.address.empty() != options.buffers)
        return misused("give either ADDRESS or --buffers");
    Remote remote(session);
    TRY(const auto payer, session.keypair());
    TRY(const auto authority, key_or_own(options.authority, session));
    TRY(const auto recipient, session.address_or_own(options.recipient));
    const Closing closing{remote, payer, authority, recipient};
    return options.buffers ? close_buffers(closing) : close_one(closing, options);
}

}  // namespace

void add_close(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<CloseOptions>();
    auto& command = add_subcommand(program, "close", "close a program or buffers for their SOL",
                                   options, run_close, chosen);
    command.add_option("address", options->address, "a program or a buffer")->type_name("ADDRESS");
    command.add_flag("--buffers", options->buffers, "close all buffers of the authority");
    command.add_option("--recipient", options->recipient, "who gets the SOL (your address)")
        ->type_name("ADDRESS");
    add_authority(command, options->authority, "key file of the authority (your key pair)");
    command.add_flag("--bypass-warning", options->bypass_warning,
                     "close a program, whose address is then of no use any more");
}

}  // namespace orrery::cli
