// expect: dynamic_cast.cpp:13:12: error: use of dynamic_cast requires -frtti
#include <cstdint>

struct Base {
    virtual uint64_t value() const { return 1; }
};
struct Derived : Base {
    uint64_t value() const override { return 2; }
};

extern "C" uint64_t entrypoint(const uint8_t* input) {
    const auto* base = reinterpret_cast<const Base*>(input);
    return dynamic_cast<const Derived*>(base) != nullptr;
}
