#include "devnet/store/meta.hpp"

#include <algorithm>
#include <limits>

#include "devnet/shred/receipt.hpp"
#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"

namespace orrery::store {
namespace {

using codec::ByteReader;
using codec::ByteWriter;

constexpr std::uint8_t meta_version = 2;
constexpr std::uint8_t version_without_hooks = 1;  // a fault's trace, if any, simply came last

// Which parts follow.
constexpr std::uint8_t has_fault = 1;
constexpr std::uint8_t has_hook = 2;
constexpr std::uint8_t has_hooks = 4;

// Integers in 7-bit groups, low first: balances, counts and lengths are mostly short.
void put(ByteWriter& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out.u8(static_cast<std::uint8_t>(value | 0x80));
    out.u8(static_cast<std::uint8_t>(value));
}

void put_bytes(ByteWriter& out, ByteSpan bytes) {
    put(out, bytes.size());
    out.bytes(bytes);
}

// A difference modulo 2^64, small in either direction.
std::uint64_t zigzag(std::uint64_t difference) {
    return difference << 1 ^ (difference >> 63 != 0 ? UINT64_MAX : 0);
}
std::uint64_t unzigzag(std::uint64_t value) {
    return value >> 1 ^ ((value & 1) != 0 ? UINT64_MAX : 0);
}

/// Reads what put and its kin wrote. Like ByteReader: fails once, then gives zeros.
class MetaReader {
  public:
    explicit MetaReader(ByteSpan bytes) : in_(bytes) {}

    std::uint64_t integer() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t byte = in_.u8();
            const std::uint64_t bits = byte & 0x7fu;
            if (bits << shift >> shift != bits) break;  // above 64 bits
            value |= bits << shift;
            if ((byte & 0x80) == 0) return value;
        }
        bad_ = true;
        return 0;
    }

    template <class T>
    T narrow() {
        const std::uint64_t value = integer();
        if (value > std::numeric_limits<T>::max()) bad_ = true;
        return static_cast<T>(value);
    }

    /// A number of elements of at least one byte each: bounded by the bytes that are left.
    std::size_t count() {
        const std::uint64_t value = integer();
        if (value > in_.remaining()) bad_ = true;
        return bad_ ? 0 : static_cast<std::size_t>(value);
    }

    Bytes bytes() {
        const auto value = in_.bytes(integer());
        return {value.begin(), value.end()};
    }

    std::uint8_t u8() { return in_.u8(); }
    std::uint64_t u64() { return in_.u64(); }
    template <class Key = Pubkey>
    Key key() {
        return in_.key<Key>();
    }
    bool failed() const { return bad_ || in_.failed(); }
    bool done() const { return !bad_ && in_.done(); }
    std::size_t remaining() const { return in_.remaining(); }

    /// A counted list whose elements `read` gives.
    template <class T, class Read>
    std::vector<T> list(Read read) {
        std::vector<T> out;
        const std::size_t n = count();
        // An element may be larger in memory than its byte here, so memory follows what is there.
        out.reserve(std::min<std::size_t>(n, 1024));
        for (std::size_t i = 0; i < n && !failed(); ++i) out.push_back(read());
        return out;
    }

  private:
    ByteReader in_;
    bool bad_ = false;
};

void put_balances(ByteWriter& out, const svm::TxOutcome& outcome) {
    put(out, outcome.balances.size());
    for (const auto& balance : outcome.balances) put(out, balance.before.value);
    // Most balances don't change: the others' differences are what takes space.
    put(out, outcome.balances.size());
    for (const auto& balance : outcome.balances)
        put(out, zigzag(balance.after.value - balance.before.value));
}

void read_balances(MetaReader& in, TransactionMeta& meta) {
    meta.pre_balances = in.list<Lamports>([&] { return Lamports{in.integer()}; });
    std::size_t i = 0;
    meta.post_balances = in.list<Lamports>([&] {
        const auto before = i < meta.pre_balances.size() ? meta.pre_balances[i].value : 0;
        ++i;
        return Lamports{before + unzigzag(in.integer())};
    });
}

