#include "sdk/tx/jumbo_builder.hpp"

#include <set>

#include "sdk/tx/instructions/metas.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/tx/jumbo_samples.hpp"

using namespace orrery;
using namespace orrery::tx;
using test::address;
using test::decoded;
using test::key;
using test::pair;

namespace {

Instruction transfer_to(std::size_t n) {
    Pubkey to = address(n);
    store_le(to.bytes.data(), std::uint64_t{n});  // real keys differ in their first bytes
    return system::transfer({.from = key(1), .to = to, .lamports = {n + 1}});
}

JumboBuilder transfers(std::size_t count) {
    JumboBuilder out(key(1));
    for (std::size_t i = 0; i < count; ++i) out.add(transfer_to(i));
    return out.lifetime(test::blockhash());
}

JumboMessage message_of(const JumboBuilder& builder) {
    const auto message = builder.message();
    if (!message) FAIL(message.error().what);
    return *message;
}

std::vector<Instruction> all_of(const std::vector<JumboBuilder>& parts) {
    std::vector<Instruction> out;
    for (const auto& part : parts)
        out.insert(out.end(), part.instructions().begin(), part.instructions().end());
    return out;
}

std::vector<JumboBuilder> split(const JumboBuilder& builder, const SplitLimits& limits = {}) {
    const auto parts = builder.split(limits);
    if (!parts) FAIL(parts.error().what);
    return *parts;
}

}  // namespace

TEST_CASE("a built message holds each account once, in Solana's order, by first mention") {
    const Pubkey program = address(100), other = address(101);
    JumboBuilder builder(key(1));
    builder.add({program,
                 {readonly(address(1)), writable(address(2)), readonly_signer(key(2)),
                  readonly(key(3)), readonly(key(1))},
                 {1}});
    builder.add({other, {writable_signer(key(3)), readonly(address(2)), readonly(address(4))}, {}});
    const JumboMessage message = message_of(builder.lifetime(test::blockhash()));
    CHECK(message.addresses ==
          std::vector{key(1), key(3), key(2), address(2), program, address(1), other, address(4)});
    CHECK(message.num_required_signatures == 3);
    CHECK(message.num_readonly_signed == 1);
    CHECK(message.num_readonly_unsigned == 4);
    REQUIRE(message.instructions.size() == 2);
    CHECK(message.instructions[0] == JumboInstruction{4, {5, 3, 2, 1, 0}, {1}});
    CHECK(message.instructions[1] == JumboInstruction{6, {1, 3, 7}, {}});
    CHECK(!message.has_schemes);
    CHECK(message.lifetime == test::blockhash());
}

TEST_CASE("a built jumbo decodes, is sound and verifies, and is the same every time") {
    const auto build = [] { return transfers(40).priority_fee(7).heap_bytes(64 * 1024).sign({}); };
    CHECK(!build());
    const auto alice = pair(1);
    const auto wire = transfers(40).priority_fee(7).heap_bytes(64 * 1024).sign({&alice});
    REQUIRE(wire);
    const auto transaction = decoded(*wire);
    CHECK(sanitize(transaction));
    CHECK(verify_signatures(transaction));
    CHECK(transaction.message.budget == BudgetRequest{7, 8'000'000, 64 << 20, 64 * 1024, 0b11111});
    CHECK(transfers(40).priority_fee(7).heap_bytes(64 * 1024).sign({&alice}) == *wire);
}

