#include "devnet/shred/shred.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "sdk/codec/writer.hpp"

// Whatever bytes come: decoding a shred never reads outside them, and an entry that decodes encodes
// to the bytes it came from.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orrery;
    const ByteSpan bytes(data, size);
    if (size > 0) {
        const auto body = bytes.subspan(1);
        if (const auto entry = shred::decode_entry(data[0], body)) {
            codec::ByteWriter out;
            shred::write_entry(out, *entry);
            const auto written = out.take();
            if (!std::equal(body.begin(), body.end(), written.begin() + shred::entry_header_size,
                            written.end()))
                std::abort();
        }
    }
    (void)shred::decode(bytes);
    (void)shred::verify_signature(bytes, Pubkey{});
    return 0;
}
