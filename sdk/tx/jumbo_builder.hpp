#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sdk/crypto/ed25519.hpp"
#include "sdk/tx/jumbo.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/instruction.hpp"
#include "sdk/types/result.hpp"

namespace orrery::tx {

/// What a jumbo transaction pays, in lamports (docs/spec/jumbo.md 3). Debited before it runs,
/// whether it succeeds or not.
struct JumboFee {
    std::uint64_t signatures = 0;     ///< 5,000 each, those that precompiles check included
    std::uint64_t compute_units = 0;  ///< 5,000 per 1,400,000 units begun beyond the first
    std::uint64_t size = 0;           ///< jumbo_fee(size)
    std::uint64_t priority = 0;

    /// Saturates at 2^64 - 1.
    std::uint64_t total() const;
    bool operator==(const JumboFee&) const = default;
};

/// How far one part of a split may go; the defaults are the chain's limits.
struct SplitLimits {
    std::size_t size = max_jumbo_size;  ///< as JumboBuilder::size counts; smaller = cheaper
    std::size_t addresses = max_jumbo_addresses;
    std::size_t instructions = max_jumbo_instructions;
    std::size_t signatures = max_jumbo_signatures;
};

/// Builds a jumbo transaction from instructions: merges and orders their accounts, states the
/// budget, tells the fee before anybody signs, splits what is too large. Deterministic: the same
/// calls give the same bytes. Accounts of one kind (writable signers, read-only signers, writable,
/// read-only) stand by first mention, program before accounts; the payer is first.
class JumboBuilder {
  public:
    /// Loaded accounts data that a transaction may have unless told otherwise: 64 MiB, Solana's.
    static constexpr std::uint32_t default_loaded_accounts_data_size = 64u << 20;
    /// Compute units per instruction that a transaction may use unless told otherwise, up to
    /// max_jumbo_compute_units in all.
    static constexpr std::uint32_t default_compute_units_per_instruction = 200'000;

    explicit JumboBuilder(const Pubkey& payer) : payer_(payer) {}

    JumboBuilder& add(Instruction instruction);
    JumboBuilder& add(std::span<const Instruction> instructions);
    /// Compute units for all instructions together; the fee counts what is stated, used or not.
    JumboBuilder& compute_unit_limit(std::uint32_t units);
    /// Bytes of all accounts together.
    JumboBuilder& loaded_accounts_data_size(std::uint32_t bytes);
    /// Heap of each program: a multiple of 1,024 from 32 KiB (the default) to 256 KiB.
    JumboBuilder& heap_bytes(std::uint32_t bytes);
    /// Lamports for the whole transaction.
    JumboBuilder& priority_fee(std::uint64_t lamports);
    /// A recent blockhash, or a durable nonce (then the first instruction advances it).
    JumboBuilder& lifetime(const Hash& hash);
    /// Lets signers sign a text that names the message, as wallets can (scheme 4). Signatures then
    /// name their schemes, and `sign` signs the text.
    JumboBuilder& text_signatures(bool on = true);

    const Pubkey& payer() const { return payer_; }
    std::span<const Instruction> instructions() const { return instructions_; }

    /// The bytes that the fee counts: the message, and 64 for each signer.
    std::size_t size() const;
    JumboFee fee() const;
    /// The message. Error: what runs over which limit, with the remedy.
    Result<JumboMessage, BuildError> message() const;
    /// The message on its way to its signers. Errors: those of `message`.
    Result<PartialTransaction, BuildError> unsigned_transaction() const;
    /// Signs with every key given: the bytes to send. Errors: those of `message`; a signer without
    /// its key; a key that doesn't sign.
    Result<Bytes, BuildError> sign(std::span<const crypto::Keypair* const> keypairs) const;
    Result<Bytes, BuildError> sign(std::initializer_list<const crypto::Keypair*> keypairs) const;

    /// As few builders as taking instructions in order gives, each within the limits, with the same
    /// lifetime, signature form, and compute, data and heap limits (a part never needs more than
    /// the whole); the priority fee is shared out by instructions, exactly. One builder if nothing
    /// is too large. Errors: an instruction too large for a transaction of its own; several parts
    /// under a durable nonce, which lets one through.
    Result<std::vector<JumboBuilder>, BuildError> split(const SplitLimits& limits = {}) const;

  private:
    static void make_distinct(std::vector<JumboBuilder>& parts);
    std::uint32_t effective_compute_unit_limit() const;
    JumboMessage frame() const;  ///< all but keys and instructions
    std::size_t budget_size() const;
    JumboBuilder part(std::size_t first, std::size_t last) const;

    Pubkey payer_;
    std::vector<Instruction> instructions_;
    std::optional<std::uint32_t> compute_unit_limit_;
    std::uint32_t loaded_accounts_data_size_ = default_loaded_accounts_data_size;
    std::optional<std::uint32_t> heap_bytes_;
    std::optional<std::uint64_t> priority_fee_;
    Hash lifetime_;
    bool has_schemes_ = false;
};

}  // namespace orrery::tx
