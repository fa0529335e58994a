#include "sdk/tx/transaction.hpp"

#include <cstdint>
#include <cstdlib>

#include "sdk/tx/signing.hpp"

// Whatever bytes come: decoding never reads outside them, what decodes and is sane has every index
// in range, and encoding it again gives the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orrery;
    const auto decoded = tx::decode({data, size});
    if (!decoded) return 0;
    if (!tx::sanitize(*decoded)) return 0;

    const auto& message = decoded->message;
    std::size_t touched = decoded->id().bytes[0] + decoded->fee_payer().bytes[0];
    for (const auto& instruction : message.instructions) {
        if (instruction.program_index >= message.static_keys.size()) std::abort();
        for (const auto index : instruction.accounts)
            if (index >= message.num_keys()) std::abort();
        for (const auto byte : instruction.data) touched += byte;
    }
    if (message.signed_bytes.size() > size) std::abort();
    const auto again = tx::PartialTransaction::from_wire({data, size});
    if (!again || again->wire() != Bytes(data, data + size)) std::abort();
    return touched == SIZE_MAX;
}
