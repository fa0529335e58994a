#include "devnet/bank/account_db.hpp"

#include <algorithm>

#include "sdk/types/check.hpp"

namespace orrery::bank {
namespace {

template <class Link>
const Link* at_sequence(const Link& newest, std::uint64_t sequence) {
    const auto* link = &newest;
    while (link && link->sequence > sequence) link = link->older.get();
    return link;
}

}  // namespace

AccountDb::AccountDb() = default;
AccountDb::~AccountDb() { marks_.clear(); }

AccountDb::Pin::~Pin() { db_.unpin(sequence_); }

svm::VersionedAccount AccountDb::Pin::get(const Pubkey& key) const {
    return db_.get_at(key, sequence_);
}

svm::VersionedAccount AccountDb::WriterView::get(const Pubkey& key) const {
    const auto& map = db.shard(key).newest;
    const auto at = map.find(key);
    if (at == map.end()) return {};
    return {at->second.version, at->second.account};
}

svm::VersionedAccount AccountDb::get(const Pubkey& key) const { return get_at(key, UINT64_MAX); }

svm::VersionedAccount AccountDb::get_at(const Pubkey& key, std::uint64_t sequence) const {
    const auto& shard = this->shard(key);
    const std::lock_guard lock(shard.mutex);
    const auto at = shard.newest.find(key);
    if (at == shard.newest.end()) return {};
    const auto* link = at_sequence(at->second, sequence);
    if (!link) return {};
    return {link->version, link->account};
}

std::shared_ptr<const AccountDb::Pin> AccountDb::make_pin(std::uint64_t sequence) const {
    const std::lock_guard lock(pins_mutex_);
    pins_.insert(sequence);
    oldest_pin_ = *pins_.begin();
    newest_pin_ = *pins_.rbegin();
    pinned_ = true;
    return std::shared_ptr<const Pin>(new Pin(*this, sequence));
}

std::shared_ptr<const AccountDb::Pin> AccountDb::pin() const {
    const std::lock_guard lock(order_mutex_);
    return make_pin(sequence());
}

void AccountDb::unpin(std::uint64_t sequence) const {
    const std::lock_guard lock(pins_mutex_);
    pins_.erase(pins_.find(sequence));
    pinned_ = !pins_.empty();
    oldest_pin_ = pins_.empty() ? UINT64_MAX : *pins_.begin();
    newest_pin_ = pins_.empty() ? 0 : *pins_.rbegin();
}

void AccountDb::for_each_owned(
    const Pubkey& owner, const Pin& pin,
    const std::function<void(const Pubkey&, const AccountRef&)>& visit) const {
    std::vector<Pubkey> keys;
    {
        const std::lock_guard lock(owners_.mutex);
        const auto at = owners_.keys.find(owner);
        if (at == owners_.keys.end()) return;
        keys.assign(at->second.begin(), at->second.end());
    }
    for (const auto& key : keys) {
        const auto account = pin.get(key).account;
        if (account && account->owner == owner) visit(key, account);
    }
}

void AccountDb::for_each(
    const Pin& pin,
    const std::function<void(const Pubkey&, const svm::VersionedAccount&)>& visit) const {
    std::vector<std::pair<Pubkey, svm::VersionedAccount>> found;
    for (const auto& shard : shards_) {
        found.clear();
        {
            const std::lock_guard lock(shard.mutex);
            for (const auto& [key, newest] : shard.newest)
                if (const auto* link = at_sequence(newest, pin.sequence()))
                    found.emplace_back(key, svm::VersionedAccount{link->version, link->account});
        }
        for (const auto& [key, account] : found) visit(key, account);
    }
}

void AccountDb::change_owner(const Pubkey& key, const AccountRef& before, const AccountRef& after) {
    if (!before && !after) return;
    alive_ += static_cast<std::size_t>(after != nullptr);
    alive_ -= static_cast<std::size_t>(before != nullptr);
    const std::lock_guard lock(owners_.mutex);
    if (after) owners_.keys[after->owner].insert(key);
    // While somebody pins the past, a scan of the past must still find the account by its old
    // owner; scans check the owner anyway.
    if (!before || pinned_) return;
    const auto at = owners_.keys.find(before->owner);
    if (at == owners_.keys.end()) return;
    at->second.erase(key);
    if (at->second.empty()) owners_.keys.erase(at);
}

void AccountDb::restore(const Pubkey& key, const svm::VersionedAccount& account) {
    auto& shard = this->shard(key);
    {
        const std::lock_guard lock(shard.mutex);
        const auto [at, fresh] = shard.newest.try_emplace(
            key, Link{sequence(), account.version, account.account, nullptr});
        ORRERY_CHECK(fresh);
    }
    index_owner(key, nullptr, account.account);
}

std::uint64_t AccountDb::apply(std::span<const svm::AccountWrite> writes) {
    const std::lock_guard lock(order_mutex_);
    const auto next = sequence() + 1;
    for (const auto& one : writes) write(next, one);
    sequence_.store(next, std::memory_order_release);
    return next;
}

void AccountDb::write(std::uint64_t sequence, const svm::AccountWrite& write) {
    auto& shard = this->shard(write.key);
    AccountRef before;
    {
        const std::lock_guard lock(shard.mutex);
        auto [at, fresh] = shard.newest.try_emplace(write.key, Link{sequence, 0, nullptr, nullptr});
        auto& newest = at->second;
        if (!fresh && pinned_ && newest_pin_ >= newest.sequence) {
            before = newest.account;
            auto older = std::make_unique<Link>(std::move(newest));
            newest = Link{sequence, older->version, nullptr, std::move(older)};
            auto* keep = &newest;
            while (keep && keep->sequence > oldest_pin_) keep = keep->older.get();
            if (keep) keep->older.reset();
        } else {
            before = std::move(newest.account);
            if (!pinned_) newest.older.reset();
        }
        newest.sequence = sequence;
        newest.version += 1;
        newest.account = write.account;
    }
    if (!marks_.empty()) journal_.push_back({sequence, write.key});
    index_owner(write.key, before, write.account);
}

std::shared_ptr<const AccountDb::Pin> AccountDb::snapshot() {
    marks_.push_back(make_pin(sequence()));
    return marks_.back();
}

std::vector<std::pair<Pubkey, svm::VersionedAccount>> AccountDb::revert(
    const std::shared_ptr<const Pin>& mark) {
    const auto at = std::find(marks_.begin(), marks_.end(), mark);
    ORRERY_CHECK(at != marks_.end());
    const std::lock_guard lock(order_mutex_);
    marks_.erase(std::next(at), marks_.end());
    std::vector<std::pair<Pubkey, svm::VersionedAccount>> restored;
    while (!journal_.empty() && journal_.back().sequence > mark->sequence()) {
        const auto& key = journal_.back().key;
        if (restore_link(key, mark->sequence())) restored.emplace_back(key, writer_view_.get(key));
        journal_.pop_back();
    }
    return restored;
}

// Numbers are not taken back: readers that hold a later pin see the reverted state.
bool AccountDb::restore_link(const Pubkey& key, std::uint64_t sequence) {
    auto& shard = this->shard(key);
    AccountRef before, after;
    {
        const std::lock_guard lock(shard.mutex);
        const auto at = shard.newest.find(key);
        if (at == shard.newest.end()) return false;
        auto& newest = at->second;
        if (newest.sequence <= sequence) return false;
        before = newest.account;
        while (newest.older && newest.sequence > sequence) {
            auto older = std::move(newest.older);
            newest = std::move(*older);
        }
        if (newest.sequence > sequence)
            shard.newest.erase(at);  // it came into being after the mark
        else
            after = newest.account;
    }
    index_owner(key, before, after);
    return true;
}

void AccountDb::forget(const std::shared_ptr<const Pin>& mark) {
    const auto at = std::find(marks_.begin(), marks_.end(), mark);
    if (at == marks_.end()) return;
    marks_.erase(at);
    if (marks_.empty()) {
        journal_.clear();
        return;
    }
    const auto oldest = marks_.front()->sequence();
    while (!journal_.empty() && journal_.front().sequence <= oldest) journal_.pop_front();
}

}  // namespace orrery::bank
