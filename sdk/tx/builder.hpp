#pragma once

#include <span>
#include <string>
#include <vector>

#include "sdk/tx/message.hpp"
#include "sdk/types/instruction.hpp"
#include "sdk/types/result.hpp"

namespace orrery::tx {

/// A lookup table's address and the addresses it holds, for compiling a v0 message.
struct LookupTable {
    Pubkey address;
    std::vector<Pubkey> addresses;
};

/// In which order keys of one kind (writable signers, read-only signers, writable, read-only) stand
/// in a message. Either is valid on any chain; both put the fee payer first.
enum class KeyOrder : std::uint8_t {
    sorted,     ///< by bytes, as Agave's Rust SDK does
    first_use,  ///< by first mention, program before accounts, as web3.js' TransactionMessage does
};

/// What a message is compiled from.
struct MessageParams {
    Pubkey payer;
    Hash lifetime;  ///< recent blockhash, or a durable nonce
    Version version = Version::legacy;
    KeyOrder order = KeyOrder::sorted;

    std::span<const Instruction> instructions;  ///< borrowed for the call
    std::span<const LookupTable> tables;        ///< borrowed for the call; only for v0
};

/// Why instructions don't fit into a message.
enum class CompileError : std::uint8_t {
    TooManyKeys,                 ///< an index must fit into one byte
    LookupIndexOverflow,         ///< a wanted address stands beyond entry 255 of its table
    ListTooLong,                 ///< instructions, accounts or data above 65,535
    TablesNeedVersionedMessage,  ///< tables were given for a legacy message
    OtherBuilder,                ///< v1 and jumbo have their own
};

/// Cause and remedy in one sentence.
std::string_view display(CompileError error);

/// Compiles instructions into the bytes that signers sign: merges the flags of each key, orders the
/// keys, and for v0 moves keys that neither sign, are invoked nor hold the transaction's nonce into
/// lookups of the first table that knows them. Deterministic. The size of the result isn't checked:
/// `sanitize` and the chain do that.
Result<Bytes, CompileError> compile_message(const MessageParams& params);

}  // namespace orrery::tx
