#include "sdk/tx/builder.hpp"

#include "sdk/tx/instructions/associated_token.hpp"
#include "sdk/tx/instructions/metas.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/tx/samples.hpp"

using namespace orrery;
using namespace orrery::tx;
using test::key;
using test::pair;

namespace {

struct GoldenCase {
    std::vector<std::string> instructions;
    std::vector<std::uint8_t> signers;
    Version version = Version::legacy;
    std::vector<LookupTable> tables = {};
};

const std::map<std::string, GoldenCase>& golden_cases() {
    static const std::map<std::string, GoldenCase> cases = {
        {"legacy_empty", {{}, {1}}},
        {"legacy_transfer", {{"transfer"}, {1}}},
        {"classic_transfer", {{"transfer"}, {1}}},
        {"legacy_create_account",
         {{"set_compute_unit_limit", "set_compute_unit_price", "create_account"}, {1, 2}}},
        {"legacy_many",
         {{"memo", "token_transfer", "transfer", "token_mint_to", "create_account_with_seed"},
          {1, 2, 3}}},
        {"v0_empty", {{}, {1}, Version::v0}},
        {"v0_transfer", {{"transfer"}, {1}, Version::v0}},
        {"v0_table",
         {{"set_compute_unit_limit", "set_compute_unit_price", "transfer", "token_transfer"},
          {3, 1},
          Version::v0,
          {{key(60), {key(9), key(2), ids::system, key(1), key(4)}}}}},
        {"v0_two_tables",
         {{"token_transfer_checked", "associated_token_create", "memo"},
          {4, 1, 2},
          Version::v0,
          {{key(60), {key(9)}},
           {key(61), {key(8), key(3), ids::system}},
           {key(62),
            {key(3), ids::spl_token,
             associated_token::address({.owner = key(2), .mint = key(3)})}}}}},
    };
    return cases;
}

// Messages as lists of keys are easier to compare than bytes.
std::vector<Pubkey> static_keys(const Bytes& message) {
    Bytes wire(1, 0);
    wire.insert(wire.end(), message.begin(), message.end());
    const auto decoded = decode(wire);
    REQUIRE(decoded);
    return {decoded->message.static_keys.begin(), decoded->message.static_keys.end()};
}

}  // namespace

TEST_CASE("built and signed transactions are byte for byte web3.js's") {
    const auto instructions = test::golden_instructions();
    std::size_t count = 0;
    for (const auto& row : test::golden("tx/transactions.txt")) {
        INFO(row[0]);
        REQUIRE(golden_cases().contains(row[0]));
        const GoldenCase& golden = golden_cases().at(row[0]);
        std::vector<Instruction> chosen;
        for (const auto& name : golden.instructions) chosen.push_back(instructions.at(name));
        std::vector<crypto::Keypair> pairs;
        for (const auto n : golden.signers) pairs.push_back(pair(n));
        std::vector<const crypto::Keypair*> signers;
        for (const auto& p : pairs) signers.push_back(&p);

        const auto wire = build_signed({.payer = pairs[0].pubkey,
                                        .lifetime = test::blockhash(),
                                        .version = golden.version,
                                        .order = KeyOrder::first_use,
                                        .instructions = chosen,
                                        .tables = golden.tables},
                                       std::span<const crypto::Keypair* const>(signers));
        if (!wire) FAIL(wire.error().what);
        CHECK(codec::hex_encode(*wire) == row.at(1));
        ++count;
    }
    CHECK(count == golden_cases().size());
}

TEST_CASE("sorted order puts the payer first and each kind's keys by their bytes") {
    test::Random random(5);
    std::vector<Pubkey> keys;
    for (int i = 0; i < 12; ++i) keys.push_back(Pubkey::from(random.bytes(32)));
    Instruction instruction{keys[0], {}, {1, 2}};
    for (std::size_t i = 1; i < 12; ++i)
        instruction.accounts.push_back({keys[i], i % 2 == 0, i % 3 == 0});
    const auto message = compile_message({.payer = key(1),
                                          .lifetime = test::blockhash(),
                                          .instructions = {&instruction, 1},
                                          .tables = {}});
    REQUIRE(message);
    const auto in_order = static_keys(*message);
    REQUIRE(in_order.size() == 13);
    CHECK(in_order[0] == key(1));
    // 6 signs and writes; 2, 4, 8, 10 sign; 3, 9 write; 0, 1, 5, 7, 11 are only read.
    CHECK(codec::hex_encode(ByteSpan(*message).first(3)) == "060405");
    CHECK(in_order[1] == keys[6]);
    CHECK(std::ranges::is_sorted(in_order.begin() + 2, in_order.begin() + 6));
    CHECK(std::ranges::is_sorted(in_order.begin() + 6, in_order.begin() + 8));
    CHECK(std::ranges::is_sorted(in_order.begin() + 8, in_order.end()));
}

TEST_CASE("a key's flags are the union of all its mentions") {
    const Instruction instructions[] = {
        {ids::spl_memo, {readonly(key(2)), readonly_signer(key(3))}, {}},
        {ids::spl_memo, {writable(key(2)), readonly(key(3)), readonly(key(1))}, {}},
    };
    const auto message = compile_message({.payer = key(1),
                                          .lifetime = test::blockhash(),
                                          .instructions = instructions,
                                          .tables = {}});
    REQUIRE(message);
    CHECK(static_keys(*message) == std::vector{key(1), key(3), key(2), ids::spl_memo});
    CHECK(codec::hex_encode(ByteSpan(*message).first(3)) == "020101");
}

