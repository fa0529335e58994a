#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::json {

class Writer;

/// An instruction with the keys its indices point to. Borrows everything.
struct InstructionView {
    std::uint16_t program_index = 0;
    std::span<const std::uint16_t> accounts;
    ByteSpan data;
    std::optional<std::uint32_t> stack_height;
    std::span<const Pubkey> keys;  ///< static, then loaded writable, then loaded read-only
    /// Longer data is written as [text, "base64"]: base58 takes quadratic time, and the
    /// instructions of jumbo transactions can be a thousand times larger than others.
    std::size_t base58_limit = any_size;

    static constexpr std::size_t any_size = SIZE_MAX;
};

/// Writes an instruction as jsonParsed does:
/// {"parsed":..,"program":..,"programId":..,"stackHeight":..} for address-lookup-table, bpf-loader,
/// bpf-upgradeable-loader, spl-associated-token-account, spl-memo, spl-token (both programs) and
/// system; else, and where the data doesn't parse,
/// {"accounts":[..],"data":<base58>,"programId":..,"stackHeight":..}. Indices beyond `keys` write
/// the default address, so that a damaged record never crashes a node.
void write_parsed_instruction(Writer& out, const InstructionView& instruction);

/// Writes {"accounts":[0,1],"data":<base58>,"programIdIndex":..,"stackHeight":..}.
void write_compiled_instruction(Writer& out, const InstructionView& instruction);

}  // namespace orrery::json
