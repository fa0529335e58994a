#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "sdk/crypto/ed25519.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::tx {

/// What a transaction that could not be built or signed runs against.
enum class BuildErrorCode : std::uint8_t {
    other,                 ///< only the text tells
    size,                  ///< more bytes than a transaction may have
    addresses,             ///< too many accounts
    instructions,          ///< too many instructions
    signatures,            ///< too many signers
    instruction_accounts,  ///< too many accounts in one instruction
    compute_units,         ///< a compute unit limit above the chain's
    loaded_accounts_data,  ///< a limit for loaded accounts data above the chain's
    heap,                  ///< a heap size that no program gets
    program,               ///< the fee payer as a program
    instructions_sysvar,   ///< a jumbo transaction can't show it
    nonce,                 ///< a durable nonce lets one transaction through, not several
    schemes,               ///< signing by text, without schemes in the message
    signer,                ///< a key that doesn't sign, or a signature that misses or is wrong
};

/// Why a transaction could not be built or signed, as a sentence with cause and remedy.
struct BuildError {
    std::string what;
    BuildErrorCode code = BuildErrorCode::other;
};

/// The transaction of a message of any version before anybody signed: zeros stand for each
/// signature that the message asks for. Only its first bytes are looked at.
Bytes unsigned_wire(ByteSpan message);

/// A message on its way through its signers. Owns its bytes; signers may come in any order, at
/// several places: `wire` carries the signatures so far, with zeros for those that miss.
class PartialTransaction {
  public:
    /// Takes a message of any version. Error: the bytes aren't a message.
    static Result<PartialTransaction, BuildError> from_message(ByteSpan message);
    /// Takes a transaction as `wire` gives it, to add signatures. Errors: not a transaction; a
    /// signature of a reserved scheme.
    static Result<PartialTransaction, BuildError> from_wire(ByteSpan wire);

    /// The keys that must sign, fee payer first.
    std::span<const Pubkey> signers() const { return signers_; }
    /// The signers whose signature still misses.
    std::vector<Pubkey> missing() const;
    bool is_complete() const { return missing().empty(); }

    /// Signs for one of `signers`. Error: the key isn't one.
    Result<void, BuildError> sign(const crypto::Keypair& keypair);
    /// Adds a signature made elsewhere. Errors: the key isn't a signer; the signature is wrong.
    Result<void, BuildError> add_signature(const Pubkey& signer, const Signature& signature);

    /// The text that wallets sign in place of the message (docs/spec/jumbo.md 4). Error: the
    /// message isn't a jumbo with schemes.
    Result<std::string, BuildError> text() const;
    /// As sign and add_signature, over the text. Errors: theirs, and those of `text`.
    Result<void, BuildError> sign_text(const crypto::Keypair& keypair);
    Result<void, BuildError> add_text_signature(const Pubkey& signer, const Signature& signature);

    ByteSpan message() const { return message_; }
    /// The transaction's bytes, complete or not.
    Bytes wire() const;
    /// The bytes to send. Error: a signature misses.
    Result<Bytes, BuildError> complete_wire() const;

  private:
    struct Slot {
        SignatureScheme scheme = SignatureScheme::ed25519;
        Signature signature;  ///< zeros until signed
    };
    /// Where signatures stand on the wire.
    enum class Form : std::uint8_t { first, last, last_with_schemes };

    explicit PartialTransaction(const Transaction& unsigned_transaction);

    Result<std::size_t, BuildError> slot_of(const Pubkey& signer) const;
    Result<void, BuildError> add(const Pubkey& signer, const Slot& slot, ByteSpan signed_bytes);

    Bytes message_;
    Form form_;
    std::vector<Pubkey> signers_;
    std::vector<Slot> slots_;
};

/// Compiles a message and signs it with every key given: the bytes to send. Errors: what
/// compile_message and sign refuse; a signer without its key; more than max_transaction_size bytes.
Result<Bytes, BuildError> build_signed(const MessageParams& params,
                                       std::initializer_list<const crypto::Keypair*> keypairs);
Result<Bytes, BuildError> build_signed(const MessageParams& params,
                                       std::span<const crypto::Keypair* const> keypairs);

}  // namespace orrery::tx
