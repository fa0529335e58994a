#include "hooks_world.hpp"

using namespace orrery;
using namespace orrery::programs::testing;
using hooks::Hook;
using hooks::HookError;

namespace {

Call call(const HooksWorld& w, const hooks::RegisterHook& params) {
    return {w.world, hooks::register_hook(params)};
}

/// What comes of a registration that differs from a good one.
std::optional<tx::InstructionError> error_of(
    const std::function<void(hooks::RegisterHook&)>& change) {
    HooksWorld w;
    auto params = w.registration();
    change(params);
    return w.apply(hooks::register_hook(params));
}

}  // namespace

TEST_CASE("RegisterHook writes the hook and takes its rent from the fee payer") {
    HooksWorld w;
    auto params = w.registration(7);
    params.every_call = true;
    params.cu_limit = 300'000;
    params.max_per_slot = 1000;
    params.filter = {1, 2, 3};
    const auto before = w.lamports(w.fee_payer);
    const auto ran = w.run(hooks::register_hook(params));
    REQUIRE_FALSE(ran.error);
    CHECK(ran.units == 10'000 + 3 * 150);

    const auto derived = hooks::hook_address(w.authority, 7);
    const auto hook = w.hook(derived.address);
    REQUIRE(hook);
    Hook expected;
    expected.flags = Hook::every_call;
    expected.cu_limit = 300'000;
    expected.authority = w.authority;
    expected.fee_payer = w.fee_payer;
    expected.target = w.target;
    expected.nonce = 7;
    expected.max_per_slot = 1000;
    expected.n_keys = 3;
    expected.n_instructions = 1;
    expected.bump = derived.bump;
    expected.signer_bump = hooks::signer_address(derived.address).bump;
    expected.filter = {1, 2, 3};
    expected.body = params.body.encode();
    CHECK(*hook == expected);
    const auto rent = w.world.rent(Hook::header_size + expected.body.size());
    CHECK(w.lamports(derived.address) == rent);
    CHECK(w.lamports(w.fee_payer) == before - rent);
}

TEST_CASE("an address that somebody funded before blocks no registration") {
    for (const std::uint64_t funded : {1ull, 1'000'000ull, 50'000'000'000ull}) {
        HooksWorld w;
        const auto address = hooks::hook_address(w.authority, 1).address;
        w.world.accounts[address] = account(funded);
        const auto before = w.total();
        w.register_hook(1);
        CHECK(w.lamports(address) ==
              std::max(funded, w.world.rent(w.world.accounts[address].data.size())));
        CHECK(w.total() == before);
    }
}

TEST_CASE("RegisterHook checks every account") {
    HooksWorld w;
    const auto good = call(w, w.registration());
    const auto hook = hooks::hook_address(w.authority, 1).address;
    REQUIRE_FALSE(good.run().error);
    check_cases(
        good,
        {
            {"the authority doesn't sign", [](Call& c) { c.meta(0).is_signer = false; },
             Code::MissingRequiredSignature, "account 0 must sign"},
            {"the fee payer doesn't sign", [](Call& c) { c.meta(1).is_signer = false; },
             Code::MissingRequiredSignature, "account 1 must sign"},
            {"the fee payer is read-only", [](Call& c) { c.meta(1).is_writable = false; },
             Code::Immutable, "account 1 must be writable"},
            {"the hook is read-only", [](Call& c) { c.meta(2).is_writable = false; },
             Code::Immutable, "account 2 must be writable"},
            {"an account is missing", [](Call& c) { c.instruction.accounts.pop_back(); },
             Code::MissingAccount},
            {"no system program", [](Call& c) { c.meta(4).pubkey = key(3); },
             Code::IncorrectProgramId, "account 4 must be the system program"},
            {"another Config", [](Call& c) { c.meta(3).pubkey = key(3); }, Code::InvalidSeeds,
             "the address of the Config is " + text(hooks::config_address().address) + ", not " +
                 text(key(3))},
            {"no Config", [](Call& c) { c.world.accounts.erase(hooks::config_address().address); },
             hook_error(HookError::NotInitialized), "Config is not initialized"},
            {"another address", [](Call& c) { c.meta(2).pubkey = key(3); }, Code::InvalidSeeds,
             "the address of the Hook is " + text(hook) + ", not " + text(key(3))},
            {"somebody else's account", [&](Call& c) { c.at(hook) = account(1, key(8), {1}); },
             Code::InvalidAccountOwner, "account " + text(hook) + " belongs to another program"},
            {"a hook that exists", [&](Call& c) { c.at(hook) = account(1, ids::hooks, {1}); },
             hook_error(HookError::AlreadyInitialized), "the Hook exists"},
            {"a fee payer of a program", [&](Call& c) { c.at(w.fee_payer).owner = key(8); },
             hook_error(HookError::BadFeePayer),
             "fee payer " + text(w.fee_payer) + " must be system-owned and without data"},
            {"a fee payer with data", [&](Call& c) { set_data(c.at(w.fee_payer), {0}); },
             hook_error(HookError::BadFeePayer),
             "fee payer " + text(w.fee_payer) + " must be system-owned and without data"},
            {"cut data", [](Call& c) { c.instruction.data.resize(60); },
             Code::InvalidInstructionData},
            {"an unknown flag", [](Call& c) { c.instruction.data[41] = 2; },
             Code::InvalidInstructionData},
        });
}

TEST_CASE("RegisterHook's fields are refused beyond their limits, taken at them") {
    using R = hooks::RegisterHook;
    CHECK(error_of([](R& r) { r.cu_limit = 0; }) == hook_error(HookError::BadCuLimit));
    CHECK_FALSE(error_of([](R& r) { r.cu_limit = 1; }));
    CHECK_FALSE(error_of([](R& r) { r.cu_limit = 1'400'000; }));
    CHECK(error_of([](R& r) { r.cu_limit = 1'400'001; }) == hook_error(HookError::BadCuLimit));
    CHECK(error_of([](R& r) { r.max_per_slot = 0; }) == hook_error(HookError::BadCap));
    CHECK_FALSE(error_of([](R& r) { r.max_per_slot = 1000; }));
    CHECK(error_of([](R& r) { r.max_per_slot = 1001; }) == hook_error(HookError::BadCap));
    CHECK_FALSE(error_of([](R& r) { r.filter = Bytes(8, 1); }));
    CHECK(error_of([](R& r) { r.filter = Bytes(9, 1); }) == hook_error(HookError::BadFilter));
    CHECK(error_of([](R& r) { r.body.keys[1].is_signer = true; }) ==
          hook_error(HookError::ForeignSigner));
    CHECK(error_of([](R& r) { r.body.keys[2].key = ids::hooks; }) ==
          hook_error(HookError::BodyProgram));
    CHECK(error_of([](R& r) { r.body.keys[2].key = ids::compute_budget; }) ==
          hook_error(HookError::BodyProgram));
    CHECK(error_of([](R& r) { r.body.keys[1].key = r.body.keys[0].key; }) ==
          hook_error(HookError::BadBody));
    CHECK(error_of([](R& r) { r.body.instructions.clear(); }) == hook_error(HookError::BadBody));
}

TEST_CASE("bytes behind a filter's length must be zero") {
    HooksWorld w;
    auto params = w.registration();
    params.filter = {1};
    auto instruction = hooks::register_hook(params);
    instruction.data[50] = 1;  // the filter's second byte
    CHECK(w.apply(instruction) == hook_error(HookError::BadFilter));
}

TEST_CASE("a body may have 64 KiB and not a byte more") {
    HooksWorld w;
    auto params = w.registration(1);
    const auto small = params.body.encode().size();
    params.body.instructions[0].data.resize(1 + 65'536 - small);
    const auto hook = w.register_hook(params);
    CHECK(w.hook(hook)->body.size() == 65'536);
    params = w.registration(2);
    params.body.instructions[0].data.resize(1 + 65'537 - small);
    CHECK(w.apply(hooks::register_hook(params)) == hook_error(HookError::BodyTooLarge));
}

TEST_CASE("a body with a byte too many, or too few, is BadBody") {
    HooksWorld w;
    auto instruction = hooks::register_hook(w.registration());
    instruction.data.push_back(0);
    CHECK(w.apply(instruction) == hook_error(HookError::BadBody));
    instruction.data.resize(instruction.data.size() - 2);
    CHECK(w.apply(instruction) == hook_error(HookError::BadBody));
}

TEST_CASE("authority or fee payer disables a hook, both together enable it") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    auto state = *w.hook(hook);
    state.strikes = 2;
    set_data(w.world.accounts[hook], state.encode());
    CHECK(w.apply(hooks::disable_hook(hook, key(3))) == hook_error(HookError::NotAuthority));
    CHECK_FALSE(w.apply(hooks::disable_hook(hook, w.fee_payer)));
    CHECK(w.hook(hook)->state == hooks::HookState::disabled);
    CHECK(w.apply(hooks::disable_hook(hook, w.authority)) == hook_error(HookError::HookNotActive));
    CHECK(w.apply(hooks::enable_hook(hook, w.authority, w.authority)) ==
          hook_error(HookError::NotAuthority));
    CHECK(w.apply(hooks::enable_hook(hook, w.fee_payer, w.fee_payer)) ==
          hook_error(HookError::NotAuthority));
    CHECK_FALSE(w.apply(hooks::enable_hook(hook, w.authority, w.fee_payer)));
    CHECK(w.hook(hook)->state == hooks::HookState::active);
    CHECK(w.hook(hook)->strikes == 0);
    CHECK_FALSE(w.apply(hooks::disable_hook(hook, w.authority)));
}

TEST_CASE("disable, enable and close check their accounts") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    const Call disable{w.world, hooks::disable_hook(hook, w.authority)};
    const std::vector<Case> cases = {
        {"nobody signs", [](Call& c) { c.meta(0).is_signer = false; },
         Code::MissingRequiredSignature, "account 0 must sign"},
        {"the hook is read-only", [](Call& c) { c.meta(1).is_writable = false; }, Code::Immutable,
         "account 1 must be writable"},
        {"no such hook", [&](Call& c) { c.world.accounts.erase(hook); },
         hook_error(HookError::NotInitialized), "Hook is not initialized"},
        {"another program's", [&](Call& c) { c.at(hook).owner = key(8); },
         Code::InvalidAccountOwner, "account " + text(hook) + " belongs to another program"},
        {"no hook", [&](Call& c) { resize(c.at(hook), 183); }, Code::InvalidAccountData,
         "account " + text(hook) + " is no Hook"},
        {"more data", [](Call& c) { c.instruction.data.push_back(0); },
         Code::InvalidInstructionData},
    };
    check_cases(disable, cases);
    check_cases({w.world, hooks::close_hook(hook, w.authority, w.fee_payer)}, cases);
    const Call enable{w.world, hooks::enable_hook(hook, w.authority, w.fee_payer)};
    check_cases(enable,
                {
                    {"the fee payer doesn't sign", [](Call& c) { c.meta(1).is_signer = false; },
                     Code::MissingRequiredSignature, "account 1 must sign"},
                    {"the authority doesn't sign", [](Call& c) { c.meta(0).is_signer = false; },
                     Code::MissingRequiredSignature, "account 0 must sign"},
                });
}

TEST_CASE("a hook that never bid closes at once, its rent goes to the fee payer") {
    HooksWorld w;
    const auto before = w.lamports(w.fee_payer);
    const auto hook = w.register_hook(1);
    CHECK(w.apply(hooks::close_hook(hook, key(3), w.fee_payer)) ==
          hook_error(HookError::NotAuthority));
    CHECK(w.apply(hooks::close_hook(hook, w.authority, key(3))) ==
          tx::InstructionError(Code::InvalidArgument));
    const auto ran = w.run(hooks::close_hook(hook, w.authority, w.fee_payer));
    REQUIRE_FALSE(ran.error);
    CHECK(ran.at(hook).owner == ids::system);
    CHECK(ran.at(hook).data_size() == 0);
    CHECK(w.lamports(w.fee_payer) == before);
}

TEST_CASE("a hook that bid closes when that epoch is over") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 5'000))));
    const auto close = hooks::close_hook(hook, w.fee_payer, w.fee_payer);
    for (const std::uint64_t slot : {100, 127, 128, 191}) {
        w.set_slot(slot);
        CHECK(w.apply(close) == hook_error(HookError::EpochNotOver));
    }
    w.set_slot(192);
    CHECK_FALSE(w.apply(close));
}

TEST_CASE("a hook that is closed and registered again inherits nothing") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 5'000))));
    auto used = *w.hook(hook);
    used.triggers = 4;
    used.paid = 5;
    used.strikes = 2;
    used.cap_slot = 130;
    used.cap_used = 1;
    set_data(w.world.accounts[hook], used.encode());
    w.set_slot(192);
    REQUIRE_FALSE(w.apply(hooks::close_hook(hook, w.fee_payer, w.fee_payer)));
    REQUIRE(w.register_hook(1) == hook);
    HooksWorld fresh;
    fresh.register_hook(1);
    CHECK(w.hook(hook) == fresh.hook(hook));
    // The old order belongs to an epoch that is over: no seat now or later, and still to be had.
    CHECK_FALSE(w.auction(3));
    CHECK(w.apply(hooks::cancel_bid(w.authority, w.order(hook, 2))) ==
          hook_error(HookError::WrongEpoch));
    CHECK_FALSE(w.apply(hooks::reclaim(w.reclaim(hook, 2))));
    CHECK_FALSE(w.auction(2));
}

TEST_CASE("instructions that don't exist are invalid") {
    HooksWorld w;
    CHECK(w.apply({ids::hooks, {}, {}}) == tx::InstructionError(Code::InvalidInstructionData));
    CHECK(w.apply({ids::hooks, {}, {10}}) == tx::InstructionError(Code::InvalidInstructionData));
}
