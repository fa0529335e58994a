#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "sdk/codec/hex.hpp"
#include "sdk/types/key.hpp"

namespace orrery::test {

/// The lines of tests/golden/<name>, split at spaces. Fails the test when there are none.
inline std::vector<std::vector<std::string>> golden(const std::string& name) {
    std::ifstream file(std::string(ORRERY_SOURCE_DIR "/tests/golden/") + name);
    std::vector<std::vector<std::string>> lines;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        auto& row = lines.emplace_back();
        for (std::string word; words >> word;) row.push_back(word);
    }
    REQUIRE(!lines.empty());
    return lines;
}

/// Bytes from hex; "-" stands for none.
inline Bytes unhex(std::string_view text) {
    if (text == "-") return {};
    const auto bytes = codec::hex_decode(text);
    REQUIRE(bytes);
    return *bytes;
}

template <class Key>
Key key_from_hex(std::string_view text) {
    const Bytes bytes = unhex(text);
    REQUIRE(bytes.size() == Key::size);
    return Key::from(bytes);
}

/// A small deterministic generator for property tests.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    Bytes bytes(std::size_t n) {
        Bytes out(n);
        for (auto& byte : out) byte = static_cast<std::uint8_t>(next());
        return out;
    }

  private:
    std::uint64_t state_;
};

}  // namespace orrery::test
