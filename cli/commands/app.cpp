#include "cli/commands/app.hpp"

#include <algorithm>
#include <cstdio>

#include "cli/commands/help.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/commands/version_text.hpp"
#include "devnet/node/settings.hpp"

namespace orrery::cli {
namespace {

constexpr int usage_code = static_cast<int>(node::ExitCode::usage);

void add_globals(CLI::App& app, Globals& globals) {
    const std::string group = "Options of every command";
    app.add_option("-u,--url", globals.url, "the chain: an address, or l, d, t, m (local)")
        ->type_name("URL")
        ->group(group);
    app.add_option("-k,--keypair", globals.keypair, "the key file to sign with")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--output", globals.output, "display, json or json-compact")
        ->type_name("FORMAT")
        ->group(group);
    app.add_option("--commitment", globals.commitment, "processed, confirmed or finalized")
        ->type_name("LEVEL")
        ->group(group);
    app.set_version_flag("--version", "orrery " + std::string(version), "show Orrery's version")
        ->group(group);
}

void add_commands(CLI::App& app, Chosen& chosen) {
    for (const auto add :
         {add_up, add_exec, add_replay, add_slot, add_mine, add_version, add_keygen, add_address,
          add_airdrop, add_balance, add_transfer, add_account, add_tx, add_logs, add_jumbo, add_new,
          add_program, add_hook})
        add(app, chosen);
}

// The command that was meant, for messages.
const CLI::App& innermost(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : innermost(*chosen.front());
}

std::string path_of(const CLI::App& app) {
    const auto* parent = app.get_parent();
    return (parent ? path_of(*parent) + " " : "") + app.get_name();
}

std::vector<std::string> names_at(const CLI::App& app, bool options) {
    std::vector<std::string> out;
    if (!options) {
        for (const auto* command : app.get_subcommands({})) out.push_back(command->get_name());
        return out;
    }
    for (const CLI::App* at = &app; at; at = at->get_parent())
        for (const auto* option : at->get_options())
            for (const auto& name : option->get_lnames()) out.push_back("--" + name);
    return out;
}

// "program build" for "build".
std::optional<std::string> deeper(const CLI::App& app, const std::string& typed) {
    for (const auto* group : app.get_subcommands({}))
        for (const auto* command : group->get_subcommands({}))
            if (command->get_name() == typed) return group->get_name() + " " + typed;
    return std::nullopt;
}

std::string suggestion(const CLI::App& app, const std::string& typed) {
    if (const auto command = deeper(app, typed)) return "; did you mean \"" + *command + "\"?";
    const auto names = names_at(app, typed.starts_with('-'));
    const std::vector<std::string_view> views(names.begin(), names.end());
    const auto near = node::nearest(typed.substr(0, typed.find('=')), views);
    return near ? "; did you mean \"" + *near + "\"?" : "";
}

// CLI11's sentences say neither what an option wants nor what was wrong with it.
std::string reword(const CLI::App& command, const CLI::ParseError& error) {
    std::string what = error.what();
    if (error.get_name() == "RequiredError" && !command.get_subcommands({}).empty())
        return "no command is given";
    if (error.get_name() == "ArgumentMismatch") {
        const auto name = what.substr(0, what.find(':'));
        const auto* option = command.get_option_no_throw(name);
        if (option)
            return name + " takes " + option->get_type_name() + ", and some of it is missing";
    }
    // "Could not convert: --limit = x"
    const auto name = what.find(": "), value = what.find(" = ");
    if (error.get_name() != "ConversionError" || value == std::string::npos || name > value)
        return what;
    const auto label = what.substr(name + 2, value - name - 2);
    const auto* option = command.get_option_no_throw(label);
    if (option && option->get_type_size_max() == 0) return label + " takes no value";
    return label + " must be a whole number, not \"" + what.substr(value + 3) + "\"";
}

std::string explain(const CLI::App& app, const CLI::ParseError& error) {
    const auto& command = innermost(app);
    if (const auto left = app.remaining(true); !left.empty()) {
        const bool is_command = !left[0].starts_with('-') && !command.get_subcommands({}).empty();
        return (is_command ? "there is no command \"" : "unexpected argument \"") + left[0] + "\"" +
               suggestion(command, left[0]);
    }
    return reword(command, error);
}

// What CLI11 is to parse, the last one first: `orrery help up` is `orrery up --help`.
std::vector<std::string> arguments(int argc, const char* const* argv) {
    std::vector<std::string> out(argv + 1, argv + argc);
    if (!out.empty() && out.front() == "help") {
        out.erase(out.begin());
        out.emplace_back("--help");
    }
    std::reverse(out.begin(), out.end());
    return out;
}

int report(const CLI::App& app, const CLI::ParseError& error) {
    std::fprintf(stderr, "error: %s\nSee `%s --help`.\n", explain(app, error).c_str(),
                 path_of(innermost(app)).c_str());
    return usage_code;
}

int run(const Chosen& chosen, const Globals& globals, const Surroundings& surroundings) {
    const auto outcome = [&]() -> Outcome<void> {
        TRY(const auto session, Session::open(globals, surroundings));
        return chosen(session);
    }();
    if (outcome) return static_cast<int>(node::ExitCode::ok);
    if (!outcome.error().message.empty())
        std::fprintf(stderr, "error: %s\n", outcome.error().message.c_str());
    return outcome.error().exit_code;
}

}  // namespace

int run_app(int argc, const char* const* argv, const Surroundings& surroundings) {
    CLI::App app("Orrery: a Solayer chain on your desk", "orrery");
    app.formatter(std::make_shared<HelpFormatter>());
    app.require_subcommand(1);
    Globals globals;
    Chosen chosen;
    add_globals(app, globals);
    add_commands(app, chosen);
    app.footer(  // last: commands inherit what is there when they are added
        "Exit codes: 0 ok, 1 failure, 2 usage, 3 port busy, 4 ledger locked or damaged,\n"
        "130 interrupted before everything was stored. More: orrery COMMAND --help");
    try {
        app.parse(arguments(argc, argv));
    } catch (const CLI::Success& wanted) {
        return app.exit(wanted);
    } catch (const CLI::ParseError& error) {
        return report(app, error);
    }
    return run(chosen, globals, surroundings);
}

}  // namespace orrery::cli
