#include <algorithm>
#include <catch2/catch.hpp>

#include "devnet/svm/programs/lookup_table.hpp"
#include "devnet/svm/triggers/locks.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/jumbo_builder.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/bank/hook_chain.hpp"

using namespace orrery;
using namespace orrery::bank;
using namespace orrery::bank::testing;

namespace {

class CountingReader final : public svm::AccountReader {
  public:
    explicit CountingReader(const svm::AccountReader& below) : below_(below) {}
    svm::VersionedAccount get(const Pubkey& key) const override {
        ++reads;
        return below_.get(key);
    }
    mutable std::size_t reads = 0;

  private:
    const svm::AccountReader& below_;
};

struct Locked {
    std::optional<std::vector<Pubkey>> keys;
    std::size_t reads;
};

Locked lock(HookChain& world, const tx::Transaction& transaction) {
    const CountingReader reader(world.bank().accounts().writer_view());
    triggers::Cache cache;
    auto keys =
        triggers::lock_set({transaction, reader, world.bank().position().slot.value, cache});
    return {std::move(keys), reader.reads};
}

bool contains(const std::vector<Pubkey>& keys, const Pubkey& key) {
    return std::ranges::binary_search(keys, key);
}

/// Calls program 0 and names the first `programs` ones.
std::shared_ptr<const tx::Transaction> naming(HookChain& world, std::size_t programs) {
    auto call = world.call(0, Op::write, 1);
    for (std::size_t i = 1; i < programs; ++i)
        call.accounts.push_back({HookChain::program(i), false, false});
    tx::JumboBuilder builder(world.authority().pubkey);
    builder.lifetime(world.bank().position().parent_hash).add(std::move(call));
    return *tx::decode_shared(*builder.sign({&world.authority()}));
}

}  // namespace

TEST_CASE(
    "the lock set holds a unit's tables, nonce, hooks and what they need, and nothing twice") {
    HookChain world;
    const auto hook = world.seat(30'000, {.what = Op::write});
    std::array<std::uint8_t, 32> seed{};
    seed.fill(0x31);
    const auto pair = crypto::Keypair::from_seed(crypto::Seed(seed));
    const auto authority = world.authority().pubkey;
    REQUIRE(world
                .run({tx::system::create_account({authority, pair.pubkey, Lamports{2'000'000},
                                                  tx::system::nonce_account_size, ids::system}),
                      tx::system::initialize_nonce(pair.pubkey, authority)},
                     {pair})
                .outcome.ok());
    const tx::LookupTable table{HookChain::fresh(0x41, 1), {HookChain::state(0)}};
    auto bytes = programs::LookupTableMeta{}.encode();
    bytes.insert(bytes.end(), table.addresses[0].bytes.begin(), table.addresses[0].bytes.end());
    world.chain.add(
        world.bank().set_account({table.address, Lamports{10'000'000}, ids::address_lookup_table,
                                  false, AccountData::from(bytes)}));
    world.next_epoch();

    const Instruction instructions[] = {tx::system::advance_nonce({pair.pubkey, authority}),
                                        world.call(0, Op::write, 7)};
    const crypto::Keypair* signers[] = {&world.authority()};
    const auto wire = tx::build_signed(
        {.payer = authority,
         .lifetime = Hash::from(ByteSpan(world.data(pair.pubkey)).subspan(40, Hash::size)),
         .version = tx::Version::v0,
         .instructions = instructions,
         .tables = std::span(&table, 1)},
        signers);
    REQUIRE(wire);
    const auto transaction = *tx::decode_shared(*wire);
    const auto locked = lock(world, *transaction);
    REQUIRE(locked.keys);
    const auto& keys = *locked.keys;
    CHECK(std::ranges::adjacent_find(keys, std::ranges::greater_equal{}) == keys.end());
    const auto applied = world.chain.run(transaction);
    REQUIRE(applied.outcome.ok());
    REQUIRE(applied.hooks.size() == 1);
    for (const auto& read : applied.outcome.reads) CHECK(contains(keys, read.key));
    for (const auto& read : applied.hooks[0].run.outcome.reads) CHECK(contains(keys, read.key));
    for (const auto& key :
         {table.address, pair.pubkey, HookChain::state(0), HookChain::state(1), hook,
          world.fee_payer.pubkey, hooks::signer_address(hook).address,
          hooks::config_address().address, hooks::owner_address(HookChain::program(0)).address,
          hooks::auction_address(HookChain::program(0), world.epoch()).address})
        CHECK(contains(keys, key));
}

TEST_CASE("naming 64 hooked programs costs 64 times what one costs, and no more") {
    HookChain world({.programs = 64, .config = HookChain::config()});
    for (std::size_t i = 0; i < 64; ++i) world.seat(30'000, {.target = i, .runs = i});
    world.next_epoch();
    std::size_t reads[3];
    const std::size_t programs[] = {1, 2, 64};
    for (std::size_t i = 0; i < 3; ++i) reads[i] = lock(world, *naming(world, programs[i])).reads;
    const auto each = reads[1] - reads[0];
    CHECK(each > 4);
    CHECK(reads[2] == reads[0] + 63 * each);
}

TEST_CASE("a unit that may reach too many accounts has no lock set, after bounded work") {
    HookChain world;
    for (std::size_t target = 0; target < 3; ++target)
        for (int i = 0; i < 16; ++i) {
            const auto key = world.seat(30'000, {.target = target});
            auto hook = world.hook(key);
            constexpr std::uint16_t keys = 1'900;
            hook.n_keys = keys;
            hook.body.resize(keys * std::size_t{Pubkey::size + 1});
            for (std::size_t k = 0; k < hook.body.size(); ++k)
                hook.body[k] = static_cast<std::uint8_t>(k * k >> 3);
            world.chain.add(world.bank().set_account({key, Lamports{1'000'000'000}, ids::hooks,
                                                      false, AccountData::from(hook.encode())}));
        }
    world.next_epoch();
    CHECK(lock(world, *naming(world, 2)).keys);
    const auto locked = lock(world, *naming(world, 3));
    CHECK_FALSE(locked.keys);
    CHECK(locked.reads < triggers::max_lock_set + 4'000);
}
