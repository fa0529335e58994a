#include "tests/bench/lib/world_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "devnet/svm/programs/builtins.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/codec/reader.hpp"
#include "sdk/types/ids.hpp"
#include "tests/bench/lib/measure.hpp"

namespace orrery::bench {
namespace {

using codec::ByteReader;

std::pair<Pubkey, AccountRef> read_account(ByteReader& in) {
    const auto key = in.key();
    Account account;
    account.lamports = Lamports{in.u64()};
    account.owner = in.key();
    account.executable = in.u8() != 0;
    account.rent_epoch = in.u64();
    account.data = AccountData::from(in.bytes(in.u32()));
    return {key, std::make_shared<const Account>(std::move(account))};
}

Workload read_workload(ByteReader& in) {
    Workload out;
    const auto name = in.bytes(in.u32());
    out.name.assign(name.begin(), name.end());
    for (auto left = in.u32(); left > 0 && !in.failed(); --left) {
        const auto wire = in.bytes(in.u32());
        out.transactions.emplace_back(wire.begin(), wire.end());
    }
    return out;
}

Slot slot_of(const WorldFile& world) {
    for (const auto& [key, account] : world.accounts)
        if (key == ids::clock)
            if (const auto clock = svm::Clock::decode(account->data.to_bytes()))
                return Slot{clock->slot};
    give_up("the world has no clock");
}

}  // namespace

WorldFile WorldFile::read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) give_up("cannot read " + path);
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    ByteReader in(bytes);
    WorldFile out;
    out.blockhash = in.key<Hash>();
    for (auto left = in.u32(); left > 0 && !in.failed(); --left)
        out.accounts.push_back(read_account(in));
    for (auto left = in.u32(); left > 0 && !in.failed(); --left)
        out.workloads.push_back(read_workload(in));
    if (in.failed() || in.remaining() != 0) give_up(path + " is no world file");
    return out;
}

const Workload& WorldFile::workload(std::string_view name) const {
    const auto at = std::find_if(workloads.begin(), workloads.end(),
                                 [&](const Workload& w) { return w.name == name; });
    if (at == workloads.end()) give_up("no workload " + std::string(name));
    return *at;
}

std::unique_ptr<bank::Bank> make_bank(const WorldFile& world) {
    bank::GenesisParams params;
    params.unix_timestamp = 1'700'000'000;
    const auto table = programs::solana_builtins();
    for (const auto& b : table) params.builtins.emplace_back(b.id, std::string(b.name));
    bank::BankConfig config{.genesis = bank::make_genesis(params),
                            .builtins = table,
                            .syscalls = syscalls::syscall_registry()};
    bank::Bank::Restore restore{.checkpoint = {},
                                .accounts =
                                    [&](const auto& put) {
                                        for (const auto& [key, account] : world.accounts)
                                            put(key, {0, account});
                                    },
                                .messages = {}};
    // Programs count as deployed in LiteSVM's slot, so they run from the next on.
    const Slot parent = slot_of(world);
    auto& position = restore.checkpoint.position;
    position.slot = Slot{parent.value + 1};
    position.parent = parent;
    position.parent_hash = world.blockhash;
    restore.checkpoint.blockhashes = {{parent, world.blockhash, 0}};
    auto bank = std::make_unique<bank::Bank>(std::move(config), restore);
    bank->open_slot(bank->next_open(params.unix_timestamp));
    return bank;
}

}  // namespace orrery::bench
