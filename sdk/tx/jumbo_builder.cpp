#include "sdk/tx/jumbo_builder.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "sdk/crypto/sha256.hpp"
#include "sdk/tx/jumbo_checks.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::tx {
namespace {

using jumbo::instruction_name;
using jumbo::Tally;
using jumbo::tally_of;

constexpr std::uint64_t lamports_per_signature = 5000;
constexpr std::uint64_t lamports_per_compute_step = 5000;
constexpr std::uint32_t compute_step = 1'400'000;

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

std::string number(std::uint64_t n) { return std::to_string(n); }

std::uint64_t precompile_signatures(const Instruction& instruction) {
    const Pubkey& program = instruction.program_id;
    const bool is_precompile = program == ids::ed25519_precompile ||
                               program == ids::secp256k1_precompile ||
                               program == ids::secp256r1_precompile;
    return is_precompile && !instruction.data.empty() ? instruction.data.front() : 0;
}

// The addresses in their order, with the header's counts.
void place_keys(const KeySet& set, JumboMessage& out) {
    std::size_t counts[2][2] = {};
    for (const bool signer : {true, false}) {
        for (const bool writable : {true, false}) {
            for (const MessageKey& key : set.keys()) {
                if (key.is_signer != signer || key.is_writable != writable) continue;
                out.addresses.push_back(key.pubkey);
                ++counts[signer][writable];
            }
        }
    }
    out.num_required_signatures = static_cast<std::uint8_t>(counts[1][0] + counts[1][1]);
    out.num_readonly_signed = static_cast<std::uint8_t>(counts[1][0]);
    out.num_readonly_unsigned = static_cast<std::uint16_t>(counts[0][0]);
}

std::vector<JumboInstruction> compile(std::span<const Instruction> instructions,
                                      std::span<const Pubkey> addresses) {
    std::unordered_map<Pubkey, std::uint16_t> index;
    for (std::size_t i = 0; i < addresses.size(); ++i)
        index.emplace(addresses[i], static_cast<std::uint16_t>(i));
    std::vector<JumboInstruction> out;
    out.reserve(instructions.size());
    for (const Instruction& instruction : instructions) {
        auto& compiled = out.emplace_back();
        compiled.program = index.at(instruction.program_id);
        for (const AccountMeta& meta : instruction.accounts)
            compiled.accounts.push_back(index.at(meta.pubkey));
        compiled.data = instruction.data;
    }
    return out;
}

// What one part of a split may hold.
struct Room {
    SplitLimits limits;
    std::size_t budget_size = 0;
    std::size_t entry_header = 0;

    bool holds(const Tally& tally) const {
        const std::size_t size = tally.size(budget_size);
        return tally.instructions() <= std::min(limits.instructions, max_jumbo_instructions) &&
               tally.addresses() <= std::min(limits.addresses, max_jumbo_addresses) &&
               tally.signers() <= std::min(limits.signatures, max_jumbo_signatures) &&
               size <= limits.size && size + entry_header * tally.signers() <= max_jumbo_size;
    }
};

BuildError too_large_alone(std::size_t index, const Tally& tally, const Room& room) {
    return {instruction_name(index) +
                " is too large for a transaction of its own: with the payer it makes " +
                number(tally.size(room.budget_size)) + " bytes, " + number(tally.addresses()) +
                " accounts and " + number(tally.signers()) +
                " signers; shorten it or raise the limits",
            BuildErrorCode::size};
}

BuildError several_under_a_nonce(std::size_t parts) {
    return {"a durable nonce lets one transaction through, and this is " + number(parts) +
                "; use a recent blockhash for what is split",
            BuildErrorCode::nonce};
}

// The share of instructions [first, last) of all `count`; the shares of all parts sum to the fee.
std::uint64_t share(std::uint64_t fee, std::size_t first, std::size_t last, std::size_t count) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(Wide{fee} * last / count - Wide{fee} * first / count);
}

}  // namespace

std::uint64_t JumboFee::total() const {
    return saturating_add(saturating_add(signatures, compute_units),
                          saturating_add(size, priority));
}

JumboBuilder& JumboBuilder::add(Instruction instruction) {
    instructions_.push_back(std::move(instruction));
    return *this;
}

JumboBuilder& JumboBuilder::add(std::span<const Instruction> instructions) {
    instructions_.insert(instructions_.end(), instructions.begin(), instructions.end());
    return *this;
}

JumboBuilder& JumboBuilder::compute_unit_limit(std::uint32_t units) {
    compute_unit_limit_ = units;
    return *this;
}

JumboBuilder& JumboBuilder::loaded_accounts_data_size(std::uint32_t bytes) {
    loaded_accounts_data_size_ = bytes;
    return *this;
}

JumboBuilder& JumboBuilder::heap_bytes(std::uint32_t bytes) {
    heap_bytes_ = bytes;
    return *this;
}

JumboBuilder& JumboBuilder::priority_fee(std::uint64_t lamports) {
    priority_fee_ = lamports;
    return *this;
}

JumboBuilder& JumboBuilder::lifetime(const Hash& hash) {
    lifetime_ = hash;
    return *this;
}

JumboBuilder& JumboBuilder::text_signatures(bool on) {
    has_schemes_ = on;
    return *this;
}

