#include "sdk/tx/jumbo_checks.hpp"

#include "sdk/types/ids.hpp"

namespace orrery::tx::jumbo {
namespace {

constexpr std::size_t max_instruction_accounts = 255;
constexpr std::uint32_t min_heap = 32 * 1024;
constexpr std::uint32_t max_heap = 256 * 1024;
constexpr std::uint32_t heap_step = 1024;

std::string number(std::uint64_t n) { return std::to_string(n); }

struct Count {
    BuildErrorCode code;
    std::string_view things;
    std::size_t count, limit;
};

constexpr std::string_view split_it = "; split() makes several of it";

BuildError too_many(const Count& count, std::string_view whose, std::string_view remedy) {
    return {std::string(whose) + " has " + number(count.count) + " " + std::string(count.things) +
                ", more than the " + number(count.limit) + " of a jumbo transaction" +
                std::string(remedy),
            count.code};
}

Result<void, BuildError> check_instruction(const Instruction& instruction, std::size_t index,
                                           const Pubkey& payer) {
    if (instruction.accounts.size() > max_instruction_accounts)
        return fail(too_many({BuildErrorCode::instruction_accounts, "accounts",
                              instruction.accounts.size(), max_instruction_accounts},
                             instruction_name(index), "; make several instructions of it"));
    if (instruction.program_id == payer)
        return fail(BuildError{instruction_name(index) +
                                   " invokes the fee payer, which can't be a program; check its "
                                   "program id or pay with another account",
                               BuildErrorCode::program});
    return {};
}

}  // namespace

Tally tally_of(const Pubkey& payer, std::span<const Instruction> instructions) {
    Tally out(payer);
    for (const Instruction& instruction : instructions) out.add(instruction);
    return out;
}

std::string instruction_name(std::size_t index) { return "instruction " + number(index); }

Result<void, BuildError> check_instructions(std::span<const Instruction> instructions,
                                            const Pubkey& payer) {
    for (std::size_t i = 0; i < instructions.size(); ++i)
        CHECK_OK(check_instruction(instructions[i], i, payer));
    return {};
}

Result<void, BuildError> check_keys(const Tally& tally) {
    if (tally.keys().find(ids::instructions) == nullptr) return {};
    return fail(
        BuildError{"an instruction names the instructions sysvar, which can't show the "
                   "instructions of a jumbo transaction; send this instruction in a v0 "
                   "transaction",
                   BuildErrorCode::instructions_sysvar});
}

Result<void, BuildError> check_counts(const Tally& tally, std::size_t wire_size) {
    const Count counts[] = {
        {BuildErrorCode::instructions, "instructions", tally.instructions(),
         max_jumbo_instructions},
        {BuildErrorCode::addresses, "accounts", tally.addresses(), max_jumbo_addresses},
        {BuildErrorCode::signatures, "signers", tally.signers(), max_jumbo_signatures},
        {BuildErrorCode::size, "bytes", wire_size, max_jumbo_size},
    };
    for (const Count& count : counts)
        if (count.count > count.limit) return fail(too_many(count, "the transaction", split_it));
    return {};
}

Result<void, BuildError> check_budget(const BudgetRequest& budget) {
    if (budget.compute_unit_limit > max_jumbo_compute_units)
        return fail(BuildError{"a compute unit limit of " + number(budget.compute_unit_limit) +
                                   " is above the " + number(max_jumbo_compute_units) +
                                   " of a transaction; state less, or split the work",
                               BuildErrorCode::compute_units});
    if (budget.loaded_accounts_data_size > max_jumbo_loaded_accounts_data_size)
        return fail(BuildError{
            "a loaded accounts data limit of " + number(budget.loaded_accounts_data_size) +
                " bytes is above the " + number(max_jumbo_loaded_accounts_data_size) +
                " of a transaction; state less, or split the work",
            BuildErrorCode::loaded_accounts_data});
    if (budget.heap_bytes < min_heap || budget.heap_bytes > max_heap ||
        budget.heap_bytes % heap_step != 0)
        return fail(BuildError{"a heap of " + number(budget.heap_bytes) +
                                   " bytes can't be had; state a multiple of 1024 from 32768 to "
                                   "262144",
                               BuildErrorCode::heap});
    return {};
}

}  // namespace orrery::tx::jumbo
