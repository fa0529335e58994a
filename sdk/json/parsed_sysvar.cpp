#include "sdk/codec/reader.hpp"
#include "sdk/json/parsed_parts.hpp"
#include "sdk/types/ids.hpp"
#include "sdk/types/int128.hpp"

namespace orrery::json {
namespace {

using codec::ByteReader;

// Each writes the `info` value; the caller drops it when the reader failed.
using WriteInfo = void (*)(Writer&, ByteReader&);

void write_clock(Writer& out, ByteReader& in) {
    const std::uint64_t slot = in.u64();
    const std::int64_t epoch_start = in.i64();
    const std::uint64_t epoch = in.u64();
    const std::uint64_t leader_epoch = in.u64();
    const std::int64_t now = in.i64();
    out.begin_object().field("epoch", epoch).field("epochStartTimestamp", epoch_start);
    out.field("leaderScheduleEpoch", leader_epoch).field("slot", slot);
    out.field("unixTimestamp", now).end_object();
}

void write_epoch_schedule(Writer& out, ByteReader& in) {
    const std::uint64_t slots_per_epoch = in.u64();
    const std::uint64_t offset = in.u64();
    const bool warmup = in.boolean();
    const std::uint64_t first_epoch = in.u64();
    const std::uint64_t first_slot = in.u64();
    out.begin_object().field("firstNormalEpoch", first_epoch).field("firstNormalSlot", first_slot);
    out.field("leaderScheduleSlotOffset", offset).field("slotsPerEpoch", slots_per_epoch);
    out.field("warmup", warmup).end_object();
}

void write_fee_calculator(Writer& out, std::uint64_t lamports) {
    out.begin_object().key("lamportsPerSignature").decimal(lamports).end_object();
}

void write_fees(Writer& out, ByteReader& in) {
    out.begin_object().key("feeCalculator");
    write_fee_calculator(out, in.u64());
    out.end_object();
}

void write_recent_blockhashes(Writer& out, ByteReader& in) {
    out.begin_array();
    for (std::uint64_t left = in.u64(); left > 0 && !in.failed(); --left) {
        out.begin_object().field("blockhash", in.key<Hash>()).key("feeCalculator");
        write_fee_calculator(out, in.u64());
        out.end_object();
    }
    out.end_array();
}

// Agave 4's Rent: the exemption threshold and burn percentage behind the price are history.
void write_rent(Writer& out, ByteReader& in) {
    out.begin_object().key("lamportsPerByte").decimal(in.u64()).end_object();
    in.skip(9);
}

void write_rewards(Writer& out, ByteReader& in) {
    const std::uint64_t bits = in.u64();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    out.begin_object().field("validatorPointValue", value).end_object();
}

void write_slot_hashes(Writer& out, ByteReader& in) {
    out.begin_array();
    for (std::uint64_t left = in.u64(); left > 0 && !in.failed(); --left) {
        const std::uint64_t slot = in.u64();
        out.begin_object().field("hash", in.key<Hash>()).field("slot", slot).end_object();
    }
    out.end_array();
}

// A bit vector of 2^20 slots: u8 1, u64 words, the words, u64 bits; written as ones and zeros.
void write_slot_history(Writer& out, ByteReader& in) {
    constexpr std::uint64_t bit_count = std::uint64_t{1} << 20;
    const bool has_words = in.boolean();
    const std::uint64_t words = in.u64();
    const ByteSpan bytes = in.bytes(words > bit_count ? UINT64_MAX : words * 8);
    const std::uint64_t bits = in.u64();
    const std::uint64_t next_slot = in.u64();
    if (!has_words || bits < bit_count || bytes.size() * 8 < bit_count) in.skip(UINT64_MAX);
    if (in.failed()) return;
    std::string text(bit_count, '0');
    for (std::size_t i = 0; i < bit_count; ++i)
        if ((bytes[i / 8] >> (i % 8) & 1) != 0) text[i] = '1';
    out.begin_object().key("bits").plain(text).field("nextSlot", next_slot).end_object();
}

void write_stake_history(Writer& out, ByteReader& in) {
    out.begin_array();
    for (std::uint64_t left = in.u64(); left > 0 && !in.failed(); --left) {
        const std::uint64_t epoch = in.u64();
        const std::uint64_t effective = in.u64();
        const std::uint64_t activating = in.u64();
        const std::uint64_t deactivating = in.u64();
        out.begin_object().field("epoch", epoch).key("stakeHistory").begin_object();
        out.field("activating", activating).field("deactivating", deactivating);
        out.field("effective", effective).end_object().end_object();
    }
    out.end_array();
}

void write_last_restart_slot(Writer& out, ByteReader& in) {
    out.begin_object().field("lastRestartSlot", in.u64()).end_object();
}

std::string decimal(Uint128 value) {
    std::string text;
    do {
        text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
        value /= 10;
    } while (value != 0);
    return text;
}

void write_epoch_rewards(Writer& out, ByteReader& in) {
    const std::uint64_t height = in.u64();
    const std::uint64_t partitions = in.u64();
    const Hash parent = in.key<Hash>();
    const Uint128 points_low = in.u64();
    const Uint128 points = static_cast<Uint128>(in.u64()) << 64 | points_low;
    const std::uint64_t total = in.u64();
    const std::uint64_t distributed = in.u64();
    const bool active = in.boolean();
    out.begin_object().field("active", active).key("distributedRewards").decimal(distributed);
    out.field("distributionStartingBlockHeight", height).field("numPartitions", partitions);
    out.field("parentBlockhash", parent).key("totalPoints").plain(decimal(points));
    out.key("totalRewards").decimal(total).end_object();
}

struct Row {
    Pubkey key;
    std::string_view type;
    WriteInfo write;
};

constexpr Row rows[] = {
    {ids::clock, "clock", write_clock},
    {ids::epoch_schedule, "epochSchedule", write_epoch_schedule},
    {ids::fees, "fees", write_fees},
    {ids::recent_blockhashes, "recentBlockhashes", write_recent_blockhashes},
    {ids::rent, "rent", write_rent},
    {ids::rewards, "rewards", write_rewards},
    {ids::slot_hashes, "slotHashes", write_slot_hashes},
    {ids::slot_history, "slotHistory", write_slot_history},
    {ids::stake_history, "stakeHistory", write_stake_history},
    {ids::last_restart_slot, "lastRestartSlot", write_last_restart_slot},
    {ids::epoch_rewards, "epochRewards", write_epoch_rewards},
};

}  // namespace

bool write_sysvar(Writer& out, const Pubkey& key, ByteSpan data) {
    for (const Row& row : rows) {
        if (row.key != key) continue;
        ByteReader in(data);
        Writer info;
        row.write(info, in);
        if (in.failed()) return false;
        out.begin_object().key("info").raw(info.text()).key("type").plain(row.type).end_object();
        return true;
    }
    return false;
}

}  // namespace orrery::json
