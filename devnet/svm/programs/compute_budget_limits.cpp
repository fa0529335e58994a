#include "devnet/svm/programs/compute_budget_limits.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "sdk/codec/reader.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/types/ids.hpp"
#include "sdk/types/int128.hpp"

namespace orrery::programs {

using TxCode = tx::TransactionErrorCode;

namespace {

/// Programs whose instructions count 3,000 CU when the message sets no limit. The list is
/// upstream's and frozen there: it is neither the builtins nor the precompiles
/// (builtins-default-costs).
constexpr std::array cheap_programs = {
    ids::system,
    ids::compute_budget,
    ids::loader_v3,
    ids::loader_v1,
    ids::loader_v2,
    ids::loader_v4,
    ids::secp256k1_precompile,
    ids::ed25519_precompile,
};

/// A value that some instruction asked for, and which one.
template <class T>
struct Request {
    std::uint16_t instruction = 0;
    T value = 0;
};

struct Requests {
    std::optional<Request<std::uint32_t>> heap;
    std::optional<Request<std::uint32_t>> limit;
    std::optional<Request<std::uint64_t>> price;
    std::optional<Request<std::uint32_t>> loaded_size;
};

enum Tag : std::uint8_t { heap_frame = 1, unit_limit = 2, unit_price = 3, loaded_size_limit = 4 };

const Pubkey* program_of(const tx::Message& message, const tx::CompiledInstruction& instruction) {
    if (instruction.program_index >= message.static_keys.size()) return nullptr;
    return &message.static_keys[instruction.program_index];
}

tx::TransactionError invalid_data(std::uint16_t index) {
    return {index, tx::InstructionErrorCode::InvalidInstructionData};
}

template <class T>
Result<void, tx::TransactionError> set(std::optional<Request<T>>& request, std::uint16_t index,
                                       codec::ByteReader& in, T value) {
    if (in.failed()) return fail(invalid_data(index));
    if (request) return fail(tx::TransactionError(TxCode::DuplicateInstruction, index));
    request = {index, value};
    return {};
}

Result<void, tx::TransactionError> read_request(Requests& requests, std::uint16_t index,
                                                ByteSpan data) {
    codec::ByteReader in(data);
    switch (in.u8()) {
        case heap_frame:
            return set(requests.heap, index, in, in.u32());
        case unit_limit:
            return set(requests.limit, index, in, in.u32());
        case unit_price:
            return set(requests.price, index, in, in.u64());
        case loaded_size_limit:
            return set(requests.loaded_size, index, in, in.u32());
        default:
            return fail(invalid_data(index));
    }
}

bool is_cheap(const Pubkey& program) {
    return program == ids::system ||  // by far the most usual, and compared fast
           std::find(cheap_programs.begin(), cheap_programs.end(), program) != cheap_programs.end();
}

std::uint32_t default_unit_limit(const tx::Message& message) {
    std::uint64_t sum = 0;
    for (const auto& instruction : message.instructions) {
        const auto* program = program_of(message, instruction);
        sum += program && is_cheap(*program) ? default_builtin_compute_units
                                             : default_instruction_compute_units;
    }
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, max_compute_unit_limit));
}

bool is_valid_heap(std::uint32_t bytes) {
    return bytes >= min_heap_bytes && bytes <= max_heap_bytes && bytes % 1024 == 0;
}

// What whole lamports make per CU; nothing where no CU are asked for.
std::uint64_t price_per_unit(std::uint64_t lamports, std::uint32_t units) {
    constexpr std::uint64_t micro_lamports = 1'000'000;
    if (units == 0) return 0;
    const auto price = Uint128{lamports} * micro_lamports / units;
    return price > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(price);
}

Result<ComputeBudgetLimits, tx::TransactionError> own_budget(const tx::Message& message) {
    const auto& budget = message.budget;
    if (!is_valid_heap(budget.heap_bytes))
        return fail(tx::TransactionError(TxCode::SanitizeFailure));
    const bool jumbo = message.version == tx::Version::jumbo;
    const auto max_units = jumbo ? tx::max_jumbo_compute_units : max_compute_unit_limit;
    const auto max_size =
        jumbo ? tx::max_jumbo_loaded_accounts_data_size : max_loaded_accounts_data_size;
    ComputeBudgetLimits out;
    out.heap_bytes = budget.heap_bytes;
    out.compute_unit_limit = std::min(budget.compute_unit_limit, max_units);
    out.compute_unit_price = price_per_unit(budget.priority_fee, out.compute_unit_limit);
    out.loaded_accounts_data_size = std::min(budget.loaded_accounts_data_size, max_size);
    return out;
}

bool asks_for_budget(const tx::Message& message) {
    return std::any_of(message.instructions.begin(), message.instructions.end(),
                       [&](const tx::CompiledInstruction& instruction) {
                           const auto* program = program_of(message, instruction);
                           return program && *program == ids::compute_budget;
                       });
}

Result<ComputeBudgetLimits, tx::TransactionError> requested_budget(const tx::Message& message) {
    Requests requests;
    for (std::size_t i = 0; i < message.instructions.size(); ++i) {
        const auto& instruction = message.instructions[i];
        const auto* program = program_of(message, instruction);
        if (program && *program == ids::compute_budget)
            CHECK_OK(read_request(requests, static_cast<std::uint16_t>(i), instruction.data));
    }

    ComputeBudgetLimits out;
    if (requests.heap) {
        if (!is_valid_heap(requests.heap->value))
            return fail(invalid_data(requests.heap->instruction));
        out.heap_bytes = requests.heap->value;
    }
    out.compute_unit_limit = requests.limit
                                 ? std::min(requests.limit->value, max_compute_unit_limit)
                                 : default_unit_limit(message);
    if (requests.price) out.compute_unit_price = requests.price->value;
    if (requests.loaded_size) {
        if (requests.loaded_size->value == 0)
            return fail(tx::TransactionError(TxCode::InvalidLoadedAccountsDataSizeLimit));
        out.loaded_accounts_data_size =
            std::min(requests.loaded_size->value, max_loaded_accounts_data_size);
    }
    return out;
}

}  // namespace

Result<ComputeBudgetLimits, tx::TransactionError> compute_budget_limits(
    const tx::Message& message) {
    if (message.has_budget()) return own_budget(message);
    if (asks_for_budget(message)) return requested_budget(message);
    ComputeBudgetLimits out;
    out.compute_unit_limit = default_unit_limit(message);
    return out;
}

}  // namespace orrery::programs
