// Builds every program of the suite for v0 and v3, runs the snippets on this machine, and writes
// what check.mjs then asks of LiteSVM, one program per line of OUT/programs.jsonl:
//   toolchain_snippets OUT [--seed N] [--only NAME]

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "sdk/build/build.hpp"
#include "sdk/build/files.hpp"
#include "sdk/build/project.hpp"
#include "sdk/json/writer.hpp"
#include "tests/toolchain/inputs.hpp"
#include "tests/toolchain/native.hpp"
#include "tests/toolchain/snippet.hpp"

namespace orrery::toolchain {
namespace {

namespace fs = std::filesystem;

const fs::path source_folder = ORRERY_SOURCE_DIR;
const fs::path suite_folder = source_folder / "tests/toolchain";
constexpr unsigned jobs = 2;

struct Options {
    fs::path out;
    std::uint64_t seed = 1;
    std::string only;
};

enum class Kind { snippet, fault, sample };

struct Task {
    Kind kind;
    Snippet snippet;
};

/// One program to build: a snippet at a level for a version.
struct Variant {
    sbpf::SbpfVersion version;
    lower::Optimization level;

    std::string name() const {
        return std::string(version == sbpf::SbpfVersion::v0 ? "v0" : "v3") + ".O" +
               level_name(level);
    }
};

std::vector<Variant> variants_of(const Snippet& snippet) {
    std::vector<Variant> out{{sbpf::SbpfVersion::v0, lower::Optimization::standard},
                             {sbpf::SbpfVersion::v3, lower::Optimization::standard}};
    for (const auto level : snippet.levels) out.push_back({sbpf::SbpfVersion::v3, level});
    return out;
}

std::string words_of(const build::Problems& problems) {
    std::string out = problems.compiler;
    for (const auto& problem : problems.found) out += problem.message() + "\n";
    return out;
}

/// What a program is given, and what it must return; nothing where only LiteSVM knows.
struct Call {
    Bytes input;
    std::optional<Bytes> result;
};

class Suite {
  public:
    Suite(Options options, build::Compiler compiler)
        : options_(std::move(options)), compiler_(std::move(compiler)) {}

    bool run() {
        fs::create_directories(options_.out / "native");
        collect();
        {
            std::vector<std::jthread> helpers;
            for (unsigned i = 1; i < jobs; ++i) helpers.emplace_back([this] { work(); });
            work();
        }
        std::ofstream file(options_.out / "programs.jsonl", std::ios::trunc);
        for (const auto& line : lines_) file << line;
        std::cout << tasks_.size() << " sources, " << programs_ << " programs, " << failures_
                  << " failures\n";
        return failures_ == 0 && !tasks_.empty() && file.good();
    }

  private:
    void collect() {
        for (auto& one : find_snippets(suite_folder / "snippets")) add(Kind::snippet, one);
        for (auto& one : find_snippets(suite_folder / "faults")) add(Kind::fault, one);
        for (const auto& entry : fs::directory_iterator(source_folder / "programs")) {
            const auto project = build::find_project({entry.path()}, {});
            if (!fs::is_directory(entry.path() / "src") || !project) continue;
            Snippet sample;
            sample.name = project->name;
            sample.root = project->root;
            sample.sources = project->sources;
            add(Kind::sample, sample);
        }
        lines_.resize(tasks_.size());
    }

    void add(Kind kind, const Snippet& snippet) {
        if (options_.only.empty() || options_.only == snippet.name)
            tasks_.push_back({kind, snippet});
    }

    void work() {
        for (std::size_t i = next_++; i < tasks_.size(); i = next_++) {
            const auto done = prepare(tasks_[i], lines_[i]);
            if (done) continue;
            ++failures_;
            const std::lock_guard lock(output_);
            std::cout << tasks_[i].snippet.name << ": " << done.error() << "\n";
        }
    }

    Result<void, std::string> prepare(const Task& task, std::string& lines) {
        TRY(const auto calls, calls_of(task));
        for (const auto& variant : variants_of(task.snippet)) {
            TRY(const auto file, build_variant(task, variant));
            lines += describe(task, variant, file, calls);
            ++programs_;
        }
        return {};
    }

    Result<std::vector<Call>, std::string> calls_of(const Task& task) const {
        auto inputs = make_inputs(options_.seed, task.snippet.name);
        std::vector<Call> out;
        if (task.kind != Kind::snippet) {
            for (auto& input : inputs) out.push_back({std::move(input), std::nullopt});
            return out;
        }
        TRY(auto results, run_natively({.snippet = task.snippet,
                                        .compiler = compiler_,
                                        .inputs = inputs,
                                        .folder = options_.out / "native"}));
        for (std::size_t i = 0; i < inputs.size(); ++i)
            out.push_back({std::move(inputs[i]), std::move(results[i])});
        return out;
    }

    Result<fs::path, std::string> build_variant(const Task& task, const Variant& variant) const {
        build::BuildParams params;
        params.compile.compiler = compiler_;
        params.compile.root = task.snippet.root;
        params.compile.sdk = source_folder / "programs/sdk";
        params.compile.include_dirs = {suite_folder / "support"};
        params.compile.flags = task.snippet.flags;
        params.compile.optimization = variant.level;
        params.sources = task.snippet.sources;
        params.version = variant.version;
        params.cache = options_.out / "objects";
        const auto built = build::build(params);
        if (!built)
            return fail("doesn't build as " + variant.name() + ":\n" + words_of(built.error()));
        auto file = options_.out / (task.snippet.name + "." + variant.name() + ".so");
        if (!build::write_file(file, built->linked.so)) return fail("can't write " + file.string());
        return file;
    }

    static std::string describe(const Task& task, const Variant& variant, const fs::path& file,
                                const std::vector<Call>& calls) {
        json::Writer json;
        json.begin_object().field("name", task.snippet.name).field("variant", variant.name());
        json.field("elf", file.string()).field("ends", task.snippet.ends);
        json.key("calls").begin_array();
        for (const auto& call : calls) {
            json.begin_object().key("input").base64(call.input);
            if (call.result) json.key("result").base64(*call.result);
            json.end_object();
        }
        json.end_array().end_object();
        return json.take() + "\n";
    }

    const Options options_;
    const build::Compiler compiler_;
    std::vector<Task> tasks_;
    std::vector<std::string> lines_;  // of each task
    std::atomic<std::size_t> next_{0};
    std::atomic<unsigned> programs_{0};
    std::atomic<unsigned> failures_{0};
    std::mutex output_;
};

Options parse(int argc, char** argv) {
    Options out;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--seed" && i + 1 < argc)
            out.seed = std::strtoull(argv[++i], nullptr, 10);
        else if (argument == "--only" && i + 1 < argc)
            out.only = argv[++i];
        else if (out.out.empty())
            out.out = fs::absolute(argument);
    }
    if (out.out.empty())
        throw std::runtime_error("usage: toolchain_snippets OUT [--seed N] [--only NAME]");
    return out;
}

bool run(int argc, char** argv) {
    const char* path = std::getenv("PATH");
    auto compiler = build::find_compiler(path ? path : "");
    if (!compiler) throw std::runtime_error(compiler.error());
    return Suite(parse(argc, argv), std::move(*compiler)).run();
}

}  // namespace
}  // namespace orrery::toolchain

int main(int argc, char** argv) {
    try {
        return orrery::toolchain::run(argc, argv) ? 0 : 1;
    } catch (const std::exception& e) {
        std::cerr << e.what() << "\n";
        return 2;
    }
}
