#include "devnet/sequencer/recent.hpp"

namespace orrery::sequencer {

void Recent::add(const Txid& id, Slot slot, const std::optional<tx::TransactionError>& error) {
    rows_.with([&](Rows& rows) {
        rows.by_id.insert_or_assign(id, Row{slot, error});
        rows.order.emplace_back(slot, id);
    });
}

void Recent::remove(const Txid& id) {
    rows_.with([&](Rows& rows) {
        rows.by_id.erase(id);
        while (!rows.order.empty() && !rows.by_id.contains(rows.order.front().second))
            rows.order.pop_front();
    });
}

void Recent::expire_below(Slot slot) {
    rows_.with([&](Rows& rows) {
        while (!rows.order.empty() && rows.order.front().first < slot) {
            rows.by_id.erase(rows.order.front().second);
            rows.order.pop_front();
        }
    });
}

void Recent::clear() {
    rows_.with([](Rows& rows) { rows = {}; });
}

std::optional<Recent::Row> Recent::find(const Txid& id) const {
    return rows_.with([&](const Rows& rows) -> std::optional<Row> {
        const auto at = rows.by_id.find(id);
        if (at == rows.by_id.end()) return std::nullopt;
        return at->second;
    });
}

}  // namespace orrery::sequencer
