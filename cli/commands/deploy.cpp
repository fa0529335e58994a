#include "cli/commands/deploy.hpp"

#include <filesystem>

#include "cli/commands/debug_info.hpp"
#include "cli/commands/deployment.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/commands/subcommand.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

namespace loader = tx::loader_v3;

Outcome<void> choose_program(const DeployOptions& options, Deployment& deployment) {
    if (!options.program_id.empty()) {
        TRY(const auto given, read_key_or_address(options.program_id));
        deployment.program = given.address;
        deployment.program_key = given.key;
        return {};
    }
    std::error_code ec;
    const auto file = neighbour(options.file, "-keypair.json");
    if (std::filesystem::exists(file, ec)) {
        TRY(deployment.program_key, read_keypair(file));
    } else {
        deployment.program_key = crypto::Keypair::random();
    }
    deployment.program = deployment.program_key->pubkey;
    return {};
}

Outcome<Deployment> prepare(const DeployOptions& options, Remote& remote) {
    Deployment out;
    TRY(out.elf, read_program_file(options.file));
    if (!options.skip_verify) {
        CHECK_OK(verify_program(options.file, out.elf));
    }
    TRY(out.payer, remote.session.keypair());
    TRY(out.authority, key_or_own(options.authority, remote.session));
    CHECK_OK(choose_program(options, out));
    out.max_len = std::max<std::uint64_t>(options.max_len, out.elf.size());
    if (out.max_len > max_elf_size)
        return misused("--max-len can be " + std::to_string(max_elf_size) + " at most");
    out.make_final = options.make_final;
    out.may_extend = !options.no_auto_extend;
    TRY(out.existing, find_program(remote, out.program));
    return out;
}

// Makes room for a larger ELF; the slot that the program was changed in last.
Outcome<Slot> extend(Remote& remote, const Deployment& d, std::uint64_t bytes) {
    if (bytes == 0) return d.existing->last_deployed;
    const Instruction instructions[] = {
        loader::extend_program({.program = d.program,
                                .payer = d.payer.pubkey,
                                .additional_bytes = static_cast<std::uint32_t>(bytes)})};
    TRY(const auto sent, send_after(remote, d.existing->last_deployed, instructions, {&d.payer}));
    return sent.slot;
}

std::vector<Instruction> finalize(const Deployment& d) {
    if (!d.make_final) return {};
    return {loader::set_authority({.account = loader::programdata_address(d.program),
                                   .authority = d.authority.pubkey,
                                   .new_authority = std::nullopt})};
}

Outcome<Sent> upgrade(Remote& remote, const Deployment& d, const Buffer& buffer) {
    TRY(const auto changed, extend(remote, d, missing_room(d, buffer.capacity())));
    auto instructions = finalize(d);
    instructions.insert(instructions.begin(), loader::upgrade({.program = d.program,
                                                               .buffer = buffer.address(),
                                                               .authority = d.authority.pubkey,
                                                               .spill = d.payer.pubkey}));
    return send_after(remote, changed, instructions, {&d.payer, &d.authority});
}

Outcome<Sent> create(Remote& remote, const Deployment& d, const Buffer& buffer) {
    TRY(const auto rent, remote.ok(remote.client.minimum_balance(tx::LoaderProgram::size)));
    std::vector<Instruction> instructions = {
        tx::system::create_account({.from = d.payer.pubkey,
                                    .to = d.program,
                                    .lamports = rent,
                                    .space = tx::LoaderProgram::size,
                                    .owner = ids::loader_v3}),
        loader::deploy_with_max_data_len({.payer = d.payer.pubkey,
                                          .program = d.program,
                                          .buffer = buffer.address(),
                                          .authority = d.authority.pubkey,
                                          .max_data_len = std::max(d.max_len, buffer.capacity())})};
    for (auto& instruction : finalize(d)) instructions.push_back(std::move(instruction));
    return send(remote, instructions, {&d.payer, &*d.program_key, &d.authority});
}

Outcome<Sent> write_and_finish(Remote& remote, const Deployment& d, Buffer& buffer) {
    CHECK_OK(check_room(d, buffer.capacity()));
    CHECK_OK(check_funds(remote, d, buffer));
    const Interruptible interruptible(buffer, remote.session);
    CHECK_OK(buffer.fill(remote));
    return d.existing ? upgrade(remote, d, buffer) : create(remote, d, buffer);
}

