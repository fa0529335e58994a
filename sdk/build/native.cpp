#include "sdk/build/native.hpp"

#include <algorithm>
#include <optional>

#include "sdk/build/each.hpp"
#include "sdk/build/files.hpp"
#include "sdk/build/process.hpp"

namespace orrery::build {
namespace {

namespace fs = std::filesystem;

constexpr const char* sanitizers = "-fsanitize=address,undefined";

// Alone in its file, as compiling it takes longer than everything else.
constexpr std::string_view catch_main =
    "#define CATCH_CONFIG_MAIN\n"
    "#include <catch2/catch.hpp>\n";

std::vector<std::string> common_arguments(const NativeParams& params) {
    std::vector<std::string> out{
        params.compiler.string(),    sanitizers, "-g", "-O1", "-fno-omit-frame-pointer",
        "-fno-sanitize-recover=all", "-Wall"};
    out.emplace_back(params.colour ? "-fdiagnostics-color=always" : "-fdiagnostics-color=never");
    return out;
}

std::vector<std::string> compile_arguments(const NativeParams& params, const fs::path& source) {
    auto out = common_arguments(params);
    out.emplace_back(source.extension() == ".c" ? "-std=c17" : "-std=c++20");
    for (const auto& folder : params.include_dirs) out.push_back("-I" + folder.string());
    for (const auto& folder : {params.project.root / "src", params.sdk / "include"})
        out.push_back("-I" + folder.string());
    for (const auto& define : params.defines) out.push_back("-D" + define);
    out.insert(out.end(), params.flags.begin(), params.flags.end());
    return out;
}

Result<void, Problems> run(const NativeParams& params, std::vector<std::string> arguments) {
    const auto done =
        run_process({.arguments = std::move(arguments), .folder = params.project.root});
    if (!done) return fail(Problems::of(done.error()));
    if (done->exit_code == 0) return {};
    return fail(Problems{done->errors + done->output, {}});
}

struct Step {
    fs::path source;
    fs::path object;
};

Result<void, Problems> compile_one(const NativeParams& params, const Step& step) {
    auto arguments = compile_arguments(params, step.source);
    arguments.insert(arguments.end(), {"-c", step.source.string(), "-o", step.object.string()});
    return run(params, std::move(arguments));
}

// "src/a/b.cpp" as "src_a_b.cpp.o".
fs::path object_of(const fs::path& folder, const fs::path& source) {
    auto name = source.string() + ".o";
    std::ranges::replace(name, '/', '_');
    return folder / name;
}

// Catch's part is compiled where it isn't there yet, or came from another compiler's run.
std::optional<Step> main_step(const NativeParams& params, const fs::path& folder) {
    const auto text = "// " + params.compiler.string() + "\n" + std::string(catch_main);
    const Step step{folder / "catch_main.cpp", folder / "catch_main.o"};
    const auto present = read_file(step.source);
    std::error_code ec;
    if (present && as_text(*present) == text && fs::exists(step.object, ec)) return std::nullopt;
    fs::remove(step.object, ec);
    (void)write_file(step.source, as_bytes(text));
    return step;
}

std::vector<Step> steps(const NativeParams& params, const fs::path& folder) {
    std::vector<Step> out;
    if (auto step = main_step(params, folder)) out.push_back(std::move(*step));
    for (const auto* group : {&params.project.tests, &params.project.sources})
        for (const auto& source : *group) out.push_back({source, object_of(folder, source)});
    return out;
}

}  // namespace

Result<fs::path, Problems> build_tests(const NativeParams& params) {
    const auto folder = params.project.root / "target" / "test";
    std::error_code ec;
    fs::create_directories(folder, ec);
    const auto todo = steps(params, folder);
    std::vector<Result<void, Problems>> results(todo.size());
    for_each_index(todo.size(), params.jobs,
                   [&](std::size_t i) { results[i] = compile_one(params, todo[i]); });
    Problems problems;
    for (auto& result : results)
        if (!result) problems.add(std::move(result.error()));
    if (!problems.empty()) return fail(std::move(problems));

    const auto program = folder / (params.project.name + "_test");
    auto arguments = common_arguments(params);
    arguments.push_back((folder / "catch_main.o").string());
    for (const auto* group : {&params.project.tests, &params.project.sources})
        for (const auto& source : *group) arguments.push_back(object_of(folder, source).string());
    arguments.insert(arguments.end(), {params.library.string(),
                                       "-Wl,-rpath," + params.library.parent_path().string(), "-o",
                                       program.string()});
    CHECK_OK(run(params, std::move(arguments)));
    return program;
}

}  // namespace orrery::build
