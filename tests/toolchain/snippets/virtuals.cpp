// levels: 0 1 3 s z
#include "snippet.h"

namespace {

struct Triple {
    uint64_t a, b, c;
};

class Node {
  public:
    virtual uint64_t value(uint64_t x) const = 0;
    virtual Triple triple(uint64_t x, uint64_t a, uint64_t b, uint64_t c, uint64_t d) const {
        return {value(x), a ^ b, c + d};
    }
    virtual unsigned __int128 wide(unsigned __int128 by) const { return by * value(1); }

  protected:
    ~Node() = default;
};

class Constant final : public Node {
  public:
    constexpr explicit Constant(uint64_t v) : value_(v) {}
    uint64_t value(uint64_t) const override { return value_; }

  private:
    uint64_t value_;
};

class Variable : public Node {
  public:
    uint64_t value(uint64_t x) const override { return x; }
    Triple triple(uint64_t x, uint64_t a, uint64_t, uint64_t c, uint64_t d) const override {
        return {x * a, Node::triple(x, 1, 2, 3, 4).b, c * d};
    }
};

class Sum final : public Node {
  public:
    constexpr Sum(const Node& a, const Node& b) : a_(a), b_(b) {}
    uint64_t value(uint64_t x) const override { return a_.value(x) + b_.value(x); }
    unsigned __int128 wide(unsigned __int128 by) const override {
        return a_.wide(by) + b_.wide(by) * 3;
    }

  private:
    const Node& a_;
    const Node& b_;
};

constexpr Constant seven(7);
constexpr Variable x{};
constexpr Sum fixed(seven, x);
constexpr const Node* nodes[] = {&seven, &x, &fixed};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto v = take64(&r);
        const Constant own(v);
        const Sum sum(own, fixed), sums(sum, *nodes[v % 3]);
        const Node* all[] = {&own, &sum, &sums, nodes[v & 1]};
        for (const auto* node : all) {
            put(&s, node->value(v >> 8));
            const auto t = node->triple(v, 1, v, 3, v);
            put(&s, t.a * 3 + t.b * 5 + t.c);
            put128(&s, node->wide(v));
        }
    }
    return s.count;
}
