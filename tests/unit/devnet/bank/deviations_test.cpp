// What Agave's bank does and LiteSVM doesn't (svm-runtime.md 0), as far as it takes a chain with
// slots. D1 stands in bank_test.cpp; D2, D4 to D10, D13, D16, D17 and D19 in
// unit/devnet/svm/runtime; D14 in unit/devnet/svm/state.

#include <algorithm>
#include <catch2/catch.hpp>

#include "sdk/tx/instructions/address_lookup_table.hpp"
#include "sdk/tx/instructions/compute_budget.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/bank/test_chain.hpp"
#include "tests/unit/devnet/svm/vm/assembler.hpp"

namespace orrery::bank {
namespace {

namespace loader = tx::loader_v3;
using tx::InstructionErrorCode;
using tx::TransactionErrorCode;

Pubkey key(std::uint8_t fill) {
    Pubkey out;
    out.bytes.fill(fill);
    return out;
}

crypto::Keypair keypair(std::uint8_t fill) {
    std::array<std::uint8_t, 32> seed;
    seed.fill(fill);
    return crypto::Keypair::from_seed(crypto::Seed(seed));
}

Bytes returning(int value) {
    return vm::test::build(sbpf::SbpfVersion::v3, "mov64 r0, " + std::to_string(value) + "; exit");
}

/// A chain on which programs come and go through the upgradeable loader.
class Deployer : public TestChain {
  public:
    /// Puts a buffer there as if it had been written before.
    void put_buffer(const Pubkey& buffer, const Bytes& elf) {
        Bytes data{1, 0, 0, 0, 1};
        data.insert(data.end(), payer().pubkey.bytes.begin(), payer().pubkey.bytes.end());
        data.insert(data.end(), elf.begin(), elf.end());
        add(bank().set_account(
            {buffer, Lamports{sol}, ids::loader_v3, false, AccountData::from(data)}));
    }
    svm::TxOutcome deploy(const crypto::Keypair& program, int value, std::uint64_t room = 20'000) {
        put_buffer(key(0xB0), returning(value));
        const auto payer_key = payer().pubkey;
        return send({tx::system::create_account(
                         {payer_key, program.pubkey, Lamports{sol}, 36, ids::loader_v3}),
                     loader::deploy_with_max_data_len(
                         {payer_key, program.pubkey, key(0xB0), payer_key, room})},
                    {program});
    }
    svm::TxOutcome close_program(const Pubkey& program) {
        return send({loader::close(
            {loader::programdata_address(program), payer().pubkey, payer().pubkey, program})});
    }
    /// What calling the program comes to, as text.
    std::string call(const Pubkey& program) {
        const auto outcome = send({{program, {}, {calls_++}}});  // never the same message twice
        if (outcome.ok()) return "runs";
        const auto& logs = outcome.logs;
        CHECK(outcome.status == svm::TxStatus::failed);
        if (std::find(logs.begin(), logs.end(), "Program is not deployed") != logs.end()) {
            CHECK(outcome.error->instruction.code == InstructionErrorCode::UnsupportedProgramId);
            return "not deployed";
        }
        return tx::display(outcome.error->instruction);
    }
    void next_slot() {
        close();
        open();
    }

