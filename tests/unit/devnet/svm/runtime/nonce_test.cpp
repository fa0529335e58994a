// Durable nonces (svm-runtime.md 1.1 rows 10 and 12, D8, D10, D19; agave:
// svm/src/transaction_processor.rs validate_transaction_nonce, rollback_accounts.rs).

#include "devnet/svm/programs/nonce.hpp"

#include <catch2/catch.hpp>

#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

const Pubkey nonce = key(60);
const Pubkey authority = key(61);

Hash hash(std::uint8_t n) {
    Hash out;
    out.bytes.fill(n);
    return out;
}

const Hash stored = programs::durable_nonce_from(hash(0x77));

Instruction advance(const Pubkey& by = authority) { return tx::system::advance_nonce({nonce, by}); }

struct NonceWorld : World {
    NonceWorld() { put_nonce(nonce, authority, stored, 2 * sol); }
};

Hash nonce_of(const AccountRef& account) {
    return programs::NonceState::decode(account->data.to_bytes())->data->durable_nonce;
}

std::string rejection(const World& world, std::vector<Instruction> instructions,
                      const Hash& lifetime = stored) {
    const auto outcome = world.run({.instructions = std::move(instructions), .lifetime = lifetime});
    if (outcome.processed()) return "processed";
    CHECK(outcome.writes.empty());
    return text(outcome.error);
}

}  // namespace

TEST_CASE("a durable nonce is as good as a blockhash, once") {
    NonceWorld world;
    const auto transaction = world.transaction({.instructions = {advance()}, .lifetime = stored});
    const auto outcome = world.apply(transaction);
    REQUIRE(text(outcome.error) == "no error");
    CHECK(nonce_of(written(outcome, nonce)) == programs::durable_nonce_from(world.blockhash));
    const auto again = world.run(transaction);
    CHECK_FALSE(again.processed());
    CHECK(text(again.error) == text(tx::TransactionError(Code::BlockhashNotFound)));
}

// D19: the next nonce follows from the chain's newest blockhash, not from the message's.
TEST_CASE("the next nonce derives from the newest blockhash") {
    NonceWorld world;
    world.blockhash = hash(0x42);
    const auto outcome = world.run({.instructions = {advance()}, .lifetime = stored});
    CHECK(nonce_of(written(outcome, nonce)) == programs::durable_nonce_from(hash(0x42)));
}

TEST_CASE("an unusable nonce is an unknown blockhash") {
    const auto unknown = text(tx::TransactionError(Code::BlockhashNotFound));
    NonceWorld world;
    const auto work = act(Deeds(), {});
    CHECK(rejection(world, {advance()}, hash(1)) == unknown);  // another value
    CHECK(rejection(world, {work, advance()}) == unknown);     // not the first instruction
    CHECK(rejection(world, {work}) == unknown);                // no advance at all
    CHECK(rejection(world, {advance(key(62))}) == unknown);    // not its authority
    auto unsigned_advance = advance();
    unsigned_advance.accounts[2].is_signer = false;
    CHECK(rejection(world, {unsigned_advance}) == unknown);
    auto readonly_nonce = advance();
    readonly_nonce.accounts[0].is_writable = false;
    CHECK(rejection(world, {readonly_nonce}) == unknown);

    auto state = *world.find(nonce);
    state.owner = puppet;
    world.put(nonce, state);
    CHECK(rejection(world, {advance()}) == unknown);  // not the system program's
    world.put(nonce, account(2 * sol, ids::system, Bytes(80)));
    CHECK(rejection(world, {advance()}) == unknown);  // uninitialized
    world.accounts.erase(nonce);
    CHECK(rejection(world, {advance()}) == unknown);  // absent
    world.put_nonce(nonce, authority, programs::durable_nonce_from(world.blockhash), 2 * sol);
    CHECK(rejection(world, {advance()}, programs::durable_nonce_from(world.blockhash)) ==
          unknown);  // advanced in this slot already
    world.put_nonce(nonce, authority, stored, 2 * sol);
    CHECK(rejection(world, {advance()}) == "processed");
}

