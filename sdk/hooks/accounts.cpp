#include "sdk/hooks/accounts.hpp"

#include <algorithm>

#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"

namespace orrery::hooks {
namespace {

using codec::ByteReader;
using codec::ByteWriter;

bool is_kind(std::uint8_t byte, AccountKind kind) {
    return byte == static_cast<std::uint8_t>(kind);
}

// Padding is written as zeros, so anything else was not written by the program.
bool read_padding(ByteReader& in, std::size_t n) {
    const auto bytes = in.bytes(n);
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

void write_padding(ByteWriter& out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) out.u8(0);
}

std::optional<Order> read_order(ByteReader& in) {
    Order order;
    order.hook = in.key();
    order.fee_payer = in.key();
    order.limit = in.u64();
    order.placed_slot = in.u64();
    order.flags = in.u8();
    if (!read_padding(in, 7) || order.flags > (Order::dead | Order::cancelled)) return std::nullopt;
    return order;
}

void write_header(ByteWriter& out, const Hook& hook) {
    out.u8(static_cast<std::uint8_t>(AccountKind::hook)).u8(static_cast<std::uint8_t>(hook.state));
    out.u8(hook.flags).u8(hook.strikes).u32(hook.cu_limit);
    out.key(hook.authority).key(hook.fee_payer).key(hook.target);
    out.u64(hook.nonce).u64(hook.last_epoch).u64(hook.triggers).u64(hook.paid);
    out.u64(hook.last_strike_slot).u64(hook.cap_slot).u16(hook.cap_used).u16(hook.max_per_slot);
    out.u16(hook.n_keys).u16(hook.n_instructions);
    out.u32(static_cast<std::uint32_t>(hook.body.size())).u8(hook.bump).u8(hook.signer_bump);
    const auto filter = ByteSpan(hook.filter).first(std::min(hook.filter.size(), max_filter));
    out.u8(static_cast<std::uint8_t>(filter.size())).bytes(filter);
    write_padding(out, max_filter - filter.size() + 9);
}

}  // namespace

bool Config::is_valid() const {
    const auto shares = std::uint32_t{split_bps[0]} + split_bps[1] + split_bps[2];
    return seats >= 1 && seats <= max_seats && per_tx <= max_hooks_run && max_strikes >= 1 &&
           flags <= strike_reset_on_success && shares == 10'000 && epoch_slots >= 2 &&
           p0_min <= p0_max;
}

std::optional<Config> Config::decode(ByteSpan data) {
    if (data.size() != size || !is_kind(data[0], AccountKind::config)) return std::nullopt;
    ByteReader in(data.subspan(1));
    Config out;
    out.bump = in.u8();
    out.seats = in.u8();
    out.per_tx = in.u8();
    out.max_strikes = in.u8();
    out.flags = in.u8();
    for (auto& share : out.split_bps) share = in.u16();
    if (!read_padding(in, 4)) return std::nullopt;
    out.epoch_slots = in.u64();
    out.p0_min = in.u64();
    out.p0_max = in.u64();
    out.floor = in.u64();
    out.max_hook_cu = in.u32();
    out.max_body = in.u32();
    out.authority = in.key();
    out.treasury = in.key();
    if (!out.is_valid()) return std::nullopt;
    return out;
}

Bytes Config::encode() const {
    ByteWriter out;
    out.reserve(size).u8(static_cast<std::uint8_t>(AccountKind::config)).u8(bump);
    out.u8(seats).u8(per_tx).u8(max_strikes).u8(flags);
    for (const auto share : split_bps) out.u16(share);
    write_padding(out, 4);
    out.u64(epoch_slots).u64(p0_min).u64(p0_max).u64(floor).u32(max_hook_cu).u32(max_body);
    return out.key(authority).key(treasury).take();
}

std::optional<Hook> Hook::decode(ByteSpan data) {
    if (data.size() < header_size || !is_kind(data[0], AccountKind::hook)) return std::nullopt;
    ByteReader in(data.subspan(1));
    Hook out;
    const auto state = in.u8();
    if (state != static_cast<std::uint8_t>(HookState::active) &&
        state != static_cast<std::uint8_t>(HookState::disabled))
        return std::nullopt;
    out.state = static_cast<HookState>(state);
    out.flags = in.u8();
    out.strikes = in.u8();
    out.cu_limit = in.u32();
    out.authority = in.key();
    out.fee_payer = in.key();
    out.target = in.key();
    out.nonce = in.u64();
    out.last_epoch = in.u64();
    out.triggers = in.u64();
    out.paid = in.u64();
    out.last_strike_slot = in.u64();
    out.cap_slot = in.u64();
    out.cap_used = in.u16();
    out.max_per_slot = in.u16();
    out.n_keys = in.u16();
    out.n_instructions = in.u16();
    const auto body_length = in.u32();
    out.bump = in.u8();
    out.signer_bump = in.u8();
    const auto filter_length = in.u8();
    if (filter_length > max_filter || out.flags > every_call) return std::nullopt;
    const auto filter = in.bytes(filter_length);
    if (!read_padding(in, max_filter - filter_length + 9)) return std::nullopt;
    const auto body = data.subspan(header_size);
    if (body.size() != body_length) return std::nullopt;
    out.filter.assign(filter.begin(), filter.end());
    out.body.assign(body.begin(), body.end());
    return out;
}

Bytes Hook::encode() const {
    ByteWriter out;
    out.reserve(header_size + body.size());
    write_header(out, *this);
    return out.bytes(body).take();
}

std::array<std::uint8_t, Hook::header_size> Hook::encode_header() const {
    ByteWriter out;
    out.reserve(header_size);
    write_header(out, *this);
    std::array<std::uint8_t, header_size> bytes{};
    std::copy(out.span().begin(), out.span().end(), bytes.begin());
    return bytes;
}

std::optional<Auction> Auction::decode(ByteSpan data) {
    if (data.size() < header_size || !is_kind(data[0], AccountKind::auction)) return std::nullopt;
    ByteReader in(data.subspan(1));
    Auction out;
    out.bump = in.u8();
    const auto n = in.u16();
    if (n > max_orders || data.size() != size_of(n) || !read_padding(in, 4)) return std::nullopt;
    out.target = in.key();
    out.epoch = in.u64();
    out.p0 = in.u64();
    out.creator = in.key();
    out.orders.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto order = read_order(in);
        if (!order) return std::nullopt;
        out.orders.push_back(*order);
    }
    return out;
}

