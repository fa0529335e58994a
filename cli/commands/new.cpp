#include <algorithm>
#include <filesystem>

#include "cli/commands/subcommand.hpp"
#include "cli/session/installation.hpp"
#include "sdk/build/files.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

struct NewOptions {
    std::string name;
    std::string kind = "hello";
};

// In templates' texts and paths the project's name stands for these; the second one is for
// languages that take no hyphens.
constexpr std::string_view name_mark = "@name@";
constexpr std::string_view identifier_mark = "@identifier@";

bool is_project_name(const std::string& name) {
    constexpr std::size_t longest = 64;
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= longest && name[0] >= 'a' && name[0] <= 'z' &&
           std::ranges::all_of(name, allowed);
}

// A project's program is a CMake target; these are others' names.
bool is_taken(const std::string& name) {
    constexpr std::string_view taken[] = {"all",     "clean", "client",  "help",
                                          "install", "test",  "package", "sandbox_test"};
    return std::ranges::find(taken, name) != std::end(taken);
}

void replace_all(std::string& text, std::string_view mark, std::string_view by) {
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + by.size()))
        text.replace(at, mark.size(), by);
}

std::string filled(std::string text, const std::string& name) {
    auto identifier = name;
    std::ranges::replace(identifier, '-', '_');
    replace_all(text, name_mark, name);
    replace_all(text, identifier_mark, identifier);
    return text;
}

std::vector<std::string> kinds(const fs::path& templates) {
    std::vector<std::string> out;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(templates, ec))
        if (entry.is_directory(ec)) out.push_back(entry.path().filename().string());
    std::ranges::sort(out);
    return out;
}

Outcome<fs::path> find_template(const Session& session, const std::string& kind) {
    TRY(const auto templates, find_shared(session.surroundings(), templates_folder));
    const auto known = kinds(templates);
    if (std::ranges::find(known, kind) != known.end()) return templates / kind;
    std::string list;
    for (const auto& one : known) list += (list.empty() ? "" : ", ") + one;
    return misused("there is no template \"" + kind + "\"; there are " + list);
}

Outcome<void> copy_file(const fs::path& from, const fs::path& to, const std::string& name) {
    std::error_code ec;
    fs::create_directories(to.parent_path(), ec);
    const auto bytes = build::read_file(from);
    if (!bytes) return failed("can't read " + from.string());
    const auto text = filled(std::string(as_text(*bytes)), name);
    if (!build::write_file(to, as_bytes(text))) return failed("can't write " + to.string());
    fs::permissions(to, fs::status(from, ec).permissions() | fs::perms::owner_write, ec);
    return {};
}

Outcome<void> copy_template(const fs::path& from, const fs::path& to, const std::string& name) {
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(from, ec)) {
        if (!entry.is_regular_file(ec)) continue;
        const auto relative = entry.path().lexically_relative(from).string();
        CHECK_OK(copy_file(entry.path(), to / filled(relative, name), name));
    }
    if (ec) return failed("can't read " + from.string() + ": " + ec.message());
    return {};
}

Outcome<void> run_new(const NewOptions& options, const Session& session) {
    if (!is_project_name(options.name))
        return misused(
            "a project's name begins with a small letter and has small letters, digits, "
            "- and _, 64 at most; \"" +
            options.name + "\" isn't one");
    if (is_taken(options.name))
        return misused("CMake and the templates need the name " + options.name +
                       " themselves; choose another");
    TRY(const auto from, find_template(session, options.kind));
    const fs::path to(options.name);
    std::error_code ec;
    if (fs::exists(to, ec))
        return failed(options.name + " is there already; choose another name, or remove it");
    if (const auto copied = copy_template(from, to, options.name); !copied) {
        fs::remove_all(to, ec);
        return copied;
    }
    json::Writer json;
    json.begin_object().field("project", options.name).field("template", options.kind).end_object();
    session.out().result("Made " + options.name + "/ of the template " + options.kind +
                             ". How to go on: " + options.name + "/README.md",
                         json.text());
    return {};
}

}  // namespace

void add_new(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<NewOptions>();
    auto& command = add_subcommand(app, "new", "begin a project: a program, its tests and clients",
                                   options, run_new, chosen);
    command.group(groups::programs);
    command.add_option("name", options->name, "the project's name and folder")
        ->type_name("NAME")
        ->required();
    command
        .add_option("-t,--template", options->kind,
                    "what to begin with: hello, counter or hook-bot (hello)")
        ->type_name("TEMPLATE");
}

}  // namespace orrery::cli
