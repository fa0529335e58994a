#pragma once

#include <map>

#include "sdk/codec/base58.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/tx/builder.hpp"
#include "tests/unit/sdk/golden.hpp"

namespace orrery::test {

/// The key pair number n of tests/golden/tx/generate.mjs.
inline crypto::Keypair pair(std::uint8_t n) {
    std::array<std::uint8_t, 32> bytes;
    bytes.fill(n);
    return crypto::Keypair::from_seed(crypto::Seed(bytes));
}

inline Pubkey key(std::uint8_t n) { return pair(n).pubkey; }

/// The blockhash of tests/golden/tx/generate.mjs.
inline Hash blockhash() {
    Hash hash;
    hash.bytes.fill(77);
    return hash;
}

inline Pubkey parse_key(const std::string& text) {
    const auto out = codec::decode_key<Pubkey>(text);
    REQUIRE(out);
    return *out;
}

/// The instructions that web3.js and spl-token built, by name.
inline std::map<std::string, Instruction> golden_instructions() {
    std::map<std::string, Instruction> out;
    for (const auto& row : golden("tx/instructions.txt")) {
        Instruction instruction{parse_key(row.at(1)), {}, unhex(row.at(2))};
        for (std::size_t i = 3; i < row.size(); ++i) {
            const auto colon = row[i].find(':');
            const std::string flags = row[i].substr(colon + 1);
            instruction.accounts.push_back({parse_key(row[i].substr(0, colon)),
                                            flags.find('s') != std::string::npos,
                                            flags.find('w') != std::string::npos});
        }
        out.emplace(row[0], std::move(instruction));
    }
    return out;
}

}  // namespace orrery::test
