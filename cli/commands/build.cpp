#include "cli/commands/build.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "cli/commands/deploy.hpp"
#include "cli/commands/sources.hpp"
#include "cli/session/amount.hpp"
#include "sdk/build/files.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/keypair_file.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

struct Files {
    fs::path program;
    fs::path debug;
    fs::path keypair;
};

Files files_of(const BuildOptions& options, const build::Project& project) {
    if (options.out.empty()) return {project.program(), project.debug(), project.keypair()};
    const fs::path program(options.out);
    auto keypair = program;
    return {program, fs::path(program).replace_extension(".debug"),
            keypair.replace_filename(program.stem().string() + "-keypair.json")};
}

// Nothing of an earlier build is left for someone to deploy by mistake.
void remove_outputs(const Files& files) {
    for (const auto& file : {files.program, files.debug}) {
        std::error_code ignored;
        if (fs::is_regular_file(file, ignored)) fs::remove(file, ignored);
    }
}

Outcome<void> write_outputs(const Files& files, const link::Linked& linked) {
    std::error_code ec;
    const auto folder = files.program.parent_path();
    if (!folder.empty()) fs::create_directories(folder, ec);
    if (ec) return failed("can't make the folder " + folder.string() + ": " + ec.message());
    if (!build::write_file(files.debug, linked.debug))
        return failed("can't write " + files.debug.string());
    if (!build::write_file(files.program, linked.so))
        return failed("can't write " + files.program.string());
    return {};
}

// The program keeps its address from build to build, as with cargo build-sbf.
Outcome<Pubkey> program_id(const fs::path& file) {
    std::error_code ec;
    if (fs::exists(file, ec)) {
        TRY(const auto keypair, read_keypair(file.string()));
        return keypair.pubkey;
    }
    const auto keypair = crypto::Keypair::random();
    const auto written = tx::write_keypair_file(file.string(), keypair, tx::Overwrite::no);
    if (!written) return failed(written.error().what);
    return keypair.pubkey;
}

struct Finished {
    const Files& files;
    const build::Built& built;
    Pubkey program;
    std::chrono::milliseconds took;
    bool brief = false;  ///< without the table of functions
};

std::string to_json(const Finished& done) {
    const auto& linked = done.built.linked;
    json::Writer json;
    json.begin_object().field("program", done.files.program.string());
    json.field("debug", done.files.debug.string()).field("programId", done.program);
    json.field("size", linked.so.size()).field("text", linked.text_size);
    json.field("rodata", linked.rodata_size).field("rent", deploy_rent(linked.so.size()));
    json.key("syscalls").begin_array();
    for (const auto& name : linked.syscalls) json.value(name);
    json.end_array();
    write_functions(json, done.built.functions);
    json.end_object();
    return std::string(json.text());
}

void report(const Session& session, const Finished& done) {
    const auto& linked = done.built.linked;
    const auto size = std::to_string(linked.so.size()) + " bytes (code " +
                      std::to_string(linked.text_size) + ", data " +
                      std::to_string(linked.rodata_size) + ")";
    session.out().result(
        table({{"Program", done.files.program.lexically_proximate(fs::current_path()).string()},
               {"Program id", codec::to_string(done.program)},
               {"Size", size},
               {"Rent", format_sol(deploy_rent(linked.so.size())) + " to deploy it"},
               {"Stack", stack_text(done.built.functions)},
               {"Syscalls", join(linked.syscalls)},
               {"Built in", std::to_string(done.took.count()) + " ms"}}) +
            (done.brief ? "" : "\n" + function_table(done.built.functions)),
        to_json(done));
}

struct Job {
    const BuildOptions& options;
    const Session& session;
    build::BuildParams params;
    Files files;
};

Outcome<Job> prepare(const BuildOptions& options, const Session& session,
                     const build::Project& project) {
    Job job{options, session, {}, files_of(options, project)};
    TRY(job.params.version, parse_arch(options.arch));
    TRY(job.params.compile, compile_params(options.source, session, project));
    TRY(job.params.compile.optimization, parse_optimization(options.optimize));
    job.params.sources = project.sources;
    job.params.cache = project.cache();
    job.params.jobs = std::max(1u, std::thread::hardware_concurrency());
    return job;
}

// Sources and a program's .debug don't end so: the program never takes the place of one.
Outcome<void> check_out(const BuildOptions& options) {
    if (options.out.empty() || fs::path(options.out).extension() == ".so") return {};
    return misused("--out must end with .so, not \"" + options.out + "\"");
}

Outcome<void> build_once(const Job& job) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    const auto built = build::build(job.params);
    if (!built) {
        remove_outputs(job.files);
        return explain(built.error());
    }
    std::fputs(built->warnings.c_str(), stderr);
    if (const auto written = write_outputs(job.files, built->linked); !written) {
        remove_outputs(job.files);
        return written;
    }
    TRY(const auto id, program_id(job.files.keypair));
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    report(job.session, {job.files, *built, id, took, job.options.watch});
    return {};
}

Outcome<void> build_and_deploy(const Job& job) {
    CHECK_OK(build_once(job));
    if (!job.options.deploy && !job.options.watch) return {};
    DeployOptions deploy;
    deploy.file = job.files.program.string();
    return run_deploy(deploy, job.session);
}

// For ever: a project that doesn't build at the moment is what one watches for.
[[noreturn]] void watch(const BuildOptions& options, const Session& session) {
    for (;;) {
        const auto project = build::find_project(paths_of(options.source), options.source.name);
        const auto before = stamp_of(options.source);
        const auto outcome = [&]() -> Outcome<void> {
            if (!project) return failed(project.error());
            TRY(const auto job, prepare(options, session, *project));
            return build_and_deploy(job);
        }();
        if (!outcome) std::fprintf(stderr, "error: %s\n", outcome.error().message.c_str());
        std::fputs("Waiting for a source to change (Ctrl-C ends)\n", stderr);
        while (stamp_of(options.source) == before)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

}  // namespace

Outcome<void> run_build(const BuildOptions& options, const Session& session) {
    CHECK_OK(check_out(options));
    if (options.watch) watch(options, session);
    const auto project = build::find_project(paths_of(options.source), options.source.name);
    if (!project) return failed(project.error());
    TRY(const auto job, prepare(options, session, *project));
    return build_and_deploy(job);
}

}  // namespace orrery::cli
