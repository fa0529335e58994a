#include "devnet/http/internal/ws_session.hpp"

namespace orrery::http {
namespace {

// A queue of empty messages takes memory too.
constexpr std::size_t message_overhead = 64;

std::size_t cost(const Message& message) { return message->size() + message_overhead; }

}  // namespace

// Posting under the mutex is what makes a late send safe: while connection_ is set, the connection
// has not finished, so its server still runs and will carry out what is posted.
bool Outbox::send(Message message) {
    if (!message) return false;
    WsConnection* here = nullptr;
    {
        const std::lock_guard lock(mutex_);
        if (connection_ == nullptr || closing_) return false;
        if (!queue_.empty() && queued_bytes_ + cost(message) > limit_) {
            connection_->abort();
            connection_ = nullptr;
            queue_.clear();
            return false;
        }
        queued_bytes_ += cost(message);
        queue_.push_back(std::move(message));
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

void Outbox::close() {
    const std::lock_guard lock(mutex_);
    if (connection_ == nullptr || closing_) return;
    closing_ = true;
    connection_->request_close();
}

Message Outbox::next() {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) {
        awake_ = false;
        return nullptr;
    }
    Message message = std::move(queue_.front());
    queue_.pop_front();
    queued_bytes_ -= cost(message);
    return message;
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
