// Builds every source of refusals/, none of which can become a program, and compares what is said
// of it with its "// expect:" comments:
//   toolchain_refusals CACHE [--update]

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "sdk/build/build.hpp"
#include "sdk/build/files.hpp"
#include "tests/toolchain/snippet.hpp"

namespace orrery::toolchain {
namespace {

namespace fs = std::filesystem;

const fs::path source_folder = ORRERY_SOURCE_DIR;
constexpr unsigned jobs = 2;

/// The messages of clang's among its many lines.
std::vector<std::string> clang_errors(const std::string& words) {
    std::vector<std::string> out;
    std::istringstream in(words);
    for (std::string line; std::getline(in, line);)
        if (line.find("error: ") != line.npos) out.push_back(line);
    return out;
}

std::vector<std::string> messages_of(const build::Problems& problems) {
    auto out = clang_errors(problems.compiler);
    for (const auto& problem : problems.found) out.push_back(problem.message());
    return out;
}

class Suite {
  public:
    Suite(build::Compiler compiler, fs::path cache)
        : compiler_(std::move(compiler)),
          cache_(std::move(cache)),
          snippets_(find_snippets(source_folder / "tests/toolchain/refusals")),
          found_(snippets_.size()) {}

    void run() {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < jobs; ++i) helpers.emplace_back([this] { work(); });
        work();
    }

    bool compare() const {
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < snippets_.size(); ++i) {
            if (found_[i] == snippets_[i].expected && !found_[i].empty()) continue;
            ++wrong;
            std::cout << snippets_[i].name << " says\n";
            for (const auto& line : found_[i]) std::cout << "    " << line << "\n";
            std::cout << "  instead of\n";
            for (const auto& line : snippets_[i].expected) std::cout << "    " << line << "\n";
        }
        std::cout << snippets_.size() << " refusals, " << wrong << " wrong\n";
        return wrong == 0 && !snippets_.empty();
    }

    void update() const {
        for (std::size_t i = 0; i < snippets_.size(); ++i) {
            const auto file = snippets_[i].root / snippets_[i].sources.front();
            const auto text = build::read_file(file);
            std::string out;
            for (const auto& line : found_[i]) out += "// expect: " + line + "\n";
            std::istringstream in(std::string(as_text(*text)));
            for (std::string line; std::getline(in, line);)
                if (!line.starts_with("// expect: ")) out += line + "\n";
            if (!build::write_file(file, as_bytes(out))) throw std::runtime_error("can't write");
        }
    }

  private:
    void work() {
        for (std::size_t i = next_++; i < snippets_.size(); i = next_++) found_[i] = refuse(i);
    }

    std::vector<std::string> refuse(std::size_t index) const {
        const auto& snippet = snippets_[index];
        build::BuildParams params;
        params.compile.compiler = compiler_;
        params.compile.root = snippet.root;
        params.compile.sdk = source_folder / "programs/sdk";
        params.compile.flags = snippet.flags;
        params.sources = snippet.sources;
        params.cache = cache_;
        params.version = index % 2 == 0 ? sbpf::SbpfVersion::v3 : sbpf::SbpfVersion::v0;
        const auto built = build::build(params);
        return built ? std::vector<std::string>{} : messages_of(built.error());
    }

    const build::Compiler compiler_;
    const fs::path cache_;
    const std::vector<Snippet> snippets_;
    std::vector<std::vector<std::string>> found_;
    std::atomic<std::size_t> next_{0};
};

bool run(int argc, char** argv) {
    if (argc < 2) throw std::runtime_error("usage: toolchain_refusals CACHE [--update]");
    const char* path = std::getenv("PATH");
    auto compiler = build::find_compiler(path ? path : "");
    if (!compiler) throw std::runtime_error(compiler.error());
    Suite suite(std::move(*compiler), fs::absolute(argv[1]));
    suite.run();
    if (argc > 2 && std::string_view(argv[2]) == "--update") suite.update();
    return suite.compare();
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
