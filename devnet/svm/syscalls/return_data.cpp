#include <algorithm>
#include <array>

#include "devnet/svm/syscalls/functions.hpp"

namespace orrery::syscalls {
namespace {

constexpr std::size_t account_meta_size = 34;  ///< key, signer, writable

// What the program passes and gets at `lengths`: u64 data length, u64 account count.
constexpr std::size_t lengths_size = 16;

// Instructions that ran before the current one under the same caller, newest first: `index` 0 is
// the last. Top-level instructions are each other's siblings; those to come don't count.
const invoke::InstructionFrame* find_sibling(const invoke::InvokeContext& context, uint64_t index) {
    const auto& trace = context.trace();
    const bool top = context.stack_height() == 1;
    const std::size_t begin = top ? 0 : context.top_level_count();
    const std::size_t current = context.current_index();
    for (std::size_t i = current; i > begin; --i) {
        const invoke::InstructionFrame& frame = trace[i - 1];
        if (frame.caller != context.current().caller) continue;
        if (index-- == 0) return &frame;
    }
    return nullptr;
}

void write_account_metas(const invoke::InvokeContext& context,
                         const invoke::InstructionFrame& frame, MutByteSpan out) {
    auto* at = out.data();
    for (const invoke::InstructionAccount& account : frame.accounts) {
        const Pubkey& key = context.accounts()[account.index_in_transaction].key;
        at = std::ranges::copy(key.bytes, at).out;
        *at++ = account.is_signer;
        *at++ = account.is_writable;
    }
}

}  // namespace

Answer sol_set_return_data(Call& call, uint64_t data, uint64_t length) {
    const auto& costs = call.costs();
    CHECK_OK(call.consume(costs.syscall_base + length / costs.cpi_bytes_per_unit));
    if (length > invoke::max_return_data)
        return fail(abort_with("Return data too large (" + std::to_string(length) + " > " +
                               std::to_string(invoke::max_return_data) + ")"));
    TRY(const ByteSpan bytes, call.bytes(data, length));
    call.context().set_return_data(call.context().program_id(), bytes);
    return success;
}

Answer sol_get_return_data(Call& call, uint64_t data, uint64_t length, uint64_t program) {
    const auto& costs = call.costs();
    CHECK_OK(call.consume(costs.syscall_base));
    const svm::ReturnData& returned = call.context().return_data();
    const auto copied = std::min<uint64_t>(length, returned.data.size());
    if (copied == 0) return returned.data.size();
    CHECK_OK(call.consume((copied + Pubkey::size) / costs.cpi_bytes_per_unit));
    TRY(const auto out, call.outputs(Output{data, copied}, Output{program, Pubkey::size}));
    std::copy_n(returned.data.begin(), copied, out[0].begin());
    std::ranges::copy(returned.program_id.bytes, out[1].begin());
    return returned.data.size();
}

Answer sol_get_stack_height(Call& call) {
    CHECK_OK(call.consume(call.costs().syscall_base));
    return call.context().stack_height();
}

Answer sol_get_processed_sibling_instruction(Call& call, uint64_t index, uint64_t lengths,
                                             uint64_t program, uint64_t data, uint64_t accounts) {
    CHECK_OK(call.consume(call.costs().syscall_base));
    const invoke::InstructionFrame* sibling = find_sibling(call.context(), index);
    if (sibling == nullptr) return 0;
    const Output header{lengths, lengths_size, 8};
    TRY(const MutByteSpan wanted, call.output(header));
    const uint64_t data_length = sibling->data.size();
    const uint64_t account_count = sibling->accounts.size();
    if (load_le<uint64_t>(wanted.data()) != data_length ||
        load_le<uint64_t>(wanted.data() + 8) != account_count) {
        store_le(wanted.data(), data_length);
        store_le(wanted.data() + 8, account_count);
        return 1;
    }
    TRY(const auto out, call.outputs(Output{program, Pubkey::size}, Output{data, data_length},
                                     Output{accounts, account_count * account_meta_size}, header));
    std::ranges::copy(call.context().accounts()[sibling->program_index].key.bytes, out[0].begin());
    std::ranges::copy(sibling->data, out[1].begin());
    write_account_metas(call.context(), *sibling, out[2]);
    return 1;
}

}  // namespace orrery::syscalls
