#include <catch2/catch.hpp>

#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "devnet/svm/programs/fee.hpp"
#include "fixture.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;
using TxCode = tx::TransactionErrorCode;

namespace {

struct Ix {
    Pubkey program;
    Bytes data;
};

/// A message that lasts as long as what it borrows.
struct TestMessage {
    explicit TestMessage(std::vector<Ix> ixs) : instructions(std::move(ixs)) {
        keys.push_back(key(1));
        for (const auto& ix : instructions) {
            message.instructions.push_back({static_cast<std::uint16_t>(keys.size()), {}, ix.data});
            keys.push_back(ix.program);
        }
        message.num_required_signatures = 1;
        message.static_keys = keys;
    }

    std::vector<Ix> instructions;
    std::vector<Pubkey> keys;
    tx::Message message;
};

Ix heap(std::uint32_t v) { return {ids::compute_budget, ByteWriter().u8(1).u32(v).take()}; }
Ix units(std::uint32_t v) { return {ids::compute_budget, ByteWriter().u8(2).u32(v).take()}; }
Ix price(std::uint64_t v) { return {ids::compute_budget, ByteWriter().u8(3).u64(v).take()}; }
Ix loaded(std::uint32_t v) { return {ids::compute_budget, ByteWriter().u8(4).u32(v).take()}; }
Ix raw(Bytes data) { return {ids::compute_budget, std::move(data)}; }
Ix call(const Pubkey& program = key(7)) { return {program, {}}; }

ComputeBudgetLimits limits(std::vector<Ix> ixs) {
    const TestMessage m(std::move(ixs));
    const auto out = compute_budget_limits(m.message);
    REQUIRE(out);
    return *out;
}

tx::TransactionError refused(std::vector<Ix> ixs) {
    const TestMessage m(std::move(ixs));
    const auto out = compute_budget_limits(m.message);
    REQUIRE_FALSE(out);
    return out.error();
}

Fee fee(std::vector<Ix> ixs) {
    const TestMessage m(std::move(ixs));
    return calculate_fee(m.message, *compute_budget_limits(m.message), 5000);
}

tx::TransactionError invalid(std::uint16_t index) { return {index, Code::InvalidInstructionData}; }

}  // namespace

