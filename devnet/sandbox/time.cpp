#include <algorithm>

#include "devnet/sandbox/impl.hpp"
#include "sdk/crypto/sha256.hpp"

namespace orrery {

void Sandbox::Impl::open_slot() { bank.open_slot(bank.next_open(now)); }

// No shred is made of the entries: what stands for the last one's hash is as good a value, and the
// slot's hash covers its parent's too.
void Sandbox::Impl::close_slot() {
    const auto slot = bank.position().slot.value;
    bank.close_slot();
    Bytes number(sizeof slot);
    store_le(number.data(), slot);
    bank.complete_slot(crypto::sha256({as_bytes("orrery-sandbox-slot"), number}));
}

void Sandbox::Impl::next_slot() {
    close_slot();
    open_slot();
}

Slot Sandbox::slot() const { return impl_->bank.position().slot; }
Hash Sandbox::latest_blockhash() const { return impl_->bank.position().parent_hash; }
svm::Clock Sandbox::clock() const { return impl_->bank.sysvars()->clock; }
svm::Rent Sandbox::rent() const { return impl_->bank.sysvars()->rent; }
svm::EpochSchedule Sandbox::epoch_schedule() const { return impl_->bank.sysvars()->epoch_schedule; }
Hash Sandbox::genesis_hash() const { return impl_->bank.genesis_hash(); }

void Sandbox::advance_slots(std::uint64_t slots) {
    if (slots == 0) return;
    impl_->close_slot();
    impl_->bank.skip_to(Slot{impl_->bank.position().slot.value + slots - 1});
    impl_->open_slot();
}

void Sandbox::expire_blockhash() { advance_slots(impl_->bank.blockhashes().max_age() + 1); }

SandboxResult<void> Sandbox::warp_to_slot(Slot slot) {
    auto& bank = impl_->bank;
    if (slot <= bank.position().slot)
        return fail_with(SandboxErrorCode::backwards,
                         "slot " + std::to_string(slot.value) + " is not ahead of the open slot " +
                             std::to_string(bank.position().slot.value) +
                             "; take a snapshot before and revert to it");
    if (slot.value == UINT64_MAX)
        return fail_with(SandboxErrorCode::too_much,
                         "slot " + std::to_string(slot.value) + " is the last one; warp to less");
    bank.warp({slot, 0});
    impl_->next_slot();
    return {};
}

SandboxResult<void> Sandbox::warp_to_time(std::int64_t unix_timestamp) {
    if (unix_timestamp < impl_->now)
        return fail_with(SandboxErrorCode::backwards,
                         "time " + std::to_string(unix_timestamp) + " lies before the chain's, " +
                             std::to_string(impl_->now) +
                             "; take a snapshot before and revert to it");
    impl_->now = unix_timestamp;
    impl_->next_slot();
    return {};
}

SandboxResult<void> Sandbox::advance_time(std::int64_t seconds) {
    if (seconds > 0 && impl_->now > INT64_MAX - seconds)
        return fail_with(SandboxErrorCode::too_much,
                         "no time lies " + std::to_string(seconds) + " s ahead; advance by less");
    if (seconds < 0)
        return fail_with(SandboxErrorCode::backwards,
                         "time goes forward only, not by " + std::to_string(seconds) +
                             " s; take a snapshot before and revert to it");
    return warp_to_time(impl_->now + seconds);
}

SandboxResult<std::vector<Sandbox::Impl::Mark>::iterator> Sandbox::Impl::find(
    const void* owner, std::uint64_t number) {
    if (owner != this)
        return fail_with(SandboxErrorCode::void_snapshot,
                         "the snapshot is another sandbox's; each returns to its own only");
    const auto at = std::find_if(marks.begin(), marks.end(),
                                 [&](const Mark& mark) { return mark.number == number; });
    if (at == marks.end())
        return fail_with(SandboxErrorCode::void_snapshot,
                         "the snapshot was forgotten, or an earlier one was reverted to since; "
                         "take another after the revert");
    return at;
}

Snapshot Sandbox::snapshot() {
    impl_->marks.push_back({impl_->next_mark, impl_->bank.snapshot(), impl_->now});
    return {impl_.get(), impl_->next_mark++};
}

SandboxResult<void> Sandbox::revert(const Snapshot& snapshot) {
    TRY(const auto at, impl_->find(snapshot.sandbox_, snapshot.number_));
    impl_->bank.revert(at->bank);
    impl_->now = at->now;
    impl_->marks.erase(std::next(at), impl_->marks.end());
    return {};
}

SandboxResult<void> Sandbox::forget(const Snapshot& snapshot) {
    TRY(const auto at, impl_->find(snapshot.sandbox_, snapshot.number_));
    impl_->bank.forget(at->bank);
    impl_->marks.erase(at);
    return {};
}

}  // namespace orrery
