#include "devnet/rpc/outcome_json.hpp"

namespace orrery::rpc {

std::vector<json::InnerInstructions> to_json(const std::vector<svm::InnerInstructions>& list) {
    std::vector<json::InnerInstructions> out;
    out.reserve(list.size());
    for (const auto& group : list) {
        auto& to = out.emplace_back(json::InnerInstructions{group.index, {}});
        to.instructions.reserve(group.instructions.size());
        for (const auto& i : group.instructions)
            to.instructions.push_back({i.program_index, i.accounts, i.data, i.stack_height});
    }
    return out;
}

std::vector<json::TokenBalance> to_json(const std::vector<store::TokenBalance>& balances) {
    std::vector<json::TokenBalance> out;
    out.reserve(balances.size());
    for (const auto& b : balances)
        out.push_back({b.account_index, b.mint, json::token_amount(b.amount, b.decimals), b.owner,
                       b.program});
    return out;
}

json::HookReceipt to_json(const svm::HookReceipt& receipt) {
    const auto share = [](const svm::Credit& credit) {
        return json::HookShare{credit.key, credit.lamports};
    };
    return {.parent = receipt.parent,
            .index = receipt.index,
            .hook = receipt.hook,
            .program = receipt.target,
            .bid = receipt.bid,
            .gas = receipt.gas,
            .funded = receipt.funded,
            .initiator = share(receipt.initiator),
            .owner = share(receipt.owner),
            .network = share(receipt.network)};
}

json::TransactionMeta to_json(const store::TransactionMeta& meta) {
    json::TransactionMeta out;
    out.error = meta.error;
    out.fee = meta.fee;
    out.pre_balances = meta.pre_balances;
    out.post_balances = meta.post_balances;
    // A transaction that couldn't be loaded has run nothing that could be recorded.
    if (meta.status != svm::TxStatus::fees_only) {
        out.inner_instructions = to_json(meta.inner_instructions);
        out.logs = meta.logs;
    }
    out.pre_token_balances = to_json(meta.pre_token_balances);
    out.post_token_balances = to_json(meta.post_token_balances);
    out.rewards.emplace();
    out.loaded_addresses = meta.loaded_addresses;
    if (meta.return_data)
        out.return_data = json::ReturnData{meta.return_data->program_id, meta.return_data->data};
    out.compute_units_consumed = meta.compute_units;
    if (meta.hook) out.hook = to_json(*meta.hook);
    out.hooks = meta.hooks;
    return out;
}

void write_return_data(json::Writer& out, const svm::TxOutcome& outcome) {
    out.key("returnData");
    if (outcome.return_data)
        json::write_return_data(out, {outcome.return_data->program_id, outcome.return_data->data});
    else
        out.null();
}

}  // namespace orrery::rpc
