#include "../src/escrow.hpp"

#include <catch2/catch.hpp>
#include <sol/test.hpp>

namespace {

using namespace sol;
using namespace sol::test;
using namespace escrow;

const Pubkey program_id = key("the program");
const Pubkey maker = key("maker"), taker = key("taker");
const Pubkey gold = key("gold"), silver = key("silver");  // mints
const Pubkey maker_gold = key("maker's gold"), maker_silver = key("maker's silver");
const Pubkey taker_gold = key("taker's gold"), taker_silver = key("taker's silver");

constexpr uint64_t id = 7, sol_each = 1'000'000'000;
const Pda offer = pda(program_id, "offer", maker, id);
const Pda vault = pda(program_id, "vault", offer.key);

uint64_t amount(const Outcome& outcome, const Pubkey& wallet) {
    return token::Wallet(outcome.account(wallet).data.data()).amount();
}

Outcome make(const Terms& terms) {
    return call({.program_id = program_id,
                 .accounts = {wallet(maker, sol_each).signer().writable(),
                              wallet(offer.key, 0).writable(), wallet(vault.key, 0).writable(),
                              token_wallet(maker_gold, gold, maker, 100).writable(),
                              token_mint(gold, maker, 1000, 3), token_mint(silver, maker, 1000, 3),
                              program(token::program_id), program(system::program_id)},
                 .data = borsh(Instruction::Make, terms)});
}

// An offer of 60 gold for 25 silver, as make() leaves it.
struct Open {
    TestAccount offer_account = make({id, 60, 25}).account(offer.key);
    TestAccount vault_account = make({id, 60, 25}).account(vault.key);
    TestAccount paid = token_wallet(maker_silver, silver, maker, 0).writable();
    TestAccount payment = token_wallet(taker_silver, silver, taker, 30).writable();
    Pubkey named_maker = maker;

    Outcome take() const {
        return call(
            {.program_id = program_id,
             .accounts = {wallet(taker, sol_each).signer(), wallet(named_maker, 0).writable(),
                          offer_account.writable(), vault_account.writable(), payment,
                          token_wallet(taker_gold, gold, taker, 1).writable(), paid,
                          program(token::program_id)},
             .data = borsh(Instruction::Take)});
    }
    Outcome cancel(const TestAccount& by) const {
        return call({.program_id = program_id,
                     .accounts = {by, offer_account.writable(), vault_account.writable(),
                                  token_wallet(maker_gold, gold, maker, 40).writable(),
                                  program(token::program_id)},
                     .data = borsh(Instruction::Cancel)});
    }
};

}  // namespace

TEST_CASE("make puts the tokens into a vault that the offer owns") {
    const auto outcome = make({id, 60, 25});
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(amount(outcome, maker_gold) == 40);
    CHECK(amount(outcome, vault.key) == 60);
    const token::Wallet held(outcome.account(vault.key).data.data());
    CHECK(held.owner() == offer.key);
    CHECK(held.mint() == gold);
    const auto state = outcome.account(offer.key).state<Offer>();
    REQUIRE(state);
    CHECK(state->maker == maker);
    CHECK(state->wanted_mint == silver);
    CHECK(state->want == 25);
}

TEST_CASE("make refuses offers of nothing, for nothing, and of more than there is") {
    CHECK(make({id, 0, 25}).is(EscrowError::NothingToGive));
    CHECK(make({id, 60, 0}).is(EscrowError::NothingWanted));
    const auto too_much = make({id, 101, 25});
    CHECK(too_much.end == End::failed);
    CHECK(too_much.code == 1);  // the token program's InsufficientFunds
    CHECK(make({id + 1, 60, 25}).is(ProgramError::InvalidArgument));  // another address
}

TEST_CASE("take swaps both amounts, closes everything and tells so") {
    const auto outcome = Open{}.take();
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(amount(outcome, taker_gold) == 61);
    CHECK(amount(outcome, taker_silver) == 5);
    CHECK(amount(outcome, maker_silver) == 25);
    CHECK(outcome.account(vault.key).lamports == 0);
    CHECK(outcome.account(offer.key).lamports == 0);
    CHECK(outcome.account(offer.key).data.empty());
    CHECK(outcome.account(maker).lamports ==
          rent_exempt(Account::state_size<Offer>) + rent_exempt(token::Wallet::size));
    const auto events = outcome.events<Taken>();
    REQUIRE(events.size() == 1);
    CHECK(events[0].taker == taker);
    CHECK(events[0].given == 60);
    CHECK(events[0].paid == 25);
}

TEST_CASE("take refuses to pay anyone but the maker, and in other tokens") {
    Open open;
    open.paid = token_wallet(maker_silver, silver, taker, 0).writable();
    CHECK(open.take().is(EscrowError::NotTheMakersAccount));
    open.paid = token_wallet(maker_silver, gold, maker, 0).writable();
    CHECK(open.take().is(EscrowError::WrongMint));
    open = Open{};
    open.named_maker = taker;
    CHECK(open.take().is(EscrowError::NotTheMaker));
    open = Open{};
    open.payment = token_wallet(taker_silver, silver, taker, 24).writable();
    CHECK(open.take().end == End::failed);
}

TEST_CASE("take refuses another vault and forged offers") {
    Open open;
    open.vault_account = token_wallet(key("another vault"), gold, offer.key, 60);
    CHECK(open.take().is(EscrowError::WrongVault));
    open = Open{};
    open.offer_account.owner = key("another program");
    CHECK(open.take().is(ProgramError::InvalidAccountOwner));
}

TEST_CASE("cancel gives the maker everything back, and nobody else") {
    const Open open;
    const auto outcome = open.cancel(wallet(maker, 0).signer().writable());
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(amount(outcome, maker_gold) == 100);
    CHECK(outcome.account(maker).lamports ==
          rent_exempt(Account::state_size<Offer>) + rent_exempt(token::Wallet::size));
    CHECK(open.cancel(wallet(taker, 0).signer().writable()).is(EscrowError::NotTheMaker));
    CHECK(open.cancel(wallet(maker, 0).writable()).is(ProgramError::MissingRequiredSignature));
}
