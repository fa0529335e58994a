#include "devnet/svm/programs/builtins.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;

TEST_CASE("the builtins have upstream's names and compute units") {
    struct Row {
        Pubkey id;
        std::string_view name;
        std::uint64_t units;
    };
    // Names as LiteSVM 1.5.0's builtin accounts hold them; the lookup table's as agave 2.1 had it.
    const Row expected[] = {
        {ids::system, "solana_system_program", 150},
        {ids::compute_budget, "compute_budget_program", 150},
        {ids::address_lookup_table, "address_lookup_table_program", 750},
        {ids::loader_v1, "solana_bpf_loader_program", 1140},
        {ids::loader_v2, "solana_bpf_loader_program", 570},
        {ids::loader_v3, "solana_bpf_loader_upgradeable_program", 2370},
        {ids::hooks, "hooks_program", 10'000},  // ours
    };
    const auto table = solana_builtins();
    REQUIRE(table.size() == std::size(expected));
    for (const auto& row : expected) {
        const auto at = std::find_if(table.begin(), table.end(),
                                     [&](const invoke::Builtin& b) { return b.id == row.id; });
        REQUIRE(at != table.end());
        CHECK(at->name == row.name);
        CHECK(at->compute_units == row.units);
    }
}

TEST_CASE("loaders v1 and v2 manage nothing any more") {
    Call call;
    call.instruction = {ids::loader_v2, {}, {0, 0, 0, 0}};
    auto ran = call.run();
    CHECK(ran.error == tx::InstructionError(Code::UnsupportedProgramId));
    CHECK(ran.logs ==
          std::vector<std::string>{"BPF loader management instructions are no longer supported"});
    CHECK(ran.units == 570);
    call.instruction.program_id = ids::loader_v1;
    ran = call.run();
    CHECK(ran.error == tx::InstructionError(Code::UnsupportedProgramId));
    CHECK(ran.logs == std::vector<std::string>{"Deprecated loader is no longer supported"});
    CHECK(ran.units == 1140);
}
