#include "sdk/types/account.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace orrery;

namespace {

constexpr auto chunk = AccountData::chunk_size;

Bytes random_bytes(std::size_t size, std::uint32_t seed) {
    std::mt19937 rng{seed};
    Bytes out(size);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(rng());
    return out;
}

std::size_t shared_chunks(const AccountData& a, const AccountData& b) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(a.chunks().size(), b.chunks().size()); ++i)
        count += a.chunks()[i] == b.chunks()[i];
    return count;
}

// Every size around a place where the representation changes.
const std::vector<std::size_t> edge_sizes = {
    0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 2 * chunk + 1, 10 * chunk + 7};

}  // namespace

TEST_CASE("account data gives back the bytes it was made from, whatever its size") {
    for (const auto size : edge_sizes) {
        const auto bytes = random_bytes(size, 1);
        const auto data = AccountData::from(bytes);
        CAPTURE(size);
        CHECK(data.size() == size);
        CHECK(data.empty() == (size == 0));
        CHECK(data.to_bytes() == bytes);
        CHECK(data.equals(bytes));
        CHECK(data.chunks().size() == (size + chunk - 1) / chunk);
    }
}

TEST_CASE("account data is one block up to a chunk and a list above") {
    CHECK(AccountData{}.block()->empty());
    CHECK(AccountData::from(random_bytes(chunk, 1)).block()->size() == chunk);
    CHECK_FALSE(AccountData::from(random_bytes(chunk + 1, 1)).block().has_value());
}

TEST_CASE("account data keeps its own copy of the bytes") {
    for (const auto size : {std::size_t{100}, 3 * chunk}) {
        auto bytes = random_bytes(size, 2);
        const auto original = bytes;
        const auto data = AccountData::from(bytes);
        bytes[size / 2] ^= 1;
        CHECK(data.to_bytes() == original);
    }
}

TEST_CASE("writing one byte of a large account stores one chunk") {
    auto bytes = random_bytes(100 * chunk, 3);
    const auto before = AccountData::from(bytes);
    bytes[42 * chunk + 5] ^= 1;
    const auto after = AccountData::from(bytes, before);
    CHECK(after.to_bytes() == bytes);
    CHECK(shared_chunks(before, after) == 99);
    CHECK(before.chunks()[42] != after.chunks()[42]);
}

TEST_CASE("an account that grows or shrinks shares the whole chunks that stay") {
    const auto bytes = random_bytes(10 * chunk + 100, 4);
    const auto base = AccountData::from(bytes);

    auto grown_bytes = bytes;
    grown_bytes.resize(12 * chunk);
    const auto grown = AccountData::from(grown_bytes, base);
    CHECK(grown.to_bytes() == grown_bytes);
    CHECK(shared_chunks(base, grown) == 10);  // the tail was partial, so it is new

    const auto shrunk = AccountData::from(ByteSpan{bytes}.first(3 * chunk), base);
    CHECK(shrunk.equals(ByteSpan{bytes}.first(3 * chunk)));
    CHECK(shared_chunks(base, shrunk) == 3);

    const auto single = AccountData::from(ByteSpan{bytes}.first(chunk), base);
    CHECK(single.chunks()[0] == base.chunks()[0]);
    CHECK(single.block()->size() == chunk);
}

TEST_CASE("random edits agree with a plain byte vector and never disturb older versions") {
    std::mt19937 rng{5};
    Bytes model = random_bytes(5 * chunk, 5);
    std::vector<std::pair<Bytes, AccountData>> versions{{model, AccountData::from(model)}};
    for (int step = 0; step < 200; ++step) {
        if (rng() % 4 == 0) model.resize(rng() % (8 * chunk));
        for (auto edits = rng() % 3; edits > 0 && !model.empty(); --edits)
            model[rng() % model.size()] = static_cast<std::uint8_t>(rng());
        versions.emplace_back(model, AccountData::from(model, versions.back().second));
    }
    for (const auto& [bytes, data] : versions) REQUIRE(data.to_bytes() == bytes);
}

TEST_CASE("a slice is clamped to the data and may cross chunks") {
    const auto bytes = random_bytes(3 * chunk + 10, 6);
    const auto data = AccountData::from(bytes);
    const auto expected = [&](std::size_t from, std::size_t to) {
        const auto at = [&](std::size_t i) {
            return bytes.begin() + static_cast<std::ptrdiff_t>(i);
        };
        return Bytes(at(from), at(to));
    };
    CHECK(data.slice(chunk - 3, 6) == expected(chunk - 3, chunk + 3));
    CHECK(data.slice(10, 3 * chunk) == expected(10, 3 * chunk + 10));
    CHECK(data.slice(3 * chunk, 1000) == expected(3 * chunk, 3 * chunk + 10));
    CHECK(data.slice(3 * chunk + 10, 1).empty());
    CHECK(data.slice(SIZE_MAX, SIZE_MAX).empty());
    CHECK(data.slice(0, SIZE_MAX) == bytes);
    CHECK(AccountData{}.slice(0, 1).empty());
}

TEST_CASE("copy_to fills exactly the range asked for") {
    const auto bytes = random_bytes(2 * chunk, 7);
    const auto data = AccountData::from(bytes);
    Bytes out(104, 0xee);
    data.copy_to(MutByteSpan{out}.subspan(2, 100), chunk - 50);
    CHECK(std::equal(out.begin() + 2, out.end() - 2, bytes.begin() + chunk - 50));
    CHECK((out[1] == 0xee && out[102] == 0xee));
}

TEST_CASE("account data is equal by its bytes, shared or not") {
    for (const auto size : edge_sizes) {
        const auto bytes = random_bytes(size, 8);
        const auto data = AccountData::from(bytes);
        CAPTURE(size);
        CHECK(data == AccountData::from(bytes));
        CHECK(data == AccountData::from(bytes, data));
        auto longer = bytes;
        longer.push_back(0);
        CHECK_FALSE(data == AccountData::from(longer));
        CHECK_FALSE(data.equals(longer));
        if (size == 0) continue;
        auto changed = bytes;
        changed.back() ^= 1;
        CHECK_FALSE(data == AccountData::from(changed));
        CHECK_FALSE(data.equals(changed));
    }
}

TEST_CASE("two accounts differ by lamports, owner, executable and data, not by rent epoch") {
    Account base;
    base.lamports = Lamports{5};
    base.data = AccountData::from(random_bytes(10, 9));
    const auto with = [&](auto change) {
        Account account = base;
        change(account);
        return std::make_shared<const Account>(account);
    };
    const auto same = with([](Account&) {});
    CHECK_FALSE(differs(same, same));
    CHECK_FALSE(differs(same, with([](Account&) {})));
    CHECK_FALSE(differs(same, with([](Account& a) { a.rent_epoch = 0; })));
    CHECK(differs(same, with([](Account& a) { a.lamports = Lamports{6}; })));
    CHECK(differs(same, with([](Account& a) { a.owner.bytes[31] = 1; })));
    CHECK(differs(same, with([](Account& a) { a.executable = true; })));
    CHECK(differs(same, with([](Account& a) { a.data = AccountData{}; })));
    CHECK(differs(same, nullptr));
    CHECK(differs(nullptr, same));
    CHECK_FALSE(differs(nullptr, nullptr));
}
