#include "cli/commands/loader_account.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"

namespace orrery::cli {
namespace {

struct ExtendOptions {
    std::string program;
    std::uint64_t bytes = 0;
};

constexpr std::uint64_t lamports_per_signature = 5000;

// Anyone may extend a program, but only as the loader allows.
Outcome<void> check(const DeployedProgram& program, std::uint64_t bytes) {
    const auto name = "program " + codec::to_string(program.address);
    if (!program.authority) return failed(name + " is final: it can't be extended by anybody");
    const auto left = max_elf_size - std::min(program.capacity, max_elf_size);
    if (left == 0) return failed(name + " has the largest size that there is already");
    if (bytes > left)
        return failed(name + " can grow by " + std::to_string(left) + " bytes at most, to " +
                      std::to_string(max_elf_size));
    if (bytes >= tx::loader_v3::min_extension || bytes == left) return {};
    return failed("a program grows by " + std::to_string(tx::loader_v3::min_extension) +
                  " bytes at least, or by all that is left (" + std::to_string(left) + ")");
}

Outcome<void> check_funds(Remote& remote, const Pubkey& payer, const DeployedProgram& program,
                          std::uint64_t bytes) {
    const auto size = tx::LoaderProgramData::header_size + program.capacity + bytes;
    TRY(const auto rent, remote.ok(remote.client.minimum_balance(size)));
    const auto missing = rent.value - std::min(rent.value, program.balance.value);
    const Lamports needed{missing + lamports_per_signature};
    TRY(const auto balance, remote.ok(remote.client.balance(payer)));
    if (balance >= needed) return {};
    return failed("extending takes " + format_sol(needed) + ", and " + codec::to_string(payer) +
                  " has " + format_sol(balance) + "; get some with `orrery airdrop`");
}

void report(const Session& session, const DeployedProgram& program, const ExtendOptions& options,
            const Sent& sent) {
    const auto size = program.capacity + options.bytes;
    json::Writer json;
    json.begin_object().field("programId", program.address).field("signature", sent.id);
    json.field("slot", sent.slot).field("additionalBytes", options.bytes);
    json.field("dataLen", size).end_object();
    session.out().result(table({{"Program", options.program},
                                {"Signature", codec::to_string(sent.id)},
                                {"Slot", std::to_string(sent.slot.value)},
                                {"Size", std::to_string(size) + " bytes"}}),
                         json.text());
}

Outcome<void> run_extend(const ExtendOptions& options, const Session& session) {
    TRY(const auto address, read_address(options.program));
    Remote remote(session);
    TRY(const auto payer, session.keypair());
    TRY(const auto program, need_program(remote, address));
    CHECK_OK(check(program, options.bytes));
    CHECK_OK(check_funds(remote, payer.pubkey, program, options.bytes));
    const Instruction instructions[] = {tx::loader_v3::extend_program(
        {.program = address,
         .payer = payer.pubkey,
         .additional_bytes = static_cast<std::uint32_t>(options.bytes)})};
    TRY(const auto sent, send_after(remote, program.last_deployed, instructions, {&payer}));
    report(session, program, options, sent);
    return {};
}

}  // namespace

void add_extend(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<ExtendOptions>();
    auto& command = add_subcommand(program, "extend", "make room for a larger version", options,
                                   run_extend, chosen);
    command.add_option("program", options->program, "the program")
        ->type_name("PROGRAM")
        ->required();
    command.add_option("bytes", options->bytes, "how many more: 10240, or all that are left")
        ->type_name("BYTES")
        ->required();
}

}  // namespace orrery::cli
