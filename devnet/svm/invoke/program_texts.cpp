#include "devnet/svm/invoke/program_texts.hpp"

#include "sdk/codec/base58.hpp"

namespace orrery::invoke {

std::string program_text(const Pubkey& key) { return "Program " + codec::to_string(key); }

const std::string& ProgramTexts::text(const Pubkey& key) {
    auto& row = rows_[KeyHasher{}(key) % rows_.size()];
    if (row.text.empty() || row.key != key) row = {key, program_text(key)};
    return row.text;
}

}  // namespace orrery::invoke
