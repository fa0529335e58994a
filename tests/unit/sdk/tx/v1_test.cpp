#include "sdk/tx/v1.hpp"

#include "sdk/codec/writer.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/tx/jumbo_samples.hpp"

using namespace orrery;
using namespace orrery::tx;
using test::decoded;
using test::fault_of;
using test::forged_wire;
using test::pair;
using test::v1_sample;

TEST_CASE("a v1 message stands on the wire as SIMD-0385 says") {
    V1Message message = v1_sample(3);
    message.priority_fee = 0x1122'3344'5566'7788;
    message.heap_bytes = 0x8400;
    codec::ByteWriter expected;
    expected.u8(129).u8(1).u8(0).u8(1).u32(0b10111).key(message.lifetime).u8(1).u8(3);
    for (const auto& address : message.addresses) expected.key(address);
    expected.u64(0x1122'3344'5566'7788).u32(200'000).u32(0x8400);
    expected.u8(2).u8(2).u16(3).u8(0).u8(1).u8(7).u8(8).u8(9);
    CHECK(std::ranges::equal(encode(message), expected.span()));
    expected.bytes(Bytes(64, 1));
    CHECK(forged_wire(message) == expected.take());
}

TEST_CASE("a v1 transaction keeps its parts, its budget and its first signature as its id") {
    V1Message message = v1_sample();
    message.priority_fee = 9;
    message.loaded_accounts_data_size = 1 << 20;
    message.instructions.push_back({2, {}, Bytes(300, 5)});
    const Bytes wire = forged_wire(message);
    const auto transaction = decoded(wire);
    CHECK(v1_parts(transaction.message) == message);
    CHECK(transaction.message.budget == BudgetRequest{9, 200'000, 1 << 20, 32 * 1024, 0b1111});
    CHECK(transaction.message.has_budget());
    CHECK(transaction.id() == Txid::from(Bytes(64, 1)));
    CHECK(Hash::from(ByteSpan(wire).subspan(transaction.lifetime_offset())) == message.lifetime);
    CHECK(std::ranges::equal(transaction.message.signed_bytes, encode(message)));
}

TEST_CASE("a v1 transaction cut at any byte, or longer by one, is no transaction") {
    Bytes wire = forged_wire(v1_sample());
    for (std::size_t n = 0; n < wire.size(); ++n)
        CHECK(!decode(Bytes(wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(n))));
    wire.push_back(0);
    CHECK(!decode(wire));
}

TEST_CASE("every limit of a v1 transaction holds at -1 and +0 and is refused at +1") {
    struct Row {
        std::string fault;
        std::function<void(V1Message&, int)> go;
    };
    const auto at = [](int limit, int delta) { return static_cast<std::size_t>(limit + delta); };
    const Row table[] = {
        {"more bytes than a transaction may have",
         [&](V1Message& m, int d) {
             const std::size_t rest = forged_wire(m).size() - m.instructions[0].data.size();
             m.instructions[0].data.resize(at(4096, d) - rest);
         }},
        {"too many signatures",
         [&](V1Message& m, int d) {
             m = v1_sample(20);
             m.num_required_signatures = static_cast<std::uint8_t>(at(12, d));
         }},
        {"too many addresses", [&](V1Message& m, int d) { m = v1_sample(at(64, d)); }},
        {"too many instructions",
         [&](V1Message& m, int d) { m.instructions.assign(at(64, d), {3, {}, {}}); }},
        {"a heap size that isn't a multiple of 1,024 from 32 KiB to 256 KiB",
         [](V1Message& m, int d) { m.heap_bytes = static_cast<std::uint32_t>(1024 * (256 + d)); }},
        {"the header's counts exceed the addresses, or leave no writable fee payer",
         [](V1Message& m, int d) { m.num_readonly_unsigned = static_cast<std::uint8_t>(3 + d); }},
        {"the header's counts exceed the addresses, or leave no writable fee payer",
         [](V1Message& m, int d) {
             m.num_required_signatures = 3;
             m.num_readonly_signed = static_cast<std::uint8_t>(2 + d);
         }},
        {"a program index beyond the addresses",
         [](V1Message& m, int d) { m.instructions[0].program = static_cast<std::uint8_t>(3 + d); }},
        {"an account index beyond the addresses",
         [](V1Message& m, int d) {
             m.instructions[0].accounts = {static_cast<std::uint8_t>(3 + d)};
         }},
    };
    for (const Row& row : table) {
        for (const int delta : {-1, 0, 1}) {
            INFO(row.fault << " " << delta);
            V1Message message = v1_sample();
            row.go(message, delta);
            CHECK(fault_of(message) == (delta == 1 ? row.fault : ""));
        }
    }
}

TEST_CASE("v1's own rules: no address twice, no payer as program, the known mask bits") {
    V1Message twice = v1_sample();
    twice.addresses[2] = twice.addresses[1];
    CHECK(fault_of(twice) == "an address twice");
    V1Message payer = v1_sample();
    payer.instructions[0].program = 0;
    CHECK(fault_of(payer) == "the fee payer as a program");
    V1Message sysvar = v1_sample();
    sysvar.addresses[1] = ids::instructions;
    CHECK(fault_of(sysvar) == "");
    V1Message generous = v1_sample();  // clamped later, as Solana does
    generous.compute_unit_limit = UINT32_MAX;
    generous.loaded_accounts_data_size = UINT32_MAX;
    CHECK(fault_of(generous) == "");

    V1Message plain = v1_sample();
    plain.compute_unit_limit.reset();
    for (int bit = 0; bit < 32; ++bit) {
        Bytes signed_bytes = encode(plain);
        store_le(signed_bytes.data() + 4, std::uint32_t{1} << bit);
        const std::uint8_t value[] = {0, 0x80, 0, 0};
        signed_bytes.insert(signed_bytes.begin() + 42 + 4 * 32, std::begin(value), std::end(value));
        INFO(bit);
        CHECK(fault_of(v1_wire(signed_bytes, std::vector<Signature>(1))).empty() ==
              (bit >= 2 && bit < 5));
    }
}

TEST_CASE("a v1 transaction is signed and verified over what stands before its signatures") {
    V1Message message = v1_sample();
    message.num_required_signatures = 2;
    message.addresses[1] = test::key(2);
    auto partial = PartialTransaction::from_message(encode(message));
    REQUIRE(partial);
    REQUIRE(partial->sign(pair(2)));
    CHECK(partial->missing() == std::vector{test::key(1)});
    CHECK(!partial->complete_wire());
    auto second = PartialTransaction::from_wire(partial->wire());
    REQUIRE(second);
    REQUIRE(second->add_signature(test::key(1), pair(1).sign(encode(message))));
    const auto wire = second->complete_wire();
    REQUIRE(wire);
    const auto transaction = decoded(*wire);
    CHECK(sanitize(transaction));
    CHECK(verify_signatures(transaction));
    const auto by_text = second->sign_text(pair(1));
    REQUIRE(!by_text);
    CHECK(by_text.error().code == BuildErrorCode::schemes);
}
