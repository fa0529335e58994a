#include "devnet/svm/runtime/instructions_sysvar.hpp"

namespace orrery::runtime {
namespace {

constexpr std::uint8_t signer_flag = 1;
constexpr std::uint8_t writable_flag = 2;

void put_u16(Bytes& out, std::size_t value) {
    out.push_back(static_cast<std::uint8_t>(value));
    out.push_back(static_cast<std::uint8_t>(value >> 8));
}

void put(Bytes& out, ByteSpan bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace

Bytes encode_instructions(const tx::Message& message,
                          const std::vector<invoke::TxAccount>& accounts) {
    const auto& all = message.instructions;
    Bytes out;
    put_u16(out, all.size());
    out.resize(2 + 2 * all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        store_le(out.data() + 2 + 2 * i, static_cast<std::uint16_t>(out.size()));
        put_u16(out, all[i].accounts.size());
        for (const auto index : all[i].accounts) {
            out.push_back(
                static_cast<std::uint8_t>((message.is_signer(index) ? signer_flag : 0) |
                                          (accounts[index].writable ? writable_flag : 0)));
            put(out, accounts[index].key.bytes);
        }
        put(out, accounts[all[i].program_index].key.bytes);
        put_u16(out, all[i].data.size());
        put(out, all[i].data);
    }
    put_u16(out, 0);
    return out;
}

}  // namespace orrery::runtime
