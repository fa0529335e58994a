// What v1 and jumbo messages, which state their budget themselves, may use and pay.
#include <catch2/catch.hpp>

#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "devnet/svm/programs/fee.hpp"
#include "fixture.hpp"
#include "sdk/tx/jumbo_fee.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;
using tx::Version;
using TxCode = tx::TransactionErrorCode;

namespace {

/// A message with one instruction, which lasts as long as what it borrows.
struct OwnBudget {
    explicit OwnBudget(Version version, const tx::BudgetRequest& budget = {},
                       const Pubkey& program = key(7), Bytes bytes = {})
        : keys{key(1), program}, data(std::move(bytes)) {
        message.version = version;
        message.budget = budget;
        message.num_required_signatures = 1;
        message.static_keys = keys;
        message.instructions.push_back({1, {}, data});
    }
    ComputeBudgetLimits limits() const {
        const auto out = compute_budget_limits(message);
        REQUIRE(out);
        return *out;
    }
    Fee fee() const { return calculate_fee(message, limits(), 5'000); }
    Fee fee_at(std::size_t signed_size) {
        signed_bytes.resize(signed_size);
        message.signed_bytes = signed_bytes;
        return fee();
    }

    std::vector<Pubkey> keys;
    Bytes data;
    Bytes signed_bytes;
    tx::Message message;
};

constexpr auto own_versions = {Version::v1, Version::jumbo};

}  // namespace

TEST_CASE("a message with its own budget gets nothing that it doesn't ask for") {
    for (const auto version : own_versions)
        CHECK(OwnBudget(version).limits() == ComputeBudgetLimits{32 * 1024, 0, 0, 0});
}

TEST_CASE("a message with its own budget gets what it asks for, up to its version's limits") {
    struct Row {
        Version version;
        std::uint32_t units, size, most_units, most_size;
    };
    constexpr std::uint32_t mib = 1 << 20;
    const Row rows[] = {
        {Version::v1, 1'400'000 - 1, 64 * mib - 1, 1'400'000 - 1, 64 * mib - 1},
        {Version::v1, 1'400'000, 64 * mib, 1'400'000, 64 * mib},
        {Version::v1, 1'400'000 + 1, 64 * mib + 1, 1'400'000, 64 * mib},
        {Version::jumbo, 24'000'000 - 1, 256 * mib - 1, 24'000'000 - 1, 256 * mib - 1},
        {Version::jumbo, 24'000'000, 256 * mib, 24'000'000, 256 * mib},
        {Version::jumbo, 24'000'000 + 1, 256 * mib + 1, 24'000'000, 256 * mib},
    };
    for (const auto& row : rows) {
        const auto limits = OwnBudget(row.version, {.compute_unit_limit = row.units,
                                                    .loaded_accounts_data_size = row.size})
                                .limits();
        CHECK(limits.compute_unit_limit == row.most_units);
        CHECK(limits.loaded_accounts_data_size == row.most_size);
    }
}

TEST_CASE("a message's own heap is a multiple of 1 KiB from 32 to 256 KiB") {
    for (const auto version : own_versions) {
        for (const std::uint32_t heap : {32 * 1024, 33 * 1024, 256 * 1024})
            CHECK(OwnBudget(version, {.heap_bytes = heap}).limits().heap_bytes == heap);
        for (const std::uint32_t heap : {0, 31 * 1024, 32 * 1024 + 1, 257 * 1024}) {
            const OwnBudget refused(version, {.heap_bytes = heap});
            CHECK(compute_budget_limits(refused.message).error() == TxCode::SanitizeFailure);
        }
    }
}

TEST_CASE("compute budget instructions mean nothing beside a message's own budget") {
    for (const auto version : own_versions)
        for (const auto& data : {ByteWriter().u8(2).u32(5).take(), Bytes{}, Bytes{0xFF}}) {
            const OwnBudget message(version, {.compute_unit_limit = 9}, ids::compute_budget, data);
            CHECK(message.limits().compute_unit_limit == 9);
            CHECK(message.limits().compute_unit_price == 0);
        }
}

TEST_CASE("a message's own priority fee is paid whole, whatever its compute unit limit") {
    for (const auto version : own_versions)
        for (const std::uint32_t units : {0, 1, 1'400'000}) {
            const auto fee =
                OwnBudget(version, {.priority_fee = 77, .compute_unit_limit = units}).fee();
            CHECK(fee == Fee{5'000, 77});
        }
    CHECK(OwnBudget(Version::v1, {.priority_fee = UINT64_MAX}).fee().total() == UINT64_MAX);
}

TEST_CASE("a priority fee in lamports is a price in micro-lamports per compute unit") {
    const auto price = [](std::uint64_t lamports, std::uint32_t units) {
        return OwnBudget(Version::jumbo, {.priority_fee = lamports, .compute_unit_limit = units})
            .limits()
            .compute_unit_price;
    };
    CHECK(price(77, 0) == 0);
    CHECK(price(0, 1000) == 0);
    CHECK(price(1, 1'000'000) == 1);
    CHECK(price(1'000, 200'000) == 5'000);
    CHECK(price(1, 3) == 333'333);
    CHECK(price(1, 24'000'000) == 0);
    CHECK(price(UINT64_MAX, 1) == UINT64_MAX);
}

TEST_CASE("a jumbo pays 5000 lamports for each begun 1.4 M compute units but the first") {
    struct Row {
        std::uint32_t units;
        std::uint64_t base;
    };
    const Row rows[] = {{0, 5'000},           {1, 5'000},          {1'400'000, 5'000},
                        {1'400'001, 10'000},  {2'800'000, 10'000}, {2'800'001, 15'000},
                        {24'000'000, 90'000}, {UINT32_MAX, 90'000}};
    for (const auto& row : rows) {
        CHECK(OwnBudget(Version::jumbo, {.compute_unit_limit = row.units}).fee().base == row.base);
        CHECK(OwnBudget(Version::v1, {.compute_unit_limit = row.units}).fee().base == 5'000);
    }
}

TEST_CASE("a jumbo pays for its signed bytes and 64 for each signer, and a v1 doesn't") {
    OwnBudget jumbo(Version::jumbo);
    CHECK(jumbo.fee_at(4'096 - 64).base == 5'000);
    CHECK(jumbo.fee_at(65'536 - 64).base == 5'000 + 4'687);
    CHECK(jumbo.fee_at(131'072 - 64).base == 5'000 + 14'375);
    CHECK(jumbo.fee_at((1 << 20) - 64).base == 5'000 + 317'435'000);
    CHECK(jumbo.fee_at((2 << 20) - 64).base == 5'000 + 20'803'747'835'000);
    jumbo.message.num_required_signatures = 3;
    CHECK(jumbo.fee_at(65'536 - 3 * 64).base == 3 * 5'000 + 4'687);
    CHECK(OwnBudget(Version::v1).fee_at(65'536).base == 5'000);
}

TEST_CASE("signatures that precompiles check are paid for in every version, but have no size") {
    for (const auto version : own_versions) {
        OwnBudget message(version, {}, ids::ed25519_precompile, {3, 0});
        CHECK(message.fee_at(4'096 - 64).base == 4 * 5'000);
    }
}
