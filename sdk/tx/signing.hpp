#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "sdk/crypto/ed25519.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::tx {

/// Why a transaction could not be built or signed, as a sentence with cause and remedy.
struct BuildError {
    std::string what;
};

/// A message on its way through its signers. Owns its bytes; signers may come in any order, at
/// several places: `wire` carries the signatures so far, with zeros for those that miss.
class PartialTransaction {
  public:
    /// Takes a compiled message. Error: the bytes aren't a message.
    static Result<PartialTransaction, BuildError> from_message(ByteSpan message);
    /// Takes a transaction as `wire` gives it, to add signatures. Error: not a transaction.
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

    ByteSpan message() const { return message_; }
    /// The transaction's bytes, complete or not.
    Bytes wire() const;

  private:
    PartialTransaction(ByteSpan message, std::span<const Pubkey> signers)
        : message_(message.begin(), message.end()),
          signers_(signers.begin(), signers.end()),
          signatures_(signers.size()) {}

    Result<std::size_t, BuildError> slot_of(const Pubkey& signer) const;

    Bytes message_;
    std::vector<Pubkey> signers_;
    std::vector<Signature> signatures_;  ///< zeros until signed
};

/// Compiles a message and signs it with every key given: the bytes to send. Errors: what
/// compile_message and sign refuse; a signer without its key; more than max_transaction_size bytes.
Result<Bytes, BuildError> build_signed(const MessageParams& params,
                                       std::initializer_list<const crypto::Keypair*> keypairs);
Result<Bytes, BuildError> build_signed(const MessageParams& params,
                                       std::span<const crypto::Keypair* const> keypairs);

}  // namespace orrery::tx
