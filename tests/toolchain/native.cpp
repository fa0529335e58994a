#include "tests/toolchain/native.hpp"

#include <csignal>
#include <fstream>

#include "sdk/build/files.hpp"
#include "sdk/build/process.hpp"

namespace orrery::toolchain {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t result_size = 8 + 256;  // the value and out, of snippet.h

// As on chain, but that undefined behaviour ends the process.
constexpr const char* common_flags[] = {"-O1",
                                        "-w",
                                        "-fno-builtin",
                                        "-D_GNU_SOURCE",
                                        "-I" ORRERY_SOURCE_DIR,
                                        "-I" ORRERY_SOURCE_DIR "/tests/toolchain/support",
                                        "-fsanitize=undefined",
                                        "-fno-sanitize=vptr",
                                        "-fsanitize-trap=all"};

Bytes in_one_file(const std::vector<Bytes>& inputs) {
    Bytes out;
    for (const auto& input : inputs) {
        const auto size = static_cast<std::uint32_t>(input.size());
        for (unsigned i = 0; i < 4; ++i) out.push_back(static_cast<std::uint8_t>(size >> (8 * i)));
        out.insert(out.end(), input.begin(), input.end());
    }
    return out;
}

bool is_c(const fs::path& source) { return source.extension() == ".c"; }

Result<void, std::string> run_clang(const NativeParams& params, bool c,
                                    const std::vector<std::string>& more) {
    std::vector<std::string> arguments{(c ? params.compiler.c : params.compiler.cxx).string()};
    arguments.insert(arguments.end(), std::begin(common_flags), std::end(common_flags));
    const auto& own = params.snippet.native_flags;
    arguments.insert(arguments.end(), own.begin(), own.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    TRY(const auto ran,
        build::run_process({.arguments = arguments, .folder = params.snippet.root}));
    if (ran.exit_code != 0) return fail("doesn't compile for this machine:\n" + ran.errors);
    return {};
}

Result<fs::path, std::string> compile(const NativeParams& params) {
    auto program = params.folder / params.snippet.name;
    std::vector<std::string> objects{ORRERY_NATIVE_MAIN};
    for (const auto& source : params.snippet.sources) {
        const bool c = is_c(source);
        objects.push_back(program.string() + std::to_string(objects.size()) + ".o");
        std::vector<std::string> flags{c ? "-std=c17" : "-std=c++20", "-c", source.string(), "-o",
                                       objects.back()};
        if (!c) flags.insert(flags.end(), {"-fno-exceptions", "-fno-rtti"});
        CHECK_OK(run_clang(params, c, flags));
    }
    objects.insert(objects.end(), {"-o", program.string()});
    CHECK_OK(run_clang(params, false, objects));
    return program;
}

}  // namespace

Result<std::vector<Bytes>, std::string> run_natively(const NativeParams& params) {
    TRY(const auto program, compile(params));
    const auto inputs = program.string() + ".inputs";
    if (!build::write_file(inputs, in_one_file(params.inputs)))
        return fail("can't write " + inputs);
    TRY(const auto ran,
        build::run_process({.arguments = {program.string(), inputs}, .folder = {}}));
    if (ran.exit_code == 128 + SIGILL || ran.exit_code == 128 + SIGTRAP)
        return fail(std::string("its behaviour is undefined on this machine"));
    if (ran.exit_code != 0 || ran.output.size() != result_size * params.inputs.size())
        return fail("ends with status " + std::to_string(ran.exit_code) + " on this machine");
    std::vector<Bytes> out;
    for (std::size_t at = 0; at < ran.output.size(); at += result_size) {
        const auto bytes = as_bytes(ran.output).subspan(at, result_size);
        out.emplace_back(bytes.begin(), bytes.end());
    }
    return out;
}

}  // namespace orrery::toolchain
