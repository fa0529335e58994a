#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "cli/commands/banner.hpp"
#include "cli/commands/chain_flags.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/session/signals.hpp"
#include "cli/session/trace.hpp"
#include "devnet/node/node.hpp"
#include "sdk/codec/base58.hpp"

namespace orrery::cli {
namespace {

struct UpOptions {
    std::shared_ptr<ChainFlags> flags;
};

// The wish to stop, from the signals' thread to the main one.
class Stop {
  public:
    void request() {
        const std::lock_guard lock(mutex_);
        requested_ = true;
        changed_.notify_all();
    }
    /// Whether it was requested by then.
    bool wait(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, time, [this] { return requested_; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool requested_ = false;
};

void announce(const node::Launch& launch, const node::NodeInfo& info, const Session& session) {
    for (const auto& notice : info.notices) std::fprintf(stderr, "note: %s\n", notice.c_str());
    if (launch.json)
        session.out().line(ready_json(info));
    else if (!launch.quiet)
        session.out().line(banner(info, session));
}

// What a chain's owner would otherwise have to ask for: why programs were stopped.
void show_faults(node::Node& node) {
    for (const auto& fault : node.take_faults())
        std::fprintf(stderr, "transaction %s failed: %s\n%s", codec::to_string(fault.id).c_str(),
                     fault.error.c_str(), trace_text(fault).c_str());
}

// Until a signal; says so when the disk refuses what the chain wants to store, and when it no
// longer does.
void serve(node::Node& node, Stop& stop, bool quiet) {
    std::string trouble;
    while (!stop.wait(std::chrono::milliseconds(500))) {
        if (!quiet) show_faults(node);
        auto now = node.trouble();
        if (now == trouble) continue;
        trouble = std::move(now);
        std::fprintf(stderr, "%s\n",
                     trouble.empty() ? "note: the ledger is being written again"
                                     : ("warning: nothing is confirmed now: " + trouble).c_str());
    }
}

Outcome<void> run_up(const UpOptions& options, const Session& session) {
    TRY(const auto launch, resolve(*options.flags, session.surroundings()));
    if (launch.json && launch.quiet) return misused("--json and --quiet contradict each other");
    Stop stop;
    // A first signal stops in order, also while the chain still starts; a second one at once.
    const Signals signals([&stop](const StopSignal& signal) {
        if (signal.count > 1) force_exit();
        stop.request();
    });
    auto node = node::Node::start(launch.node);
    if (!node) return fail(Failure(node.error()));
    announce(launch, (*node)->info(), session);
    serve(**node, stop, launch.quiet || launch.json);
    if (session.surroundings().stderr_is_terminal)
        std::fputs("\nstopping; again to force\n", stderr);
    node->reset();
    return {};
}

}  // namespace

void add_up(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<UpOptions>();
    auto& command =
        add_subcommand(app, "up", "start a chain and keep it running", options, run_up, chosen);
    command.group(groups::chain);
    options->flags = add_chain_flags(command, {});
    command.get_option("--ephemeral")
        ->excludes(command.get_option("--ledger"))
        ->excludes(command.get_option("--reset"));
    command.footer(
        "Every option is also a key of orrery.ini (without the dashes; `bpf-program = ADDRESS\n"
        "FILE`) and a variable (ORRERY_BPF_PROGRAM; values of a list separated by semicolons).\n"
        "Option beats variable beats file.");
}

}  // namespace orrery::cli
