#include <catch2/catch.hpp>
#include <sol/entrypoint.hpp>
#include <sol/event.hpp>
#include <sol/require.hpp>
#include <sol/runtime.hpp>
#include <sol/test.hpp>

namespace {

using namespace sol;
using namespace sol::test;

using Handler = Result<void> (*)(const Context&);

Handler current = nullptr;  // what the next call runs

uint64_t run_current(uint8_t* input) { return sol::run<8>(input, current); }

const Pubkey id = key("program"), alice = key("alice"), bob = key("bob");

Outcome with(Handler handler, std::vector<TestAccount> accounts, Environment environment = {}) {
    current = handler;
    return test::run(run_current, {id, std::move(accounts), {}, std::move(environment)});
}

TestAccount own(uint64_t bytes = 8) { return empty_account(key("own"), id, bytes); }

struct Paid {
    static constexpr uint64_t discriminator = sol::discriminator("event:Paid");
    uint64_t amount;
    SOL_FIELDS(amount)
};

Result<void> write_first(const Context& context) {
    context.accounts[0].data()[0] = 1;
    return {};
}

Result<void> move_one_lamport(const Context& context) {
    SOL_CHECK(context.accounts[0].take_lamports(1));
    return context.accounts[1].add_lamports(1);
}

Result<void> pay_ten(const Context& context) {
    SOL_ACCOUNTS(context, from, to);
    return system::transfer({from, to, 10}).invoke();
}

}  // namespace

TEST_CASE("what a chain refuses is refused") {
    CHECK(with(write_first, {own().writable()}).ok());
    CHECK(with(write_first, {own()}).message.starts_with("ReadonlyDataModified"));
    auto foreign = own();
    foreign.owner = bob;
    CHECK(with(write_first, {foreign.writable()}).message.starts_with("ExternalAccountData"));

    const auto to = wallet(bob, 5).writable();
    CHECK(with(move_one_lamport, {own().writable(), to}).ok());
    CHECK(with(move_one_lamport, {own(), to}).message.starts_with("ReadonlyLamportChange"));
    CHECK(with(move_one_lamport, {wallet(alice, 5).writable(), to})
              .message.starts_with("ExternalAccountLamportSpend"));

    constexpr auto mint_lamports = [](const Context& context) {
        return context.accounts[0].add_lamports(1);
    };
    CHECK(with(mint_lamports, {own().writable()}).message.starts_with("UnbalancedInstruction"));
    constexpr auto grow = [](const Context& context) -> Result<void> {
        context.accounts[0].record().data_len += SOL_MAX_GROWTH + 1;
        return {};
    };
    CHECK(with(grow, {own().writable()}).message.starts_with("InvalidRealloc"));
    constexpr auto give_away = [](const Context& context) -> Result<void> {
        context.accounts[0].record().owner = alice;
        return {};
    };
    CHECK(with(give_away, {own().writable()}).ok());
    CHECK(with(give_away, {foreign.writable()}).message.starts_with("ModifiedProgramId"));
}

TEST_CASE("a failed call isn't judged by what it changed") {
    constexpr auto fail = [](const Context& context) -> Result<void> {
        context.accounts[0].data()[0] = 1;
        return ProgramError::InvalidArgument;
    };
    CHECK(with(fail, {own()}).is(ProgramError::InvalidArgument));
}

