#include "tests/bench/lib/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <utility>

#include "sdk/json/document.hpp"
#include "tests/bench/lib/measure.hpp"

namespace orrery::bench {
Child::Child(const std::vector<std::string>& argv) {
    std::vector<char*> words;
    words.reserve(argv.size() + 1);
    for (const auto& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) give_up("no pipe");
    pid_ = ::fork();
    if (pid_ < 0) give_up("cannot start " + argv[0]);
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // also when the bench gives up
        ::dup2(ends[1], STDOUT_FILENO);
        ::execv(words[0], words.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
}

Child::~Child() {
    if (pid_ > 0) ::kill(pid_, SIGTERM);
    wait();
    ::close(output_);
}

void Child::wait() {
    int status = 0;
    if (pid_ > 0) ::waitpid(std::exchange(pid_, -1), &status, 0);
}

std::string Child::line() {
    std::size_t end = 0;
    while ((end = buffered_.find('\n')) == std::string::npos) {
        std::array<char, 65536> bytes;
        const auto got = ::read(output_, bytes.data(), bytes.size());
        if (got <= 0) give_up("the process ended before it said anything");
        buffered_.append(bytes.data(), static_cast<std::size_t>(got));
    }
    auto out = buffered_.substr(0, end);
    buffered_.erase(0, end + 1);
    return out;
}

std::size_t Child::resident() const {
    std::ifstream statm("/proc/" + std::to_string(pid_) + "/statm");
    std::size_t total = 0, resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::string beside(const std::string& name) {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

ChainProcess::ChainProcess()
    : child_({beside("orrery"), "up", "--ephemeral", "--port", "0", "--json"}) {
    const auto ready = json::Document::parse(child_.line());
    if (!ready) give_up("orrery up --json: " + ready.error().what);
    port_ = static_cast<std::uint16_t>(ready->root()["port"].u64().value_or(0));
    dev_key_file_ = ready->root()["devKeypairs"].at(0)["file"].string().value_or("");
}

}  // namespace orrery::bench
