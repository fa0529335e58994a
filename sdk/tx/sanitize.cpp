#include <algorithm>

#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/tx/v1.hpp"
#include "sdk/tx/wire.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::tx::wire {
namespace {

constexpr std::size_t max_instruction_accounts = 255;
constexpr std::uint32_t min_heap = 32 * 1024;
constexpr std::uint32_t max_heap = 256 * 1024;
constexpr std::uint32_t heap_step = 1024;

struct Limits {
    std::size_t size, signatures, addresses, instructions;
};

constexpr Limits v1_limits = {max_v1_size, max_v1_signatures, max_v1_addresses,
                              max_v1_instructions};
constexpr Limits jumbo_limits = {max_jumbo_size, max_jumbo_signatures, max_jumbo_addresses,
                                 max_jumbo_instructions};

// By sorting: keys are the sender's choice, so any hash table that isn't keyed by a secret can be
// made to collide.
bool has_duplicates(std::span<const Pubkey> keys) {
    std::vector<const Pubkey*> sorted(keys.size());
    std::ranges::transform(keys, sorted.begin(), [](const Pubkey& key) { return &key; });
    std::ranges::sort(sorted, [](const Pubkey* a, const Pubkey* b) { return *a < *b; });
    return std::ranges::adjacent_find(
               sorted, [](const Pubkey* a, const Pubkey* b) { return *a == *b; }) != sorted.end();
}

Fault counts_fault(const Transaction& transaction, const Limits& limits) {
    const Message& message = transaction.message;
    if (transaction.wire->size() > limits.size) return "more bytes than a transaction may have";
    if (message.num_required_signatures > limits.signatures) return "too many signatures";
    if (message.static_keys.size() > limits.addresses) return "too many addresses";
    if (message.instructions.size() > limits.instructions) return "too many instructions";
    if (!header_is_sound(message))
        return "the header's counts exceed the addresses, or leave no writable fee payer";
    return {};
}

Fault v1_counts_fault(const Transaction& transaction) {
    return counts_fault(transaction, v1_limits);
}

Fault jumbo_counts_fault(const Transaction& transaction) {
    return counts_fault(transaction, jumbo_limits);
}

Fault budget_fault(const Transaction& transaction) {
    const BudgetRequest& budget = transaction.message.budget;
    if ((budget.mask & ~mask_known) != 0) return "unknown bits in the config mask";
    const std::uint32_t fee_bits = budget.mask & mask_priority_fee;
    if (fee_bits != 0 && fee_bits != mask_priority_fee)
        return "only one of config mask bits 0 and 1";
    if (budget.heap_bytes < min_heap || budget.heap_bytes > max_heap ||
        budget.heap_bytes % heap_step != 0)
        return "a heap size that isn't a multiple of 1,024 from 32 KiB to 256 KiB";
    return {};
}

Fault instruction_fault(const CompiledInstruction& instruction, std::size_t keys) {
    if (instruction.program_index == 0) return "the fee payer as a program";
    if (instruction.program_index >= keys) return "a program index beyond the addresses";
    if (instruction.accounts.size() > max_instruction_accounts)
        return "more than 255 accounts in an instruction";
    if (!std::ranges::all_of(instruction.accounts, [keys](auto i) { return i < keys; }))
        return "an account index beyond the addresses";
    return {};
}

Fault instructions_fault(const Transaction& transaction) {
    const Message& message = transaction.message;
    for (const auto& instruction : message.instructions)
        if (const Fault fault = instruction_fault(instruction, message.static_keys.size());
            !fault.empty())
            return fault;
    return {};
}

Fault keys_fault(const Transaction& transaction) {
    return has_duplicates(transaction.message.static_keys) ? "an address twice" : Fault{};
}

Fault jumbo_header_fault(const Transaction& transaction) {
    const std::uint8_t* bytes = transaction.wire->data();
    const BudgetRequest& budget = transaction.message.budget;
    if ((bytes[jumbo_flags_offset] & ~jumbo_has_schemes) != 0) return "unknown flags";
    if (load_le<std::uint16_t>(bytes + jumbo_reserved_offset) != 0)
        return "a reserved field that isn't zero";
    if (budget.compute_unit_limit > max_jumbo_compute_units)
        return "a compute unit limit above 24,000,000";
    if (budget.loaded_accounts_data_size > max_jumbo_loaded_accounts_data_size)
        return "a loaded accounts data limit above 256 MiB";
    return {};
}

Fault schemes_fault(const Transaction& transaction) {
    for (const SignatureEntry& entry : transaction.signatures) {
        if (entry.scheme != SignatureScheme::ed25519 && entry.scheme != SignatureScheme::text)
            return "an unknown or reserved signature scheme";
        if (entry.bytes.size() != Signature::size)
            return "a signature whose length isn't its scheme's";
    }
    return {};
}

// Its instructions reach more bytes than the sysvar's offsets can tell.
Fault sysvar_fault(const Transaction& transaction) {
    const auto keys = transaction.message.static_keys;
    return std::ranges::find(keys, ids::instructions) != keys.end()
               ? "the instructions sysvar among the addresses"
               : Fault{};
}

using Rule = Fault (*)(const Transaction&);

// Counts come first, the keys' sorting last: nothing above the limits costs more than its bytes.
constexpr Rule v1_rules[] = {v1_counts_fault, budget_fault, instructions_fault, keys_fault};
constexpr Rule jumbo_rules[] = {jumbo_counts_fault, jumbo_header_fault, budget_fault, schemes_fault,
                                instructions_fault, sysvar_fault,       keys_fault};

Fault first_fault(const Transaction& transaction, std::span<const Rule> rules) {
    for (const Rule rule : rules)
        if (const Fault fault = rule(transaction); !fault.empty()) return fault;
    return {};
}

}  // namespace

Fault v1_fault(const Transaction& transaction) { return first_fault(transaction, v1_rules); }

Fault jumbo_fault(const Transaction& transaction) { return first_fault(transaction, jumbo_rules); }

}  // namespace orrery::tx::wire
