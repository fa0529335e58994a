#include "sdk/tx/transaction.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "sdk/tx/jumbo.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/tx/v1.hpp"

namespace {

using namespace orrery;

// A v1 or jumbo message made of its parts again; nothing for the others.
Bytes encode_again(const tx::Message& message) {
    if (message.version == tx::Version::v1) return tx::encode(tx::v1_parts(message));
    if (message.version == tx::Version::jumbo) return tx::encode(tx::jumbo_parts(message));
    return {message.signed_bytes.begin(), message.signed_bytes.end()};
}

}  // namespace

// Whatever bytes come, of any version: decoding never reads outside them, what decodes and is sane
// has every index in range, and encoding it again gives the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto decoded = tx::decode({data, size});
    if (!decoded) return 0;
    if (!tx::sanitize(*decoded)) return 0;
    static_cast<void>(tx::verify_signatures(*decoded));

    const auto& message = decoded->message;
    std::size_t touched = decoded->id().bytes[0] + decoded->fee_payer().bytes[0];
    for (const auto& instruction : message.instructions) {
        if (instruction.program_index >= message.static_keys.size()) std::abort();
        for (const auto index : instruction.accounts)
            if (index >= message.num_keys()) std::abort();
        for (const auto byte : instruction.data) touched += byte;
    }
    if (message.signed_bytes.size() > size) std::abort();
    if (decoded->lifetime_offset() + Hash::size > size) std::abort();
    if (!std::ranges::equal(encode_again(message), message.signed_bytes)) std::abort();
    const auto again = tx::PartialTransaction::from_wire({data, size});
    if (!again || again->wire() != Bytes(data, data + size)) std::abort();
    return touched == SIZE_MAX;
}
