#include "cli/commands/deploy.hpp"

#include <filesystem>
#include <fstream>
#include <thread>

#include "cli/commands/loader_account.hpp"
#include "cli/commands/upload.hpp"
#include "cli/session/amount.hpp"
#include "cli/session/progress.hpp"
#include "cli/session/send.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;
namespace loader = tx::loader_v3;

// Solana's limit of an account, less the loader's header.
constexpr std::uint64_t max_account_size = 10ull << 20;
constexpr std::uint64_t max_elf_size = max_account_size - tx::LoaderProgramData::header_size;
constexpr std::uint64_t lamports_per_signature = 5000;

// What a deployment works on, all of it read and checked before anything is sent.
struct Deployment {
    Bytes elf;
    crypto::Keypair payer;
    crypto::Keypair authority;
    Pubkey program;
    std::optional<crypto::Keypair> program_key;  ///< needed to create it
    std::optional<DeployedProgram> existing;
    std::uint64_t max_len = 0;
    crypto::Keypair buffer = crypto::Keypair::random();
};

Outcome<Bytes> read_elf(const std::string& path) {
    std::error_code ec;
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in || fs::is_directory(path, ec))
        return failed("can't read the program " + path + "; build it with cargo build-sbf");
    const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(in.tellg(), 0));
    if (size > max_elf_size)
        return failed(path + " has " + std::to_string(size) + " bytes; a program may have " +
                      std::to_string(max_elf_size));
    Bytes elf(static_cast<std::size_t>(size));
    in.seekg(0).read(reinterpret_cast<char*>(elf.data()), static_cast<std::streamsize>(size));
    if (!in) return failed("can't read the program " + path + " to its end");
    if (!as_text(elf).starts_with("\x7f"
                                  "ELF"))
        return failed(path + " is no ELF file; give the .so that cargo build-sbf makes");
    return elf;
}

// target/deploy/NAME-keypair.json beside NAME.so, where cargo build-sbf puts it.
std::string neighbour_key(const std::string& elf) {
    const fs::path path(elf);
    return (path.parent_path() / (path.stem().string() + "-keypair.json")).string();
}

Outcome<void> choose_program(const DeployOptions& options, Deployment& deployment) {
    if (const auto address = codec::decode_key<Pubkey>(options.program_id)) {
        deployment.program = *address;
        return {};
    }
    std::error_code ec;
    const auto file = options.program_id.empty() ? neighbour_key(options.file) : options.program_id;
    if (!options.program_id.empty() || fs::exists(file, ec)) {
        TRY(deployment.program_key, read_keypair(file));
    } else {
        deployment.program_key = crypto::Keypair::random();
    }
    deployment.program = deployment.program_key->pubkey;
    return {};
}

Outcome<Deployment> prepare(const DeployOptions& options, const Session& session,
                            client::Client& client) {
    Deployment out;
    TRY(out.elf, read_elf(options.file));
    TRY(out.payer, session.keypair());
    out.authority = out.payer;
    if (!options.authority.empty()) {
        TRY(out.authority, read_keypair(options.authority));
    }
    CHECK_OK(choose_program(options, out));
    out.max_len = std::max<std::uint64_t>(options.max_len, out.elf.size());
    if (out.max_len > max_elf_size)
        return misused("--max-len can be " + std::to_string(max_elf_size) + " at most");
    TRY(out.existing, find_program(session, client, out.program));
    return out;
}

// The authority of an existing program must be ours; a new one needs its own key.
Outcome<void> check_rights(const Deployment& d) {
    const auto address = codec::to_string(d.program);
    if (!d.existing) {
        if (d.program_key) return {};
        return failed("there is no program " + address +
                      " to upgrade; to create it, give its key file: --program-id FILE");
    }
    if (!d.existing->authority)
        return failed("program " + address + " is final: nobody can upgrade it");
    if (*d.existing->authority != d.authority.pubkey)
        return failed("program " + address + " can be upgraded by " +
                      codec::to_string(*d.existing->authority) + " only, not by " +
                      codec::to_string(d.authority.pubkey) + "; give its key with --authority");
    return {};
}

std::uint64_t missing_room(const Deployment& d) {
    if (!d.existing || d.elf.size() <= d.existing->capacity) return 0;
    const auto wanted = d.elf.size() - d.existing->capacity;
    const auto possible = max_elf_size - d.existing->capacity;
    return std::min(std::max<std::uint64_t>(wanted, loader::min_extension), possible);
}

// The most that is out of the payer's account at a time, fees included.
Outcome<Lamports> price(const Session& session, client::Client& client, const Deployment& d) {
    const auto rent = [&](std::uint64_t size) { return client.minimum_balance(size); };
    const auto buffer = rent(tx::LoaderBuffer::header_size + d.elf.size());
    if (!buffer) return fail(session.explain(buffer.error()));
    std::uint64_t total = buffer->value;
    if (!d.existing) {
        // The buffer's lamports come back before the program's data is paid for.
        const auto data = rent(tx::LoaderProgramData::header_size + d.max_len);
        const auto program = rent(tx::LoaderProgram::size);
        if (!data) return fail(session.explain(data.error()));
        if (!program) return fail(session.explain(program.error()));
        total = std::max(total, data->value) + program->value;
    }
    TRY(const auto writes, upload_transactions(d.payer, d.authority, d.elf.size()));
    return Lamports{total + (2 * writes + 8) * lamports_per_signature};
}

Outcome<void> check_funds(const Session& session, client::Client& client, const Deployment& d) {
    TRY(const auto needed, price(session, client, d));
    const auto balance = client.balance(d.payer.pubkey);
    if (!balance) return fail(session.explain(balance.error()));
    if (*balance >= needed) return {};
    return failed("deploying takes " + format_sol(needed) + " for a while, and " +
                  codec::to_string(d.payer.pubkey) + " has " + format_sol(*balance) +
                  "; get some with `orrery airdrop`");
}

