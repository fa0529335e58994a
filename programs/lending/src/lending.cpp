#include "lending.hpp"

#include "../../price/src/price.hpp"

namespace {

using namespace sol;
using namespace lending;

// A feed's address says all: a market was made with it, and it has been one since.
Result<uint64_t> price_of(const Market& market, const Account& feed) {
    SOL_ENSURE(feed.key() == market.feed, LendingError::AnotherFeed);
    SOL_TRY(state, feed.state<price::Feed>(feed.owner()));
    return state.price;
}

Result<void> create_market(const Context& context) {
    SOL_ACCOUNTS(context, payer, account, feed);
    SOL_CHECK(payer.expect_signer());
    SOL_CHECK(feed.state<price::Feed>(feed.owner()));
    SOL_TRY(address, find_pda(context.program_id, seeds("market", feed.key())));
    SOL_CHECK(account.expect_key(address.key));
    SOL_CHECK(system::create_pda_account({.payer = payer,
                                          .account = account,
                                          .space = Account::state_size<Market>,
                                          .owner = context.program_id},
                                         seeds("market", feed.key(), address.bump)));
    SOL_TRY(market, account.new_state<Market>(context.program_id));
    market.feed = feed.key();
    market.bump = address.bump;
    return {};
}

Result<void> make_position(const Context& context, const Terms& terms) {
    SOL_ACCOUNTS(context, owner, account, market);
    SOL_TRY(address, find_pda(context.program_id, seeds("position", market.key(), owner.key())));
    SOL_CHECK(account.expect_key(address.key));
    SOL_CHECK(
        system::create_pda_account({.payer = owner,
                                    .account = account,
                                    .space = Account::state_size<Position>,
                                    .owner = context.program_id},
                                   seeds("position", market.key(), owner.key(), address.bump)));
    SOL_TRY(position, account.new_state<Position>(context.program_id));
    position.market = market.key();
    position.owner = owner.key();
    position.collateral = terms.collateral;
    position.debt = terms.debt;
    position.bump = address.bump;
    return system::transfer({.from = owner, .to = account, .lamports = terms.collateral}).invoke();
}

// A toy: the cents that are lent exist as a number only.
Result<void> open(const Context& context, const Terms& terms) {
    SOL_ACCOUNTS(context, owner, account, market_account, feed);
    SOL_ENSURE(terms.collateral > 0 && terms.debt > 0, LendingError::NothingToLend);
    SOL_CHECK(owner.expect_signer());
    SOL_TRY(market, market_account.mutable_state<Market>(context.program_id));
    SOL_TRY(price, price_of(market, feed));
    SOL_TRY(enough, covered(terms, price, most_borrowed));
    SOL_ENSURE(enough, LendingError::TooMuchDebt);
    SOL_TRY(debt, checked_add(market.debt, terms.debt));
    market.debt = debt;
    return make_position(context, terms);
}

Result<void> liquidate(const Account& account, Position& position, const Account& market_account,
                       Market& market, const Account& liquidator, uint64_t price) {
    const auto seized = seizure({position.collateral, position.debt}, price);
    const uint64_t taken = seized.recovered + seized.reward;
    SOL_CHECK(account.take_lamports(taken));
    SOL_CHECK(market_account.add_lamports(seized.recovered));
    SOL_CHECK(liquidator.add_lamports(seized.reward));
    emit(Liquidated{account.key(), price, position.debt, seized.recovered, seized.reward});
    market.debt -= position.debt;
    market.recovered += seized.recovered;
    position.collateral -= taken;
    position.debt = 0;
    return {};
}

Result<void> liquidate_if_unhealthy(const Context& context) {
    SOL_ACCOUNTS(context, account, market_account, feed, liquidator);
    SOL_TRY(position, account.mutable_state<Position>(context.program_id));
    SOL_TRY(market, market_account.mutable_state<Market>(context.program_id));
    SOL_ENSURE(position.market == market_account.key(), LendingError::AnotherMarket);
    SOL_TRY(price, price_of(market, feed));
    SOL_TRY(healthy, covered({position.collateral, position.debt}, price, most_owed));
    if (healthy) return {};
    return liquidate(account, position, market_account, market, liquidator, price);
}

// A real one would take the cents back here.
Result<void> close(const Context& context) {
    SOL_ACCOUNTS(context, owner, account, market_account);
    SOL_CHECK(owner.expect_signer());
    SOL_TRY(position, account.mutable_state<Position>(context.program_id));
    SOL_TRY(market, market_account.mutable_state<Market>(context.program_id));
    SOL_ENSURE(position.owner == owner.key(), LendingError::NotTheOwner);
    SOL_ENSURE(position.market == market_account.key(), LendingError::AnotherMarket);
    market.debt -= position.debt;
    return account.close(owner);
}

Result<void> process(const Context& context) {
    Reader arguments(context.data);
    SOL_TRY(instruction, arguments.read<Instruction>());
    if (instruction == Instruction::Open) {
        SOL_TRY(terms, arguments.read<Terms>());
        SOL_CHECK(arguments.finish());
        return open(context, terms);
    }
    SOL_CHECK(arguments.finish());
    if (instruction == Instruction::CreateMarket) return create_market(context);
    if (instruction == Instruction::Close) return close(context);
    return liquidate_if_unhealthy(context);
}

}  // namespace

SOL_ENTRYPOINT(process, 5);
