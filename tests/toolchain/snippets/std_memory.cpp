#include <initializer_list>
#include <iterator>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "snippet.h"

namespace {

/// Objects in bytes of its own, made in place and destroyed.
template <class T, unsigned capacity>
class Bounded {
  public:
    Bounded() = default;
    Bounded(std::initializer_list<T> values) {
        for (const auto& value : values) push(value);
    }
    Bounded(const Bounded&) = delete;
    Bounded& operator=(const Bounded&) = delete;
    ~Bounded() { std::destroy_n(begin(), size_); }

    template <class... Arguments>
    T* push(Arguments&&... arguments) {
        if (size_ == capacity) return nullptr;
        return std::construct_at(end_storage(), std::forward<Arguments>(arguments)...);
    }
    void pop() { std::destroy_at(begin() + --size_); }
    T* begin() { return std::launder(reinterpret_cast<T*>(bytes_)); }
    T* end() { return begin() + size_; }
    unsigned size() const { return size_; }

  private:
    T* end_storage() { return reinterpret_cast<T*>(bytes_) + size_++; }
    alignas(T) unsigned char bytes_[sizeof(T) * capacity];
    unsigned size_ = 0;
};

struct Counted {
    Counted(uint64_t& c, uint64_t v) : counter(&c), value(v) { *counter += v; }
    Counted(const Counted& other) : counter(other.counter), value(other.value + 1) { ++*counter; }
    ~Counted() { *counter *= 3; }
    uint64_t* counter;
    uint64_t value;
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    uint64_t counter = 1;
    {
        const Counted first(counter, 1), second(counter, 2);
        Bounded<Counted, 9> all{first, second};
        while (r.at < r.end) {
            const auto v = take16(&r);
            if (v % 3 == 0 && all.size() > 0)
                all.pop();
            else
                put(&s, all.push(counter, v) != nullptr);
            for (const auto& one : all) put(&s, one.value);
            put(&s, counter);
        }
    }
    return counter;
}
