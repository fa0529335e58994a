#include "sdk/lower/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>

namespace orrery::lower {
namespace {

void limit(int resource, rlim_t most) {
    rlimit limits{};
    getrlimit(static_cast<__rlimit_resource_t>(resource), &limits);
    limits.rlim_cur = std::min(most, limits.rlim_max);
    setrlimit(static_cast<__rlimit_resource_t>(resource), &limits);
}

/// The bytes of private writable memory that this process has, which RLIMIT_DATA counts.
std::uint64_t data_bytes() {
    std::ifstream file("/proc/self/statm");
    std::uint64_t pages = 0;
    for (int field = 0; field < 6; ++field) file >> pages;  // proc(5): the sixth is data
    return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

/// LLVM's verifier prints what its caller will say in better words.
void silence_errors() {
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
}

[[noreturn]] void be_child(const ChildParams& params, int output) {
    // The parent's handlers would report a crash here as its own.
    for (int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGXCPU, SIGPIPE, SIGTERM, SIGINT})
        std::signal(signal, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, params.cpu_seconds);
    limit(RLIMIT_DATA, data_bytes() + params.memory_bytes);
    silence_errors();
    if (dup2(output, STDOUT_FILENO) < 0) _exit(1);
    if (output != STDOUT_FILENO) close(output);
    params.job();
    _exit(0);  // without the parent's exit handlers and buffers
}

ssize_t read_some(int from, std::span<std::uint8_t> into) {
    for (;;) {
        ssize_t got = read(from, into.data(), into.size());
        if (got >= 0 || errno != EINTR) return got;
    }
}

using Clock = std::chrono::steady_clock;

/// Whether there is something to read, or an end, before the deadline.
bool wait_readable(int from, Clock::time_point deadline) {
    for (;;) {
        auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd waited{from, POLLIN, 0};
        int ready = poll(&waited, 1, static_cast<int>(std::min<std::int64_t>(left, 1000)));
        if (ready > 0) return true;
    }
}

/// Reads until the child has no more to say; ends it when it says too much or takes too long.
void read_output(int from, pid_t child, const ChildParams& params, ChildOutcome& outcome) {
    auto deadline = Clock::now() + std::chrono::seconds(params.wall_seconds);
    std::array<std::uint8_t, 65536> part{};
    for (;;) {
        outcome.late = !wait_readable(from, deadline);
        if (outcome.late || outcome.output.size() > params.max_output) break;
        ssize_t got = read_some(from, part);
        if (got <= 0) return;
        outcome.output.insert(outcome.output.end(), part.begin(), part.begin() + got);
    }
    kill(child, SIGKILL);
}

int wait_for(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

std::string last_error(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

}  // namespace

Result<ChildOutcome, std::string> run_in_child(const ChildParams& params) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(last_error("pipe"));
    pid_t child = fork();
    if (child < 0) {
        std::string error = last_error("fork");
        close(ends[0]);
        close(ends[1]);
        return fail(std::move(error));
    }
    if (child == 0) be_child(params, ends[1]);
    close(ends[1]);
    ChildOutcome outcome;
    read_output(ends[0], child, params, outcome);
    close(ends[0]);
    int status = wait_for(child);
    outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return outcome;
}

bool write_output(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        ssize_t wrote = write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(wrote));
    }
    return true;
}

}  // namespace orrery::lower
