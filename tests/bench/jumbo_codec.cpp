// How long do decoding and sanitising a jumbo transaction take, at its limits and by the number of
// its addresses? Bar of the jumbo specification: 2 MiB under 5 ms, whatever fills them.
#include <cstdio>

#include "sdk/tx/jumbo.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/tx/transaction.hpp"
#include "tests/bench/lib/measure.hpp"

namespace {

using namespace orrery;
using bench::Clock;

constexpr int rounds = 41;

// Addresses that differ in their last bytes only: the slowest to compare.
tx::JumboMessage message(std::size_t addresses) {
    tx::JumboMessage out;
    out.num_required_signatures = 1;
    out.num_readonly_unsigned = 1;
    out.addresses.resize(addresses);
    for (std::size_t i = 0; i < addresses; ++i)
        store_le(out.addresses[addresses - 1 - i].bytes.data() + 24, std::uint64_t{i + 1});
    out.compute_unit_limit = tx::max_jumbo_compute_units;
    return out;
}

std::size_t room(const tx::JumboMessage& message) {
    return tx::max_jumbo_size - encode(message).size() - 5 - Signature::size;
}

tx::JumboMessage full_of_indices() {
    tx::JumboMessage out = message(tx::max_jumbo_addresses);
    out.instructions.resize(tx::max_jumbo_instructions, {1, {}, {}});
    const std::size_t each = room(out) / 2 / out.instructions.size();
    for (auto& instruction : out.instructions) instruction.accounts.assign(each, 8191);
    return out;
}

tx::JumboMessage full_of_data() {
    tx::JumboMessage out = message(2);
    out.instructions.resize(1, {1, {}, {}});
    out.instructions[0].data.resize(room(out));
    return out;
}

Bytes wire(tx::JumboMessage message, tx::SignatureScheme scheme) {
    message.has_schemes = scheme != tx::SignatureScheme::ed25519;
    const Bytes zeros(Signature::size);
    const tx::SignatureEntry entry{scheme, zeros};
    if (message.has_schemes) return tx::jumbo_wire(encode(message), std::span(&entry, 1));
    return tx::jumbo_wire(encode(message), std::vector<Signature>(1));
}

double decode_and_sanitize(const Bytes& bytes) {
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        const auto start = Clock::now();
        const auto transaction = tx::decode_shared(bytes);
        if (!transaction || !tx::sanitize(**transaction)) bench::give_up("refused");
        times.push_back(bench::milliseconds(Clock::now() - start));
    }
    return bench::median(times);
}

void at_the_limit(bench::Bars& bars) {
    struct Row {
        const char* name;
        Bytes bytes;
    };
    constexpr auto plain = tx::SignatureScheme::ed25519, text = tx::SignatureScheme::text;
    const Row rows[] = {
        {"8,192 addresses, 8,192 instructions full of indices", wire(full_of_indices(), plain)},
        {"the same signed by text", wire(full_of_indices(), text)},
        {"one instruction full of data", wire(full_of_data(), plain)},
        {"the same signed by text", wire(full_of_data(), text)},
    };
    for (const Row& row : rows) {
        const double ms = decode_and_sanitize(row.bytes);
        std::printf("%zu bytes, %s: %.2f ms\n", row.bytes.size(), row.name, ms);
        bars.gate("decode and sanitise <= 5 ms", ms <= 5);
    }
}

void by_addresses(bench::Bars& bars) {
    double first = 0, last = 0;
    for (std::size_t addresses = 64; addresses <= tx::max_jumbo_addresses; addresses *= 2) {
        last = decode_and_sanitize(wire(message(addresses), tx::SignatureScheme::ed25519));
        if (addresses == 1024) first = last;
        std::printf("%zu addresses: %.1f us, %.1f ns each\n", addresses, last * 1e3,
                    last * 1e6 / static_cast<double>(addresses));
    }
    // Sorting's logarithm and caches cost a little; comparing all with all would be 64 times.
    bars.gate("8 times the addresses <= 24 times the time: " + bench::text("%.1f", last / first),
              last <= 24 * first);
}

}  // namespace

int main() {
    bench::Bars bars;
    at_the_limit(bars);
    by_addresses(bars);
    return bars.exit_code();
}
