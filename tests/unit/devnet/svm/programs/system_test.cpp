#include "devnet/svm/programs/system.hpp"

#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "sdk/crypto/pda.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;

namespace {

const auto payer = key(1);
const auto fresh = key(2);
const auto owner = key(3);
const auto base = key(4);
constexpr std::string_view seed = "vault";

ByteWriter open(SystemTag tag) {
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(tag));
    return out;
}

ByteWriter& put_text(ByteWriter& out, std::string_view t) {
    return out.u64(t.size()).bytes(as_bytes(t));
}

Pubkey derived(const Pubkey& from = owner) { return *crypto::create_with_seed(base, seed, from); }

std::string plain(const Pubkey& k) { return "Address { address: " + text(k) + ", base: None }"; }
std::string seeded(const Pubkey& k) {
    return "Address { address: " + text(k) + ", base: Some(" + text(base) + ") }";
}

Call create_account() {
    Call call;
    call.at(payer) = account(1'000'000);
    call.instruction = system_create_account(payer, fresh, 700, 10, owner);
    return call;
}

Bytes create_with_seed_data(std::string_view s = seed, std::uint64_t space = 10) {
    auto out = open(SystemTag::create_account_with_seed);
    out.key(base);
    return put_text(out, s).u64(700).u64(space).key(owner).take();
}

Call create_account_with_seed() {
    Call call;
    call.at(payer) = account(1'000'000);
    call.instruction = {ids::system,
                        {{payer, true, true}, {derived(), false, true}, {base, true, false}},
                        create_with_seed_data()};
    return call;
}

Call prefund() {
    Call call;
    call.at(payer) = account(1'000'000);
    call.at(fresh) = account(5);
    call.instruction = {
        ids::system,
        {{fresh, true, true}, {payer, true, true}},
        open(SystemTag::create_account_allow_prefund).u64(700).u64(10).key(owner).take()};
    return call;
}

