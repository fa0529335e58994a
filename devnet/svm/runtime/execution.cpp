#include "devnet/svm/runtime/execution.hpp"

#include <algorithm>

#include "devnet/svm/runtime/fault_trace.hpp"
#include "devnet/svm/runtime/program_error.hpp"
#include "devnet/svm/runtime/serialize.hpp"
#include "devnet/svm/runtime/upgradeable.hpp"
#include "devnet/svm/syscalls/cpi.hpp"
#include "devnet/svm/vm/interpreter.hpp"
#include "devnet/svm/vm/pool.hpp"
#include "sdk/types/check.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::runtime {

using invoke::error;
using invoke::InstructionResult;
using invoke::ProgramError;
using Code = tx::InstructionErrorCode;

namespace {

// What a hook may not call, however deep: hooks trigger no hooks and change no program.
bool is_closed_to_hooks(const Pubkey& program) {
    return program == ids::hooks || program == ids::loader_v1 || program == ids::loader_v2 ||
           program == ids::loader_v3 || program == ids::loader_v4;
}

}  // namespace

std::uint64_t Execution::meter() {
    return context_.frames().empty() ? context_.meter() : context_.frame().vm.meter;
}

Execution::Status Execution::run(std::uint64_t pause_after) {
    const auto start = meter();
    while (!failure_) {
        Outcome outcome;
        if (!context_.frames().empty()) {
            const auto used = start - meter();
            if (used != 0 && used >= pause_after) return Status::paused;
            bool paused = false;
            outcome = step_program(pause_after - used, paused);
            if (paused) return Status::paused;
        } else if (next_top_level_ < context_.top_level_count()) {
            outcome = start_top_level();
        } else {
            return Status::done;
        }
        while (outcome) outcome = complete(std::move(*outcome));
    }
    return Status::done;
}

Execution::Outcome Execution::start_top_level() {
    const auto pushed = context_.push_top_level(next_top_level_);
    if (pushed) return start_current();
    fail_instruction(pushed.error());
    return std::nullopt;
}

// The trace, if there is one, was noted when the program was stopped.
void Execution::fail_instruction(tx::InstructionError error) {
    if (!failure_) failure_.emplace();
    failure_->index = static_cast<std::uint16_t>(next_top_level_);
    failure_->error = error;
}

Execution::Outcome Execution::refuse_in_hook() {
    const auto not_in_hook = tx::custom_error(119);
    context_.log().failure(context_.program_id(), tx::display(not_in_hook));
    return fail(not_in_hook);
}

// The instruction is on the stack; who runs it follows from its program's owner.
Execution::Outcome Execution::start_current() {
    const auto& owner = context_.accounts()[context_.current().program_index].owner;
    if (owner == ids::native_loader) {
        if (context_.environment().in_hook && is_closed_to_hooks(context_.program_id()))
            return refuse_in_hook();
        auto result = context_.run_builtin();
        return context_.take_last_call() ? start_last_call() : Outcome(std::move(result));
    }
    if (owner == ids::loader_v2 || owner == ids::loader_v3 || owner == ids::loader_v1)
        if (context_.find_builtin(owner)) return start_program();
    return error(Code::UnsupportedProgramId);
}

// By the bytes of account data as listed, repeats included.
InstructionResult Execution::charge_input() {
    const auto& environment = context_.environment();
    if (!environment.limits.charges_input || context_.stack_height() > 1) return {};
    std::uint64_t bytes = 0;
    for (const auto& use : context_.current().accounts)
        bytes += context_.accounts()[use.index_in_transaction].data_size();
    return context_.consume(bytes / environment.costs.cpi_bytes_per_unit);
}

Execution::Outcome Execution::start_program() {
    const auto id = context_.program_id();
    const auto fail_with = [&](tx::InstructionError e) {
        context_.log().failure(id, tx::display(e));
        return fail(e);
    };
    context_.set_return_data(id, {});
    context_.log().invoke(id, context_.stack_height());
    auto program = find_program();
    if (!program) {
        context_.log().line(std::string(program.error()));
        return fail_with(Code::UnsupportedProgramId);
    }

    if (const auto paid = charge_input(); !paid) return fail_with(paid.error());
    invoke::ProgramFrame frame;
    frame.aligned = context_.accounts()[context_.current().program_index].owner != ids::loader_v1;
    frame.vm = context_.pool().acquire({.program = *program, .heap_size = context_.heap_size()});
    const auto data_address = serialize(context_, frame);
    if (!data_address) {
        context_.pool().release(std::move(frame.vm));
        return fail_with(data_address.error());
    }
    frame.meter_at_entry = context_.meter();
    const auto& costs = context_.environment().costs;
    const auto extra_pages = (context_.heap_size() + 32 * 1024 - 1) / (32 * 1024) - 1;
    if (const auto paid = context_.consume(extra_pages * costs.heap_page); !paid) {
        context_.pool().release(std::move(frame.vm));
        context_.log().line("Failed to create SBF VM: " + tx::display(paid.error()));
        return fail_with(Code::ProgramEnvironmentSetupFailure);
    }
    frame.meter_at_start = context_.meter();
    frame.vm.meter = context_.meter();
    frame.vm.regs[1] = 0x4'0000'0000;
    frame.vm.regs[2] = *data_address;
    context_.frames().push_back(std::move(frame));
    return std::nullopt;
}

