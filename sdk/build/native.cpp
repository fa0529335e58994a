#include "sdk/build/native.hpp"

#include "sdk/build/each.hpp"
#include "sdk/build/process.hpp"

namespace orrery::build {
namespace {

namespace fs = std::filesystem;

constexpr const char* sanitizers = "-fsanitize=address,undefined";

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
    std::error_code ec;
    fs::create_directories(step.object.parent_path(), ec);
    if (ec)
        return fail(Problems::of("can't make the folder " + step.object.parent_path().string() +
                                 ": " + ec.message()));
    auto arguments = compile_arguments(params, step.source);
    arguments.insert(arguments.end(), {"-c", step.source.string(), "-o", step.object.string()});
    return run(params, std::move(arguments));
}

// "src/a/b.cpp" as "src/a/b.cpp.o" below the folder; sources outside the project are absolute.
fs::path object_of(const fs::path& folder, const fs::path& source) {
    auto object = folder / source.relative_path();
    return object += ".o";
}

std::vector<Step> steps(const NativeParams& params, const fs::path& folder) {
    std::vector<Step> out;
    for (const auto* group : {&params.project.tests, &params.project.sources})
        for (const auto& source : *group) out.push_back({source, object_of(folder, source)});
    return out;
}

}  // namespace

Result<fs::path, Problems> build_tests(const NativeParams& params) {
    const auto folder = params.project.root / "target" / "test";
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
    for (const auto* group : {&params.project.tests, &params.project.sources})
        for (const auto& source : *group) arguments.push_back(object_of(folder, source).string());
    const auto& libraries = params.libraries;
    for (const auto* name : {"liborrery_native_main.a", "liborrery_native.so"})
        arguments.push_back((libraries / name).string());
    arguments.insert(arguments.end(), {"-Wl,-rpath," + libraries.string(), "-o", program.string()});
    CHECK_OK(run(params, std::move(arguments)));
    return program;
}

}  // namespace orrery::build
