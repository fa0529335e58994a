#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sdk/hooks/accounts.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/instruction.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/result.hpp"

/// What a hook runs (docs/spec/hooks.md 2.2): keys with flags and instructions in jumbo encoding.
namespace orrery::hooks {

struct BodyKey {
    Pubkey key;
    bool is_signer = false;  ///< only the hook's signer may
    bool is_writable = false;
    bool operator==(const BodyKey&) const = default;
};

struct BodyInstruction {
    std::uint16_t program = 0;            ///< index into the keys
    std::vector<std::uint16_t> accounts;  ///< indices into the keys
    Bytes data;
    bool operator==(const BodyInstruction&) const = default;
};

struct Body {
    std::vector<BodyKey> keys;
    std::vector<BodyInstruction> instructions;

    /// Error: BadBody: cut off, trailing bytes, unknown flags, a key twice, an index out of range,
    /// more than 255 accounts of an instruction, no instruction at all, more than 8,191 keys or
    /// 8,192 instructions.
    static Result<Body, HookError> decode(ByteSpan bytes, std::uint16_t n_keys,
                                          std::uint16_t n_instructions);
    Bytes encode() const;
    /// From instructions as a client has them: merges flags, keys in order of first use.
    static Body from(std::span<const Instruction> instructions);
    bool operator==(const Body&) const = default;
};

/// Whether a body's instruction may call this program: not ComputeBudget, precompiles, loaders, nor
/// Solayer Chain's own natives.
bool may_be_called(const Pubkey& program);

/// Checks a body as RegisterHook does. Errors: ForeignSigner, BodyProgram; BadBody for one that
/// names the instructions sysvar and has more instructions than fit into it.
Result<void, HookError> check_body(const Body& body, const Pubkey& signer);

}  // namespace orrery::hooks
