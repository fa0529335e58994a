#include <algorithm>
#include <array>
#include <charconv>

#include "devnet/svm/syscalls/functions.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"

namespace orrery::syscalls {
namespace {

std::string hex(uint64_t value) {
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), value, 16).ptr;
    return "0x" + std::string(digits.begin(), end);
}

}  // namespace

Answer sol_abort(Call&) { return fail(abort_with("SBF program panicked")); }

Answer sol_panic(Call& call, uint64_t file, uint64_t length, uint64_t line, uint64_t column) {
    CHECK_OK(call.consume(length));
    TRY(const std::string_view name, call.text(file, length));
    return fail(abort_with("SBF program Panicked in " + std::string(name) + " at " +
                           std::to_string(line) + ":" + std::to_string(column)));
}

Answer sol_log(Call& call, uint64_t text, uint64_t length) {
    CHECK_OK(call.consume(std::max(call.costs().syscall_base, length)));
    TRY(const std::string_view message, call.text(text, length));
    call.context().log().program_log(message);
    return success;
}

Answer sol_log_64(Call& call, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    CHECK_OK(call.consume(call.costs().log_64));
    call.context().log().program_log(hex(a) + ", " + hex(b) + ", " + hex(c) + ", " + hex(d) + ", " +
                                     hex(e));
    return success;
}

Answer sol_log_pubkey(Call& call, uint64_t key) {
    CHECK_OK(call.consume(call.costs().log_pubkey));
    TRY(const Pubkey pubkey, call.key(key));
    call.context().log().program_log(codec::to_string(pubkey));
    return success;
}

Answer sol_log_compute_units(Call& call) {
    CHECK_OK(call.consume(call.costs().syscall_base));
    call.context().log().line("Program consumption: " + std::to_string(call.vm().meter) +
                              " units remaining");
    return success;
}

Answer sol_log_data(Call& call, uint64_t fields, uint64_t count) {
    CHECK_OK(call.consume(call.costs().syscall_base));
    TRY(const VmSlices slices, call.slices(fields, count));
    CHECK_OK(call.consume(call.costs().syscall_base * slices.size()));
    uint64_t total = 0;
    for (std::size_t i = 0; i < slices.size(); ++i)
        if (__builtin_add_overflow(total, slices[i].length, &total)) total = UINT64_MAX;
    CHECK_OK(call.consume(total));

    std::string joined;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        TRY(const ByteSpan field, call.bytes(slices[i]));
        if (i > 0) joined += ' ';
        joined += codec::base64_encode(field);
    }
    call.context().log().program_data(joined);
    return success;
}

}  // namespace orrery::syscalls
