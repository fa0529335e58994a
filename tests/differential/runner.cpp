// Executes a case file on our runtime and compares every answer with LiteSVM's.
//   differential_runner FILE [--show N] [--case ID]

#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string_view>

#include "tests/differential/compare.hpp"
#include "tests/differential/machine.hpp"

namespace orrery::differential {
namespace {

struct Options {
    std::string file;
    std::size_t show = 10;
    std::optional<std::uint64_t> only;
};

struct Tally {
    std::size_t cases = 0;
    std::size_t wrong = 0;
};

std::optional<Options> parse(int argc, char** argv) {
    Options out;
    for (int i = 1; i < argc; ++i) {
        const std::string_view arg = argv[i];
        if (arg == "--show" && i + 1 < argc)
            out.show = std::strtoull(argv[++i], nullptr, 10);
        else if (arg == "--case" && i + 1 < argc)
            out.only = std::strtoull(argv[++i], nullptr, 10);
        else if (out.file.empty() && !arg.starts_with("--"))
            out.file = arg;
        else
            return std::nullopt;
    }
    if (out.file.empty()) return std::nullopt;
    return out;
}

void print(const Case& c, const std::vector<Difference>& differences) {
    std::cout << "\ncase " << c.id << " [" << c.family << "] " << c.instructions
              << (c.mutation.empty() ? "" : " (" + c.mutation + ")") << "\n";
    for (const auto& difference : differences) {
        std::cout << "  " << difference.field << "\n";
        for (const auto& line : difference.lines) std::cout << "    " << line << "\n";
    }
}

void print(const char* title, const std::map<std::string, Tally>& tallies) {
    std::cout << "\n" << title << "\n";
    for (const auto& [name, tally] : tallies)
        if (tally.wrong > 0 || name.find('.') == std::string::npos)
            std::cout << "  " << name << ": " << tally.wrong << " of " << tally.cases
                      << " differ\n";
}

std::vector<Difference> judge(const Case& c, Machine& machine, const AccountMap& base) try {
    return compare(c, machine.run(c, base), base);
} catch (const std::exception& e) {
    return {{"the case itself", {e.what()}}};
}

int run(const Options& options) {
    CaseFile file(options.file);
    Machine machine;
    Tally all;
    std::map<std::string, Tally> families;
    std::map<std::string, Tally> fields;
    while (const auto c = file.next()) {
        if (options.only && *options.only != c->id) continue;
        const auto differences = judge(*c, machine, file.base());
        const std::size_t wrong = differences.empty() ? 0 : 1;
        for (auto* tally : {&all, &families[c->family]}) {
            tally->cases += 1;
            tally->wrong += wrong;
        }
        for (const auto& difference : differences) fields[difference.field].wrong += 1;
        if (wrong != 0 && all.wrong <= options.show) print(*c, differences);
    }
    print("differences by family", families);
    for (auto& [name, tally] : fields) tally.cases = all.cases;
    print("differences by field", fields);
    std::cout << "\n" << all.cases - all.wrong << " of " << all.cases << " transactions agree\n";
    return all.wrong == 0 && all.cases > 0 ? 0 : 1;
}

}  // namespace
}  // namespace orrery::differential

int main(int argc, char** argv) {
    const auto options = orrery::differential::parse(argc, argv);
    if (!options) {
        std::cerr << "usage: differential_runner FILE [--show N] [--case ID]\n";
        return 2;
    }
    try {
        return orrery::differential::run(*options);
    } catch (const std::exception& e) {
        std::cerr << options->file << ": " << e.what() << "\n";
        return 2;
    }
}
