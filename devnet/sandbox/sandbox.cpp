#include "devnet/sandbox/sandbox.hpp"

#include <algorithm>

#include "devnet/sandbox/impl.hpp"
#include "devnet/svm/programs/builtins.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/types/ids.hpp"

namespace orrery {
namespace {

bank::Genesis make_genesis(SandboxParams& from) {
    bank::GenesisParams params;
    params.seed = from.seed;
    params.unix_timestamp = from.unix_timestamp;
    params.slots_per_epoch = from.slots_per_epoch;
    params.max_blockhash_age = from.max_blockhash_age;
    params.dev_accounts = 1;
    params.programs = std::move(from.programs);
    params.accounts = std::move(from.accounts);
    for (const auto& builtin : programs::solana_builtins())
        params.builtins.emplace_back(builtin.id, std::string(builtin.name));
    return bank::make_genesis(params);
}

bank::BankConfig make_config(SandboxParams& from) {
    bank::BankConfig config{.genesis = make_genesis(from),
                            .builtins = programs::solana_builtins(),
                            .syscalls = syscalls::syscall_registry(),
                            .features = from.features,
                            .lamports_per_signature = from.lamports_per_signature,
                            .check_blockhashes = from.check_blockhashes};
    config.limits.log_bytes = from.log_bytes_limit;
    return config;
}

}  // namespace

Sandbox::Impl::Impl(SandboxParams params)
    : check_signatures(params.check_signatures),
      now(params.unix_timestamp),
      bank(make_config(params)),
      payer(bank.genesis().dev_account(0)) {
    open_slot();
}

void Sandbox::Impl::put(const Pubkey& key, const Account& account) {
    bank.set_account({key, account.lamports, account.owner, account.executable, account.data});
}

crypto::Keypair Sandbox::Impl::new_key() {
    Bytes number(sizeof keys_given);
    store_le(number.data(), keys_given++);
    const auto seed = crypto::sha256({as_bytes("orrery-sandbox-key"), bank.genesis().seed, number});
    return crypto::Keypair::from_seed(crypto::Seed(seed.bytes));
}

Sandbox::Sandbox(SandboxParams params) : impl_(std::make_unique<Impl>(std::move(params))) {}
Sandbox::~Sandbox() = default;
Sandbox::Sandbox(Sandbox&& other) noexcept = default;
Sandbox& Sandbox::operator=(Sandbox&& other) noexcept = default;

const crypto::Keypair& Sandbox::payer() const { return impl_->payer; }

crypto::Keypair Sandbox::new_wallet(Lamports lamports) {
    auto wallet = impl_->new_key();
    if (lamports.value > 0) impl_->put(wallet.pubkey, {lamports, ids::system, false, 0, {}});
    return wallet;
}

SandboxResult<void> Sandbox::airdrop(const Pubkey& key, Lamports lamports) {
    const auto old = impl_->account(key);
    auto account = old ? *old : Account{Lamports{}, ids::system, false, UINT64_MAX, {}};
    if (lamports.value > UINT64_MAX - account.lamports.value)
        return fail_with(SandboxErrorCode::too_much,
                         codec::to_string(key) + " has " + std::to_string(account.lamports.value) +
                             " lamports, and no account holds 2^64; airdrop less");
    account.lamports.value += lamports.value;
    impl_->put(key, account);
    return {};
}

std::optional<Account> Sandbox::account(const Pubkey& key) const {
    const auto found = impl_->account(key);
    return found ? std::optional(*found) : std::nullopt;
}

Lamports Sandbox::balance(const Pubkey& key) const {
    const auto found = impl_->account(key);
    return found ? found->lamports : Lamports{};
}

bool Sandbox::copy_data(const Pubkey& key, std::size_t offset, MutByteSpan out) const {
    const auto found = impl_->account(key);
    if (!found || found->data.size() < offset || found->data.size() - offset < out.size())
        return false;
    found->data.copy_to(out, offset);
    return true;
}

std::vector<std::pair<Pubkey, Account>> Sandbox::owned_by(const Pubkey& owner) const {
    std::vector<std::pair<Pubkey, Account>> out;
    const auto& accounts = impl_->bank.accounts();
    accounts.for_each_owned(owner, *accounts.pin(), [&](const Pubkey& key, const AccountRef& a) {
        out.emplace_back(key, *a);
    });
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return out;
}

void Sandbox::set_account(const Pubkey& key, const Account& account) { impl_->put(key, account); }

}  // namespace orrery
