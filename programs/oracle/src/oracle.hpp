#pragma once

#include <sol/program.hpp>

/// What the program and those who read its feeds share: other programs include this header.
namespace oracle {

enum class Instruction : uint8_t {
    /// authority (signer, writable), feed (writable), system program; data: Settings
    Create,
    AddPublisher,     ///< feed (writable), authority (signer); data: the publisher's key
    RemovePublisher,  ///< the same
    /// feed (writable), publisher (signer); data: Quote
    Publish,
    Read,  ///< feed; leaves a Price as return data
};
constexpr uint8_t variants(Instruction) { return 5; }

enum class OracleError : uint32_t {
    NotTheAuthority = 6000,
    NotAPublisher = 6001,
    AlreadyAPublisher = 6002,
    TooManyPublishers = 6003,
    NotPositive = 6004,       ///< a price, or a setting, of 0 or less
    TooFewPublishers = 6005,  ///< of those whose last price isn't too old
};

inline constexpr uint64_t max_publishers = 8;

struct Settings {
    uint8_t symbol[16];
    uint64_t max_age;        ///< slots after which a price no longer counts
    uint8_t min_publishers;  ///< without so many there is no price
    SOL_FIELDS(symbol, max_age, min_publishers)
};

/// A price and how far off it may be, both in the feed's unit.
struct Quote {
    int64_t price;
    uint64_t confidence;
    SOL_FIELDS(price, confidence)
};

struct Publisher {
    sol::Pubkey key;
    Quote quote;
    uint64_t slot;  ///< of the quote; 0 before the first
};

/// What the account at seeds("feed", authority, symbol) holds.
struct Feed {
    static constexpr uint64_t discriminator = sol::discriminator("account:Feed");

    sol::Pubkey authority;
    uint8_t symbol[16];
    uint64_t max_age;
    uint8_t min_publishers;
    uint8_t count;  ///< of publishers
    uint8_t bump;
    Publisher publishers[max_publishers];
};

/// The publishers' answer.
struct Price {
    int64_t price;        ///< the median; of an even number the middle between the two
    uint64_t confidence;  ///< the median of how far each says it may be off, or is
    uint64_t slot;        ///< the oldest quote's that counted
    uint8_t publishers;   ///< that counted
    SOL_FIELDS(price, confidence, slot, publishers)
};

/// Logged by each Publish.
struct Published {
    static constexpr uint64_t discriminator = sol::discriminator("event:Published");

    sol::Pubkey publisher;
    Quote quote;
    uint64_t slot;
    SOL_FIELDS(publisher, quote, slot)
};

namespace detail {

/// Sorts a few numbers by insertion.
template <class T>
void sort(T* numbers, uint64_t count) {
    for (uint64_t i = 1; i < count; ++i) {
        const T moving = numbers[i];
        uint64_t at = i;
        for (; at > 0 && numbers[at - 1] > moving; --at) numbers[at] = numbers[at - 1];
        numbers[at] = moving;
    }
}

SOL_INLINE uint64_t distance(int64_t a, int64_t b) {
    return a < b ? static_cast<uint64_t>(b) - static_cast<uint64_t>(a)
                 : static_cast<uint64_t>(a) - static_cast<uint64_t>(b);
}

/// Of sorted prices; rounded down.
SOL_INLINE int64_t median(const int64_t* sorted, uint64_t count) {
    const int64_t high = sorted[count / 2];
    if (count % 2) return high;
    const int64_t low = sorted[count / 2 - 1];
    return low + static_cast<int64_t>(distance(low, high) / 2);
}

}  // namespace detail

/// The feed's price in this slot. Errors: TooFewPublishers.
inline sol::Result<void> read(const Feed& feed, uint64_t slot, Price& out) {
    const Publisher* fresh[max_publishers];
    int64_t prices[max_publishers];
    uint64_t count = 0;
    for (uint64_t i = 0; i < feed.count && i < max_publishers; ++i) {
        const auto& one = feed.publishers[i];
        if (one.slot == 0 || one.slot > slot || slot - one.slot > feed.max_age) continue;
        fresh[count] = &one;
        prices[count++] = one.quote.price;
    }
    if (count == 0 || count < feed.min_publishers) return OracleError::TooFewPublishers;
    detail::sort(prices, count);
    out.price = detail::median(prices, count);
    out.publishers = static_cast<uint8_t>(count);
    out.slot = slot;
    uint64_t off[max_publishers];
    for (uint64_t i = 0; i < count; ++i) {
        const auto away = detail::distance(fresh[i]->quote.price, out.price);
        off[i] = away > fresh[i]->quote.confidence ? away : fresh[i]->quote.confidence;
        if (fresh[i]->slot < out.slot) out.slot = fresh[i]->slot;
    }
    detail::sort(off, count);
    out.confidence = off[count / 2];
    return {};
}

}  // namespace oracle
