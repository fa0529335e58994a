#include "sdk/codec/utf8.hpp"

#include "tests/unit/sdk/golden.hpp"

using namespace orrery;
using namespace orrery::codec;

TEST_CASE("UTF-8 faults are placed and worded as Rust does") {
    const std::tuple<std::string_view, std::size_t, int, std::string_view> cases[] = {
        {"a\x80", 1, 1, "invalid utf-8 sequence of 1 bytes from index 1"},
        {"\xff", 0, 1, "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xc0\x80", 0, 1, "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xc1\xbf", 0, 1, "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xf5\x80\x80\x80", 0, 1, "invalid utf-8 sequence of 1 bytes from index 0"},
        {"ab\xc3(", 2, 1, "invalid utf-8 sequence of 1 bytes from index 2"},
        {"\xe0\x9f\xbf", 0, 1, "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xed\xa0\x80", 0, 1, "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xf0\x8f\xbf\xbf", 0, 1, "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xf4\x90\x80\x80", 0, 1, "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xe2\x82(", 0, 2, "invalid utf-8 sequence of 2 bytes from index 0"},
        {"\xf0\x9f\x98(", 0, 3, "invalid utf-8 sequence of 3 bytes from index 0"},
        {"abc\xc3", 3, 0, "incomplete utf-8 byte sequence from index 3"},
        {"\xe2\x82", 0, 0, "incomplete utf-8 byte sequence from index 0"},
        {"12345678\xf0\x9f\x98", 8, 0, "incomplete utf-8 byte sequence from index 8"},
        {"1234567\x80", 7, 1, "invalid utf-8 sequence of 1 bytes from index 7"},
    };
    for (const auto& [text, valid_up_to, length, expected] : cases) {
        INFO(expected);
        const auto error = check_utf8(as_bytes(text));
        REQUIRE(error);
        CHECK(error->valid_up_to == valid_up_to);
        CHECK(int{error->error_len} == length);
        CHECK(display(*error) == expected);
    }
}

TEST_CASE("exactly Unicode's scalar values are valid UTF-8") {
    for (std::uint32_t c = 0; c <= 0x10ffff; ++c) {
        Bytes bytes;
        const auto push = [&](std::uint32_t b) { bytes.push_back(static_cast<std::uint8_t>(b)); };
        if (c < 0x80) {
            push(c);
        } else if (c < 0x800) {
            push(0xc0 | c >> 6);
            push(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            push(0xe0 | c >> 12);
            push(0x80 | (c >> 6 & 0x3f));
            push(0x80 | (c & 0x3f));
        } else {
            push(0xf0 | c >> 18);
            push(0x80 | (c >> 12 & 0x3f));
            push(0x80 | (c >> 6 & 0x3f));
            push(0x80 | (c & 0x3f));
        }
        const bool surrogate = c >= 0xd800 && c <= 0xdfff;
        REQUIRE(check_utf8(bytes).has_value() == surrogate);
    }
}

TEST_CASE("text without a fault has none") {
    CHECK(!check_utf8({}));
    CHECK(!check_utf8(as_bytes("plain ASCII, longer than one word")));
    CHECK(!check_utf8(as_bytes("čaj ☕ 𝄞 \xef\xbf\xbf \xf4\x8f\xbf\xbf")));
}
