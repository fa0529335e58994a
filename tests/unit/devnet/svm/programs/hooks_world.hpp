#pragma once

#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/auction.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/hooks/money.hpp"

namespace orrery::programs::testing {

inline tx::InstructionError hook_error(hooks::HookError error) {
    return tx::custom_error(static_cast<std::uint32_t>(error));
}

/// A chain with the Hooks program, in slot 100 of hook epochs of 64 slots, and hands to use it.
/// What succeeds stays; what fails leaves no trace.
class HooksWorld {
  public:
    HooksWorld();

    static constexpr std::uint64_t epoch_slots = 64;
    const Pubkey authority = key(0xA1), fee_payer = key(0xF1), target = key(0x71);
    const Pubkey treasury = key(0x7E);
    World world;

    hooks::Config config() const;
    void set_config(const hooks::Config& config);
    std::uint64_t epoch() const { return world.sysvars.clock.slot / epoch_slots; }
    void set_slot(std::uint64_t slot) { world.sysvars.clock.slot = slot; }

    Ran run(const Instruction& instruction);
    /// Nothing on success.
    std::optional<tx::InstructionError> apply(const Instruction& i) { return run(i).error; }

    hooks::RegisterHook registration(std::uint64_t nonce = 1) const;
    /// Registers a hook and gives its address.
    Pubkey register_hook(std::uint64_t nonce);
    Pubkey register_hook(const hooks::RegisterHook& params);
    hooks::PlaceBid bid(const Pubkey& hook, std::uint64_t limit) const;
    hooks::OrderRef order(const Pubkey& hook, std::uint64_t of_epoch) const;
    hooks::Reclaim reclaim(const Pubkey& hook, std::uint64_t of_epoch) const;

    std::uint64_t lamports(const Pubkey& k) const;
    /// Of all accounts.
    std::uint64_t total() const;
    std::optional<hooks::Hook> hook(const Pubkey& k) const { return read<hooks::Hook>(k); }
    std::optional<hooks::Auction> auction(std::uint64_t of_epoch) const;

    template <class T>
    std::optional<T> read(const Pubkey& k) const {
        const auto at = world.accounts.find(k);
        if (at == world.accounts.end()) return std::nullopt;
        return T::decode(at->second.data.to_bytes());
    }
};

}  // namespace orrery::programs::testing
