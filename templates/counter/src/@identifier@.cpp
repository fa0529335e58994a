#include "@identifier@.hpp"

#include <sol/program.hpp>

namespace {

using namespace sol;
using namespace counter;

Result<void> create(const Context& context) {
    SOL_ACCOUNTS(context, owner, account, system_program);
    SOL_CHECK(owner.expect_signer());
    SOL_CHECK(system_program.expect_key(system::program_id));

    // An address that follows from the owner's, for which only this program signs.
    SOL_TRY(address, find_pda(context.program_id, seeds("counter", owner.key())));
    SOL_CHECK(account.expect_key(address.key));
    SOL_CHECK(system::create_pda_account({.payer = owner,
                                          .account = account,
                                          .space = Account::state_size<Counter>,
                                          .owner = context.program_id},
                                         seeds("counter", owner.key(), address.bump)));

    SOL_TRY(counter, account.new_state<Counter>(context.program_id));
    counter.owner = owner.key();
    return {};
}

Result<void> add(const Context& context, uint64_t amount) {
    SOL_ACCOUNTS(context, owner, account);
    SOL_ENSURE(amount <= most_at_once, CounterError::TooMuch);
    SOL_CHECK(owner.expect_signer());

    // An account of this program with this discriminator: create() made it, nobody else can.
    SOL_TRY(counter, account.mutable_state<Counter>(context.program_id));
    SOL_ENSURE(counter.owner == owner.key(), CounterError::NotYours);
    SOL_TRY(sum, checked_add(counter.count, amount));
    counter.count = sum;
    log("The counter is at ", sum);
    return {};
}

Result<void> process(const Context& context) {
    Reader data(context.data);
    SOL_TRY(instruction, data.read<Instruction>());
    if (instruction == Instruction::Create) {
        SOL_CHECK(data.finish());
        return create(context);
    }
    SOL_TRY(amount, data.read<uint64_t>());
    SOL_CHECK(data.finish());
    return add(context, amount);
}

}  // namespace

SOL_ENTRYPOINT(process, 3);
