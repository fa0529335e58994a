// How many transaction rows a second does the ledger take, with its indexes and account cache, and
// does it stay that fast as it grows? Prints a line per million rows, then lookups. Bar 12 of the
// performance specification: at least 150,000 a second.
//
//   bench_ledger [rows] [accounts] [transactions per shred] [directory]
//
// accounts = 0 gives every transaction two accounts that nobody has seen.
#include "devnet/store/ledger.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "devnet/shred/shred.hpp"
#include "devnet/store/meta.hpp"
#include "sdk/types/ids.hpp"
#include "tests/bench/lib/measure.hpp"

using namespace orrery;
using bench::Clock, bench::percentile, bench::seconds;

namespace {

constexpr std::size_t wire_size = 215;  ///< a transfer's

struct Settings {
    std::uint64_t rows = 5'000'000;
    std::uint64_t accounts = 1000;
    std::size_t batch = 512;
    std::filesystem::path dir = std::filesystem::temp_directory_path();
};

template <class Key>
Key random_key(std::mt19937_64& rng) {
    Key key;
    for (std::size_t i = 0; i < Key::size; i += 8) store_le(key.bytes.data() + i, rng());
    return key;
}

/// Makes shreds of transfers; deterministic, and cheap beside storing them.
class Source {
  public:
    explicit Source(const Settings& settings) : settings_(settings) {
        for (std::uint64_t i = 0; i < settings.accounts; ++i)
            accounts_.push_back(random_key<Pubkey>(rng_));
        outcome_.status = svm::TxStatus::succeeded;
        outcome_.fee = {5000};
        outcome_.compute_units = 150;
        outcome_.logs = {"Program 11111111111111111111111111111111 invoke [1]",
                         "Program 11111111111111111111111111111111 success"};
        outcome_.balances = {{nullptr, {500'000'000'000}, {499'999'000'000}},
                             {nullptr, {1'000'000'000}, {1'000'995'000}},
                             {nullptr, {1}, {1}}};
    }

    store::ShredRecord next(bool keep_ids) {
        store::ShredRecord shred;
        Bytes bytes(shred::header_size + wire_size * settings_.batch + shred::signature_size);
        for (std::size_t i = 0; i < settings_.batch; ++i) {
            const auto offset = shred::header_size + i * wire_size;
            auto* at = bytes.data() + offset;
            at[0] = 1;
            const auto id = random_key<Txid>(rng_);
            if (keep_ids && i == 0) ids.push_back(id);
            std::memcpy(at + 1, id.bytes.data(), Txid::size);
            const Pubkey from = account(), to = account();
            std::memcpy(at + 69, from.bytes.data(), 32);
            std::memcpy(at + 101, to.bytes.data(), 32);
            shred.transactions.push_back({.id = id,
                                          .wire_offset = static_cast<std::uint32_t>(offset),
                                          .wire_length = wire_size,
                                          .meta = store::encode_meta(outcome_),
                                          .addresses = {from, to, ids::system}});
            for (const auto& key : {from, to})
                shred.accounts.push_back({.key = key, .version = ++version_, .account = account_});
        }
        shred.hash = shred::shred_hash(bytes);
        shred.bytes = std::make_shared<const Bytes>(std::move(bytes));
        shred.slot = {slot_++};
        shred.block.emplace();
        return shred;
    }

    std::vector<Txid> ids;

  private:
    Pubkey account() {
        return accounts_.empty() ? random_key<Pubkey>(rng_) : accounts_[rng_() % accounts_.size()];
    }

    Settings settings_;
    std::mt19937_64 rng_{1};
    std::vector<Pubkey> accounts_;
    svm::TxOutcome outcome_;
    AccountRef account_ = std::make_shared<const Account>();
    std::uint64_t version_ = 0;
    std::uint64_t slot_ = 0;
};

template <class T>
T must(Result<T, store::StoreError> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double resident_mb() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t total = 0, resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident * 4096) / 1e6;
}

/// Appends a million rows and prints what it took, checkpoints included. Gives the seconds.
double append_million(store::Ledger& ledger, Source& source, const Settings& settings,
                      std::uint64_t from) {
    const std::uint64_t rows = std::min<std::uint64_t>(1'000'000, settings.rows - from);
    double total = 0, slowest_checkpoint = 0;
    std::vector<double> appends;
    for (std::uint64_t done = 0; done < rows; done += settings.batch) {
        const auto shred = source.next(done % (64 * settings.batch) == 0);
        const auto start = Clock::now();
        must(ledger.append({&shred, 1}));
        const auto appended = Clock::now();
        appends.push_back(seconds(appended - start) * 1e3);
        if (ledger.log_bytes() > store::Ledger::busy_log_bytes) must(ledger.checkpoint());
        const auto checkpoint = seconds(Clock::now() - appended) * 1e3;
        slowest_checkpoint = std::max(slowest_checkpoint, checkpoint);
        total += seconds(Clock::now() - start);
    }
    std::printf(
        "%8.1fM rows  %7.0f rows/s  append p50 %6.2f p99 %6.2f max %6.2f ms  "
        "slowest checkpoint %6.1f ms  RSS %5.0f MB\n",
        static_cast<double>(from + rows) / 1e6, static_cast<double>(rows) / total,
        percentile(appends, 0.5), percentile(appends, 0.99), percentile(appends, 1.0),
        slowest_checkpoint, resident_mb());
    std::fflush(stdout);
    return total;
}

void look_up(const store::Ledger& ledger, const Source& source) {
    std::vector<double> times;
    for (std::size_t i = 0; i < source.ids.size(); i += 1 + source.ids.size() / 2000) {
        const auto start = Clock::now();
        const auto found = must(ledger.transaction(source.ids[i]));
        times.push_back(seconds(Clock::now() - start) * 1e6);
        if (!found || found->id != source.ids[i]) std::abort();
    }
    std::printf("transaction by id: p50 %.0f us, p99 %.0f us (%zu)\n", percentile(times, 0.5),
                percentile(times, 0.99), times.size());
    const auto start = Clock::now();
    const auto found = must(ledger.transactions_of_address(ids::system, {}, 1000));
    std::printf("1000 newest of the busiest address: %.1f ms (%zu)\n",
                seconds(Clock::now() - start) * 1e3, found.size());
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    if (argc > 1) settings.rows = std::strtoull(argv[1], nullptr, 10);
    if (argc > 2) settings.accounts = std::strtoull(argv[2], nullptr, 10);
    if (argc > 3) settings.batch = std::strtoull(argv[3], nullptr, 10);
    if (argc > 4) settings.dir = argv[4];
    settings.dir /= "bench-ledger-" + std::to_string(::getpid());
    Source source(settings);
    const auto begin = Clock::now();
    auto ledger = must(store::Ledger::create(settings.dir, {}));
    std::printf("create: %.1f ms\n", seconds(Clock::now() - begin) * 1e3);
    double time = 0;
    for (std::uint64_t from = 0; from < settings.rows; from += 1'000'000)
        time += append_million(*ledger, source, settings, from);
    look_up(*ledger, source);
    ledger.reset();
    const auto reopen = Clock::now();
    ledger = must(store::Ledger::open(settings.dir));
    std::printf("open: %.1f ms\n", seconds(Clock::now() - reopen) * 1e3);
    ledger.reset();
    std::filesystem::remove_all(settings.dir);
    const auto rate = static_cast<double>(settings.rows) / time;
    bench::Bars bars;
    bars.gate("a second's rows >= 150,000: " + bench::text("%.0f", rate), rate >= 150'000);
    return bars.exit_code();
}