Bytes Auction::encode() const {
    ByteWriter out;
    out.reserve(size_of(orders.size()));
    out.u8(static_cast<std::uint8_t>(AccountKind::auction)).u8(bump);
    out.u16(static_cast<std::uint16_t>(orders.size()));
    write_padding(out, 4);
    out.key(target).u64(epoch).u64(p0).key(creator);
    for (const auto& order : orders) {
        out.key(order.hook).key(order.fee_payer).u64(order.limit).u64(order.placed_slot);
        out.u8(order.flags);
        write_padding(out, 7);
    }
    return out.take();
}

std::optional<Owner> Owner::decode(ByteSpan data) {
    if (data.size() != size || !is_kind(data[0], AccountKind::owner)) return std::nullopt;
    ByteReader in(data.subspan(1));
    Owner out;
    out.bump = in.u8();
    if (!read_padding(in, 6)) return std::nullopt;
    out.target = in.key();
    out.recipient = in.key();
    out.set_by = in.key();
    return out;
}

Bytes Owner::encode() const {
    ByteWriter out;
    out.reserve(size).u8(static_cast<std::uint8_t>(AccountKind::owner)).u8(bump);
    write_padding(out, 6);
    return out.key(target).key(recipient).key(set_by).take();
}

}  // namespace orrery::hooks
