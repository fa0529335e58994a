#include "sdk/codec/reader.hpp"
#include "sdk/codec/shortvec.hpp"
#include "sdk/codec/writer.hpp"
#include "tests/unit/sdk/golden.hpp"

using namespace orrery;
using namespace orrery::codec;

TEST_CASE("every compact-u16 survives a round trip in its shortest form") {
    for (std::uint32_t value = 0; value <= UINT16_MAX; ++value) {
        Bytes bytes;
        write_short_u16(bytes, static_cast<std::uint16_t>(value));
        const auto read = read_short_u16(bytes);
        REQUIRE(read);
        REQUIRE(read->value == value);
        REQUIRE(read->length == bytes.size());
        REQUIRE(bytes.size() == (value < 0x80 ? 1u : value < 0x4000 ? 2u : 3u));
        for (std::size_t cut = 0; cut < bytes.size(); ++cut)
            REQUIRE(!read_short_u16(ByteSpan(bytes).first(cut)));
    }
}

TEST_CASE("exactly one encoding of each compact-u16 is accepted") {
    std::size_t accepted = 0;
    for (std::uint32_t packed = 0; packed < (1u << 24); ++packed) {
        const std::uint8_t bytes[] = {static_cast<std::uint8_t>(packed),
                                      static_cast<std::uint8_t>(packed >> 8),
                                      static_cast<std::uint8_t>(packed >> 16)};
        const auto read = read_short_u16(bytes);
        // Bytes after a shorter encoding don't belong to it: count each encoding once.
        if (read && packed >> (8 * read->length) == 0) ++accepted;
    }
    CHECK(accepted == 65536);
}

TEST_CASE("aliases, overflows and long forms of a compact-u16 are refused") {
    // Solana's own table of what short_vec must refuse.
    const Bytes refused[] = {
        {},
        {0x80},
        {0x80, 0x00},
        {0x80, 0x80},
        {0xff, 0x00},
        {0x80, 0x80, 0x00},
        {0xff, 0x80, 0x00},
        {0x80, 0x81, 0x00},
        {0x80, 0x80, 0x04},
        {0x80, 0x80, 0x06},
        {0xff, 0xff, 0x04},
        {0x80, 0x80, 0x80},
        {0x80, 0x80, 0x80, 0x00},
        {0x81, 0x80, 0x80, 0x00},
    };
    for (const auto& bytes : refused) {
        INFO(hex_encode(bytes));
        CHECK(!read_short_u16(bytes));
    }
    CHECK(read_short_u16(Bytes{0xff, 0xff, 0x03})->value == 65535);
}

TEST_CASE("a reader gives back what a writer wrote") {
    Pubkey key;
    key.bytes.fill(7);
    const Bytes bytes = ByteWriter()
                            .u8(1)
                            .u16(0x0203)
                            .u32(0x04050607)
                            .u64(0x08090a0b0c0d0e0f)
                            .i64(-2)
                            .boolean(true)
                            .short_u16(300)
                            .key(key)
                            .bytes(as_bytes("tail"))
                            .take();
    CHECK(hex_encode(ByteSpan(bytes).first(15)) == "010302070605040f0e0d0c0b0a0908");
    ByteReader reader(bytes);
    CHECK(reader.u8() == 1);
    CHECK(reader.u16() == 0x0203);
    CHECK(reader.u32() == 0x04050607);
    CHECK(reader.u64() == 0x08090a0b0c0d0e0f);
    CHECK(reader.i64() == -2);
    CHECK(reader.boolean());
    CHECK(reader.short_u16() == 300);
    CHECK(reader.key() == key);
    CHECK(reader.remaining() == 4);
    CHECK(as_text(reader.bytes(4)) == "tail");
    CHECK(reader.done());
}

TEST_CASE("a reader past the end gives zeros and stays failed") {
    const Bytes bytes = {1, 2, 3};
    ByteReader reader(bytes);
    CHECK(reader.u16() == 0x0201);
    CHECK(reader.u32() == 0);
    CHECK(reader.failed());
    CHECK(reader.position() == 2);
    CHECK(reader.u8() == 0);
    CHECK(reader.bytes(0).empty());
    CHECK(reader.short_u16() == 0);
    CHECK(reader.key() == Pubkey{});
    CHECK(!reader.done());
}

TEST_CASE("a reader withstands lengths that overflow and booleans that aren't") {
    const Bytes bytes = {2, 0, 0};
    ByteReader huge(bytes);
    huge.u8();
    CHECK(huge.bytes(UINT64_MAX).empty());
    CHECK(huge.failed());
    ByteReader boolean(bytes);
    CHECK(!boolean.boolean());
    CHECK(boolean.failed());
    ByteReader skipped(bytes);
    skipped.skip(3);
    CHECK(skipped.done());
    skipped.skip(1);
    CHECK(skipped.failed());
}
