#include "devnet/svm/runtime/fee_payer.hpp"

#include <algorithm>

#include "devnet/svm/programs/nonce.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::runtime {
namespace {

using Code = tx::TransactionErrorCode;
using programs::NonceState;

// What a fee payer must keep: nothing, a nonce's rent, or it can't pay at all.
std::optional<std::uint64_t> reserve_of(const Account& payer, const svm::Rent& rent) {
    if (payer.owner != ids::system) return std::nullopt;
    if (payer.data.empty()) return 0;
    if (payer.data.size() != NonceState::size) return std::nullopt;
    const auto nonce = NonceState::decode(payer.data.to_bytes());
    if (!nonce || !nonce->data) return std::nullopt;
    return rent.minimum_balance(NonceState::size);
}

bool signs_first_instruction(const tx::Message& message,
                             const std::vector<invoke::TxAccount>& accounts,
                             const Pubkey& authority) {
    const auto& indices = message.instructions[0].accounts;
    return std::any_of(indices.begin(), indices.end(), [&](std::uint16_t index) {
        return message.is_signer(index) && accounts[index].key == authority;
    });
}

}  // namespace

TxResult<std::uint64_t> charge_fee(const AccountRef& payer, std::uint64_t fee,
                                   const svm::Rent& rent) {
    if (!payer || payer->lamports.value == 0)
        return fail(tx::TransactionError(Code::AccountNotFound));
    const auto reserve = reserve_of(*payer, rent);
    if (!reserve) return fail(tx::TransactionError(Code::InvalidAccountForFee));
    const auto balance = payer->lamports.value;
    if (balance < *reserve || balance - *reserve < fee)
        return fail(tx::TransactionError(Code::InsufficientFundsForFee));
    const auto rest = balance - fee;
    if (rest != 0 && rest < balance && !rent.is_exempt(rest, payer->data.size()))
        return fail(tx::TransactionError(Code::InsufficientFundsForRent, 0));
    return rest;
}

TxResult<AdvancedNonce> advance_nonce(const tx::Message& message,
                                      const std::vector<invoke::TxAccount>& accounts,
                                      const Hash& newest_blockhash,
                                      std::uint64_t lamports_per_signature) {
    const auto unusable = fail(tx::TransactionError(Code::BlockhashNotFound));
    const auto next = programs::durable_nonce_from(newest_blockhash);
    const auto index = programs::nonce_account_index(message);
    if (next == message.lifetime || !index || !accounts[*index].writable) return unusable;

    const auto& key = accounts[*index].key;
    const auto& account = accounts[*index].loaded;
    if (!account) return unusable;
    const auto data = programs::verify_nonce(*account, message.lifetime);
    if (!data || !signs_first_instruction(message, accounts, data->authority)) return unusable;

    NonceState state{false, programs::NonceData{data->authority, next, lamports_per_signature}};
    auto bytes = account->data.to_bytes();
    const auto encoded = state.encode();
    std::copy(encoded.begin(), encoded.end(), bytes.begin());
    Account advanced = *account;
    advanced.data = AccountData::from(bytes, account->data);
    return AdvancedNonce{key, std::make_shared<const Account>(std::move(advanced))};
}

}  // namespace orrery::runtime
