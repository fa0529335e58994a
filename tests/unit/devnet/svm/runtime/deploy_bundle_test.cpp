// Several programs deployed by one jumbo transaction (docs/spec/jumbo.md).

#include "sdk/tx/instructions/deploy_bundle.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "tests/unit/devnet/svm/runtime/jumbo.hpp"

namespace orrery::runtime::testing {
namespace {

/// A program whose file is larger than one write of it.
Bytes returns(int value) {
    return program("mov64 r0, " + std::to_string(value) + "; exit",
                   Bytes(3'000, static_cast<std::uint8_t>(value)));
}

/// Three programs of three authorities; the last one's buffer is derived.
struct Bundle {
    Bundle() {
        for (std::uint8_t i = 0; i < 3; ++i) elfs.push_back(returns(i));
        refresh();
    }
    void refresh() {
        programs = {{key(20), key(30), elfs[0], key(40), 0},
                    {key(21), key(31), elfs[1], key(41), 10'000},
                    {key(22), std::nullopt, elfs[2], key(1), 0}};
    }
    tx::DeployBundle params() const { return {.payer = key(1), .programs = programs}; }
    tx::JumboBuilder builder(const World& world) const {
        return jumbo(world, tx::deploy_bundle(params()))
            .compute_unit_limit(
                static_cast<std::uint32_t>(tx::deploy_bundle_compute_units(params())))
            .loaded_accounts_data_size(tx::deploy_bundle_loaded_size(params()));
    }

    std::vector<Bytes> elfs;
    std::vector<tx::BundledProgram> programs;
};

}  // namespace

TEST_CASE("three programs are deployed by one jumbo, and run from the next slot on") {
    World world;
    const Bundle bundle;
    const auto outcome = world.apply(transaction(bundle.builder(world)));
    REQUIRE(text(outcome.error) == "no error");
    CHECK(outcome.ends_slot);
    CHECK(outcome.compute_units == tx::deploy_bundle_compute_units(bundle.params()));
    std::uint64_t rent = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& p = bundle.programs[i];
        const auto* data = world.find(tx::loader_v3::programdata_address(p.program));
        REQUIRE(data);
        const auto size = tx::LoaderProgramData::header_size +
                          std::max<std::size_t>(p.max_data_len, p.elf.size());
        CHECK(data->data.size() == size);
        CHECK(std::ranges::equal(data->data.slice(tx::LoaderProgramData::header_size, p.elf.size()),
                                 p.elf));
        const auto state = tx::decode_loader_state(data->data.to_bytes());
        CHECK(std::get<tx::LoaderProgramData>(*state).authority == p.authority);
        CHECK(world.find(p.program)->executable);
        CHECK(world.find(p.buffer.value_or(tx::bundle_buffer(key(1), p.program))) == nullptr);
        rent += world.rent(size) + world.rent(tx::LoaderProgram::size);
    }
    CHECK(world.lamports(key(1)) == 100 * sol - outcome.fee.value - rent);

    const auto call = [&](std::size_t i) {
        return text(world.run({.instructions = {{bundle.programs[i].program, {}, {}}}}).error);
    };
    CHECK(call(0) == text(at(0, IxCode::UnsupportedProgramId)));
    world.set_slot(101);
    CHECK(call(0) == "no error");
    CHECK(call(1) == text(at(0, tx::custom_error(1))));
    CHECK(call(2) == text(at(0, tx::custom_error(2))));
}

TEST_CASE("one bad program file undoes the whole bundle, and leaves only the fee") {
    for (std::size_t bad = 0; bad < 3; ++bad) {
        World world;
        Bundle bundle;
        std::fill_n(bundle.elfs[bad].begin() + 16, 40, std::uint8_t{0xFF});
        const auto outcome = world.run(transaction(bundle.builder(world)));
        CHECK(outcome.status == svm::TxStatus::failed);
        const auto last_of = [&](std::size_t programs) {
            tx::DeployBundle part{.payer = key(1), .programs = bundle.programs};
            part.programs = part.programs.first(programs);
            return static_cast<std::uint16_t>(tx::deploy_bundle(part).size() - 1);
        };
        CHECK(text(outcome.error) == text(at(last_of(bad + 1), IxCode::InvalidAccountData)));
        REQUIRE(outcome.writes.size() == 1);
        CHECK(outcome.writes[0].key == key(1));
        CHECK(outcome.writes[0].account->lamports.value == 100 * sol - outcome.fee.value);
    }
}

TEST_CASE("a bundle states what it needs, no unit and no byte less") {
    const World world;
    const Bundle bundle;
    const auto units = static_cast<std::uint32_t>(tx::deploy_bundle_compute_units(bundle.params()));
    auto outcome = world.run(transaction(bundle.builder(world).compute_unit_limit(units - 1)));
    CHECK(outcome.error->code == Code::InstructionError);
    CHECK(outcome.error->instruction == IxCode::ComputationalBudgetExceeded);
    outcome = world.run(transaction(bundle.builder(world)));
    CHECK(outcome.loaded_accounts_data_size <= tx::deploy_bundle_loaded_size(bundle.params()));
}

TEST_CASE("62 programs fit into a bundle without keys for their buffers") {
    World world;
    world.put(key(1), account(10'000 * sol));
    const auto elf = returns(0);
    std::vector<tx::BundledProgram> programs;
    for (std::uint32_t i = 0; i < 62; ++i)
        programs.push_back({numbered(i), std::nullopt, elf, key(40), 0});
    const tx::DeployBundle bundle{.payer = key(1), .programs = programs};
    const auto sent = transaction(jumbo(world, tx::deploy_bundle(bundle)));
    CHECK(sent.signatures.size() == 64);
    const auto outcome = world.run(sent);
    REQUIRE(text(outcome.error) == "no error");
    CHECK(outcome.compute_units == tx::deploy_bundle_compute_units(bundle));
    CHECK(outcome.writes.size() == 1 + 2 * 62);
}

TEST_CASE("a bundle grows accounts by 20 MiB at most") {
    World world;
    world.put(key(1), account(1'000'000 * sol));
    Bundle bundle;
    constexpr std::uint64_t headers = tx::LoaderBuffer::header_size + tx::LoaderProgram::size +
                                      tx::LoaderProgramData::header_size;
    auto& p = bundle.programs;
    p[1].max_data_len = (10u << 20) - tx::LoaderProgramData::header_size;
    // The last buffer is full while its program's data is made.
    const auto others = p[0].elf.size() + p[1].max_data_len + p[2].elf.size();
    p[2].max_data_len = (20u << 20) - 3 * headers - others;
    CHECK(text(world.run(transaction(bundle.builder(world))).error) == "no error");
    p[2].max_data_len += 1;
    const auto outcome = world.run(transaction(bundle.builder(world)));
    CHECK(outcome.error->instruction == IxCode::MaxAccountsDataAllocationsExceeded);
}

}  // namespace orrery::runtime::testing
