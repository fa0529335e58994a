#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "devnet/svm/triggers/locks.hpp"
#include "tests/unit/devnet/bank/hook_chain.hpp"

namespace orrery::bank::testing {

/// Random numbers that are the same everywhere.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    /// Below `n`.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    std::uint8_t byte() { return static_cast<std::uint8_t>(next()); }
    /// True in `n` of 100 cases.
    bool percent(std::size_t n) { return below(100) < n; }

  private:
    std::uint64_t next() {
        state_ += 0x9e37'79b9'7f4a'7c15;
        auto z = (state_ ^ state_ >> 30) * 0xbf58'476d'1ce4'e5b9;
        z = (z ^ z >> 27) * 0x94d0'49bb'1331'11eb;
        return z ^ z >> 31;
    }
    std::uint64_t state_;
};

/// What a run met, so that a test can tell that it met enough.
struct Seen {
    std::size_t transactions = 0, failed = 0;
    std::size_t hooks = 0, failed_hooks = 0, unfunded = 0, struck_out = 0;
    std::size_t full_units = 0;  ///< with as many hooks as may run
    std::size_t jumbo_hooks = 0, cpi_targets = 0;
    std::size_t compared = 0;  ///< with a run without hooks
    std::size_t reverts = 0, closed = 0;
};

/// A HookChain that people use at random: they register, bid, cancel, close, enable, reclaim, run
/// dry, name owners and call programs, while slots and shreds end. Every step is checked; a
/// violation fails the test that runs it.
class HookWorld {
  public:
    explicit HookWorld(std::uint64_t seed);

    /// Runs until so many transactions were executed, those that a revert undid included.
    void run(std::size_t transactions, Seen& seen);
    /// Closes the slot and replays every shred on a second chain from genesis.
    void replay();

  private:
    struct Known {
        Pubkey key;
        std::size_t payer;
        std::size_t target;
        std::vector<std::uint64_t> bids;  ///< epochs
    };

    void step();
    void call();
    void register_hook();
    void bid();
    void change_hook();
    void reclaim();
    void name_owner();
    void drain();
    void end_slot();
    void mark_or_revert();

    hooks::Body random_body(const Pubkey& hook);
    std::vector<Instruction> random_calls();
    void send(const std::vector<Instruction>& instructions,
              const std::vector<crypto::Keypair>& signers = {});
    void execute(std::shared_ptr<const tx::Transaction> transaction);
    std::optional<AppliedEntry> without_hooks(
        const std::shared_ptr<const tx::Transaction>& transaction);

    void check_locks(const AppliedEntry& applied, const std::vector<Pubkey>& locks);
    void check_order(const AppliedEntry& applied, const AccountDb::Pin& before);
    void check_hook(const svm::TxOutcome& outcome, const hooks::Hook& before);
    std::optional<hooks::Hook> hook_at(const Pubkey& key);
    std::vector<crypto::Keypair> signers(std::size_t payer) const;
    const crypto::Keypair& payer(std::size_t i) const { return payers_[i]; }

    Random random_;
    HookChain::Options options_;
    HookChain world_;
    std::vector<crypto::Keypair> payers_;  ///< the initiator first; the last ones are poor
    std::vector<Known> known_;
    std::optional<TestChain::Mark> mark_;
    std::vector<Known> marked_;
    triggers::Cache cache_;
    std::uint64_t nonce_ = 0;
    std::uint64_t money_ = 0;
    Seen* seen_ = nullptr;
};

}  // namespace orrery::bank::testing
