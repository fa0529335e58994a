#include <algorithm>
#include <iterator>

#include "snippet.h"

namespace {

struct Entry {
    uint32_t key;
    uint8_t index;
};

void put_all(Sink& s, const uint16_t* from, const uint16_t* to) {
    for (; from != to; ++from) put(&s, *from);
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    uint16_t words[64];
    Entry entries[24];
    unsigned count = 0, entry_count = 0;
    while (r.at < r.end && count < 64) words[count++] = take16(&r);
    for (auto& entry : entries)
        entry = {words[entry_count % (count ? count : 1)] & 7u, static_cast<uint8_t>(entry_count)},
        ++entry_count;
    if (count == 0) return 1;
    auto* const end = words + count;

    std::reverse(words, end);
    std::rotate(words, words + count / 3, end);
    put_all(s, words, end);
    put(&s, *std::max_element(words, end) * 65536u + *std::min_element(words, end));
    put(&s, static_cast<uint64_t>(std::count_if(words, end, [](auto w) { return w & 1; })));
    auto* const odd = std::stable_partition(words, end, [](auto w) { return w & 1; });
    put(&s, static_cast<uint64_t>(odd - words));
    std::nth_element(words, words + count / 2, end);
    put(&s, words[count / 2]);
    std::sort(words, end);
    put_all(s, words, end);
    put(&s, static_cast<uint64_t>(std::lower_bound(words, end, in[0]) - words));
    put(&s, std::binary_search(words, end, static_cast<uint16_t>(in[size - 1])));
    auto* const unique = std::unique(words, end);
    put(&s, static_cast<uint64_t>(unique - words));
    std::make_heap(words, unique);
    std::pop_heap(words, unique);
    put_all(s, words, unique);
    std::stable_sort(std::begin(entries), std::end(entries),
                     [](const auto& a, const auto& b) { return a.key > b.key; });
    for (const auto& entry : entries) put(&s, entry.index);
    do put(&s, words[0]);
    while (count > 2 && std::next_permutation(words, words + 3));
    return count;
}
