#include <new>

#include "snippet.h"

namespace {

/// On chain the heap; here a few bytes, so that it runs out.
class Heap {
  public:
    void* allocate(uint64_t size, uint64_t align) {
        const auto at = (used_ + align - 1) & ~(align - 1);
        if (at + size > sizeof bytes_) return nullptr;
        used_ = at + size;
        return bytes_ + at;
    }
    uint64_t used() const { return used_; }

  private:
    alignas(16) uint8_t bytes_[700];
    uint64_t used_ = 0;
};

struct Node {
    int32_t key;
    Node* left = nullptr;
    Node* right = nullptr;
};

class Tree {
  public:
    explicit Tree(Heap& heap) : heap_(heap) {}
    bool insert(int32_t key) {
        auto** at = &root_;
        while (*at) {
            if ((*at)->key == key) return false;
            at = key < (*at)->key ? &(*at)->left : &(*at)->right;
        }
        auto* room = heap_.allocate(sizeof(Node), alignof(Node));
        if (!room) return false;
        *at = new (room) Node{key};
        return true;
    }
    template <class F>
    void each(F f) const {
        const Node* path[40];
        unsigned depth = 0;
        for (const auto* node = root_; node || depth > 0; node = node->right) {
            for (; node; node = node->left) path[depth++] = node;
            node = path[--depth];
            f(*node);
        }
    }

  private:
    Heap& heap_;
    Node* root_ = nullptr;
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    Heap heap;
    Tree tree(heap);
    while (r.at < r.end) put(&s, tree.insert(static_cast<int16_t>(take16(&r))));
    tree.each([&](const Node& node) { put(&s, static_cast<uint64_t>(node.key)); });
    auto* const last = static_cast<uint8_t*>(heap.allocate(3, 1));
    if (last) put(&s, *(new (last) uint8_t(9)));
    return heap.used();
}
