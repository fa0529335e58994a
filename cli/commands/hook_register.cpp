#include "cli/commands/hook_commands.hpp"
#include "cli/commands/hook_sending.hpp"
#include "cli/commands/hook_view.hpp"
#include "cli/commands/instruction_json.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/hex.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

using hooks::HookError;

struct RegisterOptions {
    std::string file;
    std::string target;
    std::string filter;
    std::string fee_payer;
    std::optional<std::uint64_t> nonce;
    std::uint32_t cu_limit = 200'000;
    std::uint16_t max_per_slot = 1;
    bool every_call = false;
};

Outcome<hooks::Body> read_body(const std::string& path, const Pubkey& signer) {
    TRY(const auto document, read_json_file(path));
    const auto root = root_of(document, path);
    constexpr std::array<std::string_view, 1> members = {"instructions"};
    CHECK_OK(check_members(root, members));
    const NamedKey names[] = {{"signer", signer}};
    TRY(const auto instructions, read_instructions(root.member("instructions"), names));
    for (const auto& instruction : instructions) {
        for (const auto& account : instruction.accounts)
            if (account.is_signer && account.pubkey != signer)
                return fail(hook_failure(HookError::ForeignSigner,
                                         codec::to_string(account.pubkey) + " signs in " + path +
                                             ", and nobody but the hook "
                                             "itself can"));
        if (!hooks::may_be_called(instruction.program_id))
            return fail(hook_failure(HookError::BodyProgram,
                                     path + " calls " + codec::to_string(instruction.program_id) +
                                         ", which hooks may not reach"));
    }
    return hooks::Body::from(instructions);
}

Outcome<Bytes> read_filter(const std::string& text) {
    const auto bytes = codec::hex_decode(text.starts_with("0x") ? text.substr(2) : text);
    if (!bytes || bytes->size() > hooks::max_filter)
        return misused("--filter must be up to " + std::to_string(hooks::max_filter) +
                       " bytes in hexadecimal digits, not \"" + text + "\"");
    return *bytes;
}

// What the chain would refuse, before anything is sent.
Outcome<void> check(const hooks::RegisterHook& params, const hooks::Config& config) {
    if (params.cu_limit == 0 || params.cu_limit > config.max_hook_cu)
        return misused("--cu-limit must be 1 to " + std::to_string(config.max_hook_cu) + ", not " +
                       std::to_string(params.cu_limit));
    if (params.max_per_slot == 0 || params.max_per_slot > 1000)
        return misused("--max-per-slot must be 1 to 1000, not " +
                       std::to_string(params.max_per_slot));
    const auto size = params.body.encode().size();
    if (size > config.max_body)
        return fail(hook_failure(HookError::BodyTooLarge, "the body has " + std::to_string(size) +
                                                              " bytes, more than " +
                                                              std::to_string(config.max_body)));
    for (const auto& instruction : params.body.instructions)
        if (instruction.accounts.size() > 255)
            return fail(
                hook_failure(HookError::BadBody, "an instruction has more than 255 accounts"));
    return {};
}

Outcome<void> check_funds(Remote& remote, const Pubkey& fee_payer, Lamports rent) {
    TRY(const auto balance, remote.ok(remote.client.balance(fee_payer)));
    if (balance >= rent) return {};
    return failed("the hook's rent is " + format_sol(rent) + ", and its fee payer " +
                  codec::to_string(fee_payer) + " has " + format_sol(balance) +
                  "; get some with `orrery airdrop`");
}

// A hook may stand before its program does, but a mistyped address would wait for ever.
Outcome<void> note_missing_target(Remote& remote, const Pubkey& target) {
    TRY(const auto account, remote.ok(remote.client.account(target)));
    if (!account || !account->executable)
        note(codec::to_string(target) +
             " is no program now; the hook can't run before one is deployed there");
    return {};
}

void report(const Session& session, const HookAccount& hook, const Sent& sent) {
    json::Writer json;
    write_hook(json.begin_object(), hook);
    json.field("signature", sent.id).field("slot", sent.slot).end_object();
    session.out().result(
        table({{"Hook", codec::to_string(hook.address)},
               {"Signer", codec::to_string(hooks::signer_address(hook.address).address)},
               {"Target", codec::to_string(hook.hook.target)},
               {"Nonce", std::to_string(hook.hook.nonce)},
               {"Gas", format_sol(gas_of(hook.hook)) + " per trigger besides the bid"},
               {"Rent", format_sol(hook.balance)},
               {"Signature", codec::to_string(sent.id)}}),
        json.text());
}

Outcome<void> run_register(const RegisterOptions& options, const Session& session) {
    TRY(const auto target, parse_address(options.target));
    TRY(const auto filter, read_filter(options.filter));
    TRY(const auto signers, read_hook_signers(session, options.fee_payer));
    TRY(const auto payer, session.keypair());
    Remote remote(session);
    TRY(const auto clock, read_hook_clock(remote));
    hooks::RegisterHook params{.authority = signers.authority.pubkey,
                               .fee_payer = signers.fee_payer.pubkey,
                               .nonce = options.nonce.value_or(0),
                               .target = target,
                               .every_call = options.every_call,
                               .cu_limit = options.cu_limit,
                               .max_per_slot = options.max_per_slot,
                               .filter = filter};
    if (!options.nonce) {
        TRY(params.nonce, free_nonce(remote, params.authority));
    }
    const auto address = hooks::hook_address(params.authority, params.nonce).address;
    TRY(params.body, read_body(options.file, hooks::signer_address(address).address));
    CHECK_OK(check(params, clock.config));
    TRY(const auto rent, remote.ok(remote.client.minimum_balance(hooks::Hook::header_size +
                                                                 params.body.encode().size())));
    CHECK_OK(check_funds(remote, params.fee_payer, rent));
    CHECK_OK(note_missing_target(remote, target));
    TRY(const auto sent,
        send_of_any_size(remote, hooks::register_hook(params), {&payer, &signers.fee_payer}));
    TRY(const auto hook, need_hook(remote, address));
    report(session, hook, sent);
    return {};
}

}  // namespace

void add_hook_register(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<RegisterOptions>();
    auto& command = add_subcommand(hook, "register", "make a hook of a file's instructions",
                                   options, run_register, chosen);
    command.add_option("file", options->file, "its instructions as JSON: see docs/cli.md")
        ->type_name("BODY.json")
        ->required();
    command.add_option("--target", options->target, "the program that it shall run behind")
        ->type_name("PROGRAM")
        ->required();
    command.add_option("--cu-limit", options->cu_limit, "compute units per trigger (200000)")
        ->type_name("UNITS");
    command.add_option("--max-per-slot", options->max_per_slot, "triggers per slot, 1 to 1000 (1)")
        ->type_name("COUNT");
    command.add_flag("--every-call", options->every_call,
                     "also behind calls that change none of the program's accounts");
    command
        .add_option("--filter", options->filter,
                    "only behind calls whose data begins so, up to 8 bytes")
        ->type_name("HEX");
    command.add_option("--nonce", options->nonce, "which of your hooks it is (the first free one)")
        ->type_name("N");
    add_fee_payer(command, options->fee_payer);
}

}  // namespace orrery::cli
