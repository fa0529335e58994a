#include "sdk/tx/signing.hpp"

#include <algorithm>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/tx/jumbo.hpp"
#include "sdk/tx/v1.hpp"
#include "sdk/tx/wire.hpp"

namespace orrery::tx {
namespace {

constexpr std::uint8_t version_mask = 0x80;

std::uint8_t byte_at(ByteSpan bytes, std::size_t at) { return at < bytes.size() ? bytes[at] : 0; }

bool has_schemes(ByteSpan message) {
    return byte_at(message, 0) == jumbo_first_byte &&
           (byte_at(message, wire::jumbo_flags_offset) & wire::jumbo_has_schemes) != 0;
}

bool is_last(ByteSpan message) {
    return byte_at(message, 0) == jumbo_first_byte || byte_at(message, 0) == v1_first_byte;
}

Bytes signatures_first(ByteSpan message, std::span<const Signature> signatures) {
    codec::ByteWriter out;
    out.reserve(3 + signatures.size() * Signature::size + message.size());
    out.short_u16(static_cast<std::uint16_t>(signatures.size()));
    for (const Signature& signature : signatures) out.key(signature);
    return out.bytes(message).take();
}

Bytes unsigned_jumbo_with_schemes(ByteSpan message) {
    const Signature zeros;
    const std::vector<SignatureEntry> entries(byte_at(message, 1),
                                              {SignatureScheme::ed25519, zeros.span()});
    return jumbo_wire(message, entries);
}

BuildError not_a(std::string_view thing, std::string_view why) {
    return {"not a " + std::string(thing) + ": " + std::string(why)};
}

BuildError wrong_signature(const Pubkey& signer) {
    return {"the signature isn't one of this message by " + codec::to_string(signer),
            BuildErrorCode::signer};
}

BuildError missing_signature(const Pubkey& signer) {
    return {"the signature of " + codec::to_string(signer) + " is missing; give its key pair too",
            BuildErrorCode::signer};
}

}  // namespace

Bytes unsigned_wire(ByteSpan message) {
    if (has_schemes(message)) return unsigned_jumbo_with_schemes(message);
    if (is_last(message))
        return wire::with_signatures_last(message, std::vector<Signature>(byte_at(message, 1)));
    const std::size_t count_at = (byte_at(message, 0) & version_mask) != 0 ? 1 : 0;
    return signatures_first(message, std::vector<Signature>(byte_at(message, count_at)));
}

PartialTransaction::PartialTransaction(const Transaction& unsigned_transaction) {
    const Message& message = unsigned_transaction.message;
    const auto signers = message.static_keys.first(message.num_required_signatures);
    message_.assign(message.signed_bytes.begin(), message.signed_bytes.end());
    form_ = has_schemes(message_) ? Form::last_with_schemes
            : is_last(message_)   ? Form::last
                                  : Form::first;
    signers_.assign(signers.begin(), signers.end());
    slots_.resize(signers_.size());
}

Result<PartialTransaction, BuildError> PartialTransaction::from_message(ByteSpan message) {
    const auto decoded = decode(unsigned_wire(message));
    if (!decoded) return fail(not_a("message", decoded.error().what));
    const std::size_t keys = decoded->message.static_keys.size();
    const std::size_t signers = decoded->message.num_required_signatures;
    if (signers == 0 || signers > keys)
        return fail(not_a("message", "its header asks for " + std::to_string(signers) +
                                         " signers of " + std::to_string(keys) + " keys"));
    return PartialTransaction(*decoded);
}

Result<PartialTransaction, BuildError> PartialTransaction::from_wire(ByteSpan wire) {
    const auto decoded = decode(wire);
    if (!decoded) return fail(not_a("transaction", decoded.error().what));
    TRY(PartialTransaction out, from_message(decoded->message.signed_bytes));
    const auto& entries = decoded->signatures;
    if (entries.size() != out.slots_.size())
        return fail(not_a("transaction", "it has room for " + std::to_string(entries.size()) +
                                             " signatures and " +
                                             std::to_string(out.slots_.size()) + " signers"));
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool is_known = entries[i].scheme == SignatureScheme::ed25519 ||
                              entries[i].scheme == SignatureScheme::text;
        if (!is_known || entries[i].bytes.size() != Signature::size)
            return fail(
                not_a("transaction", "signature " + std::to_string(i) + " is of scheme " +
                                         std::to_string(static_cast<int>(entries[i].scheme)) +
                                         " with " + std::to_string(entries[i].bytes.size()) +
                                         " bytes; use scheme 0 or 4 with 64"));
        out.slots_[i] = {entries[i].scheme, Signature::from(entries[i].bytes)};
    }
    return out;
}

