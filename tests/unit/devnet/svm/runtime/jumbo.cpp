#include "tests/unit/devnet/svm/runtime/jumbo.hpp"

#include "sdk/types/check.hpp"

namespace orrery::runtime::testing {

Pubkey numbered(std::uint32_t n) {
    Pubkey out;
    out.bytes.fill(0xEE);
    store_le(out.bytes.data() + 12, __builtin_bswap32(n));
    return out;
}

tx::JumboBuilder jumbo(const World& world, const std::vector<Instruction>& instructions) {
    tx::JumboBuilder builder(key(1));
    builder.lifetime(world.blockhash).compute_unit_limit(tx::max_jumbo_compute_units);
    builder.add(instructions);
    return builder;
}

tx::Transaction transaction(const tx::JumboMessage& message) {
    auto decoded = tx::decode(tx::unsigned_wire(tx::encode(message)));
    ORRERY_CHECK(decoded);
    return std::move(*decoded);
}

tx::Transaction transaction(const tx::JumboBuilder& builder) {
    const auto message = builder.message();
    ORRERY_CHECK(message);
    return transaction(*message);
}

tx::V1Message as_v1(const tx::JumboMessage& message) {
    tx::V1Message out{
        .num_required_signatures = message.num_required_signatures,
        .num_readonly_signed = message.num_readonly_signed,
        .num_readonly_unsigned = static_cast<std::uint8_t>(message.num_readonly_unsigned),
        .addresses = message.addresses,
        .priority_fee = message.priority_fee,
        .compute_unit_limit = message.compute_unit_limit,
        .loaded_accounts_data_size = message.loaded_accounts_data_size,
        .heap_bytes = message.heap_bytes,
        .lifetime = message.lifetime,
        .instructions = {}};
    for (const auto& from : message.instructions) {
        auto& to = out.instructions.emplace_back();
        to.program = static_cast<std::uint8_t>(from.program);
        for (const auto index : from.accounts)
            to.accounts.push_back(static_cast<std::uint8_t>(index));
        to.data = from.data;
    }
    return out;
}

tx::Transaction transaction(const tx::V1Message& message) {
    auto decoded = tx::decode(tx::unsigned_wire(tx::encode(message)));
    ORRERY_CHECK(decoded);
    return std::move(*decoded);
}

Account puppet_account(std::uint64_t lamports, std::size_t size) {
    return account(lamports, puppet, Bytes(size));
}

Instruction move(const Pubkey& from, const Pubkey& to, std::int64_t lamports) {
    return act(Deeds().add(0, -lamports).add(1, lamports), {writable(from), writable(to)});
}

}  // namespace orrery::runtime::testing
