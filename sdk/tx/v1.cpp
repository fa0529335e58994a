#include "sdk/tx/v1.hpp"

#include "sdk/codec/writer.hpp"
#include "sdk/tx/wire.hpp"
#include "sdk/types/check.hpp"

namespace orrery::tx {
namespace {

std::uint8_t count8(std::size_t count) {
    ORRERY_CHECK(count <= UINT8_MAX);
    return static_cast<std::uint8_t>(count);
}

}  // namespace

Bytes encode(const V1Message& m) {
    const BudgetRequest budget = wire::request_of(m);
    codec::ByteWriter out;
    out.u8(v1_first_byte).u8(m.num_required_signatures).u8(m.num_readonly_signed);
    out.u8(m.num_readonly_unsigned).u32(budget.mask).key(m.lifetime);
    out.u8(count8(m.instructions.size())).u8(count8(m.addresses.size()));
    for (const Pubkey& address : m.addresses) out.key(address);
    wire::write_budget(out, budget);
    for (const auto& i : m.instructions) {
        ORRERY_CHECK(i.data.size() <= UINT16_MAX);
        out.u8(i.program).u8(count8(i.accounts.size()));
        out.u16(static_cast<std::uint16_t>(i.data.size()));
    }
    for (const auto& i : m.instructions) out.bytes(i.accounts).bytes(i.data);
    return out.take();
}

V1Message v1_parts(const Message& message) {
    V1Message out;
    out.num_required_signatures = static_cast<std::uint8_t>(message.num_required_signatures);
    out.num_readonly_signed = static_cast<std::uint8_t>(message.num_readonly_signed);
    out.num_readonly_unsigned = static_cast<std::uint8_t>(message.num_readonly_unsigned);
    out.addresses.assign(message.static_keys.begin(), message.static_keys.end());
    wire::state_request(message.budget, out);
    out.lifetime = message.lifetime;
    for (const auto& i : message.instructions) {
        auto& part = out.instructions.emplace_back();
        part.program = static_cast<std::uint8_t>(i.program_index);
        for (const std::uint16_t account : i.accounts)
            part.accounts.push_back(static_cast<std::uint8_t>(account));
        part.data.assign(i.data.begin(), i.data.end());
    }
    return out;
}

Bytes v1_wire(ByteSpan signed_bytes, std::span<const Signature> signatures) {
    return wire::with_signatures_last(signed_bytes, signatures);
}

}  // namespace orrery::tx
