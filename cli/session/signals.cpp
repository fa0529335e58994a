#include "cli/session/signals.hpp"

#include <unistd.h>

#include <csignal>

#include "devnet/node/error.hpp"

namespace orrery::cli {
namespace {

sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
    return set;
}

}  // namespace

Signals::Signals(std::function<void(const StopSignal&)> received) : received_(std::move(received)) {
    const auto set = stop_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    thread_ = std::thread([this] { run(); });
}

Signals::~Signals() {
    ending_ = true;
    ::pthread_kill(thread_.native_handle(), SIGTERM);  // wakes it
    thread_.join();
}

void Signals::run() {
    const auto set = stop_signals();
    for (unsigned count = 1;; ++count) {
        siginfo_t info{};
        const int number = ::sigwaitinfo(&set, &info);
        if (ending_) return;
        if (number > 0) received_({number, info.si_code == SI_KERNEL, count});
    }
}

void force_exit() { ::_exit(static_cast<int>(node::ExitCode::interrupted)); }

}  // namespace orrery::cli
