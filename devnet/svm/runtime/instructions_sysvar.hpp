#pragma once

#include "devnet/svm/runtime/loaded.hpp"

namespace orrery::runtime {

/// The instructions sysvar's bytes for a message: u16 count, u16 offsets, the instructions, and the
/// u16 index of the running one, here 0 (svm-runtime.md 2.6).
Bytes encode_instructions(const tx::Message& message,
                          const std::vector<invoke::TxAccount>& accounts);

}  // namespace orrery::runtime
