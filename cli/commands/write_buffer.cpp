#include "cli/commands/buffer.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/loader_v3_state.hpp"

namespace orrery::cli {
namespace {

struct WriteBufferOptions {
    std::string file;
    std::string buffer;
    std::string authority;
    std::uint64_t max_len = 0;
    bool skip_verify = false;
};

constexpr std::uint64_t lamports_per_signature = 5000;
constexpr std::uint64_t creation_signatures = 2;

Outcome<Bytes> read_elf(const WriteBufferOptions& options) {
    TRY(auto elf, read_program_file(options.file));
    if (!options.skip_verify) {
        CHECK_OK(verify_program(options.file, elf));
    }
    if (options.max_len > max_elf_size)
        return misused("--max-len can be " + std::to_string(max_elf_size) + " at most");
    return elf;
}

Outcome<void> check_funds(Remote& remote, const Pubkey& payer, const Buffer& buffer) {
    TRY(const auto cost, buffer.cost());
    TRY(const auto rent, remote.ok(remote.client.minimum_balance(tx::LoaderBuffer::header_size +
                                                                 buffer.capacity())));
    const auto fees = (cost.signatures + creation_signatures) * lamports_per_signature;
    const Lamports needed{fees + (buffer.exists() ? 0 : rent.value)};
    TRY(const auto balance, remote.ok(remote.client.balance(payer)));
    if (balance >= needed) return {};
    return failed("the buffer takes " + format_sol(needed) + ", and " + codec::to_string(payer) +
                  " has " + format_sol(balance) + "; get some with `orrery airdrop`");
}

Outcome<void> write(Remote& remote, const Pubkey& payer, Buffer& buffer) {
    CHECK_OK(check_funds(remote, payer, buffer));
    const Interruptible interruptible(buffer, remote.session);
    return buffer.fill(remote);
}

void report(const Session& session, const Buffer& buffer, const Pubkey& authority) {
    json::Writer json;
    json.begin_object().field("buffer", buffer.address()).field("authority", authority);
    json.field("dataLen", buffer.capacity()).end_object();
    session.out().result(table({{"Buffer", codec::to_string(buffer.address())},
                                {"Authority", codec::to_string(authority)},
                                {"Size", std::to_string(buffer.capacity()) + " bytes"}}),
                         json.text());
}

Outcome<void> run_write_buffer(const WriteBufferOptions& options, const Session& session) {
    Remote remote(session);
    TRY(const auto elf, read_elf(options));
    TRY(const auto payer, session.keypair());
    TRY(const auto authority, key_or_own(options.authority, session));
    TRY(auto buffer,
        Buffer::plan(remote, {.given = options.buffer,
                              .key_file = neighbour(options.file, "-buffer.json"),
                              .payer = payer,
                              .authority = authority,
                              .elf = elf,
                              .size = std::max<std::uint64_t>(options.max_len, elf.size())}));
    if (auto written = write(remote, payer.pubkey, buffer); !written)
        return fail(buffer.give_up(std::move(written.error())));
    buffer.forget();
    report(session, buffer, authority.pubkey);
    return {};
}

}  // namespace

void add_write_buffer(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<WriteBufferOptions>();
    auto& command =
        add_subcommand(program, "write-buffer", "write a program into a buffer, to upgrade from it",
                       options, run_write_buffer, chosen);
    command.add_option("file", options->file, "what orrery program build or cargo build-sbf makes")
        ->type_name("FILE.so")
        ->required();
    command
        .add_option("--buffer", options->buffer,
                    "the buffer, key file or address (FILE-buffer.json, removed when done)")
        ->type_name("KEYPAIR");
    command
        .add_option("--buffer-authority,--authority", options->authority,
                    "key file of who may write and use it (your key pair)")
        ->type_name("KEYPAIR");
    command
        .add_option("--max-len", options->max_len, "room in the buffer, in bytes (the file's size)")
        ->type_name("BYTES");
    add_skip_verify(command, options->skip_verify);
}

}  // namespace orrery::cli
