#include "bookkeeping.hpp"

#include "../../price/src/price.hpp"

namespace {

using namespace sol;
using namespace bookkeeping;

Result<void> open(const Context& context, const Pubkey& keeper) {
    SOL_ACCOUNTS(context, payer, account, feed);
    SOL_CHECK(payer.expect_signer());
    SOL_TRY(now, feed.state<price::Feed>(feed.owner()));
    SOL_TRY(address, find_pda(context.program_id, seeds("book", feed.key(), keeper)));
    SOL_CHECK(account.expect_key(address.key));
    SOL_CHECK(system::create_pda_account({.payer = payer,
                                          .account = account,
                                          .space = Account::state_size<Book>,
                                          .owner = context.program_id},
                                         seeds("book", feed.key(), keeper, address.bump)));
    SOL_TRY(book, account.new_state<Book>(context.program_id));
    book.feed = feed.key();
    book.keeper = keeper;
    book.price = book.lowest = book.highest = now.price;
    book.bump = address.bump;
    return {};
}

void write(Book& book, uint64_t price, const MsgCtx& context) {
    emit(Moved{book.price, price, context.initiator()});
    book.moves += 1;
    book.price = price;
    if (price < book.lowest) book.lowest = price;
    if (price > book.highest) book.highest = price;
    book.slot = context.slot();
    book.mover = context.initiator();
    book.parent = context.parent();
    book.programs = context.program_count();
    book.hook_index = context.hook_index();
}

// The keeper's signature tells that our hook runs this, and the sysvar behind which transaction: a
// hook's authority can have the same key sign outside hooks, where the sysvar is empty.
Result<void> record(const Context& context) {
    SOL_ACCOUNTS(context, account, feed, keeper, sysvar);
    SOL_CHECK(keeper.expect_signer());
    SOL_TRY(book, account.mutable_state<Book>(context.program_id));
    SOL_ENSURE(book.keeper == keeper.key(), BookError::NotTheKeeper);
    SOL_ENSURE(book.feed == feed.key(), BookError::AnotherFeed);
    SOL_TRY(hook, MsgCtx::of(sysvar));
    SOL_ENSURE(hook.target() == feed.owner(), BookError::AnotherTarget);
    SOL_TRY(now, feed.state<price::Feed>(feed.owner()));
    if (now.price != book.price) write(book, now.price, hook);
    return {};
}

Result<void> process(const Context& context) {
    Reader arguments(context.data);
    SOL_TRY(instruction, arguments.read<Instruction>());
    if (instruction == Instruction::Open) {
        SOL_TRY(keeper, arguments.read<Pubkey>());
        SOL_CHECK(arguments.finish());
        return open(context, keeper);
    }
    SOL_CHECK(arguments.finish());
    return record(context);
}

}  // namespace

SOL_ENTRYPOINT(process, 4);
