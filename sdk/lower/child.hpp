#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sdk/types/result.hpp"

namespace orrery::lower {

struct ChildOutcome {
    std::vector<std::uint8_t> output;
    int signal = 0;     // that ended the child, 0 where it went by itself
    bool late = false;  // it was ended because its time was over
};

struct ChildParams {
    std::function<void()> job;  // in the child; its output is what it writes to descriptor 1
    std::uint32_t cpu_seconds = 0;
    std::uint32_t wall_seconds = 0;
    std::uint64_t memory_bytes = 0;  // that it may use more than this process does
    std::size_t max_output = 0;      // bytes; a child that writes more is ended
};

/// Runs a job in a forked child and waits for it. Nothing that the job does to memory is seen here,
/// and what it writes to descriptor 2 goes nowhere.
/// Only this thread exists in the child, so the job must not wait for another. Errors: fork or pipe
/// failed.
[[nodiscard]] Result<ChildOutcome, std::string> run_in_child(const ChildParams& params);

/// Writes all of it to the child's output. False where nobody reads any more.
bool write_output(std::span<const std::uint8_t> bytes);

}  // namespace orrery::lower
