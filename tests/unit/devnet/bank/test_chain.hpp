#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "devnet/bank/bank.hpp"
#include "devnet/bank/shred_builder.hpp"
#include "devnet/shred/shred.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::bank {

/// A bank under a test's hands: opens and closes slots, seals what was applied.
class TestChain {
  public:
    explicit TestChain(std::uint8_t seed = 1);
    /// `params` need no seed, time and builtins.
    TestChain(std::uint8_t seed, GenesisParams params);

    static BankConfig config(std::uint8_t seed, GenesisParams params = {});

    Bank& bank() { return *bank_; }
    const crypto::Keypair& payer() const { return payer_; }

    void open(std::int64_t unix_timestamp = 1'700'000'000);
    /// Closes the open slot; everything since the last shred becomes one.
    void close();
    /// Seals what was applied so far, if anything, into a shred without closing the slot.
    void seal();
    svm::TxOutcome send(const std::vector<Instruction>& instructions,
                        const std::vector<crypto::Keypair>& signers = {});
    svm::TxOutcome send(std::shared_ptr<const tx::Transaction> transaction);
    /// As send, with the hooks that ran.
    AppliedEntry run(std::shared_ptr<const tx::Transaction> transaction);
    std::shared_ptr<const tx::Transaction> transaction(
        const std::vector<Instruction>& instructions,
        const std::vector<crypto::Keypair>& signers = {}) const;
    void add(AppliedEntry applied);

    /// A place to come back to, open shred included.
    struct Mark {
        BankSnapshot bank;
        std::optional<ShredBuilder> builder;
        Hash prev;
        std::uint32_t index = 0;
        std::size_t shreds = 0;
    };
    Mark mark();
    void revert(const Mark& mark);

    std::uint64_t lamports(const Pubkey& key) const;
    const std::vector<shred::SealedShred>& shreds() const { return shreds_; }
    std::vector<shred::SealedShred>& shreds() { return shreds_; }

  private:
    crypto::Keypair payer_;
    std::unique_ptr<Bank> bank_;
    crypto::Keypair identity_;
    std::optional<ShredBuilder> builder_;
    Hash prev_;
    std::uint32_t index_ = 0;
    std::vector<shred::SealedShred> shreds_;
};

}  // namespace orrery::bank
