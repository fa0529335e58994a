#include "counter.hpp"

namespace {

using namespace sol;
using namespace counter;

// The address follows from the authority: everyone has one counter, and nobody another's.
Result<void> initialize(const Context& context) {
    SOL_ACCOUNTS(context, authority, account, system_program);
    SOL_CHECK(authority.expect_signer());
    SOL_CHECK(system_program.expect_key(system::program_id));

    SOL_TRY(address, find_pda(context.program_id, seeds("counter", authority.key())));
    SOL_CHECK(account.expect_key(address.key));
    SOL_CHECK(system::create_pda_account({.payer = authority,
                                          .account = account,
                                          .space = Account::state_size<Counter>,
                                          .owner = context.program_id},
                                         seeds("counter", authority.key(), address.bump)));

    SOL_TRY(state, account.new_state<Counter>(context.program_id));
    state.authority = authority.key();
    state.bump = address.bump;
    return {};
}

Result<void> increment(const Context& context, uint64_t by) {
    SOL_ACCOUNTS(context, account, authority);
    SOL_ENSURE(by > 0, CounterError::NothingToAdd);
    SOL_CHECK(authority.expect_signer());

    // Only initialize() makes such an account, so that its address needs no check here.
    SOL_TRY(state, account.mutable_state<Counter>(context.program_id));
    SOL_ENSURE(state.authority == authority.key(), CounterError::NotTheAuthority);

    SOL_TRY(count, checked_add(state.count, by));
    state.count = count;
    emit(Incremented{state.authority, by, count});
    return {};
}

Result<void> process(const Context& context) {
    Reader arguments(context.data);
    SOL_TRY(instruction, arguments.read<Instruction>());
    switch (instruction) {
        case Instruction::Initialize:
            SOL_CHECK(arguments.finish());
            return initialize(context);
        case Instruction::Increment:
            SOL_TRY(by, arguments.read<uint64_t>());
            SOL_CHECK(arguments.finish());
            return increment(context, by);
    }
    return ProgramError::InvalidInstructionData;
}

}  // namespace

SOL_ENTRYPOINT(process, 3);