TEST_CASE("panics and aborts end the call, not the process") {
    constexpr auto panic = [](const Context& context) -> Result<void> {
        SOL_REQUIRE(context.accounts.size() == 1, "one account, please");
        return {};
    };
    const auto panicked = with(panic, {});
    CHECK(panicked.end == End::panicked);
    CHECK(panicked.logs == std::vector<std::string>{"Program log: one account, please"});
    CHECK(panicked.message.find("machine_test.cpp at ") != std::string::npos);
    CHECK(with(panic, {own()}).ok());

    constexpr auto no_value = [](const Context&) -> Result<void> {
        (void)Result<int>(ProgramError::InvalidArgument).value();
        return {};
    };
    CHECK(with(no_value, {}).end == End::aborted);
    constexpr auto overlap = [](const Context& context) -> Result<void> {
        auto* at = context.accounts[0].data().data();
        sol_memcpy_(at, at + 1, 4);
        return {};
    };
    CHECK(with(overlap, {own()}).message.starts_with("CopyOverlapping"));
    constexpr auto long_seed = [](const Context& context) -> Result<void> {
        const uint8_t bytes[33] = {};
        return find_pda(context.program_id, seeds(Bytes(bytes))).error();
    };
    CHECK(with(long_seed, {}).message.starts_with("BadSeeds"));
}

TEST_CASE("a panic outside a call is an exception") {
    CHECK_THROWS_AS((void)Result<int>(ProgramError::InvalidArgument).value(), std::runtime_error);
}

TEST_CASE("logs, data and return data are as on a chain") {
    constexpr auto talk = [](const Context& context) -> Result<void> {
        log("paid ", 7, " to ", true);
        log_64(1, 255);
        log_pubkey(system_program_id);
        emit(Paid{7});
        set_return_data(uint32_t{0x01020304});
        SOL_ENSURE(stack_height() == 1 && remaining_compute_units() == 200'000,
                   ProgramError::InvalidArgument);
        Pubkey from;
        uint8_t room[2];
        const auto left = return_data(MutBytes(room, 2), from);
        SOL_ENSURE(left.size() == 2 && left[0] == 4 && from == context.program_id,
                   ProgramError::InvalidArgument);
        return {};
    };
    const auto outcome = with(talk, {});
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    REQUIRE(outcome.logs.size() == 4);
    CHECK(outcome.logs[0] == "Program log: paid 7 to true");
    CHECK(outcome.logs[1] == "Program log: 0x1, 0xff, 0x0, 0x0, 0x0");
    CHECK(outcome.logs[2] == "Program log: 11111111111111111111111111111111");
    CHECK(outcome.logs[3].starts_with("Program data: "));
    REQUIRE(outcome.events<Paid>().size() == 1);
    CHECK(outcome.events<Paid>()[0].amount == 7);
    CHECK(outcome.return_data == Data{4, 3, 2, 1});
}

TEST_CASE("sysvars are the environment's, whole and in parts") {
    constexpr auto look = [](const Context&) -> Result<void> {
        SOL_TRY(clock, Clock::get());
        SOL_TRY(schedule, EpochSchedule::get());
        uint8_t time[8];
        SOL_CHECK(read_sysvar(Clock::id, time, 32));
        SOL_ENSURE(load<int64_t>(time) == clock.unix_timestamp, ProgramError::InvalidArgument);
        SOL_ENSURE(!read_sysvar(Clock::id, time, 33), ProgramError::InvalidArgument);
        SOL_ENSURE(!read_sysvar(bob, time, 0), ProgramError::InvalidArgument);
        SOL_ENSURE(schedule.slots_per_epoch == 432000, ProgramError::InvalidArgument);
        return Error::custom(static_cast<uint32_t>(clock.unix_timestamp));
    };
    Environment environment;
    environment.clock.unix_timestamp = 1234;
    CHECK(with(look, {}, environment).is(Error::custom(1234)));
}

TEST_CASE("a call of another program is recorded, answered, and changes accounts") {
    const std::vector<TestAccount> accounts{wallet(alice, 30).signer().writable(),
                                            wallet(bob, 1).writable(), test::program(Pubkey{})};
    const auto outcome = with(pay_ten, accounts);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.account(alice).lamports == 20);
    CHECK(outcome.account(bob).lamports == 11);
    REQUIRE(outcome.cpis.size() == 1);
    CHECK(outcome.cpis[0].program == system_program_id);
    CHECK(outcome.cpis[0].data == borsh(uint32_t{2}, uint64_t{10}));
    CHECK(outcome.cpis[0].account(0).lamports == 30);

    Environment refusing;
    refusing.on_cpi = [](Cpi& cpi) {
        cpi.account(0).lamports = 0;
        return uint64_t{17};
    };
    const auto refused = with(pay_ten, accounts, refusing);
    CHECK(refused.end == End::failed);
    CHECK(refused.code == 17);
    CHECK(refused.account(alice).lamports == 30);
}

