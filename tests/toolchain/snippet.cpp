#include "tests/toolchain/snippet.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "sdk/build/compile.hpp"

namespace orrery::toolchain {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view level_letters = "0123sz";  // in Optimization's order

std::vector<std::string> words(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> out;
    for (std::string word; in >> word;) out.push_back(word);
    return out;
}

lower::Optimization level_of(const std::string& name) {
    const auto at = level_letters.find(name);
    if (name.size() != 1 || at == level_letters.npos)
        throw std::runtime_error("no level of optimization: " + name);
    return static_cast<lower::Optimization>(at);
}

void apply(Snippet& to, const std::string& key, const std::string& value) {
    if (key == "levels")
        for (const auto& level : words(value)) to.levels.push_back(level_of(level));
    if (key == "flags") to.flags = words(value);
    if (key == "native") to.native_flags = words(value);
    if (key == "ends") to.ends = value;
    if (key == "expect") to.expected.push_back(value);
}

void read_directives(Snippet& snippet) {
    std::ifstream file(snippet.root / snippet.sources.front());
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(": ");
        if (!line.starts_with("// ") || colon == line.npos) continue;
        apply(snippet, line.substr(3, colon - 3), line.substr(colon + 2));
    }
}

std::vector<fs::path> sources_of(const fs::path& root, const fs::path& entry) {
    if (!fs::is_directory(entry)) return {entry.lexically_relative(root)};
    std::vector<fs::path> out;
    for (const auto& file : fs::directory_iterator(entry))
        if (build::is_source(file.path())) out.push_back(file.path().lexically_relative(root));
    std::ranges::sort(out);
    return out;
}

}  // namespace

std::vector<Snippet> find_snippets(const fs::path& folder) {
    std::vector<Snippet> out;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.is_directory() && !build::is_source(entry.path())) continue;
        Snippet snippet;
        snippet.name = entry.path().stem().string();
        snippet.root = folder;
        snippet.sources = sources_of(folder, entry.path());
        if (snippet.sources.empty())
            throw std::runtime_error("no source in " + entry.path().string());
        read_directives(snippet);
        out.push_back(std::move(snippet));
    }
    std::ranges::sort(out, {}, &Snippet::name);
    return out;
}

std::string level_name(lower::Optimization level) {
    return std::string(1, level_letters.at(static_cast<std::size_t>(level)));
}

}  // namespace orrery::toolchain
