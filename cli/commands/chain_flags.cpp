#include "cli/commands/chain_flags.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

namespace orrery::cli {
namespace {

using node::Given;
using node::Setting;

constexpr auto default_config = "orrery.ini";

void add_setting(CLI::App& command, ChainFlags& flags, const Setting& setting) {
    const std::string name(setting.name);
    const auto help = std::string(setting.help);
    const std::string group =
        setting.genesis ? "For a new chain (programs, accounts and mints repeat)" : "Options";
    if (setting.words.empty()) {
        command
            .add_flag_callback(
                "--" + name, [&flags, name] { flags.switches.insert(name); }, help)
            ->group(group);
        return;
    }
    command.add_option("--" + name, flags.words[name], help)
        ->type_size(static_cast<int>(setting.word_count()))
        ->type_name(std::string(setting.words))
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->group(group);
}

std::vector<Given> given_flags(const ChainFlags& flags) {
    std::vector<Given> out;
    for (const auto& name : flags.switches) out.push_back({name, {}, "--" + name, {}});
    for (const auto& [name, words] : flags.words) {
        const auto count = node::find_setting(name)->word_count();
        for (auto it = words.begin(); words.end() - it >= static_cast<std::ptrdiff_t>(count);
             it += static_cast<std::ptrdiff_t>(count))
            out.push_back({name, {it, it + static_cast<std::ptrdiff_t>(count)}, "--" + name, {}});
    }
    return out;
}

node::NodeResult<std::vector<Given>> given_file(const ChainFlags& flags,
                                                const Surroundings& surroundings) {
    if (!flags.config.empty()) return node::read_ini(flags.config);
    const auto named = surroundings.environment("ORRERY_CONFIG");
    if (named && !named->empty()) return node::read_ini(*named);
    std::error_code ec;
    if (std::filesystem::exists(default_config, ec)) return node::read_ini(default_config);
    return std::vector<Given>{};
}

}  // namespace

std::shared_ptr<ChainFlags> add_chain_flags(CLI::App& command, std::set<std::string> left_out) {
    auto flags = std::make_shared<ChainFlags>();
    flags->left_out = std::move(left_out);
    for (const auto& setting : node::settings())
        if (!flags->left_out.contains(std::string(setting.name)))
            add_setting(command, *flags, setting);
    command.add_option("--config", flags->config, "read settings from FILE (orrery.ini)")
        ->type_name("FILE");
    return flags;
}

Outcome<node::Launch> resolve(const ChainFlags& flags, const Surroundings& surroundings,
                              node::Launch defaults) {
    node::Sources sources;
    sources.flags = given_flags(flags);
    TRY(sources.environment, node::read_environment(surroundings.environment));
    TRY(sources.file, given_file(flags, surroundings));
    for (auto* source : {&sources.environment, &sources.file})
        std::erase_if(*source, [&](const Given& g) { return flags.left_out.contains(g.name); });
    TRY(auto launch, node::resolve(sources, std::move(defaults)));
    return launch;
}

}  // namespace orrery::cli
