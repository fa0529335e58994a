#include <algorithm>
#include <array>
#include <vector>

#include "sdk/codec/reader.hpp"
#include "sdk/codec/utf8.hpp"
#include "sdk/json/float_text.hpp"
#include "sdk/json/parsed_parts.hpp"

namespace orrery::json {
namespace {

// What one member of an extension's state is and how many bytes it takes.
enum class Kind : std::uint8_t {
    end,
    key,           ///< 32 bytes
    optional_key,  ///< 32 bytes, zeros for null
    boolean,       ///< a byte, any but zero is true
    token_state,   ///< a byte
    number_u16,
    number_i16,
    number_u64,
    number_i64,
    float_text,  ///< 8 bytes, written as a string
    base64_32,   ///< an ElGamal key
    optional_base64_32,
    base64_36,     ///< an authenticated ciphertext
    base64_64,     ///< an ElGamal ciphertext
    transfer_fee,  ///< {epoch, maximumFee, transferFeeBasisPoints}
};

constexpr std::size_t size_of(Kind kind) {
    constexpr std::size_t sizes[] = {0, 32, 32, 1, 1, 2, 2, 8, 8, 8, 32, 32, 36, 64, 18};
    return sizes[static_cast<std::size_t>(kind)];
}

struct Member {
    std::string_view name;
    Kind kind = Kind::end;
};

enum class Holder : std::uint8_t { mint, account };

// An extension by its number. `members` stand in the layout's order; their names are written
// sorted.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): rows read in this order
struct Row {
    std::string_view name;
    Holder holder = Holder::mint;
    std::array<Member, 12> members{};
    bool has_state = true;  ///< false for mere markers
};

constexpr Row rows[] = {
    {"uninitialized", Holder::mint, {}, false},
    {"transferFeeConfig",
     Holder::mint,
     {{{"transferFeeConfigAuthority", Kind::optional_key},
       {"withdrawWithheldAuthority", Kind::optional_key},
       {"withheldAmount", Kind::number_u64},
       {"olderTransferFee", Kind::transfer_fee},
       {"newerTransferFee", Kind::transfer_fee}}}},
    {"transferFeeAmount", Holder::account, {{{"withheldAmount", Kind::number_u64}}}},
    {"mintCloseAuthority", Holder::mint, {{{"closeAuthority", Kind::optional_key}}}},
    {"confidentialTransferMint",
     Holder::mint,
     {{{"authority", Kind::optional_key},
       {"autoApproveNewAccounts", Kind::boolean},
       {"auditorElgamalPubkey", Kind::optional_base64_32}}}},
    {"confidentialTransferAccount",
     Holder::account,
     {{{"approved", Kind::boolean},
       {"elgamalPubkey", Kind::base64_32},
       {"pendingBalanceLo", Kind::base64_64},
       {"pendingBalanceHi", Kind::base64_64},
       {"availableBalance", Kind::base64_64},
       {"decryptableAvailableBalance", Kind::base64_36},
       {"allowConfidentialCredits", Kind::boolean},
       {"allowNonConfidentialCredits", Kind::boolean},
       {"pendingBalanceCreditCounter", Kind::number_u64},
       {"maximumPendingBalanceCreditCounter", Kind::number_u64},
       {"expectedPendingBalanceCreditCounter", Kind::number_u64},
       {"actualPendingBalanceCreditCounter", Kind::number_u64}}}},
    {"defaultAccountState", Holder::mint, {{{"accountState", Kind::token_state}}}},
    {"immutableOwner", Holder::account, {}, false},
    {"memoTransfer", Holder::account, {{{"requireIncomingTransferMemos", Kind::boolean}}}},
    {"nonTransferable", Holder::mint, {}, false},
    {"interestBearingConfig",
     Holder::mint,
     {{{"rateAuthority", Kind::optional_key},
       {"initializationTimestamp", Kind::number_i64},
       {"preUpdateAverageRate", Kind::number_i16},
       {"lastUpdateTimestamp", Kind::number_i64},
       {"currentRate", Kind::number_i16}}}},
    {"cpiGuard", Holder::account, {{{"lockCpi", Kind::boolean}}}},
    {"permanentDelegate", Holder::mint, {{{"delegate", Kind::optional_key}}}},
    {"nonTransferableAccount", Holder::account, {}, false},
    {"transferHook",
     Holder::mint,
     {{{"authority", Kind::optional_key}, {"programId", Kind::optional_key}}}},
    {"transferHookAccount", Holder::account, {{{"transferring", Kind::boolean}}}},
    {"confidentialTransferFeeConfig",
     Holder::mint,
     {{{"authority", Kind::optional_key},
       {"withdrawWithheldAuthorityElgamalPubkey", Kind::base64_32},
       {"harvestToMintEnabled", Kind::boolean},
       {"withheldAmount", Kind::base64_64}}}},
    {"confidentialTransferFeeAmount", Holder::account, {{{"withheldAmount", Kind::base64_64}}}},
    {"metadataPointer",
     Holder::mint,
     {{{"authority", Kind::optional_key}, {"metadataAddress", Kind::optional_key}}}},
    {"tokenMetadata", Holder::mint, {}},  // of variable length: write_token_metadata
    {"groupPointer",
     Holder::mint,
     {{{"authority", Kind::optional_key}, {"groupAddress", Kind::optional_key}}}},
    {"tokenGroup",
     Holder::mint,
     {{{"updateAuthority", Kind::optional_key},
       {"mint", Kind::key},
       {"size", Kind::number_u64},
       {"maxSize", Kind::number_u64}}}},
    {"groupMemberPointer",
     Holder::mint,
     {{{"authority", Kind::optional_key}, {"memberAddress", Kind::optional_key}}}},
    {"tokenGroupMember",
     Holder::mint,
     {{{"mint", Kind::key}, {"group", Kind::key}, {"memberNumber", Kind::number_u64}}}},
    {"confidentialMintBurn",
     Holder::mint,
     {{{"confidentialSupply", Kind::base64_64},
       {"decryptableSupply", Kind::base64_36},
       {"supplyElgamalPubkey", Kind::base64_32},
       {"pendingBurn", Kind::base64_64}}}},
    {"scaledUiAmountConfig",
     Holder::mint,
     {{{"authority", Kind::optional_key},
       {"multiplier", Kind::float_text},
       {"newMultiplierEffectiveTimestamp", Kind::number_i64},
       {"newMultiplier", Kind::float_text}}}},
    {"pausableConfig",
     Holder::mint,
     {{{"authority", Kind::optional_key}, {"paused", Kind::boolean}}}},
    {"pausableAccount", Holder::account, {}, false},
    {"permissionedBurnConfig", Holder::mint, {{{"authority", Kind::optional_key}}}},
};
constexpr std::uint16_t token_metadata = 19;

bool is_zero(ByteSpan bytes) {
    for (const std::uint8_t byte : bytes)
        if (byte != 0) return false;
    return true;
}

void write_transfer_fee(Writer& out, const std::uint8_t* at) {
    out.begin_object().field("epoch", load_le<std::uint64_t>(at));
    out.field("maximumFee", load_le<std::uint64_t>(at + 8));
    out.field("transferFeeBasisPoints", load_le<std::uint16_t>(at + 16)).end_object();
}

void write_member(Writer& out, Kind kind, ByteSpan bytes) {
    const std::uint8_t* at = bytes.data();
    switch (kind) {
        case Kind::end:
            return;
        case Kind::optional_key:
            if (is_zero(bytes))
                out.null();
            else
                out.base58(bytes);
            return;
        case Kind::key:
            out.base58(bytes);
            return;
        case Kind::boolean:
            out.boolean(*at != 0);
            return;
        case Kind::token_state:
            out.plain(token_state_name(*at));
            return;
        case Kind::number_u16:
            out.number(load_le<std::uint16_t>(at));
            return;
        case Kind::number_i16:
            out.number(load_le<std::int16_t>(at));
            return;
        case Kind::number_u64:
            out.number(load_le<std::uint64_t>(at));
            return;
        case Kind::number_i64:
            out.number(load_le<std::int64_t>(at));
            return;
        case Kind::float_text:
            out.plain(float_display(load_le<double>(at)));
            return;
        case Kind::optional_base64_32:
            if (is_zero(bytes))
                out.null();
            else
                out.base64(bytes);
            return;
        case Kind::base64_32:
        case Kind::base64_36:
        case Kind::base64_64:
            out.base64(bytes);
            return;
        case Kind::transfer_fee:
            write_transfer_fee(out, at);
            return;
    }
}

// A member with its bytes.
struct Placed {
    Member member;
    ByteSpan bytes;
};

// The members sorted by name; nothing when the value hasn't exactly the layout's size.
std::optional<std::vector<Placed>> place(const Row& row, ByteSpan value) {
    std::vector<Placed> out;
    for (const Member& member : row.members) {
        const std::size_t size = size_of(member.kind);
        if (size > value.size()) return std::nullopt;
        if (member.kind != Kind::end) out.push_back({member, value.first(size)});
        value = value.subspan(size);
    }
    if (!value.empty()) return std::nullopt;
    std::ranges::sort(out, {}, [](const Placed& p) { return p.member.name; });
    return out;
}

void write_unparseable(Writer& out) {
    out.begin_object().key("extension").plain("unparseableExtension").end_object();
}

// Borsh: a u32 length and valid UTF-8; a bad one fails the walk through `valid`.
std::string_view borsh_string(codec::ByteReader& in, bool& valid) {
    const ByteSpan bytes = in.bytes(in.u32());
    valid = valid && !in.failed() && !codec::check_utf8(bytes);
    return as_text(bytes);
}

struct Metadata {
    ByteSpan update_authority;
    ByteSpan mint;
    std::array<std::string_view, 3> name_symbol_uri;
    std::vector<std::array<std::string_view, 2>> additional;
};

std::optional<Metadata> read_metadata(ByteSpan value) {
    codec::ByteReader in(value);
    Metadata out;
    bool valid = true;
    out.update_authority = in.bytes(Pubkey::size);
    out.mint = in.bytes(Pubkey::size);
    for (auto& text : out.name_symbol_uri) text = borsh_string(in, valid);
    const std::uint32_t count = in.u32();
    for (std::uint32_t i = 0; i < count && valid && !in.failed(); ++i) {
        auto& pair = out.additional.emplace_back();
        for (auto& text : pair) text = borsh_string(in, valid);
    }
    if (!valid || in.failed()) return std::nullopt;
    return out;
}

void write_token_metadata(Writer& out, ByteSpan value) {
    const auto metadata = read_metadata(value);
    if (!metadata) return write_unparseable(out);
    out.begin_object().key("extension").plain("tokenMetadata").key("state").begin_object();
    out.key("additionalMetadata").begin_array();
    for (const auto& [name, text] : metadata->additional)
        out.begin_array().string(name).string(text).end_array();
    out.end_array().key("mint").base58(metadata->mint);
    out.field("name", metadata->name_symbol_uri[0]).field("symbol", metadata->name_symbol_uri[1]);
    out.key("updateAuthority");
    write_member(out, Kind::optional_key, metadata->update_authority);
    out.field("uri", metadata->name_symbol_uri[2]).end_object().end_object();
}

void write_extension(Writer& out, const tx::TokenExtension& extension, bool for_mint) {
    const Row& row = rows[extension.type];
    if (!row.has_state) {
        out.begin_object().key("extension").plain(row.name).end_object();
        return;
    }
    if (for_mint != (row.holder == Holder::mint)) return write_unparseable(out);
    if (extension.type == token_metadata) return write_token_metadata(out, extension.value);
    const auto members = place(row, extension.value);
    if (!members) return write_unparseable(out);
    out.begin_object().key("extension").plain(row.name).key("state").begin_object();
    for (const auto& [member, bytes] : *members) {
        out.key(member.name);
        write_member(out, member.kind, bytes);
    }
    out.end_object().end_object();
}

}  // namespace

void write_extensions(Writer& out, ByteSpan records, bool for_mint) {
    std::vector<tx::TokenExtension> list;
    tx::ExtensionWalk walk(records);
    while (const auto extension = walk.next()) list.push_back(*extension);
    if (walk.damaged() || list.empty()) return;
    out.key("extensions").begin_array();
    for (const tx::TokenExtension& extension : list) write_extension(out, extension, for_mint);
    out.end_array();
}

}  // namespace orrery::json
