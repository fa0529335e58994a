#include "sdk/tx/instructions/token.hpp"

#include "sdk/codec/writer.hpp"
#include "sdk/tx/instructions/metas.hpp"

// Data is a u8 tag, then the fields packed; an optional key is a u8 (0 or 1), then the key if any.
namespace orrery::tx::token {

using codec::ByteWriter;

Instruction initialize_mint(const InitializeMint& p) {
    ByteWriter data;
    data.u8(20).u8(p.decimals).key(p.mint_authority).boolean(p.freeze_authority.has_value());
    if (p.freeze_authority) data.key(*p.freeze_authority);
    return {p.program, {writable(p.mint)}, data.take()};
}

Instruction initialize_account(const InitializeAccount& p) {
    return {p.program,
            {writable(p.account), readonly(p.mint)},
            ByteWriter().u8(18).key(p.owner).take()};
}

Instruction transfer(const Transfer& p) {
    return {p.program,
            {writable(p.from), writable(p.to), readonly_signer(p.owner)},
            ByteWriter().u8(3).u64(p.amount).take()};
}

Instruction transfer_checked(const TransferChecked& p) {
    return {p.program,
            {writable(p.from), readonly(p.mint), writable(p.to), readonly_signer(p.owner)},
            ByteWriter().u8(12).u64(p.amount).u8(p.decimals).take()};
}

Instruction mint_to(const MintTo& p) {
    return {p.program,
            {writable(p.mint), writable(p.account), readonly_signer(p.mint_authority)},
            ByteWriter().u8(7).u64(p.amount).take()};
}

Instruction burn(const Burn& p) {
    return {p.program,
            {writable(p.account), writable(p.mint), readonly_signer(p.owner)},
            ByteWriter().u8(8).u64(p.amount).take()};
}

Instruction approve(const Approve& p) {
    return {p.program,
            {writable(p.account), readonly(p.delegate), readonly_signer(p.owner)},
            ByteWriter().u8(4).u64(p.amount).take()};
}

Instruction close_account(const CloseAccount& p) {
    return {p.program,
            {writable(p.account), writable(p.recipient), readonly_signer(p.owner)},
            ByteWriter().u8(9).take()};
}

}  // namespace orrery::tx::token
