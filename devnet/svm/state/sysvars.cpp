#include "devnet/svm/state/sysvars.hpp"

#include <algorithm>
#include <bit>

namespace orrery::svm {
namespace {

template <class T>
std::uint8_t* put(std::uint8_t* to, T value) {
    store_le(to, value);
    return to + sizeof value;
}

template <class T>
void decode_into(T& value, const AccountRef& account) {
    if (!account) return;
    if (auto decoded = T::decode(account->data.slice(0, T::size))) value = *decoded;
}

}  // namespace

std::optional<Clock> Clock::decode(ByteSpan bytes) {
    if (bytes.size() < size) return std::nullopt;
    const auto* p = bytes.data();
    return Clock{load_le<std::uint64_t>(p), load_le<std::int64_t>(p + 8),
                 load_le<std::uint64_t>(p + 16), load_le<std::uint64_t>(p + 24),
                 load_le<std::int64_t>(p + 32)};
}

Bytes Clock::encode() const {
    Bytes out(size);
    put(put(put(put(put(out.data(), slot), epoch_start_timestamp), epoch), leader_schedule_epoch),
        unix_timestamp);
    return out;
}

std::optional<Rent> Rent::decode(ByteSpan bytes) {
    if (bytes.size() < size) return std::nullopt;
    const auto* p = bytes.data();
    return Rent{load_le<std::uint64_t>(p), load_le<std::uint64_t>(p + 8), p[16]};
}

Bytes Rent::encode() const {
    Bytes out(size);
    put(put(put(out.data(), lamports_per_byte), exemption_threshold_bits), burn_percent);
    return out;
}

std::optional<EpochSchedule> EpochSchedule::decode(ByteSpan bytes) {
    if (bytes.size() < size || bytes[16] > 1) return std::nullopt;
    const auto* p = bytes.data();
    return EpochSchedule{load_le<std::uint64_t>(p), load_le<std::uint64_t>(p + 8), p[16] == 1,
                         load_le<std::uint64_t>(p + 17), load_le<std::uint64_t>(p + 25)};
}

Bytes EpochSchedule::encode() const {
    Bytes out(size);
    auto* p = put(put(out.data(), slots_per_epoch), leader_schedule_slot_offset);
    put(put(put(p, static_cast<std::uint8_t>(warmup)), first_normal_epoch), first_normal_slot);
    return out;
}

EpochSchedule EpochSchedule::without_warmup(std::uint64_t slots) {
    return {slots, slots, false, 0, 0};
}

// Epochs of a warm-up double from 32 slots until first_normal_epoch (upstream: epoch-schedule
// crate).
constexpr std::uint64_t minimum_slots_per_epoch = 32;

std::uint64_t EpochSchedule::epoch(std::uint64_t slot) const {
    if (slot < first_normal_slot) {
        const auto power = std::bit_ceil(slot + minimum_slots_per_epoch + 1);
        return static_cast<std::uint64_t>(std::countr_zero(power) -
                                          std::countr_zero(minimum_slots_per_epoch) - 1);
    }
    if (slots_per_epoch == 0) return first_normal_epoch;
    return first_normal_epoch + (slot - first_normal_slot) / slots_per_epoch;
}

std::uint64_t EpochSchedule::first_slot(std::uint64_t epoch) const {
    if (epoch <= first_normal_epoch)
        return ((std::uint64_t{1} << std::min<std::uint64_t>(epoch, 58)) - 1) *
               minimum_slots_per_epoch * (first_normal_epoch > 0 ? 1 : 0);
    return (epoch - first_normal_epoch) * slots_per_epoch + first_normal_slot;
}

std::uint64_t EpochSchedule::slots_in_epoch(std::uint64_t epoch) const {
    if (epoch < first_normal_epoch)
        return minimum_slots_per_epoch << std::min<std::uint64_t>(epoch, 58);
    return slots_per_epoch;
}

Sysvars Sysvars::from(const AccountReader& reader) {
    Sysvars out;
    for (std::size_t i = 0; i < sysvar_count; ++i)
        out.accounts[i] = reader.get(sysvar_table[i].key);
    decode_into(out.clock, out.account(SysvarId::clock));
    decode_into(out.rent, out.account(SysvarId::rent));
    decode_into(out.epoch_schedule, out.account(SysvarId::epoch_schedule));
    return out;
}

}  // namespace orrery::svm
