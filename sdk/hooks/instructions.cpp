#include "sdk/hooks/instructions.hpp"

#include <algorithm>

#include "sdk/codec/writer.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/instructions/metas.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::hooks {
namespace {

using codec::ByteWriter;
using tx::readonly;
using tx::readonly_signer;
using tx::writable;
using tx::writable_signer;

ByteWriter open(InstructionKind kind) {
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>(kind));
    return out;
}

Instruction make(std::vector<AccountMeta> accounts, ByteWriter& data) {
    return {ids::hooks, std::move(accounts), data.take()};
}

Pubkey config() { return config_address().address; }

Pubkey auction(const OrderRef& order) { return auction_address(order.target, order.epoch).address; }

}  // namespace

Instruction init_config(const Config& params) {
    auto data = open(InstructionKind::init_config);
    data.bytes(ByteSpan(params.encode()).subspan(config_fields_offset));
    return make({writable_signer(params.authority), writable(config()), readonly(ids::system)},
                data);
}

Instruction register_hook(const RegisterHook& p) {
    auto data = open(InstructionKind::register_hook);
    data.u64(p.nonce).key(p.target).u8(p.every_call ? Hook::every_call : 0);
    data.u32(p.cu_limit).u16(p.max_per_slot).u8(static_cast<std::uint8_t>(p.filter.size()));
    std::array<std::uint8_t, max_filter> filter{};
    std::copy_n(p.filter.begin(), std::min(p.filter.size(), max_filter), filter.begin());
    data.bytes(filter);
    data.u16(static_cast<std::uint16_t>(p.body.keys.size()));
    data.u16(static_cast<std::uint16_t>(p.body.instructions.size())).bytes(p.body.encode());
    return make({readonly_signer(p.authority), writable_signer(p.fee_payer),
                 writable(hook_address(p.authority, p.nonce).address), readonly(config()),
                 readonly(ids::system)},
                data);
}

Instruction place_bid(const PlaceBid& p) {
    auto data = open(InstructionKind::place_bid);
    data.u64(p.epoch).u64(p.limit);
    std::vector<AccountMeta> accounts = {
        readonly_signer(p.authority),
        writable_signer(p.fee_payer),
        writable(p.hook),
        writable(auction_address(p.target, p.epoch).address),
        readonly(auction_address(p.target, p.epoch - 1).address),
        readonly(config()),
        readonly(ids::system),
    };
    if (p.displaced) accounts.push_back(writable(*p.displaced));
    return make(std::move(accounts), data);
}

Instruction cancel_bid(const Pubkey& authority, const OrderRef& order) {
    auto data = open(InstructionKind::cancel_bid);
    return make({readonly_signer(authority), readonly(order.hook), writable(auction(order)),
                 writable(order.fee_payer), readonly(config())},
                data.u64(order.epoch));
}

Instruction disable_hook(const Pubkey& hook, const Pubkey& signer) {
    auto data = open(InstructionKind::disable_hook);
    return make({readonly_signer(signer), writable(hook)}, data);
}

Instruction enable_hook(const Pubkey& hook, const Pubkey& authority, const Pubkey& fee_payer) {
    auto data = open(InstructionKind::enable_hook);
    return make({readonly_signer(authority), readonly_signer(fee_payer), writable(hook)}, data);
}

Instruction close_hook(const Pubkey& hook, const Pubkey& signer, const Pubkey& fee_payer) {
    auto data = open(InstructionKind::close_hook);
    return make({readonly_signer(signer), writable(hook), writable(fee_payer), readonly(config())},
                data);
}

Instruction set_owner_recipient(const SetOwnerRecipient& p) {
    auto data = open(InstructionKind::set_owner_recipient);
    return make({readonly_signer(p.upgrade_authority), writable(owner_address(p.target).address),
                 readonly(p.target), readonly(tx::loader_v3::programdata_address(p.target)),
                 writable_signer(p.payer), readonly(ids::system)},
                data.key(p.recipient));
}

Instruction reclaim(const Reclaim& p) {
    auto data = open(InstructionKind::reclaim);
    data.key(p.order.target).u64(p.order.epoch).key(p.order.hook);
    return make({writable(auction(p.order)), writable(p.order.fee_payer), writable(p.creator),
                 writable(p.treasury), readonly(config())},
                data);
}

Instruction act(const Pubkey& hook, const Pubkey& authority, const Instruction& inner) {
    const auto signer = signer_address(hook).address;
    auto data = open(InstructionKind::act);
    data.u8(static_cast<std::uint8_t>(inner.accounts.size()));
    std::vector<AccountMeta> accounts = {readonly_signer(authority), readonly(hook),
                                         readonly(signer), readonly(inner.program_id)};
    for (const auto& meta : inner.accounts) {
        data.u8(static_cast<std::uint8_t>((meta.is_signer ? act_signer : 0) |
                                          (meta.is_writable ? act_writable : 0)));
        accounts.push_back(
            {meta.pubkey, meta.is_signer && meta.pubkey != signer, meta.is_writable});
    }
    return make(std::move(accounts), data.bytes(inner.data));
}

}  // namespace orrery::hooks
