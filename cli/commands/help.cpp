#include "cli/commands/help.hpp"

#include <algorithm>

namespace orrery::cli {
namespace {

constexpr std::size_t max_label = 30;

struct Row {
    std::string label;
    std::string text;
};

std::string format(const std::string& heading, const std::vector<Row>& rows) {
    std::size_t width = 0;
    for (const auto& row : rows)
        if (row.label.size() <= max_label) width = std::max(width, row.label.size());
    std::string out = heading + ":\n";
    for (const auto& row : rows) {
        out += "  " + row.label;
        if (row.label.size() > width)
            out += "\n" + std::string(width + 4, ' ');
        else
            out.append(width - row.label.size() + 2, ' ');
        out += row.text + "\n";
    }
    return out;
}

// A positional's place in the usage line.
std::string placeholder(const CLI::Option& option) {
    const auto name = option.get_type_name();
    return option.get_required() || name.starts_with("--") ? name : "[" + name + "]";
}

std::string label(const CLI::Option& option) {
    if (option.get_positional()) return option.get_type_name();
    std::string out;
    for (const auto& name : option.get_snames()) out += "-" + name + ", ";
    for (const auto& name : option.get_lnames()) out += "--" + name + ", ";
    out.resize(out.size() - 2);
    const bool is_switch = option.get_type_size_max() == 0;
    return is_switch ? out : out + " " + option.get_type_name();
}

std::string path_of(const CLI::App& app) {
    const auto* parent = app.get_parent();
    return (parent ? path_of(*parent) + " " : "") + app.get_name();
}

std::string usage(const CLI::App& app) {
    std::string out = "Usage: " + path_of(app);
    const bool has_commands = !app.get_subcommands({}).empty();
    if (has_commands) return out + " COMMAND [OPTIONS]\n";
    out += " [OPTIONS]";
    for (const auto* option : app.get_options())
        if (option->get_positional()) out += " " + placeholder(*option);
    return out + "\n";
}

// Rows by group, in the order of the groups' first members.
using Groups = std::vector<std::pair<std::string, std::vector<Row>>>;

void add(Groups& groups, const std::string& name, Row row) {
    auto it = std::find_if(groups.begin(), groups.end(),
                           [&](const auto& group) { return group.first == name; });
    if (it == groups.end()) it = groups.insert(groups.end(), {name, {}});
    it->second.push_back(std::move(row));
}

Groups collect(const CLI::App& app) {
    Groups out;
    for (const auto* command : app.get_subcommands({}))
        add(out, command->get_group() == "Subcommands" ? "Commands" : command->get_group(),
            {command->get_name(), command->get_description()});
    for (const auto* option : app.get_options())
        if (option->get_positional())
            add(out, "Arguments", {label(*option), option->get_description()});
    for (const auto* option : app.get_options())
        if (!option->get_positional() && option != app.get_help_ptr())
            add(out, option->get_group(), {label(*option), option->get_description()});
    return out;
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string /*name*/,
                                     CLI::AppFormatMode /*mode*/) const {
    auto description = app->get_description();
    description[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(description[0])));
    std::string out = description + "\n\n" + usage(*app);
    for (const auto& [heading, rows] : collect(*app)) out += "\n" + format(heading, rows);
    if (app->get_parent()) out += "\nOptions of every command: see `orrery --help`.\n";
    if (!app->get_footer().empty()) out += "\n" + app->get_footer() + "\n";
    return out;
}

}  // namespace orrery::cli