Call transfer() {
    Call call;
    call.at(payer) = account(1'000);
    call.at(fresh) = account(5);
    call.instruction = system_transfer(payer, fresh, 300);
    return call;
}

Bytes transfer_with_seed_data(std::string_view s = seed) {
    auto out = open(SystemTag::transfer_with_seed);
    out.u64(300);
    return put_text(out, s).key(ids::system).take();
}

Call transfer_with_seed() {
    Call call;
    const auto from = derived(ids::system);
    call.at(from) = account(1'000);
    call.instruction = {ids::system,
                        {{from, false, true}, {base, true, false}, {fresh, false, true}},
                        transfer_with_seed_data()};
    return call;
}

Call allocate() {
    Call call;
    call.at(fresh) = account(1);
    call.instruction = system_allocate(fresh, 64);
    return call;
}

Call assign() {
    Call call;
    call.at(fresh) = account(1);
    call.instruction = system_assign(fresh, owner);
    return call;
}

Call allocate_with_seed() {
    Call call;
    call.at(derived()) = account(1);
    auto out = open(SystemTag::allocate_with_seed);
    out.key(base);
    call.instruction = {ids::system,
                        {{derived(), false, true}, {base, true, false}},
                        put_text(out, seed).u64(64).key(owner).take()};
    return call;
}

Call assign_with_seed() {
    Call call;
    call.at(derived()) = account(1);
    auto out = open(SystemTag::assign_with_seed);
    out.key(base);
    call.instruction = {ids::system,
                        {{derived(), false, true}, {base, true, false}},
                        put_text(out, seed).key(owner).take()};
    return call;
}

constexpr auto in_use = system_error(SystemError::account_already_in_use);
constexpr auto too_long = system_error(SystemError::invalid_account_data_length);
constexpr auto too_poor = system_error(SystemError::result_with_negative_lamports);
constexpr auto mismatch = system_error(SystemError::address_with_seed_mismatch);
constexpr std::uint64_t mebi = 1 << 20;

void drop_last_account(Call& c) { c.instruction.accounts.pop_back(); }
void drop_last_byte(Call& c) { c.instruction.data.pop_back(); }

}  // namespace

TEST_CASE("the system program creates an account") {
    const auto ran = create_account().run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.units == 150);
    CHECK(ran.logs.empty());
    CHECK(ran.at(payer).lamports == 999'300);
    CHECK(ran.at(fresh).lamports == 700);
    CHECK(ran.at(fresh).owner == owner);
    CHECK(ran.data(fresh) == Bytes(10, 0));
}

TEST_CASE("the system program refuses to create what it must not, in upstream's order") {
    check_cases(create_account(),
                {
                    {"one account", drop_last_account, Code::MissingAccount},
                    {"short data", drop_last_byte, Code::InvalidInstructionData},
                    {"has lamports", [](Call& c) { c.at(fresh) = account(1, owner, {1}); }, in_use,
                     "Create Account: account " + plain(fresh) + " already in use"},
                    {"does not sign", [](Call& c) { c.meta(1).is_signer = false; },
                     Code::MissingRequiredSignature,
                     "Allocate: 'to' account " + plain(fresh) + " must sign"},
                    {"has data", [](Call& c) { c.at(fresh) = account(0, ids::system, {1}); },
                     in_use, "Allocate: account " + plain(fresh) + " already in use"},
                    {"has an owner", [](Call& c) { c.at(fresh) = account(0, owner); }, in_use,
                     "Allocate: account " + plain(fresh) + " already in use"},
                    {"too much space",
                     [](Call& c) {
                         c.instruction =
                             system_create_account(payer, fresh, 700, 10 * mebi + 1, owner);
                     },
                     too_long, "Allocate: requested 10485761, max allowed 10485760"},
                    {"readonly", [](Call& c) { c.meta(1).is_writable = false; },
                     Code::ReadonlyDataModified},
                    {"readonly with no space to add",
                     [](Call& c) {
                         c.instruction = system_create_account(payer, fresh, 700, 0, owner);
                         c.meta(1).is_writable = false;
                     },
                     Code::ReadonlyDataModified},
                    {"payer does not sign", [](Call& c) { c.meta(0).is_signer = false; },
                     Code::MissingRequiredSignature,
                     "Transfer: `from` account " + text(payer) + " must sign"},
                    {"payer has data", [](Call& c) { set_data(c.at(payer), {1}); },
                     Code::InvalidArgument, "Transfer: `from` must not carry data"},
                    {"payer is poor", [](Call& c) { c.at(payer) = account(699); }, too_poor,
                     "Transfer: insufficient lamports 699, need 700"},
                    {"payer is foreign", [](Call& c) { c.at(payer) = account(1000, owner); },
                     Code::ExternalAccountLamportSpend},
                    {"payer is readonly", [](Call& c) { c.meta(0).is_writable = false; },
                     Code::ReadonlyLamportChange},
                    {"account pays for itself",
                     [](Call& c) {
                         c.instruction = system_create_account(fresh, fresh, 1, 0, ids::system);
                     },
                     too_poor, "Transfer: insufficient lamports 0, need 1"},
                });
}

TEST_CASE("the system program creates an account at an address derived from a seed") {
    const auto ran = create_account_with_seed().run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.at(derived()).owner == owner);
    CHECK(ran.at(derived()).lamports == 700);
}

TEST_CASE("creation with a seed checks the derivation first") {
    const auto other = *crypto::create_with_seed(base, "other", owner);
    check_cases(
        create_account_with_seed(),
        {
            {"other seed", [](Call& c) { c.instruction.data = create_with_seed_data("other"); },
             mismatch,
             "Create: address " + text(derived()) + " does not match derived address " +
                 text(other)},
            {"seed of 33 bytes, whose error number becomes the custom error",
             [](Call& c) { c.instruction.data = create_with_seed_data(std::string(33, 'a')); },
             tx::custom_error(0)},
            {"owner that looks like a PDA's hash",
             [](Call& c) {
                 Pubkey marked;
                 const auto marker = as_bytes("ProgramDerivedAddress");
                 std::copy(marker.begin(), marker.end(), marked.bytes.end() - 21);
                 auto out = open(SystemTag::create_account_with_seed);
                 out.key(base);
                 c.instruction.data = put_text(out, seed).u64(1).u64(0).key(marked).take();
             },
             tx::custom_error(2)},
            {"seed is no text", [](Call& c) { c.instruction.data = create_with_seed_data("\xff"); },
             Code::InvalidInstructionData},
            {"seed runs past the end", [](Call& c) { c.instruction.data[36] = 0xff; },
             Code::InvalidInstructionData},
            {"seed beyond the packet size",
             [](Call& c) { c.instruction.data = create_with_seed_data(std::string(1140, 'a')); },
             tx::custom_error(0)},
            {"seed that takes the data one byte over the packet size",
             [](Call& c) { c.instruction.data = create_with_seed_data(std::string(1141, 'a')); },
             Code::InvalidInstructionData},
            {"base does not sign", [](Call& c) { c.meta(2).is_signer = false; },
             Code::MissingRequiredSignature,
             "Allocate: 'to' account " + seeded(derived()) + " must sign"},
            {"in use", [](Call& c) { c.at(derived()) = account(1); }, in_use,
             "Create Account: account " + seeded(derived()) + " already in use"},
            {"one account", [](Call& c) { c.instruction.accounts.resize(1); },
             Code::MissingAccount},
        });
}

