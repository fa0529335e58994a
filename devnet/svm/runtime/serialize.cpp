#include "devnet/svm/runtime/serialize.hpp"

#include "devnet/svm/vm/memory.hpp"

namespace orrery::runtime {
namespace {

using invoke::error;
using invoke::InstructionErrorCode;
using invoke::InvokeContext;
using invoke::ProgramFrame;
using invoke::SerializedAccount;
using invoke::TxAccount;

constexpr std::uint64_t input_start = 0x4'0000'0000;
constexpr std::size_t max_accounts = 255;  // the duplicate marker is one byte, 0xff means "new"
constexpr std::uint8_t not_duplicate = 0xff;
constexpr std::size_t max_data_len = 10ull << 20;

std::size_t pad8(std::size_t n) { return (8 - n % 8) % 8; }

// Bytes behind an account's data in the aligned ABI: room to grow, then padding.
std::size_t spare(std::size_t data_len) {
    return invoke::max_permitted_data_increase + pad8(data_len);
}

struct Layout {
    bool aligned;
    std::size_t duplicate() const { return aligned ? 8 : 1; }
    std::size_t account(std::size_t data_len) const {
        constexpr std::size_t fixed = 1 + 3 + 32 + 32 + 8 + 8 + 8;
        return aligned ? fixed + 4 + data_len + spare(data_len) : fixed + data_len;
    }
};

class InputWriter {
  public:
    InputWriter(vm::Memory& memory, std::size_t total)
        : memory_(memory), base_(memory.input_reserve(total)) {}

    std::uint64_t address() const { return input_start + at_; }
    void u8(std::uint8_t v) { base_[at_++] = v; }
    void u64(std::uint64_t v) {
        store_le(base_ + at_, v);
        at_ += 8;
    }
    void bytes(ByteSpan b) {
        if (!b.empty()) std::memcpy(base_ + at_, b.data(), b.size());
        at_ += b.size();
    }
    MutByteSpan reserve(std::size_t n) {
        at_ += n;
        return {base_ + at_ - n, n};
    }
    /// Steps over bytes that stay zero: the pool keeps them so, nothing to write or to clean.
    void skip(std::size_t n) {
        mark();
        at_ += n;
        marked_ = at_;
    }
    void finish() {
        mark();
        memory_.commit_input(at_);
    }

  private:
    void mark() { memory_.mark_written(marked_, at_ - marked_); }

