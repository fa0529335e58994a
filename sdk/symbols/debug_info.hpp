#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sdk/symbols/symbols.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::symbols {

/// The DWARF of a file that ElfView took. Reads a function's details when it is asked for them, and
/// gives up on what is damaged. One thread at a time.
class DebugInfo {
  public:
    /// The bytes must outlive this, and are this one's to change.
    explicit DebugInfo(MutByteSpan elf);
    DebugInfo(const DebugInfo&) = delete;
    DebugInfo& operator=(const DebugInfo&) = delete;
    ~DebugInfo();

    /// The frames at an address, innermost first, the last one perhaps without a function; empty
    /// when nothing is known of it.
    std::vector<SourceFrame> at(std::uint64_t address) const;
    /// Whether there is nothing to read.
    bool empty() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace orrery::symbols
