#include "tests/differential/paused.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace orrery::differential {
namespace {

using runtime::Pending;

// Which pauses let the original go on, and which keep a twin to finish at the end.
constexpr std::uint64_t original_goes_on_every = 3;
constexpr std::uint64_t twin_every = 7;

bool equal(const AccountRef& a, const AccountRef& b) { return a == b || (a && b && *a == *b); }

bool equal_balances(const svm::TxOutcome& a, const svm::TxOutcome& b) {
    return std::equal(a.balances.begin(), a.balances.end(), b.balances.begin(), b.balances.end(),
                      [](const auto& x, const auto& y) {
                          return equal(x.account, y.account) && x.before == y.before &&
                                 x.after == y.after;
                      });
}

bool equal_faults(const svm::TxOutcome& a, const svm::TxOutcome& b) {
    return static_cast<bool>(a.fault) == static_cast<bool>(b.fault) &&
           (!a.fault || *a.fault == *b.fault);
}

bool equal(const svm::TxOutcome& a, const svm::TxOutcome& b) {
    const auto same_write = [](const svm::AccountWrite& x, const svm::AccountWrite& y) {
        return x.key == y.key && equal(x.account, y.account);
    };
    return a.status == b.status && a.error == b.error && a.logs == b.logs &&
           a.compute_units == b.compute_units && a.fee == b.fee && a.return_data == b.return_data &&
           a.inner_instructions == b.inner_instructions && a.reads == b.reads &&
           std::equal(a.writes.begin(), a.writes.end(), b.writes.begin(), b.writes.end(),
                      same_write) &&
           equal_balances(a, b) && a.ends_slot == b.ends_slot && equal_faults(a, b);
}

}  // namespace

Pending PausedExecution::copy(const Pending& pending) {
    Pending out(pending);
    out.set_pool(pools_[copies_++ % pools_.size()]);
    return out;
}

svm::TxOutcome PausedExecution::operator()(const runtime::ExecuteParams& params) {
    auto running = std::make_unique<Pending>(params);
    std::unique_ptr<Pending> twin;
    for (pauses_ = 0; !running->run(step_); ++pauses_) {
        auto left_behind = std::make_unique<Pending>(copy(*running));
        if (pauses_ % original_goes_on_every != 0) std::swap(running, left_behind);
        if (pauses_ % twin_every == 0) twin = std::move(left_behind);
    }
    auto outcome = running->finish();
    if (twin) {
        twin->run();
        if (!equal(outcome, twin->finish())) throw std::runtime_error("a copy ends differently");
    }
    return outcome;
}

}  // namespace orrery::differential