std::vector<const crypto::Keypair*> signers(const Deployment& d,
                                            std::initializer_list<const crypto::Keypair*> more) {
    std::vector<const crypto::Keypair*> out{&d.payer};
    for (const auto* key : more)
        if (key->pubkey != d.payer.pubkey) out.push_back(key);
    return out;
}

Outcome<void> create_buffer(const Session& session, client::Client& client, const Deployment& d) {
    const auto size = tx::LoaderBuffer::header_size + d.elf.size();
    const auto rent = client.minimum_balance(size);
    if (!rent) return fail(session.explain(rent.error()));
    const Instruction instructions[] = {
        tx::system::create_account({.from = d.payer.pubkey,
                                    .to = d.buffer.pubkey,
                                    .lamports = *rent,
                                    .space = size,
                                    .owner = ids::loader_v3}),
        loader::initialize_buffer(d.buffer.pubkey, d.authority.pubkey)};
    CHECK_OK(send(session, client, {instructions, signers(d, {&d.buffer})}));
    return {};
}

// Makes room for a larger ELF. A program that was extended can be upgraded from the next slot on.
Outcome<void> extend(const Session& session, client::Client& client, const Deployment& d) {
    const auto bytes = missing_room(d);
    if (bytes == 0) return {};
    const Instruction instructions[] = {
        loader::extend_program({.program = d.program,
                                .payer = d.payer.pubkey,
                                .additional_bytes = static_cast<std::uint32_t>(bytes)})};
    TRY(const auto sent, send(session, client, {instructions, signers(d, {})}));
    // A chain without a clock of its own may never reach a later slot at `confirmed`.
    constexpr std::string_view at_processed = R"([{"commitment":"processed"}])";
    for (int attempt = 0; attempt < 500; ++attempt) {
        const auto answer = client.call("getSlot", at_processed);
        if (!answer) return fail(session.explain(answer.error()));
        if (answer->result().u64().value_or(0) > sent.slot.value) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return failed("the program was extended, but the chain stays in slot " +
                  std::to_string(sent.slot.value) +
                  "; in manual block mode end it with orrery_mine, then deploy again");
}

Outcome<Sent> finish(const Session& session, client::Client& client, const Deployment& d) {
    if (d.existing) {
        const Instruction instructions[] = {loader::upgrade({.program = d.program,
                                                             .buffer = d.buffer.pubkey,
                                                             .authority = d.authority.pubkey,
                                                             .spill = d.payer.pubkey})};
        return send(session, client, {instructions, signers(d, {&d.authority})});
    }
    const auto rent = client.minimum_balance(tx::LoaderProgram::size);
    if (!rent) return fail(session.explain(rent.error()));
    const Instruction instructions[] = {
        tx::system::create_account({.from = d.payer.pubkey,
                                    .to = d.program,
                                    .lamports = *rent,
                                    .space = tx::LoaderProgram::size,
                                    .owner = ids::loader_v3}),
        loader::deploy_with_max_data_len({.payer = d.payer.pubkey,
                                          .program = d.program,
                                          .buffer = d.buffer.pubkey,
                                          .authority = d.authority.pubkey,
                                          .max_data_len = d.max_len})};
    return send(session, client, {instructions, signers(d, {&*d.program_key, &d.authority})});
}

// Gives the buffer's lamports back after a failure; whether that works changes nothing of it.
void close_buffer(const Session& session, client::Client& client, const Deployment& d) {
    const Instruction instructions[] = {loader::close({.account = d.buffer.pubkey,
                                                       .recipient = d.payer.pubkey,
                                                       .authority = d.authority.pubkey,
                                                       .program = std::nullopt})};
    (void)send(session, client, {instructions, signers(d, {&d.authority})});
}

Outcome<Sent> write_and_finish(const Session& session, client::Client& client,
                               const Deployment& d) {
    {
        Progress progress("writing", session.surroundings().stderr_is_terminal);
        CHECK_OK(upload({.session = session,
                         .payer = d.payer,
                         .authority = d.authority,
                         .buffer = d.buffer.pubkey,
                         .elf = d.elf,
                         .progress = [&](auto done, auto total) { progress.show(done, total); }}));
    }
    CHECK_OK(extend(session, client, d));
    return finish(session, client, d);
}

void report(const Session& session, const Deployment& d, const Sent& sent) {
    const auto authority = codec::to_string(d.authority.pubkey);
    json::Writer json;
    json.begin_object().field("programId", d.program).field("signature", sent.id);
    json.field("slot", sent.slot).field("size", d.elf.size());
    json.field("upgraded", d.existing.has_value()).field("authority", authority).end_object();
    session.out().result(table({{"Program", codec::to_string(d.program)},
                                {"Signature", codec::to_string(sent.id)},
                                {"Size", std::to_string(d.elf.size()) + " bytes"},
                                {"Authority", authority},
                                {"Status", d.existing ? "upgraded" : "deployed"}}),
                         json.text());
}

}  // namespace

Outcome<void> run_deploy(const DeployOptions& options, const Session& session) {
    auto client = session.client();
    TRY(const auto deployment, prepare(options, session, client));
    CHECK_OK(check_rights(deployment));
    CHECK_OK(check_funds(session, client, deployment));
    CHECK_OK(create_buffer(session, client, deployment));
    const auto sent = write_and_finish(session, client, deployment);
    if (!sent) {
        close_buffer(session, client, deployment);
        return fail(sent.error());
    }
    report(session, deployment, *sent);
    return {};
}

}  // namespace orrery::cli
