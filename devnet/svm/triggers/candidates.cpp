#include "devnet/svm/triggers/candidates.hpp"

#include <algorithm>

#include "devnet/svm/triggers/invocations.hpp"
#include "devnet/svm/triggers/owner.hpp"
#include "devnet/svm/triggers/read_log.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::triggers {
namespace {

// Whether the transaction changed the program's state: an account that the program owned before or
// owns now differs in data or owner. Lamports alone don't count.
bool changed_state(const TriggerParams& p, const Pubkey& program) {
    const auto keys = tx::account_keys(p.tx.message.static_keys, p.outcome.loaded_addresses);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto write =
            std::ranges::lower_bound(p.outcome.writes, keys[i], {}, &svm::AccountWrite::key);
        if (write == p.outcome.writes.end() || write->key != keys[i]) continue;
        const auto& before = p.outcome.balances[i].account;
        const auto& after = write->account;
        const bool owned =
            (before && before->owner == program) || (after && after->owner == program);
        if (!owned) continue;
        if (!before || !after || before->owner != after->owner || !(before->data == after->data))
            return true;
    }
    return false;
}

bool passes_filter(const TriggerParams& p, const hooks::Hook& hook) {
    if (hook.filter.empty()) return true;
    bool found = false;
    for_each_invocation(p.tx, p.outcome, [&](const Invocation& invocation) {
        const auto head =
            invocation.data.first(std::min(invocation.data.size(), hook.filter.size()));
        found |= invocation.program == hook.target && std::ranges::equal(head, hook.filter);
    });
    return found;
}

bool is_at_its_cap(const hooks::Hook& hook, std::uint64_t slot) {
    return hook.cap_slot == slot && hook.cap_used >= hook.max_per_slot;
}

/// Collects the candidates of one transaction.
class Search {
  public:
    explicit Search(const TriggerParams& params)
        : p_(params), reader_(params.accounts, params.outcome.reads) {}

    Triggered run(std::vector<Pubkey> programs) {
        Triggered out;
        out.programs = std::move(programs);
        out.config = p_.cache.config(reader_.get(hooks::config_address().address));
        if (out.config) {
            out.epoch = out.config->epoch_of(p_.slot);
            for (const auto& program : out.programs) add_seats(program, out);
            keep_best(out);
            for (auto& candidate : out.candidates)
                candidate.owner =
                    owner_of({candidate.target, out.config->treasury, p_.cache}, reader_);
        }
        return out;
    }

  private:
    void add_seats(const Pubkey& program, Triggered& out) {
        const auto address = p_.cache.auction_address(program, out.epoch);
        const auto account = reader_.get(address);
        if (!account) return;
        std::optional<bool> changed;
        for (const auto& seat : p_.cache.seats(program, account, *out.config)) {
            auto hook = active_hook(seat.hook);
            if (!hook || hook->target != program || !passes_filter(p_, *hook)) continue;
            if ((hook->flags & hooks::Hook::every_call) == 0) {
                if (!changed) changed = changed_state(p_, program);
                if (!*changed) continue;
            }
            if (is_at_its_cap(*hook, p_.slot)) continue;
            auto body = hooks::Body::decode(hook->body, hook->n_keys, hook->n_instructions);
            if (body)  // always, but for accounts that a cheat wrote
                out.candidates.push_back(
                    {seat, program, address, std::move(*hook), std::move(*body), {}});
        }
    }

    // Nothing when it was closed, or is disabled.
    std::optional<hooks::Hook> active_hook(const Pubkey& key) {
        const auto account = reader_.get(key);
        if (!account || account->owner != ids::hooks) return std::nullopt;
        auto hook = hooks::Hook::decode(account->data.to_bytes());
        if (!hook || hook->state != hooks::HookState::active) return std::nullopt;
        return hook;
    }

    static void keep_best(Triggered& out) {
        std::ranges::sort(out.candidates, [](const Candidate& a, const Candidate& b) {
            return hooks::ranks_before(a.seat, b.seat);
        });
        const auto most = std::min<std::size_t>(out.config->per_tx, hooks::max_hooks_run);
        if (out.candidates.size() > most) out.candidates.resize(most);
    }

    const TriggerParams& p_;
    ReadLog reader_;
};

}  // namespace

std::vector<Pubkey> invoked_programs(const tx::Transaction& tx, const svm::TxOutcome& outcome) {
    std::vector<Pubkey> out;
    for_each_invocation(tx, outcome, [&](const Invocation& invocation) {
        if (invocation.is_native || std::ranges::find(out, invocation.program) != out.end()) return;
        out.push_back(invocation.program);
    });
    return out;
}

Triggered find_hooks(const TriggerParams& params) {
    auto programs = invoked_programs(params.tx, params.outcome);
    if (programs.empty()) return {};
    return Search(params).run(std::move(programs));
}

}  // namespace orrery::triggers
