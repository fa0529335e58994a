#pragma once

#include <functional>

#include "sdk/tx/jumbo.hpp"
#include "sdk/tx/transaction.hpp"
#include "sdk/tx/v1.hpp"
#include "tests/unit/sdk/tx/samples.hpp"

namespace orrery::test {

/// Distinct addresses that nobody can sign for.
inline Pubkey address(std::size_t n) {
    Pubkey out;
    out.bytes.fill(0xee);
    store_le(out.bytes.data() + 24, std::uint64_t{n});
    return out;
}

/// A sound jumbo message: the payer (key pair 1) signs, the last address is the program.
inline tx::JumboMessage jumbo_sample(std::size_t addresses = 4) {
    tx::JumboMessage out;
    out.num_required_signatures = 1;
    out.num_readonly_unsigned = 1;
    out.addresses.push_back(key(1));
    for (std::size_t i = 1; i < addresses; ++i) out.addresses.push_back(address(i));
    out.compute_unit_limit = 200'000;
    out.loaded_accounts_data_size = 64 << 20;
    out.lifetime = blockhash();
    const auto program = static_cast<std::uint16_t>(addresses - 1);
    out.instructions = {{program, {0, 1}, {7, 8, 9}}};
    return out;
}

inline tx::V1Message v1_sample(std::size_t addresses = 4) {
    tx::V1Message out;
    out.num_required_signatures = 1;
    out.num_readonly_unsigned = 1;
    out.addresses.push_back(key(1));
    for (std::size_t i = 1; i < addresses; ++i) out.addresses.push_back(address(i));
    out.compute_unit_limit = 200'000;
    out.lifetime = blockhash();
    out.instructions = {{static_cast<std::uint8_t>(addresses - 1), {0, 1}, {7, 8, 9}}};
    return out;
}

/// A message's wire bytes with signatures of ones, which nobody made.
inline Bytes forged_wire(const tx::JumboMessage& message) {
    const std::size_t signers = message.num_required_signatures;
    const Bytes ones(Signature::size, 1);
    if (message.has_schemes)
        return tx::jumbo_wire(encode(message), std::vector(signers, tx::SignatureEntry{{}, ones}));
    return tx::jumbo_wire(encode(message), std::vector(signers, Signature::from(ones)));
}

inline Bytes forged_wire(const tx::V1Message& message) {
    const std::vector signatures(message.num_required_signatures, Signature::from(Bytes(64, 1)));
    return tx::v1_wire(encode(message), signatures);
}

inline tx::Transaction decoded(const Bytes& wire) {
    auto transaction = tx::decode(wire);
    if (!transaction) FAIL(transaction.error().what);
    return std::move(*transaction);
}

/// Which rule wire bytes break; empty for sound ones. Checks that `sanitize` says the same.
inline std::string fault_of(const Bytes& wire) {
    const auto transaction = decoded(wire);
    const std::string fault(tx::sanitize_fault(transaction));
    const auto sane = tx::sanitize(transaction);
    CHECK(sane.has_value() == fault.empty());
    if (!sane) CHECK(sane.error().code == tx::TransactionErrorCode::SanitizeFailure);
    return fault;
}

template <class Message>
std::string fault_of(const Message& message) {
    return fault_of(forged_wire(message));
}

}  // namespace orrery::test
