#include "sdk/json/instruction_table.hpp"

#include "sdk/codec/utf8.hpp"
#include "sdk/json/float_text.hpp"
#include "sdk/json/parsed_parts.hpp"
#include "sdk/json/token_amount.hpp"

namespace orrery::json {
namespace {

using codec::ByteReader;

bool put_text(Fields& info, std::string_view name, ByteSpan bytes) {
    if (codec::check_utf8(bytes)) return false;
    info.put(name, as_text(bytes));
    return true;
}

bool put_tagged_key(Fields& info, const DataField& field, ByteReader& in) {
    const bool some = in.boolean();
    if (some)
        info.put(field.name, in.key());
    else if (field.kind == DataKind::tagged_key)
        info.put(field.name, std::optional<bool>());
    return !in.failed();
}

bool put_nonzero_key(Fields& info, const DataField& field, ByteReader& in) {
    const Pubkey key = in.key();
    if (key != Pubkey())
        info.put(field.name, key);
    else if (field.kind == DataKind::nonzero_key)
        info.put(field.name, std::optional<bool>());
    return !in.failed();
}

void put_token_amount(Fields& info, std::string_view name, ByteReader& in) {
    const std::uint64_t amount = in.u64();
    Writer out;
    write(out, token_amount(amount, in.u8()));
    info.put_raw(name, out.take());
}

double read_double(ByteReader& in) {
    const std::uint64_t bits = in.u64();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

void put_decimal(Fields& info, std::string_view name, std::uint64_t value) {
    info.put(name, std::to_string(value));
}

// False when the bytes aren't what the kind says; a short read shows in the reader.
bool put_data(Fields& info, const DataField& field, ByteReader& in) {
    switch (field.kind) {
        case DataKind::none:
            return true;
        case DataKind::number_u8:
            info.put(field.name, in.u8());
            return true;
        case DataKind::number_u16:
            info.put(field.name, in.u16());
            return true;
        case DataKind::number_u32:
            info.put(field.name, in.u32());
            return true;
        case DataKind::number_u64:
            info.put(field.name, in.u64());
            return true;
        case DataKind::number_i16:
            info.put(field.name, static_cast<std::int16_t>(in.u16()));
            return true;
        case DataKind::number_i64:
            info.put(field.name, in.i64());
            return true;
        case DataKind::decimal_u64:
            put_decimal(info, field.name, in.u64());
            return true;
        case DataKind::float_text:
            info.put(field.name, float_display(read_double(in)));
            return true;
        case DataKind::boolean:
            info.put(field.name, in.boolean());
            return true;
        case DataKind::key:
            info.put(field.name, in.key());
            return true;
        case DataKind::tagged_key:
        case DataKind::tagged_key_if:
            return put_tagged_key(info, field, in);
        case DataKind::nonzero_key:
        case DataKind::nonzero_key_if:
            return put_nonzero_key(info, field, in);
        case DataKind::text:
            return put_text(info, field.name, in.bytes(in.u64()));
        case DataKind::borsh_text:
            return put_text(info, field.name, in.bytes(in.u32()));
        case DataKind::rest_text:
            return put_text(info, field.name, in.bytes(in.remaining()));
        case DataKind::bytes:
            info.put_raw(field.name, Writer().base64(in.bytes(in.u64())).take());
            return true;
        case DataKind::token_amount:
            put_token_amount(info, field.name, in);
            return true;
        case DataKind::token_state: {
            const std::uint8_t state = in.u8();
            info.put(field.name, token_state_name(state));
            return state <= 2;
        }
        case DataKind::optional_u64_if:
            if (in.boolean()) info.put(field.name, in.u64());
            return true;
        case DataKind::tagged_amount_if:
            if (in.boolean()) put_decimal(info, field.name, in.u64());
            return true;
    }
    return false;
}

void put_accounts(Fields& info, const InstructionRow& row, const InstructionReader& in) {
    for (std::size_t i = 0; i < row.accounts.size() && !row.accounts[i].empty(); ++i) {
        std::string_view name = row.accounts[i];
        const bool or_null = name.front() == '~';
        if (or_null || name.front() == '?') name.remove_prefix(1);
        if (i < in.account_count())
            info.put(name, in.account(i));
        else if (or_null)
            info.put(name, std::optional<bool>());
    }
}

}  // namespace

bool InstructionReader::accounts_exist() const {
    if (view_.accounts.empty()) return false;
    return std::ranges::all_of(view_.accounts,
                               [this](std::uint16_t i) { return i < view_.keys.size(); });
}

std::string key_list(const InstructionReader& in, std::size_t from, std::size_t to) {
    Writer out;
    out.begin_array();
    for (std::size_t i = from; i < to; ++i) out.base58(in.account(i));
    return out.end_array().take();
}

void put_authority(Fields& info, const InstructionReader& in, const AuthorityField& field,
                   std::size_t end) {
    if (field.single.empty() || field.index >= end) return;
    const bool is_multisig = end > field.index + 1u;
    info.put(is_multisig ? field.multisig : field.single, in.account(field.index));
    if (is_multisig) info.put_raw("signers", key_list(in, field.index + 1u, end));
}

std::optional<ParsedInstruction> parse_row(const InstructionRow& row, InstructionReader& in) {
    if (in.account_count() < row.min_accounts) return std::nullopt;
    ParsedInstruction out{row.type, {}};
    for (const DataField& field : row.data)
        if (!put_data(out.info, field, in.data)) return std::nullopt;
    if (in.data.failed() || (row.exact && in.data.remaining() != 0)) return std::nullopt;
    put_accounts(out.info, row, in);
    put_authority(out.info, in, row.authority, in.account_count());
    return out;
}

const InstructionRow* find_row(std::span<const InstructionRow> rows, std::uint32_t tag) {
    const auto found = std::ranges::find(rows, tag, &InstructionRow::tag);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace orrery::json
