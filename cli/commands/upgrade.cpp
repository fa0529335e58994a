#include "cli/commands/loader_account.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/commands/subcommand.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"

namespace orrery::cli {
namespace {

struct UpgradeOptions {
    std::string buffer;
    std::string program;
    std::string authority;
    bool skip_verify = false;
};

Outcome<void> check_room(const DeployedProgram& program, const LoaderBufferAccount& buffer) {
    if (buffer.capacity <= program.capacity) return {};
    const auto missing =
        std::max<std::uint64_t>(buffer.capacity - program.capacity, tx::loader_v3::min_extension);
    const auto address = codec::to_string(program.address);
    return failed("program " + address + " has room for " + std::to_string(program.capacity) +
                  " bytes, and the buffer holds " + std::to_string(buffer.capacity) +
                  "; make room with: orrery program extend " + address + " " +
                  std::to_string(std::min(missing, max_elf_size - program.capacity)));
}

Outcome<void> check_rights(const DeployedProgram& program, const LoaderBufferAccount& buffer,
                           const Pubkey& authority) {
    CHECK_OK(check_authority(
        program.authority, authority,
        {"program " + codec::to_string(program.address), "upgraded", "--authority"}));
    if (buffer.authority == authority) return {};
    const auto address = codec::to_string(buffer.address);
    return failed("buffer " + address + " and program " + codec::to_string(program.address) +
                  " have different authorities; hand the buffer over first: orrery program "
                  "set-authority " +
                  address + " --new " + codec::to_string(authority));
}

Outcome<void> verify(Remote& remote, const LoaderBufferAccount& buffer) {
    TRY(const auto elf, read_content(remote, buffer));
    return verify_program("what buffer " + codec::to_string(buffer.address) + " holds", elf);
}

void report(Remote& remote, const UpgradeOptions& options, const Sent& sent, std::uint64_t size) {
    const auto units = units_of(remote, sent.id);
    json::Writer json;
    json.begin_object().field("programId", options.program).field("signature", sent.id);
    json.field("slot", sent.slot).field("size", size).field("computeUnits", units).end_object();
    remote.session.out().result(
        table({{"Program", options.program},
               {"Signature", codec::to_string(sent.id)},
               {"Slot", std::to_string(sent.slot.value)},
               {"Size", std::to_string(size) + " bytes"},
               {"Compute units", units ? std::to_string(*units) : "unknown"},
               {"Status", "upgraded"}}),
        json.text());
}

Outcome<void> run_upgrade(const UpgradeOptions& options, const Session& session) {
    TRY(const auto buffer_address, read_address(options.buffer));
    TRY(const auto program_address, read_address(options.program));
    Remote remote(session);
    TRY(const auto payer, session.keypair());
    TRY(const auto authority, key_or_own(options.authority, session));
    TRY(const auto program, need_program(remote, program_address));
    TRY(const auto buffer, need_buffer(remote, buffer_address));
    CHECK_OK(check_rights(program, buffer, authority.pubkey));
    CHECK_OK(check_room(program, buffer));
    if (!options.skip_verify) {
        CHECK_OK(verify(remote, buffer));
    }
    const Instruction instructions[] = {tx::loader_v3::upgrade({.program = program.address,
                                                                .buffer = buffer.address,
                                                                .authority = authority.pubkey,
                                                                .spill = payer.pubkey})};
    TRY(const auto sent,
        send_after(remote, program.last_deployed, instructions, {&payer, &authority}));
    report(remote, options, sent, buffer.capacity);
    return {};
}

}  // namespace

void add_upgrade(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<UpgradeOptions>();
    auto& command = add_subcommand(program, "upgrade", "upgrade a program from a buffer", options,
                                   run_upgrade, chosen);
    command.add_option("buffer", options->buffer, "what write-buffer made")
        ->type_name("BUFFER")
        ->required();
    command.add_option("program", options->program, "the program")
        ->type_name("PROGRAM")
        ->required();
    add_authority(command, options->authority, "key file of who may upgrade it (your key pair)");
    add_skip_verify(command, options->skip_verify);
}

}  // namespace orrery::cli
