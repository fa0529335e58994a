#include "devnet/rpc/pubsub.hpp"

#include <array>

#include "devnet/rpc/dispatch.hpp"
#include "devnet/rpc/point.hpp"
#include "sdk/json/serde_text.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;

// How Agave refuses a key that doesn't parse here, other than over HTTP.
template <class Key>
RpcResult<Key> key_param(RpcResult<Key> (*parse)(std::string_view), json::View value,
                         std::string_view thing) {
    TRY(const auto text, json::string_param(value));
    const auto key = parse(text);
    if (!key)
        return fail(
            json::invalid_params("Invalid Request: Invalid " + std::string(thing) + " provided"));
    return *key;
}

RpcResult<TopicSpec> account(const Params& params) {
    TRY(const auto config, json::account_config(params[1]));
    TRY(const auto key, key_param(json::parse_pubkey, params[0], "pubkey"));
    return TopicSpec{.kind = TopicKind::account,
                     .level = level_of(config.context.commitment),
                     .key = key,
                     .encoding = config.encoding.value_or(json::AccountEncoding::binary)};
}

RpcResult<TopicSpec> program(const Params& params) {
    TRY(auto config, json::program_accounts_config(params[1]));
    TRY(const auto key, key_param(json::parse_pubkey, params[0], "pubkey"));
    const auto encoding = config.account.encoding.value_or(json::AccountEncoding::binary);
    return TopicSpec{.kind = TopicKind::program,
                     .level = level_of(config.account.context.commitment),
                     .key = key,
                     .encoding = encoding,
                     .filters = std::move(config.filters)};
}

RpcResult<TopicSpec> mentions(json::View list, Commitment level) {
    if (!list.is_array()) return fail(json::type_error(list, "a sequence"));
    if (list.size() != 1)
        return fail(json::invalid_params("Invalid Request: Only 1 address supported"));
    TRY(const auto key, key_param(json::parse_pubkey, list.at(0), "mentions"));
    return TopicSpec{.kind = TopicKind::logs, .level = level, .key = key};
}

