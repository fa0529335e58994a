#include "cli/commands/remote.hpp"

#include <algorithm>
#include <cstdio>
#include <thread>

namespace orrery::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds slot_pause{2};
constexpr std::chrono::seconds slot_patience{10};

Outcome<void> await_slot_after(Remote& remote, Slot slot) {
    // A chain without a clock of its own may never reach a later slot at `confirmed`.
    constexpr std::string_view at_processed = R"([{"commitment":"processed"}])";
    const auto end = Clock::now() + slot_patience;
    while (Clock::now() < end) {
        TRY(const auto answer, remote.ok(remote.client.call("getSlot", at_processed)));
        if (answer.result().u64().value_or(0) > slot.value) return {};
        std::this_thread::sleep_for(slot_pause);
    }
    return failed("the program was deployed or extended in slot " + std::to_string(slot.value) +
                  ", where the chain still is, and a program changes once a slot; in manual block "
                  "mode end the slot with orrery_mine, then try again");
}

// The loader says so of programs that were deployed or extended in the slot it is asked in.
bool is_too_early(const Failure& failure) {
    return failure.message.find("in this block already") != std::string::npos;
}

}  // namespace

Outcome<Sent> send(Remote& remote, std::span<const Instruction> instructions,
                   std::initializer_list<const crypto::Keypair*> signers) {
    SendParams params{instructions, {}};
    for (const auto* key : signers) {
        const bool known = std::any_of(params.signers.begin(), params.signers.end(),
                                       [&](const auto* k) { return k->pubkey == key->pubkey; });
        if (!known) params.signers.push_back(key);
    }
    return send(remote.session, remote.client, params);
}

std::optional<std::uint64_t> units_of(Remote& remote, const Txid& id) {
    const auto answer = remote.client.transaction(id, json::TransactionEncoding::base64);
    if (!answer) return std::nullopt;
    return answer->result()["meta"]["computeUnitsConsumed"].u64();
}

Outcome<Sent> send_after(Remote& remote, Slot slot, std::span<const Instruction> instructions,
                         std::initializer_list<const crypto::Keypair*> signers) {
    CHECK_OK(await_slot_after(remote, slot));
    // What a preflight sees may be a moment behind.
    const auto end = Clock::now() + slot_patience;
    for (;;) {
        auto sent = send(remote, instructions, signers);
        if (sent || !is_too_early(sent.error()) || Clock::now() > end) return sent;
        std::this_thread::sleep_for(slot_pause);
    }
}

void note(std::string_view text) {
    std::fprintf(stderr, "note: %.*s\n", static_cast<int>(text.size()), text.data());
}

}  // namespace orrery::cli
