#include "sdk/hooks/body.hpp"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>

#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::hooks {
namespace {

using codec::ByteReader;

constexpr std::size_t key_size = 33;
constexpr std::size_t instruction_header_size = 8;
constexpr std::size_t max_accounts_per_instruction = 255;
constexpr std::size_t max_keys = tx::max_jumbo_addresses - 1;  // and the hook's signer
constexpr std::uint8_t signer_flag = 1;
constexpr std::uint8_t writable_flag = 2;

// Solayer Chain's other natives join when they exist.
constexpr std::array refused_programs = {
    ids::compute_budget,
    ids::ed25519_precompile,
    ids::secp256k1_precompile,
    ids::secp256r1_precompile,
    ids::hooks,
    ids::native_loader,
    ids::loader_v1,
    ids::loader_v2,
    ids::loader_v3,
    ids::loader_v4,
};

// Sorted, since with a hash that everybody knows keys could be chosen to collide.
bool has_duplicates(const std::vector<BodyKey>& keys) {
    std::vector<Pubkey> sorted;
    sorted.reserve(keys.size());
    for (const auto& key : keys) sorted.push_back(key.key);
    std::sort(sorted.begin(), sorted.end());
    return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

bool read_keys(ByteReader& in, std::size_t count, std::vector<BodyKey>& out) {
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto key = in.key();
        const auto flags = in.u8();
        if (flags > (signer_flag | writable_flag)) return false;
        out.push_back({key, (flags & signer_flag) != 0, (flags & writable_flag) != 0});
    }
    return !has_duplicates(out);
}

struct Counts {
    std::uint16_t accounts = 0;
    std::uint32_t data = 0;
};

bool read_content(ByteReader& in, const Counts& counts, std::size_t n_keys, BodyInstruction& out) {
    const auto indices = in.bytes(std::size_t{counts.accounts} * 2);
    const auto data = in.bytes(counts.data);
    if (in.failed()) return false;
    for (std::size_t i = 0; i < counts.accounts; ++i) {
        const auto index = load_le<std::uint16_t>(indices.data() + 2 * i);
        if (index >= n_keys) return false;
        out.accounts.push_back(index);
    }
    out.data.assign(data.begin(), data.end());
    return true;
}

bool read_instructions(ByteReader& in, std::size_t count, Body& out) {
    std::vector<Counts> counts(count);
    out.instructions.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        out.instructions[i].program = in.u16();
        counts[i] = {in.u16(), in.u32()};
        if (out.instructions[i].program >= out.keys.size() ||
            counts[i].accounts > max_accounts_per_instruction)
            return false;
    }
    for (std::size_t i = 0; i < count; ++i)
        if (!read_content(in, counts[i], out.keys.size(), out.instructions[i])) return false;
    return true;
}

/// Collects the keys of instructions with the flags that any of them asks for.
class KeyList {
  public:
    explicit KeyList(std::vector<BodyKey>& keys) : keys_(keys) {}

    std::uint16_t add(const Pubkey& key, bool is_signer, bool is_writable) {
        const auto [at, is_new] = index_.try_emplace(key, static_cast<std::uint16_t>(keys_.size()));
        if (is_new) keys_.push_back({key, false, false});
        auto& entry = keys_[at->second];
        entry.is_signer |= is_signer;
        entry.is_writable |= is_writable;
        return at->second;
    }

  private:
    std::vector<BodyKey>& keys_;
    boost::unordered_flat_map<Pubkey, std::uint16_t, KeyHasher> index_;
};

// The instructions sysvar counts by 16 bits; a body that names it must fit into it.
bool fits_instructions_sysvar(const Body& body) {
    constexpr std::size_t per_account = 33, per_instruction = 2 + 2 + Pubkey::size + 2;
    std::size_t size = 4;
    for (const auto& instruction : body.instructions)
        size +=
            per_instruction + per_account * instruction.accounts.size() + instruction.data.size();
    return size <= UINT16_MAX;
}

}  // namespace

Result<Body, HookError> Body::decode(ByteSpan bytes, std::uint16_t n_keys,
                                     std::uint16_t n_instructions) {
    const auto headers = n_keys * key_size + n_instructions * instruction_header_size;
    if (n_instructions == 0 || n_instructions > tx::max_jumbo_instructions || n_keys > max_keys ||
        bytes.size() < headers)
        return fail(HookError::BadBody);
    ByteReader in(bytes);
    Body out;
    if (!read_keys(in, n_keys, out.keys) || !read_instructions(in, n_instructions, out) ||
        !in.done())
        return fail(HookError::BadBody);
    return out;
}

Bytes Body::encode() const {
    codec::ByteWriter out;
    for (const auto& key : keys)
        out.key(key.key).u8(static_cast<std::uint8_t>((key.is_signer ? signer_flag : 0) |
                                                      (key.is_writable ? writable_flag : 0)));
    for (const auto& instruction : instructions)
        out.u16(instruction.program)
            .u16(static_cast<std::uint16_t>(instruction.accounts.size()))
            .u32(static_cast<std::uint32_t>(instruction.data.size()));
    for (const auto& instruction : instructions) {
        for (const auto index : instruction.accounts) out.u16(index);
        out.bytes(instruction.data);
    }
    return out.take();
}

Body Body::from(std::span<const Instruction> instructions) {
    Body out;
    KeyList keys(out.keys);
    for (const auto& from : instructions) {
        BodyInstruction instruction{0, {}, from.data};
        for (const auto& meta : from.accounts)
            instruction.accounts.push_back(keys.add(meta.pubkey, meta.is_signer, meta.is_writable));
        instruction.program = keys.add(from.program_id, false, false);
        out.instructions.push_back(std::move(instruction));
    }
    return out;
}

bool may_be_called(const Pubkey& program) {
    return std::find(refused_programs.begin(), refused_programs.end(), program) ==
           refused_programs.end();
}

Result<void, HookError> check_body(const Body& body, const Pubkey& signer) {
    for (const auto& key : body.keys)
        if (key.is_signer && key.key != signer) return fail(HookError::ForeignSigner);
    for (const auto& instruction : body.instructions)
        if (!may_be_called(body.keys[instruction.program].key)) return fail(HookError::BodyProgram);
    const bool names_sysvar =
        std::ranges::find(body.keys, ids::instructions, &BodyKey::key) != body.keys.end();
    if (names_sysvar && !fits_instructions_sysvar(body)) return fail(HookError::BadBody);
    return {};
}

}  // namespace orrery::hooks
