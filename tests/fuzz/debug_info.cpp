// Any bytes as a program's debug information, asked for every instruction: an error with a text, or
// frames that can be shown.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sdk/codec/utf8.hpp"
#include "sdk/symbols/symbols.hpp"
#include "sdk/types/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orrery;
    const auto opened = symbols::Symbols::open(Bytes(data, data + size));
    if (!opened) {
        ORRERY_CHECK(!opened.error().empty());
        return 0;
    }
    const std::uint64_t instructions = std::min<std::uint64_t>(size / 8 + 1, 512);
    for (std::uint64_t pc = 0; pc < instructions; ++pc)
        for (const auto& frame : (*opened)->at(pc))
            for (const auto* text : {&frame.function, &frame.file})
                ORRERY_CHECK(!codec::check_utf8(as_bytes(*text)));
    ORRERY_CHECK((*opened)->at(UINT64_MAX).empty());
    return 0;
}
