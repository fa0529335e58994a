#include "hooks_world.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/loader_v3_state.hpp"

using namespace orrery;
using namespace orrery::programs::testing;
using hooks::HookError;

namespace {

const Pubkey upgrader = key(0xAB);

void deploy(HooksWorld& w, const std::optional<Pubkey>& authority) {
    const auto data = tx::loader_v3::programdata_address(w.target);
    auto bytes = tx::encode(tx::LoaderProgramData{5, authority});
    bytes.resize(tx::LoaderProgramData::header_size + 8);
    w.world.accounts[data] = account(10'000'000, ids::loader_v3, bytes);
    w.world.accounts[w.target] =
        account(10'000'000, ids::loader_v3, tx::encode(tx::LoaderProgram{data}));
    w.world.accounts[upgrader] = account(1'000'000'000);
}

Instruction set_recipient(const HooksWorld& w, const Pubkey& recipient) {
    return hooks::set_owner_recipient({upgrader, w.fee_payer, w.target, recipient});
}

}  // namespace

TEST_CASE("InitConfig makes the Config once") {
    HooksWorld w;
    const auto address = hooks::config_address();
    hooks::Config config;
    config.authority = w.authority;
    config.treasury = key(9);
    config.epoch_slots = 4;
    CHECK(w.apply(hooks::init_config(config)) == hook_error(HookError::AlreadyInitialized));
    w.world.accounts.erase(address.address);
    auto foreign = hooks::init_config(config);
    foreign.accounts[0].pubkey = w.fee_payer;
    CHECK(w.apply(foreign) == hook_error(HookError::NotAuthority));
    auto bad = config;
    bad.epoch_slots = 1;
    CHECK(w.apply(hooks::init_config(bad)) == tx::InstructionError(Code::InvalidInstructionData));
    auto unsigned_one = hooks::init_config(config);
    unsigned_one.accounts[0].is_signer = false;
    CHECK(w.apply(unsigned_one) == tx::InstructionError(Code::MissingRequiredSignature));
    auto elsewhere = hooks::init_config(config);
    elsewhere.accounts[1].pubkey = key(3);
    CHECK(w.apply(elsewhere) == tx::InstructionError(Code::InvalidSeeds));
    auto longer = hooks::init_config(config);
    longer.data.push_back(0);
    CHECK(w.apply(longer) == tx::InstructionError(Code::InvalidInstructionData));

    REQUIRE_FALSE(w.apply(hooks::init_config(config)));
    config.bump = address.bump;
    CHECK(w.config() == config);
    CHECK(w.lamports(address.address) == w.world.rent(hooks::Config::size));
}

TEST_CASE("a target's upgrade authority names who receives the owner's share, and again") {
    HooksWorld w;
    deploy(w, upgrader);
    const auto owner = hooks::owner_address(w.target);
    REQUIRE_FALSE(w.apply(set_recipient(w, key(1))));
    CHECK(w.read<hooks::Owner>(owner.address) ==
          hooks::Owner{owner.bump, w.target, key(1), upgrader});
    CHECK(w.lamports(owner.address) == w.world.rent(hooks::Owner::size));
    const auto before = w.total();
    REQUIRE_FALSE(w.apply(set_recipient(w, key(2))));
    CHECK(w.read<hooks::Owner>(owner.address)->recipient == key(2));
    CHECK(w.total() == before);
}

TEST_CASE("nobody else names the recipient") {
    HooksWorld w;
    deploy(w, upgrader);
    const auto owner = hooks::owner_address(w.target).address;
    const auto data = tx::loader_v3::programdata_address(w.target);
    const Call good{w.world, set_recipient(w, key(1))};
    REQUIRE_FALSE(good.run().error);
    check_cases(
        good,
        {
            {"unsigned", [](Call& c) { c.meta(0).is_signer = false; },
             Code::MissingRequiredSignature, "account 0 must sign"},
            {"payer unsigned", [](Call& c) { c.meta(4).is_signer = false; },
             Code::MissingRequiredSignature, "account 4 must sign"},
            {"Owner read-only", [](Call& c) { c.meta(1).is_writable = false; }, Code::Immutable,
             "account 1 must be writable"},
            {"a stranger signs", [](Call& c) { c.meta(0).pubkey = key(3); },
             hook_error(HookError::NotAuthority),
             "the target's upgrade authority " + text(upgrader) + " must sign"},
            {"a frozen target",
             [&](Call& c) {
                 auto bytes = c.at(data).data.to_bytes();
                 bytes[12] = 0;
                 set_data(c.at(data), bytes);
             },
             hook_error(HookError::NotAuthority), "the target has no upgrade authority"},
            {"a target of another loader", [&](Call& c) { c.at(w.target).owner = ids::loader_v2; },
             Code::InvalidAccountOwner, "target " + text(w.target) + " is no upgradeable program"},
            {"a target that is programdata", [&](Call& c) { c.meta(2).pubkey = data; },
             Code::InvalidAccountData, "target " + text(data) + " is no program account"},
            {"another programdata", [&](Call& c) { c.meta(3).pubkey = key(3); },
             Code::InvalidArgument, "account 3 must be the target's programdata " + text(data)},
            {"programdata of nobody", [&](Call& c) { c.at(data).owner = key(3); },
             Code::InvalidAccountData, "account " + text(data) + " is no programdata"},
            {"another address", [&](Call& c) { c.meta(1).pubkey = key(3); }, Code::InvalidSeeds,
             "the address of the target's Owner is " + text(owner) + ", not " + text(key(3))},
            {"another target's Owner",
             [&](Call& c) {
                 c.at(key(3)) = account(1, ids::hooks, hooks::Owner{1, key(4), {}, {}}.encode());
                 c.meta(1).pubkey = key(3);
             },
             Code::InvalidSeeds, "account 1 is another target's Owner"},
            {"no system program", [](Call& c) { c.meta(5).pubkey = key(3); },
             Code::IncorrectProgramId, "account 5 must be the system program"},
        });
}

TEST_CASE("the authority acts as the hook's signer") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    const auto signer = hooks::signer_address(hook).address;
    w.world.accounts[signer] = account(5'000'000);
    const auto inner = tx::system::transfer({signer, w.authority, Lamports{4'000'000}});
    const auto before = w.lamports(w.authority);
    const auto ran = w.run(hooks::act(hook, w.authority, inner));
    REQUIRE_FALSE(ran.error);
    CHECK(ran.units == 10'150);
    CHECK(ran.inner ==
          std::vector<Instruction>{
              {ids::system, {{signer, true, true}, {w.authority, false, true}}, inner.data}});
    CHECK(w.lamports(signer) == 1'000'000);
    CHECK(w.lamports(w.authority) == before + 4'000'000);
}

TEST_CASE("Act fails as what it calls fails") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    const auto signer = hooks::signer_address(hook).address;
    const auto inner = tx::system::transfer({signer, w.authority, Lamports{1}});
    const auto ran = w.run(hooks::act(hook, w.authority, inner));
    CHECK(ran.error == tx::custom_error(1));
}