// "all" | "allWithVotes" | {"mentions": [address]}
RpcResult<TopicSpec> logs(const Params& params) {
    constexpr std::array<std::string_view, 3> names = {"all", "allWithVotes", "mentions"};
    TRY(const auto config, json::config_param(params[1], "RpcTransactionLogsConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    const auto level = level_of(commitment);
    const auto filter = params[0];
    if (const auto text = filter.string()) {
        // There are no votes to leave out.
        if (*text == names[0] || *text == names[1])
            return TopicSpec{.kind = TopicKind::all_logs, .level = level};
        return fail(json::variant_error(*text, names));
    }
    if (!filter.is_object()) return fail(json::type_error(filter, "string or map"));
    if (filter.size() != 1)
        return fail(json::serde_error("invalid value: map, expected map with a single key"));
    if (const auto name = filter.member(0).first; name != names[2])
        return fail(json::variant_error(name, names));
    return mentions(filter[names[2]], level);
}

RpcResult<TopicSpec> signature(const Params& params) {
    TRY(const auto config, json::config_param(params[1], "RpcSignatureSubscribeConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    TRY(const bool received, json::bool_or_false(config["enableReceivedNotification"]));
    TRY(const auto key, key_param(json::parse_signature, params[0], "signature"));
    return TopicSpec{.kind = TopicKind::signature,
                     .level = level_of(commitment),
                     .transaction = Txid::from(key.bytes),
                     .wants_received = received};
}

// "all" | {"mentionsAccountOrProgram": address}
RpcResult<std::optional<Pubkey>> block_filter(json::View filter) {
    constexpr std::array<std::string_view, 2> names = {"all", "mentionsAccountOrProgram"};
    if (const auto text = filter.string()) {
        if (*text == names[0]) return std::nullopt;
        return fail(json::variant_error(*text, names));
    }
    if (!filter.is_object()) return fail(json::type_error(filter, "string or map"));
    if (filter.size() != 1)
        return fail(json::serde_error("invalid value: map, expected map with a single key"));
    if (const auto name = filter.member(0).first; name != names[1])
        return fail(json::variant_error(name, names));
    TRY(const auto key,
        key_param(json::parse_pubkey, filter[names[1]], "mentions_account_or_program"));
    return key;
}

RpcResult<TopicSpec> block(const Params& params) {
    TRY(const auto filter, block_filter(params[0]));
    TRY(const auto config, json::config_param(params[1], "RpcBlockSubscribeConfig"));
    TRY(const auto format, json::block_config(config));
    TRY(const bool rewards, json::bool_or_false(config["showRewards"]));
    const auto commitment = format.transaction.commitment.value_or(json::Commitment::finalized);
    CHECK_OK(json::require_confirmed(commitment));
    return TopicSpec{.kind = TopicKind::block,
                     .level = level_of(commitment),
                     .block = {.encoding = format.transaction.encoding.value_or(
                                   json::TransactionEncoding::base64),
                               .details = format.details.value_or(json::TransactionDetails::full),
                               .rewards = rewards,
                               .max_supported_version = format.transaction.max_supported_version,
                               .mentions = filter}};
}

// "all" | {"program": address} | {"hook": address}
RpcResult<TopicSpec> hook(const Params& params) {
    constexpr std::array<std::string_view, 3> names = {"all", "program", "hook"};
    TRY(const auto config, json::config_param(params[1], "RpcHookSubscribeConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    TopicSpec spec{.kind = TopicKind::hook, .level = level_of(commitment)};
    const auto filter = params[0];
    if (const auto text = filter.string()) {
        if (*text == names[0]) return spec;
        return fail(json::variant_error(*text, names));
    }
    if (!filter.is_object()) return fail(json::type_error(filter, "string or map"));
    if (filter.size() != 1)
        return fail(json::serde_error("invalid value: map, expected map with a single key"));
    const auto name = filter.member(0).first;
    if (name != names[1] && name != names[2]) return fail(json::variant_error(name, names));
    spec.hook_filter = name == names[1] ? HookFilter::program : HookFilter::hook;
    TRY(spec.key, key_param(json::parse_pubkey, filter[name], name));
    return spec;
}

template <TopicKind Kind>
RpcResult<TopicSpec> keyless(const Params&) {
    return TopicSpec{.kind = Kind};
}

/// A subscription method, the method that ends it, and the parameters of the former.
struct SubscriptionRow {
    std::string_view subscribe;
    std::string_view unsubscribe;
    RpcResult<TopicSpec> (*read)(const Params&);
    std::size_t required = 0;
    std::size_t total = 0;
};

constexpr SubscriptionRow rows[] = {
    {"accountSubscribe", "accountUnsubscribe", account, 1, 2},
    {"programSubscribe", "programUnsubscribe", program, 1, 2},
    {"logsSubscribe", "logsUnsubscribe", logs, 1, 2},
    {"signatureSubscribe", "signatureUnsubscribe", signature, 1, 2},
    {"slotSubscribe", "slotUnsubscribe", keyless<TopicKind::slot>},
    {"slotsUpdatesSubscribe", "slotsUpdatesUnsubscribe", keyless<TopicKind::slots_updates>},
    {"rootSubscribe", "rootUnsubscribe", keyless<TopicKind::root>},
    {"blockSubscribe", "blockUnsubscribe", block, 1, 2},
    {"hookSubscribe", "hookUnsubscribe", hook, 1, 2},
    {"voteSubscribe", "voteUnsubscribe", keyless<TopicKind::vote>},
};

/// One message of one session.
struct Message {
    const Node& node;
    Subscriptions& subscriptions;
    const SessionRef& session;
    std::vector<std::uint64_t> begun{};  ///< subscriptions that the answer will name

    RpcResult<void> run(const json::Call& call, json::Writer& out) {
        for (const auto& row : rows) {
            if (call.method == row.subscribe) return subscribe(row, call.params, out);
            if (call.method == row.unsubscribe) return unsubscribe(call.params, out);
        }
        return rpc::call(node, call.method, call.params, out);
    }

    RpcResult<void> subscribe(const SubscriptionRow& row, const Params& params, json::Writer& out) {
        CHECK_OK(params.check_count(row.required, row.total));
        TRY(auto spec, row.read(params));
        begun.push_back(subscriptions.topics().join(session, std::move(spec)));
        out.number(begun.back());
        return {};
    }

    RpcResult<void> unsubscribe(const Params& params, json::Writer& out) {
        CHECK_OK(params.check_count(1, 1));
        TRY(const auto id, json::u64_param(params[0]));
        if (!subscriptions.topics().leave(session, id))
            return fail(json::invalid_params("Invalid subscription id."));
        out.boolean(true);
        return {};
    }
};

}  // namespace

void handle_message(const Node& node, Subscriptions& subscriptions, const SessionRef& session,
                    std::string_view text) {
    Message message{node, subscriptions, session};
    auto reply = answer(
        text, [&](const json::Call& call, json::Writer& out) { return message.run(call, out); });
    if (reply.empty()) return;
    auto shared = std::make_shared<const std::string>(std::move(reply));
    if (message.begun.empty())
        session->send(std::move(shared));
    else
        subscriptions.begin(session, message.begun, std::move(shared));
}

}  // namespace orrery::rpc
