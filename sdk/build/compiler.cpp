#include "sdk/build/compiler.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "sdk/build/process.hpp"

namespace orrery::build {
namespace {

namespace fs = std::filesystem;

struct Candidate {
    std::string_view suffix;
    lower::Llvm llvm;
};
constexpr Candidate candidates[] = {{"-19", lower::Llvm::v19}, {"-22", lower::Llvm::v22}};

constexpr std::string_view advice =
    "building programs takes clang 19 (or 22): apt install clang-19";

std::optional<fs::path> find_on_path(std::string_view path, const std::string& name) {
    while (!path.empty()) {
        const auto end = std::min(path.find(':'), path.size());
        const auto file = fs::path(path.substr(0, end)) / name;
        if (file.is_absolute() && ::access(file.c_str(), X_OK) == 0) return file;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return std::nullopt;
}

// "Debian clang version 19.1.7 (3~deb12u1)"
std::string version_in(std::string_view text) {
    constexpr std::string_view word = "version ";
    const auto at = text.find(word);
    if (at == text.npos) return "unknown";
    text.remove_prefix(at + word.size());
    return std::string(text.substr(0, text.find_first_of(" \n-+")));
}

// clang looks for these only when it compiles for Linux.
constexpr const char* c_headers = "/usr/include/x86_64-linux-gnu";
constexpr const char* cxx_headers = "/usr/include/c++";

std::vector<fs::path> find_cxx_headers() {
    const fs::path root = cxx_headers, machine = fs::path(c_headers) / "c++";
    int newest = 0;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(root, ec)) {
        const auto name = entry.path().filename().string();
        int number = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        const bool whole = error == std::errc() && end == name.data() + name.size();
        if (whole && fs::exists(machine / name, ec)) newest = std::max(newest, number);
    }
    if (newest == 0) return {};
    const auto version = std::to_string(newest);
    return {root / version, machine / version};
}

}  // namespace

Result<Compiler, std::string> find_compiler(std::string_view path) {
    std::string why(advice);
    for (const auto& candidate : candidates) {
        const auto c = find_on_path(path, "clang" + std::string(candidate.suffix));
        const auto cxx = find_on_path(path, "clang++" + std::string(candidate.suffix));
        if (!c || !cxx) continue;
        if (const auto usable = lower::available(candidate.llvm); !usable) {
            why = usable.error();
            continue;
        }
        TRY(const auto shown, run_process({.arguments = {c->string(), "--version"}, .folder = {}}));
        return Compiler{
            *c, *cxx, candidate.llvm, version_in(shown.output), find_cxx_headers(), c_headers};
    }
    return fail(std::move(why));
}

}  // namespace orrery::build