TEST_CASE("an account that has lamports already can be created with prefund") {
    const auto ran = prefund().run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.at(fresh).lamports == 705);
    CHECK(ran.at(fresh).owner == owner);

    auto unfunded = prefund();
    unfunded.instruction.accounts.resize(1);
    unfunded.instruction.data =
        open(SystemTag::create_account_allow_prefund).u64(0).u64(10).key(owner).take();
    const auto alone = unfunded.run();
    REQUIRE_FALSE(alone.error);
    CHECK(alone.at(fresh).lamports == 5);
}

TEST_CASE("creation with prefund keeps all other checks") {
    check_cases(prefund(), {
                               {"no payer", drop_last_account, Code::MissingAccount},
                               {"no account", [](Call& c) { c.instruction.accounts.clear(); },
                                Code::MissingAccount},
                               {"does not sign", [](Call& c) { c.meta(0).is_signer = false; },
                                Code::MissingRequiredSignature,
                                "Allocate: 'to' account " + plain(fresh) + " must sign"},
                               {"has data", [](Call& c) { set_data(c.at(fresh), {0}); }, in_use,
                                "Allocate: account " + plain(fresh) + " already in use"},
                               {"payer does not sign", [](Call& c) { c.meta(1).is_signer = false; },
                                Code::MissingRequiredSignature,
                                "Transfer: `from` account " + text(payer) + " must sign"},
                               {"payer is poor", [](Call& c) { c.at(payer) = account(1); },
                                too_poor, "Transfer: insufficient lamports 1, need 700"},
                           });
}

TEST_CASE("the system program transfers lamports") {
    const auto ran = transfer().run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.at(payer).lamports == 700);
    CHECK(ran.at(fresh).lamports == 305);

    auto to_itself = transfer();
    to_itself.instruction = system_transfer(payer, payer, 300);
    CHECK_FALSE(to_itself.run().error);
    CHECK(to_itself.run().at(payer).lamports == 1'000);

    auto longer = transfer();
    longer.instruction.data.resize(2'000);  // what follows the arguments is nobody's
    CHECK_FALSE(longer.run().error);
}

TEST_CASE("the system program refuses a transfer in upstream's order") {
    check_cases(
        transfer(),
        {
            {"one account", drop_last_account, Code::MissingAccount},
            {"short data", drop_last_byte, Code::InvalidInstructionData},
            {"no data", [](Call& c) { c.instruction.data.clear(); }, Code::InvalidInstructionData},
            {"unsigned", [](Call& c) { c.meta(0).is_signer = false; },
             Code::MissingRequiredSignature,
             "Transfer: `from` account " + text(payer) + " must sign"},
            {"data before funds", [](Call& c) { c.at(payer) = account(1, ids::system, {1}); },
             Code::InvalidArgument, "Transfer: `from` must not carry data"},
            {"funds", [](Call& c) { c.at(payer) = account(299); }, too_poor,
             "Transfer: insufficient lamports 299, need 300"},
            {"foreign", [](Call& c) { c.at(payer) = account(1000, owner); },
             Code::ExternalAccountLamportSpend},
            {"readonly recipient", [](Call& c) { c.meta(1).is_writable = false; },
             Code::ReadonlyLamportChange},
            {"overflow", [](Call& c) { c.at(fresh) = account(UINT64_MAX - 299); },
             Code::ArithmeticOverflow},
            {"no compute units", [](Call& c) { c.world.compute_unit_limit = 149; },
             Code::ComputationalBudgetExceeded},
        });
}

TEST_CASE("the system program transfers from an address derived from a seed") {
    const auto ran = transfer_with_seed().run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.at(fresh).lamports == 300);
}

