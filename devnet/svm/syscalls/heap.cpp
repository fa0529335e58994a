#include "devnet/svm/syscalls/functions.hpp"
#include "sdk/sbpf/version.hpp"

namespace orrery::syscalls {

Answer sol_alloc_free(Call& call, uint64_t size, uint64_t free_address) {
    if (free_address != 0) return 0;  // memory is never given back
    const uint64_t alignment = call.aligned() ? 8 : 1;
    const uint64_t heap_size = call.context().heap_size();
    uint64_t& used = call.context().frame().heap_used;
    const uint64_t begin = (used + alignment - 1) / alignment * alignment;
    if (begin > heap_size || size > heap_size - begin) return 0;
    used = begin + size;
    return sbpf::heap_start + begin;
}

}  // namespace orrery::syscalls