TEST_CASE("a call of another program needs its account, its signers and its rights") {
    const auto from = wallet(alice, 30).signer().writable();
    const auto to = wallet(bob, 1).writable();
    const auto system = test::program(Pubkey{});
    CHECK(with(pay_ten, {from, to}).message.starts_with("MissingAccount"));
    CHECK(with(pay_ten, {wallet(alice, 30).writable(), to, system})
              .message.starts_with("PrivilegeEscalation"));
    CHECK(with(pay_ten, {from, wallet(bob, 1), system}).message.starts_with("PrivilegeEscalation"));
    CHECK(with(pay_ten, {wallet(alice, 3).signer().writable(), to, system}).end == End::failed);

    constexpr auto write_then_pay = [](const Context& context) -> Result<void> {
        context.accounts[1].record().lamports += 1;
        return pay_ten(context);
    };
    CHECK(with(write_then_pay, {from, to, system}).message.starts_with("Unbalanced"));
}

TEST_CASE("seeds sign for the program's own addresses only") {
    static const Pda vault = pda(id, "vault");
    constexpr auto pay_from_vault = [](const Context& context) -> Result<void> {
        SOL_ACCOUNTS(context, from, to);
        return system::transfer({from, to, 10}).invoke_signed(seeds("vault", vault.bump));
    };
    const auto to = wallet(bob, 1).writable();
    const auto system = test::program(Pubkey{});
    CHECK(with(pay_from_vault, {wallet(vault.key, 30).writable(), to, system}).ok());
    CHECK(with(pay_from_vault, {wallet(alice, 30).writable(), to, system})
              .message.starts_with("PrivilegeEscalation"));
}

TEST_CASE("tokens are made, moved, burnt and closed by the token program's rules") {
    constexpr auto everything = [](const Context& context) -> Result<void> {
        SOL_ACCOUNTS(context, mint, purse, other, owner);
        SOL_CHECK(token::initialize_account3({other, mint, owner.key()}).invoke());
        SOL_CHECK(token::mint_to({mint, purse, owner, 100}).invoke());
        SOL_CHECK(token::transfer({purse, other, owner, 30}).invoke());
        SOL_CHECK(token::transfer_checked({other, mint, purse, owner, 10, 6}).invoke());
        SOL_CHECK(token::burn({other, mint, owner, 20}).invoke());
        return token::close_account({other, owner, owner}).invoke();
    };
    const auto mint = token_mint(key("mint"), alice, 0, 6).writable();
    const auto purse = token_wallet(key("purse"), mint.key, alice, 0).writable();
    const auto outcome = with(
        everything, {mint, purse, empty_account(key("other"), token::program_id, 165).writable(),
                     wallet(alice, 1).signer().writable(), test::program(token::program_id)});
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(token::Wallet(outcome.account(purse.key).data.data()).amount() == 80);
    CHECK(token::Mint(outcome.account(mint.key).data.data()).supply() == 80);
    CHECK(outcome.account(key("other")).lamports == 0);
    CHECK(outcome.account(alice).lamports == 1 + rent_exempt(165));
}

TEST_CASE("what a test throws in a handler reaches the test") {
    Environment environment;
    environment.on_cpi = [](Cpi&) -> uint64_t { throw std::domain_error("from the test"); };
    CHECK_THROWS_AS(with(pay_ten,
                         {wallet(alice, 30).signer().writable(), wallet(bob, 1).writable(),
                          test::program(Pubkey{})},
                         environment),
                    std::domain_error);
    CHECK(with(write_first, {own().writable()}).ok());
}
