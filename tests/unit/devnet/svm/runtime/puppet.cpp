#include "tests/unit/devnet/svm/runtime/puppet.hpp"

#include <algorithm>

#include "devnet/svm/invoke/context.hpp"
#include "sdk/codec/reader.hpp"

namespace orrery::runtime::testing {
namespace {

using invoke::InstructionResult;
using invoke::InvokeContext;

enum class Deed : std::uint8_t {
    add,
    conjure,
    resize,
    fill,
    assign,
    make_executable,
    log,
    give,
    fail,
    borrow_twice,
    call,
};

std::string_view text(codec::ByteReader& in) { return as_text(in.bytes(in.u32())); }

InstructionResult add(InvokeContext& context, std::uint8_t index, std::uint64_t delta) {
    TRY(auto account, context.borrow(index));
    return account.set_lamports(account.lamports() + delta);
}

InstructionResult fill(InvokeContext& context, std::uint8_t index, std::uint8_t byte) {
    TRY(auto account, context.borrow(index));
    TRY(const auto data, account.data_mut());
    std::fill(data.begin(), data.end(), byte);
    return {};
}

InstructionResult resize(InvokeContext& context, std::uint8_t index, std::uint32_t size) {
    TRY(auto account, context.borrow(index));
    return account.set_data_length(size);
}

InstructionResult assign(InvokeContext& context, std::uint8_t index, const Pubkey& owner) {
    TRY(auto account, context.borrow(index));
    return account.set_owner(owner);
}

InstructionResult make_executable(InvokeContext& context, std::uint8_t index, bool executable) {
    TRY(auto account, context.borrow(index));
    return account.set_executable(executable);
}

InstructionResult borrow_twice(InvokeContext& context, std::uint8_t index) {
    TRY(const auto first, context.borrow(index));
    TRY(const auto second, context.borrow(index));
    return {};
}

InstructionResult call(InvokeContext& context, codec::ByteReader& in) {
    Instruction instruction;
    instruction.program_id = in.key();
    for (auto n = in.u8(); n > 0; --n)
        instruction.accounts.push_back({in.key(), in.u8() != 0, in.u8() != 0});
    const auto data = in.bytes(in.u32());
    instruction.data.assign(data.begin(), data.end());
    std::vector<std::vector<ByteSpan>> seeds;
    if (in.u8() != 0) seeds.push_back({in.bytes(in.u32())});
    return context.native_invoke(instruction, seeds);
}

InstructionResult perform(InvokeContext& context, codec::ByteReader& in) {
    switch (static_cast<Deed>(in.u8())) {
        case Deed::add: {
            const auto index = in.u8();
            return add(context, index, in.u64());
        }
        case Deed::conjure: {
            const auto index = in.u8();
            context.accounts()[context.current().accounts[index].index_in_transaction].lamports +=
                in.u64();
            return {};
        }
        case Deed::resize: {
            const auto index = in.u8();
            return resize(context, index, in.u32());
        }
        case Deed::fill: {
            const auto index = in.u8();
            return fill(context, index, in.u8());
        }
        case Deed::assign: {
            const auto index = in.u8();
            return assign(context, index, in.key());
        }
        case Deed::make_executable: {
            const auto index = in.u8();
            return make_executable(context, index, in.u8() != 0);
        }
        case Deed::log:
            context.log().program_log(text(in));
            return {};
        case Deed::give:
            context.set_return_data(context.program_id(), as_bytes(text(in)));
            return {};
        case Deed::fail:
            return invoke::custom(in.u32());
        case Deed::borrow_twice:
            return borrow_twice(context, in.u8());
        case Deed::call:
            return call(context, in);
    }
    return invoke::error(invoke::InstructionErrorCode::InvalidInstructionData);
}

codec::ByteWriter& begin(codec::ByteWriter& out, Deed deed) {
    return out.u8(static_cast<std::uint8_t>(deed));
}

void put(codec::ByteWriter& out, ByteSpan bytes) {
    out.u32(static_cast<std::uint32_t>(bytes.size())).bytes(bytes);
}

}  // namespace

InstructionResult run_puppet(InvokeContext& context) {
    const auto data = context.instruction_data();
    for (codec::ByteReader in(data); in.remaining() > 0 && !in.failed();)
        CHECK_OK(perform(context, in));
    return {};
}

Deeds& Deeds::add(std::uint8_t account, std::int64_t lamports) {
    begin(out_, Deed::add).u8(account).i64(lamports);
    return *this;
}

Deeds& Deeds::conjure(std::uint8_t account, std::int64_t lamports) {
    begin(out_, Deed::conjure).u8(account).i64(lamports);
    return *this;
}

Deeds& Deeds::resize(std::uint8_t account, std::uint32_t size) {
    begin(out_, Deed::resize).u8(account).u32(size);
    return *this;
}

Deeds& Deeds::fill(std::uint8_t account, std::uint8_t byte) {
    begin(out_, Deed::fill).u8(account).u8(byte);
    return *this;
}

Deeds& Deeds::assign(std::uint8_t account, const Pubkey& owner) {
    begin(out_, Deed::assign).u8(account).key(owner);
    return *this;
}

Deeds& Deeds::make_executable(std::uint8_t account, bool executable) {
    begin(out_, Deed::make_executable).u8(account).boolean(executable);
    return *this;
}

Deeds& Deeds::log(std::string_view text) {
    put(begin(out_, Deed::log), as_bytes(text));
    return *this;
}

Deeds& Deeds::give(std::string_view return_data) {
    put(begin(out_, Deed::give), as_bytes(return_data));
    return *this;
}

Deeds& Deeds::fail(std::uint32_t code) {
    begin(out_, Deed::fail).u32(code);
    return *this;
}

Deeds& Deeds::borrow_twice(std::uint8_t account) {
    begin(out_, Deed::borrow_twice).u8(account);
    return *this;
}

Deeds& Deeds::call(const Instruction& instruction, std::optional<std::string_view> seed) {
    begin(out_, Deed::call).key(instruction.program_id);
    out_.u8(static_cast<std::uint8_t>(instruction.accounts.size()));
    for (const auto& meta : instruction.accounts)
        out_.key(meta.pubkey).boolean(meta.is_signer).boolean(meta.is_writable);
    put(out_, instruction.data);
    out_.boolean(seed.has_value());
    if (seed) put(out_, as_bytes(*seed));
    return *this;
}

}  // namespace orrery::runtime::testing
