#include <cstdlib>
#include <filesystem>
#include <limits>

#include "cli/commands/debug_info.hpp"
#include "cli/commands/jumbo_commands.hpp"
#include "cli/commands/jumbo_sending.hpp"
#include "cli/commands/jumbo_size.hpp"
#include "cli/commands/loader_account.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/deploy_bundle.hpp"
#include "sdk/tx/loader_v3_state.hpp"

namespace orrery::cli {
namespace {

struct JumboDeployOptions {
    std::vector<std::string> files;
    std::string authority;
    bool skip_verify = false;
    bool dry_run = false;
};

/// One of the programs, read and checked.
struct Member {
    std::string file;
    Bytes elf;
    crypto::Keypair key;
};

struct Bundle {
    crypto::Keypair payer;
    crypto::Keypair authority;
    std::vector<Member> members;
};

Outcome<Member> read_member(const JumboDeployOptions& options, const std::string& file) {
    Member out{.file = file, .elf = {}, .key = {}};
    TRY(out.elf, read_program_file(file));
    if (!options.skip_verify) CHECK_OK(verify_program(file, out.elf));
    std::error_code ec;
    const auto key_file = neighbour(file, "-keypair.json");
    out.key = crypto::Keypair::random();
    if (std::filesystem::exists(key_file, ec)) {
        TRY(out.key, read_keypair(key_file));
    }
    return out;
}

Outcome<void> refuse_twins(const Bundle& bundle) {
    for (std::size_t i = 0; i < bundle.members.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (bundle.members[i].key.pubkey == bundle.members[k].key.pubkey)
                return misused(bundle.members[k].file + " and " + bundle.members[i].file +
                               " have the same address, " +
                               codec::to_string(bundle.members[i].key.pubkey) +
                               "; each program needs a key of its own");
    return {};
}

Outcome<Bundle> prepare(const JumboDeployOptions& options, const Session& session) {
    Bundle out;
    for (const auto& file : options.files) {
        TRY(auto member, read_member(options, file));
        out.members.push_back(std::move(member));
    }
    CHECK_OK(refuse_twins(out));
    TRY(out.payer, session.keypair());
    TRY(out.authority, key_or_own(options.authority, session));
    return out;
}

Outcome<void> check_absent(Remote& remote, const Bundle& bundle) {
    for (const auto& member : bundle.members) {
        const auto address = member.key.pubkey;
        TRY(const auto account, remote.ok(remote.client.account(address)));
        if (account)
            return failed("there is an account " + codec::to_string(address) + " already, which " +
                          member.file +
                          " would be; upgrade a program with `orrery program deploy " +
                          member.file + "`, or give it another key");
    }
    return {};
}

// What the payer must have: rents, and for a while a buffer's, the largest being last at worst.
Outcome<void> check_funds(Remote& remote, const Bundle& bundle, const SignedJumbo& jumbo) {
    std::uint64_t kept = jumbo.fee.total(), most = 0;
    for (const auto& member : bundle.members) {
        const auto rent = [&](std::uint64_t size) {
            return remote.ok(remote.client.minimum_balance(size));
        };
        TRY(const auto buffer, rent(tx::LoaderBuffer::header_size + member.elf.size()));
        TRY(const auto data, rent(tx::LoaderProgramData::header_size + member.elf.size()));
        TRY(const auto program, rent(tx::LoaderProgram::size));
        most = std::max(most, kept + buffer.value + program.value);
        kept += data.value + program.value;
    }
    const Lamports needed{std::max(most, kept)};
    TRY(const auto balance, remote.ok(remote.client.balance(bundle.payer.pubkey)));
    if (balance >= needed) return {};
    return failed("deploying takes " + format_sol(needed) + ", and " +
                  codec::to_string(bundle.payer.pubkey) + " has " + format_sol(balance) +
                  "; get some with `orrery airdrop`");
}

Outcome<SignedJumbo> sign(Remote& remote, const Bundle& bundle) {
    TRY(const auto rent, remote.ok(remote.client.minimum_balance(0)));
    TRY(const auto latest, remote.ok(remote.client.latest_blockhash()));
    std::vector<tx::BundledProgram> programs;
    std::vector<crypto::Keypair> keys = {bundle.payer, bundle.authority};
    for (const auto& member : bundle.members) {
        programs.push_back({.program = member.key.pubkey,
                            .buffer = std::nullopt,
                            .elf = member.elf,
                            .authority = bundle.authority.pubkey});
        keys.push_back(member.key);
    }
    const tx::DeployBundle deployment{.payer = bundle.payer.pubkey,
                                      .programs = programs,
                                      .lamports_per_byte = rent.value / account_storage_overhead};
    tx::JumboBuilder builder(bundle.payer.pubkey);
    builder.add(tx::deploy_bundle(deployment)).lifetime(latest.blockhash);
    builder.compute_unit_limit(static_cast<std::uint32_t>(std::min<std::uint64_t>(
        tx::deploy_bundle_compute_units(deployment), std::numeric_limits<std::uint32_t>::max())));
    return sign_jumbo(builder, keys, "deploy them in several goes");
}

std::string programs_text(const Bundle& bundle) {
    std::vector<std::pair<std::string_view, std::string>> rows;
    for (const auto& member : bundle.members)
        rows.emplace_back(member.file, codec::to_string(member.key.pubkey) + "  " +
                                           std::to_string(member.elf.size()) + " bytes");
    return table(rows);
}

void write_programs(json::Writer& out, const Bundle& bundle) {
    out.key("programs").begin_array();
    for (const auto& member : bundle.members)
        out.begin_object()
            .field("file", member.file)
            .field("programId", member.key.pubkey)
            .field("size", member.elf.size())
            .end_object();
    out.end_array();
}

// Whose instruction failed, where the chain's words name one.
Failure name_culprit(Failure failure, const Bundle& bundle) {
    constexpr std::string_view before = "Error processing Instruction ";
    const auto at = failure.message.find(before);
    if (at == std::string::npos) return failure;
    auto index = std::strtoull(failure.message.c_str() + at + before.size(), nullptr, 10);
    for (const auto& member : bundle.members) {
        const tx::BundledProgram alone[] = {{member.key.pubkey, std::nullopt, member.elf, {}, 0}};
        const auto count = tx::deploy_bundle({bundle.payer.pubkey, alone}).size();
        if (index < count) {
            failure.message += "\nThat instruction is of " + member.file + "; nothing was deployed";
            break;
        }
        index -= count;
    }
    return failure;
}

Outcome<void> send_bundle(Remote& remote, const Bundle& bundle, const SignedJumbo& jumbo) {
    const auto& out = remote.session.out();
    const auto sent = send_wire(remote.session, remote.client, jumbo.wire, jumbo.payer);
    if (!sent) return fail(name_culprit(sent.error(), bundle));
    for (const auto& member : bundle.members)
        send_debug_info(remote.session, remote.client, member.key.pubkey, member.file);
    json::Writer json;
    json.begin_object().field("signature", sent->id).field("slot", sent->slot);
    write_programs(json, bundle);
    jumbo.write(json);
    out.result(table({{"Signature", codec::to_string(sent->id)},
                      {"Slot", std::to_string(sent->slot.value)},
                      {"Authority", codec::to_string(bundle.authority.pubkey)},
                      {"Status", "all deployed"}}),
               json.end_object().text());
    return {};
}

Outcome<void> run_jumbo_deploy(const JumboDeployOptions& options, const Session& session) {
    Remote remote(session);
    TRY(const auto bundle, prepare(options, session));
    CHECK_OK(check_absent(remote, bundle));
    TRY(const auto jumbo, sign(remote, bundle));
    CHECK_OK(check_funds(remote, bundle, jumbo));
    const auto& out = session.out();
    if (out.is_text()) out.line(programs_text(bundle) + jumbo.text());
    if (!options.dry_run) return send_bundle(remote, bundle, jumbo);
    const auto said = simulate_jumbo(remote, jumbo);
    if (!said) return fail(name_culprit(said.error(), bundle));
    json::Writer json;
    write_programs(json.begin_object(), bundle);
    jumbo.write(json);
    out.result(table({{"Simulation", *said}}) + "Nothing was sent.\n",
               json.field("simulation", *said).end_object().text());
    return {};
}

}  // namespace

void add_jumbo_deploy(CLI::App& jumbo, Chosen& chosen) {
    auto options = std::make_shared<JumboDeployOptions>();
    auto& command = add_subcommand(jumbo, "deploy", "deploy several programs, all or none", options,
                                   run_jumbo_deploy, chosen);
    command
        .add_option("files", options->files,
                    "programs; FILE-keypair.json beside one is its key, else a new one")
        ->type_name("FILE.so")
        ->required();
    add_authority(command, options->authority, "key file of who may upgrade them (your key pair)");
    command.add_flag("--dry-run", options->dry_run, "show the fee and simulate, deploy nothing");
    add_skip_verify(command, options->skip_verify);
}

}  // namespace orrery::cli
