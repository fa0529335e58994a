#include <malloc.h>

#include <exception>
#include <iostream>

#include "cli/commands/app.hpp"

namespace {

// Left alone, glibc raises both limits to what it has seen freed, and a chain that had a busy
// minute keeps its memory for good.
void return_freed_memory() {
    ::mallopt(M_MMAP_THRESHOLD, 512 << 10);
    ::mallopt(M_TRIM_THRESHOLD, 8 << 20);
}

}  // namespace

int main(int argc, char** argv) {
    return_freed_memory();
    try {
        return orrery::cli::run_app(argc, argv, orrery::cli::Surroundings::of_process());
    } catch (const std::exception& error) {
        std::cerr << "error: " << error.what() << '\n';
        return 1;
    }
}
