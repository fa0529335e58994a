// Kills a loaded chain at random moments and checks the promise of the ledger: everything that was
// reported confirmed is there afterwards, the ledger replays to its last shred, and the chain goes
// on.
//   crash_kill9 [rounds] [seed]      the test
//   crash_kill9 child DIR            the chain that gets killed; writes each confirmed id to stdout
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "devnet/bank/replay.hpp"
#include "devnet/sequencer/chain.hpp"
#include "devnet/sequencer/genesis_record.hpp"
#include "devnet/store/ledger.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/signing.hpp"
#include "tests/unit/devnet/bank/test_chain.hpp"

extern char** environ;

namespace orrery {
namespace {

using sequencer::Chain;
using sequencer::Commitment;

[[noreturn]] void die(const std::string& what) {
    std::fprintf(stderr, "crash_kill9: %s\n", what.c_str());
    std::exit(1);
}

template <class T, class E>
T must(Result<T, E> result, const char* what) {
    if (!result) die(std::string(what) + ": " + result.error().message);
    return std::move(*result);
}

std::unique_ptr<Chain> start(const std::filesystem::path& dir) {
    auto config = sequencer::ChainConfig{
        .bank = bank::TestChain::config(1), .ledger = nullptr, .clock = nullptr};
    config.slot_time = std::chrono::milliseconds(10);
    config.ledger =
        store::Ledger::present(dir)
            ? must(store::Ledger::open(dir), "open")
            : must(store::Ledger::create(dir, sequencer::to_record(config.bank.genesis)), "create");
    return must(Chain::start(std::move(config)), "start");
}

/// Reports confirmed transactions on stdout, one write per event, so that a kill cuts no line.
struct Reporter final : events::Sink {
    void publish(const events::Event& event) override {
        const auto* reached = std::get_if<events::Reached>(&event);
        if (!reached || reached->level != Commitment::confirmed) return;
        std::string lines;
        for (const auto& entry : reached->entries)
            if (entry->transaction) lines += codec::to_string(entry->transaction->id()) + "\n";
        if (!lines.empty() && ::write(STDOUT_FILENO, lines.data(), lines.size()) < 0) std::exit(1);
    }
};

std::shared_ptr<const tx::Transaction> transfer(const Chain& chain, std::uint32_t n) {
    const auto payer = chain.genesis().dev_account(n % 10);
    Pubkey to;
    to.bytes.fill(static_cast<std::uint8_t>(n % 50 + 1));
    const std::vector<Instruction> instructions = {
        tx::system::transfer({payer.pubkey, to, Lamports{1'000'000 + n}})};
    const auto wire = tx::build_signed({.payer = payer.pubkey,
                                        .lifetime = chain.at(Commitment::processed).blockhash.hash,
                                        .instructions = instructions,
                                        .tables = {}},
                                       {&payer});
    return std::make_shared<const tx::Transaction>(*tx::decode(*wire));
}

int child(const std::filesystem::path& dir) {
    const auto chain = start(dir);
    Reporter reporter;
    chain->add_sink(reporter);
    for (std::uint32_t n = 0;; ++n) {
        (void)chain->submit(transfer(*chain, n));
        if (n % 97 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

/// Runs the child until `lifetime` has passed since its first confirmation; its reports.
std::vector<Txid> run_and_kill(const char* self, const std::filesystem::path& dir,
                               std::chrono::microseconds lifetime) {
    int pipe_ends[2];
    if (::pipe(pipe_ends) != 0) die("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
    std::string path = dir.string(), name = self, mode = "child";
    char* arguments[] = {name.data(), mode.data(), path.data(), nullptr};
    pid_t pid = 0;
    if (::posix_spawn(&pid, self, &actions, nullptr, arguments, environ) != 0) die("spawn");
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe_ends[1]);

    std::string text;
    char buffer[65536];
    std::thread killer;
    for (;;) {
        const auto n = ::read(pipe_ends[0], buffer, sizeof buffer);
        if (n <= 0) break;
        text.append(buffer, static_cast<std::size_t>(n));
        if (!killer.joinable())
            killer = std::thread([=] {
                std::this_thread::sleep_for(lifetime);
                ::kill(pid, SIGKILL);
            });
    }
    if (killer.joinable()) killer.join();
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (!WIFSIGNALED(status)) die("the chain ended by itself");

    std::vector<Txid> out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        if (end == std::string::npos) break;
        const auto id = codec::decode_key<Txid>(std::string_view(text).substr(at, end - at));
        if (!id) die("an unreadable report: " + text.substr(at, end - at));
        out.push_back(*id);
        at = end + 1;
    }
    return out;
}

void check(const std::filesystem::path& dir, const std::vector<Txid>& confirmed) {
    const auto ledger = must(store::Ledger::open(dir), "open after the kill");
    for (const auto& id : confirmed)
        if (!must(ledger->transaction(id), "query"))
            die("lost after it was confirmed: " + codec::to_string(id));

    bank::Bank bank(bank::TestChain::config(1));
    bank::Replayer replayer(bank, bank.genesis_hash());
    std::string broken;
    const auto read = ledger->each_shred(0, [&](store::StoredShred&& shred) {
        if (const auto applied = replayer.apply(shred.bytes); !applied)
            broken = applied.error().what;
        return broken.empty();
    });
    if (!read) die(read.error().message);
    if (!broken.empty()) die("the ledger doesn't replay: " + broken);
    if (replayer.last_shred_hash() != ledger->tip().last_shred_hash)
        die("the replay ends at another shred than the ledger");
}

int test(const char* self, int rounds, unsigned seed) {
    const auto root =
        std::filesystem::temp_directory_path() / ("orrery-kill9-" + std::to_string(::getpid()));
    std::mt19937 random(seed);
    std::size_t total = 0;
    for (int round = 0; round < rounds; ++round) {
        // A few kills in a row on one ledger, then a fresh one: recovery of a recovery, and short
        // replays.
        const auto dir = root / std::to_string(round / 5);
        const std::chrono::microseconds lifetime(random() % 120'000);
        const auto confirmed = run_and_kill(self, dir, lifetime);
        check(dir, confirmed);
        total += confirmed.size();
    }
    std::error_code ignored;
    std::filesystem::remove_all(root, ignored);
    std::printf("%d kills, %zu confirmed transactions, none lost\n", rounds, total);
    return total > 0 ? 0 : 1;
}

}  // namespace
}  // namespace orrery

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "child") return orrery::child(argv[2]);
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 50;
    const auto seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1u;
    return orrery::test("/proc/self/exe", rounds, seed);
}
