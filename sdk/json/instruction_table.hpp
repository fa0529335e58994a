#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sdk/codec/reader.hpp"
#include "sdk/json/fields.hpp"
#include "sdk/json/parsed_instruction.hpp"

namespace orrery::json {

/// A parsed instruction: {"info":{..},"type":..}.
struct ParsedInstruction {
    std::string_view type;
    Fields info;
};

/// What the data of an instruction holds at one place, and how that reads in JSON.
enum class DataKind : std::uint8_t {
    none,
    number_u8,
    number_u16,
    number_u32,
    number_u64,
    number_i16,
    number_i64,
    decimal_u64,  ///< as a string: token amounts
    float_text,   ///< an f64 as a string
    boolean,
    key,
    tagged_key,        ///< u8 tag; null without
    tagged_key_if,     ///< u8 tag; left out without
    nonzero_key,       ///< null for zeros
    nonzero_key_if,    ///< left out for zeros
    text,              ///< bincode: u64 length, UTF-8
    borsh_text,        ///< u32 length, UTF-8
    rest_text,         ///< UTF-8 up to the end
    bytes,             ///< bincode: u64 length; in base64
    token_amount,      ///< u64 amount and u8 decimals as a token amount
    token_state,       ///< u8
    optional_u64_if,   ///< borsh: u8 tag; left out without
    tagged_amount_if,  ///< u8 tag and u64, as a string; left out without
};

struct DataField {
    std::string_view name;
    DataKind kind = DataKind::none;
};

/// The authority of a token instruction: one key, or a multisig's with its signers behind it.
struct AuthorityField {
    std::uint8_t index = 0;
    std::string_view single;  ///< empty: there is none
    std::string_view multisig;
};

/// One instruction of a program.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): rows read in this order
struct InstructionRow {
    std::uint32_t tag = 0;
    std::string_view type;
    std::uint8_t min_accounts = 0;
    /// Names in account order. "?name" is left out when the account is missing, "~name" is null.
    std::array<std::string_view, 8> accounts{};
    std::array<DataField, 6> data{};
    AuthorityField authority{};
    bool exact = false;  ///< data beyond the fields makes it unparseable
};

/// An instruction under parsing: its accounts by position, its data behind the tag.
class InstructionReader {
  public:
    explicit InstructionReader(const InstructionView& view) : view_(view), data(view.data) {}

    std::size_t account_count() const { return view_.accounts.size(); }
    /// The key at position `index` of the instruction's accounts, which must exist.
    const Pubkey& account(std::size_t index) const { return view_.keys[view_.accounts[index]]; }
    /// There are accounts and all of their indices point to keys.
    bool accounts_exist() const;
    const InstructionView& view() const { return view_; }

  private:
    InstructionView view_;

  public:
    codec::ByteReader data;
};

/// Reads an instruction by its row; nothing when accounts or data don't fit.
std::optional<ParsedInstruction> parse_row(const InstructionRow& row, InstructionReader& in);

/// The row with a tag; null when there is none.
const InstructionRow* find_row(std::span<const InstructionRow> rows, std::uint32_t tag);

/// Puts an authority: the key at its index, or the multisig and its signers up to `end`.
void put_authority(Fields& info, const InstructionReader& in, const AuthorityField& field,
                   std::size_t end);

/// An array of the keys at positions [from, to).
std::string key_list(const InstructionReader& in, std::size_t from, std::size_t to);

// One function per family of programs: nothing when the instruction doesn't parse.
std::optional<ParsedInstruction> parse_system(InstructionReader& in);
std::optional<ParsedInstruction> parse_lookup_table(InstructionReader& in);
std::optional<ParsedInstruction> parse_associated_token(InstructionReader& in);
std::optional<ParsedInstruction> parse_loader_v2(InstructionReader& in);
std::optional<ParsedInstruction> parse_loader_v3(InstructionReader& in);
std::optional<ParsedInstruction> parse_token(InstructionReader& in);
/// Token-2022's extensions and the interfaces it implements; `tag` is the first byte.
std::optional<ParsedInstruction> parse_token_extension(InstructionReader& in, std::uint8_t tag);
std::optional<ParsedInstruction> parse_token_interface(InstructionReader& in);
/// The JSON array of extension names from u16s up to the end of the data; nothing for odd bytes or
/// an unknown number.
std::optional<std::string> extension_type_list(codec::ByteReader& in);

}  // namespace orrery::json
