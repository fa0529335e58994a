#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace orrery::vm {

/// A buffer that is all zero but for pages marked as written, so that clearing and copying cost
/// what was written, not what there is. The map has a byte per page, since a plain byte store is
/// cheaper in the interpreter than setting a bit. A mark for page p covers the 7 bytes after the
/// page too: an access of up to 8 bytes marks only the page it begins in.
class Arena {
  public:
    static constexpr unsigned page_shift = 10;
    static constexpr std::size_t page_size = std::size_t{1} << page_shift;

    Arena() = default;
    explicit Arena(std::size_t capacity);
    Arena(const Arena& other);
    Arena(Arena&&) noexcept = default;
    Arena& operator=(const Arena& other);
    Arena& operator=(Arena&&) noexcept = default;
    ~Arena() = default;

    std::uint8_t* data() { return bytes_.get(); }
    const std::uint8_t* data() const { return bytes_.get(); }
    std::size_t capacity() const { return capacity_; }
    std::uint8_t* dirty() { return dirty_.get(); }

    /// Says that [offset, offset + length) was or will be written.
    void mark(std::size_t offset, std::size_t length);
    /// Zeroes what was written.
    void clear();

  private:
    struct Free {
        void operator()(std::uint8_t* p) const noexcept { std::free(p); }
    };
    using Buffer = std::unique_ptr<std::uint8_t[], Free>;

    /// Calls visit(first page, pages) for what was written; runs may touch.
    template <class F>
    void for_each_dirty_run(F&& visit) const;
    /// Bytes that a run of dirty pages covers.
    std::size_t extent(std::size_t first, std::size_t pages) const;
    std::size_t page_count() const { return (capacity_ + page_size - 1) >> page_shift; }

    std::size_t capacity_ = 0;
    Buffer bytes_;
    Buffer dirty_;
};

}  // namespace orrery::vm
