#pragma once

#include <random>

namespace sol::test {

/// Numbers of all sizes, and the ones at which things break.
class Random {
  public:
    explicit Random(uint64_t seed) : engine_(seed) {}

    uint64_t below(uint64_t limit) { return engine_() % limit; }
    uint64_t bits() { return engine_() >> below(64); }
    template <class T>
    T number() {
        const auto pick = below(8);
        if (pick == 0) return static_cast<T>(below(3));
        if (pick == 1) return static_cast<T>(~T{0} - static_cast<T>(below(3)));
        if (pick == 2) return static_cast<T>((uint64_t{1} << (8 * sizeof(T) - 1)) - below(3));
        return static_cast<T>(bits());
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace sol::test
