#pragma once

#include <string_view>

#include "sdk/link/link.hpp"

namespace orrery::test {

/// A program of objects/: faulty.o is C++'s, faulty_rust.o Rust's.
link::Linked link_faulty(std::string_view object, sbpf::SbpfVersion version);

}  // namespace orrery::test
