#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "devnet/svm/runtime/execute.hpp"

namespace orrery::differential {

/// Executes transactions in steps. At every pause the execution is copied; the copy goes on with
/// scratch of its own and the original is dropped, or now and then the other way round. Some of
/// those left behind are finished in the end too.
class PausedExecution {
  public:
    /// Pauses after about `step` compute units, again and again.
    explicit PausedExecution(std::uint64_t step) : step_(step) {}

    /// Throws when two copies of one execution come to different outcomes.
    svm::TxOutcome operator()(const runtime::ExecuteParams& params);

    /// Pauses of the last execution.
    std::uint64_t pauses() const { return pauses_; }

  private:
    runtime::Pending copy(const runtime::Pending& pending);

    std::uint64_t step_;
    std::uint64_t pauses_ = 0;
    std::uint64_t copies_ = 0;
    std::array<vm::VmPool, 3> pools_;
};

}  // namespace orrery::differential
