#pragma once

#include <span>
#include <string_view>

#include "sdk/types/ids.hpp"
#include "sdk/types/instruction.hpp"

/// The memo program: a text in the logs, signed by whom it names.
namespace orrery::tx::memo {

/// A memo; every key of `signers` must sign. The text must be UTF-8.
Instruction memo(std::string_view text, std::span<const Pubkey> signers = {},
                 const Pubkey& program = ids::spl_memo);

}  // namespace orrery::tx::memo
