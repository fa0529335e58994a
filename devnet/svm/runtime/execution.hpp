#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "devnet/svm/invoke/context.hpp"

namespace orrery::runtime {

/// An instruction's failure inside a transaction.
struct InstructionFailure {
    std::uint16_t index = 0;
    tx::InstructionError error;
    Boxed<svm::FaultTrace> trace;  ///< where a program was stopped
};

/// Runs a message's instructions. A program's CPI is no host recursion: it comes back to this loop,
/// which pushes a frame. The whole execution is one copyable value: stop it, copy it, resume the
/// copy, and the outcome is the same. Borrows only the environment and the VM pool.
class Execution {
  public:
    enum class Status : std::uint8_t { paused, done };

    explicit Execution(invoke::InvokeContext::Params params) : context_(std::move(params)) {}

    /// Goes on until everything ran, an instruction failed, or the programs used about
    /// `pause_after` compute units since the call (they stop at the next block boundary).
    Status run(std::uint64_t pause_after = UINT64_MAX);

    invoke::InvokeContext& context() { return context_; }
    std::optional<InstructionFailure>& failure() { return failure_; }

  private:
    using Outcome = std::optional<invoke::InstructionResult>;  ///< nothing = a program runs now

    Outcome start_top_level();
    Outcome start_current();
    Outcome refuse_in_hook();
    invoke::InstructionResult charge_input();
    Outcome start_program();
    Outcome start_cpi();
    Outcome start_last_call();
    Outcome step_program(std::uint64_t pause_after, bool& paused);
    invoke::InstructionResult finish_program(bool halted);
    void fail_instruction(tx::InstructionError error);
    Outcome complete(invoke::InstructionResult result);
    Outcome return_to_caller(invoke::InstructionResult result);
    /// Error: what the log says of a program that can't run.
    Result<std::shared_ptr<const vm::Program>, std::string_view> find_program();
    std::uint64_t meter();  ///< left now, whoever runs

    invoke::InvokeContext context_;
    std::size_t next_top_level_ = 0;
    std::optional<InstructionFailure> failure_;
};

}  // namespace orrery::runtime
