#include <algorithm>

#include "sdk/codec/reader.hpp"
#include "sdk/json/parsed_parts.hpp"

namespace orrery::json {
namespace {

void write_amount(Writer& out, std::string_view name, std::uint64_t amount, const MintInfo& mint) {
    out.key(name);
    write(out, token_amount(amount, mint));
}

void write_token_account(Writer& out, const tx::TokenAccount& account, const MintInfo& mint) {
    out.begin_object().key("info").begin_object();
    out.field_if("closeAuthority", account.close_authority).field_if("delegate", account.delegate);
    if (account.delegate) write_amount(out, "delegatedAmount", account.delegated_amount, mint);
    write_extensions(out, account.extensions, false);
    out.field("isNative", account.rent_exempt_reserve.has_value());
    out.field("mint", account.mint).field("owner", account.owner);
    if (account.rent_exempt_reserve)
        write_amount(out, "rentExemptReserve", *account.rent_exempt_reserve, mint);
    out.key("state").plain(token_state_name(account.state));
    write_amount(out, "tokenAmount", account.amount, mint);
    out.end_object().key("type").plain("account").end_object();
}

void write_mint(Writer& out, const tx::TokenMint& mint) {
    out.begin_object().key("info").begin_object().field("decimals", mint.decimals);
    write_extensions(out, mint.extensions, true);
    out.field("freezeAuthority", mint.freeze_authority).field("isInitialized", true);
    out.field("mintAuthority", mint.mint_authority).key("supply").decimal(mint.supply);
    out.end_object().key("type").plain("mint").end_object();
}

bool write_multisig(Writer& out, ByteSpan data) {
    codec::ByteReader in(data);
    const std::uint8_t required = in.u8();
    const std::uint8_t valid = in.u8();
    const bool initialized = in.boolean();
    if (in.failed() || !initialized) return false;
    out.begin_object().key("info").begin_object().field("isInitialized", true);
    out.field("numRequiredSigners", required).field("numValidSigners", valid);
    out.key("signers").begin_array();
    while (in.remaining() >= Pubkey::size)
        if (const Pubkey signer = in.key(); signer != Pubkey()) out.base58(signer);
    out.end_array().end_object().key("type").plain("multisig").end_object();
    return true;
}

}  // namespace

std::string_view token_state_name(std::uint8_t state) {
    constexpr std::string_view names[] = {"uninitialized", "initialized", "frozen"};
    return names[state < std::size(names) ? state : 0];
}

bool write_token_state(Writer& out, ByteSpan data, const MintLookup& mint_of) {
    if (const auto account = tx::unpack_token_account(data)) {
        const auto mint = mint_of ? mint_of(account->mint) : std::nullopt;
        if (!mint) return false;
        write_token_account(out, *account, *mint);
        return true;
    }
    if (const auto mint = tx::unpack_mint(data)) {
        write_mint(out, *mint);
        return true;
    }
    return data.size() == tx::token_multisig_size && write_multisig(out, data);
}

}  // namespace orrery::json
