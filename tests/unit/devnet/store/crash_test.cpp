#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <map>

#include "devnet/store/ledger.hpp"
#include "samples.hpp"

using namespace orrery;
using namespace orrery::store;
using namespace orrery::store::samples;

namespace {

namespace fs = std::filesystem;

// Small limits, so that whatever is interrupted is every kind of work.
const LedgerOptions busy = {
    .index_tail = 200, .index_fan_out = 2, .dirty_accounts = 5, .replay_transactions = 20};

std::vector<SampleTransaction> transactions_of(Seq seq) {
    std::vector<SampleTransaction> out;
    const auto count = 1 + seq % 40;
    out.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i)
        out.push_back(transaction(seq * 100 + i, {key<Pubkey>(i), key<Pubkey>(seq)}));
    return out;
}

// The shred that record `seq` always is.
ShredRecord shred_of(Seq seq) {
    auto made = record(seq, 0, transactions_of(seq), true);
    made.accounts = {{key<Pubkey>(seq % 17), seq, account(seq, seq % 3 * 5000)}};
    return made;
}

/// What a child says after each append() that returned.
struct Report {
    Seq seq;
    Hash hash;
};

// Appends, maintains and checkpoints until killed.
[[noreturn]] void append_forever(const fs::path& dir, int pipe) {
    auto ledger = Ledger::open(dir, busy);
    if (!ledger) ::_exit(1);
    for (int i = 0;; ++i) {
        const auto made = shred_of((*ledger)->tip().last_seq + 1);
        const auto seq = (*ledger)->append({&made, 1});
        if (!seq) ::_exit(1);
        const Report report{*seq, made.hash};
        if (::write(pipe, &report, sizeof report) != sizeof report) ::_exit(1);
        if (i % 7 == 0) (void)(*ledger)->maintain();
        if (i % 50 == 0) (void)(*ledger)->checkpoint();
    }
}

Report last_report(int pipe) {
    Report report{}, last{};
    while (::read(pipe, &report, sizeof report) == sizeof report) last = report;
    return last;
}

// Lets a child append for a while, kills it, and gives the last thing it said.
Report kill_after(const fs::path& dir, std::uint32_t microseconds) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    const auto pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        ::close(pipe[0]);
        append_forever(dir, pipe[1]);
    }
    ::close(pipe[1]);
    ::usleep(microseconds);
    ::kill(pid, SIGKILL);
    const auto last = last_report(pipe[0]);
    ::close(pipe[0]);
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    REQUIRE(WIFSIGNALED(status));
    return last;
}

void check_everything(const fs::path& dir, const Report& reported) {
    const auto ledger = must(Ledger::open(dir, busy));
    const auto tip = ledger->tip();
    CHECK(tip.last_seq >= reported.seq);
    Seq expected = 0;
    must(ledger->each_shred(0, [&](StoredShred&& shred) {
        ++expected;
        CHECK(shred.seq == expected);
        const auto made = shred_of(shred.seq);
        CHECK(shred.hash == made.hash);
        CHECK(shred.bytes == *made.bytes);
        if (shred.seq == reported.seq) CHECK(shred.hash == reported.hash);
        return true;
    }));
    CHECK(expected == tip.last_seq);
    for (Seq seq = 1; seq <= tip.last_seq; seq += 1 + tip.last_seq / 50) {
        for (const auto& transaction : transactions_of(seq)) {
            const auto found = must(ledger->transaction(transaction.id));
            REQUIRE(found);
            CHECK(found->slot == Slot{seq});
        }
        CHECK(must(ledger->transactions_of_address(key<Pubkey>(seq), {}, 100000)).size() >=
              transactions_of(seq).size());
    }
    std::map<Pubkey, std::uint64_t> versions;
    for (Seq seq = 1; seq <= ledger->accounts_seq(); ++seq) versions[key<Pubkey>(seq % 17)] = seq;
    must(ledger->load_accounts([&](AccountUpdate&& update) {
        const auto known = versions.find(update.key);
        REQUIRE(known != versions.end());
        CHECK(update.version == known->second);
        CHECK(same(update.account, account(known->second, known->second % 3 * 5000)));
        versions.erase(known);
    }));
    CHECK(versions.empty());
}

// Runs `child` in a process with a tmpfs of its own; nothing when the system doesn't permit one.
template <class F>
std::optional<int> run_on_small_disk(const fs::path& dir, const char* size, F child) {
    constexpr int not_permitted = 77;
    const auto pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        const bool apart =
            ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
        (void)::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
        if (!apart || ::mount("tmpfs", dir.c_str(), "tmpfs", 0, size) != 0) ::_exit(not_permitted);
        ::_exit(child());
    }
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == not_permitted) return std::nullopt;
    return code;
}

