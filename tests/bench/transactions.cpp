// Our half of transactions.mjs: sends a workload of its world file to a fresh chain, as often as it
// is told on standard input ("on|off NAME[<tab>COUNT]", signature checks on or off), and answers
// each line with nanoseconds per transaction.

#include <iostream>
#include <string>

#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/world_file.hpp"

namespace {

using namespace orrery;
using bench::Clock;

void check(const svm::TxOutcome& outcome) {
    if (outcome.ok()) return;
    std::fprintf(stderr, "%s\n", std::string(outcome.logs.joined()).c_str());
    bench::give_up(tx::display(*outcome.error));
}

/// From wire bytes to an applied outcome, as a LiteSVM call does it.
void send(bank::Bank& bank, const Bytes& wire, bool verify) {
    auto decoded = tx::decode_shared(wire);
    if (!decoded) bench::give_up(decoded.error().what);
    if (verify && !tx::verify_signatures(**decoded)) bench::give_up("a signature is wrong");
    check(bank.execute(std::move(*decoded)).outcome);
}

/// Not inlined: callgrind counts the instructions inside.
[[gnu::noinline]] void send_all(bank::Bank& bank, std::span<const Bytes> transactions,
                                bool verify) {
    for (const auto& wire : transactions) send(bank, wire, verify);
}

/// Programs are compiled when they are first called; LiteSVM does it when they are added.
std::span<const Bytes> warm_up(bank::Bank& bank, std::span<const Bytes> transactions) {
    constexpr std::size_t enough = 16;
    for (const auto& wire : transactions.first(enough)) send(bank, wire, false);
    return transactions.subspan(enough);
}

double run(const bench::WorldFile& world, const std::string& name, bool verify, std::size_t count) {
    const auto bank = bench::make_bank(world);
    auto all = warm_up(*bank, world.workload(name).transactions);
    all = all.first(std::min(count, all.size()));
    const auto start = Clock::now();
    send_all(*bank, all, verify);
    return bench::microseconds(Clock::now() - start) * 1e3 / static_cast<double>(all.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) bench::give_up("usage: driver_transactions WORLD_FILE < commands");
    const auto world = bench::WorldFile::read(argv[1]);
    for (std::string line; std::getline(std::cin, line);) {
        const auto space = line.find(' ');
        const auto tab = std::min(line.find('\t'), line.size());
        if (space >= tab) bench::give_up("no command: " + line);
        const auto count = tab < line.size() ? std::stoul(line.substr(tab + 1)) : SIZE_MAX;
        const auto name = line.substr(space + 1, tab - space - 1);
        std::cout << run(world, name, line.substr(0, space) == "on", count) << std::endl;
    }
}
