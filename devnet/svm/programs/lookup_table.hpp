#pragma once

#include <cstdint>
#include <optional>

#include "devnet/svm/programs/slot_hashes.hpp"
#include "devnet/svm/state/sysvars.hpp"
#include "sdk/tx/account_keys.hpp"
#include "sdk/tx/error.hpp"
#include "sdk/tx/message.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/result.hpp"

namespace orrery::programs {

constexpr std::size_t max_lookup_table_addresses = 256;

/// An address lookup table's header; the addresses follow it in the account's data.
struct LookupTableMeta {
    static constexpr std::size_t size = 56;  ///< bytes, padding included
    static constexpr std::uint64_t never = UINT64_MAX;

    std::uint64_t deactivation_slot = never;
    std::uint64_t last_extended_slot = 0;
    std::uint8_t last_extended_slot_start_index = 0;  ///< first address that this slot added
    std::optional<Pubkey> authority;                  ///< nothing = frozen
    bool operator==(const LookupTableMeta&) const = default;

    /// 56 bytes.
    Bytes encode() const;
};

/// A decoded lookup table, its addresses left where they are.
struct LookupTable {
    LookupTableMeta meta;
    std::size_t address_count = 0;

    /// Decodes from the account's first bytes (LookupTableMeta::size suffice) and its whole data
    /// size. Errors: UninitializedAccount, InvalidAccountData.
    static Result<LookupTable, tx::InstructionError> decode(ByteSpan head, std::size_t data_size);

    static constexpr std::size_t offset_of(std::size_t index) {
        return LookupTableMeta::size + index * Pubkey::size;
    }
};

/// How far a table is from being closable.
struct LookupTableStatus {
    enum class Kind : std::uint8_t { activated, deactivating, deactivated } kind;
    std::uint64_t remaining_blocks = 0;  ///< while deactivating

    static LookupTableStatus of(const LookupTableMeta& meta, std::uint64_t current_slot,
                                const SlotHashes& slot_hashes);
};

/// Adds the addresses that one lookup of a v0 message stands for. `table` is the table's account,
/// null when absent. Addresses added in the current slot can't be used yet; a deactivated table
/// serves until its deactivation slot leaves SlotHashes. Errors: AddressLookupTableNotFound,
/// InvalidAddressLookupTableOwner, InvalidAddressLookupTableData, InvalidAddressLookupTableIndex;
/// AccountNotFound without the SlotHashes sysvar.
Result<void, tx::TransactionError> look_up(const tx::TableLookup& lookup, const AccountRef& table,
                                           const svm::Sysvars& sysvars,
                                           tx::LoadedAddresses& loaded);

}  // namespace orrery::programs
