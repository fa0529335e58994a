#include "sdk/tx/builder.hpp"

#include <algorithm>
#include <unordered_map>

#include "sdk/codec/writer.hpp"
#include "sdk/tx/key_set.hpp"

namespace orrery::tx {
namespace {

using codec::ByteWriter;

constexpr std::size_t max_list = UINT16_MAX;
constexpr std::size_t max_keys = 256;

struct Lookup {
    Pubkey table;
    std::vector<std::uint8_t> writable, readonly;
};

std::vector<MessageKey> collect_keys(const MessageParams& params) {
    KeySet set(params.payer);
    for (const Instruction& instruction : params.instructions) set.add(instruction);
    if (const Pubkey* nonce = nonce_of(params.instructions)) set.at(*nonce).stays_static = true;
    auto& keys = set.keys();
    if (params.order == KeyOrder::sorted)
        std::sort(keys.begin() + 1, keys.end(),
                  [](const MessageKey& a, const MessageKey& b) { return a.pubkey < b.pubkey; });
    return std::move(keys);
}

using Indexes = std::vector<std::uint8_t>;

// Moves the keys of one kind that the table holds out of the static keys.
Result<Indexes, CompileError> drain(std::vector<MessageKey>& keys, const LookupTable& table,
                                    bool writable, std::vector<Pubkey>& loaded) {
    Indexes indexes;
    for (MessageKey& key : keys) {
        if (key.is_loaded || key.is_signer || key.stays_static || key.is_writable != writable)
            continue;
        const auto found = std::ranges::find(table.addresses, key.pubkey);
        if (found == table.addresses.end()) continue;
        const auto index = found - table.addresses.begin();
        if (index > UINT8_MAX) return fail(CompileError::LookupIndexOverflow);
        indexes.push_back(static_cast<std::uint8_t>(index));
        loaded.push_back(key.pubkey);
        key.is_loaded = true;
    }
    return indexes;
}

struct Layout {
    std::vector<Pubkey> keys;  ///< static, then writable loaded, then read-only loaded
    std::size_t num_static = 0;
    std::uint8_t num_signers = 0, num_readonly_signed = 0, num_readonly_unsigned = 0;
    std::vector<Lookup> lookups;
};

Result<void, CompileError> place_static_keys(const std::vector<MessageKey>& keys, Layout& out) {
    std::size_t counts[2][2] = {};
    for (const bool signer : {true, false}) {
        for (const bool writable : {true, false}) {
            for (const MessageKey& key : keys) {
                if (key.is_loaded || key.is_signer != signer || key.is_writable != writable)
                    continue;
                out.keys.push_back(key.pubkey);
                ++counts[signer][writable];
            }
        }
    }
    out.num_static = out.keys.size();
    if (out.num_static > max_keys || counts[1][0] + counts[1][1] > UINT8_MAX ||
        counts[0][0] > UINT8_MAX)
        return fail(CompileError::TooManyKeys);
    out.num_signers = static_cast<std::uint8_t>(counts[1][0] + counts[1][1]);
    out.num_readonly_signed = static_cast<std::uint8_t>(counts[1][0]);
    out.num_readonly_unsigned = static_cast<std::uint8_t>(counts[0][0]);
    return {};
}

Result<Layout, CompileError> lay_out(const MessageParams& params) {
    std::vector<MessageKey> keys = collect_keys(params);
    Layout out;
    std::vector<Pubkey> writable, readonly;
    for (const LookupTable& table : params.tables) {
        Lookup lookup{.table = table.address, .writable = {}, .readonly = {}};
        TRY(lookup.writable, drain(keys, table, true, writable));
        TRY(lookup.readonly, drain(keys, table, false, readonly));
        if (lookup.writable.empty() && lookup.readonly.empty()) continue;
        out.lookups.push_back(std::move(lookup));
    }
    CHECK_OK(place_static_keys(keys, out));
    out.keys.insert(out.keys.end(), writable.begin(), writable.end());
    out.keys.insert(out.keys.end(), readonly.begin(), readonly.end());
    if (out.keys.size() > max_keys) return fail(CompileError::TooManyKeys);
    return out;
}

bool lists_fit(std::span<const Instruction> instructions) {
    return instructions.size() <= max_list &&
           std::ranges::all_of(instructions, [](const Instruction& instruction) {
               return instruction.accounts.size() <= max_list &&
                      instruction.data.size() <= max_list;
           });
}

ByteWriter& write_list(ByteWriter& out, ByteSpan bytes) {
    return out.short_u16(static_cast<std::uint16_t>(bytes.size())).bytes(bytes);
}

void write_instructions(ByteWriter& out, const MessageParams& params, const Layout& layout) {
    std::unordered_map<Pubkey, std::uint8_t> index;
    for (std::size_t i = 0; i < layout.keys.size(); ++i)
        index.emplace(layout.keys[i], static_cast<std::uint8_t>(i));
    out.short_u16(static_cast<std::uint16_t>(params.instructions.size()));
    for (const Instruction& instruction : params.instructions) {
        out.u8(index.at(instruction.program_id));
        out.short_u16(static_cast<std::uint16_t>(instruction.accounts.size()));
        for (const AccountMeta& meta : instruction.accounts) out.u8(index.at(meta.pubkey));
        write_list(out, instruction.data);
    }
}

}  // namespace

std::string_view display(CompileError error) {
    switch (error) {
        case CompileError::TooManyKeys:
            return "more than 256 accounts (or 255 signers) in one message; split the transaction";
        case CompileError::LookupIndexOverflow:
            return "an address stands beyond entry 255 of its lookup table; use another table";
        case CompileError::ListTooLong:
            return "more than 65535 instructions, accounts or data bytes; split the transaction";
        case CompileError::TablesNeedVersionedMessage:
            return "a legacy message can't use lookup tables; compile a v0 message";
        case CompileError::OtherBuilder:
            return "compile_message makes legacy and v0 messages; use JumboBuilder for jumbo, and "
                   "encode(V1Message) for v1";
    }
    return "";
}

Result<Bytes, CompileError> compile_message(const MessageParams& params) {
    if (params.version != Version::legacy && params.version != Version::v0)
        return fail(CompileError::OtherBuilder);
    if (params.version == Version::legacy && !params.tables.empty())
        return fail(CompileError::TablesNeedVersionedMessage);
    if (!lists_fit(params.instructions)) return fail(CompileError::ListTooLong);
    TRY(const Layout layout, lay_out(params));

    ByteWriter out;
    if (params.version == Version::v0) out.u8(0x80);
    out.u8(layout.num_signers).u8(layout.num_readonly_signed).u8(layout.num_readonly_unsigned);
    out.short_u16(static_cast<std::uint16_t>(layout.num_static));
    for (std::size_t i = 0; i < layout.num_static; ++i) out.key(layout.keys[i]);
    out.key(params.lifetime);
    write_instructions(out, params, layout);
    if (params.version == Version::legacy) return out.take();
    out.short_u16(static_cast<std::uint16_t>(layout.lookups.size()));
    for (const Lookup& lookup : layout.lookups) {
        out.key(lookup.table);
        write_list(out, lookup.writable);
        write_list(out, lookup.readonly);
    }
    return out.take();
}

}  // namespace orrery::tx
