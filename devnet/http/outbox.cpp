#include "devnet/http/internal/ws_session.hpp"

namespace orrery::http {
namespace {

// A queue of empty messages takes memory too.
constexpr std::size_t message_overhead = 64;

std::size_t cost(const Outgoing& out) {
    return (out.message ? out.message->size() : 0) + message_overhead;
}

}  // namespace

// Posting under the mutex is what makes a late send safe: while connection_ is set, the connection
// has not finished, so its server still runs and will carry out what is posted.
bool Outbox::queue(Outgoing out) {
    WsConnection* here = nullptr;
    {
        const std::lock_guard lock(mutex_);
        if (connection_ == nullptr || closing_) return false;
        if (!queue_.empty() && queued_bytes_ + cost(out) > limit_) {
            connection_->abort();
            connection_ = nullptr;
            queue_.clear();
            return false;
        }
        queued_bytes_ += cost(out);
        queue_.push_back(std::move(out));
        if (awake_) return true;
        awake_ = true;
        if (connection_->on_strand())
            here = connection_;
        else
            connection_->wake();
    }
    // An answer sent from its own on_message: no detour through the scheduler.
    if (here != nullptr) here->flush();
    return true;
}

bool Outbox::send(Message message) { return message && queue({std::move(message)}); }

void Outbox::after_read(std::function<void()> on_read) { (void)queue({{}, std::move(on_read)}); }

void Outbox::close() {
    const std::lock_guard lock(mutex_);
    if (connection_ == nullptr || closing_) return;
    closing_ = true;
    connection_->request_close();
}

std::optional<Outgoing> Outbox::next() {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) {
        awake_ = false;
        return std::nullopt;
    }
    auto out = std::move(queue_.front());
    queue_.pop_front();
    queued_bytes_ -= cost(out);
    return out;
}

void Outbox::refuse_new() {
    const std::lock_guard lock(mutex_);
    closing_ = true;
}

void Outbox::detach() {
    const std::lock_guard lock(mutex_);
    connection_ = nullptr;
    queue_.clear();
}

}  // namespace orrery::http
