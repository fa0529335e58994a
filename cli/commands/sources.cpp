#include "cli/commands/sources.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

#include "cli/session/installation.hpp"
#include "sdk/tx/loader_v3_state.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

// What a single source may include from its own folder, which may be anybody's home.
constexpr std::string_view source_endings[] = {".c",  ".cc",  ".cpp", ".cxx", ".h",
                                               ".hh", ".hpp", ".hxx", ".inc", ".def"};

bool is_source_like(const fs::path& file) {
    return std::ranges::find(source_endings, file.extension().string()) != std::end(source_endings);
}

void add_stamp(const fs::directory_entry& entry, std::string& to) {
    std::error_code ec;
    const auto time = entry.last_write_time(ec).time_since_epoch().count();
    const auto size = entry.file_size(ec);
    to += entry.path().string() + ":" + std::to_string(time) + ":" + std::to_string(size) + "\n";
}

enum class Watch : bool { all_below, sources_in };

void add_folder(const fs::path& folder, Watch watch, std::string& to) {
    std::vector<fs::directory_entry> files;
    std::error_code ec;
    const auto options = fs::directory_options::skip_permission_denied;
    for (auto it = fs::recursive_directory_iterator(folder, options, ec);
         it != fs::recursive_directory_iterator(); it.increment(ec)) {
        const auto name = it->path().filename().string();
        if (watch == Watch::sources_in) it.disable_recursion_pending();
        if (name == "target" || name == "node_modules" || name.starts_with("."))
            it.disable_recursion_pending();
        else if (it->is_regular_file(ec) &&
                 (watch == Watch::all_below || is_source_like(it->path())))
            files.push_back(*it);
    }
    std::ranges::sort(files, {}, [](const auto& entry) { return entry.path(); });
    for (const auto& file : files) add_stamp(file, to);
}

std::uint64_t rent_of(std::uint64_t size) {
    return (size + account_storage_overhead) * default_lamports_per_byte;
}

// Flags that make something else of a source than the bitcode that the next step takes.
Outcome<void> check_flags(const std::vector<std::string>& flags) {
    constexpr std::array<std::string_view, 6> whole = {"-E", "-S", "-M", "-MM", "-o", "-c"};
    for (const auto& flag : flags) {
        if (std::ranges::find(whole, flag) != whole.end())
            return misused("--flag " + flag + " can't be used: clang shall compile to bitcode");
        if (flag.starts_with("-g"))
            return misused("--flag " + flag +
                           " can't be used: the .debug has symbols and lines already, and BPF's "
                           "back end takes no more");
    }
    return {};
}

}  // namespace

Outcome<sbpf::SbpfVersion> parse_arch(const std::string& text) {
    if (text == "v3") return sbpf::SbpfVersion::v3;
    if (text == "v0") return sbpf::SbpfVersion::v0;
    return misused("--arch must be v3 or v0, not \"" + text + "\"");
}

Outcome<lower::Optimization> parse_optimization(const std::string& text) {
    constexpr std::string_view levels = "0123sz";  // in Optimization's order
    const auto at = text.size() == 1 ? levels.find(text[0]) : levels.npos;
    if (at == levels.npos) return misused("-O must be 0, 1, 2, 3, s or z, not \"" + text + "\"");
    return static_cast<lower::Optimization>(at);
}

std::vector<fs::path> paths_of(const SourceOptions& options) {
    return {options.paths.begin(), options.paths.end()};
}

Outcome<build::CompileParams> compile_params(const SourceOptions& options, const Session& session,
                                             const build::Project& project) {
    build::CompileParams out;
    const auto& surroundings = session.surroundings();
    const auto compiler = build::find_compiler(surroundings.environment("PATH").value_or(""));
    if (!compiler) return failed(compiler.error());
    out.compiler = *compiler;
    TRY(out.sdk, find_shared(surroundings, program_sdk_folder));
    out.root = project.root;
    for (const auto& folder : options.include_dirs)
        out.include_dirs.push_back(fs::absolute(folder));
    out.defines = options.defines;
    CHECK_OK(check_flags(options.flags));
    out.flags = options.flags;
    out.colour = wants_colour(surroundings);
    return out;
}

tl::unexpected<Failure> explain(const build::Problems& problems, std::string message) {
    std::fputs(problems.compiler.c_str(), stderr);
    for (const auto& problem : problems.found)
        std::fprintf(stderr, "%s\n", problem.message().c_str());
    return failed(std::move(message));
}

bool wants_colour(const Surroundings& surroundings) {
    return surroundings.stderr_is_terminal && !surroundings.environment("NO_COLOR");
}

std::string stamp_of(const SourceOptions& options) {
    std::string out;
    std::error_code ec;
    for (const auto& path : options.paths) {
        if (fs::is_directory(path, ec))
            add_folder(fs::path(path) / "src", Watch::all_below, out);
        else
            add_folder(fs::absolute(path).parent_path(), Watch::sources_in, out);
    }
    for (const auto& folder : options.include_dirs) add_folder(folder, Watch::all_below, out);
    return out;
}

Lamports deploy_rent(std::uint64_t elf_size) {
    return Lamports{rent_of(tx::LoaderProgram::size) +
                    rent_of(tx::LoaderProgramData::header_size + elf_size)};
}

std::string join(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out.empty() ? "none" : out;
}

std::string stack_text(const std::vector<build::FunctionUse>& functions) {
    const auto most = std::ranges::max_element(functions, {}, &build::FunctionUse::stack);
    if (most == functions.end() || most->stack == 0) return "none";
    return std::to_string(most->stack) + " of 4096 bytes in " + most->name;
}

void write_functions(json::Writer& json, const std::vector<build::FunctionUse>& functions) {
    json.key("functions").begin_array();
    for (const auto& function : functions)
        json.begin_object()
            .field("name", function.name)
            .field("size", function.size)
            .field("stack", std::uint64_t{function.stack})
            .end_object();
    json.end_array();
}

std::string function_table(std::vector<build::FunctionUse> functions) {
    std::ranges::sort(functions, [](const auto& a, const auto& b) {
        return a.size != b.size ? a.size > b.size : a.name < b.name;
    });
    std::string out = "    Code   Stack  Function\n";
    char numbers[40];
    for (const auto& function : functions) {
        std::snprintf(numbers, sizeof numbers, "%8llu%8u  ",
                      static_cast<unsigned long long>(function.size), function.stack);
        out += numbers + function.name + "\n";
    }
    return out;
}

}  // namespace orrery::cli
