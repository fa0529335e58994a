#include "price.hpp"

namespace {

using namespace sol;
using namespace price;

Result<void> set_price(Feed& feed, uint64_t price) {
    SOL_ENSURE(price > 0, PriceError::Zero);
    SOL_TRY(clock, Clock::get());
    feed.price = price;
    feed.slot = clock.slot;
    return {};
}

Result<void> create(const Context& context, uint64_t price) {
    SOL_ACCOUNTS(context, authority, account);
    SOL_CHECK(authority.expect_signer());
    SOL_TRY(address, find_pda(context.program_id, seeds("feed", authority.key())));
    SOL_CHECK(account.expect_key(address.key));
    SOL_CHECK(system::create_pda_account({.payer = authority,
                                          .account = account,
                                          .space = Account::state_size<Feed>,
                                          .owner = context.program_id},
                                         seeds("feed", authority.key(), address.bump)));
    SOL_TRY(feed, account.new_state<Feed>(context.program_id));
    feed.authority = authority.key();
    feed.bump = address.bump;
    return set_price(feed, price);
}

Result<void> set(const Context& context, uint64_t price) {
    SOL_ACCOUNTS(context, account, authority);
    SOL_CHECK(authority.expect_signer());
    SOL_TRY(feed, account.mutable_state<Feed>(context.program_id));
    SOL_ENSURE(feed.authority == authority.key(), PriceError::NotTheAuthority);
    return set_price(feed, price);
}

Result<void> process(const Context& context) {
    Reader arguments(context.data);
    SOL_TRY(instruction, arguments.read<Instruction>());
    SOL_TRY(price, arguments.read<uint64_t>());
    SOL_CHECK(arguments.finish());
    switch (instruction) {
        case Instruction::Create:
            return create(context, price);
        case Instruction::Set:
            return set(context, price);
    }
    return ProgramError::InvalidInstructionData;
}

}  // namespace

SOL_ENTRYPOINT(process, 2);
