#include "sdk/tx/instructions/loader_v3.hpp"

#include "sdk/codec/writer.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/tx/instructions/metas.hpp"
#include "sdk/types/check.hpp"
#include "sdk/types/ids.hpp"

// Data is bincode with fixed-size integers: a u32 tag, then the fields; bytes carry a u64 length.
namespace orrery::tx::loader_v3 {
namespace {

using codec::ByteWriter;

Instruction make(std::vector<AccountMeta> accounts, ByteWriter& data) {
    return {ids::loader_v3, std::move(accounts), data.take()};
}

}  // namespace

Pubkey programdata_address(const Pubkey& program) {
    const auto found = crypto::find_program_address({program.span()}, ids::loader_v3);
    // 255 bumps all on the curve have probability 2^-255.
    ORRERY_CHECK(found.has_value());
    return found->address;
}

Instruction initialize_buffer(const Pubkey& buffer, const Pubkey& authority) {
    ByteWriter data;
    return make({writable(buffer), readonly(authority)}, data.u32(0));
}

Instruction write(const Write& p) {
    ByteWriter data;
    data.u32(1).u32(p.offset).u64(p.bytes.size()).bytes(p.bytes);
    return make({writable(p.buffer), readonly_signer(p.authority)}, data);
}

Instruction deploy_with_max_data_len(const Deploy& p) {
    ByteWriter data;
    return make({writable_signer(p.payer), writable(programdata_address(p.program)),
                 writable(p.program), writable(p.buffer), readonly(ids::rent), readonly(ids::clock),
                 readonly(ids::system), readonly_signer(p.authority)},
                data.u32(2).u64(p.max_data_len));
}

Instruction upgrade(const Upgrade& p) {
    ByteWriter data;
    return make({writable(programdata_address(p.program)), writable(p.program), writable(p.buffer),
                 writable(p.spill), readonly(ids::rent), readonly(ids::clock),
                 readonly_signer(p.authority)},
                data.u32(3));
}

Instruction set_authority(const SetAuthority& p) {
    ByteWriter data;
    std::vector<AccountMeta> accounts = {writable(p.account), readonly_signer(p.authority)};
    if (p.new_authority) accounts.push_back(readonly(*p.new_authority));
    return make(std::move(accounts), data.u32(4));
}

Instruction close(const Close& p) {
    ByteWriter data;
    std::vector<AccountMeta> accounts = {writable(p.account), writable(p.recipient)};
    if (p.authority) accounts.push_back(readonly_signer(*p.authority));
    if (p.program) accounts.push_back(writable(*p.program));
    return make(std::move(accounts), data.u32(5));
}

Instruction extend_program(const ExtendProgram& p) {
    ByteWriter data;
    std::vector<AccountMeta> accounts = {writable(programdata_address(p.program)),
                                         writable(p.program)};
    if (p.payer) {
        accounts.push_back(readonly(ids::system));
        accounts.push_back(writable_signer(*p.payer));
    }
    return make(std::move(accounts), data.u32(6).u32(p.additional_bytes));
}

Instruction set_authority_checked(const SetAuthorityChecked& p) {
    ByteWriter data;
    return make(
        {writable(p.account), readonly_signer(p.authority), readonly_signer(p.new_authority)},
        data.u32(7));
}

}  // namespace orrery::tx::loader_v3
