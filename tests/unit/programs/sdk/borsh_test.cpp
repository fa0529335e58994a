#include <catch2/catch.hpp>
#include <cstddef>
#include <sol/borsh.hpp>
#include <string>
#include <vector>

#include "tests/unit/programs/sdk/random.hpp"

namespace {

using namespace sol;
using namespace sol::test;

enum class Side : uint8_t { Buy, Sell, Neither };
constexpr uint8_t variants(Side) { return 3; }

struct Inner {
    uint16_t a;
    bool b;
    SOL_FIELDS(a, b)
};

struct Everything {
    uint8_t byte;
    int64_t number;
    Pubkey key;
    Side side;
    uint32_t row[3];
    Option<Inner> maybe;
    Vec<Inner, 5> some;
    String<12> name;
    SOL_FIELDS(byte, number, key, side, row, maybe, some, name)
};

static_assert(Borsh<Inner>::max_size == 3);
static_assert(Borsh<Everything>::max_size == 1 + 8 + 32 + 1 + 12 + 4 + (4 + 15) + (4 + 12));

using Buffer = std::vector<uint8_t>;

// What borsh says the bytes are, written down a second time.
struct Expected {
    Buffer bytes;

    template <class T>
    void integer(T value) {
        for (size_t i = 0; i < sizeof value; ++i)
            bytes.push_back(static_cast<uint8_t>(static_cast<uint64_t>(value) >> (8 * i)));
    }
    void inner(const Inner& value) {
        integer(value.a);
        integer(uint8_t{value.b});
    }
};

Everything any(Random& random, Expected& expected) {
    Everything out{};
    expected.integer(out.byte = random.number<uint8_t>());
    expected.integer(out.number = random.number<int64_t>());
    for (auto& byte : out.key.bytes) expected.integer(byte = random.number<uint8_t>());
    out.side = static_cast<Side>(random.below(3));
    expected.integer(static_cast<uint8_t>(out.side));
    for (auto& one : out.row) expected.integer(one = random.number<uint32_t>());
    out.maybe.present = random.below(2) == 1;
    expected.integer(uint8_t{out.maybe.present});
    if (out.maybe.present) {
        out.maybe.value = {random.number<uint16_t>(), random.below(2) == 1};
        expected.inner(out.maybe.value);
    }
    const auto count = random.below(6);
    expected.integer(static_cast<uint32_t>(count));
    for (uint64_t i = 0; i < count; ++i) {
        const Inner one{random.number<uint16_t>(), random.below(2) == 1};
        REQUIRE(out.some.push(one));
        expected.inner(one);
    }
    const std::string name(random.below(13), 'x');
    REQUIRE(out.name.assign(Text(name.data(), name.size())));
    expected.integer(static_cast<uint32_t>(name.size()));
    expected.bytes.insert(expected.bytes.end(), name.begin(), name.end());
    return out;
}

// In exactly as many bytes, so that AddressSanitizer sees a read past them.
template <class T>
Result<T> read_all(const Buffer& bytes, size_t size) {
    const std::vector exact(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    Reader reader(Bytes(exact.data(), size));
    SOL_TRY(value, reader.read<T>());
    SOL_CHECK(reader.finish());
    return value;
}

Buffer written(const Everything& value) {
    Buffer room(Borsh<Everything>::max_size);
    Writer writer(MutBytes(room.data(), room.size()));
    REQUIRE(writer.write(value));
    room.resize(writer.written().size());
    return room;
}

}  // namespace

TEST_CASE("borsh writes the bytes that its specification says and reads them back") {
    Random random(1);
    for (int i = 0; i < 2000; ++i) {
        Expected expected;
        const auto value = any(random, expected);
        const auto bytes = written(value);
        REQUIRE(bytes == expected.bytes);
        const auto back = read_all<Everything>(bytes, bytes.size());
        REQUIRE(back);
        REQUIRE(written(*back) == bytes);
    }
}

TEST_CASE("borsh refuses every beginning of a value and every longer one") {
    Random random(2);
    for (int i = 0; i < 100; ++i) {
        Expected expected;
        const auto value = any(random, expected);
        const auto& bytes = expected.bytes;
        for (size_t size = 0; size < bytes.size(); ++size) {
            const auto cut = read_all<Everything>(bytes, size);
            REQUIRE_FALSE(cut);
            REQUIRE(cut.error() == Error(ProgramError::InvalidInstructionData));
            Buffer room(size);
            Writer writer(MutBytes(room.data(), room.size()));
            REQUIRE_FALSE(writer.write(value));
        }
        auto longer = bytes;
        longer.push_back(0);
        REQUIRE_FALSE(read_all<Everything>(longer, longer.size()));
    }
}

TEST_CASE("borsh reads random bytes without harm, and only to what it would write") {
    Random random(3);
    int read = 0;
    for (int i = 0; i < 20'000; ++i) {
        Expected expected;
        any(random, expected);
        auto bytes = expected.bytes;
        bytes[random.below(bytes.size())] = random.number<uint8_t>();
        const auto value = read_all<Everything>(bytes, bytes.size());
        if (!value) continue;
        ++read;
        REQUIRE(written(*value) == bytes);
    }
    CHECK(read > 1000);
}

TEST_CASE("borsh refuses truth values, tags, variants and counts that there aren't") {
    CHECK_FALSE(read_all<bool>({2}, 1));
    CHECK_FALSE(read_all<Side>({3}, 1));
    CHECK_FALSE((read_all<Option<uint8_t>>({2, 0}, 2)));
    CHECK_FALSE((read_all<Vec<uint8_t, 2>>({3, 0, 0, 0, 1, 2, 3}, 7)));
    CHECK_FALSE((read_all<String<2>>({3, 0, 0, 0, 'a', 'b', 'c'}, 7)));
    CHECK_FALSE(read_all<Bytes>({0xff, 0xff, 0xff, 0xff, 1}, 5));
}

TEST_CASE("text and bytes are borrowed from what is read") {
    const Buffer bytes{2, 0, 0, 0, 'h', 'i', 1, 0, 0, 0, 9};
    Reader reader(Bytes(bytes.data(), bytes.size()));
    const auto text = reader.read<Text>();
    REQUIRE(text);
    CHECK(text->data() == reinterpret_cast<const char*>(bytes.data()) + 4);
    CHECK(text->size() == 2);
    const auto data = reader.read<Bytes>();
    REQUIRE(data);
    CHECK((*data)[0] == 9);
    CHECK(reader.finish());
}

TEST_CASE("a reader stays where it was after an error") {
    const Buffer bytes{7, 2};
    Reader reader(Bytes(bytes.data(), bytes.size()));
    CHECK_FALSE(reader.read<uint32_t>());
    CHECK_FALSE((reader.read<bool>()));
    const auto first = reader.read<uint8_t>();
    REQUIRE(first);
    CHECK(*first == 7);
    CHECK(reader.left() == 1);
}
