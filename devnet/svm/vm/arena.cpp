#include "devnet/svm/vm/arena.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "sdk/types/check.hpp"

namespace orrery::vm {
namespace {

// The map is read 64 pages at a time: mostly, none of them is dirty.
constexpr std::size_t map_group = 64;

std::size_t map_size(std::size_t pages) { return (pages + map_group - 1) / map_group * map_group; }

bool is_zero(const std::uint8_t* group) {
    std::array<std::uint64_t, map_group / 8> words;
    std::memcpy(words.data(), group, map_group);
    return (words[0] | words[1] | words[2] | words[3] | words[4] | words[5] | words[6] |
            words[7]) == 0;
}

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
    other.for_each_dirty_run([&](std::size_t first, std::size_t pages) {
        const auto offset = first << page_shift;
        std::memcpy(bytes_.get() + offset, other.bytes_.get() + offset, extent(first, pages));
    });
    if (capacity_ != 0) {
        std::memcpy(dirty_.get(), other.dirty_.get(), map_size(page_count()));
    }
}

Arena& Arena::operator=(const Arena& other) {
    if (this != &other) *this = Arena(other);
    return *this;
}

std::size_t Arena::extent(std::size_t first, std::size_t pages) const {
    constexpr std::size_t spill = 7;  // see the class comment
    return std::min((pages << page_shift) + spill, capacity_ - (first << page_shift));
}

template <class F>
void Arena::for_each_dirty_run(F&& visit) const {
    const auto pages = page_count();
    for (std::size_t group = 0; group < pages; group += map_group) {
        if (is_zero(dirty_.get() + group)) continue;
        const auto end = std::min(group + map_group, pages);
        for (auto page = group; page < end; ++page) {
            if (dirty_[page] == 0) continue;
            const auto first = page;
            while (page < end && dirty_[page] != 0) ++page;
            visit(first, page - first);
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
    for_each_dirty_run([this](std::size_t first, std::size_t pages) {
        std::memset(bytes_.get() + (first << page_shift), 0, extent(first, pages));
        std::memset(dirty_.get() + first, 0, pages);
    });
}

}  // namespace orrery::vm
