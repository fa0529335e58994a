#include "cli/commands/deploy.hpp"
#include "cli/commands/loader_account.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/commands/toolchain.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct ShowOptions {
    std::string address;
};

Outcome<void> run_show(const ShowOptions& options, const Session& session) {
    TRY(const auto address, parse_address(options.address));
    auto client = session.client();
    TRY(const auto program, find_program(session, client, address));
    if (!program)
        return failed("there is no program " + options.address +
                      "; deploy one with `orrery program deploy`");
    json::Writer json;
    json.begin_object().field("programId", address).field("programdata", program->programdata);
    json.field("authority", program->authority).field("lastDeployedSlot", program->last_deployed);
    json.field("dataLen", program->capacity).field("lamports", program->balance).end_object();
    session.out().result(
        table({{"Program", options.address},
               {"Program data", codec::to_string(program->programdata)},
               {"Authority",
                program->authority ? codec::to_string(*program->authority) : "none (final)"},
               {"Deployed in slot", std::to_string(program->last_deployed.value)},
               {"Size", std::to_string(program->capacity) + " bytes"},
               {"Balance", format_sol(program->balance)}}),
        json.text());
    return {};
}

void add_deploy(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<DeployOptions>();
    auto& command = add_subcommand(program, "deploy", "deploy a program, or upgrade it", options,
                                   run_deploy, chosen);
    command.add_option("file", options->file, "the ELF file that cargo build-sbf makes")
        ->type_name("FILE.so")
        ->required();
    command
        .add_option(
            "--program-id", options->program_id,
            "its key file, or its address to upgrade it (FILE-keypair.json, else a new one)")
        ->type_name("KEYPAIR");
    command
        .add_option("--authority", options->authority,
                    "key file of who may upgrade it (your key pair)")
        ->type_name("KEYPAIR");
    command
        .add_option("--max-len", options->max_len,
                    "room for later versions, in bytes (the file's size)")
        ->type_name("BYTES");
}

void add_show(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<ShowOptions>();
    auto& command = add_subcommand(program, "show", "show a program's authority, size and age",
                                   options, run_show, chosen);
    command.add_option("address", options->address, "the program")
        ->type_name("ADDRESS")
        ->required();
}

}  // namespace

void add_program(CLI::App& app, Chosen& chosen) {
    auto* program = app.add_subcommand("program", "build, test, deploy and manage programs");
    program->group(groups::programs)->require_subcommand(1);
    program->fallthrough();
    add_deploy(*program, chosen);
    add_show(*program, chosen);
    add_toolchain(*program, chosen);
}

}  // namespace orrery::cli
