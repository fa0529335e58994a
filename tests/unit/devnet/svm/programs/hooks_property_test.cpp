#include <array>
#include <random>

#include "hooks_world.hpp"

using namespace orrery;
using namespace orrery::programs::testing;
using hooks::Auction;
using hooks::Hook;
using hooks::Order;

namespace {

/// Does whatever comes to mind with a few hooks, fee payers and slots.
class Player {
  public:
    explicit Player(std::uint64_t seed) : random_(seed) {
        auto config = world_.config();
        config.p0_min = 20'000;
        config.p0_max = 100'000;
        world_.set_config(config);
        for (std::uint8_t i = 0; i < 4; ++i)
            world_.world.accounts[payer(i)] = account(i == 3 ? 3'000'000 : 10'000'000'000);
        total_ = world_.total();
    }

    using Counts = std::array<std::size_t, hooks::instruction_count>;  ///< by instruction

    void step(Counts& done) {
        if (below(12) == 0) world_.set_slot(world_.world.sysvars.clock.slot + below(40));
        if (below(40) == 0) kill_a_seat();
        const auto instruction = something();
        if (!world_.apply(instruction)) ++done[instruction.data[0]];
        check();
    }

  private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    static Pubkey payer(std::uint64_t i) { return key(static_cast<std::uint8_t>(0xF0 + i)); }
    Pubkey hook(std::uint64_t nonce) const {
        return hooks::hook_address(world_.authority, nonce).address;
    }

    /// As the engine does when a hook's last strike disables it.
    void kill_a_seat() {
        const auto address = hooks::auction_address(world_.target, world_.epoch()).address;
        auto auction = world_.auction(world_.epoch());
        if (!auction) return;
        const auto held = hooks::seats(*auction, world_.config());
        if (held.empty()) return;
        auction->orders[held[below(held.size())].order].flags |= Order::dead;
        set_data(world_.world.accounts[address], auction->encode());
        CHECK(hooks::seats(*auction, world_.config()) == held);
    }

    /// An order of some auction that there is; any hook's when there is none.
    hooks::OrderRef some_order() {
        const auto epoch = world_.epoch() + 1 - below(4);
        const auto auction = world_.auction(epoch);
        if (!auction) return {hook(below(24)), world_.target, epoch, payer(0)};
        const auto& order = auction->orders[below(auction->orders.size())];
        return {order.hook, world_.target, epoch, order.fee_payer};
    }

    Instruction something() {
        const auto nonce = below(24);
        const auto address = hook(nonce);
        const auto registered = world_.hook(address);
        const auto fee_payer = registered ? registered->fee_payer : payer(below(4));
        switch (below(16)) {
            case 0:
            case 1: {
                auto params = world_.registration(nonce);
                params.fee_payer = fee_payer;
                return hooks::register_hook(params);
            }
            case 2:
                return hooks::close_hook(address, world_.authority, fee_payer);
            case 3:
                return hooks::disable_hook(address, fee_payer);
            case 4:
            case 5:
                return hooks::enable_hook(address, world_.authority, fee_payer);
            case 6:
            case 7:
                return hooks::cancel_bid(world_.authority, some_order());
            case 8:
            case 9:
            case 10: {
                const auto order = some_order();
                const auto auction = world_.auction(order.epoch);
                return hooks::reclaim(
                    {order, auction ? auction->creator : fee_payer, world_.treasury});
            }
            default:
                return hooks::place_bid({world_.authority, fee_payer, address, world_.target,
                                         world_.epoch() + below(3), 4'900 + below(16'000),
                                         std::nullopt});
        }
    }

    void check() {
        if (world_.total() != total_) FAIL("lamports were made or lost");
        for (const auto& [k, a] : world_.world.accounts) {
            if (a.owner != ids::hooks) continue;
            const auto data = a.data.to_bytes();
            if (const auto auction = Auction::decode(data))
                check_money(*auction, a.lamports.value);
            else if (!Hook::decode(data) && !hooks::Config::decode(data))
                FAIL("an account that nobody can read");
        }
    }

    void check_money(const Auction& auction, std::uint64_t lamports) {
        auto expected = world_.world.rent(Auction::size_of(auction.orders.size()));
        for (const auto& order : auction.orders)
            if (!order.is_cancelled()) expected += *hooks::bond(order.limit);
        if (lamports != expected) FAIL("an auction has other money than rent and bonds");
        if (auction.orders.empty()) FAIL("an auction without orders");
    }

    HooksWorld world_;
    std::mt19937_64 random_;
    std::uint64_t total_ = 0;
};

}  // namespace

TEST_CASE("whatever is done, lamports are conserved and an auction holds rent and bonds") {
    Player::Counts done{};
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        Player player(seed);
        for (int i = 0; i < 3000; ++i) player.step(done);
    }
    using Kind = hooks::InstructionKind;
    for (const auto kind : {Kind::register_hook, Kind::place_bid, Kind::cancel_bid,
                            Kind::disable_hook, Kind::enable_hook, Kind::close_hook, Kind::reclaim})
        CHECK(done[static_cast<std::size_t>(kind)] > 50);
}
