// input: u64 n. A template that the other object has too, a weak function that it overrides, a
// weak one that nobody has, and a virtual call.
#include "shared.hpp"

u64 answer() { return 1; }

extern "C" u64 entrypoint(const u64* input) {
    sol_log_("both objects have this", 22);
    if (absent) return absent();
    return doubled(*input) + helped(*input) + answer() + make_shape(*input)->area();
}
