#pragma once

#include <boost/container/small_vector.hpp>
#include <memory>
#include <mutex>
#include <vector>

#include "sdk/tx/error.hpp"
#include "sdk/tx/message.hpp"
#include "sdk/types/result.hpp"

namespace orrery::tx {

/// An id that is a hash of the signed bytes, which the owner keeps: computed when it is first asked
/// for, since nobody asks for that of a transaction that is refused. Thread-safe.
class HashedId {
  public:
    explicit HashedId(ByteSpan signed_bytes) : signed_bytes_(signed_bytes) {}
    const Txid& get() const;

  private:
    ByteSpan signed_bytes_;
    mutable std::once_flag once_;
    mutable Txid id_;
};

/// A decoded, structurally valid transaction that owns its wire bytes. Cheap to move, shared
/// between threads by shared_ptr<const Transaction>: immutable after decode.
struct Transaction {
    std::shared_ptr<const Bytes> wire;  ///< owns what the spans below borrow
    boost::container::small_vector<SignatureEntry, 2> signatures;
    Message message;
    std::unique_ptr<const HashedId> hashed_id;  ///< set where no ed25519 signature comes first

    /// The transaction's id: the first signature, or what stands for one that isn't ed25519 over
    /// the signed bytes (docs/spec/jumbo.md 4).
    Txid id() const {
        if (hashed_id) [[unlikely]]
            return hashed_id->get();
        return Txid::from(signatures[0].bytes);
    }
    const Pubkey& fee_payer() const { return message.static_keys[0]; }
    /// Where in `wire` the recent blockhash or durable nonce begins.
    std::size_t lifetime_offset() const;
};

/// Limit of a legacy or v0 transaction: IPv6 minimum MTU 1280 - 40 - 8 header bytes.
constexpr std::size_t max_transaction_size = 1232;

/// Which bytes don't form a transaction at all, for messages to people.
struct DecodeError {
    std::string what;  ///< cause, e.g. "signature count runs past the end (offset 1)"
};

/// What Agave's status cache knows a message by: blake3("solana-tx-message-v1" || signed bytes).
Hash hash_message(ByteSpan signed_bytes);

/// Decodes a transaction of any version, told by its first byte: below 0x80 legacy or v0, 0x81 v1,
/// 0xCA jumbo. Only the wire format is checked here (truncated input, trailing bytes, compact-u16
/// form, version byte); what its fields may say is checked by `sanitize`.
Result<Transaction, DecodeError> decode(ByteSpan wire);
/// As decode, made where it stays.
Result<std::shared_ptr<const Transaction>, DecodeError> decode_shared(ByteSpan wire);

/// The structural checks. Legacy and v0: Agave's (svm-runtime.md 1.1 rows 2, 3, 4, 6): size,
/// signature counts, header, instruction indices, lookups without indexes. v1: SIMD-0385's. Jumbo:
/// docs/spec/jumbo.md 2. Error: SanitizeFailure.
Result<void, TransactionError> sanitize(const Transaction& transaction);

/// Which rule makes `sanitize` refuse a v1 or jumbo transaction, for messages to people, e.g. "an
/// address twice". Empty for sound ones, and for legacy and v0.
std::string_view sanitize_fault(const Transaction& transaction);

/// Verifies every signature strictly, of jumbo transactions by its scheme; schemes other than 0 and
/// 4 fail. Error: SignatureFailure. Pure; call it on any thread.
Result<void, TransactionError> verify_signatures(const Transaction& transaction);

}  // namespace orrery::tx
