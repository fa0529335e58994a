#pragma once

#include <stdint.h>

struct Shape {
    virtual ~Shape() = default;
    virtual uint64_t area() const = 0;
    virtual uint64_t scaled(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) const;
    virtual const char* name() const { return "shape"; }
};

/// Its key function is in the other unit, and so is its table.
struct Square : Shape {
    explicit Square(uint64_t s) : side(s) {}
    uint64_t area() const override;
    uint64_t side;
};

struct Oblong final : Square {
    Oblong(uint64_t w, uint64_t h) : Square(w), height(h) {}
    uint64_t area() const override { return side * height; }
    const char* name() const override { return "oblong"; }
    uint64_t height;
};

uint64_t measure(const Shape& shape);
