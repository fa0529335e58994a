#include <catch2/catch.hpp>
#include <sol/entrypoint.hpp>
#include <sol/test.hpp>

namespace {

using namespace sol;
using namespace sol::test;

struct Box {
    static constexpr uint64_t discriminator = sol::discriminator("account:Box");
    Pubkey owner;
    uint64_t number;
};

using Handler = Result<void> (*)(const Context&);

Handler current = nullptr;  // what the next call runs

uint64_t run_current(uint8_t* input) { return sol::run<4>(input, current); }

const Pubkey id = key("program"), other = key("another program");
const Pda address = pda(id, "box", other);

Outcome with(Handler handler, std::vector<TestAccount> accounts) {
    current = handler;
    return test::run(run_current, {id, std::move(accounts), {}});
}

TestAccount box(uint64_t number = 1) { return state_account(address.key, id, Box{other, number}); }

Result<void> read_box(const Context& context) {
    SOL_ACCOUNTS(context, account);
    SOL_TRY(state, account.state<Box>(context.program_id));
    return Error::custom(static_cast<uint32_t>(state.number));
}

Result<void> change_box(const Context& context) {
    SOL_ACCOUNTS(context, account);
    SOL_TRY(state, account.mutable_state<Box>(context.program_id));
    state.number += 1;
    return {};
}

Result<void> new_box(const Context& context) {
    SOL_ACCOUNTS(context, account);
    SOL_TRY(state, account.new_state<Box>(context.program_id));
    state.number = 77;
    return {};
}

}  // namespace

TEST_CASE("a state is read where owner, size and discriminator are right") {
    CHECK(with(read_box, {box(41)}).is(Error::custom(41)));
    auto foreign = box();
    foreign.owner = other;
    CHECK(with(read_box, {foreign}).is(ProgramError::InvalidAccountOwner));
    auto short_one = box();
    short_one.data.pop_back();
    CHECK(with(read_box, {short_one}).is(ProgramError::AccountDataTooSmall));
    auto another_kind = box();
    another_kind.data[0] ^= 1;
    CHECK(with(read_box, {another_kind}).is(ProgramError::InvalidAccountData));
    CHECK(with(read_box, {empty_account(address.key, id, 48)})
              .is(ProgramError::UninitializedAccount));
    CHECK(with(read_box, {}).is(ProgramError::NotEnoughAccountKeys));
}

TEST_CASE("a state is changed in the input itself, if it is writable") {
    const auto outcome = with(change_box, {box(41).writable()});
    REQUIRE(outcome.ok());
    CHECK(outcome.account(address.key).state<Box>()->number == 42);
    CHECK(with(change_box, {box(41)}).is(ProgramError::Immutable));
}

TEST_CASE("a new state needs an account that has none") {
    const auto empty = empty_account(address.key, id, Account::state_size<Box>).writable();
    const auto outcome = with(new_box, {empty});
    REQUIRE(outcome.ok());
    CHECK(outcome.account(address.key).state<Box>()->number == 77);
    CHECK(with(new_box, {box().writable()}).is(ProgramError::AccountAlreadyInitialized));
    auto small = empty;
    small.data.pop_back();
    CHECK(with(new_box, {small}).is(ProgramError::AccountDataTooSmall));
}

TEST_CASE("checks of keys, signers and addresses name what is wrong") {
    constexpr auto check = [](const Context& context) -> Result<void> {
        SOL_ACCOUNTS(context, account, signer);
        SOL_CHECK(signer.expect_signer());
        SOL_CHECK(signer.expect_key(other));
        SOL_CHECK(account.expect_known_pda(id, seeds("box", signer.key(), address.bump)));
        return account.expect_pda(id, seeds("box", signer.key(), address.bump));
    };
    const auto signer = wallet(other, 1).signer();
    CHECK(with(check, {box(), signer}).ok());
    CHECK(with(check, {box(), wallet(other, 1)}).is(ProgramError::MissingRequiredSignature));
    CHECK(with(check, {box(), wallet(key("x"), 1).signer()}).is(ProgramError::InvalidArgument));
    CHECK(with(check, {wallet(key("x"), 1), signer}).is(ProgramError::InvalidSeeds));
}

TEST_CASE("resize grows by up to 10240 bytes of zeros, and shrinks") {
    constexpr auto grow = [](const Context& context) -> Result<void> {
        SOL_ACCOUNTS(context, account);
        const auto before = account.size();
        SOL_CHECK(account.resize(4));
        account.data()[3] = 9;
        SOL_CHECK(account.resize(before + SOL_MAX_GROWTH));
        for (auto byte : Bytes(account.data().data() + 4, account.size() - 4))
            SOL_ENSURE(byte == 0, ProgramError::InvalidAccountData);
        SOL_ENSURE(!account.resize(before + SOL_MAX_GROWTH + 1), ProgramError::InvalidAccountData);
        return {};
    };
    const auto outcome = with(grow, {box().writable()});
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.accounts[0].data.size() == Account::state_size<Box> + SOL_MAX_GROWTH);
    CHECK(outcome.accounts[0].data[3] == 9);
}

TEST_CASE("a closed account leaves its lamports to the heir and nothing behind") {
    constexpr auto close = [](const Context& context) -> Result<void> {
        SOL_ACCOUNTS(context, account, heir);
        return account.close(heir);
    };
    const auto outcome = with(close, {box().writable(), wallet(other, 5).writable()});
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.accounts[0].lamports == 0);
    CHECK(outcome.accounts[0].data.empty());
    CHECK(outcome.accounts[0].owner == system_program_id);
    CHECK(outcome.accounts[1].lamports == 5 + box().lamports);
    CHECK(with(close, {box().writable(), box().writable()}).is(ProgramError::InvalidArgument));
}

TEST_CASE("token accounts and mints are told apart and from foreign ones") {
    constexpr auto look = [](const Context& context) -> Result<void> {
        SOL_ACCOUNTS(context, one, two);
        SOL_TRY(wallet, token::wallet(one));
        SOL_TRY(mint, token::mint(two));
        SOL_ENSURE(wallet.mint() == two.key() && wallet.owner() == other && mint.decimals() == 6,
                   ProgramError::InvalidAccountData);
        return Error::custom(static_cast<uint32_t>(wallet.amount() + mint.supply()));
    };
    const auto mint = token_mint(key("mint"), other, 100, 6);
    const auto purse = token_wallet(key("purse"), mint.key, other, 23);
    CHECK(with(look, {purse, mint}).is(Error::custom(123)));
    CHECK(with(look, {mint, mint}).is(ProgramError::InvalidAccountData));
    CHECK(with(look, {purse, purse}).is(ProgramError::InvalidAccountData));
    auto foreign = purse;
    foreign.owner = id;
    CHECK(with(look, {foreign, mint}).is(ProgramError::InvalidAccountOwner));
    CHECK(with(look, {empty_account(purse.key, token::program_id, 165), mint})
              .is(ProgramError::UninitializedAccount));
}
