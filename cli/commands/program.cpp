#include "cli/commands/program_commands.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/commands/toolchain.hpp"

namespace orrery::cli {

void add_program(CLI::App& app, Chosen& chosen) {
    auto* program = app.add_subcommand("program", "build, test, deploy and manage programs");
    program->group(groups::programs)->require_subcommand(1);
    program->fallthrough();
    for (const auto add : {add_deploy, add_upgrade, add_write_buffer, add_show_program, add_extend,
                           add_set_authority, add_dump, add_close})
        add(*program, chosen);
    add_toolchain(*program, chosen);
}

void add_skip_verify(CLI::App& command, bool& skip) {
    command.add_flag("--skip-feature-verify", skip, "leave it to the chain to check the ELF");
}

void add_authority(CLI::App& command, std::string& path, const std::string& help) {
    command.add_option("--authority", path, help)->type_name("KEYPAIR");
}

}  // namespace orrery::cli
