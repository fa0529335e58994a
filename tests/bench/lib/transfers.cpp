#include "tests/bench/lib/transfers.hpp"

#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/signing.hpp"
#include "tests/bench/lib/measure.hpp"

namespace orrery::bench {

std::vector<crypto::Keypair> wallets(std::size_t count) {
    std::vector<crypto::Keypair> out;
    for (std::size_t i = 0; i < count; ++i) {
        std::array<std::uint8_t, 32> seed{};
        store_le(seed.data(), std::uint64_t{i + 1});
        out.push_back(crypto::Keypair::from_seed(crypto::Seed(seed)));
    }
    return out;
}

Bytes transfer(const crypto::Keypair& from, const Pubkey& to, std::uint64_t lamports,
               const Hash& blockhash) {
    const std::vector instructions = {tx::system::transfer({from.pubkey, to, Lamports{lamports}})};
    auto wire = tx::build_signed(
        {.payer = from.pubkey, .lifetime = blockhash, .instructions = instructions, .tables = {}},
        {&from});
    if (!wire) give_up(wire.error().what);
    return std::move(*wire);
}

}  // namespace orrery::bench
