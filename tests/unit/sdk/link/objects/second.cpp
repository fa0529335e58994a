// The other object of first.cpp's program.
#include "shared.hpp"

u64 answer_strong() asm("_Z6answerv");
u64 answer_strong() { return 1000; }

u64 helped(u64 x) {
    sol_log_("both objects have this", 22);
    return doubled(x) * 10;
}

struct Square final : Shape {
    constexpr explicit Square(u64 s) : side(s) {}
    u64 area() const override { return side * side; }
    u64 side;
};
static constexpr Square squares[] = {Square(100), Square(200)};

const Shape* make_shape(u64 side) { return &squares[side & 1]; }
