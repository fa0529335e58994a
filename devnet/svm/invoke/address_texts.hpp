#pragma once

#include <array>
#include <string>

#include "sdk/types/key.hpp"

namespace orrery::invoke {

/// Remembers the base58 texts of the addresses that logs name again and again: they cost more to
/// make than most builtins' instructions. What is remembered never changes an outcome. One per
/// executing thread.
class AddressTexts {
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
