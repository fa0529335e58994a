// levels: 0
#include "snippet.h"

typedef struct Node {
    uint32_t value;
    const struct Node* left;
    const struct Node* const* others;
    const char* name;
} Node;

static const Node leaf1 = {5, NULL, NULL, "leaf"}, leaf2 = {9, &leaf1, NULL, "second"};
static const Node* const list[] = {&leaf1, &leaf2, NULL};
static const Node root = {1, &leaf2, list, "root"};
static const Node* const* const lists[] = {list, list + 1, &list[2]};
static const uint32_t numbers[8] = {1, 2, 4, 8, 16, 32, 64, 128};
static const uint32_t* const inside[] = {numbers + 3, &numbers[7], numbers};
static const char* const* const names[] = {&leaf1.name, &root.name};
extern const Node cyclic_b;
const Node cyclic_a = {3, &cyclic_b, NULL, "a"};
const Node cyclic_b = {4, &cyclic_a, list + 1, "b"};

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    const Node* at = &cyclic_a;
    for (uint64_t i = 0; i < size; ++i) {
        uint8_t b = in[i];
        at = b & 1 ? at->left : at;
        put(&s, at->value);
        const Node* const* others = lists[b % 3];
        put(&s, *others ? (*others)->value + (uint64_t)(*others)->name[1] : 77);
        put(&s, *inside[b % 3] + (b & 8 ? inside[1][-1] : 0));
        put(&s, (uint64_t)(*names[b & 1])[2]);
        const Node* node = b & 4 ? &root : root.left;
        put(&s, node->others ? node->others[b >> 3 & 1]->value : (uint64_t)node->left->value);
    }
    return (uint64_t)(inside[1] - inside[2]);
}
