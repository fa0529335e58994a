// Executes a case file on our runtime and compares every answer with LiteSVM's.
//   differential_runner FILE [--show N] [--case ID] [--pause CU]

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string_view>

#include "tests/differential/compare.hpp"
#include "tests/differential/machine.hpp"
#include "tests/differential/paused.hpp"

namespace orrery::differential {
namespace {

struct Options {
    std::string file;
    std::size_t show = 10;
    std::optional<std::uint64_t> only;
    std::optional<std::uint64_t> pause;  ///< CU between stops; at each the state is copied
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
        else if (arg == "--pause" && i + 1 < argc)
            out.pause = std::strtoull(argv[++i], nullptr, 10);
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

/// Executions that were stopped, copied and resumed: the pauses of each.
struct Pauses {
    std::uint64_t all = 0;
    std::uint64_t creations = 0;        ///< associated token accounts created
    std::uint64_t fewest = UINT64_MAX;  ///< pauses of any such creation

    void add(const Case& c, const AccountMap& base, std::uint64_t pauses) {
        all += pauses;
        if (c.expect.status != "succeeded" || c.instructions.find("associatedToken.Create") != 0)
            return;
        const CaseReader reader(base, c.accounts);
        const auto& changed = c.expect.changed;
        const bool created = std::any_of(changed.begin(), changed.end(), [&](const auto& change) {
            return change.second && !reader.get(change.first).account;
        });
        if (!created) return;
        creations += 1;
        fewest = std::min(fewest, pauses);
    }
    void print() const {
        std::cout << "\n"
                  << all << " pauses, each with a copy; " << creations
                  << " creations of associated token accounts paused " << fewest
                  << " times or more\n";
    }
    /// A creation takes more than 5,000 CU: one that hardly stopped proves nothing.
    bool prove_something(std::uint64_t step) const {
        return creations > 0 && fewest >= 5'000 / step;
    }
};

std::vector<Difference> judge(const Case& c, Machine& machine, const AccountMap& base,
                              const Machine::Execute& execute) try {
    return compare(c, machine.run(c, base, execute), base);
} catch (const std::exception& e) {
    return {{"the case itself", {e.what()}}};
}

int run(const Options& options) {
    CaseFile file(options.file);
    Machine machine;
    PausedExecution paused(options.pause.value_or(UINT64_MAX));
    Pauses pauses;
    const auto execute = [&](const runtime::ExecuteParams& params) { return paused(params); };
    Tally all;
    std::map<std::string, Tally> families;
    std::map<std::string, Tally> fields;
    while (const auto c = file.next()) {
        if (options.only && *options.only != c->id) continue;
        const auto differences = options.pause ? judge(*c, machine, file.base(), execute)
                                               : judge(*c, machine, file.base(), runtime::execute);
        if (options.pause) pauses.add(*c, file.base(), paused.pauses());
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
    if (options.pause) pauses.print();
    std::cout << "\n" << all.cases - all.wrong << " of " << all.cases << " transactions agree\n";
    const bool proven = !options.pause || options.only || pauses.prove_something(*options.pause);
    return all.wrong == 0 && all.cases > 0 && proven ? 0 : 1;
}

}  // namespace
}  // namespace orrery::differential

int main(int argc, char** argv) {
    const auto options = orrery::differential::parse(argc, argv);
    if (!options) {
        std::cerr << "usage: differential_runner FILE [--show N] [--case ID] [--pause CU]\n";
        return 2;
    }
    try {
        return orrery::differential::run(*options);
    } catch (const std::exception& e) {
        std::cerr << options->file << ": " << e.what() << "\n";
        return 2;
    }
}
