#pragma once

#include <sol/base.hpp>

namespace sol {

/// The 32 KiB of heap that every call has, given out from the front and never taken back. For
/// programs that need more room than the stack's 4 KiB per function; include it explicitly.
class Heap {
  public:
    static constexpr uint64_t size = 32 * 1024;

    /// So many bytes, zeroed and aligned to 8, or null.
    static SOL_INLINE uint8_t* allocate(uint64_t bytes) {
        uint8_t* start = begin();
        uint64_t used = load<uint64_t>(start);  // the heap is zero when the program starts
        if (used == 0) used = sizeof(uint64_t);
        if (bytes > size - used) return nullptr;
        store(start, (used + bytes + 7) & ~uint64_t{7});
        return start + used;
    }

    /// Room for `count` plain values, or an empty span.
    template <class T>
    static SOL_INLINE Span<T> array(uint64_t count) {
        static_assert(alignof(T) <= 8);
        if (count > size / sizeof(T)) return {};
        auto* room = allocate(count * sizeof(T));
        return room ? Span<T>(reinterpret_cast<T*>(room), count) : Span<T>();
    }

  private:
    static SOL_INLINE uint8_t* begin() {
#ifdef __bpf__
        return reinterpret_cast<uint8_t*>(0x300000000);  // MM_HEAP_START
#else
        return sol_heap_();
#endif
    }
};

}  // namespace sol
