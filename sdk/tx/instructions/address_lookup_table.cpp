#include "sdk/tx/instructions/address_lookup_table.hpp"

#include "sdk/codec/writer.hpp"
#include "sdk/tx/instructions/metas.hpp"
#include "sdk/types/ids.hpp"

// Data is bincode with fixed-size integers: a u32 tag, then the fields; lists carry a u64 length.
namespace orrery::tx::lookup_table {
namespace {

using codec::ByteWriter;

Instruction make(std::vector<AccountMeta> accounts, ByteWriter& data) {
    return {ids::address_lookup_table, std::move(accounts), data.take()};
}

}  // namespace

Result<crypto::ProgramAddress, crypto::PdaError> derive_address(const Pubkey& authority,
                                                                Slot recent_slot) {
    ByteWriter slot;
    slot.u64(recent_slot.value);
    return crypto::find_program_address({authority.span(), slot.span()}, ids::address_lookup_table);
}

Instruction create(const Create& p) {
    ByteWriter data;
    return make({writable(p.table.address), readonly(p.authority), writable_signer(p.payer),
                 readonly(ids::system)},
                data.u32(0).u64(p.recent_slot.value).u8(p.table.bump));
}

Instruction freeze(const Pubkey& table, const Pubkey& authority) {
    ByteWriter data;
    return make({writable(table), readonly_signer(authority)}, data.u32(1));
}

Instruction extend(const Extend& p) {
    ByteWriter data;
    data.u32(2).u64(p.addresses.size());
    for (const Pubkey& address : p.addresses) data.key(address);
    std::vector<AccountMeta> accounts = {writable(p.table), readonly_signer(p.authority)};
    if (p.payer) {
        accounts.push_back(writable_signer(*p.payer));
        accounts.push_back(readonly(ids::system));
    }
    return make(std::move(accounts), data);
}

Instruction deactivate(const Pubkey& table, const Pubkey& authority) {
    ByteWriter data;
    return make({writable(table), readonly_signer(authority)}, data.u32(3));
}

Instruction close(const Close& p) {
    ByteWriter data;
    return make({writable(p.table), readonly_signer(p.authority), writable(p.recipient)},
                data.u32(4));
}

}  // namespace orrery::tx::lookup_table