// Appends until it fails; the error.
StoreError fill(Ledger& ledger) {
    while (true) {
        const auto before = ledger.tip();
        const auto made = shred_of(before.last_seq + 1);
        const auto appended = ledger.append({&made, 1});
        if (appended) continue;
        if (ledger.tip() != before) return {StoreErrorCode::io, "the tip moved"};
        return appended.error();
    }
}

bool intact(const Ledger& ledger) {
    Seq expected = 0;
    const auto visited = ledger.each_shred(0, [&](StoredShred&& shred) {
        return shred.seq == ++expected && shred.bytes == *shred_of(shred.seq).bytes;
    });
    if (!visited || expected != ledger.tip().last_seq) return false;
    for (Seq seq = 1; seq <= expected; ++seq) {
        const auto found = ledger.transaction(transactions_of(seq)[0].id);
        if (!found || !*found) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("everything that append returned for survives kill -9") {
    const TempDir dir;
    must(Ledger::create(dir.path(), {}, busy));
    std::mt19937 rng{7};
    Seq before = 0;
    for (int round = 0; round < 25; ++round) {
        CAPTURE(round);
        const auto reported =
            kill_after(dir.path(), static_cast<std::uint32_t>(2000 + rng() % 30'000));
        check_everything(dir.path(), reported);
        if (reported.seq == 0) continue;  // killed before its first append
        CHECK(reported.seq > before);
        before = reported.seq;
    }
    CHECK(before > 25);
}

TEST_CASE("a ledger killed while it is made can be made again") {
    std::mt19937 rng{7};
    for (int round = 0; round < 10; ++round) {
        const TempDir dir;
        const auto pid = ::fork();
        REQUIRE(pid >= 0);
        if (pid == 0) {
            (void)Ledger::create(dir.path(), genesis());
            ::pause();
        }
        ::usleep(static_cast<std::uint32_t>(rng() % 4000));
        ::kill(pid, SIGKILL);
        REQUIRE(::waitpid(pid, nullptr, 0) == pid);
        const auto ledger = Ledger::present(dir.path()) ? Ledger::open(dir.path())
                                                        : Ledger::create(dir.path(), genesis());
        CHECK(must((*ledger)->genesis()).configuration == genesis().configuration);
    }
}

TEST_CASE("a ledger at its size limit says the disk is full, and keeps what it has") {
    const TempDir dir;
    auto options = busy;
    options.max_bytes = 1 << 20;
    auto ledger = must(Ledger::create(dir.path(), {}, options));
    CHECK(fill(*ledger).code == StoreErrorCode::disk_full);
    CHECK(fill(*ledger).message ==
          (dir.path() / "ledger.sqlite").string() +
              ": no space left on the disk; free some, nothing was written");
    CHECK(ledger->tip().last_seq > 20);
    CHECK(intact(*ledger));
    ledger.reset();
    options.max_bytes = 0;
    ledger = must(Ledger::open(dir.path(), options));
    CHECK(intact(*ledger));
    for (int i = 0; i < 100; ++i) append(*ledger, shred_of(ledger->tip().last_seq + 1));
    while (must(ledger->maintain())) {
    }
    CHECK(intact(*ledger));
}

TEST_CASE("a ledger on a full disk goes on as soon as there is space") {
    const TempDir dir;
    const auto code = run_on_small_disk(dir.path(), "size=3m", [&] {
        const auto filler = dir.path() / "filler";
        std::ofstream(filler) << std::string(1 << 20, 'x');
        auto ledger = Ledger::create(dir.path() / "ledger", {}, busy);
        if (!ledger) return 1;
        if (fill(**ledger).code != StoreErrorCode::disk_full) return 2;
        if (!intact(**ledger)) return 3;
        const auto full = (*ledger)->tip().last_seq;
        fs::remove(filler);
        if (fill(**ledger).code != StoreErrorCode::disk_full) return 4;
        if ((*ledger)->tip().last_seq < full + 10 || !intact(**ledger)) return 5;
        ledger->reset();
        ledger = Ledger::open(dir.path() / "ledger", busy);
        if (!ledger) return 6;
        return intact(**ledger) ? 0 : 7;
    });
    if (!code) WARN("no tmpfs permitted here");
    CHECK(code.value_or(0) == 0);
}

TEST_CASE("a ledger that finds no space to begin with says so") {
    const TempDir dir;
    const auto code = run_on_small_disk(dir.path(), "size=16k", [&] {
        const auto ledger = Ledger::create(dir.path() / "ledger", genesis());
        return !ledger && ledger.error().code == StoreErrorCode::disk_full ? 0 : 1;
    });
    if (!code) WARN("no tmpfs permitted here");
    CHECK(code.value_or(0) == 0);
}
