#pragma once

#include <optional>
#include <span>

#include "sdk/crypto/pda.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/instruction.hpp"

/// The address lookup table program's five instructions. (s) marks accounts that sign.
namespace orrery::tx::lookup_table {

/// The address of the table that `authority` creates for `recent_slot`. Error: no bump leads off
/// the curve (which nobody has seen).
Result<crypto::ProgramAddress, crypto::PdaError> derive_address(const Pubkey& authority,
                                                                Slot recent_slot);

struct Create {
    Pubkey authority;              ///< need not sign
    Pubkey payer;                  ///< (s)
    Slot recent_slot;              ///< must stand in the SlotHashes sysvar
    crypto::ProgramAddress table;  ///< derive_address(authority, recent_slot)
};
/// Tag 0: creates an empty table.
Instruction create(const Create& params);

/// Tag 1: makes a table immutable for ever; `authority` (s).
Instruction freeze(const Pubkey& table, const Pubkey& authority);

struct Extend {
    Pubkey table;
    Pubkey authority;             ///< (s)
    std::optional<Pubkey> payer;  ///< (s) tops the rent up; absent if the table has enough
    std::span<const Pubkey> addresses;
};
/// Tag 2: appends addresses, up to 256 in all; usable from the next slot on.
Instruction extend(const Extend& params);

/// Tag 3: begins a table's end; `authority` (s). It can be closed some 513 slots later.
Instruction deactivate(const Pubkey& table, const Pubkey& authority);

struct Close {
    Pubkey table;
    Pubkey authority;  ///< (s)
    Pubkey recipient;  ///< receives the table's lamports
};
/// Tag 4: removes a deactivated table.
Instruction close(const Close& params);

}  // namespace orrery::tx::lookup_table
