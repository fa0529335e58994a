#include "devnet/node/replay.hpp"

#include <optional>

#include "devnet/bank/replay.hpp"
#include "devnet/node/ledger_dir.hpp"
#include "sdk/codec/base58.hpp"

namespace orrery::node {
namespace {

NodeError mismatch(const bank::ReplayError& error) {
    return {ExitCode::failure, "replay differs in slot " + std::to_string(error.slot.value) +
                                   ", shred " + std::to_string(error.index) + ": " + error.what};
}

// A ledger whose end isn't where its shreds lead has lost some.
NodeResult<void> check_end(const store::Ledger& ledger, const ReplayReport& report) {
    if (ledger.tip().last_shred_hash == report.last_shred_hash) return {};
    return fail(NodeError{ExitCode::failure,
                          "replay ends at shred " + codec::to_string(report.last_shred_hash) +
                              ", the ledger at " + codec::to_string(ledger.tip().last_shred_hash)});
}

}  // namespace

NodeResult<ReplayReport> replay_ledger(const std::filesystem::path& dir,
                                       const std::function<void(const ReplayReport&)>& progress) {
    const auto ledger = store::Ledger::open(dir);
    if (!ledger) return fail(ledger_error(ledger.error()));
    const auto record = (*ledger)->genesis();
    if (!record) return fail(ledger_error(record.error()));
    TRY(auto genesis, from_record(*record));

    auto config = bank_config(std::move(genesis));
    config.genesis_hash = record->genesis_hash;
    bank::Bank bank(std::move(config));
    bank::Replayer replayer(bank, bank.genesis_hash());
    ReplayReport report{.genesis_hash = bank.genesis_hash(),
                        .last_slot = Slot{0},
                        .tip_slot = (*ledger)->tip().slot.value_or(Slot{0}),
                        .last_shred_hash = bank.genesis_hash()};
    std::optional<bank::ReplayError> failed;
    const auto read = (*ledger)->each_shred(0, [&](store::StoredShred&& shred) {
        if (auto applied = replayer.apply(shred.bytes); !applied) {
            failed = std::move(applied.error());
            return false;
        }
        ++report.shreds;
        report.transactions = replayer.transactions();
        report.last_slot = shred.slot;
        report.last_shred_hash = replayer.last_shred_hash();
        progress(report);
        return true;
    });
    if (!read) return fail(ledger_error(read.error()));
    if (failed) return fail(mismatch(*failed));
    CHECK_OK(check_end(**ledger, report));
    return report;
}

}  // namespace orrery::node
