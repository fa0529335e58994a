#include "sdk/tx/instructions/compute_budget.hpp"

#include "sdk/codec/writer.hpp"
#include "sdk/types/ids.hpp"

// Data is borsh: a u8 tag, then the value.
namespace orrery::tx::compute_budget {
namespace {

Instruction make(codec::ByteWriter& data) { return {ids::compute_budget, {}, data.take()}; }

}  // namespace

Instruction request_heap_frame(std::uint32_t bytes) {
    codec::ByteWriter data;
    return make(data.u8(1).u32(bytes));
}

Instruction set_compute_unit_limit(std::uint32_t units) {
    codec::ByteWriter data;
    return make(data.u8(2).u32(units));
}

Instruction set_compute_unit_price(std::uint64_t micro_lamports) {
    codec::ByteWriter data;
    return make(data.u8(3).u64(micro_lamports));
}

Instruction set_loaded_accounts_data_size_limit(std::uint32_t bytes) {
    codec::ByteWriter data;
    return make(data.u8(4).u32(bytes));
}

}  // namespace orrery::tx::compute_budget
