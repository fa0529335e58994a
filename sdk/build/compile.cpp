#include "sdk/build/compile.hpp"

#include <algorithm>
#include <array>

#include "sdk/build/process.hpp"

namespace orrery::build {
namespace {

namespace fs = std::filesystem;

constexpr std::array c_endings = {".c"};
constexpr std::array cxx_endings = {".cc", ".cpp", ".cxx"};

template <std::size_t N>
bool ends_with_one_of(const fs::path& file, const std::array<const char*, N>& endings) {
    return std::ranges::find(endings, file.extension().string()) != endings.end();
}

bool is_cxx(const fs::path& file) { return ends_with_one_of(file, cxx_endings); }

// What sBPF can't run, or runs with another result, stays out; program-toolchain.md 1 says why.
// The optimizer runs in sdk/lower: -O2 here only keeps clang from marking functions as not to be
// optimized.
constexpr std::array common_flags = {
    "--target=bpf", "-mcpu=v2", "-O2", "-Xclang", "-disable-llvm-passes", "-emit-llvm",
    "-ffreestanding", "-fno-builtin", "-fno-jump-tables", "-ffunction-sections", "-fdata-sections",
    "-fno-asynchronous-unwind-tables", "-fno-unwind-tables", "-fno-ident",
    "-fno-discard-value-names",
    // In this order: -gdwarf-4 behind -gline-tables-only would be full -g, which breaks BPF's
    // back end; without -gsce line tables break its front end.
    "-gdwarf-4", "-gsce", "-gline-tables-only", "-gcolumn-info", "-Wall",
    // Without a return, control goes on into whatever function lies behind.
    "-Werror=return-type",
    // glibc's and libstdc++'s headers expect what clang defines for Linux.
    "-D_GNU_SOURCE"};
constexpr std::array cxx_flags = {"-std=c++20", "-fno-exceptions", "-fno-rtti",
                                  "-fno-threadsafe-statics", "-fno-use-cxa-atexit"};

void add(std::vector<std::string>& to, const std::string& flag, const fs::path& value) {
    to.push_back(flag);
    to.push_back(value.string());
}

void add_headers(const CompileParams& params, const fs::path& source,
                 std::vector<std::string>& to) {
    for (const auto& folder : params.include_dirs) add(to, "-I", folder);
    add(to, "-isystem", params.sdk / "include");
    add(to, "-isystem", params.sdk / "system");
    if (is_cxx(source))
        for (const auto& folder : params.compiler.cxx_headers) add(to, "-isystem", folder);
    add(to, "-isystem", params.compiler.c_headers);
}

// Paths of this machine in file names, for asserts and DWARF, would make the bytes depend on it.
void add_prefix_maps(const CompileParams& params, std::vector<std::string>& to) {
    to.push_back("-ffile-prefix-map=" + params.root.string() + "/=");
    to.push_back("-ffile-prefix-map=" + params.sdk.string() + "/=sdk/");
    to.push_back("-fdebug-compilation-dir=.");
}

Problem in_words(const lower::LowerError& error) {
    return {error.file, error.line, error.column, error.function, error.message};
}

// clang gives a path below its folder as "./src/a.c".
Problem tidy(Problem problem) {
    if (problem.file.starts_with("./")) problem.file.erase(0, 2);
    return problem;
}

}  // namespace

bool is_source(const fs::path& file) { return is_cxx(file) || ends_with_one_of(file, c_endings); }

std::vector<std::string> clang_arguments(const CompileParams& params, const fs::path& source) {
    const bool cxx = is_cxx(source);
    std::vector<std::string> out{(cxx ? params.compiler.cxx : params.compiler.c).string()};
    out.insert(out.end(), common_flags.begin(), common_flags.end());
    if (cxx) out.insert(out.end(), cxx_flags.begin(), cxx_flags.end());
    if (!cxx) out.emplace_back("-std=c17");
    out.emplace_back(params.colour ? "-fcolor-diagnostics" : "-fno-color-diagnostics");
    add_headers(params, source, out);
    add_prefix_maps(params, out);
    for (const auto& define : params.defines) out.push_back("-D" + define);
    out.insert(out.end(), params.flags.begin(), params.flags.end());
    out.insert(out.end(), {"-c", source.string()});
    return out;
}

Result<Compiled, Problems> compile(const CompileParams& params, const fs::path& source) {
    auto arguments = clang_arguments(params, source);
    arguments.insert(arguments.end(), {"-o", "-"});
    auto clang = run_process({.arguments = std::move(arguments), .folder = params.root});
    if (!clang) return fail(Problems::of(clang.error()));
    if (clang->exit_code != 0) {
        if (!clang->errors.empty()) return fail(Problems{std::move(clang->errors), {}});
        return fail(Problems::of("clang failed", source.string()));
    }
    lower::LowerParams lowering;
    lowering.bitcode = as_bytes(clang->output);
    lowering.llvm = params.compiler.llvm;
    lowering.optimization = params.optimization;
    auto object = lower::lower(lowering);
    if (object) return Compiled{source.string(), std::move(*object), std::move(clang->errors)};
    Problems problems{.compiler = std::move(clang->errors), .found = {}};
    for (const auto& error : object.error()) {
        auto problem = tidy(in_words(error));
        if (problem.file.empty()) problem.file = source.string();
        problems.add({{}, {std::move(problem)}});
    }
    return fail(std::move(problems));
}

}  // namespace orrery::build
