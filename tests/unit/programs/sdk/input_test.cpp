#include <sol.h>

#include <catch2/catch.hpp>
#include <sol/entrypoint.hpp>
#include <sol/test.hpp>

#include "tests/unit/programs/sdk/random.hpp"

namespace {

using namespace sol;
using namespace sol::test;

// What the program under test is called with; it compares what it sees.
const CallParams* expected = nullptr;

bool same(Account found, const TestAccount& wanted) {
    return found.key() == wanted.key && found.owner() == wanted.owner &&
           found.lamports() == wanted.lamports && found.is_signer() == wanted.is_signer &&
           found.is_writable() == wanted.is_writable && found.executable() == wanted.executable &&
           Data(found.data().begin(), found.data().end()) == wanted.data;
}

template <uint64_t Max>
uint64_t look(uint8_t* input) {
    return sol::run<Max>(input, [](const Context& context) -> Result<void> {
        const auto& accounts = expected->accounts;
        REQUIRE(context.accounts.size() == std::min<uint64_t>(Max, accounts.size()));
        for (uint64_t i = 0; i < context.accounts.size(); ++i) {
            REQUIRE(same(context.accounts[i], accounts[i]));
            for (uint64_t k = 0; k < i; ++k)
                REQUIRE((context.accounts[i] == context.accounts[k]) ==
                        (accounts[i].key == accounts[k].key));
        }
        REQUIRE(Data(context.data.begin(), context.data.end()) == expected->data);
        REQUIRE(context.program_id == expected->program_id);
        return {};
    });
}

uint64_t look_in_c(uint8_t* input) {
    SolAccountInfo infos[20];
    SolParameters in;
    sol_parse(input, &in, infos, 20);
    const auto& accounts = expected->accounts;
    REQUIRE(in.account_count == accounts.size());
    for (uint64_t i = 0; i < std::min<uint64_t>(20, accounts.size()); ++i) {
        REQUIRE(sol_same_key(infos[i].key, abi(accounts[i].key)));
        REQUIRE(sol_same_key(infos[i].owner, abi(accounts[i].owner)));
        REQUIRE(*infos[i].lamports == accounts[i].lamports);
        REQUIRE(infos[i].is_writable == accounts[i].is_writable);
        REQUIRE(infos[i].is_signer == accounts[i].is_signer);
        REQUIRE(Data(infos[i].data, infos[i].data + infos[i].data_len) == accounts[i].data);
    }
    REQUIRE(Data(in.data, in.data + in.data_len) == expected->data);
    REQUIRE(sol_same_key(in.program_id, abi(expected->program_id)));
    return 0;
}

TestAccount any_account(Random& random, uint64_t number) {
    TestAccount out;
    out.key = key("account " + std::to_string(number));
    out.owner = key("owner " + std::to_string(random.below(3)));
    out.lamports = random.bits();
    out.data.resize(random.below(4) ? random.below(40) : random.below(3000));
    for (auto& byte : out.data) byte = random.number<uint8_t>();
    out.is_signer = random.below(2) == 1;
    out.is_writable = random.below(2) == 1;
    out.executable = random.below(8) == 0;
    return out;
}

CallParams any_call(Random& random) {
    CallParams out;
    out.program_id = key("program " + std::to_string(random.bits()));
    const auto count = random.below(8) ? random.below(6) : random.below(70);
    for (uint64_t i = 0; i < count; ++i) {
        if (i && random.below(3) == 0) {
            out.accounts.push_back(out.accounts[random.below(i)]);
        } else {
            out.accounts.push_back(any_account(random, i));
        }
    }
    out.data.resize(random.below(50));
    for (auto& byte : out.data) byte = random.number<uint8_t>();
    return out;
}

}  // namespace

TEST_CASE("a program finds its accounts, duplicates included, its data and its id") {
    Random random(1);
    for (int i = 0; i < 2000; ++i) {
        const auto params = any_call(random);
        expected = &params;
        for (const auto program : {look<0>, look<1>, look<2>, look<5>, look<64>, look<255>})
            REQUIRE(test::run(program, params).ok());
        REQUIRE(test::run(look_in_c, params).ok());
    }
}

TEST_CASE("the input has the runtime's layout") {
    auto first = wallet(key("a"), 0x0102030405060708).signer();
    first.data = {1, 2, 3};
    const CallParams params{key("program"), {first, wallet(key("b"), 7).writable(), first}, {9, 8}};
    const auto bytes = serialize(params);
    // Agave: count; 88 bytes of header, the data, 10240 and padding, rent epoch; a duplicate's
    // index and padding; the data's length, the data, the program's id.
    const size_t account_a = 8, account_b = account_a + 88 + 10240 + 8 + 8;
    const size_t account_c = account_b + 88 + 10240 + 8, data = account_c + 8;
    REQUIRE(bytes.size() == data + 8 + 2 + 32);
    CHECK(load<uint64_t>(bytes.data()) == 3);
    CHECK(bytes[account_a] == 0xff);
    CHECK(bytes[account_a + 1] == 1);
    CHECK(bytes[account_a + 2] == 0);
    CHECK(load<uint64_t>(bytes.data() + account_a + 72) == 0x0102030405060708);
    CHECK(load<uint64_t>(bytes.data() + account_a + 80) == 3);
    CHECK(bytes[account_a + 88 + 2] == 3);
    CHECK(load<uint64_t>(bytes.data() + account_b - 8) == ~uint64_t{0});
    CHECK(bytes[account_b + 2] == 1);
    CHECK(load<uint64_t>(bytes.data() + account_c) == 0);
    CHECK(load<uint64_t>(bytes.data() + data) == 2);
    CHECK(bytes[data + 8] == 9);
}
