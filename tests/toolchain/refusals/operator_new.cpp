// expect: operator_new.cpp:11: error: in function entrypoint: undefined symbol operator new(unsigned long); there is no heap by default: use static sizes, an account's data, or Heap of <sol/heap.hpp>
#include <cstdint>

struct Node {
    uint64_t value;
    Node* next;
};

extern "C" uint64_t entrypoint(const uint8_t* input) {
    Node* list = nullptr;
    for (uint64_t i = 0; i < input[0]; ++i) list = new Node{i, list};
    return list ? list->value : 0;
}
