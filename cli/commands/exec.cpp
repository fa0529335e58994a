#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "cli/commands/chain_flags.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/session/signals.hpp"
#include "devnet/node/node.hpp"

extern char** environ;  // POSIX has no header for it

namespace orrery::cli {
namespace {

// What a shell answers for a command that isn't there, and for one that can't run.
constexpr int not_found = 127;
constexpr int not_runnable = 126;
// And for one that a signal ended.
constexpr int signalled = 128;

struct ExecOptions {
    std::shared_ptr<ChainFlags> flags;
    std::vector<std::string> command;
};

// The environment in which clients of every kind find the chain.
std::vector<std::string> child_environment(const node::NodeInfo& info) {
    const std::pair<std::string, std::string> added[] = {{"ORRERY_URL", info.rpc_url},
                                                         {"ORRERY_WS_URL", info.ws_url},
                                                         {"ANCHOR_PROVIDER_URL", info.rpc_url},
                                                         {"SOLANA_RPC_URL", info.rpc_url},
                                                         {"SOLANA_WS_URL", info.ws_url}};
    std::vector<std::string> out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto name = text.substr(0, text.find('='));
        const bool replaced = std::any_of(std::begin(added), std::end(added),
                                          [&](const auto& a) { return a.first == name; });
        if (!replaced) out.emplace_back(text);
    }
    for (const auto& [name, value] : added) out.push_back(name + "=" + value);
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> out;
    for (auto& text : strings) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

// The child gets the signals back that this process took over.
class SpawnAttributes {
  public:
    SpawnAttributes() {
        sigset_t set;
        ::posix_spawnattr_init(&attributes_);
        sigemptyset(&set);
        ::posix_spawnattr_setsigmask(&attributes_, &set);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
        ::posix_spawnattr_setsigdefault(&attributes_, &set);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;
    const posix_spawnattr_t* get() const { return &attributes_; }

  private:
    posix_spawnattr_t attributes_{};
};

Outcome<pid_t> spawn(std::vector<std::string> command, const node::NodeInfo& info) {
    auto environment = child_environment(info);
    const SpawnAttributes attributes;
    pid_t pid = 0;
    const int error = ::posix_spawnp(&pid, command[0].c_str(), nullptr, attributes.get(),
                                     pointers(command).data(), pointers(environment).data());
    if (error == 0) return pid;
    Failure failure(error == ENOENT ? not_found : not_runnable);
    failure.message = "can't run " + command[0] + ": " + std::strerror(error);
    return fail(std::move(failure));
}

int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : signalled + WTERMSIG(status);
}

Outcome<void> run_exec(const ExecOptions& options, const Session& session) {
    if (options.command.empty())
        return misused("exec needs a command, after --: orrery exec -- npm test");
    node::Launch defaults;
    defaults.node.port = 0;
    defaults.node.ephemeral = true;
    TRY(const auto launch, resolve(*options.flags, session.surroundings(), std::move(defaults)));

    std::atomic<pid_t> child{0};
    // The terminal's signals reach the child by themselves; others are passed on.
    std::atomic<int> early{0};
    const Signals signals([&](const StopSignal& signal) {
        if (child == 0)
            early = signal.number;
        else if (!signal.from_terminal)
            ::kill(child, signal.number);
    });
    auto node = node::Node::start(launch.node);
    if (!node) return fail(Failure(node.error()));
    if (early != 0) return fail(Failure(signalled + early));
    TRY(child, spawn(options.command, (*node)->info()));
    const int code = wait_for(child);
    child = 0;
    node->reset();
    if (code != 0) return fail(Failure(code));
    return {};
}

}  // namespace

void add_exec(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<ExecOptions>();
    auto& command = add_subcommand(app, "exec", "run a command against a fresh chain of its own",
                                   options, run_exec, chosen);
    command.group(groups::chain);
    options->flags =
        add_chain_flags(command, {"port", "ledger", "reset", "ephemeral", "json", "quiet"});
    command.add_option("command", options->command, "the command and its arguments, after --")
        ->type_name("-- CMD...");
    command.footer(
        "The chain is temporary and on free ports. ORRERY_URL, ORRERY_WS_URL, SOLANA_RPC_URL,\n"
        "SOLANA_WS_URL and ANCHOR_PROVIDER_URL name it; orrery's own commands go to it. Ends with\n"
        "the command's exit code.");
}

}  // namespace orrery::cli
