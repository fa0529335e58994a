#pragma once

#include <cstdint>
#include <string>

#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {

constexpr std::uint64_t input_start = 0x4'0000'0000;

/// A program that calls the program that is its first account, without accounts or data. `before`
/// and `after` are assembly around the call.
inline Bytes calls_first_account(const std::string& before = "", const std::string& after = "") {
    constexpr std::uint64_t first_key = input_start + 8 + 8;
    return program(before + "; lddw r1, " + std::to_string(first_key) + R"(
        stxdw [r10-40], r1
        stdw [r10-32], 0
        stdw [r10-24], 0
        stdw [r10-16], 0
        stdw [r10-8], 0
        mov64 r1, r10
        add64 r1, -40
        mov64 r2, 0
        mov64 r3, 0
        mov64 r4, 0
        mov64 r5, 0
        call sol_invoke_signed_c
    )" + after + "; mov64 r0, 0; exit");
}

}  // namespace orrery::runtime::testing
