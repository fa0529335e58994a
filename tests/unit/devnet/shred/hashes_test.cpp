#include "devnet/shred/hashes.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"
#include "sdk/codec/hex.hpp"

using namespace orrery;
using namespace orrery::shred;
using samples::key;

namespace {

std::string hex(const Hash& hash) { return codec::hex_encode(hash.bytes); }

}  // namespace

TEST_CASE("the merkle root moves an odd node up and of nothing is zeros") {
    const std::string golden[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "a20bf9a7cc2dc8a08f5f415a71b19f6ac427bab54d24eec868b5d3103449953a",
        "3b6cccd7e3e023ff393006f030315ee7ad9eb111b022b41fba7e5b7a3973f688",
        "9bcd51240af4005168f033121ba85be5a6ed4f0e6a5fac262066729b8fbfdecb",
        "b855b42d6c30f5b087e05266783fbd6e394f7b926013ccaa67700a8b0c5a596f",
        "bb36e7d3d4cee5720cbd323d02fab15962e2ba1dadf5f8fc6eeef4fd6ad056a8",
        "3560191803028444b232018ac047fdb561c09c23a7a6876c85e08b5e4d48e9f3",
    };
    std::vector<Hash> leaves;
    std::uint8_t item = 0;
    for (const auto& root : golden) {
        CHECK(hex(merkle_root(leaves)) == root);
        leaves.push_back(merkle_leaf({&item, 1}));
        ++item;
    }
}

TEST_CASE("the data root is one hash up to a chunk and a tree above") {
    const std::pair<std::size_t, std::string> golden[] = {
        {0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {4096, "d24ac44c83cce842b67a82d2f77bcbe5e41dbd555605c92832d609e29c5a997c"},
        {4097, "f88231d00beae055b3f8d7b7cfc2d7dcac44af8d130fa93dfab37916c2104d7b"},
        {12288, "46b5c0c08cc55b9f7c1ccbf3ca3c07caaed7488519e21c9f7116d64d77c0a8e0"},
        {20000, "f20e22ee5e9d6a2c5604d1ff8aca26a05debbda9b6f18a81dce1b2907c393426"},
    };
    for (const auto& [size, root] : golden) {
        CAPTURE(size);
        CHECK(hex(data_root(AccountData::from(samples::pattern(size)))) == root);
    }
}

TEST_CASE(
    "the account hash covers lamports, owner, executable and data, and is zeros when deleted") {
    CHECK(hex(account_hash(samples::account(5, 4097))) ==
          "da93424de506b503bfab948274b4538650535e81c8d2adef9355b912bd36db35");
    CHECK(hex(account_hash(std::make_shared<const Account>())) ==
          "af826c51def3746d1e7ab83ac9cf2746a0292203715950d6104e362567b341c6");
    CHECK(account_hash(nullptr) == Hash{});
}

TEST_CASE("the account hash leaves the rent epoch out") {
    auto other = *samples::account(5, 100);
    other.rent_epoch = 0;
    CHECK(account_hash(std::make_shared<const Account>(other)) ==
          account_hash(samples::account(5, 100)));
}

TEST_CASE("the effect hash covers the final version and value of every account written") {
    const Effect effects[] = {
        {key<Pubkey>(1), 3, account_hash(samples::account(5, 4097))},
        {key<Pubkey>(2), 7, account_hash(nullptr)},
    };
    CHECK(hex(effect_hash({11}, 2, {}, effects)) ==
          "fe8851faa73f080642b6b67b4b71c232f591e29fb672aafaf8972b659e8cec6e");
    CHECK(hex(effect_hash({0}, 0, key<Hash>(4), {})) ==
          "5259fe753e04f35d1f0811c7529c3823d5784883063bb3a8cc9b305ff74ffa5b");
}

TEST_CASE("slot hashes chain slots with shreds and runs of empty slots") {
    CHECK(hex(slot_hash(key<Hash>(1), key<Hash>(2), 77)) ==
          "d97ccc8b0637c2a0d53dc106cae0fbfe7e1ba2393970061bf1ff8181943235bd");
    std::vector<std::uint64_t> visited;
    Hash last;
    const auto end = fold_empty_slots(key<Hash>(3), {100}, {110}, [&](Slot slot, const Hash& hash) {
        visited.push_back(slot.value);
        last = hash;
    });
    CHECK(hex(end) == "d49ec7bf48c2c1c942018cfce9eb37a61e180aff41b9537ff7e9f48c61f0488f");
    CHECK(last == end);
    CHECK(visited.front() == 100);
    CHECK(visited.back() == 109);
    CHECK(visited.size() == 10);
    CHECK(fold_empty_slots(key<Hash>(3), {100}, {110}) == end);
    CHECK(fold_empty_slots(key<Hash>(3), {100}, {100}) == key<Hash>(3));
}
