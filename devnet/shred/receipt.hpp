#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "devnet/svm/state/outcome.hpp"
#include "sdk/tx/error.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::shred {

/// What became of a transaction, hook or entry, as a shred commits to it. Spans are borrowed.
struct Receipt {
    Txid id;
    std::optional<tx::TransactionError> error;  ///< empty = ok
    Lamports fee;
    std::uint64_t compute_units = 0;
    std::string_view logs;  ///< joined by line feeds
    ByteSpan return_data;   ///< empty when there is none
};

/// The receipt of a processed transaction; borrows from `outcome`.
Receipt receipt_of(const Txid& id, const svm::TxOutcome& outcome);

/// SHA256(id || u8 ok || u32 len || error bytes || u64 fee || u64 cu || SHA256(logs joined by \n)
/// || SHA256(return data)); error bytes are encode_error's, none when ok.
Hash receipt_hash(const Receipt& receipt);

/// The Merkle root over receipt hashes in the order of the shred.
Hash receipts_root(std::span<const Hash> receipt_hashes);

/// A transaction error in the bytes that receipts hash and ledgers keep: u32 code; then, where the
/// code has one, u16 index; then, for InstructionError, u32 instruction code and, for Custom, its
/// u32. Agave's bincode form but for the index, which there has 8 bits.
Bytes encode_error(const tx::TransactionError& error);

/// The inverse of encode_error; nothing unless `bytes` is exactly one encoded error.
std::optional<tx::TransactionError> decode_error(ByteSpan bytes);

}  // namespace orrery::shred
