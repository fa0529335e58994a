#pragma once

#include "devnet/svm/invoke/builtin.hpp"

namespace orrery::programs {

/// The address lookup table program as it was before its move to an ELF (agave 2.1:
/// programs/address-lookup-table): creates, extends, freezes, deactivates and closes tables.
invoke::InstructionResult process_address_lookup_table(invoke::InvokeContext& context);

}  // namespace orrery::programs
