#include <algorithm>

#include "cli/commands/deployment.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"

namespace orrery::cli {
namespace {

constexpr std::uint64_t lamports_per_signature = 5000;
// Creating, extending and finishing have no more.
constexpr std::uint64_t other_signatures = 8;

// The most that is out of the payer's account at a time, fees included.
Outcome<Lamports> price(Remote& remote, const Deployment& d, const Buffer& buffer) {
    const auto rent = [&](std::uint64_t size) {
        return remote.ok(remote.client.minimum_balance(size));
    };
    const auto data_rent = [&](std::uint64_t capacity) {
        return rent(tx::LoaderProgramData::header_size + capacity);
    };
    TRY(const auto buffered, rent(tx::LoaderBuffer::header_size + buffer.capacity()));
    const std::uint64_t paid = buffer.exists() ? 0 : buffered.value;
    std::uint64_t total = paid;
    if (!d.existing) {
        // The buffer's lamports come back before the program's data is paid for.
        TRY(const auto data, data_rent(std::max(d.max_len, buffer.capacity())));
        TRY(const auto program, rent(tx::LoaderProgram::size));
        const auto back = buffer.exists() ? buffered.value : 0;
        total = std::max(paid, data.value - std::min(data.value, back)) + program.value;
    } else if (const auto more = missing_room(d, buffer.capacity()); more > 0) {
        TRY(const auto data, data_rent(d.existing->capacity + more));
        total += data.value - std::min(data.value, d.existing->balance.value);
    }
    TRY(const auto writes, buffer.cost());
    return Lamports{total + (writes.signatures + other_signatures) * lamports_per_signature};
}

}  // namespace

Outcome<void> check_rights(const Deployment& d) {
    const auto address = codec::to_string(d.program);
    if (d.existing)
        return check_authority(d.existing->authority, d.authority.pubkey,
                               {"program " + address, "upgraded", "--authority"});
    if (d.program_key) return {};
    return failed("there is no program " + address +
                  " to upgrade; to create it, give its key file: --program-id FILE");
}

std::uint64_t missing_room(const Deployment& d, std::uint64_t size) {
    if (!d.existing || size <= d.existing->capacity) return 0;
    const auto wanted = size - d.existing->capacity;
    const auto possible = max_elf_size - d.existing->capacity;
    return std::min(std::max<std::uint64_t>(wanted, tx::loader_v3::min_extension), possible);
}

Outcome<void> check_room(const Deployment& d, std::uint64_t size) {
    const auto missing = missing_room(d, size);
    if (missing == 0 || d.may_extend) return {};
    const auto address = codec::to_string(d.program);
    return failed("program " + address + " has room for " + std::to_string(d.existing->capacity) +
                  " bytes, and " + std::to_string(size) +
                  " are needed; leave --no-auto-extend out, or run: orrery program extend " +
                  address + " " + std::to_string(missing));
}

Outcome<void> check_funds(Remote& remote, const Deployment& d, const Buffer& buffer) {
    TRY(const auto needed, price(remote, d, buffer));
    TRY(const auto balance, remote.ok(remote.client.balance(d.payer.pubkey)));
    if (balance >= needed) return {};
    return failed("deploying takes " + format_sol(needed) + " for a while, and " +
                  codec::to_string(d.payer.pubkey) + " has " + format_sol(balance) +
                  "; get some with `orrery airdrop`");
}

}  // namespace orrery::cli
