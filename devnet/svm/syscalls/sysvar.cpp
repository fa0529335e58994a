#include <algorithm>
#include <array>
#include <optional>

#include "devnet/svm/syscalls/functions.hpp"

namespace orrery::syscalls {
namespace {

using svm::SysvarId;

constexpr uint64_t range_beyond_data = 1;
constexpr uint64_t unknown_sysvar = 2;

// How an account's bytes decode, which decides whether the runtime knows the sysvar at all: as a
// structure of a fixed size with perhaps a bool in it, or as a list of items behind a u64 count.
struct Form {
    std::size_t size;
    std::optional<std::size_t> bool_at = {};
    std::size_t item_size = 0;
};

constexpr Form form_of(SysvarId id) {
    switch (id) {
        case SysvarId::clock:
            return {40};
        case SysvarId::rent:
            return {17};
        case SysvarId::epoch_schedule:
            return {33, 16};
        case SysvarId::epoch_rewards:
            return {81, 80};
        case SysvarId::last_restart_slot:
            return {8};
        case SysvarId::slot_hashes:
        case SysvarId::recent_blockhashes:
            return {8, {}, 40};
        case SysvarId::stake_history:
            return {8, {}, 32};
    }
    return {};
}

template <class T>
T read_at(const AccountData& data, std::size_t offset) {
    std::array<std::uint8_t, sizeof(T)> raw;
    data.copy_to(raw, offset);
    return load_le<T>(raw.data());
}

bool decodes(const AccountData& data, const Form& form) {
    if (data.size() < form.size) return false;
    if (form.bool_at && read_at<std::uint8_t>(data, *form.bool_at) > 1) return false;
    if (form.item_size == 0) return true;
    return read_at<uint64_t>(data, 0) <= (data.size() - form.size) / form.item_size;
}

const AccountData* find_data(Call& call, SysvarId id) {
    const AccountRef& account = call.context().sysvars().account(id);
    if (!account || !decodes(account->data, form_of(id))) return nullptr;
    return &account->data;
}

// Loader v1's programs never get sysvars this way, and nobody gets them into the input region.
Fallible<void> check_result_address(Call& call, uint64_t address) {
    if (!call.aligned()) return fail(abort_with("Unaligned pointer"));
    if (address >= input_start) return fail(abort_with("Invalid pointer"));
    return {};
}

// Bytes of the account that go to an offset of the Rust structure in the program's memory; between
// and behind the pieces there is padding, written as zeros.
struct Piece {
    std::size_t from;
    std::size_t to;
    std::size_t length;
};

struct Layout {
    SysvarId id;
    std::size_t size;
    std::size_t alignment;
    std::array<Piece, 2> pieces;
};

constexpr Layout clock_layout = {SysvarId::clock, 40, 8, {{{0, 0, 40}}}};
constexpr Layout rent_layout = {SysvarId::rent, 24, 8, {{{0, 0, 17}}}};
constexpr Layout epoch_schedule_layout = {
    SysvarId::epoch_schedule, 40, 8, {{{0, 0, 17}, {17, 24, 16}}}};
constexpr Layout epoch_rewards_layout = {SysvarId::epoch_rewards, 96, 16, {{{0, 0, 81}}}};
constexpr Layout last_restart_slot_layout = {SysvarId::last_restart_slot, 8, 8, {{{0, 0, 8}}}};

Answer get_structure(Call& call, const Layout& layout, uint64_t result) {
    CHECK_OK(call.consume(call.costs().sysvar_base + layout.size));
    CHECK_OK(check_result_address(call, result));
    TRY(const MutByteSpan out, call.output({result, layout.size, layout.alignment}));
    const AccountData* data = find_data(call, layout.id);
    if (data == nullptr) return fail(abort_with(tx::InstructionErrorCode::UnsupportedSysvar));
    std::ranges::fill(out, std::uint8_t{0});
    for (const Piece& piece : layout.pieces)
        data->copy_to(out.subspan(piece.to, piece.length), piece.from);
    return success;
}

const AccountData* find_data(Call& call, const Pubkey& key) {
    for (std::size_t i = 0; i < svm::sysvar_table.size(); ++i)
        if (svm::sysvar_table[i].by_syscall && svm::sysvar_table[i].key == key)
            return find_data(call, static_cast<SysvarId>(i));
    return nullptr;
}

}  // namespace

Answer sol_get_clock_sysvar(Call& call, uint64_t result) {
    return get_structure(call, clock_layout, result);
}

Answer sol_get_rent_sysvar(Call& call, uint64_t result) {
    return get_structure(call, rent_layout, result);
}

Answer sol_get_epoch_schedule_sysvar(Call& call, uint64_t result) {
    return get_structure(call, epoch_schedule_layout, result);
}

Answer sol_get_epoch_rewards_sysvar(Call& call, uint64_t result) {
    return get_structure(call, epoch_rewards_layout, result);
}

Answer sol_get_last_restart_slot(Call& call, uint64_t result) {
    return get_structure(call, last_restart_slot_layout, result);
}

Answer sol_get_sysvar(Call& call, uint64_t id, uint64_t result, uint64_t offset, uint64_t length) {
    const auto& costs = call.costs();
    CHECK_OK(call.consume(costs.sysvar_base + Pubkey::size / costs.cpi_bytes_per_unit +
                          std::max(length / costs.cpi_bytes_per_unit, costs.mem_op_base)));
    CHECK_OK(check_result_address(call, result));
    TRY(const MutByteSpan out, call.output({result, length}));
    TRY(const Pubkey key, call.key(id));
    uint64_t end = 0;
    if (__builtin_add_overflow(offset, length, &end) || result + length < result)
        return fail(abort_with(tx::InstructionErrorCode::ArithmeticOverflow));
    const AccountData* data = find_data(call, key);
    if (data == nullptr) return unknown_sysvar;
    if (end > data->size()) return range_beyond_data;
    data->copy_to(out, offset);
    return success;
}

// Nobody stakes on our chains, so the total (null) and every vote account's part are 0.
Answer sol_get_epoch_stake(Call& call, uint64_t vote_account) {
    const auto& costs = call.costs();
    if (vote_account == 0) {
        CHECK_OK(call.consume(costs.syscall_base));
        return 0;
    }
    CHECK_OK(call.consume(costs.syscall_base + Pubkey::size / costs.cpi_bytes_per_unit +
                          costs.mem_op_base));
    CHECK_OK(call.key(vote_account));
    return 0;
}

}  // namespace orrery::syscalls
