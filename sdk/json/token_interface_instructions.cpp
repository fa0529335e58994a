#include "sdk/json/instruction_table.hpp"

namespace orrery::json {
namespace {

using enum DataKind;

// SPL interfaces are known by the first 8 bytes of SHA-256 of their instruction's name.
struct Interface {
    std::uint64_t discriminator;  ///< little-endian
    InstructionRow row;
};
constexpr Interface interfaces[] = {
    // spl_token_metadata_interface:initialize_account and its siblings
    {0x8d4db858a21ee1d2,
     {0,
      "initializeTokenMetadata",
      4,
      {"metadata", "updateAuthority", "mint", "mintAuthority"},
      {{{"name", borsh_text}, {"symbol", borsh_text}, {"uri", borsh_text}}},
      {},
      true}},
    {0xb5258d59382012ea,
     {0,
      "removeTokenMetadataKey",
      2,
      {"metadata", "updateAuthority"},
      {{{"idempotent", boolean}, {"key", borsh_text}}},
      {},
      true}},
    {0x7b566454e4a6e4d7,
     {0,
      "updateTokenMetadataAuthority",
      2,
      {"metadata", "updateAuthority"},
      {{{"newAuthority", nonzero_key}}},
      {},
      true}},
    {0x46b80c0dfab4a6fa,
     {0,
      "emitTokenMetadata",
      1,
      {"metadata"},
      {{{"start", optional_u64_if}, {"end", optional_u64_if}}},
      {},
      true}},
    // spl_token_group_interface:initialize_token_group and its siblings
    {0x04003336276c7179,
     {0,
      "initializeTokenGroup",
      3,
      {"group", "mint", "mintAuthority"},
      {{{"updateAuthority", nonzero_key}, {"maxSize", number_u64}}},
      {},
      true}},
    {0x6e121ef88fab256c,
     {0,
      "updateTokenGroupMaxSize",
      2,
      {"group", "updateAuthority"},
      {{{"maxSize", number_u64}}},
      {},
      true}},
    {0xcbd8dded015869a1,
     {0,
      "updateTokenGroupAuthority",
      2,
      {"group", "updateAuthority"},
      {{{"newAuthority", nonzero_key}}},
      {},
      true}},
    {0x8674eddfb0de2098,
     {0,
      "initializeTokenGroupMember",
      5,
      {"member", "memberMint", "memberMintAuthority", "group", "groupUpdateAuthority"},
      {},
      {},
      true}},
};
constexpr std::uint64_t update_field = 0xc8dccab52d31e9dd;  // ...:updating_field

// The field is an enum: name, symbol, uri, or 3 and a key of its own.
std::optional<ParsedInstruction> parse_update_field(InstructionReader& in) {
    constexpr std::string_view names[] = {"name", "symbol", "uri"};
    constexpr InstructionRow fixed{0,
                                   "updateTokenMetadataField",
                                   2,
                                   {"metadata", "updateAuthority"},
                                   {{{"value", borsh_text}}},
                                   {},
                                   true};
    constexpr InstructionRow keyed{0,
                                   "updateTokenMetadataField",
                                   2,
                                   {"metadata", "updateAuthority"},
                                   {{{"field", borsh_text}, {"value", borsh_text}}},
                                   {},
                                   true};
    const std::uint8_t field = in.data.u8();
    if (in.data.failed() || field > std::size(names)) return std::nullopt;
    auto out = parse_row(field == std::size(names) ? keyed : fixed, in);
    if (out && field < std::size(names)) out->info.put("field", names[field]);
    return out;
}

}  // namespace

std::optional<ParsedInstruction> parse_token_interface(InstructionReader& in) {
    const std::uint64_t discriminator = in.data.u64();
    if (in.data.failed()) return std::nullopt;
    if (discriminator == update_field) return parse_update_field(in);
    const auto found = std::ranges::find(interfaces, discriminator, &Interface::discriminator);
    return found == std::end(interfaces) ? std::nullopt : parse_row(found->row, in);
}

}  // namespace orrery::json
