#pragma once

#include "cli/commands/commands.hpp"

namespace orrery::cli {

// Each adds a subcommand of `orrery program`.
void add_deploy(CLI::App& program, Chosen& chosen);
void add_upgrade(CLI::App& program, Chosen& chosen);
void add_write_buffer(CLI::App& program, Chosen& chosen);
void add_show_program(CLI::App& program, Chosen& chosen);
void add_dump(CLI::App& program, Chosen& chosen);
void add_extend(CLI::App& program, Chosen& chosen);
void add_set_authority(CLI::App& program, Chosen& chosen);
void add_close(CLI::App& program, Chosen& chosen);

/// The option of deploy, upgrade and write-buffer that leaves the ELF to the chain to judge.
void add_skip_verify(CLI::App& command, bool& skip);
/// The key file of an account's present authority.
void add_authority(CLI::App& command, std::string& path, const std::string& help);

}  // namespace orrery::cli