Execution::Outcome Execution::step_program(std::uint64_t pause_after, bool& paused) {
    auto& frame = context_.frame();
    switch (vm::run(frame.vm, context_, pause_after)) {
        case vm::RunStatus::paused:
            paused = true;
            return std::nullopt;
        case vm::RunStatus::invoke:
            return start_cpi();
        case vm::RunStatus::halt:
            return finish_program(true);
        case vm::RunStatus::fault:
            return finish_program(false);
    }
    return std::nullopt;
}

// A builtin resolved a call and has nothing left to do but to end as that does.
Execution::Outcome Execution::start_last_call() {
    const auto pushed = context_.push_cpi();
    if (pushed) return start_current();
    return context_.finish_builtin(pushed);
}

// A syscall resolved a CPI; the caller's meter goes on with the callee.
Execution::Outcome Execution::start_cpi() {
    context_.set_meter(context_.frame().vm.meter);
    const auto pushed = context_.push_cpi();
    if (pushed) return start_current();
    return return_to_caller(pushed);
}

InstructionResult Execution::finish_program(bool halted) {
    // The innermost program that is stopped stops its callers too: one trace shows all of them.
    if (!halted && !failure_) failure_.emplace().trace = trace_of(context_);
    auto& frame = context_.frame();
    const auto id = context_.program_id();
    auto& log = context_.log();
    log.consumed(id, frame.meter_at_start - frame.vm.meter, frame.meter_at_entry);
    if (!context_.return_data().data.empty()) log.program_return(id, context_.return_data().data);

    std::optional<ProgramError> failed;
    context_.set_meter(frame.vm.meter);
    if (halted) {
        if (frame.vm.regs[0] != 0) failed = from_return_value(frame.vm.regs[0]);
    } else if (context_.syscall_error) {
        failed = std::exchange(context_.syscall_error, std::nullopt);
    } else {
        failed = ProgramError{Code::ProgramFailedToComplete, frame.vm.fault.display()};
        context_.set_meter(0);  // SIMD-0182: a fault costs everything
    }
    if (!failed)
        if (const auto taken = deserialize(context_, frame); !taken)
            failed = ProgramError{taken.error(), tx::display(taken.error())};

    context_.pool().release(std::move(frame.vm));
    context_.frames().pop_back();
    if (failed) {
        log.failure(id, failed->text);
        return fail(failed->error);
    }
    log.success(id);
    return {};
}

// The current instruction is over: pop it, then go on where it was called from.
Execution::Outcome Execution::complete(InstructionResult result) {
    const auto popped = context_.pop();
    if (result && !popped) result = popped;
    if (!context_.frames().empty()) return return_to_caller(std::move(result));
    if (context_.stack_height() != 0) return context_.finish_builtin(std::move(result));
    if (!result) fail_instruction(result.error());
    ++next_top_level_;
    return std::nullopt;
}

// A callee's failure is its caller's: no program can catch it.
Execution::Outcome Execution::return_to_caller(InstructionResult result) {
    auto& frame = context_.frame();
    frame.vm.meter = context_.meter();
    if (!result) {
        --frame.vm.pc;  // stopped in the call, like in any other syscall
        context_.syscall_error = ProgramError{result.error(), tx::display(result.error())};
        return finish_program(false);
    }
    if (!syscalls::finish_cpi(context_)) {
        --frame.vm.pc;
        return finish_program(false);
    }
    frame.vm.regs[0] = 0;
    return std::nullopt;
}

// A program that was deployed, upgraded or extended in this slot, or is closed, can't run
// (svm-runtime.md 8). All of it follows from account states, so no cache can be out of step. Only
// what a loader owned when the transaction was loaded has an ELF: anybody may hand an account that
// he owned, and filled, to a loader and call it in the same transaction.
Result<std::shared_ptr<const vm::Program>, std::string_view> Execution::find_program() {
    const auto not_deployed = fail(std::string_view("Program is not deployed"));
    const auto& account = context_.accounts()[context_.current().program_index];
    const auto& source = context_.environment().programs;
    const auto found =
        [&](const Pubkey& key, const AccountRef& elf,
            std::size_t offset) -> Result<std::shared_ptr<const vm::Program>, std::string_view> {
        auto program = source.load(key, elf, offset);
        if (!program) return not_deployed;
        return *program;
    };
    const auto programdata_key = programdata_of(account);
    if (!account.loaded || account.loaded->owner != account.owner)
        return programdata_key ? not_deployed : fail(std::string_view("Program is not cached"));
    if (account.owner != ids::loader_v3) return found(account.key, account.loaded, 0);

    if (!programdata_key) return not_deployed;
    // A slot to come is another chain's, that the account was copied from.
    const auto visible = [&](std::optional<std::uint64_t> deployed_at) {
        return deployed_at && (*deployed_at != context_.sysvars().clock.slot || *deployed_at == 0);
    };
    if (const auto index = context_.find_account(*programdata_key)) {
        const auto& data = context_.accounts()[*index];
        if (!data.loaded || !visible(deployment_slot(data))) return not_deployed;
        return found(data.key, data.loaded, tx::LoaderProgramData::header_size);
    }
    const auto& all = context_.programdata();
    const auto at =
        std::lower_bound(all.begin(), all.end(), *programdata_key,
                         [](const auto& row, const Pubkey& key) { return row.first < key; });
    if (at == all.end() || at->first != *programdata_key) return not_deployed;
    const auto& data = at->second.account;
    if (!data || !visible(deployment_slot(*data))) return not_deployed;
    return found(at->first, data, tx::LoaderProgramData::header_size);
}

}  // namespace orrery::runtime
