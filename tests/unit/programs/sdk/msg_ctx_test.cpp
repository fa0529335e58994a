#include <catch2/catch.hpp>
#include <sol/entrypoint.hpp>
#include <sol/test.hpp>

namespace {

using namespace sol;
using namespace sol::test;

using Look = Result<void> (*)(const MsgCtx&);

Look current = nullptr;  // what the next call does with the context

uint64_t look_at_context(uint8_t* input) {
    return sol::run<1>(input, [](const Context& context) -> Result<void> {
        SOL_ACCOUNTS(context, sysvar);
        SOL_TRY(hook, MsgCtx::of(sysvar));
        return current(hook);
    });
}

Outcome with(const TestAccount& account, Look look) {
    current = look;
    return test::run(look_at_context, {key("program"), {account}, {}});
}

constexpr Look nothing = [](const MsgCtx&) -> Result<void> { return {}; };

const Pubkey& key_at(const Data& data, size_t offset) {
    return *reinterpret_cast<const Pubkey*>(&data.at(offset));
}

Trigger example(size_t programs) {
    Trigger out{.hook_index = 3,
                .slot = 0x1122334455667788,
                .parent = {},
                .initiator = key("initiator"),
                .target = key("target"),
                .programs = std::vector<Pubkey>(programs, key("another"))};
    for (uint8_t i = 0; i < 64; ++i) out.parent.bytes[i] = i;
    if (programs) out.programs[0] = key("first");
    return out;
}

}  // namespace

TEST_CASE("a hook reads which transaction set it off") {
    const auto outcome = with(msg_ctx(example(2)), [](const MsgCtx& hook) -> Result<void> {
        CHECK(hook.hook_index() == 3);
        CHECK(hook.slot() == 0x1122334455667788);
        CHECK(hook.parent() == example(0).parent);
        CHECK(hook.initiator() == key("initiator"));
        CHECK(hook.target() == key("target"));
        CHECK(hook.program_count() == 2);
        REQUIRE(hook.programs().size() == 2);
        CHECK(hook.programs()[0] == key("first"));
        CHECK(hook.programs()[1] == key("another"));
        return {};
    });
    CHECK(outcome.ok());
}

TEST_CASE("of more than 64 programs a hook sees the first ones and how many there were") {
    const auto outcome = with(msg_ctx(example(100)), [](const MsgCtx& hook) -> Result<void> {
        CHECK(hook.program_count() == 100);
        CHECK(hook.programs().size() == 64);
        return {};
    });
    CHECK(outcome.ok());
}

TEST_CASE("the context's bytes lie as the specification says") {
    // docs/spec/hooks.md 6
    const auto data = msg_ctx(example(1)).data;
    REQUIRE(data.size() == 172);
    CHECK(data[0] == 1);
    CHECK(data[1] == 3);
    CHECK(load<uint16_t>(&data[2]) == 1);
    CHECK(load<uint64_t>(&data[4]) == 0x1122334455667788);
    CHECK(data[12] == 0);
    CHECK(data[75] == 63);
    CHECK(key_at(data, 76) == key("initiator"));
    CHECK(key_at(data, 108) == key("target"));
    CHECK(key_at(data, 140) == key("first"));
}

TEST_CASE("outside hooks, and in another account, there is no context") {
    CHECK(with(msg_ctx(example(0)), nothing).ok());
    CHECK(with(msg_ctx(), nothing).is(ProgramError::UnsupportedSysvar));
    auto account = msg_ctx(example(1));
    account.data.resize(139);
    CHECK(with(account, nothing).is(ProgramError::UnsupportedSysvar));
    account = msg_ctx(example(1));
    account.data[0] = 2;
    CHECK(with(account, nothing).is(ProgramError::UnsupportedSysvar));
    account = msg_ctx(example(1));
    account.key = key("another");
    CHECK(with(account, nothing).is(ProgramError::InvalidArgument));
}

TEST_CASE("transaction ids that differ in any byte differ") {
    const auto original = example(0).parent;
    for (int i = 0; i < 64; ++i) {
        auto other = original;
        CHECK(other == original);
        other.bytes[i] ^= 0x80;
        CHECK_FALSE(other == original);
    }
}
