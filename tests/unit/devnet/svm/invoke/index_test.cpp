// Finding accounts among a few and among thousands gives the same.
#include <catch2/catch.hpp>
#include <random>

#include "devnet/svm/invoke/account_index.hpp"
#include "devnet/svm/invoke/instruction_account.hpp"

using namespace orrery;
using namespace orrery::invoke;

namespace {

/// Keys of which many share their first eight bytes.
Pubkey random_key(std::mt19937& random) {
    Pubkey key;
    key.bytes[7] = static_cast<std::uint8_t>(random() % 3);
    key.bytes[8] = static_cast<std::uint8_t>(random());
    key.bytes[31] = static_cast<std::uint8_t>(random());
    return key;
}

}  // namespace

TEST_CASE("an account index finds what looking at every account finds") {
    std::mt19937 random(1);
    for (const std::size_t count : {0, 1, 16, 17, 300, 8'192}) {
        std::vector<TxAccount> accounts(count);
        for (auto& account : accounts) account.key = random_key(random);
        const AccountIndex index(accounts);
        for (int i = 0; i < 2'000; ++i) {
            const auto key = random_key(random);
            std::optional<std::uint16_t> found;
            for (std::size_t k = count; k-- > 0;)
                if (accounts[k].key == key) found = static_cast<std::uint16_t>(k);
            CHECK(index.find(accounts, key) == found);
            CHECK(AccountIndex().find(accounts, key) == found);
        }
    }
}

TEST_CASE("an account index tells whether a key stands twice") {
    std::mt19937 random(2);
    for (const std::size_t count : {2, 16, 17, 300}) {
        std::vector<TxAccount> accounts(count);
        for (std::size_t i = 0; i < count; ++i)
            store_le(accounts[i].key.bytes.data() + 20, static_cast<std::uint32_t>(i));
        CHECK_FALSE(AccountIndex(accounts).has_duplicates(accounts));
        for (int i = 0; i < 20; ++i) {
            auto twice = accounts;
            const auto one = random() % count, other = (one + 1 + random() % (count - 1)) % count;
            twice[one].key = twice[other].key;
            CHECK(AccountIndex(twice).has_duplicates(twice));
        }
    }
}

TEST_CASE("first mentions are where an account stands first in a list") {
    std::mt19937 random(3);
    for (const std::size_t count : {0, 1, 16, 17, 255}) {
        std::vector<InstructionAccount> list(count);
        for (auto& use : list)
            use.index_in_transaction = static_cast<std::uint16_t>(random() % 200);
        const FirstMentions mentions(list);
        for (std::uint16_t wanted = 0; wanted < 210; ++wanted) {
            std::optional<std::uint16_t> first;
            for (std::size_t k = count; k-- > 0;)
                if (list[k].index_in_transaction == wanted) first = static_cast<std::uint16_t>(k);
            CHECK(mentions.find(wanted) == first);
        }
        for (std::size_t i = 0; i < count; ++i)
            CHECK(mentions.is_first(i) == (mentions.find(list[i].index_in_transaction) == i));
    }
}