TEST_CASE("signers, programs and the nonce never move into a lookup table") {
    const Instruction instructions[] = {
        system::advance_nonce({.nonce = key(2), .authority = key(3)}),
        system::transfer({.from = key(3), .to = key(4), .lamports = {1}}),
    };
    const LookupTable tables[] = {
        {key(60), {key(1), key(2), key(3), key(4), ids::system, ids::recent_blockhashes}}};
    const auto message = compile_message({.payer = key(1),
                                          .lifetime = test::blockhash(),
                                          .version = Version::v0,
                                          .instructions = instructions,
                                          .tables = tables});
    REQUIRE(message);
    Bytes wire(1, 0);
    wire.insert(wire.end(), message->begin(), message->end());
    const auto decoded = decode(wire);
    REQUIRE(decoded);
    CHECK(decoded->message.static_keys.size() == 4);
    REQUIRE(decoded->message.lookups.size() == 1);
    CHECK(codec::hex_encode(decoded->message.lookups[0].writable_indexes) == "03");
    CHECK(codec::hex_encode(decoded->message.lookups[0].readonly_indexes) == "05");
}

TEST_CASE("what doesn't fit into a message has a typed error") {
    const auto compile = [](std::span<const Instruction> instructions,
                            std::span<const LookupTable> tables = {},
                            Version version = Version::legacy) {
        return compile_message({.payer = key(1),
                                .lifetime = test::blockhash(),
                                .version = version,
                                .instructions = instructions,
                                .tables = tables});
    };
    test::Random random(6);
    Instruction crowded{ids::system, {}, {}};
    for (int i = 0; i < 254; ++i)
        crowded.accounts.push_back(readonly(Pubkey::from(random.bytes(32))));
    CHECK(compile({&crowded, 1}));  // 254 + payer + program = 256
    crowded.accounts.push_back(readonly(Pubkey::from(random.bytes(32))));
    CHECK(compile({&crowded, 1}) == fail(CompileError::TooManyKeys));

    Instruction signers{ids::system, {}, {}};
    for (int i = 0; i < 255; ++i)
        signers.accounts.push_back(readonly_signer(Pubkey::from(random.bytes(32))));
    CHECK(compile({&signers, 1}) == fail(CompileError::TooManyKeys));

    const Instruction large{ids::system, {}, Bytes(65536)};
    CHECK(compile({&large, 1}) == fail(CompileError::ListTooLong));

    LookupTable table{key(60), {}};
    const Instruction one = system::transfer({.from = key(1), .to = key(2), .lamports = {1}});
    CHECK(compile({&one, 1}, {&table, 1}) == fail(CompileError::TablesNeedVersionedMessage));
    table.addresses.assign(256, key(9));
    table.addresses.push_back(key(2));
    CHECK(compile({&one, 1}, {&table, 1}, Version::v0) == fail(CompileError::LookupIndexOverflow));
    for (const auto error : {CompileError::TooManyKeys, CompileError::LookupIndexOverflow,
                             CompileError::ListTooLong, CompileError::TablesNeedVersionedMessage})
        CHECK(!display(error).empty());
}

TEST_CASE("signatures come in any order and at several places") {
    const auto alice = pair(1), bob = pair(2), eve = pair(9);
    const Instruction create = system::create_account(
        {.from = alice.pubkey, .to = bob.pubkey, .lamports = {1}, .space = 0, .owner = key(4)});
    const auto message = compile_message({.payer = alice.pubkey,
                                          .lifetime = test::blockhash(),
                                          .instructions = {&create, 1},
                                          .tables = {}});
    REQUIRE(message);
    auto first = PartialTransaction::from_message(*message);
    REQUIRE(first);
    CHECK(first->missing() == std::vector{alice.pubkey, bob.pubkey});
    REQUIRE(first->sign(bob));
    CHECK(first->missing() == std::vector{alice.pubkey});
    CHECK(first->sign(eve).error().what.find("doesn't sign this transaction") != std::string::npos);

    auto second = PartialTransaction::from_wire(first->wire());
    REQUIRE(second);
    CHECK(second->missing() == std::vector{alice.pubkey});
    CHECK(!second->add_signature(alice.pubkey, alice.sign(as_bytes("something else"))));
    CHECK(!second->add_signature(eve.pubkey, eve.sign(second->message())));
    REQUIRE(second->add_signature(alice.pubkey, alice.sign(second->message())));
    CHECK(second->is_complete());
    const auto transaction = decode(second->wire());
    REQUIRE(transaction);
    CHECK(sanitize(*transaction));
    CHECK(verify_signatures(*transaction));
    CHECK(build_signed({.payer = alice.pubkey,
                        .lifetime = test::blockhash(),
                        .instructions = {&create, 1},
                        .tables = {}},
                       {&bob, &alice}) == second->wire());
}

TEST_CASE("a build that can't be sent says why") {
    const auto alice = pair(1);
    const auto build = [&alice](const Instruction& instruction) {
        return build_signed({.payer = alice.pubkey,
                             .lifetime = test::blockhash(),
                             .instructions = {&instruction, 1},
                             .tables = {}},
                            {&alice});
    };
    const auto unsigned_key = build({ids::spl_memo, {readonly_signer(key(2))}, {}});
    REQUIRE(!unsigned_key);
    CHECK(unsigned_key.error().what ==
          "the signature of " + codec::to_string(key(2)) + " is missing; give its key pair too");
    const auto large = build({ids::spl_memo, {}, Bytes(1200)});
    REQUIRE(!large);
    CHECK(large.error().what.find("more than the 1232 that the network carries") !=
          std::string::npos);
    CHECK(!PartialTransaction::from_message({}));
    CHECK(!PartialTransaction::from_message(Bytes(36, 0)));  // no signer
    CHECK(!PartialTransaction::from_wire({}));
}
