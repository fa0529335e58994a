#include "snippet.h"

namespace {

template <class Key, class Value, unsigned capacity>
class Map {
  public:
    Value* find(const Key& key) {
        const auto at = slot_of(key);
        return slots_[at].used ? &slots_[at].value : nullptr;
    }
    bool set(const Key& key, const Value& value) {
        const auto at = slot_of(key);
        if (!slots_[at].used && ++count_ == capacity) return --count_, false;
        slots_[at] = {true, key, value};
        return true;
    }
    unsigned count() const { return count_; }

  private:
    struct Slot {
        bool used = false;
        Key key{};
        Value value{};
    };
    unsigned slot_of(const Key& key) const {
        auto at = static_cast<unsigned>(key * 2654435761u >> 7) % capacity;
        while (slots_[at].used && slots_[at].key != key) at = (at + 1) % capacity;
        return at;
    }
    Slot slots_[capacity];
    unsigned count_ = 0;
};

struct Balance {
    uint64_t lamports;
    uint16_t changes;
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    Map<uint16_t, Balance, 61> map;
    while (r.at < r.end) {
        const auto key = static_cast<uint16_t>(take8(&r) * 3);
        const auto amount = take16(&r);
        if (auto* balance = map.find(key)) {
            balance->lamports += amount;
            put(&s, balance->lamports * 100 + ++balance->changes);
        } else {
            put(&s, map.set(key, {amount, 0}));
        }
    }
    return map.count();
}
