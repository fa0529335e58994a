#include "sdk/json/instruction_table.hpp"

namespace orrery::json {
namespace {

using enum DataKind;

constexpr std::uint32_t allow_prefund = 13;
constexpr InstructionRow system_rows[] = {
    {0,
     "createAccount",
     2,
     {"source", "newAccount"},
     {{{"lamports", number_u64}, {"space", number_u64}, {"owner", key}}}},
    {1, "assign", 1, {"account"}, {{{"owner", key}}}},
    {2, "transfer", 2, {"source", "destination"}, {{{"lamports", number_u64}}}},
    {3,
     "createAccountWithSeed",
     2,
     {"source", "newAccount"},
     {{{"base", key},
       {"seed", text},
       {"lamports", number_u64},
       {"space", number_u64},
       {"owner", key}}}},
    {4, "advanceNonce", 3, {"nonceAccount", "recentBlockhashesSysvar", "nonceAuthority"}},
    {5,
     "withdrawFromNonce",
     5,
     {"nonceAccount", "destination", "recentBlockhashesSysvar", "rentSysvar", "nonceAuthority"},
     {{{"lamports", number_u64}}}},
    {6,
     "initializeNonce",
     3,
     {"nonceAccount", "recentBlockhashesSysvar", "rentSysvar"},
     {{{"nonceAuthority", key}}}},
    {7, "authorizeNonce", 2, {"nonceAccount", "nonceAuthority"}, {{{"newAuthorized", key}}}},
    {8, "allocate", 1, {"account"}, {{{"space", number_u64}}}},
    {9,
     "allocateWithSeed",
     2,
     {"account"},
     {{{"base", key}, {"seed", text}, {"space", number_u64}, {"owner", key}}}},
    {10, "assignWithSeed", 2, {"account"}, {{{"base", key}, {"seed", text}, {"owner", key}}}},
    {11,
     "transferWithSeed",
     3,
     {"source", "sourceBase", "destination"},
     {{{"lamports", number_u64}, {"sourceSeed", text}, {"sourceOwner", key}}}},
    {12, "upgradeNonce", 1, {"nonceAccount"}},
};

// Without lamports there is no source, and upstream names neither.
constexpr InstructionRow prefunded{
    allow_prefund,
    "createAccountAllowPrefund",
    2,
    {"newAccount", "source"},
    {{{"lamports", number_u64}, {"space", number_u64}, {"owner", key}}}};
constexpr InstructionRow unfunded{allow_prefund,
                                  "createAccountAllowPrefund",
                                  1,
                                  {"newAccount"},
                                  {{{"space", number_u64}, {"owner", key}}}};

constexpr std::uint32_t extend_table = 2;
constexpr InstructionRow lookup_table_rows[] = {
    {0,
     "createLookupTable",
     4,
     {"lookupTableAccount", "lookupTableAuthority", "payerAccount", "systemProgram"},
     {{{"recentSlot", number_u64}, {"bumpSeed", number_u8}}}},
    {1, "freezeLookupTable", 2, {"lookupTableAccount", "lookupTableAuthority"}},
    {3, "deactivateLookupTable", 2, {"lookupTableAccount", "lookupTableAuthority"}},
    {4, "closeLookupTable", 3, {"lookupTableAccount", "lookupTableAuthority", "recipient"}},
};

constexpr std::array<std::string_view, 8> create_accounts = {
    "source", "account", "wallet", "mint", "systemProgram", "tokenProgram"};
constexpr InstructionRow associated_token_rows[] = {
    {0, "create", 6, create_accounts, {}, {}, true},
    {1, "createIdempotent", 6, create_accounts, {}, {}, true},
    {2,
     "recoverNested",
     7,
     {"nestedSource", "nestedMint", "destination", "nestedOwner", "ownerMint", "wallet",
      "tokenProgram"},
     {},
     {},
     true},
};

constexpr InstructionRow loader_v2_rows[] = {
    {0, "write", 1, {"account"}, {{{"offset", number_u32}, {"bytes", bytes}}}},
    {1, "finalize", 2, {"account"}},
};

constexpr InstructionRow loader_v3_rows[] = {
    {0, "initializeBuffer", 1, {"account", "?authority"}},
    {1, "write", 2, {"account", "authority"}, {{{"offset", number_u32}, {"bytes", bytes}}}},
    {2,
     "deployWithMaxDataLen",
     8,
     {"payerAccount", "programDataAccount", "programAccount", "bufferAccount", "rentSysvar",
      "clockSysvar", "systemProgram", "authority"},
     {{{"maxDataLen", number_u64}}}},
    {3,
     "upgrade",
     7,
     {"programDataAccount", "programAccount", "bufferAccount", "spillAccount", "rentSysvar",
      "clockSysvar", "authority"}},
    {4, "setAuthority", 2, {"account", "authority", "~newAuthority"}},
    {5, "close", 3, {"account", "recipient", "authority", "~programAccount"}},
    {6,
     "extendProgram",
     2,
     {"programDataAccount", "programAccount", "~systemProgram", "~payerAccount"},
     {{{"additionalBytes", number_u32}}}},
    {7, "setAuthorityChecked", 3, {"account", "authority", "newAuthority"}},
};

// The programs whose data starts with bincode's u32 tag.
std::optional<ParsedInstruction> parse_tagged(std::span<const InstructionRow> rows,
                                              InstructionReader& in) {
    const std::uint32_t tag = in.data.u32();
    const InstructionRow* row = find_row(rows, tag);
    if (in.data.failed() || row == nullptr || !in.accounts_exist()) return std::nullopt;
    return parse_row(*row, in);
}

std::optional<ParsedInstruction> parse_extend(InstructionReader& in) {
    const std::uint64_t count = in.data.u64();
    if (in.data.failed() || count > in.data.remaining() / Pubkey::size || in.account_count() < 2)
        return std::nullopt;
    Writer addresses;
    addresses.begin_array();
    for (std::uint64_t i = 0; i < count; ++i) addresses.base58(in.data.key());
    addresses.end_array();
    ParsedInstruction out{"extendLookupTable", {}};
    out.info.put("lookupTableAccount", in.account(0)).put("lookupTableAuthority", in.account(1));
    out.info.put_raw("newAddresses", addresses.take());
    if (in.account_count() >= 4)
        out.info.put("payerAccount", in.account(2)).put("systemProgram", in.account(3));
    return out;
}

}  // namespace

std::optional<ParsedInstruction> parse_system(InstructionReader& in) {
    codec::ByteReader peek = in.data;
    if (peek.u32() != allow_prefund || peek.failed()) return parse_tagged(system_rows, in);
    if (!in.accounts_exist()) return std::nullopt;
    in.data.skip(4);
    if (peek.u64() != 0) return parse_row(prefunded, in);
    in.data.skip(8);
    return parse_row(unfunded, in);
}

std::optional<ParsedInstruction> parse_lookup_table(InstructionReader& in) {
    codec::ByteReader peek = in.data;
    if (peek.u32() != extend_table || peek.failed()) return parse_tagged(lookup_table_rows, in);
    in.data.skip(4);
    return in.accounts_exist() ? parse_extend(in) : std::nullopt;
}

std::optional<ParsedInstruction> parse_associated_token(InstructionReader& in) {
    const std::uint8_t tag = in.data.remaining() == 0 ? std::uint8_t{0} : in.data.u8();
    const InstructionRow* row = find_row(associated_token_rows, tag);
    if (row == nullptr || !in.accounts_exist()) return std::nullopt;
    return parse_row(*row, in);
}

std::optional<ParsedInstruction> parse_loader_v2(InstructionReader& in) {
    return parse_tagged(loader_v2_rows, in);
}

std::optional<ParsedInstruction> parse_loader_v3(InstructionReader& in) {
    return parse_tagged(loader_v3_rows, in);
}

}  // namespace orrery::json
