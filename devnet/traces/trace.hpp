#pragma once

#include <string>
#include <vector>

#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "devnet/traces/debug_files.hpp"
#include "sdk/symbols/symbols.hpp"

namespace orrery::traces {

/// A frame of a program: an instruction's, or one that was inlined there.
struct Frame {
    std::uint64_t pc = 0;
    symbols::SourceFrame source;  ///< empty where nothing is known
};

/// A program that was stopped, in its author's terms.
struct ProgramTrace {
    Pubkey program_id;
    std::string note;           ///< why there are no lines, and what to do; empty when there are
    std::vector<Frame> frames;  ///< innermost first
};

using Trace = std::vector<ProgramTrace>;

/// A fault's trace with functions and lines: by the debug file of each program, else by the ELF
/// that `accounts` has for it, each only if it is of the build that ran.
Trace resolve(const svm::FaultTrace& fault, const svm::AccountReader& accounts,
              const DebugFiles& files);

}  // namespace orrery::traces