TEST_CASE("Act lends the signer to nobody else and nothing else") {
    HooksWorld w;
    const auto hook = w.register_hook(1), other = w.register_hook(2);
    const auto signer = hooks::signer_address(hook).address;
    w.world.accounts[signer] = account(5'000'000);
    w.world.accounts[key(0x22)] = account(5'000'000);
    const auto inner = tx::system::transfer({signer, key(1), Lamports{4'000'000}});
    const Call good{w.world, hooks::act(hook, w.authority, inner)};
    REQUIRE_FALSE(good.run().error);
    check_cases(good,
                {
                    {"unsigned", [](Call& c) { c.meta(0).is_signer = false; },
                     Code::MissingRequiredSignature, "account 0 must sign"},
                    {"the fee payer asks", [&](Call& c) { c.meta(0).pubkey = w.fee_payer; },
                     hook_error(HookError::NotAuthority), "the hook's authority must sign"},
                    {"another hook's signer",
                     [&](Call& c) { c.meta(2).pubkey = hooks::signer_address(other).address; },
                     Code::InvalidSeeds,
                     "the address of the hook's signer is " + text(signer) + ", not " +
                         text(hooks::signer_address(other).address)},
                    {"somebody else's money", [&](Call& c) { c.meta(4).pubkey = key(0x22); },
                     Code::PrivilegeEscalation, text(key(0x22)) + "'s signer privilege escalated"},
                    {"more flags than accounts", [](Call& c) { c.instruction.data[1] = 9; },
                     Code::MissingAccount},
                    {"an unknown flag", [](Call& c) { c.instruction.data[2] = 4; },
                     Code::InvalidInstructionData},
                    {"no flags", [](Call& c) { c.instruction.data.resize(1); },
                     Code::InvalidInstructionData},
                    {"no hook", [&](Call& c) { c.world.accounts.erase(hook); },
                     hook_error(HookError::NotInitialized), "Hook is not initialized"},
                });
}

TEST_CASE("Act cannot be called by a program") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    const auto signer = hooks::signer_address(hook).address;
    const auto inner = hooks::act(hook, w.authority, tx::system::transfer({signer, key(1), {}}));
    CHECK(w.apply(hooks::act(hook, w.authority, inner)) == hook_error(HookError::NotTopLevel));
}
