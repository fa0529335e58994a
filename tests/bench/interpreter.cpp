// Our half of interpreter.mjs: answers the name of a kernel with the nanoseconds that one run takes
// and its units, and "entry" with the nanoseconds that entering and leaving a program takes.

#include "devnet/svm/vm/interpreter.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "devnet/svm/vm/pool.hpp"
#include "tests/bench/lib/measure.hpp"

namespace {

using namespace orrery;

constexpr std::uint64_t plenty = std::uint64_t{1} << 40;
const vm::SyscallRegistry no_syscalls({});

struct Kernel {
    std::string_view name;
    std::uint64_t result;  ///< r0
    std::uint64_t units;   ///< CU
};

constexpr Kernel kernels[] = {
    {"sha256", 1'479'275'628, 2'239'863},
    {"sieve", 3'245, 6'208'716},
    {"heapsort", 9'095'221'690'049'973'077u, 1'039'325},
    {"matmul", 17'718'871'774'168'350'720u, 3'177'680},
};

Bytes read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) bench::give_up("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::shared_ptr<const vm::Program> load_kernel(std::string_view name) {
    const auto path = ORRERY_SOURCE_DIR "/tests/bench/kernels/" + std::string(name) + ".so";
    auto program = vm::Program::load(read_file(path), {.syscalls = no_syscalls});
    if (!program) bench::give_up(path + ": " + program.error().message);
    return *program;
}

double nanoseconds_since(bench::Clock::time_point start) {
    return bench::microseconds(bench::Clock::now() - start) * 1e3;
}

/// In nanoseconds.
double run_kernel(vm::VmPool& pool, const std::shared_ptr<const vm::Program>& program,
                  const Kernel& kernel) {
    vm::SyscallHost host;
    auto state =
        pool.acquire({.program = program, .heap_size = vm::Memory::max_heap_size, .meter = plenty});
    const auto start = bench::Clock::now();
    const auto status = vm::run(state, host);
    const auto time = nanoseconds_since(start);
    const auto units = plenty - state.meter;
    if (status != vm::RunStatus::halt || state.regs[0] != kernel.result || units != kernel.units) {
        bench::give_up(std::string(kernel.name) + ": r0 " + std::to_string(state.regs[0]) + ", " +
                       std::to_string(units) + " CU " + state.fault.display());
    }
    pool.release(std::move(state));
    return time;
}

// Entering and leaving a program that touches a little stack, with a serialized input of 11 KB.
double entry_cost(vm::VmPool& pool, const std::shared_ptr<const vm::Program>& program) {
    constexpr int rounds = 1000;
    constexpr std::size_t input = 11'264;
    const auto start = bench::Clock::now();
    for (int i = 0; i < rounds; ++i) {
        auto state = pool.acquire({.program = program, .meter = plenty});
        auto* const bytes = state.memory->input_reserve(input);
        bytes[0] = 1;
        state.memory->mark_written(0, 700);
        state.memory->commit_input(input);
        static_cast<void>(state.memory->store(sbpf::stack_start, 8));
        pool.release(std::move(state));
    }
    return nanoseconds_since(start) / rounds;
}

}  // namespace

int main() {
    vm::VmPool pool;
    std::map<std::string, std::shared_ptr<const vm::Program>> programs;
    for (const auto& kernel : kernels)
        programs[std::string(kernel.name)] = load_kernel(kernel.name);
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "entry") {
            std::cout << entry_cost(pool, programs["sieve"]) << std::endl;
            continue;
        }
        const auto kernel = std::ranges::find(kernels, line, &Kernel::name);
        if (kernel == std::end(kernels)) bench::give_up("no kernel " + line);
        std::cout << run_kernel(pool, programs[line], *kernel) << ' ' << kernel->units << std::endl;
    }
}
