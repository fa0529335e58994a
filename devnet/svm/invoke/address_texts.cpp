#include "devnet/svm/invoke/address_texts.hpp"

#include "sdk/codec/base58.hpp"

namespace orrery::invoke {

const std::string& AddressTexts::text(const Pubkey& key) {
    auto& row = rows_[KeyHasher{}(key) % rows_.size()];
    if (row.text.empty() || row.key != key) row = {key, codec::to_string(key)};
    return row.text;
}

}  // namespace orrery::invoke
