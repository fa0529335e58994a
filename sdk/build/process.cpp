#include "sdk/build/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace orrery::build {
namespace {

/// A pipe's two ends, each closed once.
class Pipe {
  public:
    Pipe() { opened_ = pipe2(ends_.data(), O_CLOEXEC) == 0; }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    bool opened() const { return opened_; }
    int from() const { return ends_[0]; }
    int to() const { return ends_[1]; }
    void close_end(std::size_t which) {
        if (ends_[which] >= 0) ::close(ends_[which]);
        ends_[which] = -1;
    }

  private:
    std::array<int, 2> ends_{-1, -1};
    bool opened_ = false;
};

/// What posix_spawn is to do in the child before it becomes the program.
class SpawnSettings {
  public:
    SpawnSettings(const ProcessParams& params, const Pipe& output, const Pipe& errors) {
        posix_spawn_file_actions_init(&actions_);
        if (!params.inherit) redirect(output, errors);
        if (!params.folder.empty())
            posix_spawn_file_actions_addchdir_np(&actions_, params.folder.c_str());
        // This process may ignore or block signals that end a compiler.
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    int spawn(pid_t& child, const std::vector<std::string>& arguments) const {
        std::vector<char*> pointers;
        pointers.reserve(arguments.size() + 1);
        for (const auto& argument : arguments)
            pointers.push_back(const_cast<char*>(argument.c_str()));
        pointers.push_back(nullptr);
        return posix_spawnp(&child, pointers[0], &actions_, &attributes_, pointers.data(), environ);
    }

  private:
    void redirect(const Pipe& output, const Pipe& errors) {
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, output.to(), STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, errors.to(), STDERR_FILENO);
    }

    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// Appends what can be read; false at the end.
bool read_part(int from, std::string& into) {
    std::array<char, 65536> part{};
    const auto got = ::read(from, part.data(), part.size());
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    into.append(part.data(), static_cast<std::size_t>(got));
    return got > 0;
}

// Both at once: a program that fills one pipe while we read the other would wait for ever.
void read_both(int output, int errors, ProcessOutcome& outcome) {
    std::array<pollfd, 2> waited{pollfd{output, POLLIN, 0}, pollfd{errors, POLLIN, 0}};
    std::array<std::string*, 2> texts{&outcome.output, &outcome.errors};
    while (waited[0].fd >= 0 || waited[1].fd >= 0) {
        if (::poll(waited.data(), waited.size(), -1) < 0) continue;
        for (std::size_t i = 0; i < waited.size(); ++i)
            if (waited[i].revents != 0 && !read_part(waited[i].fd, *texts[i])) waited[i].fd = -1;
    }
}

int wait_for(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result<ProcessOutcome, std::string> run_process(const ProcessParams& params) {
    const auto failure = [&](int number) {
        return fail("can't run " + params.arguments.front() + ": " + std::strerror(number));
    };
    Pipe output, errors;
    if (!output.opened() || !errors.opened()) return failure(errno);
    pid_t child = 0;
    const SpawnSettings settings(params, output, errors);
    if (const int number = settings.spawn(child, params.arguments); number != 0)
        return failure(number);
    output.close_end(1);
    errors.close_end(1);
    ProcessOutcome outcome;
    read_both(output.from(), errors.from(), outcome);
    outcome.exit_code = wait_for(child);
    return outcome;
}

}  // namespace orrery::build
