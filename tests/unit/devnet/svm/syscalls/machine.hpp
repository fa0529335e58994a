#pragma once

#include <array>
#include <optional>
#include <ostream>
#include <string>

#include "devnet/svm/invoke/context.hpp"
#include "sdk/sbpf/version.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::syscalls::test {

/// What became of one call: r0 or the error, and the CU it took.
struct Reply {
    std::optional<std::uint64_t> value;
    invoke::ProgramError error;
    std::uint64_t units = 0;

    bool operator==(const Reply& other) const;
};
std::ostream& operator<<(std::ostream& out, const Reply& reply);

Reply returns(std::uint64_t value, std::uint64_t units);
/// Fails with ProgramFailedToComplete and this text.
Reply aborts(std::string text, std::uint64_t units);
Reply fails(tx::InstructionErrorCode code, std::uint64_t units);

class NoPrograms : public invoke::ProgramSource {
  public:
    Result<std::shared_ptr<const vm::Program>, vm::LoadError> load(const Pubkey&, const AccountRef&,
                                                                   std::size_t) const override;
};

Pubkey key_of(std::uint8_t byte);

/// A program that has just started and can be made to call syscalls: a V0 address space with 4 KiB
/// of read-only image, a heap of 32 KiB and 4 KiB of writable input, inside a transaction of two
/// top-level instructions of which the first runs.
class Machine {
  public:
    static constexpr std::uint64_t rodata = sbpf::program_start;
    static constexpr std::uint64_t stack = sbpf::stack_start;
    static constexpr std::uint64_t heap = sbpf::heap_start;
    static constexpr std::uint64_t input = sbpf::input_start;
    static constexpr std::uint64_t heap_size = 32 * 1024;
    static constexpr std::uint64_t plenty = 1'400'000;

    explicit Machine(svm::Sysvars sysvars = {});

    /// Calls a syscall by the name programs know, with `meter` CU left.
    Reply call(std::string_view name, std::array<std::uint64_t, 5> registers = {},
               std::uint64_t meter = plenty);

    void put(std::uint64_t address, ByteSpan bytes);
    void put(std::uint64_t address, std::string_view text) { put(address, as_bytes(text)); }
    void put_u64(std::uint64_t address, std::uint64_t value);
    /// Writes {pointer, length} pairs.
    void put_slices(std::uint64_t address,
                    std::initializer_list<std::pair<std::uint64_t, std::uint64_t>> slices);
    Bytes get(std::uint64_t address, std::size_t length);
    std::uint64_t get_u64(std::uint64_t address);

    invoke::InvokeContext& context() { return context_; }
    const LogLines& logs() { return context_.log().lines(); }
    /// As under loader v1.
    void without_alignment() { context_.frame().aligned = false; }

  private:
    svm::Sysvars sysvars_;
    NoPrograms programs_;
    invoke::Environment environment_;
    Bytes image_;
    invoke::InvokeContext context_;
};

}  // namespace orrery::syscalls::test
