#pragma once

#include <string>
#include <vector>

#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/instructions.hpp"
#include "tests/unit/devnet/bank/test_chain.hpp"

namespace orrery::bank::testing {

/// What the programs of a HookChain do; the first byte of their instruction data.
enum class Op : std::uint8_t {
    nothing = 0,
    write = 1,  ///< the second data byte into account 0
    fail = 2,   ///< returns 7
    spin = 3,   ///< until the units are gone
    give = 4,  ///< 1,000 lamports from account 0, which it owns and which has 8 bytes, to account 1
    copy =
        5,  ///< 8 bytes from account 1, the word that the second data byte numbers, into account 0
};
Bytes op(Op what, std::uint8_t value = 0);

/// A chain with short hook epochs, programs that do as told, and hands to set hooks up.
class HookChain {
  public:
    struct Options {
        std::uint8_t seed = 1;
        std::size_t programs = 3;
        hooks::Config config{};
    };
    /// epoch_slots = 8 and low prices.
    static hooks::Config config();
    explicit HookChain(Options options);
    HookChain() : HookChain(Options{.config = config()}) {}
    /// As the constructor makes it: what a second chain must be to replay this one's shreds.
    static GenesisParams genesis(const Options& options);

    TestChain chain;
    Bank& bank() { return chain.bank(); }
    std::uint64_t epoch() { return bank().position().slot.value / options_.config.epoch_slots; }
    /// Closes the slot and opens the next, or a later one.
    void next_slot(std::uint64_t by = 1);
    void next_epoch();

    static Pubkey program(std::size_t i);  ///< its upgrade authority is `owner`
    static Pubkey state(std::size_t i);    ///< 8 bytes, owned by program i
    static Pubkey fresh(std::uint8_t tag, std::uint8_t i);
    const crypto::Keypair& authority() const { return chain.payer(); }
    crypto::Keypair owner;
    crypto::Keypair fee_payer;  ///< of hooks; well funded
    Pubkey treasury() const { return hooks_.treasury; }

    Instruction call(std::size_t program, Op what, std::uint8_t value = 0) const;
    AppliedEntry run(const std::vector<Instruction>& instructions,
                     const std::vector<crypto::Keypair>& signers = {});

    /// Registers a hook whose body calls program `runs` with `what` on `state(runs)`.
    struct HookOptions {
        std::size_t target = 0;
        std::size_t runs = 1;
        Op what = Op::write;
        std::uint8_t value = 1;
        bool every_call = false;
        std::uint32_t cu_limit = 20'000;
        std::uint16_t max_per_slot = 1000;
        Bytes filter{};
        std::optional<hooks::Body> body{};
        std::optional<crypto::Keypair> payer{};  ///< instead of fee_payer
    };
    Pubkey register_hook(const HookOptions& options);
    void bid(const Pubkey& hook, std::uint64_t limit);
    /// Registers and bids for the next epoch.
    Pubkey seat(std::uint64_t limit, const HookOptions& options);
    Pubkey seat(std::uint64_t limit) { return seat(limit, HookOptions{}); }

    hooks::Hook hook(const Pubkey& key);
    hooks::Auction auction(std::size_t target, std::uint64_t of_epoch);
    Bytes data(const Pubkey& key);
    std::uint64_t lamports(const Pubkey& key) { return chain.lamports(key); }
    /// Of all accounts, and of what the open slot owes.
    std::uint64_t money();

  private:
    Options options_;
    hooks::Config hooks_;
    std::uint64_t nonce_ = 0;
};

}  // namespace orrery::bank::testing
