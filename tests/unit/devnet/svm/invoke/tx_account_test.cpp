#include "devnet/svm/invoke/tx_account.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace orrery::invoke {
namespace {

AccountRef stored(const Bytes& data, std::uint64_t lamports = 5) {
    return std::make_shared<const Account>(
        Account{Lamports{lamports}, ids::system, false, 0, AccountData::from(data)});
}

TxAccount loaded(const Bytes& data) { return TxAccount::from(Pubkey{}, {3, stored(data)}); }

Bytes numbered(std::size_t size) {
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 7);
    return out;
}

Bytes bytes(const TxAccount& account) {
    const auto data = account.data();
    return {data.begin(), data.end()};
}

}  // namespace

TEST_CASE("an absent account is the system program's and empty") {
    auto account = TxAccount::from(Pubkey{}, {4, nullptr});
    CHECK(account.owner == ids::system);
    CHECK(account.lamports == 0);
    CHECK(account.data_size() == 0);
    CHECK(account.rent_epoch == UINT64_MAX);
    CHECK(account.version == 4);
    CHECK_FALSE(account.changed());
    CHECK(account.take_account() == nullptr);
}

TEST_CASE("an account is changed by lamports, owner, flag and data, not by rent epoch or touch") {
    const auto unchanged = loaded(numbered(5000));
    CHECK_FALSE(unchanged.changed());
    auto a = unchanged;
    a.lamports += 1;
    CHECK(a.changed());
    a = unchanged;
    a.owner = ids::loader_v2;
    CHECK(a.changed());
    a = unchanged;
    a.executable = true;
    CHECK(a.changed());
    a = unchanged;
    a.data_mut()[4999] ^= 1;
    CHECK(a.changed());
    a.data_mut()[4999] ^= 1;
    CHECK_FALSE(a.changed());
    a.resize(5001);
    CHECK(a.changed());
    a.resize(5000);
    CHECK_FALSE(a.changed());
    a.rent_epoch = 17;
    CHECK_FALSE(a.changed());
    CHECK_FALSE(unchanged.changed());
}

TEST_CASE("one changed byte of a large account keeps all chunks but one") {
    const auto before = stored(numbered(10 * AccountData::chunk_size));
    auto account = TxAccount::from(Pubkey{}, {1, before});
    account.data_mut()[3 * AccountData::chunk_size + 9] ^= 0xff;
    const auto after = account.take_account();
    const auto old_chunks = before->data.chunks(), new_chunks = after->data.chunks();
    REQUIRE(new_chunks.size() == old_chunks.size());
    for (std::size_t i = 0; i < new_chunks.size(); ++i)
        CHECK((new_chunks[i] == old_chunks[i]) == (i != 3));
}

TEST_CASE("an untouched account gives back what it was loaded with") {
    const auto before = stored(numbered(20'000));
    const auto after = TxAccount::from(Pubkey{}, {1, before}).take_account();
    REQUIRE(after);
    CHECK(*after == *before);
    for (std::size_t i = 0; i < after->data.chunks().size(); ++i)
        CHECK(after->data.chunks()[i] == before->data.chunks()[i]);
}

TEST_CASE("copies of an account are apart, whatever was read or written before") {
    for (const std::size_t size : {0u, 1u, 4096u, 4097u, 30'000u}) {
        const auto original = numbered(size);
        auto a = loaded(original);
        CHECK(bytes(a) == original);  // makes large data contiguous
        auto b = a;
        b.resize(size + 10);
        std::fill(b.data_mut().begin(), b.data_mut().end(), std::uint8_t{1});
        CHECK(bytes(a) == original);
        auto c = b;
        c.data_mut()[0] = 2;
        CHECK(bytes(b) == Bytes(size + 10, 1));
    }
}

TEST_CASE("an account's data is what a plain vector would hold") {
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        auto model = numbered(random() % 12'000);
        auto account = loaded(model);
        for (int step = 0; step < 12; ++step) {
            switch (random() % 4) {
                case 0: {
                    const auto size = random() % 12'000;
                    model.resize(size);
                    account.resize(size);
                    break;
                }
                case 1:
                    model.assign(random() % 9000, static_cast<std::uint8_t>(random()));
                    account.set_data(model);
                    break;
                case 2:
                    if (model.empty()) break;
                    {
                        const auto at = random() % model.size();
                        model[at] = static_cast<std::uint8_t>(random());
                        account.data_mut()[at] = model[at];
                    }
                    break;
                default: {
                    const auto from = model.empty() ? 0 : random() % model.size();
                    Bytes part(model.size() - from);
                    account.read(part, from);
                    CHECK(std::equal(part.begin(), part.end(),
                                     model.begin() + static_cast<std::ptrdiff_t>(from)));
                }
            }
            REQUIRE(account.data_size() == model.size());
            REQUIRE(account.data_equals(model));
            const bool zero =
                std::all_of(model.begin(), model.end(), [](auto byte) { return byte == 0; });
            CHECK(account.data_is_zero() == zero);
        }
        CHECK(bytes(account) == model);
        CHECK(account.take_account()->data.to_bytes() == model);
    }
}

}  // namespace orrery::invoke
