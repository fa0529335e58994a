#include "tests/bench/lib/chains.hpp"

#include <cstdlib>

#include "devnet/sequencer/genesis_record.hpp"
#include "devnet/svm/programs/builtins.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "tests/bench/lib/measure.hpp"

namespace orrery::bench {
namespace {

constexpr Lamports each{1'000'000'000'000};

bank::Genesis genesis_of(std::span<const Pubkey> funded) {
    bank::GenesisParams params;
    params.unix_timestamp = std::chrono::duration_cast<std::chrono::seconds>(
                                std::chrono::system_clock::now().time_since_epoch())
                                .count();
    for (const auto& builtin : programs::solana_builtins())
        params.builtins.emplace_back(builtin.id, std::string(builtin.name));
    Account wallet;
    wallet.lamports = each;
    for (const auto& key : funded) params.accounts.emplace_back(key, wallet);
    return bank::make_genesis(params);
}

}  // namespace

std::unique_ptr<sequencer::Chain> start_chain(std::span<const Pubkey> funded,
                                              const std::filesystem::path& ledger) {
    sequencer::ChainConfig config{.bank = {.genesis = genesis_of(funded),
                                           .builtins = programs::solana_builtins(),
                                           .syscalls = syscalls::syscall_registry()},
                                  .ledger = nullptr,
                                  .clock = nullptr};
    if (!ledger.empty()) {
        auto created = store::Ledger::create(ledger, sequencer::to_record(config.bank.genesis, {}));
        if (!created) give_up(created.error().message);
        config.ledger = std::move(*created);
    }
    auto chain = sequencer::Chain::start(std::move(config));
    if (!chain) give_up(chain.error().message);
    return std::move(*chain);
}

ScratchDir::ScratchDir() {
    auto name = (std::filesystem::temp_directory_path() / "orrery-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) give_up("cannot make a temporary folder");
    path_ = name;
}

ScratchDir::~ScratchDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace orrery::bench
