#include "hooks_world.hpp"

namespace orrery::programs::testing {

HooksWorld::HooksWorld() {
    for (const auto& k : {authority, fee_payer}) world.accounts[k] = account(1'000'000'000'000);
    world.accounts[treasury] = account(1'000'000'000);
    hooks::Config config;
    config.authority = key(0xC0);
    config.treasury = treasury;
    set_config(config);
}

hooks::Config HooksWorld::config() const {
    return *read<hooks::Config>(hooks::config_address().address);
}

void HooksWorld::set_config(const hooks::Config& config) {
    world.accounts[hooks::config_address().address] =
        account(world.rent(hooks::Config::size), ids::hooks, config.encode());
}

Ran HooksWorld::run(const Instruction& instruction) {
    auto ran = world.run(instruction);
    if (ran.error) return ran;
    for (auto& [k, after] : ran.after) {
        const auto data = after.data();
        if (after.lamports == 0)
            world.accounts.erase(k);
        else
            world.accounts[k] = {Lamports{after.lamports}, after.owner, after.executable,
                                 after.rent_epoch, AccountData::from(data)};
    }
    return ran;
}

hooks::RegisterHook HooksWorld::registration(std::uint64_t nonce) const {
    hooks::RegisterHook out;
    out.authority = authority;
    out.fee_payer = fee_payer;
    out.nonce = nonce;
    out.target = target;
    const auto signer =
        hooks::signer_address(hooks::hook_address(authority, nonce).address).address;
    out.body = hooks::Body::from(
        std::vector<Instruction>{{key(0x55), {{signer, true, true}, {key(9), false, true}}, {7}}});
    return out;
}

Pubkey HooksWorld::register_hook(std::uint64_t nonce) { return register_hook(registration(nonce)); }

Pubkey HooksWorld::register_hook(const hooks::RegisterHook& params) {
    REQUIRE_FALSE(apply(hooks::register_hook(params)));
    return hooks::hook_address(params.authority, params.nonce).address;
}

hooks::PlaceBid HooksWorld::bid(const Pubkey& hook, std::uint64_t limit) const {
    const auto registered = this->hook(hook);
    REQUIRE(registered);
    hooks::PlaceBid out;
    out.authority = registered->authority;
    out.fee_payer = registered->fee_payer;
    out.hook = hook;
    out.target = registered->target;
    out.epoch = epoch() + 1;
    out.limit = limit;
    return out;
}

hooks::OrderRef HooksWorld::order(const Pubkey& hook, std::uint64_t of_epoch) const {
    const auto registered = this->hook(hook);
    return {hook, target, of_epoch, registered ? registered->fee_payer : fee_payer};
}

hooks::Reclaim HooksWorld::reclaim(const Pubkey& hook, std::uint64_t of_epoch) const {
    const auto at = auction(of_epoch);
    return {order(hook, of_epoch), at ? at->creator : fee_payer, treasury};
}

std::uint64_t HooksWorld::lamports(const Pubkey& k) const {
    const auto at = world.accounts.find(k);
    return at == world.accounts.end() ? 0 : at->second.lamports.value;
}

std::uint64_t HooksWorld::total() const {
    std::uint64_t sum = 0;
    for (const auto& [k, a] : world.accounts) sum += a.lamports.value;
    return sum;
}

std::optional<hooks::Auction> HooksWorld::auction(std::uint64_t of_epoch) const {
    return read<hooks::Auction>(hooks::auction_address(target, of_epoch).address);
}

}  // namespace orrery::programs::testing
