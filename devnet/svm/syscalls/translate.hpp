#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "devnet/svm/invoke/context.hpp"
#include "devnet/svm/vm/state.hpp"
#include "sdk/sbpf/version.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/result.hpp"

namespace orrery::syscalls {

/// What a syscall step gives: a value, or why the program fails.
template <class T>
using Fallible = Result<T, invoke::ProgramError>;

/// A whole syscall's result: r0, or why the program fails.
using Answer = Fallible<std::uint64_t>;
constexpr std::uint64_t success = 0;

/// A failure of the syscall itself: the log says `text`, the transaction ProgramFailedToComplete.
invoke::ProgramError abort_with(std::string text);
/// A failure that the transaction reports as it is.
invoke::ProgramError abort_with(tx::InstructionError error);
/// A failure of the VM's memory.
invoke::ProgramError abort_with(const vm::Fault& fault);

/// Where VM addresses of the input region begin; results of some syscalls may not lie there.
using sbpf::input_start;

/// Bytes as Rust's {:?} prints a Vec<u8>, e.g. "[1, 255]".
std::string debug_list(ByteSpan bytes);

/// A {pointer, length} pair in VM memory: a Rust slice, or the C ABI's SolBytes.
struct VmSlice {
    static constexpr std::size_t size = 16;
    std::uint64_t address = 0;
    std::uint64_t length = 0;
};

/// An array of VmSlices in VM memory: each is read when it is asked for. Borrowed.
class VmSlices {
  public:
    explicit VmSlices(ByteSpan raw) : raw_(raw) {}
    std::size_t size() const { return raw_.size() / VmSlice::size; }
    VmSlice operator[](std::size_t i) const {
        const auto* at = raw_.data() + i * VmSlice::size;
        return {load_le<std::uint64_t>(at), load_le<std::uint64_t>(at + 8)};
    }

  private:
    ByteSpan raw_;
};

/// VM memory that a syscall writes.
struct Output {
    std::uint64_t address = 0;
    std::uint64_t length = 0;  ///< bytes; 0 only for an empty slice, whose address nobody looks at
    std::size_t alignment = 1;
};

/// One syscall being served: the caller's meter and memory, and the transaction around it. Spans it
/// gives out borrow from the VM's memory. The rules are those of svm-runtime.md 4: empty slices
/// aren't looked up; pointers are aligned for all but loader v1's programs.
class Call {
  public:
    Call(vm::VmState& vm, invoke::InvokeContext& context) : vm_(vm), context_(context) {}

    invoke::InvokeContext& context() { return context_; }
    const invoke::Costs& costs() const { return context_.environment().costs; }
    vm::VmState& vm() { return vm_; }
    bool aligned() const { return context_.frame().aligned; }

    /// Charges the meter. Error: ComputationalBudgetExceeded, leaving the meter at 0.
    Fallible<void> consume(std::uint64_t units);

    /// `count` elements of `element_size` bytes for reading. Errors: InvalidLength when their size
    /// exceeds an isize, access violations, "Unaligned pointer".
    Fallible<ByteSpan> array(std::uint64_t address, std::uint64_t count, std::size_t element_size,
                             std::size_t alignment);
    /// One value of `size` bytes for reading. Errors: access violations, "Unaligned pointer".
    Fallible<ByteSpan> value(std::uint64_t address, std::uint64_t size, std::size_t alignment);

    Fallible<ByteSpan> bytes(std::uint64_t address, std::uint64_t length) {
        return array(address, length, 1, 1);
    }
    Fallible<ByteSpan> bytes(VmSlice slice) { return bytes(slice.address, slice.length); }
    Fallible<Pubkey> key(std::uint64_t address);
    Fallible<std::uint64_t> u64(std::uint64_t address);
    Fallible<VmSlices> slices(std::uint64_t address, std::uint64_t count);
    /// Text, checked to be UTF-8. Error: "invalid utf-8 sequence of 1 bytes from index 0: [255]".
    Fallible<std::string_view> text(std::uint64_t address, std::uint64_t length);

    /// Memory for writing. Errors: access violations, then "Unaligned pointer".
    Fallible<MutByteSpan> output(Output output);
    /// All of a syscall's results at once: every one is looked up before any alignment counts.
    /// Further error: "Overlapping copy".
    template <std::same_as<Output>... Outputs>
        requires(sizeof...(Outputs) > 1)
    Fallible<std::array<MutByteSpan, sizeof...(Outputs)>> outputs(Outputs... list) {
        const std::array<Output, sizeof...(Outputs)> wanted{list...};
        std::array<MutByteSpan, sizeof...(Outputs)> found;
        CHECK_OK(translate(wanted, found));
        return found;
    }

  private:
    Fallible<void> translate(std::span<const Output> wanted, std::span<MutByteSpan> found);
    Fallible<void> check_alignment(std::uint64_t address, std::size_t alignment) const;

    vm::VmState& vm_;
    invoke::InvokeContext& context_;
};

/// Whether two ranges of VM addresses are disjoint; empty ones overlap nothing.
bool disjoint(std::uint64_t a, std::uint64_t a_length, std::uint64_t b, std::uint64_t b_length);

}  // namespace orrery::syscalls
