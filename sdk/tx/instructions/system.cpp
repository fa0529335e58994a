#include "sdk/tx/instructions/system.hpp"

#include "sdk/codec/writer.hpp"
#include "sdk/tx/instructions/metas.hpp"
#include "sdk/types/ids.hpp"

// Data is bincode with fixed-size integers: a u32 tag, then the fields; strings carry a u64 length.
namespace orrery::tx::system {
namespace {

using codec::ByteWriter;

Instruction make(std::vector<AccountMeta> accounts, ByteWriter& data) {
    return {ids::system, std::move(accounts), data.take()};
}

ByteWriter& text(ByteWriter& out, std::string_view value) {
    return out.u64(value.size()).bytes(as_bytes(value));
}

ByteWriter derivation(std::uint32_t tag, const Derived& derived) {
    ByteWriter data;
    text(data.u32(tag).key(derived.base), derived.seed);
    return data;
}

}  // namespace

Instruction create_account(const CreateAccount& p) {
    ByteWriter data;
    data.u32(0).u64(p.lamports.value).u64(p.space).key(p.owner);
    return make({writable_signer(p.from), writable_signer(p.to)}, data);
}

Instruction assign(const Pubkey& account, const Pubkey& owner) {
    ByteWriter data;
    return make({writable_signer(account)}, data.u32(1).key(owner));
}

Instruction transfer(const Transfer& p) {
    ByteWriter data;
    return make({writable_signer(p.from), writable(p.to)}, data.u32(2).u64(p.lamports.value));
}

Instruction create_account_with_seed(const CreateAccountWithSeed& p) {
    ByteWriter data;
    text(data.u32(3).key(p.base), p.seed).u64(p.lamports.value).u64(p.space).key(p.owner);
    std::vector<AccountMeta> accounts = {writable_signer(p.from), writable(p.to)};
    if (p.base != p.from) accounts.push_back(readonly_signer(p.base));
    return make(std::move(accounts), data);
}

Instruction advance_nonce(const AdvanceNonce& p) {
    ByteWriter data;
    return make(
        {writable(p.nonce), readonly(ids::recent_blockhashes), readonly_signer(p.authority)},
        data.u32(4));
}

Instruction withdraw_nonce(const WithdrawNonce& p) {
    ByteWriter data;
    return make({writable(p.nonce), writable(p.to), readonly(ids::recent_blockhashes),
                 readonly(ids::rent), readonly_signer(p.authority)},
                data.u32(5).u64(p.lamports.value));
}

Instruction initialize_nonce(const Pubkey& nonce, const Pubkey& authority) {
    ByteWriter data;
    return make({writable(nonce), readonly(ids::recent_blockhashes), readonly(ids::rent)},
                data.u32(6).key(authority));
}

Instruction authorize_nonce(const AuthorizeNonce& p) {
    ByteWriter data;
    return make({writable(p.nonce), readonly_signer(p.authority)},
                data.u32(7).key(p.new_authority));
}

Instruction allocate(const Pubkey& account, std::uint64_t space) {
    ByteWriter data;
    return make({writable_signer(account)}, data.u32(8).u64(space));
}

Instruction allocate_with_seed(const Derived& derived, std::uint64_t space) {
    ByteWriter data = derivation(9, derived);
    return make({writable(derived.account), readonly_signer(derived.base)},
                data.u64(space).key(derived.owner));
}

Instruction assign_with_seed(const Derived& derived) {
    ByteWriter data = derivation(10, derived);
    return make({writable(derived.account), readonly_signer(derived.base)},
                data.key(derived.owner));
}

Instruction transfer_with_seed(const Derived& from, const Pubkey& to, Lamports lamports) {
    ByteWriter data;
    text(data.u32(11).u64(lamports.value), from.seed).key(from.owner);
    return make({writable(from.account), readonly_signer(from.base), writable(to)}, data);
}

Instruction upgrade_nonce(const Pubkey& nonce) {
    ByteWriter data;
    return make({writable(nonce)}, data.u32(12));
}

Instruction create_account_allow_prefund(const CreateAccountAllowPrefund& p) {
    ByteWriter data;
    data.u32(13).u64(p.from ? p.lamports.value : 0).u64(p.space).key(p.owner);
    std::vector<AccountMeta> accounts = {writable_signer(p.to)};
    if (p.from) accounts.push_back(writable_signer(*p.from));
    return make(std::move(accounts), data);
}

}  // namespace orrery::tx::system