TEST_CASE(
    "unless stated, a jumbo asks for 200,000 compute units per instruction up to 24 million") {
    CHECK(message_of(transfers(0)).compute_unit_limit == 0);
    CHECK(message_of(transfers(1)).compute_unit_limit == 200'000);
    CHECK(message_of(transfers(120)).compute_unit_limit == 24'000'000);
    CHECK(message_of(transfers(121)).compute_unit_limit == 24'000'000);
    CHECK(message_of(transfers(121).compute_unit_limit(5)).compute_unit_limit == 5);
    CHECK(message_of(transfers(1)).loaded_accounts_data_size == 64 << 20);
    CHECK(message_of(transfers(1).loaded_accounts_data_size(9)).loaded_accounts_data_size == 9);
    CHECK(!message_of(transfers(1)).heap_bytes);
}

TEST_CASE("size and fee are known before signing, and signing schemes don't change them") {
    const auto alice = pair(1);
    for (const std::size_t count : {0u, 1u, 90u, 3000u}) {
        const auto plain = transfers(count);
        const auto by_text = transfers(count).text_signatures();
        const auto wire = plain.sign({&alice}), text_wire = by_text.sign({&alice});
        REQUIRE(wire);
        REQUIRE(text_wire);
        CHECK(plain.size() == wire->size());
        CHECK(by_text.size() == plain.size());
        CHECK(text_wire->size() == wire->size() + 5);
        CHECK(plain.fee() == by_text.fee());
        CHECK(plain.fee().size == jumbo_fee(wire->size()));
    }
}

TEST_CASE(
    "the fee is 5,000 a signature, 5,000 per started 1,400,000 units beyond the first, the size's "
    "and the priority's") {
    CHECK(transfers(1).fee() == JumboFee{5000, 0, 0, 0});
    const auto compute = [](std::uint32_t units) {
        return transfers(1).compute_unit_limit(units).fee().compute_units;
    };
    CHECK(compute(0) == 0);
    CHECK(compute(1'400'000) == 0);
    CHECK(compute(1'400'001) == 5000);
    CHECK(compute(2'800'000) == 5000);
    CHECK(compute(2'800'001) == 10'000);
    CHECK(compute(24'000'000) == 85'000);
    JumboBuilder checked = transfers(1).priority_fee(123);
    checked.add({ids::ed25519_precompile, {}, {3, 0}});
    checked.add({ids::secp256k1_precompile, {}, {2}});
    checked.add({ids::secp256r1_precompile, {}, {}});
    checked.add({ids::spl_memo, {readonly_signer(key(2))}, {9}});
    checked.compute_unit_limit(1'400'001);
    CHECK(checked.fee() == JumboFee{7 * 5000, 5000, 0, 123});
    CHECK(checked.fee().total() == 40'123);
    CHECK(transfers(1).priority_fee(UINT64_MAX).fee().total() == UINT64_MAX);
}

TEST_CASE("a build over a limit says which, and what to do") {
    struct Row {
        JumboBuilder builder;
        BuildErrorCode code;
        std::string what;
    };
    const auto one = [](const Instruction& instruction) {
        return JumboBuilder(key(1)).add(instruction);
    };
    Instruction wide = {ids::spl_memo, {}, {}};
    for (std::size_t i = 0; i < 256; ++i) wide.accounts.push_back(readonly(address(i)));
    JumboBuilder signers(key(1));
    for (std::uint8_t i = 2; i < 66; ++i)
        signers.add({ids::spl_memo, {readonly_signer(key(i))}, {}});
    JumboBuilder addresses(key(1));
    for (std::size_t i = 0; i < 33; ++i) {
        Instruction& next = wide;
        for (std::size_t j = 0; j < 255; ++j) next.accounts[j].pubkey = address(i * 255 + j);
        Instruction fitting = next;
        fitting.accounts.pop_back();
        addresses.add(fitting);
    }
    const Row table[] = {
        {JumboBuilder(key(1)).add(std::vector(8193, Instruction{ids::spl_memo, {}, {}})),
         BuildErrorCode::instructions,
         "the transaction has 8193 instructions, more than the 8192 of a jumbo transaction; "
         "split() makes several of it"},
        {addresses, BuildErrorCode::addresses,
         "the transaction has 8417 accounts, more than the 8192 of a jumbo transaction; split() "
         "makes several of it"},
        {signers, BuildErrorCode::signatures,
         "the transaction has 65 signers, more than the 64 of a jumbo transaction; split() makes "
         "several of it"},
        {one({ids::spl_memo, {}, Bytes(2 << 20)}), BuildErrorCode::size,
         "the transaction has 2097344 bytes, more than the 2097152 of a jumbo transaction; "
         "split() makes several of it"},
        {one(wide), BuildErrorCode::instruction_accounts,
         "instruction 0 has 256 accounts, more than the 255 of a jumbo transaction; make several "
         "instructions of it"},
        {one({key(1), {}, {}}), BuildErrorCode::program,
         "instruction 0 invokes the fee payer, which can't be a program; check its program id or "
         "pay with another account"},
        {one({ids::spl_memo, {readonly(ids::instructions)}, {}}),
         BuildErrorCode::instructions_sysvar,
         "an instruction names the instructions sysvar, which can't show the instructions of a "
         "jumbo transaction; send this instruction in a v0 transaction"},
        {transfers(1).compute_unit_limit(24'000'001), BuildErrorCode::compute_units,
         "a compute unit limit of 24000001 is above the 24000000 of a transaction; state less, or "
         "split the work"},
        {transfers(1).loaded_accounts_data_size((256 << 20) + 1),
         BuildErrorCode::loaded_accounts_data,
         "a loaded accounts data limit of 268435457 bytes is above the 268435456 of a "
         "transaction; state less, or split the work"},
        {transfers(1).heap_bytes(32 * 1024 + 1), BuildErrorCode::heap,
         "a heap of 32769 bytes can't be had; state a multiple of 1024 from 32768 to 262144"},
    };
    for (const Row& row : table) {
        const auto message = row.builder.message();
        REQUIRE(!message);
        CHECK(message.error().what == row.what);
        CHECK(message.error().code == row.code);
        CHECK(!row.builder.unsigned_transaction());
    }
}

TEST_CASE("what fits exactly is built, and sanitize agrees") {
    const auto alice = pair(1);
    const auto sound = [&alice](const JumboBuilder& builder) {
        const auto wire = builder.sign({&alice});
        if (!wire) FAIL(wire.error().what);
        return sanitize(decoded(*wire)).has_value();
    };
    CHECK(sound(JumboBuilder(key(1)).add(std::vector(8192, Instruction{ids::spl_memo, {}, {}}))));
    for (const bool text : {false, true}) {
        JumboBuilder full(key(1));
        full.add({ids::spl_memo, {}, {}}).text_signatures(text);
        const std::size_t room = max_jumbo_size - full.size() - (text ? 5 : 0);
        CHECK(sound(
            JumboBuilder(key(1)).add({ids::spl_memo, {}, Bytes(room)}).text_signatures(text)));
        CHECK(!JumboBuilder(key(1))
                   .add({ids::spl_memo, {}, Bytes(room + 1)})
                   .text_signatures(text)
                   .message());
    }
}

TEST_CASE("5,000 accounts and 5,000 instructions make one jumbo") {
    const auto alice = pair(1);
    const auto builder = transfers(4998).add(transfer_to(0)).add(transfer_to(1));
    const auto wire = builder.sign({&alice});
    REQUIRE(wire);
    const auto transaction = decoded(*wire);
    CHECK(sanitize(transaction));
    CHECK(verify_signatures(transaction));
    CHECK(transaction.message.static_keys.size() == 5000);
    CHECK(transaction.message.instructions.size() == 5000);
    CHECK(jumbo_parts(transaction.message) == message_of(builder));
}

TEST_CASE("what is too large is split in order into parts that each fit") {
    const auto builder = transfers(20'000).priority_fee(1'000'003).text_signatures();
    CHECK(!builder.message());
    const auto parts = split(builder);
    CHECK(parts.size() == 3);
    CHECK(std::ranges::equal(all_of(parts), builder.instructions()));
    std::uint64_t priority = 0;
    for (const auto& part : parts) {
        const auto message = message_of(part);
        CHECK(message.has_schemes);
        CHECK(message.lifetime == test::blockhash());
        CHECK(message.compute_unit_limit == 24'000'000);
        priority += part.fee().priority;
    }
    CHECK(priority == 1'000'003);
}

TEST_CASE("a split keeps to a smaller size, and so to a lower fee") {
    const auto builder = transfers(3000);
    const auto parts = split(builder, {.size = 4096});
    CHECK(std::ranges::equal(all_of(parts), builder.instructions()));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        CHECK(parts[i].size() <= 4096);
        CHECK(parts[i].fee().size == 0);
        // The next instruction wouldn't have fitted.
        if (i + 1 == parts.size()) continue;
        JumboBuilder longer = parts[i];
        CHECK(longer.add(parts[i + 1].instructions()[0]).size() > 4096);
    }
    CHECK(split(builder, {.instructions = 1000}).size() == 3);
    CHECK(split(builder, {.addresses = 1002}).size() == 3);
    CHECK(split(transfers(3), {.size = SIZE_MAX, .instructions = SIZE_MAX}).size() == 1);
}

TEST_CASE("parts that would be equal ask for a byte less of loaded data each") {
    JumboBuilder builder(key(1));
    for (int i = 0; i < 6; ++i) builder.add(transfer_to(1));
    builder.lifetime(test::blockhash());
    const auto parts = split(builder, {.instructions = 2});
    REQUIRE(parts.size() == 3);
    const auto data = [&](std::size_t i) {
        return *message_of(parts[i]).loaded_accounts_data_size;
    };
    CHECK(data(1) == data(0) - 1);
    CHECK(data(2) == data(0) - 2);
}

TEST_CASE("what fits isn't split, and an empty builder is one part") {
    CHECK(split(transfers(100)).size() == 1);
    CHECK(message_of(split(transfers(100))[0]) == message_of(transfers(100)));
    CHECK(split(transfers(0)).size() == 1);
}

TEST_CASE("random instructions split into parts that are sound and hold them all in order") {
    test::Random random(11);
    for (int round = 0; round < 30; ++round) {
        JumboBuilder builder(key(1));
        for (std::size_t i = random.below(200); i > 0; --i) {
            Instruction instruction{address(1000 + random.below(3)), {}, {}};
            for (std::size_t n = random.below(20); n > 0; --n)
                instruction.accounts.push_back(
                    {address(random.below(300)), random.below(9) == 0, random.below(2) == 0});
            instruction.data = random.bytes(random.below(300));
            builder.add(instruction);
        }
        const SplitLimits limits = {.size = 2000 + random.below(5000),
                                    .addresses = 60 + random.below(100),
                                    .instructions = 1 + random.below(50),
                                    .signatures = 25};
        const auto parts = split(builder, limits);
        CHECK(std::ranges::equal(all_of(parts), builder.instructions()));
        for (const auto& part : parts) {
            const auto message = message_of(part);
            CHECK(part.size() <= limits.size);
            CHECK(message.addresses.size() <= limits.addresses);
            CHECK(message.instructions.size() <= limits.instructions);
            CHECK(message.num_required_signatures <= limits.signatures);
            CHECK(test::fault_of(message) == "");
        }
    }
}

TEST_CASE("a split that can't be says why") {
    const auto alone =
        JumboBuilder(key(1)).add({ids::spl_memo, {}, Bytes(5000)}).split({.size = 4096});
    REQUIRE(!alone);
    CHECK(alone.error().code == BuildErrorCode::size);
    CHECK(alone.error().what ==
          "instruction 0 is too large for a transaction of its own: with the payer it makes 5192 "
          "bytes, 2 accounts and 1 signers; shorten it or raise the limits");
    const Instruction advance = system::advance_nonce({.nonce = address(1), .authority = key(1)});
    JumboBuilder nonce(key(1));
    nonce.add(advance).add(transfer_to(3)).add(transfer_to(4));
    CHECK(nonce.split());
    const auto several = nonce.split({.instructions = 2});
    REQUIRE(!several);
    CHECK(several.error().code == BuildErrorCode::nonce);
    CHECK(several.error().what ==
          "a durable nonce lets one transaction through, and this is 2; use a recent blockhash "
          "for what is split");
}

TEST_CASE("a wallet that signs texts and a key pair sign one jumbo together") {
    const auto alice = pair(1), bob = pair(2);
    JumboBuilder builder = transfers(3);
    builder.add({ids::spl_memo, {readonly_signer(bob.pubkey)}, {1}}).text_signatures();
    auto first = builder.unsigned_transaction();
    REQUIRE(first);
    REQUIRE(first->sign(bob));
    auto second = PartialTransaction::from_wire(first->wire());
    REQUIRE(second);
    CHECK(second->missing() == std::vector{alice.pubkey});
    const auto text = second->text();
    REQUIRE(text);
    // What a wallet's signMessage does.
    const Signature by_wallet = alice.sign(as_bytes(*text));
    CHECK(!second->add_signature(alice.pubkey, by_wallet));
    CHECK(!second->add_text_signature(bob.pubkey, by_wallet));
    REQUIRE(second->add_text_signature(alice.pubkey, by_wallet));
    const auto wire = second->complete_wire();
    REQUIRE(wire);
    const auto transaction = decoded(*wire);
    CHECK(sanitize(transaction));
    CHECK(verify_signatures(transaction));
    CHECK(transaction.signatures[0].scheme == SignatureScheme::text);
    CHECK(transaction.signatures[1].scheme == SignatureScheme::ed25519);
    const auto both = builder.sign({&alice, &bob});
    REQUIRE(both);
    CHECK(verify_signatures(decoded(*both)));
    CHECK(decoded(*both).id() == transaction.id());
}

TEST_CASE("signing by text needs a message whose signatures name their schemes") {
    const auto alice = pair(1);
    auto plain = transfers(1).unsigned_transaction();
    REQUIRE(plain);
    for (const auto& result :
         {plain->sign_text(alice), plain->add_text_signature(alice.pubkey, Signature{})}) {
        REQUIRE(!result);
        CHECK(result.error().code == BuildErrorCode::schemes);
        CHECK(result.error().what.find("build it with text_signatures") != std::string::npos);
    }
    CHECK(!plain->text());
    REQUIRE(plain->sign(alice));
    CHECK(plain->is_complete());
}

TEST_CASE("a missing or foreign signer is named") {
    const auto bob = pair(2);
    const auto missing = transfers(1).sign({});
    REQUIRE(!missing);
    CHECK(missing.error().what ==
          "the signature of " + codec::to_string(key(1)) + " is missing; give its key pair too");
    CHECK(missing.error().code == BuildErrorCode::signer);
    CHECK(!transfers(1).sign({&bob}));
    CHECK(!transfers(1).text_signatures().sign({&bob}));
}

TEST_CASE("a reserved scheme in a partial transaction is refused with its number") {
    auto builder = transfers(1);
    const auto message = message_of(builder.text_signatures());
    const Bytes session(70, 1);
    const SignatureEntry entry{SignatureScheme::session, session};
    const auto partial =
        PartialTransaction::from_wire(jumbo_wire(encode(message), std::span(&entry, 1)));
    REQUIRE(!partial);
    CHECK(partial.error().what ==
          "not a transaction: signature 0 is of scheme 1 with 70 bytes; use scheme 0 or 4 with 64");
}

TEST_CASE("compile_message leaves v1 and jumbo to their own builders") {
    for (const Version version : {Version::v1, Version::jumbo}) {
        const auto message = compile_message({.payer = key(1),
                                              .lifetime = {},
                                              .version = version,
                                              .instructions = {},
                                              .tables = {}});
        REQUIRE(!message);
        CHECK(message.error() == CompileError::OtherBuilder);
        CHECK(display(message.error()).find("JumboBuilder") != std::string_view::npos);
    }
}
