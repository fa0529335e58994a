#include "devnet/svm/syscalls/cpi_abi.hpp"

namespace orrery::syscalls::abi {
namespace {

using Code = tx::InstructionErrorCode;

constexpr std::size_t charged_meta_size = 34;  // a key and two bools, whatever the ABI

Fallible<void> check_size(std::uint64_t accounts, std::uint64_t data) {
    const auto over = [](std::uint64_t n, std::uint64_t max) {
        return " (" + std::to_string(n) + " > " + std::to_string(max) + ")";
    };
    if (accounts > invoke::max_cpi_accounts)
        return fail(abort_with("Invoked an instruction with too many accounts" +
                               over(accounts, invoke::max_cpi_accounts)));
    if (data > invoke::max_cpi_instruction_data)
        return fail(abort_with("Invoked an instruction with data that is too large" +
                               over(data, invoke::max_cpi_instruction_data)));
    return {};
}

Fallible<void> charge(Call& call, std::uint64_t accounts, std::uint64_t data) {
    const auto per_unit = call.costs().cpi_bytes_per_unit;
    return call.consume(data / per_unit + accounts * charged_meta_size / per_unit);
}

Fallible<AccountMeta> meta(const Pubkey& key, std::uint8_t signer, std::uint8_t writable) {
    if (signer > 1 || writable > 1) return fail(abort_with(Code::InvalidArgument));
    return AccountMeta{key, signer == 1, writable == 1};
}

}  // namespace

Fallible<Instruction> translate_instruction(Call& call, C, std::uint64_t address) {
    TRY(const auto raw, call.value(address, 40, 8));
    const auto field = [&](std::size_t i) { return load_le<std::uint64_t>(raw.data() + 8 * i); };
    constexpr std::size_t meta_size = 16;

    Instruction out;
    TRY(out.program_id, call.key(field(0)));
    TRY(const auto metas, call.array(field(1), field(2), meta_size, 8));
    TRY(const auto data, call.bytes(field(3), field(4)));
    CHECK_OK(check_size(field(2), data.size()));
    CHECK_OK(charge(call, field(2), data.size()));
    for (std::size_t at = 0; at < metas.size(); at += meta_size) {
        const auto* m = metas.data() + at;
        CHECK_OK(meta({}, m[9], m[8]));  // upstream checks the bools before it follows the pointer
        TRY(const auto key, call.key(load_le<std::uint64_t>(m)));
        TRY(auto checked, meta(key, m[9], m[8]));
        out.accounts.push_back(checked);
    }
    out.data.assign(data.begin(), data.end());
    return out;
}

// StableInstruction: accounts and data as {address, capacity, length}, then the program id.
Fallible<Instruction> translate_instruction(Call& call, Rust, std::uint64_t address) {
    TRY(const auto raw, call.value(address, 80, 8));
    const auto field = [&](std::size_t i) { return load_le<std::uint64_t>(raw.data() + 8 * i); };
    constexpr std::size_t meta_size = 34;

    Instruction out;
    out.program_id = Pubkey::from(raw.subspan(48, 32));
    TRY(const auto metas, call.array(field(0), field(2), meta_size, 1));
    TRY(const auto data, call.bytes(field(3), field(5)));
    CHECK_OK(check_size(field(2), data.size()));
    CHECK_OK(charge(call, field(2), data.size()));
    for (std::size_t at = 0; at < metas.size(); at += meta_size) {
        const auto* m = metas.data() + at;
        TRY(auto checked, meta(Pubkey::from({m, 32}), m[32], m[33]));
        out.accounts.push_back(checked);
    }
    out.data.assign(data.begin(), data.end());
    return out;
}

}  // namespace orrery::syscalls::abi
