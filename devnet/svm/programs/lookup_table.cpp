#include "devnet/svm/programs/lookup_table.hpp"

#include <algorithm>

#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs {

using Code = tx::InstructionErrorCode;
using TxCode = tx::TransactionErrorCode;

namespace {

enum : std::uint32_t { uninitialized = 0, lookup_table = 1 };

Result<void, tx::TransactionError> append_addresses(const AccountData& data, ByteSpan indexes,
                                                    std::size_t active, std::vector<Pubkey>& out) {
    for (const auto index : indexes) {
        if (index >= active)
            return fail(tx::TransactionError(TxCode::InvalidAddressLookupTableIndex));
        data.copy_to(out.emplace_back().bytes, LookupTable::offset_of(index));
    }
    return {};
}

}  // namespace

Bytes LookupTableMeta::encode() const {
    codec::ByteWriter out;
    out.u32(lookup_table)
        .u64(deactivation_slot)
        .u64(last_extended_slot)
        .u8(last_extended_slot_start_index)
        .boolean(authority.has_value());
    if (authority) out.key(*authority);
    auto bytes = out.take();
    bytes.resize(size, 0);
    return bytes;
}

Result<LookupTable, tx::InstructionError> LookupTable::decode(ByteSpan head,
                                                              std::size_t data_size) {
    const auto invalid = fail(tx::InstructionError(Code::InvalidAccountData));
    codec::ByteReader in(head);
    const auto state = in.u32();
    if (in.failed() || state > lookup_table) return invalid;
    if (state == uninitialized) return fail(tx::InstructionError(Code::UninitializedAccount));
    LookupTable out{{in.u64(), in.u64(), in.u8(), std::nullopt}, 0};
    if (in.boolean()) out.meta.authority = in.key();
    if (in.failed() || data_size < LookupTableMeta::size) return invalid;
    const auto addresses = data_size - LookupTableMeta::size;
    if (addresses % Pubkey::size != 0) return invalid;
    out.address_count = addresses / Pubkey::size;
    return out;
}

LookupTableStatus LookupTableStatus::of(const LookupTableMeta& meta, std::uint64_t current_slot,
                                        const SlotHashes& slot_hashes) {
    if (meta.deactivation_slot == LookupTableMeta::never) return {Kind::activated};
    if (meta.deactivation_slot == current_slot) return {Kind::deactivating, max_slot_hashes + 1};
    const auto position = slot_hashes.position(meta.deactivation_slot);
    if (!position) return {Kind::deactivated};
    return {Kind::deactivating, max_slot_hashes - std::min(*position, max_slot_hashes)};
}

Result<void, tx::TransactionError> look_up(const tx::TableLookup& lookup, const AccountRef& table,
                                           const svm::Sysvars& sysvars,
                                           tx::LoadedAddresses& loaded) {
    const auto refused = [](TxCode code) { return fail(tx::TransactionError(code)); };
    const auto slot_hashes = SlotHashes::from(sysvars);
    if (!slot_hashes) return refused(TxCode::AccountNotFound);
    if (!table) return refused(TxCode::AddressLookupTableNotFound);
    if (table->owner != ids::address_lookup_table)
        return refused(TxCode::InvalidAddressLookupTableOwner);
    const auto decoded =
        LookupTable::decode(table->data.slice(0, LookupTableMeta::size), table->data.size());
    if (!decoded) return refused(TxCode::InvalidAddressLookupTableData);

    const auto slot = sysvars.clock.slot;
    // A table that may be closed at any moment answers as if it were.
    if (LookupTableStatus::of(decoded->meta, slot, *slot_hashes).kind ==
        LookupTableStatus::Kind::deactivated)
        return refused(TxCode::AddressLookupTableNotFound);
    const std::size_t before_this_slot = decoded->meta.last_extended_slot_start_index;
    const auto active = slot > decoded->meta.last_extended_slot
                            ? decoded->address_count
                            : std::min(before_this_slot, decoded->address_count);
    CHECK_OK(append_addresses(table->data, lookup.writable_indexes, active, loaded.writable));
    return append_addresses(table->data, lookup.readonly_indexes, active, loaded.readonly);
}

}  // namespace orrery::programs
