#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace orrery::cli {

/// A signal that asks the process to end.
struct StopSignal {
    int number = 0;
    bool from_terminal = false;  ///< the whole foreground group got it
    unsigned count = 0;          ///< of those received, this one included
};

/// Takes SIGINT, SIGTERM and SIGHUP over from their defaults, from construction on and for all
/// threads started later, and reports them on a thread of its own.
class Signals {
  public:
    explicit Signals(std::function<void(const StopSignal&)> received);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

  private:
    void run();

    std::function<void(const StopSignal&)> received_;
    std::atomic<bool> ending_{false};
    std::thread thread_;
};

/// Ends the process at once, as by an unclean interrupt (130).
[[noreturn]] void force_exit();

}  // namespace orrery::cli
