#pragma once

#include <cstdint>
#include <optional>

#include "sdk/hooks/accounts.hpp"
#include "sdk/hooks/body.hpp"
#include "sdk/types/instruction.hpp"

/// Builders for every instruction of the Hooks program (docs/spec/hooks.md 3). The first data byte
/// is the instruction's number.
namespace orrery::hooks {

enum class InstructionKind : std::uint8_t {
    init_config = 0,
    register_hook = 1,
    place_bid = 2,
    cancel_bid = 3,
    disable_hook = 4,
    enable_hook = 5,
    close_hook = 6,
    set_owner_recipient = 7,
    reclaim = 8,
    act = 9,
};
constexpr std::size_t instruction_count = 10;

/// Where the fields that InitConfig's data repeats begin in a Config account: all but kind and
/// bump.
constexpr std::size_t config_fields_offset = 2;

/// Act's flags of an account: a byte for each in its data.
constexpr std::uint8_t act_signer = 1;
constexpr std::uint8_t act_writable = 2;

Instruction init_config(const Config& config);

struct RegisterHook {
    Pubkey authority;
    Pubkey fee_payer;
    std::uint64_t nonce = 0;
    Pubkey target;
    bool every_call = false;
    std::uint32_t cu_limit = 200'000;
    std::uint16_t max_per_slot = 1;
    Bytes filter{};
    Body body{};
};
Instruction register_hook(const RegisterHook& params);

struct PlaceBid {
    Pubkey authority;
    Pubkey fee_payer;
    Pubkey hook;
    Pubkey target;
    std::uint64_t epoch = 0;
    std::uint64_t limit = 0;            ///< lamports per trigger
    std::optional<Pubkey> displaced{};  ///< fee payer of the order that a full book lets go
};
Instruction place_bid(const PlaceBid& params);

/// Names a hook and its order in an auction.
struct OrderRef {
    Pubkey hook;
    Pubkey target;
    std::uint64_t epoch = 0;
    Pubkey fee_payer;
};
Instruction cancel_bid(const Pubkey& authority, const OrderRef& order);

/// `signer`: the hook's authority or fee payer.
Instruction disable_hook(const Pubkey& hook, const Pubkey& signer);
Instruction enable_hook(const Pubkey& hook, const Pubkey& authority, const Pubkey& fee_payer);
Instruction close_hook(const Pubkey& hook, const Pubkey& signer, const Pubkey& fee_payer);

struct SetOwnerRecipient {
    Pubkey upgrade_authority;
    Pubkey payer;
    Pubkey target;
    Pubkey recipient;
};
Instruction set_owner_recipient(const SetOwnerRecipient& params);

struct Reclaim {
    OrderRef order;
    Pubkey creator;   ///< of the auction
    Pubkey treasury;  ///< of the Config
};
Instruction reclaim(const Reclaim& params);

/// Runs `inner` by CPI with the hook's signer as signer. At most 251 accounts.
Instruction act(const Pubkey& hook, const Pubkey& authority, const Instruction& inner);

}  // namespace orrery::hooks
