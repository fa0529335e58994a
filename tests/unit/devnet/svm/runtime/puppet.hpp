#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "devnet/svm/invoke/builtin.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::runtime::testing {

/// Two builtins that do what their instruction data says, so that a test states deeds instead of
/// programs. Accounts are instruction account indexes.
inline constexpr Pubkey puppet = [] {
    Pubkey key;
    key.bytes.fill(0xA1);
    return key;
}();
inline constexpr Pubkey other_puppet = [] {
    Pubkey key;
    key.bytes.fill(0xA2);
    return key;
}();
/// One that charges nothing, which no builtin may.
inline constexpr Pubkey idle_puppet = [] {
    Pubkey key;
    key.bytes.fill(0xA3);
    return key;
}();

invoke::InstructionResult run_puppet(invoke::InvokeContext& context);

/// Writes a puppet's deeds: `Deeds().add(0, -5).add(1, 5).resize(1, 100).take()`.
class Deeds {
  public:
    /// Adds to an account's lamports, under the rules for programs.
    Deeds& add(std::uint8_t account, std::int64_t lamports);
    /// Adds behind the runtime's back: what only a builtin's bug could do.
    Deeds& conjure(std::uint8_t account, std::int64_t lamports);
    Deeds& resize(std::uint8_t account, std::uint32_t size);
    /// Fills the data with one byte.
    Deeds& fill(std::uint8_t account, std::uint8_t byte);
    Deeds& assign(std::uint8_t account, const Pubkey& owner);
    Deeds& make_executable(std::uint8_t account, bool executable);
    Deeds& log(std::string_view text);
    Deeds& give(std::string_view return_data);
    Deeds& fail(std::uint32_t code);
    /// Takes hold of an account twice.
    Deeds& borrow_twice(std::uint8_t account);
    /// Calls a builtin; a bump of 0 to 255 signs for a PDA with the seed `seed`.
    Deeds& call(const Instruction& instruction, std::optional<std::string_view> seed = {});

    Bytes take() { return out_.take(); }

  private:
    codec::ByteWriter out_;
};

/// A call of the puppet.
inline Instruction act(Deeds& deeds, std::vector<AccountMeta> accounts,
                       const Pubkey& program = puppet) {
    return {program, std::move(accounts), deeds.take()};
}
inline Instruction act(Deeds&& deeds, std::vector<AccountMeta> accounts,
                       const Pubkey& program = puppet) {
    return act(deeds, std::move(accounts), program);
}

}  // namespace orrery::runtime::testing
