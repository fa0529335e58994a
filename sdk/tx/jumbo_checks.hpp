#pragma once

#include <span>

#include "sdk/tx/jumbo_builder.hpp"
#include "sdk/tx/key_set.hpp"
#include "sdk/tx/wire.hpp"

/// How JumboBuilder counts what a message holds and holds it against the limits.
namespace orrery::tx::jumbo {

/// Bytes that a signature's scheme and length take.
constexpr std::size_t entry_header_size = 5;

/// What a message of some instructions holds, counted as they come.
class Tally {
  public:
    explicit Tally(const Pubkey& payer) : keys_(payer) {}

    void add(const Instruction& instruction) {
        keys_.add(instruction);
        ++instructions_;
        bytes_ += wire::jumbo_instruction_header_size + instruction.data.size() +
                  sizeof(std::uint16_t) * instruction.accounts.size();
    }

    const KeySet& keys() const { return keys_; }
    std::size_t addresses() const { return keys_.keys().size(); }
    std::size_t instructions() const { return instructions_; }
    std::size_t signers() const { return keys_.num_signers(); }
    /// What the fee counts.
    std::size_t size(std::size_t budget_size) const {
        return wire::jumbo_header_size + Pubkey::size * addresses() + budget_size + bytes_ +
               Signature::size * signers();
    }

  private:
    KeySet keys_;
    std::size_t instructions_ = 0;
    std::size_t bytes_ = 0;
};

/// The tally of all instructions.
Tally tally_of(const Pubkey& payer, std::span<const Instruction> instructions);

/// "instruction 3"
std::string instruction_name(std::size_t index);

/// What no instruction may do, however many transactions there are. Errors: instruction_accounts,
/// program.
Result<void, BuildError> check_instructions(std::span<const Instruction> instructions,
                                            const Pubkey& payer);
/// Error: instructions_sysvar.
Result<void, BuildError> check_keys(const Tally& tally);
/// What one transaction may hold. Errors: instructions, addresses, signatures, size.
Result<void, BuildError> check_counts(const Tally& tally, std::size_t wire_size);
/// Errors: compute_units, loaded_accounts_data, heap.
Result<void, BuildError> check_budget(const BudgetRequest& budget);

}  // namespace orrery::tx::jumbo