TEST_CASE("a nonce in a lookup table doesn't count") {
    NonceWorld world;
    const Pubkey table = key(0x70);
    world.put_table(table, {nonce}, 1, 0);
    auto message = world.transaction({.instructions = {act(Deeds(), {writable(nonce)}), advance()},
                                      .lifetime = stored,
                                      .version = tx::Version::v0,
                                      .tables = {{table, {nonce}}}});
    CHECK(text(world.run(message).error) == text(tx::TransactionError(Code::BlockhashNotFound)));
}

// D10. Agave: rollback_accounts.rs.
TEST_CASE("a failed durable-nonce transaction advances its nonce and pays, and can't come again") {
    NonceWorld world;
    const auto transaction =
        world.transaction({.instructions = {advance(), act(Deeds().add(0, -7).add(1, 7).fail(1),
                                                           {writable(key(80)), signing(key(1))})},
                           .lifetime = stored});
    world.put(key(80), account(sol, puppet));
    const auto before = world.lamports(key(1));
    const auto outcome = world.apply(transaction);
    CHECK(outcome.status == TxStatus::failed);
    CHECK(text(outcome.error) == text(at(1, tx::custom_error(1))));
    CHECK(outcome.writes.size() == 2);
    CHECK(nonce_of(written(outcome, nonce)) == programs::durable_nonce_from(world.blockhash));
    CHECK(written(outcome, nonce)->lamports == Lamports{2 * sol});
    CHECK(world.lamports(key(1)) == before - 10'000);
    world.blockhash = hash(5);
    CHECK(text(world.run(transaction).error) ==
          text(tx::TransactionError(Code::BlockhashNotFound)));
}

TEST_CASE("a durable-nonce transaction that can't be loaded advances its nonce too") {
    NonceWorld world;
    const auto outcome =
        world.run({.instructions = {advance(), {key(99), {}, {}}}, .lifetime = stored});
    CHECK(outcome.status == TxStatus::fees_only);
    CHECK(nonce_of(written(outcome, nonce)) == programs::durable_nonce_from(world.blockhash));
    CHECK(outcome.writes.size() == 2);
}

TEST_CASE("a nonce account may pay for itself: one write, fee and nonce") {
    World world;
    world.put_nonce(nonce, nonce, stored, world.rent(80) + 5000);
    const auto failing = act(Deeds().fail(1), {});
    const auto outcome =
        world.run({.instructions = {advance(nonce), failing}, .payer = nonce, .lifetime = stored});
    CHECK(outcome.status == TxStatus::failed);
    REQUIRE(outcome.writes.size() == 1);
    CHECK(nonce_of(written(outcome, nonce)) == programs::durable_nonce_from(world.blockhash));
    CHECK(written(outcome, nonce)->lamports == Lamports{world.rent(80)});
}

// Agave: rollback_accounts.rs resets the payer's rent epoch only in the branch without a nonce.
TEST_CASE("a failed transaction keeps its payer's rent epoch unless it has a nonce") {
    NonceWorld world;
    auto payer = *world.find(key(1));
    payer.rent_epoch = 3;
    world.put(key(1), payer);
    const auto failing = act(Deeds().fail(1), {});
    CHECK(written(world.run({.instructions = {failing}}), key(1))->rent_epoch == 3);
    CHECK(written(world.run({.instructions = {advance(), failing}, .lifetime = stored}), key(1))
              ->rent_epoch == UINT64_MAX);
    CHECK(written(world.run({.instructions = {act(Deeds(), {})}}), key(1))->rent_epoch ==
          UINT64_MAX);
}

TEST_CASE("a simulation that waives the lifetime neither checks nor advances") {
    NonceWorld world;
    const auto transaction =
        world.transaction({.instructions = {act(Deeds(), {})}, .lifetime = hash(9)});
    auto params = world.params(transaction);
    params.check_lifetime = false;
    CHECK(text(execute(params).error) == "no error");
}

}  // namespace orrery::runtime::testing