Outcome<Deployed> deploy_by_loader(Remote& remote, const DeployOptions& options,
                                   const Deployment& d) {
    CHECK_OK(check_rights(d));
    CHECK_OK(check_room(d, d.elf.size()));
    TRY(auto buffer, Buffer::plan(remote, {.given = options.buffer,
                                           .key_file = neighbour(options.file, "-buffer.json"),
                                           .payer = d.payer,
                                           .authority = d.authority,
                                           .elf = d.elf,
                                           .size = d.elf.size()}));
    const auto sent = write_and_finish(remote, d, buffer);
    if (!sent) return fail(buffer.give_up(sent.error()));
    buffer.forget();
    const auto authority = d.make_final ? std::nullopt : std::optional(d.authority.pubkey);
    return Deployed{*sent, units_of(remote, sent->id), authority, sent->slot};
}

std::string status(const Deployment& d, const Deployed& done) {
    return std::string(d.existing ? "upgraded" : "deployed") +
           (done.sent ? "" : " by cheatcode, without a transaction; usable at once");
}

void report(const Session& session, const Deployment& d, const Deployed& done) {
    const auto id = done.sent ? std::optional(done.sent->id) : std::nullopt;
    json::Writer json;
    json.begin_object().field("programId", d.program).field("signature", id);
    json.field("slot", done.slot).field("size", d.elf.size()).field("computeUnits", done.units);
    json.field("upgraded", d.existing.has_value()).field("authority", done.authority);
    json.field("fast", !done.sent).end_object();
    std::vector<std::pair<std::string_view, std::string>> rows = {
        {"Program", codec::to_string(d.program)}};
    if (id) rows.emplace_back("Signature", codec::to_string(*id));
    rows.emplace_back("Slot", std::to_string(done.slot.value));
    rows.emplace_back("Size", std::to_string(d.elf.size()) + " bytes");
    if (done.units) rows.emplace_back("Compute units", std::to_string(*done.units));
    rows.emplace_back("Authority",
                      done.authority ? codec::to_string(*done.authority) : "none (final)");
    rows.emplace_back("Status", status(d, done));
    session.out().result(table(rows), json.text());
}

}  // namespace

void add_deploy(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<DeployOptions>();
    auto& command = add_subcommand(program, "deploy", "deploy a program, or upgrade it", options,
                                   run_deploy, chosen);
    command
        .add_option("file", options->file,
                    "what orrery program build or cargo build-sbf makes (this project's)")
        ->type_name("FILE.so");
    const auto text = [&](const char* name, std::string& value, const char* help) {
        command.add_option(name, value, help)->type_name("KEYPAIR");
    };
    text("--program-id", options->program_id,
         "its key file, or its address to upgrade it (FILE-keypair.json, else a new one)");
    text("--authority", options->authority, "key file of who may upgrade it (your key pair)");
    text("--buffer", options->buffer,
         "buffer to go through, key file or address (FILE-buffer.json, removed when done)");
    command
        .add_option("--max-len", options->max_len,
                    "room for later versions, in bytes (the file's size)")
        ->type_name("BYTES");
    command.add_flag("--final", options->make_final, "nobody can upgrade it any more");
    command.add_flag("--no-auto-extend", options->no_auto_extend,
                     "refuse a file that the program has no room for");
    command.add_flag("--fast", options->fast,
                     "write its accounts by cheatcode: no buffer, no authority asked");
    add_skip_verify(command, options->skip_verify);
}

Outcome<void> run_deploy(const DeployOptions& given, const Session& session) {
    auto options = given;
    if (options.file.empty()) {
        TRY(options.file, built_program());
    }
    if (options.fast && !options.buffer.empty())
        return misused("--fast needs no buffer; leave --buffer out");
    Remote remote(session);
    TRY(const auto deployment, prepare(options, remote));
    TRY(const auto done, options.fast
                             ? deploy_by_cheat(remote, deployment, !options.authority.empty())
                             : deploy_by_loader(remote, options, deployment));
    send_debug_info(session, remote.client, deployment.program, options.file);
    report(session, deployment, done);
    return {};
}

}  // namespace orrery::cli
