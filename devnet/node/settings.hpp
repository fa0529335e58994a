#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "devnet/node/config.hpp"
#include "devnet/node/error.hpp"

namespace orrery::node {

/// What `orrery up` is asked to do.
struct Launch {
    NodeConfig node;
    bool json = false;   ///< one JSON object when ready, in place of the banner
    bool quiet = false;  ///< no banner
};

/// One setting's value as it was given: by flag, environment or file.
struct Given {
    std::string name;                ///< of the setting, e.g. "bpf-program"
    std::vector<std::string> words;  ///< as many as the setting takes
    std::string origin;              ///< for messages, e.g. "--port", "ORRERY_PORT"
    std::filesystem::path base;      ///< what relative paths are relative to; empty = here
};

/// A setting of a chain: --NAME on the command line, ORRERY_NAME in the environment, a key of
/// orrery.ini.
struct Setting {
    std::string_view name;
    std::string_view words;  ///< what a value consists of, e.g. "ADDRESS FILE"; empty = a switch
    std::string_view help;
    bool repeatable = false;
    bool genesis = false;  ///< only a new chain takes it
    Result<void, std::string> (*apply)(Launch& launch, const Given& given);

    std::size_t word_count() const;
    std::string environment_name() const;
};

/// Every setting, in the order of the help.
std::span<const Setting> settings();
const Setting* find_setting(std::string_view name);

/// The settings of an ini text: `key = value` lines, # comments; touches no file. `file` names it
/// in messages, and its folder is what paths in it are relative to. Errors (usage), each with file
/// and line: a line that is none of those, of more than 16 KiB or with control characters; a key
/// that doesn't exist, with the nearest that does; a quote that is left open.
NodeResult<std::vector<Given>> parse_ini(std::string_view text, const std::filesystem::path& file);
/// The same from a file.
NodeResult<std::vector<Given>> read_ini(const std::filesystem::path& file);

/// The settings that the environment has; `get` is getenv. Errors (usage): wrong quoting or number
/// of words. Values of a repeatable setting are separated by semicolons.
NodeResult<std::vector<Given>> read_environment(
    const std::function<std::optional<std::string>(const std::string&)>& get);

/// Where settings come from; an earlier source hides a later one's values of the same setting.
struct Sources {
    std::vector<Given> flags;
    std::vector<Given> environment;
    std::vector<Given> file;
};

/// Defaults, overlaid by the sources. Errors (usage): a value that its setting doesn't take; one
/// given twice.
NodeResult<Launch> resolve(const Sources& sources, Launch defaults = {});

/// The nearest of `names` to a mistyped one, if any is near.
std::optional<std::string> nearest(std::string_view typed, std::span<const std::string_view> names);

}  // namespace orrery::node
