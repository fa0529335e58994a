// What a bank refuses before it looks at any account (svm-runtime.md 1.1 rows 2 to 6).

#include <catch2/catch.hpp>

#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

const auto failure = text(tx::TransactionError(Code::SanitizeFailure));

// A wire that the builder wouldn't write: one signature, keys [payer, puppet], `instructions` of
// `accounts` times index 0 and `data` zeros each.
Bytes wire(std::uint16_t instructions, std::uint16_t accounts, std::uint16_t data,
           const Hash& blockhash) {
    codec::ByteWriter out;
    out.short_u16(1).bytes(Bytes(64)).u8(1).u8(0).u8(1);
    out.short_u16(2).key(key(1)).key(puppet).key(blockhash).short_u16(instructions);
    for (int i = 0; i < instructions; ++i) {
        out.u8(1).short_u16(accounts).bytes(Bytes(accounts));
        out.short_u16(data).bytes(Bytes(data));
    }
    return out.take();
}

svm::TxOutcome run(const World& world, const Bytes& bytes) {
    const auto transaction = tx::decode(bytes);
    REQUIRE(transaction);
    return world.run(*transaction);
}

}  // namespace

// D4. Agave: static_instruction_limit, before signatures are looked at.
TEST_CASE("64 instructions run, 65 are refused") {
    const World world;
    const auto most = run(world, wire(64, 0, 0, world.blockhash));
    CHECK(text(most.error) == "no error");
    CHECK(most.compute_units == 6400);
    const auto more = run(world, wire(65, 0, 0, world.blockhash));
    CHECK(text(more.error) == failure);
    CHECK_FALSE(more.processed());
    CHECK(more.fee == Lamports{0});
    CHECK(more.writes.empty());
}

// D5. Agave: limit_instruction_accounts.
TEST_CASE("an instruction may list 255 accounts, not 256") {
    const World world;
    CHECK(text(run(world, wire(1, 255, 0, world.blockhash)).error) == "no error");
    CHECK(text(run(world, wire(1, 256, 0, world.blockhash)).error) == failure);
}

// D6. Agave: runtime/src/bank.rs verify_transaction; IPv6's minimum MTU less headers.
TEST_CASE("a transaction may have 1232 bytes, not 1233") {
    const World world;
    const auto rest = 1232 - wire(1, 0, 0, world.blockhash).size() - 1;  // a longer length prefix
    const auto filler = static_cast<std::uint16_t>(rest);
    auto largest = wire(1, 0, filler, world.blockhash);
    REQUIRE(largest.size() == 1232);
    // Zeros are a deed: add 0 lamports to account 0, of which there is none.
    CHECK(text(run(world, largest).error) == text(at(0, IxCode::MissingAccount)));
    CHECK(text(run(world, wire(1, 0, filler + 1, world.blockhash)).error) == failure);
}

TEST_CASE("a transaction without instructions is valid and pays") {
    const World world;
    const auto outcome = world.run(Spec{});
    CHECK(outcome.ok());
    CHECK(outcome.fee == Lamports{5000});
    CHECK(outcome.compute_units == 0);
    CHECK(outcome.logs.empty());
}

}  // namespace orrery::runtime::testing
