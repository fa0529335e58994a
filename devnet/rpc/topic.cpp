#include "devnet/rpc/topic.hpp"

#include "sdk/types/bytes.hpp"

namespace orrery::rpc {
namespace {

void append(std::string& out, std::uint64_t number) { out += std::to_string(number) + ','; }

void append(std::string& out, const json::Filter& filter) {
    append(out, filter.index());
    if (const auto* size = std::get_if<json::DataSizeFilter>(&filter)) append(out, size->size);
    if (const auto* memcmp = std::get_if<json::MemcmpFilter>(&filter)) {
        append(out, memcmp->offset);
        append(out, memcmp->bytes.size());
        out += as_text(memcmp->bytes);
    }
}

void append(std::string& out, const BlockView& view) {
    append(out, static_cast<std::uint64_t>(view.encoding));
    append(out, static_cast<std::uint64_t>(view.details));
    append(out, std::uint64_t{view.rewards});
    append(out, view.max_supported_version ? *view.max_supported_version + std::uint64_t{1} : 0);
    if (view.mentions) out += as_text(view.mentions->span());
}

}  // namespace

std::string TopicSpec::identity() const {
    std::string out;
    for (const auto part : {static_cast<std::uint64_t>(kind), static_cast<std::uint64_t>(level),
                            static_cast<std::uint64_t>(encoding), std::uint64_t{wants_received},
                            static_cast<std::uint64_t>(hook_filter)})
        append(out, part);
    out += as_text(key.span());
    out += as_text(transaction.span());
    for (const auto& filter : filters) append(out, filter);
    if (kind == TopicKind::block) append(out, block);
    return out;
}

std::string_view notification_method(TopicKind kind) {
    switch (kind) {
        case TopicKind::signature:
            return "signatureNotification";
        case TopicKind::account:
            return "accountNotification";
        case TopicKind::program:
            return "programNotification";
        case TopicKind::logs:
        case TopicKind::all_logs:
            return "logsNotification";
        case TopicKind::slot:
            return "slotNotification";
        case TopicKind::slots_updates:
            return "slotsUpdatesNotification";
        case TopicKind::root:
            return "rootNotification";
        case TopicKind::block:
            return "blockNotification";
        case TopicKind::hook:
            return "hookNotification";
        case TopicKind::vote:
            break;
    }
    return "voteNotification";
}

}  // namespace orrery::rpc
