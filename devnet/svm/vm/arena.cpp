#include "devnet/svm/vm/arena.hpp"

#include <algorithm>
#include <cstring>

#include "sdk/types/check.hpp"

namespace orrery::vm {
namespace {

// The map is read eight pages at a time.
constexpr std::size_t map_word = sizeof(std::uint64_t);

std::size_t map_size(std::size_t pages) { return (pages + map_word - 1) / map_word * map_word; }

// calloc rather than new: a large block comes as fresh zero pages, which cost nothing until used.
std::uint8_t* zeroed(std::size_t size) {
    auto* const block = static_cast<std::uint8_t*>(std::calloc(size, 1));
    ORRERY_CHECK(block != nullptr);
    return block;
}

}  // namespace

Arena::Arena(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) return;
    bytes_.reset(zeroed(capacity));
    dirty_.reset(zeroed(map_size(page_count())));
}

Arena::Arena(const Arena& other) : Arena(other.capacity_) {
    other.for_each_dirty_run([&](std::size_t offset, std::size_t length) {
        std::memcpy(bytes_.get() + offset, other.bytes_.get() + offset, length);
    });
    if (capacity_ != 0) {
        std::memcpy(dirty_.get(), other.dirty_.get(), map_size(page_count()));
    }
}

Arena& Arena::operator=(const Arena& other) {
    if (this != &other) *this = Arena(other);
    return *this;
}

template <class F>
void Arena::for_each_dirty_run(F&& visit) const {
    constexpr std::size_t spill = 7;  // see the class comment
    for (std::size_t word = 0; word < map_size(page_count()); word += map_word) {
        std::uint64_t any;
        std::memcpy(&any, dirty_.get() + word, sizeof any);
        if (any == 0) continue;
        for (std::size_t page = word; page < std::min(word + map_word, page_count()); ++page) {
            if (dirty_[page] == 0) continue;
            const auto offset = page << page_shift;
            visit(offset, std::min(page_size + spill, capacity_ - offset));
        }
    }
}

void Arena::mark(std::size_t offset, std::size_t length) {
    if (length == 0) return;
    ORRERY_CHECK(offset <= capacity_);
    ORRERY_CHECK(length <= capacity_ - offset);
    const auto first = offset >> page_shift;
    const auto last = (offset + length - 1) >> page_shift;
    std::memset(dirty_.get() + first, 1, last - first + 1);
}

void Arena::clear() {
    for_each_dirty_run([this](std::size_t offset, std::size_t length) {
        std::memset(bytes_.get() + offset, 0, length);
        dirty_[offset >> page_shift] = 0;
    });
}

}  // namespace orrery::vm
