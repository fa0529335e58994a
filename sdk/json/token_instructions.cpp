#include "sdk/json/instruction_table.hpp"

namespace orrery::json {
namespace {

using enum DataKind;

constexpr AuthorityField owner_at(std::uint8_t index) { return {index, "owner", "multisigOwner"}; }
constexpr AuthorityField authority_at(std::uint8_t index) {
    return {index, "authority", "multisigAuthority"};
}
constexpr AuthorityField mint_authority_at(std::uint8_t index) {
    return {index, "mintAuthority", "multisigMintAuthority"};
}
constexpr AuthorityField freeze_authority_at(std::uint8_t index) {
    return {index, "freezeAuthority", "multisigFreezeAuthority"};
}

constexpr std::array<DataField, 6> amount = {{{"amount", decimal_u64}}};
constexpr std::array<DataField, 6> checked_amount = {{{"tokenAmount", token_amount}}};
constexpr std::array<DataField, 6> new_mint = {
    {{"decimals", number_u8}, {"mintAuthority", key}, {"freezeAuthority", tagged_key_if}}};

// What isn't a row is parsed by code: multisigs, SetAuthority, lists of extension types, batches.
constexpr InstructionRow rows[] = {
    {0, "initializeMint", 2, {"mint", "rentSysvar"}, new_mint},
    {1, "initializeAccount", 4, {"account", "mint", "owner", "rentSysvar"}},
    {3, "transfer", 3, {"source", "destination"}, amount, authority_at(2)},
    {4, "approve", 3, {"source", "delegate"}, amount, owner_at(2)},
    {5, "revoke", 2, {"source"}, {}, owner_at(1)},
    {7, "mintTo", 3, {"mint", "account"}, amount, mint_authority_at(2)},
    {8, "burn", 3, {"account", "mint"}, amount, authority_at(2)},
    {9, "closeAccount", 3, {"account", "destination"}, {}, owner_at(2)},
    {10, "freezeAccount", 3, {"account", "mint"}, {}, freeze_authority_at(2)},
    {11, "thawAccount", 3, {"account", "mint"}, {}, freeze_authority_at(2)},
    {12, "transferChecked", 4, {"source", "mint", "destination"}, checked_amount, authority_at(3)},
    {13, "approveChecked", 4, {"source", "mint", "delegate"}, checked_amount, owner_at(3)},
    {14, "mintToChecked", 3, {"mint", "account"}, checked_amount, mint_authority_at(2)},
    {15, "burnChecked", 3, {"account", "mint"}, checked_amount, authority_at(2)},
    {16, "initializeAccount2", 3, {"account", "mint", "rentSysvar"}, {{{"owner", key}}}},
    {17, "syncNative", 1, {"account"}},
    {18, "initializeAccount3", 2, {"account", "mint"}, {{{"owner", key}}}},
    {20, "initializeMint2", 1, {"mint"}, new_mint},
    {22, "initializeImmutableOwner", 1, {"account"}},
    {23, "amountToUiAmount", 1, {"mint"}, amount},
    {24, "uiAmountToAmount", 1, {"mint"}, {{{"uiAmount", rest_text}}}},
    {25, "initializeMintCloseAuthority", 1, {"mint"}, {{{"newAuthority", tagged_key}}}},
    {31, "createNativeMint", 3, {"payer", "nativeMint", "systemProgram"}},
    {32, "initializeNonTransferableMint", 1, {"mint"}},
    {35, "initializePermanentDelegate", 1, {"mint"}, {{{"delegate", key}}}},
    {38, "withdrawExcessLamports", 3, {"source", "destination"}, {}, authority_at(2)},
    {45,
     "unwrapLamports",
     3,
     {"source", "destination"},
     {{{"amount", tagged_amount_if}}},
     authority_at(2)},
};

std::optional<ParsedInstruction> parse_multisig(InstructionReader& in, bool with_rent) {
    const std::size_t first_signer = with_rent ? 2 : 1;
    const std::uint8_t required = in.data.u8();
    if (in.data.failed() || in.account_count() <= first_signer) return std::nullopt;
    ParsedInstruction out{with_rent ? "initializeMultisig" : "initializeMultisig2", {}};
    out.info.put("m", required).put("multisig", in.account(0));
    if (with_rent) out.info.put("rentSysvar", in.account(1));
    out.info.put_raw("signers", key_list(in, first_signer, in.account_count()));
    return out;
}

// By number; every authority but the second and the third is a mint's.
constexpr std::string_view authority_types[] = {"mintTokens",
                                                "freezeAccount",
                                                "accountOwner",
                                                "closeAccount",
                                                "transferFeeConfig",
                                                "withheldWithdraw",
                                                "closeMint",
                                                "interestRate",
                                                "permanentDelegate",
                                                "confidentialTransferMint",
                                                "transferHookProgramId",
                                                "confidentialTransferFeeConfig",
                                                "metadataPointer",
                                                "groupPointer",
                                                "groupMemberPointer",
                                                "scaledUiAmount",
                                                "pause",
                                                "permissionedBurn"};

std::optional<ParsedInstruction> parse_set_authority(InstructionReader& in) {
    const std::uint8_t type = in.data.u8();
    if (in.data.failed() || type >= std::size(authority_types)) return std::nullopt;
    const bool of_account = type == 2 || type == 3;
    const InstructionRow row{6,
                             "setAuthority",
                             2,
                             {of_account ? "account" : "mint"},
                             {{{"newAuthority", tagged_key}}},
                             authority_at(1)};
    auto out = parse_row(row, in);
    if (out) out->info.put("authorityType", authority_types[type]);
    return out;
}

std::optional<ParsedInstruction> parse_account_data_size(InstructionReader& in) {
    const bool has_types = in.data.remaining() > 0;
    const auto types = extension_type_list(in.data);
    if (!types || in.account_count() < 1) return std::nullopt;
    ParsedInstruction out{"getAccountDataSize", {}};
    out.info.put("mint", in.account(0));
    if (has_types) out.info.put_raw("extensionTypes", *types);
    return out;
}

std::optional<ParsedInstruction> parse_reallocate(InstructionReader& in) {
    const auto types = extension_type_list(in.data);
    if (!types || in.account_count() < 4) return std::nullopt;
    ParsedInstruction out{"reallocate", {}};
    out.info.put("account", in.account(0)).put("payer", in.account(1));
    out.info.put("systemProgram", in.account(2)).put_raw("extensionTypes", *types);
    put_authority(out.info, in, owner_at(3), in.account_count());
    return out;
}

constexpr std::uint8_t batch_tag = 255;

// One inner instruction of a batch, as JSON; nothing when it doesn't parse.
std::optional<std::string> parse_batched(const InstructionReader& outer, ByteSpan data,
                                         std::span<const std::uint16_t> accounts) {
    if (!data.empty() && data[0] == batch_tag) return std::nullopt;  // the program refuses nesting
    InstructionView view = outer.view();
    view.data = data;
    view.accounts = accounts;
    InstructionReader in(view);
    const auto parsed = parse_token(in);
    if (!parsed) return std::nullopt;
    Writer out;
    out.begin_object().key("info");
    parsed->info.write(out);
    return out.key("type").plain(parsed->type).end_object().take();
}

// Per inner instruction: u8 accounts, u8 bytes, the bytes; the accounts stand one after the other.
std::optional<ParsedInstruction> parse_batch(InstructionReader& in) {
    Writer list;
    list.begin_array();
    auto accounts = in.view().accounts;
    while (in.data.remaining() > 0) {
        const std::size_t count = in.data.u8();
        const ByteSpan data = in.data.bytes(in.data.u8());
        if (in.data.failed() || count > accounts.size()) return std::nullopt;
        const auto inner = parse_batched(in, data, accounts.first(count));
        if (!inner) return std::nullopt;
        list.raw(*inner);
        accounts = accounts.subspan(count);
    }
    ParsedInstruction out{"batch", {}};
    out.info.put_raw("instructions", list.end_array().take());
    return out;
}

}  // namespace

std::optional<ParsedInstruction> parse_token(InstructionReader& in) {
    if (!in.accounts_exist() || in.data.remaining() == 0) return std::nullopt;
    const InstructionReader from_start = in;
    const std::uint8_t tag = in.data.u8();
    if (const InstructionRow* row = find_row(rows, tag)) return parse_row(*row, in);
    switch (tag) {
        case 2:
            return parse_multisig(in, true);
        case 6:
            return parse_set_authority(in);
        case 19:
            return parse_multisig(in, false);
        case 21:
            return parse_account_data_size(in);
        case 29:
            return parse_reallocate(in);
        case batch_tag:
            return parse_batch(in);
        default:
            break;
    }
    if (auto parsed = parse_token_extension(in, tag)) return parsed;
    in = from_start;
    return parse_token_interface(in);
}

}  // namespace orrery::json
