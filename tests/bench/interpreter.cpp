// How many nanoseconds does the interpreter take per CU (one instruction), and what does it cost to
// enter and leave a program? Bars 5 and 8 of the performance specification.

#include "devnet/svm/vm/interpreter.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "devnet/svm/vm/pool.hpp"

namespace {

using namespace orrery;
using Clock = std::chrono::steady_clock;

constexpr int repetitions = 21;
constexpr std::uint64_t plenty = std::uint64_t{1} << 40;
const vm::SyscallRegistry no_syscalls({});

struct Kernel {
    const char* name;
    std::uint64_t result;  ///< r0
    std::uint64_t units;   ///< CU
};

constexpr Kernel kernels[] = {
    {"sha256", 1'479'275'628, 2'239'863},
    {"sieve", 3'245, 6'208'716},
    {"heapsort", 9'095'221'690'049'973'077u, 1'039'325},
    {"matmul", 17'718'871'774'168'350'720u, 3'177'680},
};

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "bench_interpreter: %s\n", why.c_str());
    std::exit(1);
}

Bytes read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) give_up("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::shared_ptr<const vm::Program> load_kernel(const char* name) {
    const auto path = std::string(ORRERY_SOURCE_DIR) + "/tests/bench/kernels/" + name + ".so";
    auto program = vm::Program::load(read_file(path), {.syscalls = no_syscalls});
    if (!program) give_up(path + ": " + program.error().message);
    return *program;
}

double nanoseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

double median(std::vector<double> samples) {
    const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
    std::nth_element(samples.begin(), middle, samples.end());
    return *middle;
}

double run_kernel(vm::VmPool& pool, const std::shared_ptr<const vm::Program>& program,
                  const Kernel& kernel) {
    vm::SyscallHost host;
    auto state =
        pool.acquire({.program = program, .heap_size = vm::Memory::max_heap_size, .meter = plenty});
    const auto start = Clock::now();
    const auto status = vm::run(state, host);
    const auto time = nanoseconds_since(start);
    const auto units = plenty - state.meter;
    if (status != vm::RunStatus::halt || state.regs[0] != kernel.result || units != kernel.units) {
        give_up(std::string(kernel.name) + ": r0 " + std::to_string(state.regs[0]) + ", " +
                std::to_string(units) + " CU " + state.fault.display());
    }
    pool.release(std::move(state));
    return time / static_cast<double>(units);
}

// Entering and leaving a program that touches a little stack, with a serialized input of 11 KB.
double entry_cost(vm::VmPool& pool, const std::shared_ptr<const vm::Program>& program) {
    constexpr int rounds = 1000;
    constexpr std::size_t input = 11'264;
    const auto start = Clock::now();
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
    double logs = 0;
    for (const auto& kernel : kernels) {
        const auto program = load_kernel(kernel.name);
        std::vector<double> samples;
        samples.reserve(repetitions);
        for (int i = 0; i < repetitions; ++i) {
            samples.push_back(run_kernel(pool, program, kernel));
        }
        const auto ns = median(samples);
        logs += std::log(ns);
        std::printf("%-10s %6.3f ns/CU  (min %.3f, n %d)\n", kernel.name, ns,
                    *std::min_element(samples.begin(), samples.end()), repetitions);
    }
    std::printf("%-10s %6.3f ns/CU\n", "geomean", std::exp(logs / std::size(kernels)));

    const auto program = load_kernel("sieve");
    std::vector<double> samples;
    samples.reserve(repetitions);
    for (int i = 0; i < repetitions; ++i) samples.push_back(entry_cost(pool, program));
    std::printf("%-10s %6.1f ns\n", "VM entry", median(samples));
}