TEST_CASE("a message without compute budget instructions gets the defaults") {
    CHECK(limits({}) == ComputeBudgetLimits{32'768, 0, 0, 64 << 20});
    CHECK(limits({call()}).compute_unit_limit == 200'000);
    CHECK(limits({call(), call()}).compute_unit_limit == 400'000);
    CHECK(limits(std::vector<Ix>(8, call())).compute_unit_limit == 1'400'000);
}

TEST_CASE("instructions of upstream's builtin list count 3000 compute units by default") {
    const auto cheap = {ids::system,
                        ids::compute_budget,
                        ids::loader_v1,
                        ids::loader_v2,
                        ids::loader_v3,
                        ids::loader_v4,
                        ids::secp256k1_precompile,
                        ids::ed25519_precompile};
    for (const auto& program : cheap)
        CHECK(limits({program == ids::compute_budget ? price(1) : call(program)})
                  .compute_unit_limit == 3'000);
    for (const auto& program : {ids::vote, ids::stake, ids::address_lookup_table,
                                ids::zk_elgamal_proof, ids::secp256r1_precompile})
        CHECK(limits({call(program)}).compute_unit_limit == 200'000);
    CHECK(limits({price(1), call()}).compute_unit_limit == 203'000);
}

TEST_CASE("compute budget instructions set each limit") {
    CHECK(limits({heap(33 * 1024)}).heap_bytes == 33 * 1024);
    CHECK(limits({heap(262'144)}).heap_bytes == 262'144);
    CHECK(limits({units(0), call()}).compute_unit_limit == 0);
    CHECK(limits({units(123), call()}).compute_unit_limit == 123);
    CHECK(limits({units(2'000'000)}).compute_unit_limit == 1'400'000);
    CHECK(limits({price(9)}).compute_unit_price == 9);
    CHECK(limits({loaded(1)}).loaded_accounts_data_size == 1);
    CHECK(limits({loaded(UINT32_MAX)}).loaded_accounts_data_size == 64 << 20);
    CHECK(limits({raw(ByteWriter().u8(2).u32(5).u64(77).take())}).compute_unit_limit == 5);
}

TEST_CASE("malformed and repeated compute budget instructions are named by their index") {
    struct Row {
        std::vector<Ix> instructions;
        tx::TransactionError error;
    };
    const std::vector<Row> rows = {
        {{call(), raw({})}, invalid(1)},
        {{raw(ByteWriter().u8(0).u32(1).u32(1).take())}, invalid(0)},
        {{raw(ByteWriter().u8(5).u32(1).take())}, invalid(0)},
        {{raw(ByteWriter().u8(1).u16(1).take())}, invalid(0)},
        {{raw(ByteWriter().u8(3).u32(1).take())}, invalid(0)},
        {{heap(32'767)}, invalid(0)},
        {{heap(0)}, invalid(0)},
        {{call(), heap(262'145)}, invalid(1)},
        {{heap(32'769)}, invalid(0)},
        {{heap(32'768), heap(32'768)}, {TxCode::DuplicateInstruction, 1}},
        {{units(1), call(), units(1)}, {TxCode::DuplicateInstruction, 2}},
        {{price(1), price(1)}, {TxCode::DuplicateInstruction, 1}},
        {{loaded(1), loaded(1)}, {TxCode::DuplicateInstruction, 1}},
        {{loaded(0)}, TxCode::InvalidLoadedAccountsDataSizeLimit},
        {{loaded(0), heap(1)}, invalid(1)},
        {{loaded(0), price(1), price(1)}, {TxCode::DuplicateInstruction, 2}},
        {{units(1), raw(ByteWriter().u8(2).u16(1).take())}, invalid(1)},
    };
    for (const auto& row : rows) CHECK(refused(row.instructions) == row.error);
}

TEST_CASE("a program index outside of the static keys is nobody's instruction") {
    TestMessage m({units(7)});
    m.message.instructions[0].program_index = 99;
    CHECK(compute_budget_limits(m.message)->compute_unit_limit == 200'000);
    CHECK(count_signatures(m.message) == 1);
}

TEST_CASE("the fee is 5000 lamports per signature, those of precompiles included") {
    CHECK(fee({}) == Fee{5'000, 0});
    TestMessage three({call()});
    three.message.num_required_signatures = 3;
    CHECK(calculate_fee(three.message, {}, 5'000).base == 15'000);
    CHECK(fee({{ids::ed25519_precompile, {1, 0}}}).base == 10'000);
    CHECK(fee({{ids::secp256k1_precompile, {2}}, {ids::secp256r1_precompile, {255, 1}}}).base ==
          5'000 * 258);
    CHECK(fee({{ids::ed25519_precompile, {}}, {key(7), {9}}}).base == 5'000);
}

TEST_CASE("the prioritization fee is the price of the effective limit, rounded up") {
    CHECK(fee({price(1), units(1'000'001)}).prioritization == 2);
    CHECK(fee({price(1), units(1'000'000)}).prioritization == 1);
    CHECK(fee({price(1), units(0)}).prioritization == 0);
    CHECK(fee({price(1'000'000), call()}).prioritization == 203'000);
    CHECK(fee({price(1'000'000), units(2'000'000)}).prioritization == 1'400'000);
    const auto most = fee({price(UINT64_MAX), units(1'400'000)});
    CHECK(most.prioritization == UINT64_MAX);
    CHECK(most.total() == UINT64_MAX);
    CHECK(Fee{5'000, 7}.total() == 5'007);
}

TEST_CASE("the compute budget program does nothing for 150 compute units") {
    Call budget;
    budget.instruction = {ids::compute_budget, {}, {0xff, 0xff}};
    const auto ran = budget.run();
    CHECK_FALSE(ran.error);
    CHECK(ran.units == 150);
    CHECK(ran.logs.empty());
}
