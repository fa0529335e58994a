// Our half of sandbox.mjs: with a world file, answers "create" with the milliseconds that a sandbox
// takes to make, and "send" with the nanoseconds that a token transfer takes, its outcome and the
// receiver's balance looked at.

#include "devnet/sandbox/sandbox.hpp"

#include <algorithm>
#include <iostream>
#include <string>

#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/world_file.hpp"

namespace {

using namespace orrery;
using bench::Clock;

double create() {
    const auto start = Clock::now();
    const Sandbox chain;
    return bench::milliseconds(Clock::now() - start);
}

// The world's programs and accounts; the builtins and sysvars are the sandbox's own. Programs count
// as deployed in the world's slot.
Sandbox make_sandbox(const bench::WorldFile& world) {
    SandboxParams params{.check_signatures = false, .check_blockhashes = false};
    std::uint64_t slot = 0;
    for (const auto& [key, account] : world.accounts) {
        if (key == ids::clock) slot = load_le<std::uint64_t>(account->data.block()->data());
        if (account->owner == ids::sysvar_owner || account->owner == ids::native_loader) continue;
        params.accounts.emplace_back(key, *account);
    }
    Sandbox chain(std::move(params));
    if (chain.slot().value <= slot && !chain.warp_to_slot(Slot{slot + 1}))
        bench::give_up("no warp to the world's slot");
    return chain;
}

/// Of a token transfer: the account that receives is the second of its instruction.
Pubkey receiver(const Bytes& wire) {
    const auto decoded = tx::decode(wire);
    if (!decoded) bench::give_up(decoded.error().what);
    const auto& message = decoded->message;
    return message.static_keys[message.instructions.front().accounts[1]];
}

double send(const bench::WorldFile& world) {
    auto chain = make_sandbox(world);
    const auto& wires = world.workload("token transfer").transactions;
    std::vector<Pubkey> receivers;
    receivers.reserve(wires.size());
    for (const auto& wire : wires) receivers.push_back(receiver(wire));
    std::uint64_t tokens = 0;
    const auto start = Clock::now();
    for (std::size_t i = 0; i < wires.size(); ++i) {
        const auto report = expect_ok(chain.send(ByteSpan(wires[i])));
        if (!report) bench::give_up(report.text);
        tokens += chain.token_balance(receivers[i]).value_or(0);
    }
    const auto time = Clock::now() - start;
    if (tokens == 0) bench::give_up("no tokens arrived");
    return bench::microseconds(time) * 1e3 / static_cast<double>(wires.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) bench::give_up("usage: driver_sandbox WORLD_FILE < commands");
    const auto world = bench::WorldFile::read(argv[1]);
    for (std::string line; std::getline(std::cin, line);) {
        if (line != "create" && line != "send") bench::give_up("no command: " + line);
        std::cout << (line == "create" ? create() : send(world)) << std::endl;
    }
}
