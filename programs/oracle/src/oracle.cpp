#include "oracle.hpp"

namespace {

using namespace sol;
using namespace oracle;

Result<void> create(const Context& context, const Settings& settings) {
    SOL_ACCOUNTS(context, authority, feed);
    SOL_CHECK(authority.expect_signer());
    SOL_ENSURE(settings.max_age > 0 && settings.min_publishers > 0, OracleError::NotPositive);
    SOL_ENSURE(settings.min_publishers <= max_publishers, OracleError::TooManyPublishers);

    SOL_TRY(address,
            find_pda(context.program_id, seeds("feed", authority.key(), Bytes(settings.symbol))));
    SOL_CHECK(feed.expect_key(address.key));
    SOL_CHECK(system::create_pda_account(
        {.payer = authority,
         .account = feed,
         .space = Account::state_size<Feed>,
         .owner = context.program_id},
        seeds("feed", authority.key(), Bytes(settings.symbol), address.bump)));
    SOL_TRY(state, feed.new_state<Feed>(context.program_id));
    state.authority = authority.key();
    copy(state.symbol, settings.symbol, sizeof state.symbol);
    state.max_age = settings.max_age;
    state.min_publishers = settings.min_publishers;
    state.bump = address.bump;
    return {};
}

// Its place among the publishers, or their count.
uint64_t find(const Feed& feed, const Pubkey& key) {
    uint64_t at = 0;
    while (at < feed.count && feed.publishers[at].key != key) ++at;
    return at;
}

Result<Feed&> own_feed(const Context& context) {
    SOL_ACCOUNTS(context, feed, authority);
    SOL_CHECK(authority.expect_signer());
    SOL_TRY(state, feed.mutable_state<Feed>(context.program_id));
    SOL_ENSURE(state.authority == authority.key(), OracleError::NotTheAuthority);
    return state;
}

Result<void> add_publisher(const Context& context, const Pubkey& key) {
    SOL_TRY(feed, own_feed(context));
    SOL_ENSURE(find(feed, key) == feed.count, OracleError::AlreadyAPublisher);
    SOL_ENSURE(feed.count < max_publishers, OracleError::TooManyPublishers);
    auto& added = feed.publishers[feed.count++];
    added = Publisher{};
    added.key = key;
    return {};
}

Result<void> remove_publisher(const Context& context, const Pubkey& key) {
    SOL_TRY(feed, own_feed(context));
    const auto at = find(feed, key);
    SOL_ENSURE(at < feed.count, OracleError::NotAPublisher);
    const uint64_t last = feed.count - 1u;
    if (at != last) feed.publishers[at] = feed.publishers[last];
    feed.count = static_cast<uint8_t>(last);
    return {};
}

Result<void> publish(const Context& context, const Quote& quote) {
    SOL_ACCOUNTS(context, account, publisher);
    SOL_ENSURE(quote.price > 0, OracleError::NotPositive);
    SOL_CHECK(publisher.expect_signer());
    SOL_TRY(feed, account.mutable_state<Feed>(context.program_id));
    const auto at = find(feed, publisher.key());
    SOL_ENSURE(at < feed.count, OracleError::NotAPublisher);

    SOL_TRY(clock, Clock::get());
    feed.publishers[at].quote = quote;
    feed.publishers[at].slot = clock.slot;
    emit(Published{publisher.key(), quote, clock.slot});
    return {};
}

Result<void> answer(const Context& context) {
    SOL_ACCOUNTS(context, account);
    SOL_TRY(feed, account.state<Feed>(context.program_id));
    SOL_TRY(clock, Clock::get());
    Price price;
    SOL_CHECK(read(feed, clock.slot, price));
    uint8_t room[Borsh<Price>::max_size];
    Writer writer(room);
    SOL_CHECK(writer.write(price));
    set_return_data(writer.written());
    return {};
}

template <class Arguments>
Result<void> with(Reader& from, const Context& context,
                  Result<void> (*handler)(const Context&, const Arguments&)) {
    SOL_TRY(arguments, from.read<Arguments>());
    SOL_CHECK(from.finish());
    return handler(context, arguments);
}

Result<void> process(const Context& context) {
    Reader arguments(context.data);
    SOL_TRY(instruction, arguments.read<Instruction>());
    switch (instruction) {
        case Instruction::Create:
            return with<Settings>(arguments, context, create);
        case Instruction::AddPublisher:
            return with<Pubkey>(arguments, context, add_publisher);
        case Instruction::RemovePublisher:
            return with<Pubkey>(arguments, context, remove_publisher);
        case Instruction::Publish:
            return with<Quote>(arguments, context, publish);
        case Instruction::Read:
            SOL_CHECK(arguments.finish());
            return answer(context);
    }
    return ProgramError::InvalidInstructionData;
}

}  // namespace

SOL_ENTRYPOINT(process, 3);