void put_inner(ByteWriter& out, const svm::InnerInstructions& inner) {
    put(out, inner.index);
    put(out, inner.instructions.size());
    for (const auto& instruction : inner.instructions) {
        put(out, instruction.program_index);
        out.u8(instruction.stack_height);
        put(out, instruction.accounts.size());
        for (const auto account : instruction.accounts) put(out, account);
        put_bytes(out, instruction.data);
    }
}

svm::InnerInstruction read_inner_instruction(MetaReader& in) {
    svm::InnerInstruction out;
    out.program_index = in.narrow<std::uint16_t>();
    out.stack_height = in.u8();
    out.accounts = in.list<std::uint16_t>([&] { return in.narrow<std::uint16_t>(); });
    out.data = in.bytes();
    return out;
}

svm::InnerInstructions read_inner(MetaReader& in) {
    svm::InnerInstructions out;
    out.index = in.narrow<std::uint16_t>();
    out.instructions = in.list<svm::InnerInstruction>([&] { return read_inner_instruction(in); });
    return out;
}

void put_keys(ByteWriter& out, const std::vector<Pubkey>& keys) {
    put(out, keys.size());
    for (const auto& key : keys) out.key(key);
}

std::vector<Pubkey> read_keys(MetaReader& in) {
    return in.list<Pubkey>([&] { return in.key(); });
}

void put_tokens(ByteWriter& out, std::span<const TokenBalance> balances) {
    put(out, balances.size());
    for (const auto& balance : balances) {
        put(out, balance.account_index);
        out.key(balance.mint).key(balance.owner).key(balance.program);
        put(out, balance.amount);
        out.u8(balance.decimals);
    }
}

std::vector<TokenBalance> read_tokens(MetaReader& in) {
    return in.list<TokenBalance>([&] {
        TokenBalance balance;
        balance.account_index = in.narrow<std::uint16_t>();
        balance.mint = in.key();
        balance.owner = in.key();
        balance.program = in.key();
        balance.amount = in.integer();
        balance.decimals = in.u8();
        return balance;
    });
}

void put_fault(ByteWriter& out, const svm::FaultTrace& fault) {
    put(out, fault.programs.size());
    for (const auto& program : fault.programs) {
        out.key(program.program_id).u64(program.fingerprint);
        put(out, program.pcs.size());
        for (const auto pc : program.pcs) put(out, pc);
    }
}

svm::StoppedProgram read_stopped_program(MetaReader& in) {
    svm::StoppedProgram out;
    out.program_id = in.key();
    out.fingerprint = in.u64();
    out.pcs = in.list<std::uint64_t>([&] { return in.integer(); });
    return out;
}

svm::FaultTrace read_fault(MetaReader& in) {
    return {in.list<svm::StoppedProgram>([&] { return read_stopped_program(in); })};
}

void put_credit(ByteWriter& out, const svm::Credit& credit) {
    out.key(credit.key);
    put(out, credit.lamports.value);
}

svm::Credit read_credit(MetaReader& in) {
    const auto key = in.key();
    return {key, Lamports{in.integer()}};
}

void put_hook(ByteWriter& out, const svm::HookReceipt& hook) {
    out.key(hook.parent).u8(hook.index).key(hook.hook).key(hook.target);
    put(out, hook.bid.value);
    put(out, hook.gas.value);
    out.boolean(hook.funded);
    put_credit(out, hook.initiator);
    put_credit(out, hook.owner);
    put_credit(out, hook.network);
}

svm::HookReceipt read_hook(MetaReader& in) {
    svm::HookReceipt out;
    out.parent = in.key<Txid>();
    out.index = in.u8();
    out.hook = in.key();
    out.target = in.key();
    out.bid = {in.integer()};
    out.gas = {in.integer()};
    out.funded = in.u8() != 0;
    out.initiator = read_credit(in);
    out.owner = read_credit(in);
    out.network = read_credit(in);
    return out;
}

