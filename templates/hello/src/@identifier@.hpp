#pragma once

#include <sol/error.hpp>

// What the program and those who call it share.
namespace hello {

/// Clients see these as custom program errors, by their number.
enum class HelloError : uint32_t {
    NobodyToGreet = 6000,
    NameTooLong = 6001,
};

constexpr uint64_t max_name_length = 32;  // bytes

}  // namespace hello
