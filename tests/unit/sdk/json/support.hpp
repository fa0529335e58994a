#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "sdk/codec/base58.hpp"
#include "sdk/json/document.hpp"
#include "sdk/json/writer.hpp"
#include "tests/unit/sdk/golden.hpp"

namespace orrery::test {

/// The rows of a file of tests/golden/json, split at tabs. Fails the test when there are none.
inline std::vector<std::vector<std::string>> golden_rows(const std::string& name) {
    std::ifstream file(ORRERY_SOURCE_DIR "/tests/golden/json/" + name);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        auto& row = rows.emplace_back();
        std::size_t from = 0;
        for (std::size_t tab; (tab = line.find('\t', from)) != std::string::npos; from = tab + 1)
            row.push_back(line.substr(from, tab - from));
        row.push_back(line.substr(from));
    }
    REQUIRE(!rows.empty());
    return rows;
}

/// The address whose 32 bytes are all `byte`.
inline Pubkey key_of(std::uint8_t byte) {
    Pubkey key;
    key.bytes.fill(byte);
    return key;
}

inline std::string text_of(const Pubkey& key) { return codec::to_string(key); }

inline Pubkey key_from(const std::string& text) {
    const auto key = codec::decode_key<Pubkey>(text);
    REQUIRE(key);
    return *key;
}

/// Addresses separated by commas; "-" is none.
inline std::vector<Pubkey> keys_from(const std::string& text) {
    std::vector<Pubkey> keys;
    if (text == "-") return keys;
    std::size_t from = 0;
    for (std::size_t comma; (comma = text.find(',', from)) != std::string::npos; from = comma + 1)
        keys.push_back(key_from(text.substr(from, comma - from)));
    keys.push_back(key_from(text.substr(from)));
    return keys;
}

/// Parses JSON that the test itself wrote.
inline json::Document parse(std::string_view text) {
    auto document = json::Document::parse(text);
    REQUIRE(document);
    return std::move(*document);
}

/// What a callable that takes a Writer writes.
template <class Write>
std::string written(Write write) {
    json::Writer out;
    write(out);
    return out.take();
}

}  // namespace orrery::test
