// expect: type_information.cpp: error: in typeinfo for Base: undefined symbol vtable for __cxxabiv1::__class_type_info; programs have no type information: compile with -fno-rtti
// expect: type_information.cpp: error: in typeinfo for Derived: undefined symbol vtable for __cxxabiv1::__si_class_type_info; programs have no type information: compile with -fno-rtti
// flags: -frtti
#include <cstdint>
#include <typeinfo>

struct Base {
    virtual uint64_t value() const { return 1; }
};
struct Derived : Base {
    uint64_t value() const override { return 2; }
};

constexpr Base base;
constexpr Derived derived;
constexpr const Base* all[] = {&base, &derived};

extern "C" uint64_t entrypoint(const uint8_t* input) {
    const Base& one = *all[input[0] & 1];
    return static_cast<uint64_t>(typeid(one).name()[1]);
}
