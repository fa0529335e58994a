#include "sdk/codec/base58.hpp"

#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/golden.hpp"

using namespace orrery;
using namespace orrery::codec;

namespace {

// The textbook algorithm: divide by 58, digit by digit.
std::string slow_encode(Bytes bytes) {
    const std::string alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    std::string text;
    std::size_t zeros = 0;
    while (zeros < bytes.size() && bytes[zeros] == 0) ++zeros;
    for (std::size_t start = zeros; start < bytes.size();) {
        unsigned rest = 0;
        for (std::size_t i = start; i < bytes.size(); ++i) {
            rest = rest * 256 + bytes[i];
            bytes[i] = static_cast<std::uint8_t>(rest / 58);
            rest %= 58;
        }
        text.insert(text.begin(), alphabet[rest]);
        while (start < bytes.size() && bytes[start] == 0) ++start;
    }
    return std::string(zeros, '1') + text;
}

}  // namespace

TEST_CASE("base58 encodes and decodes the IETF draft's vectors") {
    const std::pair<std::string, std::string> vectors[] = {
        {"Hello World!", "2NEpo7TZRRrLZSi2U"},
        {"The quick brown fox jumps over the lazy dog.",
         "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"},
        {std::string("\x00\x00\x28\x7f\xb4\xcd", 6), "11233QC4"},
        {"", ""},
    };
    for (const auto& [bytes, text] : vectors) {
        CHECK(base58_encode(as_bytes(bytes)) == text);
        const auto decoded = base58_decode(text, 64);
        REQUIRE(decoded);
        CHECK(as_text(*decoded) == bytes);
    }
}

TEST_CASE("base58 agrees with the textbook algorithm on every length and on extreme values") {
    test::Random random(58);
    for (std::size_t length = 0; length <= 80; ++length) {
        for (int round = 0; round < 20; ++round) {
            Bytes bytes = random.bytes(length);
            if (round == 0) bytes.assign(length, 0xff);
            if (round == 1) bytes.assign(length, 0);
            const std::size_t zeros = round < 10 ? 0 : random.below(length + 1);
            std::fill_n(bytes.begin(), zeros, std::uint8_t{0});
            const std::string text = base58_encode(bytes);
            REQUIRE(text == slow_encode(bytes));
            REQUIRE(base58_decode(text, length) == bytes);
            if (length > 0) REQUIRE(!base58_decode(text, length - 1));
            Bytes exact(length);
            REQUIRE(base58_decode_exact(text, exact) == (length <= 64));
            if (length <= 64) REQUIRE(exact == bytes);
        }
    }
}

TEST_CASE("keys survive their base58 text") {
    CHECK(to_string(ids::system) == "11111111111111111111111111111111");
    CHECK(to_string(ids::spl_token) == "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    CHECK(decode_key<Pubkey>("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA") == ids::spl_token);
    Signature signature;
    signature.bytes.fill(0xff);
    const std::string text = to_string(signature);
    CHECK(text.size() == 88);
    CHECK(decode_key<Signature>(text) == signature);
}

TEST_CASE("a key's text must be base58 of exactly its length") {
    const std::string good = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
    const std::string bad[] = {
        "",
        "1111111111111111111111111111111",    // 31 zero bytes
        "111111111111111111111111111111111",  // 33 zero bytes
        good + "1",
        good.substr(1),
        "1" + good,
        " " + good,
        good + "\n",
        "0okenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
        "OokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
        "IokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
        "lokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
        "\xc3\xa9okenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5D",
        std::string("Token\0egQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", 43),
        std::string(44, 'z'),  // above 2^256
        std::string(100'000, '1'),
        std::string(100'000, 'z'),
    };
    for (const auto& text : bad) {
        INFO(text.substr(0, 60));
        CHECK(!decode_key<Pubkey>(text));
    }
}

TEST_CASE("decoding refuses more bytes than asked for without working through them") {
    CHECK(!base58_decode(std::string(10'000'000, 'z'), 1232));
    CHECK(!base58_decode(std::string(10'000'000, '1'), 1232));
    CHECK(base58_decode(std::string(1232, '1'), 1232) == Bytes(1232, 0));
    CHECK(!base58_decode("2", 0));
    CHECK(base58_decode("", 0) == Bytes{});
}
