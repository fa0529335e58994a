#pragma once

#include <string>

#include "tests/unit/devnet/svm/vm/assembler.hpp"

namespace orrery::sandbox_test {

/// A program that returns a value: 0 is success, others are its own error codes.
inline Bytes returning(std::uint32_t value) {
    return vm::test::build(sbpf::SbpfVersion::v3, "mov64 r0, " + std::to_string(value) + "; exit");
}

/// The same, larger by so many bytes of read-only data.
inline Bytes returning(std::uint32_t value, std::size_t rodata) {
    return vm::test::build(sbpf::SbpfVersion::v3, "mov64 r0, " + std::to_string(value) + "; exit",
                           {.rodata = Bytes(rodata, 7)});
}

}  // namespace orrery::sandbox_test
