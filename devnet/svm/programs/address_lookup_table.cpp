#include "devnet/svm/programs/address_lookup_table.hpp"

#include <algorithm>
#include <array>

#include "devnet/svm/programs/instruction_args.hpp"
#include "devnet/svm/programs/log.hpp"
#include "devnet/svm/programs/lookup_table.hpp"
#include "devnet/svm/programs/system.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs {

using invoke::BorrowedAccount;
using invoke::InstructionResult;
using invoke::InvokeContext;
using Code = invoke::InstructionErrorCode;

namespace {

// By crypto::PdaError.
constexpr std::array pda_errors = {Code::MaxSeedLengthExceeded, Code::InvalidSeeds,
                                   Code::IllegalOwner};

Result<LookupTable, tx::InstructionError> decode_table(const BorrowedAccount& account) {
    return LookupTable::decode(account.data(), account.data_size());
}

InstructionResult write_meta(BorrowedAccount& account, const LookupTableMeta& meta) {
    return account.set_state(meta.encode());
}

/// Accounts 0 and 1 of every instruction but create: the table and the authority that signs.
Result<Pubkey, tx::InstructionError> check_table_and_authority(InvokeContext& context) {
    TRY(auto table, context.borrow(0));
    if (table.owner() != ids::address_lookup_table) return invoke::error(Code::InvalidAccountOwner);
    table.release();
    TRY(const auto authority, context.borrow(1));
    if (!authority.is_signer())
        return refuse(context, Code::MissingRequiredSignature,
                      "Authority account must be a signer");
    return authority.key();
}

Result<SlotHashes, tx::InstructionError> slot_hashes(InvokeContext& context) {
    auto hashes = SlotHashes::from(context.sysvars());
    if (!hashes) return invoke::error(Code::UnsupportedSysvar);
    return *std::move(hashes);
}

std::uint64_t missing_rent(const InvokeContext& context, std::size_t data_size,
                           std::uint64_t lamports) {
    const auto need = std::max<std::uint64_t>(context.sysvars().rent.minimum_balance(data_size), 1);
    return need - std::min(need, lamports);
}

Result<Pubkey, tx::InstructionError> signing_payer(InvokeContext& context) {
    TRY(const auto payer, context.borrow(2));
    if (!payer.is_signer())
        return refuse(context, Code::MissingRequiredSignature, "Payer account must be a signer");
    return payer.key();
}

/// Makes account 0 a table's account: rent, space, owner. The seeds sign for it.
InstructionResult allocate_table(InvokeContext& context, const Pubkey& table, const Pubkey& payer,
                                 std::uint64_t lamports, std::span<const ByteSpan> seeds) {
    const std::vector<std::vector<ByteSpan>> signer{{seeds.begin(), seeds.end()}};
    if (const auto missing = missing_rent(context, LookupTableMeta::size, lamports); missing > 0)
        CHECK_OK(context.native_invoke(system_transfer(payer, table, missing)));
    CHECK_OK(context.native_invoke(system_allocate(table, LookupTableMeta::size), signer));
    return context.native_invoke(system_assign(table, ids::address_lookup_table), signer);
}

// Whoever asks for a table that exists already gets it: its address says all that it was made from.
InstructionResult create(InvokeContext& context, InstructionArgs& args) {
    const auto recent_slot = args.u64();
    const auto bump = args.u8();
    CHECK_OK(args.end());
    TRY(auto table, context.borrow(0));
    const auto key = table.key();
    const auto lamports = table.lamports();
    const auto exists = table.owner() == ids::address_lookup_table;
    table.release();
    TRY(auto authority_account, context.borrow(1));
    const auto authority = authority_account.key();
    authority_account.release();
    TRY(const auto payer, signing_payer(context));

    TRY(const auto hashes, slot_hashes(context));
    if (!hashes.position(recent_slot))
        return refuse(context, Code::InvalidInstructionData, recent_slot, " is not a recent slot");
    std::array<std::uint8_t, 8> slot_bytes{};
    store_le(slot_bytes.data(), recent_slot);
    const std::array<ByteSpan, 3> seeds = {authority.span(), slot_bytes, ByteSpan(&bump, 1)};
    const auto derived = crypto::create_program_address(seeds, ids::address_lookup_table);
    if (!derived) return invoke::error(pda_errors[static_cast<std::size_t>(derived.error())]);
    if (key != *derived)
        return refuse(context, Code::InvalidArgument,
                      "Table address must match derived address: ", *derived);
    if (exists) return {};

    CHECK_OK(allocate_table(context, key, payer, lamports, seeds));
    TRY(auto made, context.borrow(0));
    LookupTableMeta meta;
    meta.authority = authority;
    return write_meta(made, meta);
}

InstructionResult freeze(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    TRY(const auto authority, check_table_and_authority(context));
    TRY(auto account, context.borrow(0));
    TRY(auto table, decode_table(account));
    if (!table.meta.authority)
        return refuse(context, Code::Immutable, "Lookup table is already frozen");
    if (table.meta.authority != authority) return invoke::error(Code::IncorrectAuthority);
    if (table.meta.deactivation_slot != LookupTableMeta::never)
        return refuse(context, Code::InvalidArgument, "Deactivated tables cannot be frozen");
    if (table.address_count == 0)
        return refuse(context, Code::InvalidInstructionData,
                      "Empty lookup tables cannot be frozen");
    table.meta.authority.reset();
    return write_meta(account, table.meta);
}

InstructionResult check_extension(InvokeContext& context, const LookupTable& table,
                                  const Pubkey& authority, std::size_t added) {
    if (!table.meta.authority) return invoke::error(Code::Immutable);
    if (table.meta.authority != authority) return invoke::error(Code::IncorrectAuthority);
    if (table.meta.deactivation_slot != LookupTableMeta::never)
        return refuse(context, Code::InvalidArgument, "Deactivated tables cannot be extended");
    if (table.address_count >= max_lookup_table_addresses)
        return refuse(context, Code::InvalidArgument,
                      "Lookup table is full and cannot contain more addresses");
    if (added == 0)
        return refuse(context, Code::InvalidInstructionData,
                      "Must extend with at least one address");
    if (const auto sum = table.address_count + added; sum > max_lookup_table_addresses)
        return refuse(context, Code::InvalidInstructionData, "Extended lookup table length ", sum,
                      " would exceed max capacity of ", max_lookup_table_addresses);
    return {};
}

InstructionResult extend(InvokeContext& context, InstructionArgs& args) {
    const auto added = args.u64();
    // A count beyond what the data can hold fails before it is multiplied.
    const auto addresses =
        args.bytes(added > InstructionArgs::max_size ? UINT64_MAX : added * Pubkey::size);
    CHECK_OK(args.end());
    TRY(const auto authority, check_table_and_authority(context));
    TRY(auto account, context.borrow(0));
    TRY(auto table, decode_table(account));
    CHECK_OK(check_extension(context, table, authority, static_cast<std::size_t>(added)));

    if (const auto slot = context.sysvars().clock.slot; slot != table.meta.last_extended_slot) {
        table.meta.last_extended_slot = slot;
        table.meta.last_extended_slot_start_index = static_cast<std::uint8_t>(table.address_count);
    }
    const auto key = account.key();
    const auto lamports = account.lamports();
    CHECK_OK(write_meta(account, table.meta));
    CHECK_OK(account.append(addresses));
    const auto missing = missing_rent(context, account.data_size(), lamports);
    account.release();
    if (missing > 0) {
        TRY(const auto payer, signing_payer(context));
        CHECK_OK(context.native_invoke(system_transfer(payer, key, missing)));
    }
    context.ends_slot = true;
    return {};
}

InstructionResult deactivate(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    TRY(const auto authority, check_table_and_authority(context));
    TRY(auto account, context.borrow(0));
    TRY(auto table, decode_table(account));
    if (!table.meta.authority) return refuse(context, Code::Immutable, "Lookup table is frozen");
    if (table.meta.authority != authority) return invoke::error(Code::IncorrectAuthority);
    if (table.meta.deactivation_slot != LookupTableMeta::never)
        return refuse(context, Code::InvalidArgument, "Lookup table is already deactivated");
    table.meta.deactivation_slot = context.sysvars().clock.slot;
    return write_meta(account, table.meta);
}

InstructionResult check_deactivated(InvokeContext& context, const LookupTableMeta& meta) {
    TRY(const auto hashes, slot_hashes(context));
    const auto status = LookupTableStatus::of(meta, context.sysvars().clock.slot, hashes);
    using Kind = LookupTableStatus::Kind;
    if (status.kind == Kind::activated)
        return refuse(context, Code::InvalidArgument, "Lookup table is not deactivated");
    if (status.kind == Kind::deactivating)
        return refuse(context, Code::InvalidArgument,
                      "Table cannot be closed until it's fully deactivated in ",
                      status.remaining_blocks, " blocks");
    return {};
}

InstructionResult close(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    TRY(const auto authority, check_table_and_authority(context));
    CHECK_OK(context.check_account_count(3));
    const auto& accounts = context.current().accounts;
    if (accounts[0].index_in_transaction == accounts[2].index_in_transaction)
        return refuse(context, Code::InvalidArgument,
                      "Lookup table cannot be the recipient of reclaimed lamports");
    TRY(auto account, context.borrow(0));
    const auto lamports = account.lamports();
    TRY(const auto table, decode_table(account));
    if (!table.meta.authority) return refuse(context, Code::Immutable, "Lookup table is frozen");
    if (table.meta.authority != authority) return invoke::error(Code::IncorrectAuthority);
    CHECK_OK(check_deactivated(context, table.meta));
    TRY(auto recipient, context.borrow(2));
    CHECK_OK(recipient.add_lamports(lamports));
    recipient.release();
    CHECK_OK(account.set_data_length(0));
    return account.set_lamports(0);
}

using Handler = InstructionResult (*)(InvokeContext&, InstructionArgs&);

/// By the u32 that opens the instruction's data.
constexpr std::array<Handler, 5> handlers = {create, freeze, extend, deactivate, close};

}  // namespace

InstructionResult process_address_lookup_table(InvokeContext& context) {
    InstructionArgs args(context.instruction_data());
    const auto tag = args.u32();
    if (args.failed() || tag >= handlers.size()) return invoke::error(Code::InvalidInstructionData);
    return handlers[tag](context, args);
}

}  // namespace orrery::programs