TEST_CASE("a transfer with a seed needs the base's signature and the right seed") {
    const auto from = derived(ids::system);
    const auto other = *crypto::create_with_seed(base, "other", ids::system);
    check_cases(
        transfer_with_seed(),
        {
            {"two accounts", drop_last_account, Code::MissingAccount},
            {"base does not sign", [](Call& c) { c.meta(1).is_signer = false; },
             Code::MissingRequiredSignature,
             "Transfer: 'from' account " + text(base) + " must sign"},
            {"long seed",
             [](Call& c) { c.instruction.data = transfer_with_seed_data(std::string(33, 'a')); },
             tx::custom_error(0)},
            {"other seed", [](Call& c) { c.instruction.data = transfer_with_seed_data("other"); },
             mismatch,
             "Transfer: 'from' address " + text(from) + " does not match derived address " +
                 text(other)},
            {"data", [from](Call& c) { set_data(c.at(from), {1}); }, Code::InvalidArgument,
             "Transfer: `from` must not carry data"},
            {"funds", [from](Call& c) { c.at(from) = account(1); }, too_poor,
             "Transfer: insufficient lamports 1, need 300"},
        });
}

TEST_CASE("the system program allocates and assigns") {
    const auto allocated = allocate().run();
    REQUIRE_FALSE(allocated.error);
    CHECK(allocated.data(fresh) == Bytes(64, 0));
    const auto assigned = assign().run();
    REQUIRE_FALSE(assigned.error);
    CHECK(assigned.at(fresh).owner == owner);
    const auto both = allocate_with_seed().run();
    REQUIRE_FALSE(both.error);
    CHECK(both.at(derived()).owner == owner);
    CHECK(both.data(derived()).size() == 64);
    const auto seeded_assign = assign_with_seed().run();
    REQUIRE_FALSE(seeded_assign.error);
    CHECK(seeded_assign.at(derived()).owner == owner);
}

TEST_CASE("assigning an account to its owner needs no signature") {
    auto call = assign();
    call.at(fresh) = account(1, owner, {1, 2});
    call.meta(0) = {fresh, false, false};
    CHECK_FALSE(call.run().error);
}

TEST_CASE("allocate and assign refuse in upstream's order") {
    check_cases(
        allocate(),
        {
            {"no account", drop_last_account, Code::MissingAccount},
            {"short data", drop_last_byte, Code::InvalidInstructionData},
            {"unsigned", [](Call& c) { c.meta(0).is_signer = false; },
             Code::MissingRequiredSignature,
             "Allocate: 'to' account " + plain(fresh) + " must sign"},
            {"in use", [](Call& c) { set_data(c.at(fresh), {1}); }, in_use,
             "Allocate: account " + plain(fresh) + " already in use"},
            {"too long", [](Call& c) { c.instruction = system_allocate(fresh, UINT64_MAX); },
             too_long, "Allocate: requested 18446744073709551615, max allowed 10485760"},
            {"too much for one transaction",
             [](Call& c) { c.world.limits.account_data_growth = 63; },
             Code::MaxAccountsDataAllocationsExceeded},
        });
    check_cases(
        assign(),
        {
            {"no account", drop_last_account, Code::MissingAccount},
            {"short data", drop_last_byte, Code::InvalidInstructionData},
            {"unsigned", [](Call& c) { c.meta(0).is_signer = false; },
             Code::MissingRequiredSignature, "Assign: account " + plain(fresh) + " must sign"},
            {"foreign", [](Call& c) { c.at(fresh) = account(1, key(9)); }, Code::ModifiedProgramId},
            {"has data", [](Call& c) { set_data(c.at(fresh), {1}); }, Code::ModifiedProgramId},
            {"readonly", [](Call& c) { c.meta(0).is_writable = false; }, Code::ModifiedProgramId},
        });
    const auto strange = [](Call& c) {
        c.meta(0).pubkey = fresh;
        c.at(fresh) = account(1);
    };
    const auto why =
        "Create: address " + text(fresh) + " does not match derived address " + text(derived());
    check_cases(allocate_with_seed(),
                {
                    {"other address", strange, mismatch, why},
                    {"unsigned", [](Call& c) { c.meta(1).is_signer = false; },
                     Code::MissingRequiredSignature,
                     "Allocate: 'to' account " + seeded(derived()) + " must sign"},
                });
    check_cases(assign_with_seed(), {
                                        {"other address", strange, mismatch, why},
                                        {"unsigned", [](Call& c) { c.meta(1).is_signer = false; },
                                         Code::MissingRequiredSignature,
                                         "Assign: account " + seeded(derived()) + " must sign"},
                                    });
}

TEST_CASE("the system program has 14 instructions") {
    auto call = transfer();
    call.instruction.data = ByteWriter().u32(14).u64(0).u64(0).take();
    CHECK(call.run().error == tx::InstructionError(Code::InvalidInstructionData));
    call.instruction.data = ByteWriter().u16(2).take();
    CHECK(call.run().error == tx::InstructionError(Code::InvalidInstructionData));
}
