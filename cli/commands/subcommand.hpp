#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/commands/commands.hpp"

// What the commands' own files share to describe themselves to CLI11.
namespace orrery::cli {

/// The groups of the help, in its order.
namespace groups {
inline const std::string chain = "Chain";
inline const std::string accounts = "Accounts and transactions";
inline const std::string programs = "Programs";
}  // namespace groups

/// Adds a command whose options parse into `options`.
template <class Options>
CLI::App& add_subcommand(CLI::App& app, const std::string& name, const std::string& help,
                         const std::shared_ptr<Options>& options,
                         Outcome<void> (*run)(const Options&, const Session&), Chosen& chosen) {
    auto* command = app.add_subcommand(name, help);
    command->fallthrough();  // the options of every command may follow its name
    command->callback([options, run, &chosen] {
        chosen = [options, run](const Session& session) { return run(*options, session); };
    });
    return *command;
}

}  // namespace orrery::cli