  private:
    static constexpr std::uint64_t sol = 1'000'000'000;
    std::uint8_t calls_ = 0;
};

}  // namespace

// D3.
TEST_CASE("a message signed anew is AlreadyProcessed; under another blockhash it runs") {
    TestChain chain;
    chain.open();
    const auto pay = tx::system::transfer({chain.payer().pubkey, key(9), Lamports{1'000'000'000}});
    const auto first = chain.transaction({pay});
    REQUIRE(chain.send(first).ok());
    auto wire = *first->wire;
    wire[40] ^= 1;  // in the signature
    auto other = tx::decode(wire);
    REQUIRE(other);
    REQUIRE_FALSE(other->id() == first->id());
    const auto again = chain.send(std::make_shared<const tx::Transaction>(std::move(*other)));
    REQUIRE(again.error);
    CHECK(again.error->code == TransactionErrorCode::AlreadyProcessed);
    CHECK(again.fee == Lamports{0});
    chain.close();
    chain.open();
    CHECK(chain.send({pay}).ok());
}

TEST_CASE("a failed transaction is processed: it can't come again") {
    TestChain chain;
    chain.open();
    const auto transaction = chain.transaction({tx::system::transfer(
        {chain.payer().pubkey, key(9), Lamports{1}})});  // leaves less than rent
    CHECK(chain.send(transaction).status == svm::TxStatus::failed);
    CHECK(chain.send(transaction).error->code == TransactionErrorCode::AlreadyProcessed);
}

// D11. Agave: program-runtime/src/loaded_programs.rs.
TEST_CASE("a program runs from the slot after its deployment, upgrade or extension on") {
    Deployer chain;
    const auto program = keypair(0x21);
    chain.open();
    const auto deployed = chain.deploy(program, 0);
    REQUIRE(deployed.ok());
    CHECK(deployed.ends_slot);
    CHECK(chain.call(program.pubkey) == "not deployed");
    chain.next_slot();
    CHECK(chain.call(program.pubkey) == "runs");

    chain.put_buffer(key(0xB1), returning(9));
    const auto payer = chain.payer().pubkey;
    const auto upgraded = chain.send({loader::upgrade({program.pubkey, key(0xB1), payer, payer})});
    REQUIRE(upgraded.ok());
    CHECK(upgraded.ends_slot);
    CHECK(chain.call(program.pubkey) == "not deployed");  // neither the old code nor the new
    chain.next_slot();
    CHECK(chain.call(program.pubkey) == "custom program error: 0x9");

    const auto extended =
        chain.send({loader::extend_program({program.pubkey, payer, loader::min_extension})});
    REQUIRE(extended.ok());
    CHECK(extended.ends_slot);
    CHECK(chain.call(program.pubkey) == "not deployed");
    chain.next_slot();
    CHECK(chain.call(program.pubkey) == "custom program error: 0x9");
    CHECK_FALSE(chain.send({{program.pubkey, {}, {}}}).ends_slot);
}

TEST_CASE("a failed deployment ends no slot") {
    Deployer chain;
    chain.open();
    chain.put_buffer(key(0xB0), Bytes(100, 1));
    const auto program = keypair(0x21);
    const auto payer = chain.payer().pubkey;
    const auto outcome = chain.send(
        {tx::system::create_account(
             {payer, program.pubkey, Lamports{1'000'000'000}, 36, ids::loader_v3}),
         loader::deploy_with_max_data_len({payer, program.pubkey, key(0xB0), payer, 100})},
        {program});
    CHECK(outcome.status == svm::TxStatus::failed);
    CHECK_FALSE(outcome.ends_slot);
}

TEST_CASE("extending a lookup table ends the slot, creating one doesn't") {
    TestChain chain;
    chain.open();
    chain.close();
    chain.open();
    const auto payer = chain.payer().pubkey;
    const auto slot = chain.bank().position().parent;
    const auto table = *tx::lookup_table::derive_address(payer, slot);
    const auto created = chain.send({tx::lookup_table::create({payer, payer, slot, table})});
    REQUIRE(created.ok());
    CHECK_FALSE(created.ends_slot);
    const std::vector<Pubkey> addresses{key(1)};
    const auto extended =
        chain.send({tx::lookup_table::extend({table.address, payer, payer, addresses})});
    REQUIRE(extended.ok());
    CHECK(extended.ends_slot);
}

// D12. Agave: loaded_programs.rs tombstones; LiteSVM's answer depends on the order of keys in the
// closing transaction, so several orders are tried.
TEST_CASE("a closed program can't be called at once nor ever") {
    for (std::uint8_t seed = 1; seed <= 6; ++seed) {
        INFO(int(seed));
        Deployer chain;
        const auto program = keypair(seed);
        chain.open();
        REQUIRE(chain.deploy(program, 0).ok());
        chain.next_slot();
        REQUIRE(chain.call(program.pubkey) == "runs");
        const auto closed = chain.close_program(program.pubkey);
        REQUIRE(closed.ok());
        CHECK(closed.ends_slot);
        CHECK(chain.call(program.pubkey) == "not deployed");
        for (int slot = 0; slot < 3; ++slot) {
            chain.next_slot();
            CHECK(chain.call(program.pubkey) == "not deployed");
        }
        CHECK_FALSE(chain.deploy(program, 0).ok());  // the address is spent
    }
}

TEST_CASE("a program closed and called in one transaction can't run") {
    Deployer chain;
    const auto program = keypair(0x21);
    chain.open();
    REQUIRE(chain.deploy(program, 0).ok());
    chain.next_slot();
    const auto outcome =
        chain.send({loader::close({loader::programdata_address(program.pubkey),
                                   chain.payer().pubkey, chain.payer().pubkey, program.pubkey}),
                    {program.pubkey, {}, {}}});
    REQUIRE(outcome.error);
    CHECK(outcome.error->index == 1);
    CHECK(outcome.error->instruction.code == InstructionErrorCode::UnsupportedProgramId);
    chain.next_slot();
    CHECK(chain.call(program.pubkey) == "runs");  // the closing was undone
}

// D14 and D16: what stands at genesis. Rent is LiteSVM's; Config, Feature, Stake and the native
// mint are absent, and their ids still reserved (locks_test.cpp).
TEST_CASE(
    "a genesis has 6960 as its rent for good, and neither Config nor Feature nor a native mint") {
    TestChain chain;
    for (int slot = 0; slot < 3; ++slot) {
        chain.open();
        CHECK(chain.bank().sysvars()->rent.lamports_per_byte == 6960);
        chain.close();
    }
    for (const auto& id : {ids::config, ids::feature, ids::stake, ids::vote,
                           "So11111111111111111111111111111111111111112"_key})
        CHECK_FALSE(chain.bank().accounts().get(id).account);
    CHECK(chain.bank().accounts().get(ids::rent).account->data.size() == svm::Rent::size);
}

// D15. Agave: runtime/src/bank.rs update_clock; our unix time is the wall's at slot open.
TEST_CASE("the clock follows the slots: slot, epoch, time") {
    TestChain chain;
    chain.open(1'700'000'001);
    CHECK(chain.bank().sysvars()->clock.slot == 1);
    CHECK(chain.bank().sysvars()->clock.unix_timestamp == 1'700'000'001);
    CHECK(chain.bank().sysvars()->clock.epoch == 0);
    CHECK(chain.bank().sysvars()->clock.leader_schedule_epoch == 1);
    chain.add(chain.bank().warp({Slot{8191}, 0}));
    chain.close();
    chain.open(1'700'000'002);
    CHECK(chain.bank().sysvars()->clock.epoch == 0);
    chain.close();
    chain.open(1'700'000'003);
    const auto& clock = chain.bank().sysvars()->clock;
    CHECK(clock.slot == 8192);
    CHECK(clock.epoch == 1);
    CHECK(clock.epoch_start_timestamp == 1'700'000'003);
    const auto stored = chain.bank().accounts().get(ids::clock).account;
    CHECK(svm::Clock::decode(stored->data.to_bytes())->slot == 8192);
}

// D18: we have no cost model; a slot takes what comes.
TEST_CASE("200 transactions of 1.4 million units fit into one slot") {
    TestChain chain;
    chain.open();
    for (std::uint64_t i = 0; i < 200; ++i)
        CHECK(chain
                  .send({tx::compute_budget::set_compute_unit_limit(1'400'000),
                         tx::system::transfer(
                             {chain.payer().pubkey, key(9), Lamports{1'000'000 + i}})})
                  .ok());
    CHECK(chain.bank().position().transaction_count == 200);
}

TEST_CASE("an account of a genesis without lamports is none") {
    GenesisParams params;
    params.accounts = {
        {key(5), Account{Lamports{0}, ids::system, false, 0, AccountData::from(Bytes(3))}},
        {key(6), Account{Lamports{1}, ids::system, false, 0, {}}}};
    const auto genesis = make_genesis(params);
    const auto has = [&](const Pubkey& k) {
        return std::any_of(genesis.accounts.begin(), genesis.accounts.end(),
                           [&](const auto& entry) { return entry.first == k; });
    };
    CHECK_FALSE(has(key(5)));
    CHECK(has(key(6)));
}

}  // namespace orrery::bank
