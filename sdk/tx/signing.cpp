#include "sdk/tx/signing.hpp"

#include <algorithm>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/writer.hpp"

namespace orrery::tx {

Result<PartialTransaction, BuildError> PartialTransaction::from_message(ByteSpan message) {
    // A message is a transaction without its signatures: zero of them is one zero byte in front.
    Bytes wire(message.size() + 1, 0);
    std::copy(message.begin(), message.end(), wire.begin() + 1);
    const auto decoded = decode(wire);
    if (!decoded) return fail(BuildError{"not a message: " + decoded.error().what});
    const auto keys = decoded->message.static_keys;
    const std::size_t signers = decoded->message.num_required_signatures;
    if (signers == 0 || signers > keys.size())
        return fail(BuildError{"not a message: its header asks for " + std::to_string(signers) +
                               " signers of " + std::to_string(keys.size()) + " keys"});
    return PartialTransaction(message, keys.first(signers));
}

Result<PartialTransaction, BuildError> PartialTransaction::from_wire(ByteSpan wire) {
    const auto decoded = decode(wire);
    if (!decoded) return fail(BuildError{"not a transaction: " + decoded.error().what});
    TRY(PartialTransaction out, from_message(decoded->message.signed_bytes));
    if (decoded->signatures.size() != out.signers_.size())
        return fail(BuildError{"not a transaction: it has room for " +
                               std::to_string(decoded->signatures.size()) + " signatures and " +
                               std::to_string(out.signers_.size()) + " signers"});
    for (std::size_t i = 0; i < out.signatures_.size(); ++i)
        out.signatures_[i] = Signature::from(decoded->signatures[i].bytes);
    return out;
}

std::vector<Pubkey> PartialTransaction::missing() const {
    std::vector<Pubkey> keys;
    for (std::size_t i = 0; i < signers_.size(); ++i)
        if (signatures_[i] == Signature{}) keys.push_back(signers_[i]);
    return keys;
}

Result<std::size_t, BuildError> PartialTransaction::slot_of(const Pubkey& signer) const {
    const auto found = std::ranges::find(signers_, signer);
    if (found == signers_.end())
        return fail(BuildError{codec::to_string(signer) +
                               " doesn't sign this transaction; leave its key out or mark it as a "
                               "signer in an instruction"});
    return static_cast<std::size_t>(found - signers_.begin());
}

Result<void, BuildError> PartialTransaction::sign(const crypto::Keypair& keypair) {
    TRY(const std::size_t slot, slot_of(keypair.pubkey));
    signatures_[slot] = keypair.sign(message_);
    return {};
}

Result<void, BuildError> PartialTransaction::add_signature(const Pubkey& signer,
                                                           const Signature& signature) {
    TRY(const std::size_t slot, slot_of(signer));
    if (!crypto::verify_strict(signer, message_, signature))
        return fail(
            BuildError{"the signature isn't one of this message by " + codec::to_string(signer)});
    signatures_[slot] = signature;
    return {};
}

Bytes PartialTransaction::wire() const {
    codec::ByteWriter out;
    out.reserve(3 + signatures_.size() * Signature::size + message_.size());
    out.short_u16(static_cast<std::uint16_t>(signatures_.size()));
    for (const Signature& signature : signatures_) out.key(signature);
    return out.bytes(message_).take();
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
    if (const auto missing = transaction.missing(); !missing.empty())
        return fail(BuildError{"the signature of " + codec::to_string(missing[0]) +
                               " is missing; give its key pair too"});
    Bytes wire = transaction.wire();
    if (wire.size() > max_transaction_size)
        return fail(BuildError{"the transaction has " + std::to_string(wire.size()) +
                               " bytes, more than the " + std::to_string(max_transaction_size) +
                               " that the network carries; split it or use lookup tables"});
    return wire;
}

}  // namespace orrery::tx
