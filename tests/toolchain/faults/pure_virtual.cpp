// ends: SBF program panicked
#include "snippet.h"

namespace {

struct Base {
    [[gnu::noinline]] Base() { out = call(); }
    [[gnu::noinline]] uint64_t call() const { return value(); }
    virtual uint64_t value() const = 0;
    uint64_t out;
};
struct Derived final : Base {
    uint64_t value() const override { return 7; }
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t*) {
    const Derived derived;
    return derived.out + (size ? in[0] : 0);
}
