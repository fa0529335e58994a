#include "cli/commands/hook_commands.hpp"
#include "cli/commands/hook_sending.hpp"
#include "cli/commands/instruction_json.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

constexpr std::size_t max_accounts = 251;

struct ActOptions {
    std::string hook;
    std::string file;
};

Outcome<Instruction> read_inner(const std::string& path, const Pubkey& signer) {
    TRY(const auto document, read_json_file(path));
    const NamedKey names[] = {{"signer", signer}};
    TRY(auto inner, read_instruction(root_of(document, path), names));
    if (inner.accounts.size() > max_accounts)
        return failed(path + ": the instruction has " + std::to_string(inner.accounts.size()) +
                      " accounts, more than the " + std::to_string(max_accounts) +
                      " that Act can pass on; split it");
    return inner;
}

Outcome<void> run_act(const ActOptions& options, const Session& session) {
    TRY(const auto address, parse_address(options.hook));
    TRY(const auto own, session.keypair());
    const auto signer = hooks::signer_address(address).address;
    TRY(const auto inner, read_inner(options.file, signer));
    for (const auto& account : inner.accounts)
        if (account.is_signer && account.pubkey != signer && account.pubkey != own.pubkey)
            return failed(options.file + ": " + codec::to_string(account.pubkey) +
                          " can't sign here: only \"signer\", the hook's, and your key pair do");
    Remote remote(session);
    TRY(const auto hook, need_hook(remote, address));
    if (hook.hook.authority != own.pubkey)
        return fail(hook_failure(hooks::HookError::NotAuthority,
                                 "only " + codec::to_string(hook.hook.authority) +
                                     " acts as the hook, not " + codec::to_string(own.pubkey)));
    TRY(const auto sent, send_of_any_size(remote, hooks::act(address, own.pubkey, inner), {&own}));
    json::Writer json;
    json.begin_object().field("hook", address).field("signer", signer);
    json.field("program", inner.program_id).field("signature", sent.id);
    json.field("slot", sent.slot).end_object();
    session.out().result(table({{"Hook", codec::to_string(address)},
                                {"Signer", codec::to_string(signer)},
                                {"Called", codec::to_string(inner.program_id)},
                                {"Signature", codec::to_string(sent.id)}}),
                         json.text());
    return {};
}

}  // namespace

void add_hook_act(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<ActOptions>();
    auto& command = add_subcommand(hook, "act", "call a program as the hook, to recover its assets",
                                   options, run_act, chosen);
    add_hook_address(command, options->hook);
    command.add_option("file", options->file, "the instruction as JSON: see docs/cli.md")
        ->type_name("INSTRUCTION.json")
        ->required();
}

}  // namespace orrery::cli
