#pragma once

#include <array>
#include <string>

#include "sdk/types/key.hpp"

namespace orrery::invoke {

/// How a program's log lines begin: "Program <base58>".
std::string program_text(const Pubkey& key);

/// Remembers these texts, since the same programs run again and again and base58 costs more than
/// most builtins' instructions. What is remembered never changes an outcome. One per executing
/// thread.
class ProgramTexts {
  public:
    /// Valid until the next call.
    const std::string& text(const Pubkey& key);

  private:
    struct Row {
        Pubkey key;
        std::string text;  ///< empty = unused
    };
    std::array<Row, 64> rows_;
};

}  // namespace orrery::invoke
