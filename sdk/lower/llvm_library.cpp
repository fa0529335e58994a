#include "sdk/lower/llvm_library.hpp"

#include <dlfcn.h>

#include <array>

namespace orrery::lower::llvm {
namespace {

constexpr std::array library_names = {
    "/usr/lib/llvm-19/lib/libLLVM.so.1",
    "libLLVM.so.19.1",  // LLVM's own naming, from 18 on
    "libLLVM-19.so.1",
    "libLLVM-19.so",
};

void* open_library() {
    for (const char* name : library_names)
        // LLVM registers its options and targets in static constructors and can't be unloaded.
        if (void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) return library;
    return nullptr;
}

}  // namespace

Result<Api, std::string> load() {
    void* library = open_library();
    if (!library)
        return fail<std::string>("LLVM 19's library isn't installed: apt install clang-19");
    Api api;
#define ORRERY_LLVM_LOAD(result, name, parameters)                                 \
    api.name = reinterpret_cast<decltype(api.name)>(dlsym(library, "LLVM" #name)); \
    if (!api.name)                                                                 \
        return fail<std::string>("the LLVM library found lacks LLVM" #name         \
                                 "; it must be version 19's: apt install clang-19");
    ORRERY_LLVM_FUNCTIONS(ORRERY_LLVM_LOAD)
#undef ORRERY_LLVM_LOAD
    return api;
}

}  // namespace orrery::lower::llvm