std::uint32_t JumboBuilder::effective_compute_unit_limit() const {
    if (compute_unit_limit_) return *compute_unit_limit_;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(
        max_jumbo_compute_units,
        std::uint64_t{instructions_.size()} * default_compute_units_per_instruction));
}

JumboMessage JumboBuilder::frame() const {
    JumboMessage out;
    out.has_schemes = has_schemes_;
    out.priority_fee = priority_fee_;
    out.compute_unit_limit = effective_compute_unit_limit();
    out.loaded_accounts_data_size = loaded_accounts_data_size_;
    out.heap_bytes = heap_bytes_;
    out.lifetime = lifetime_;
    return out;
}

std::size_t JumboBuilder::budget_size() const {
    return 4 * static_cast<std::size_t>(std::popcount(wire::request_of(frame()).mask));
}

std::size_t JumboBuilder::size() const {
    return tally_of(payer_, instructions_).size(budget_size());
}

JumboFee JumboBuilder::fee() const {
    const Tally tally = tally_of(payer_, instructions_);
    std::uint64_t signatures = tally.signers();
    for (const Instruction& instruction : instructions_)
        signatures += precompile_signatures(instruction);
    const std::uint32_t units = std::max(effective_compute_unit_limit(), 1u);
    return {.signatures = signatures * lamports_per_signature,
            .compute_units = (units - 1) / compute_step * lamports_per_compute_step,
            .size = jumbo_fee(tally.size(budget_size())),
            .priority = priority_fee_.value_or(0)};
}

Result<JumboMessage, BuildError> JumboBuilder::message() const {
    JumboMessage out = frame();
    CHECK_OK(jumbo::check_budget(wire::request_of(out)));
    CHECK_OK(jumbo::check_instructions(instructions_, payer_));
    const Tally tally = tally_of(payer_, instructions_);
    const std::size_t entry_headers = has_schemes_ ? jumbo::entry_header_size * tally.signers() : 0;
    CHECK_OK(jumbo::check_keys(tally));
    CHECK_OK(jumbo::check_counts(tally, tally.size(budget_size()) + entry_headers));
    place_keys(tally.keys(), out);
    out.instructions = compile(instructions_, out.addresses);
    return out;
}

Result<PartialTransaction, BuildError> JumboBuilder::unsigned_transaction() const {
    TRY(const JumboMessage parts, message());
    return PartialTransaction::from_message(encode(parts));
}

Result<Bytes, BuildError> JumboBuilder::sign(
    std::span<const crypto::Keypair* const> keypairs) const {
    TRY(PartialTransaction transaction, unsigned_transaction());
    for (const crypto::Keypair* keypair : keypairs)
        CHECK_OK(has_schemes_ ? transaction.sign_text(*keypair) : transaction.sign(*keypair));
    return transaction.complete_wire();
}

Result<Bytes, BuildError> JumboBuilder::sign(
    std::initializer_list<const crypto::Keypair*> keypairs) const {
    return sign(std::span(keypairs.begin(), keypairs.size()));
}

JumboBuilder JumboBuilder::part(std::size_t first, std::size_t last) const {
    JumboBuilder out(payer_);
    out.instructions_.assign(instructions_.begin() + static_cast<std::ptrdiff_t>(first),
                             instructions_.begin() + static_cast<std::ptrdiff_t>(last));
    out.compute_unit_limit_ = compute_unit_limit_;
    out.loaded_accounts_data_size_ = loaded_accounts_data_size_;
    out.heap_bytes_ = heap_bytes_;
    if (priority_fee_) out.priority_fee_ = share(*priority_fee_, first, last, instructions_.size());
    out.lifetime_ = lifetime_;
    out.has_schemes_ = has_schemes_;
    return out;
}

Result<std::vector<JumboBuilder>, BuildError> JumboBuilder::split(const SplitLimits& limits) const {
    if (instructions_.empty()) return std::vector{*this};
    std::vector<JumboBuilder> parts;
    const Room room{limits, budget_size(), has_schemes_ ? jumbo::entry_header_size : 0};
    Tally tally(payer_);
    std::size_t first = 0;
    for (std::size_t i = 0; i < instructions_.size(); ++i) {
        tally.add(instructions_[i]);
        if (room.holds(tally)) continue;
        if (i > first) parts.push_back(part(first, i));
        first = i;
        tally = tally_of(payer_, {&instructions_[i], 1});
        if (!room.holds(tally)) return fail(too_large_alone(i, tally, room));
    }
    if (first > 0 && nonce_of(instructions_) != nullptr)
        return fail(several_under_a_nonce(parts.size() + 1));
    parts.push_back(part(first, instructions_.size()));
    make_distinct(parts);
    return parts;
}

// The chain runs a message only once: each repeat of a part asks for a byte less of loaded data.
void JumboBuilder::make_distinct(std::vector<JumboBuilder>& parts) {
    std::map<Hash, std::uint32_t> times;
    for (auto& part : parts) {
        const auto message = part.message();
        if (!message) continue;  // it can't be sent as it is; its own message() tells why
        part.loaded_accounts_data_size_ -= times[crypto::sha256({encode(*message)})]++;
    }
}

}  // namespace orrery::tx
