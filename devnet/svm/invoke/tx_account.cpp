#include "devnet/svm/invoke/tx_account.hpp"

#include <algorithm>

namespace orrery::invoke {

namespace {

const AccountData no_data;

}  // namespace

TxAccount TxAccount::from(const Pubkey& key, const svm::VersionedAccount& account) {
    TxAccount out;
    out.key = key;
    out.load(account);
    return out;
}

void TxAccount::load(svm::VersionedAccount account) {
    version = account.version;
    loaded = std::move(account.account);
    if (!loaded) return;
    lamports = loaded->lamports.value;
    owner = loaded->owner;
    executable = loaded->executable;
    rent_epoch = loaded->rent_epoch;
}

const AccountData& TxAccount::shared() const { return loaded ? loaded->data : no_data; }

ByteSpan TxAccount::data() const {
    if (own_ || contiguous_) return bytes_;
    if (auto block = shared().block()) return *block;
    bytes_ = shared().to_bytes();
    contiguous_ = true;
    return bytes_;
}

void TxAccount::read(MutByteSpan out, std::size_t offset) const {
    if (out.empty()) return;
    if (own_)
        std::memcpy(out.data(), bytes_.data() + offset, out.size());
    else
        shared().copy_to(out, offset);
}

MutByteSpan TxAccount::data_mut() {
    if (!own_) {
        if (!contiguous_) bytes_ = shared().to_bytes();
        own_ = true;
    }
    return bytes_;
}

void TxAccount::resize(std::size_t size) {
    data_mut();
    bytes_.resize(size, 0);
}

void TxAccount::set_data(ByteSpan bytes) {
    bytes_.assign(bytes.begin(), bytes.end());
    own_ = true;
}

bool TxAccount::data_equals(ByteSpan bytes) const {
    if (!own_) return shared().equals(bytes);
    return bytes_.size() == bytes.size() &&
           (bytes.empty() || std::memcmp(bytes_.data(), bytes.data(), bytes.size()) == 0);
}

bool TxAccount::data_is_zero() const {
    const auto zero = [](ByteSpan s) {
        return std::all_of(s.begin(), s.end(), [](std::uint8_t b) { return b == 0; });
    };
    if (own_) return zero(bytes_);
    const auto chunks = shared().chunks();
    return std::all_of(chunks.begin(), chunks.end(), [&](const auto& c) { return zero(*c); });
}

AccountRef TxAccount::take_account() {
    if (lamports == 0) return nullptr;  // an account without lamports ceases to exist
    auto data = own_ ? AccountData::adopt(std::move(bytes_), shared()) : shared();
    return std::make_shared<const Account>(
        Account{Lamports{lamports}, owner, executable, rent_epoch, std::move(data)});
}

bool TxAccount::changed() const {
    if (!loaded) return lamports != 0;
    return lamports != loaded->lamports.value || owner != loaded->owner ||
           executable != loaded->executable || (own_ && !loaded->data.equals(bytes_));
}

}  // namespace orrery::invoke
