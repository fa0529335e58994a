#include <algorithm>
#include <stdexcept>

#include "programs/sdk/native/machine.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/crypto/sha256.hpp"

namespace sol::test {

Pubkey key(std::string_view label) {
    Pubkey out;
    const auto hash = orrery::crypto::sha256(orrery::as_bytes(label));
    __builtin_memcpy(out.bytes, hash.bytes.data(), sizeof out);
    return out;
}

std::string to_text(const Pubkey& key) {
    return orrery::codec::base58_encode(std::span<const uint8_t>(key.bytes));
}

TestAccount wallet(const Pubkey& key, uint64_t lamports) {
    TestAccount out;
    out.key = key;
    out.lamports = lamports;
    return out;
}

TestAccount program(const Pubkey& key) {
    auto out = wallet(key, 1);
    out.owner = pubkey("BPFLoaderUpgradeab1e11111111111111111111111");
    out.executable = true;
    return out;
}

TestAccount empty_account(const Pubkey& key, const Pubkey& owner, uint64_t bytes) {
    auto out = wallet(key, rent_exempt(bytes));
    out.owner = owner;
    out.data.resize(bytes);
    return out;
}

TestAccount token_mint(const Pubkey& key, const Pubkey& authority, uint64_t supply,
                       uint8_t decimals) {
    auto out = empty_account(key, token::program_id, token::Mint::size);
    auto* at = out.data.data();
    store<uint32_t>(at, 1);
    __builtin_memcpy(at + 4, authority.bytes, sizeof authority);
    store(at + 36, supply);
    at[44] = decimals;
    at[45] = 1;
    return out;
}

TestAccount token_wallet(const Pubkey& key, const Pubkey& mint, const Pubkey& owner,
                         uint64_t amount) {
    auto out = empty_account(key, token::program_id, token::Wallet::size);
    auto* at = out.data.data();
    __builtin_memcpy(at, mint.bytes, sizeof mint);
    __builtin_memcpy(at + 32, owner.bytes, sizeof owner);
    store(at + 64, amount);
    at[108] = static_cast<uint8_t>(token::State::Initialized);
    return out;
}

TestAccount msg_ctx() {
    auto out = wallet(MsgCtx::id, 0);
    out.owner = pubkey("Sysvar1111111111111111111111111111111111111");
    return out;
}

TestAccount msg_ctx(const Trigger& trigger) {
    auto out = msg_ctx();
    const auto listed = std::min<size_t>(trigger.programs.size(), MsgCtx::max_programs);
    out.data.resize(MsgCtx::header_size + listed * sizeof(Pubkey));
    auto* at = out.data.data();
    at[0] = 1;
    at[1] = trigger.hook_index;
    store(at + 2, static_cast<uint16_t>(trigger.programs.size()));
    store(at + 4, trigger.slot);
    __builtin_memcpy(at + 12, trigger.parent.bytes, sizeof trigger.parent);
    __builtin_memcpy(at + 76, trigger.initiator.bytes, sizeof(Pubkey));
    __builtin_memcpy(at + 108, trigger.target.bytes, sizeof(Pubkey));
    for (size_t i = 0; i < listed; ++i)
        __builtin_memcpy(at + MsgCtx::header_size + i * sizeof(Pubkey), trigger.programs[i].bytes,
                         sizeof(Pubkey));
    return out;
}

const TestAccount& Outcome::account(const Pubkey& key) const {
    for (const auto& account : accounts)
        if (account.key == key) return account;
    throw std::out_of_range("the call had no account " + to_text(key));
}

bool Outcome::logged(std::string_view text) const {
    for (const auto& line : logs)
        if (line.find(text) != std::string::npos) return true;
    return false;
}

std::string Outcome::why() const {
    if (ok()) return {};
    if (end != End::returned) return message;
    if (code >> 32 == 0) return "Custom(" + std::to_string(code) + ")";
    return "error " + std::to_string(code >> 32) + " << 32 (sol/error.hpp)";
}

}  // namespace sol::test