    vm::Memory& memory_;
    std::uint8_t* base_;
    std::size_t at_ = 0;
    std::size_t marked_ = 0;
};

std::size_t input_size(const InvokeContext& context, const invoke::FirstMentions& mentions,
                       const Layout& layout) {
    const auto& uses = context.current().accounts;
    std::size_t size = 8 + 8 + context.instruction_data().size() + 32;
    for (std::size_t i = 0; i < uses.size(); ++i)
        size += !mentions.is_first(i)
                    ? layout.duplicate()
                    : layout.account(context.accounts()[uses[i].index_in_transaction].data_size());
    return size;
}

void write_data(InputWriter& out, const TxAccount& account) {
    account.read(out.reserve(account.data_size()));
}

SerializedAccount write_aligned(InputWriter& out, const TxAccount& account, bool signer,
                                bool writable) {
    SerializedAccount at;
    at.original_data_len = account.data_size();
    out.u8(not_duplicate);
    out.u8(signer);
    out.u8(writable);
    out.u8(account.executable);
    out.reserve(4);
    at.key = out.address();
    out.bytes(account.key.bytes);
    at.owner = out.address();
    out.bytes(account.owner.bytes);
    at.lamports = out.address();
    out.u64(account.lamports);
    out.u64(at.original_data_len);
    at.data = out.address();
    write_data(out, account);
    out.skip(spare(at.original_data_len));
    out.u64(UINT64_MAX);  // rent epoch
    return at;
}

SerializedAccount write_unaligned(InputWriter& out, const TxAccount& account, bool signer,
                                  bool writable) {
    SerializedAccount at;
    at.original_data_len = account.data_size();
    out.u8(not_duplicate);
    out.u8(signer);
    out.u8(writable);
    at.key = out.address();
    out.bytes(account.key.bytes);
    at.lamports = out.address();
    out.u64(account.lamports);
    out.u64(at.original_data_len);
    at.data = out.address();
    write_data(out, account);
    at.owner = out.address();
    out.bytes(account.owner.bytes);
    out.u8(account.executable);
    out.u64(UINT64_MAX);  // rent epoch
    return at;
}

// Applies a program's view of one account's data: set where allowed, an error only where it
// differs.
invoke::InstructionResult apply_data(invoke::BorrowedAccount& account, ByteSpan data) {
    const auto allowed = account.can_data_be_resized(data.size());
    const bool same = account.data_equals(data);
    if (!allowed) return same ? invoke::InstructionResult{} : allowed;
    return same ? invoke::InstructionResult{} : account.set_data(data);
}

invoke::InstructionResult deserialize_one(InvokeContext& context, ProgramFrame& frame,
                                          std::size_t index) {
    const auto& at = frame.accounts[index];
    const auto input = frame.vm.memory->input();
    const auto offset = [](std::uint64_t address) { return address - input_start; };
    TRY(auto account, context.borrow(index));

    const auto lamports = load_le<std::uint64_t>(input.data() + offset(at.lamports));
    if (lamports != account.lamports()) CHECK_OK(account.set_lamports(lamports));

    auto length = at.original_data_len;
    if (frame.aligned) {
        const auto wanted = load_le<std::uint64_t>(input.data() + offset(at.data) - 8);
        if (wanted > max_data_len ||
            wanted > at.original_data_len + invoke::max_permitted_data_increase)
            return error(InstructionErrorCode::InvalidRealloc);
        length = wanted;
    }
    CHECK_OK(apply_data(account, input.subspan(offset(at.data), length)));
    if (!frame.aligned) return {};

    const auto owner = Pubkey::from(input.subspan(offset(at.owner), 32));
    if (owner != account.owner()) CHECK_OK(account.set_owner(owner));
    return {};
}

}  // namespace

Result<std::uint64_t, tx::InstructionError> serialize(InvokeContext& context, ProgramFrame& frame) {
    const auto& uses = context.current().accounts;
    if (uses.size() > max_accounts) return error(InstructionErrorCode::MaxAccountsExceeded);
    const Layout layout{frame.aligned};
    const invoke::FirstMentions mentions(uses);
    InputWriter out(*frame.vm.memory, input_size(context, mentions, layout));

    out.u64(uses.size());
    frame.accounts.clear();
    for (std::size_t i = 0; i < uses.size(); ++i) {
        const auto first = mentions.first_of(i);
        if (first != i) {
            auto same = frame.accounts[first];
            same.is_duplicate = true;
            frame.accounts.push_back(same);
            out.u8(static_cast<std::uint8_t>(first));
            if (frame.aligned) out.reserve(7);
            continue;
        }
        const auto& account = context.accounts()[uses[i].index_in_transaction];
        const auto write = frame.aligned ? write_aligned : write_unaligned;
        frame.accounts.push_back(write(out, account, uses[i].is_signer, uses[i].is_writable));
    }
    const auto data = context.instruction_data();
    out.u64(data.size());
    const auto data_address = out.address();
    out.bytes(data);
    out.bytes(context.program_id().bytes);
    out.finish();
    return data_address;
}

invoke::InstructionResult deserialize(InvokeContext& context, ProgramFrame& frame) {
    for (std::size_t i = 0; i < frame.accounts.size(); ++i)
        if (!frame.accounts[i].is_duplicate) CHECK_OK(deserialize_one(context, frame, i));
    return {};
}

}  // namespace orrery::runtime