std::vector<Pubkey> PartialTransaction::missing() const {
    std::vector<Pubkey> keys;
    for (std::size_t i = 0; i < signers_.size(); ++i)
        if (slots_[i].signature == Signature{}) keys.push_back(signers_[i]);
    return keys;
}

Result<std::size_t, BuildError> PartialTransaction::slot_of(const Pubkey& signer) const {
    const auto found = std::ranges::find(signers_, signer);
    if (found == signers_.end())
        return fail(BuildError{codec::to_string(signer) +
                                   " doesn't sign this transaction; leave its key out or mark it "
                                   "as a signer in an instruction",
                               BuildErrorCode::signer});
    return static_cast<std::size_t>(found - signers_.begin());
}

Result<void, BuildError> PartialTransaction::sign(const crypto::Keypair& keypair) {
    TRY(const std::size_t slot, slot_of(keypair.pubkey));
    slots_[slot] = {SignatureScheme::ed25519, keypair.sign(message_)};
    return {};
}

Result<void, BuildError> PartialTransaction::add_signature(const Pubkey& signer,
                                                           const Signature& signature) {
    return add(signer, {SignatureScheme::ed25519, signature}, message_);
}

Result<std::string, BuildError> PartialTransaction::text() const {
    if (form_ != Form::last_with_schemes)
        return fail(
            BuildError{"this message can't be signed by its text: it isn't a jumbo message whose "
                       "signatures name their schemes; build it with text_signatures (flags bit 0)",
                       BuildErrorCode::schemes});
    return signing_text(message_);
}

Result<void, BuildError> PartialTransaction::sign_text(const crypto::Keypair& keypair) {
    TRY(const std::string signed_text, text());
    TRY(const std::size_t slot, slot_of(keypair.pubkey));
    slots_[slot] = {SignatureScheme::text, keypair.sign(as_bytes(signed_text))};
    return {};
}

Result<void, BuildError> PartialTransaction::add_text_signature(const Pubkey& signer,
                                                                const Signature& signature) {
    TRY(const std::string signed_text, text());
    return add(signer, {SignatureScheme::text, signature}, as_bytes(signed_text));
}

Result<void, BuildError> PartialTransaction::add(const Pubkey& signer, const Slot& slot,
                                                 ByteSpan signed_bytes) {
    TRY(const std::size_t at, slot_of(signer));
    if (!crypto::verify_strict(signer, signed_bytes, slot.signature))
        return fail(wrong_signature(signer));
    slots_[at] = slot;
    return {};
}

Bytes PartialTransaction::wire() const {
    if (form_ == Form::last_with_schemes) {
        std::vector<SignatureEntry> entries;
        for (const Slot& slot : slots_) entries.push_back({slot.scheme, slot.signature.span()});
        return jumbo_wire(message_, entries);
    }
    std::vector<Signature> signatures;
    for (const Slot& slot : slots_) signatures.push_back(slot.signature);
    return form_ == Form::last ? wire::with_signatures_last(message_, signatures)
                               : signatures_first(message_, signatures);
}

Result<Bytes, BuildError> PartialTransaction::complete_wire() const {
    if (const auto keys = missing(); !keys.empty()) return fail(missing_signature(keys[0]));
    return wire();
}

Result<Bytes, BuildError> build_signed(const MessageParams& params,
                                       std::initializer_list<const crypto::Keypair*> keypairs) {
    return build_signed(params, std::span(keypairs.begin(), keypairs.size()));
}

Result<Bytes, BuildError> build_signed(const MessageParams& params,
                                       std::span<const crypto::Keypair* const> keypairs) {
    const auto message = compile_message(params);
    if (!message) return fail(BuildError{std::string(display(message.error()))});
    TRY(PartialTransaction transaction, PartialTransaction::from_message(*message));
    for (const crypto::Keypair* keypair : keypairs) CHECK_OK(transaction.sign(*keypair));
    TRY(Bytes wire, transaction.complete_wire());
    if (wire.size() > max_transaction_size)
        return fail(BuildError{"the transaction has " + std::to_string(wire.size()) +
                                   " bytes, more than the " + std::to_string(max_transaction_size) +
                                   " that the network carries; split it, use lookup tables, or "
                                   "build a jumbo transaction",
                               BuildErrorCode::size});
    return wire;
}

}  // namespace orrery::tx
