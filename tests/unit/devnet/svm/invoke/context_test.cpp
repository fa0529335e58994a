// The context alone; what depends on the driver loop stands in runtime/records_test.cpp.

#include "devnet/svm/invoke/context.hpp"

#include <catch2/catch.hpp>

#include "sdk/types/ids.hpp"

namespace orrery::invoke {
namespace {

using Code = InstructionErrorCode;

class NoPrograms final : public ProgramSource {
  public:
    Result<std::shared_ptr<const vm::Program>, vm::LoadError> load(const Pubkey&, const AccountRef&,
                                                                   std::size_t) const override {
        return fail(vm::LoadError{"no programs here"});
    }
};

Pubkey key(std::uint8_t n) {
    Pubkey out;
    out.bytes.fill(n);
    return out;
}

/// Accounts 0 to 3 with `key(i)`; a builtin program is account 3, that owns account 1.
struct Fixture {
    svm::Sysvars sysvars;
    NoPrograms programs;
    vm::SyscallRegistry syscalls{{}};
    Environment environment{.sysvars = sysvars,
                            .features = {},
                            .builtins = {},
                            .syscalls = syscalls,
                            .programs = programs,
                            .blockhash = {}};
    Bytes data{1, 2, 3};

    InvokeContext context() {
        std::vector<TxAccount> accounts;
        for (std::uint8_t i = 0; i < 4; ++i) {
            const auto owner = i == 1 ? key(3) : ids::system;
            accounts.push_back(TxAccount::from(
                key(i), {1, std::make_shared<const Account>(Account{Lamports{100}, owner, false, 0,
                                                                    AccountData::from(data)})}));
        }
        TopLevelInstruction call{3, {{1, false, true}, {2, true, false}, {1, false, true}}, data};
        return InvokeContext(InvokeContext::Params{.environment = environment,
                                                   .accounts = std::move(accounts),
                                                   .instructions = {call, call},
                                                   .compute_unit_limit = 1000,
                                                   .programdata = {}});
    }
};

}  // namespace

TEST_CASE("an instruction's accounts are found by position, key and index") {
    Fixture f;
    auto context = f.context();
    REQUIRE(context.push_top_level(0));
    CHECK(context.stack_height() == 1);
    CHECK(context.program_id() == key(3));
    CHECK(context.account_count() == 3);
    CHECK(*context.account_key(2) == key(1));
    CHECK(context.account_key(3).error().code == Code::MissingAccount);
    CHECK(context.check_account_count(3));
    CHECK(context.check_account_count(4).error().code == Code::MissingAccount);
    CHECK(*context.is_signer(1));
    CHECK_FALSE(*context.is_writable(1));
    CHECK(context.signed_by(key(2)));
    CHECK_FALSE(context.signed_by(key(1)));
    CHECK(context.index_in_instruction(1) == 0);
    CHECK_FALSE(context.index_in_instruction(0));
    CHECK(context.find_account(key(2)) == 2);
    CHECK_FALSE(context.find_account(key(9)));
    CHECK(context.check_sysvar_account(1, key(2)));
    CHECK(context.check_sysvar_account(1, ids::clock).error().code == Code::InvalidArgument);
}

TEST_CASE("an account is held until its hold ends, however it is mentioned") {
    Fixture f;
    auto context = f.context();
    REQUIRE(context.push_top_level(0));
    {
        auto first = context.borrow(0);
        REQUIRE(first);
        CHECK(context.borrow(2).error().code == Code::AccountBorrowFailed);
        CHECK(context.borrow(1));
        first->release();
        CHECK(context.borrow(2));
    }
    CHECK(context.borrow(0));
    CHECK(context.borrow(7).error().code == Code::MissingAccount);
}

TEST_CASE("a charge beyond the meter takes all of it") {
    Fixture f;
    auto context = f.context();
    CHECK(context.consume(1000));
    context.set_meter(10);
    CHECK(context.consume(11).error().code == Code::ComputationalBudgetExceeded);
    CHECK(context.meter() == 0);
}

TEST_CASE("lamports must add up when an instruction ends, and the stack shrinks even if not") {
    Fixture f;
    auto context = f.context();
    REQUIRE(context.push_top_level(0));
    CHECK(context.borrow(0)->set_lamports(101));
    CHECK(context.pop().error().code == Code::UnbalancedInstruction);
    CHECK(context.stack_height() == 0);
}

TEST_CASE("a copy of a context goes its own way") {
    Fixture f;
    auto context = f.context();
    REQUIRE(context.push_top_level(0));
    context.set_return_data(key(3), f.data);
    auto copy = context;
    CHECK(copy.borrow(0)->set_data(Bytes(9000, 7)));
    CHECK(copy.consume(10));
    copy.log().line("only in the copy");
    copy.set_return_data(key(3), {});
    CHECK(copy.pop());
    CHECK(context.stack_height() == 1);
    CHECK(context.meter() == 1000);
    CHECK(context.log().lines().empty());
    CHECK(context.return_data().data == f.data);
    CHECK(context.accounts()[1].data_equals(f.data));
    CHECK(context.instruction_data().size() == 3);
}

TEST_CASE("a prepared call keeps its data in every copy") {
    Fixture f;
    auto context = f.context();
    REQUIRE(context.push_top_level(0));
    std::optional<InvokeContext> copy;
    {
        const Instruction self{key(3), {{key(1), false, true}}, Bytes(100, 5)};
        // The program isn't among its own instruction's accounts.
        CHECK(context.prepare_cpi(self, {}).error().code == Code::MissingAccount);
        const Instruction other{key(2), {{key(1), false, true}}, Bytes(100, 5)};
        REQUIRE(context.prepare_cpi(other, {}));
        copy.emplace(context);
    }
    REQUIRE(context.push_cpi());
    REQUIRE(copy->push_cpi());
    for (auto* c : {&context, &*copy}) {
        CHECK(c->stack_height() == 2);
        CHECK(c->program_id() == key(2));
        const auto data = c->instruction_data();
        CHECK(Bytes(data.begin(), data.end()) == Bytes(100, 5));
    }
}

}  // namespace orrery::invoke
