#include "cli/commands/test.hpp"

#include <algorithm>
#include <thread>

#include "cli/commands/sources.hpp"
#include "cli/session/installation.hpp"
#include "sdk/build/native.hpp"
#include "sdk/build/process.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

std::string choose_compiler(const TestOptions& options, const Surroundings& surroundings) {
    if (!options.compiler.empty()) return options.compiler;
    const auto named = surroundings.environment("CXX");
    return named && !named->empty() ? *named : "g++";
}

Outcome<void> check_tools(const std::string& compiler) {
    const auto shown = build::run_process({.arguments = {compiler, "--version"}, .folder = {}});
    if (!shown || shown->exit_code != 0)
        return failed("testing programs takes a compiler for this machine, and " + compiler +
                      " can't be run: apt install g++, or name one with --compiler");
    std::error_code ec;
    if (!fs::exists("/usr/include/catch2/catch.hpp", ec))
        return failed("testing programs takes Catch2: apt install catch2");
    return {};
}

Outcome<build::NativeParams> prepare(const TestOptions& options, const Session& session,
                                     const build::Project& project) {
    const auto& surroundings = session.surroundings();
    build::NativeParams out{.project = project,
                            .compiler = choose_compiler(options, surroundings),
                            .sdk = {},
                            .libraries = {},
                            .include_dirs = {},
                            .defines = options.source.defines,
                            .flags = options.source.flags,
                            .jobs = std::max(1u, std::thread::hardware_concurrency()),
                            .colour = wants_colour(surroundings)};
    CHECK_OK(check_tools(out.compiler.string()));
    TRY(out.sdk, find_shared(surroundings, program_sdk_folder));
    TRY(out.libraries, find_libraries());
    for (const auto& folder : options.source.include_dirs)
        out.include_dirs.push_back(fs::absolute(folder));
    return out;
}

}  // namespace

Outcome<void> run_test(const TestOptions& options, const Session& session) {
    const auto project = build::find_project(paths_of(options.source), options.source.name);
    if (!project) return failed(project.error());
    if (project->tests.empty())
        return failed("there are no tests in " + (project->root / "tests").string() +
                      "; write one with Catch2 and #include <sol/test.hpp>");
    TRY(const auto params, prepare(options, session, *project));
    const auto program = build::build_tests(params);
    if (!program) return explain(program.error(), "the tests weren't built");
    std::vector<std::string> command{program->string()};
    command.insert(command.end(), options.arguments.begin(), options.arguments.end());
    const auto ran = build::run_process(
        {.arguments = std::move(command), .folder = project->root, .inherit = true});
    if (!ran) return failed(ran.error());
    if (ran->exit_code != 0) return fail(Failure(ran->exit_code));
    return {};
}

}  // namespace orrery::cli
