#include "sdk/json/instruction_table.hpp"
#include "sdk/json/token_amount.hpp"

namespace orrery::json {
namespace {

using enum DataKind;

constexpr AuthorityField owner{1, "owner", "multisigOwner"};
constexpr AuthorityField authority{1, "authority", "multisigAuthority"};

// An extension's instructions: `tag` is the second byte. exact: upstream reads a value of one size.
constexpr InstructionRow transfer_fee_rows[] = {
    {0,
     "initializeTransferFeeConfig",
     1,
     {"mint"},
     {{{"transferFeeConfigAuthority", tagged_key_if},
       {"withdrawWithheldAuthority", tagged_key_if},
       {"transferFeeBasisPoints", number_u16},
       {"maximumFee", number_u64}}}},
    {2,
     "withdrawWithheldTokensFromMint",
     3,
     {"mint", "feeRecipient"},
     {},
     {2, "withdrawWithheldAuthority", "multisigWithdrawWithheldAuthority"}},
    {5,
     "setTransferFee",
     2,
     {"mint"},
     {{{"transferFeeBasisPoints", number_u16}, {"maximumFee", number_u64}}},
     // upstream's own spelling of the second
     {1, "transferFeeConfigAuthority", "multisigtransferFeeConfigAuthority"}},
};

constexpr InstructionRow default_state_rows[] = {
    {0, "initializeDefaultAccountState", 1, {"mint"}, {{{"accountState", token_state}}}},
    {1,
     "updateDefaultAccountState",
     2,
     {"mint"},
     {{{"accountState", token_state}}},
     {1, "freezeAuthority", "multisigFreezeAuthority"}},
};

constexpr InstructionRow memo_transfer_rows[] = {
    {0, "enableRequiredMemoTransfers", 2, {"account"}, {}, owner},
    {1, "disableRequiredMemoTransfers", 2, {"account"}, {}, owner},
};

constexpr InstructionRow interest_rows[] = {
    {0,
     "initializeInterestBearingConfig",
     1,
     {"mint"},
     {{{"rateAuthority", nonzero_key}, {"rate", number_i16}}},
     {},
     true},
    {1,
     "updateInterestBearingConfigRate",
     2,
     {"mint"},
     {{{"newRate", number_i16}}},
     {1, "rateAuthority", "multisigRateAuthority"},
     true},
};

constexpr InstructionRow cpi_guard_rows[] = {
    {0, "enableCpiGuard", 2, {"account"}, {}, owner},
    {1, "disableCpiGuard", 2, {"account"}, {}, owner},
};

constexpr InstructionRow transfer_hook_rows[] = {
    {0,
     "initializeTransferHook",
     1,
     {"mint"},
     {{{"authority", nonzero_key_if}, {"programId", nonzero_key_if}}},
     {},
     true},
    {1, "updateTransferHook", 2, {"mint"}, {{{"programId", nonzero_key_if}}}, authority, true},
};

constexpr InstructionRow metadata_pointer_rows[] = {
    {0,
     "initializeMetadataPointer",
     1,
     {"mint"},
     {{{"authority", nonzero_key_if}, {"metadataAddress", nonzero_key_if}}},
     {},
     true},
    {1,
     "updateMetadataPointer",
     2,
     {"mint"},
     {{{"metadataAddress", nonzero_key_if}}},
     authority,
     true},
};

constexpr InstructionRow group_pointer_rows[] = {
    {0,
     "initializeGroupPointer",
     1,
     {"mint"},
     {{{"authority", nonzero_key_if}, {"groupAddress", nonzero_key_if}}},
     {},
     true},
    {1, "updateGroupPointer", 2, {"mint"}, {{{"groupAddress", nonzero_key_if}}}, authority, true},
};

constexpr InstructionRow group_member_pointer_rows[] = {
    {0,
     "initializeGroupMemberPointer",
     1,
     {"mint"},
     {{{"authority", nonzero_key_if}, {"memberAddress", nonzero_key_if}}},
     {},
     true},
    {1,
     "updateGroupMemberPointer",
     2,
     {"mint"},
     {{{"memberAddress", nonzero_key_if}}},
     authority,
     true},
};

constexpr InstructionRow scaled_rows[] = {
    {0,
     "initializeScaledUiAmountConfig",
     1,
     {"mint"},
     {{{"authority", nonzero_key}, {"multiplier", float_text}}},
     {},
     true},
    {1,
     "updateMultiplier",
     2,
     {"mint"},
     {{{"newMultiplier", float_text}, {"newMultiplierTimestamp", number_i64}}},
     authority,
     true},
};

constexpr InstructionRow pausable_rows[] = {
    {0, "initializePausableConfig", 1, {"mint"}, {{{"authority", nonzero_key}}}, {}, true},
    {1, "pause", 2, {"mint"}, {}, authority},
    {2, "resume", 2, {"mint"}, {}, authority},
};

constexpr AuthorityField burn_authority{3, "authority", "multisigAuthority"};
constexpr InstructionRow permissioned_burn_rows[] = {
    {0, "initializePermissionedBurnConfig", 1, {"mint"}, {{{"authority", key}}}, {}, true},
    {1,
     "permissionedBurn",
     4,
     {"account", "mint", "permissionedBurnAuthority"},
     {{{"amount", decimal_u64}}},
     burn_authority,
     true},
    {2,
     "permissionedBurnChecked",
     4,
     {"account", "mint", "permissionedBurnAuthority"},
     {{{"tokenAmount", token_amount}}},
     burn_authority,
     true},
};

constexpr std::uint8_t transfer_fee = 26;
// The first byte of an extension's instructions. Confidential transfers (27, 37, 42) are left
// partially decoded.
struct Family {
    std::uint8_t tag;
    std::span<const InstructionRow> rows;
};
constexpr Family families[] = {
    {transfer_fee, transfer_fee_rows},
    {28, default_state_rows},
    {30, memo_transfer_rows},
    {33, interest_rows},
    {34, cpi_guard_rows},
    {36, transfer_hook_rows},
    {39, metadata_pointer_rows},
    {40, group_pointer_rows},
    {41, group_member_pointer_rows},
    {43, scaled_rows},
    {44, pausable_rows},
    {46, permissioned_burn_rows},
};

std::string amount_json(std::uint64_t amount, std::uint8_t decimals) {
    Writer out;
    write(out, json::token_amount(amount, decimals));
    return out.take();
}

std::optional<ParsedInstruction> parse_transfer_with_fee(InstructionReader& in) {
    const std::uint64_t amount = in.data.u64();
    const std::uint8_t decimals = in.data.u8();
    const std::uint64_t fee = in.data.u64();
    if (in.data.failed() || in.account_count() < 4) return std::nullopt;
    ParsedInstruction out{"transferCheckedWithFee", {}};
    out.info.put("source", in.account(0)).put("mint", in.account(1));
    out.info.put("destination", in.account(2));
    out.info.put_raw("tokenAmount", amount_json(amount, decimals));
    out.info.put_raw("feeAmount", amount_json(fee, decimals));
    put_authority(out.info, in, {3, "authority", "multisigAuthority"}, in.account_count());
    return out;
}

// The sources are the last accounts; a multisig's signers stand before them.
std::optional<ParsedInstruction> parse_withdraw_from_accounts(InstructionReader& in) {
    const std::size_t sources = in.data.u8();
    const std::size_t count = in.account_count();
    if (in.data.failed() || count < 3 + sources) return std::nullopt;
    ParsedInstruction out{"withdrawWithheldTokensFromAccounts", {}};
    out.info.put("mint", in.account(0)).put("feeRecipient", in.account(1));
    out.info.put_raw("sourceAccounts", key_list(in, count - sources, count));
    put_authority(out.info, in,
                  {2, "withdrawWithheldAuthority", "multisigWithdrawWithheldAuthority"},
                  count - sources);
    return out;
}

std::optional<ParsedInstruction> parse_harvest(const InstructionReader& in) {
    if (in.account_count() < 1) return std::nullopt;
    ParsedInstruction out{"harvestWithheldTokensToMint", {}};
    out.info.put("mint", in.account(0));
    out.info.put_raw("sourceAccounts", key_list(in, 1, in.account_count()));
    return out;
}

// By number.
constexpr std::string_view extension_types[] = {"uninitialized",
                                                "transferFeeConfig",
                                                "transferFeeAmount",
                                                "mintCloseAuthority",
                                                "confidentialTransferMint",
                                                "confidentialTransferAccount",
                                                "defaultAccountState",
                                                "immutableOwner",
                                                "memoTransfer",
                                                "nonTransferable",
                                                "interestBearingConfig",
                                                "cpiGuard",
                                                "permanentDelegate",
                                                "nonTransferableAccount",
                                                "transferHook",
                                                "transferHookAccount",
                                                "confidentialTransferFeeConfig",
                                                "confidentialTransferFeeAmount",
                                                "metadataPointer",
                                                "tokenMetadata",
                                                "groupPointer",
                                                "tokenGroup",
                                                "groupMemberPointer",
                                                "tokenGroupMember",
                                                "confidentialMintBurn",
                                                "scaledUiAmount",
                                                "pausable",
                                                "pausableAccount",
                                                "permissionedBurn"};

}  // namespace

std::optional<std::string> extension_type_list(codec::ByteReader& in) {
    Writer out;
    out.begin_array();
    while (in.remaining() > 0) {
        const std::uint16_t type = in.u16();
        if (in.failed() || type >= std::size(extension_types)) return std::nullopt;
        out.plain(extension_types[type]);
    }
    return out.end_array().take();
}

std::optional<ParsedInstruction> parse_token_extension(InstructionReader& in, std::uint8_t tag) {
    const auto family = std::ranges::find(families, tag, &Family::tag);
    if (family == std::end(families)) return std::nullopt;
    const std::uint8_t sub = in.data.u8();
    if (in.data.failed()) return std::nullopt;
    if (const InstructionRow* row = find_row(family->rows, sub)) return parse_row(*row, in);
    if (tag != transfer_fee) return std::nullopt;
    switch (sub) {
        case 1:
            return parse_transfer_with_fee(in);
        case 3:
            return parse_withdraw_from_accounts(in);
        case 4:
            return parse_harvest(in);
        default:
            return std::nullopt;
    }
}

}  // namespace orrery::json
