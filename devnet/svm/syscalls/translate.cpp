#include "devnet/svm/syscalls/translate.hpp"

#include <limits>

#include "sdk/codec/utf8.hpp"

namespace orrery::syscalls {
namespace {

constexpr std::uint64_t max_size = std::numeric_limits<std::int64_t>::max();

std::uint64_t saturating_multiply(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

}  // namespace

invoke::ProgramError abort_with(std::string text) {
    return {tx::InstructionErrorCode::ProgramFailedToComplete, std::move(text)};
}

invoke::ProgramError abort_with(tx::InstructionError error) { return {error, tx::display(error)}; }

invoke::ProgramError abort_with(const vm::Fault& fault) { return abort_with(fault.display()); }

std::string debug_list(ByteSpan bytes) {
    std::string out = "[";
    for (const std::uint8_t byte : bytes) {
        if (out.size() > 1) out += ", ";
        out += std::to_string(byte);
    }
    return out + "]";
}

bool disjoint(std::uint64_t a, std::uint64_t a_length, std::uint64_t b, std::uint64_t b_length) {
    return a > b ? a - b >= b_length : b - a >= a_length;
}

Fallible<void> Call::consume(std::uint64_t units) {
    if (!vm_.consume(units))
        return fail(abort_with(tx::InstructionErrorCode::ComputationalBudgetExceeded));
    return {};
}

Fallible<void> Call::check_alignment(std::uint64_t address, std::size_t alignment) const {
    if (aligned() && address % alignment != 0) return fail(abort_with("Unaligned pointer"));
    return {};
}

Fallible<ByteSpan> Call::value(std::uint64_t address, std::uint64_t size, std::size_t alignment) {
    const auto found = vm_.memory->load(address, size);
    if (!found) return fail(abort_with(found.error()));
    CHECK_OK(check_alignment(address, alignment));
    return ByteSpan(*found);
}

Fallible<ByteSpan> Call::array(std::uint64_t address, std::uint64_t count, std::size_t element_size,
                               std::size_t alignment) {
    if (count == 0) return ByteSpan();
    const std::uint64_t size = saturating_multiply(count, element_size);
    if (size > max_size) return fail(abort_with("InvalidLength"));
    return value(address, size, alignment);
}

Fallible<Pubkey> Call::key(std::uint64_t address) {
    TRY(const ByteSpan raw, value(address, Pubkey::size, 1));
    return Pubkey::from(raw);
}

Fallible<std::uint64_t> Call::u64(std::uint64_t address) {
    TRY(const ByteSpan raw, value(address, 8, 8));
    return load_le<std::uint64_t>(raw.data());
}

Fallible<VmSlices> Call::slices(std::uint64_t address, std::uint64_t count) {
    TRY(const ByteSpan raw, array(address, count, VmSlice::size, 8));
    return VmSlices(raw);
}

Fallible<std::string_view> Call::text(std::uint64_t address, std::uint64_t length) {
    TRY(const ByteSpan raw, bytes(address, length));
    if (const auto error = codec::check_utf8(raw))
        return fail(abort_with(codec::display(*error) + ": " + debug_list(raw)));
    return as_text(raw);
}

Fallible<MutByteSpan> Call::output(Output output) {
    MutByteSpan found;
    CHECK_OK(translate({&output, 1}, {&found, 1}));
    return found;
}

Fallible<void> Call::translate(std::span<const Output> wanted, std::span<MutByteSpan> found) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].length == 0) continue;
        const auto span = vm_.memory->store(wanted[i].address, wanted[i].length);
        if (!span) return fail(abort_with(span.error()));
        found[i] = *span;
    }
    for (const Output& one : wanted)
        if (one.length != 0) CHECK_OK(check_alignment(one.address, one.alignment));
    for (std::size_t i = 0; i < wanted.size(); ++i)
        for (std::size_t j = i + 1; j < wanted.size(); ++j)
            if (wanted[i].length != 0 && wanted[j].length != 0 &&
                !disjoint(wanted[i].address, wanted[i].length, wanted[j].address, wanted[j].length))
                return fail(abort_with("Overlapping copy"));
    return {};
}

}  // namespace orrery::syscalls
