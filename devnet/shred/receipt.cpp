#include "devnet/shred/receipt.hpp"

#include <vector>

#include "devnet/shred/hashes.hpp"
#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/crypto/sha256.hpp"

namespace orrery::shred {
namespace {

using tx::InstructionErrorCode;
using tx::TransactionErrorCode;

constexpr auto last_transaction_code =
    static_cast<std::uint32_t>(TransactionErrorCode::CommitCancelled);
constexpr auto last_instruction_code =
    static_cast<std::uint32_t>(InstructionErrorCode::BuiltinProgramsMustConsumeComputeUnits);

bool has_index(TransactionErrorCode code) {
    return code == TransactionErrorCode::InstructionError ||
           code == TransactionErrorCode::DuplicateInstruction ||
           code == TransactionErrorCode::InsufficientFundsForRent ||
           code == TransactionErrorCode::ProgramExecutionTemporarilyRestricted;
}

}  // namespace

Receipt receipt_of(const Txid& id, const svm::TxOutcome& outcome) {
    Receipt receipt{.id = id,
                    .error = outcome.error,
                    .fee = outcome.fee,
                    .compute_units = outcome.compute_units,
                    .logs = outcome.logs.joined(),
                    .return_data = {}};
    if (outcome.return_data) receipt.return_data = outcome.return_data->data;
    return receipt;
}

Hash receipt_hash(const Receipt& receipt) {
    const Bytes error = receipt.error ? encode_error(*receipt.error) : Bytes{};
    codec::ByteWriter out;
    out.reserve(192);
    out.key(receipt.id).boolean(!receipt.error);
    out.u32(static_cast<std::uint32_t>(error.size())).bytes(error);
    out.u64(receipt.fee.value).u64(receipt.compute_units);
    out.key(crypto::sha256(as_bytes(receipt.logs))).key(crypto::sha256(receipt.return_data));
    return crypto::sha256(out.span());
}

Hash receipts_root(std::span<const Hash> receipt_hashes) {
    std::vector<Hash> leaves;
    leaves.reserve(receipt_hashes.size());
    for (const auto& hash : receipt_hashes) leaves.push_back(merkle_leaf(hash.bytes));
    return merkle_root(std::move(leaves));
}

Bytes encode_error(const tx::TransactionError& error) {
    codec::ByteWriter out;
    out.u32(static_cast<std::uint32_t>(error.code));
    if (has_index(error.code)) out.u16(error.index);
    if (error.code == TransactionErrorCode::InstructionError) {
        out.u32(static_cast<std::uint32_t>(error.instruction.code));
        if (error.instruction.code == InstructionErrorCode::Custom)
            out.u32(error.instruction.custom);
    }
    return out.take();
}

std::optional<tx::TransactionError> decode_error(ByteSpan bytes) {
    codec::ByteReader in(bytes);
    const std::uint32_t code = in.u32();
    if (code > last_transaction_code) return std::nullopt;
    tx::TransactionError error{static_cast<TransactionErrorCode>(code)};
    if (has_index(error.code)) error.index = in.u16();
    if (error.code == TransactionErrorCode::InstructionError) {
        const std::uint32_t instruction = in.u32();
        if (instruction > last_instruction_code) return std::nullopt;
        error.instruction = static_cast<InstructionErrorCode>(instruction);
        if (error.instruction.code == InstructionErrorCode::Custom)
            error.instruction.custom = in.u32();
    }
    if (!in.done()) return std::nullopt;
    return error;
}

}  // namespace orrery::shred
