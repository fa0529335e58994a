#include <cstdint>
#include <cstdlib>

#include "sdk/hooks/auction.hpp"
#include "sdk/hooks/body.hpp"

namespace {

using namespace orrery;

/// What decodes encodes to the same bytes.
template <class T>
bool check_account(ByteSpan bytes) {
    const auto decoded = T::decode(bytes);
    if (!decoded) return false;
    if (decoded->encode() != Bytes(bytes.begin(), bytes.end())) std::abort();
    return true;
}

void check_body(ByteSpan bytes) {
    if (bytes.size() < 4) return;
    const auto n_keys = load_le<std::uint16_t>(bytes.data());
    const auto n_instructions = load_le<std::uint16_t>(bytes.data() + 2);
    const auto rest = bytes.subspan(4);
    const auto body = hooks::Body::decode(rest, n_keys, n_instructions);
    if (!body) return;
    if (body->encode() != Bytes(rest.begin(), rest.end())) std::abort();
    for (const auto& instruction : body->instructions) {
        if (instruction.program >= body->keys.size()) std::abort();
        for (const auto index : instruction.accounts)
            if (index >= body->keys.size()) std::abort();
    }
    const auto checked = hooks::check_body(*body, body->keys[0].key);
    if (!checked && checked.error() != hooks::HookError::ForeignSigner &&
        checked.error() != hooks::HookError::BodyProgram)
        std::abort();
}

bool holds(const hooks::Seats& seats, const hooks::Seat& seat) {
    for (const auto& other : seats)
        if (other == seat) return true;
    return false;
}

/// Seats are in rank order, within their limits, and those taken once stay taken.
void check_seats(const hooks::Auction& auction, const hooks::Config& config) {
    const auto all = hooks::seats(auction, config);
    if (all.size() > config.seats) std::abort();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& order = auction.orders.at(all[i].order);
        if (order.is_cancelled() || all[i].price > order.limit || all[i].price < config.floor)
            std::abort();
        if (all[i].fill_slot / config.epoch_slots != auction.epoch - 1) std::abort();
        if (i > 0 && hooks::ranks_before(all[i], all[i - 1])) std::abort();
        for (const auto& early : hooks::seats_until(auction, config, all[i].fill_slot))
            if (!holds(all, early)) std::abort();
    }
    if (const auto out = hooks::displaced_order(auction, config, UINT64_MAX, UINT64_MAX))
        for (const auto& seat : all)
            if (seat.order == *out) std::abort();
}

}  // namespace

// Whatever bytes come: the Hooks program's accounts and bodies decode within them or not at all,
// and an auction has seats as the rules say. An auction may stand behind a Config's bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteSpan bytes(data, size);
    if (check_account<hooks::Config>(bytes)) return 0;
    check_account<hooks::Hook>(bytes);
    check_account<hooks::Owner>(bytes);
    if (check_account<hooks::Auction>(bytes))
        check_seats(*hooks::Auction::decode(bytes), hooks::Config{});
    check_body(bytes);
    if (size < hooks::Config::size) return 0;
    const auto config = hooks::Config::decode(bytes.first(hooks::Config::size));
    const auto auction = hooks::Auction::decode(bytes.subspan(hooks::Config::size));
    if (config && auction) check_seats(*auction, *config);
    return 0;
}
