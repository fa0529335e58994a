#pragma once

#include "devnet/svm/state/outcome.hpp"
#include "sdk/tx/transaction.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::triggers {

/// One instruction that a transaction ran, top level or CPI. Borrowed for the visit.
struct Invocation {
    const Pubkey& program;
    ByteSpan data;
    bool is_native;  ///< part of the runtime, not a loader's bytecode
};

/// Visits what a transaction that succeeded ran, in the order in which it ran.
template <class Visit>
void for_each_invocation(const tx::Transaction& tx, const svm::TxOutcome& outcome, Visit visit) {
    const auto& keys = tx.message.static_keys;
    const auto& loaded = outcome.loaded_addresses;
    const auto key_at = [&](std::size_t i) -> const Pubkey& {
        if (i < keys.size()) return keys[i];
        i -= keys.size();
        return i < loaded.writable.size() ? loaded.writable[i]
                                          : loaded.readonly[i - loaded.writable.size()];
    };
    const auto call = [&](std::size_t program, ByteSpan data) {
        const auto& account = outcome.balances[program].account;
        visit(Invocation{key_at(program), data, !account || account->owner == ids::native_loader});
    };
    auto inner = outcome.inner_instructions.begin();
    for (std::size_t i = 0; i < tx.message.instructions.size(); ++i) {
        const auto& top = tx.message.instructions[i];
        call(top.program_index, top.data);
        if (inner == outcome.inner_instructions.end() || inner->index != i) continue;
        for (const auto& cpi : inner->instructions) call(cpi.program_index, cpi.data);
        ++inner;
    }
}

}  // namespace orrery::triggers