void put_rare_parts(ByteWriter& out, const svm::TxOutcome& outcome) {
    out.u8(static_cast<std::uint8_t>((outcome.fault ? has_fault : 0) |
                                     (outcome.hook ? has_hook : 0) |
                                     (outcome.hooks.empty() ? 0 : has_hooks)));
    if (outcome.fault) put_fault(out, *outcome.fault);
    if (outcome.hook) put_hook(out, *outcome.hook);
    if (outcome.hooks.empty()) return;
    put(out, outcome.hooks.size());
    for (const auto& id : outcome.hooks) out.key(id);
}

void read_rare_parts(MetaReader& in, std::uint8_t parts, TransactionMeta& meta) {
    if ((parts & has_fault) != 0) meta.fault = read_fault(in);
    if ((parts & has_hook) != 0) meta.hook = read_hook(in);
    if ((parts & has_hooks) != 0) meta.hooks = in.list<Txid>([&] { return in.key<Txid>(); });
}

// False for an error that no version of ours has.
bool read_error(MetaReader& in, TransactionMeta& meta) {
    const Bytes error = in.bytes();
    const bool failed = !error.empty();
    if (failed) meta.error = shred::decode_error(error);
    return meta.error.has_value() == failed;
}

bool read_return_data(MetaReader& in, TransactionMeta& meta) {
    const std::uint8_t present = in.u8();
    if (present == 1) {
        meta.return_data.emplace();
        meta.return_data->program_id = in.key();
        meta.return_data->data = in.bytes();
    }
    return present <= 1;
}

}  // namespace

Bytes encode_meta(const svm::TxOutcome& outcome, const TokenBalances& tokens) {
    ByteWriter out;
    out.reserve(256);
    out.u8(meta_version).u8(static_cast<std::uint8_t>(outcome.status));
    put_bytes(out, outcome.error ? shred::encode_error(*outcome.error) : Bytes{});
    put(out, outcome.fee.value);
    put(out, outcome.compute_units);
    put_balances(out, outcome);
    put(out, outcome.logs.size());
    for (const auto log : outcome.logs) put_bytes(out, as_bytes(log));
    put(out, outcome.inner_instructions.size());
    for (const auto& inner : outcome.inner_instructions) put_inner(out, inner);
    out.boolean(outcome.return_data.has_value());
    if (outcome.return_data) {
        out.key(outcome.return_data->program_id);
        put_bytes(out, outcome.return_data->data);
    }
    put_keys(out, outcome.loaded_addresses.writable);
    put_keys(out, outcome.loaded_addresses.readonly);
    put_tokens(out, tokens.pre);
    put_tokens(out, tokens.post);
    put_rare_parts(out, outcome);
    return out.take();
}

std::optional<TransactionMeta> decode_meta(ByteSpan bytes) {
    MetaReader in(bytes);
    TransactionMeta meta;
    const std::uint8_t version = in.u8();
    if (version != meta_version && version != version_without_hooks) return std::nullopt;
    const std::uint8_t status = in.u8();
    if (status > static_cast<std::uint8_t>(svm::TxStatus::succeeded)) return std::nullopt;
    meta.status = static_cast<svm::TxStatus>(status);
    if (!read_error(in, meta)) return std::nullopt;
    meta.fee = {in.integer()};
    meta.compute_units = in.integer();
    read_balances(in, meta);
    for (auto left = in.count(); left > 0 && !in.failed(); --left)
        meta.logs.add(as_text(in.bytes()));
    meta.inner_instructions = in.list<svm::InnerInstructions>([&] { return read_inner(in); });
    if (!read_return_data(in, meta)) return std::nullopt;
    meta.loaded_addresses.writable = read_keys(in);
    meta.loaded_addresses.readonly = read_keys(in);
    meta.pre_token_balances = read_tokens(in);
    meta.post_token_balances = read_tokens(in);
    const auto parts = version == meta_version
                           ? in.u8()
                           : static_cast<std::uint8_t>(in.remaining() > 0 ? has_fault : 0);
    if ((parts & ~(has_fault | has_hook | has_hooks)) != 0) return std::nullopt;
    read_rare_parts(in, parts, meta);
    if (!in.done() || (meta.fault && meta.fault->programs.empty())) return std::nullopt;
    return meta;
}

}  // namespace orrery::store
