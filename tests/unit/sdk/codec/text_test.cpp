#include "sdk/codec/base64.hpp"
#include "sdk/codec/murmur3.hpp"
#include "tests/unit/sdk/golden.hpp"

using namespace orrery;
using namespace orrery::codec;

TEST_CASE("base64 encodes and decodes RFC 4648's vectors") {
    const std::pair<std::string_view, std::string_view> vectors[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [bytes, text] : vectors) {
        CHECK(base64_encode(as_bytes(bytes)) == text);
        const auto decoded = base64_decode(text);
        REQUIRE(decoded);
        CHECK(as_text(*decoded) == bytes);
        const auto url = std::string(text.substr(0, text.find('=')));
        CHECK(base64url_encode(as_bytes(bytes)) == url);
        CHECK(as_text(*base64url_decode(url)) == bytes);
    }
    const Bytes high = {0xfb, 0xff, 0xfe};
    CHECK(base64_encode(high) == "+//+");
    CHECK(base64url_encode(high) == "-__-");
}

TEST_CASE("base64 decoding is strict") {
    for (const std::string_view text :
         {"Zg", "Zg=", "Zg===", "Z", "Zh==", "Zm9=", "Zm9v=", "Zm9v====", "====", "=",
          "==", "Zg==Zg==", "Zm 9v", "Zm9v\n", " Zm9v", "Zm9-", "Zm9_", "Zm9\x80", "Zm9\xff"}) {
        INFO(text);
        CHECK(!base64_decode(text));
    }
    for (const std::string_view text : {"Zg==", "Z", "Zh", "Zm9", "Zm9+", "Zm9/", "Zm9v\n"}) {
        INFO(text);
        CHECK(!base64url_decode(text));
    }
}

TEST_CASE("base64 and hex survive round trips of every length") {
    test::Random random(64);
    for (std::size_t length = 0; length < 200; ++length) {
        const Bytes bytes = random.bytes(length);
        CHECK(base64_decode(base64_encode(bytes)) == bytes);
        CHECK(base64url_decode(base64url_encode(bytes)) == bytes);
        CHECK(hex_decode(hex_encode(bytes)) == bytes);
    }
}

TEST_CASE("hex takes both cases and nothing else") {
    CHECK(hex_encode(Bytes{0x00, 0x9a, 0xff}) == "009aff");
    CHECK(hex_decode("00AafF") == Bytes{0x00, 0xaa, 0xff});
    for (const std::string_view text : {"0", "000", "0g", "g0", "0x", " 0", "0:", "0@", "0`"}) {
        INFO(text);
        CHECK(!hex_decode(text));
    }
}

TEST_CASE("murmur3 gives the hashes that sBPF programs carry") {
    CHECK(murmur3("") == 0);
    CHECK(murmur3("abort") == 0xb6fc1a11);
    CHECK(murmur3("sol_log_") == 0x207559bd);
    CHECK(murmur3("sol_memcpy_") == 0x717cc4a3);
    CHECK(murmur3("entrypoint") == 0x71e3cf81);
}
