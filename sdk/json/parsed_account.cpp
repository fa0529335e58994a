#include "sdk/json/parsed_account.hpp"

#include "sdk/codec/reader.hpp"
#include "sdk/json/parsed_parts.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::json {
namespace {

// A value of enum type with one variant: {"info":{..},"type":..}.
Writer& begin_info(Writer& out) { return out.begin_object().key("info"); }
bool end_info(Writer& out, std::string_view type) {
    out.key("type").plain(type).end_object();
    return true;
}
bool bare_type(Writer& out, std::string_view type) {
    out.begin_object().key("type").plain(type).end_object();
    return true;
}

bool write_nonce(Writer& out, ByteSpan data) {
    codec::ByteReader in(data);
    const std::uint32_t version = in.u32();  // 0 legacy, 1 current: the same layout
    const std::uint32_t state = in.u32();
    const Pubkey authority = in.key();
    const Hash blockhash = in.key<Hash>();
    const std::uint64_t fee = in.u64();
    // An uninitialized nonce is any zeroed System account: not parsed.
    if (in.failed() || version > 1 || state != 1) return false;
    begin_info(out).begin_object().field("authority", authority).field("blockhash", blockhash);
    out.key("feeCalculator").begin_object().key("lamportsPerSignature").decimal(fee).end_object();
    out.end_object();
    return end_info(out, "initialized");
}

bool write_lookup_table(Writer& out, ByteSpan data) {
    constexpr std::size_t meta_size = 56;
    codec::ByteReader in(data);
    const std::uint32_t state = in.u32();
    if (in.failed() || state > 1) return false;
    if (state == 0) return bare_type(out, "uninitialized");
    const std::uint64_t deactivation_slot = in.u64();
    const std::uint64_t last_extended_slot = in.u64();
    const std::uint8_t start_index = in.u8();
    const bool has_authority = in.boolean();
    const Pubkey authority = has_authority ? in.key() : Pubkey();
    if (in.failed() || data.size() < meta_size || (data.size() - meta_size) % Pubkey::size != 0)
        return false;
    begin_info(out).begin_object().key("addresses").begin_array();
    for (std::size_t at = meta_size; at < data.size(); at += Pubkey::size)
        out.base58(data.subspan(at, Pubkey::size));
    out.end_array();
    if (has_authority) out.field("authority", authority);
    out.key("deactivationSlot").decimal(deactivation_slot);
    out.key("lastExtendedSlot").decimal(last_extended_slot);
    out.field("lastExtendedSlotStartIndex", start_index).end_object();
    return end_info(out, "lookupTable");
}

// What follows a buffer's or programdata's header, which is shorter without an authority.
struct LoaderTail {
    std::optional<Pubkey> authority;
    ByteSpan data;
};

std::optional<LoaderTail> read_loader_tail(codec::ByteReader& in, ByteSpan data) {
    LoaderTail out;
    if (in.boolean()) out.authority = in.key();
    if (in.failed()) return std::nullopt;
    out.data = data.subspan(in.position());
    return out;
}

void write_loader_tail(Writer& out, const LoaderTail& tail) {
    begin_info(out).begin_object().field("authority", tail.authority);
    out.key("data").begin_array().base64(tail.data).plain("base64").end_array();
}

bool write_loader_state(Writer& out, ByteSpan data) {
    codec::ByteReader in(data);
    const std::uint32_t state = in.u32();
    if (in.failed()) return false;
    if (state == 0) return bare_type(out, "uninitialized");
    if (state == 2) {
        const Pubkey program_data = in.key();
        if (in.failed()) return false;
        begin_info(out).begin_object().field("programData", program_data).end_object();
        return end_info(out, "program");
    }
    if (state != 1 && state != 3) return false;
    const std::uint64_t slot = state == 3 ? in.u64() : 0;
    const auto tail = read_loader_tail(in, data);
    if (!tail) return false;
    write_loader_tail(out, *tail);
    if (state == 3) out.field("slot", slot);
    out.end_object();
    return end_info(out, state == 3 ? "programData" : "buffer");
}

struct Parser {
    Pubkey owner;
    std::string_view program;
    bool (*write)(Writer&, const Pubkey& key, ByteSpan data, const MintLookup& mint_of);
};

constexpr Parser parsers[] = {
    {ids::address_lookup_table, "address-lookup-table",
     [](Writer& out, const Pubkey&, ByteSpan data, const MintLookup&) {
         return write_lookup_table(out, data);
     }},
    {ids::loader_v3, "bpf-upgradeable-loader",
     [](Writer& out, const Pubkey&, ByteSpan data, const MintLookup&) {
         return write_loader_state(out, data);
     }},
    {ids::system, "nonce",
     [](Writer& out, const Pubkey&, ByteSpan data, const MintLookup&) {
         return write_nonce(out, data);
     }},
    {ids::spl_token, "spl-token",
     [](Writer& out, const Pubkey&, ByteSpan data, const MintLookup& mint_of) {
         return write_token_state(out, data, mint_of);
     }},
    {ids::spl_token_2022, "spl-token-2022",
     [](Writer& out, const Pubkey&, ByteSpan data, const MintLookup& mint_of) {
         return write_token_state(out, data, mint_of);
     }},
    {ids::sysvar_owner, "sysvar",
     [](Writer& out, const Pubkey& key, ByteSpan data, const MintLookup&) {
         return write_sysvar(out, key, data);
     }},
};

}  // namespace

bool write_parsed_account(Writer& out, const Pubkey& key, const Account& account,
                          const MintLookup& mint_of) {
    for (const Parser& parser : parsers) {
        if (parser.owner != account.owner) continue;
        const Bytes data = account.data.to_bytes();
        Writer parsed;
        if (!parser.write(parsed, key, data, mint_of)) return false;
        out.begin_object().key("parsed").raw(parsed.text());
        out.key("program").plain(parser.program).field("space", data.size()).end_object();
        return true;
    }
    return false;
}

}  // namespace orrery::json
