#include "sdk/lower/llvm_library.hpp"

#include <dlfcn.h>

#include <array>

namespace orrery::lower::llvm {
namespace {

struct Version {
    const char* number;
    std::array<const char*, 4> library_names;
};

// By Llvm's values. LLVM's own naming, from 18 on, is libLLVM.so.MAJOR.MINOR.
constexpr std::array versions = {
    Version{"19",
            {"/usr/lib/llvm-19/lib/libLLVM.so.1", "libLLVM.so.19.1", "libLLVM-19.so.1",
             "libLLVM-19.so"}},
    Version{"22",
            {"/usr/lib/llvm-22/lib/libLLVM.so.1", "libLLVM.so.22.1", "libLLVM-22.so.1",
             "libLLVM-22.so"}},
};

void* open_library(const Version& version) {
    for (const char* name : version.library_names)
        // LLVM registers its options and targets in static constructors and can't be unloaded.
        if (void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) return library;
    return nullptr;
}

std::string advice(const Version& version) {
    return std::string("apt install clang-") + version.number;
}

}  // namespace

Result<Api, std::string> load(Llvm llvm) {
    const Version& version = versions[static_cast<std::size_t>(llvm)];
    void* library = open_library(version);
    if (!library)
        return fail(std::string("LLVM ") + version.number +
                    "'s library isn't installed: " + advice(version));
    Api api;
#define ORRERY_LLVM_LOAD(result, name, parameters)                                      \
    api.name = reinterpret_cast<decltype(api.name)>(dlsym(library, "LLVM" #name));      \
    if (!api.name)                                                                      \
        return fail("the LLVM library found lacks LLVM" #name "; it must be version " + \
                    std::string(version.number) + "'s: " + advice(version));
    ORRERY_LLVM_FUNCTIONS(ORRERY_LLVM_LOAD)
#undef ORRERY_LLVM_LOAD
    return api;
}

}  // namespace orrery::lower::llvm
