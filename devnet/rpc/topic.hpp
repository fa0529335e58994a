#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "devnet/events/commitment.hpp"
#include "devnet/rpc/block_json.hpp"
#include "sdk/json/encodings.hpp"
#include "sdk/json/filters.hpp"
#include "sdk/types/key.hpp"

namespace orrery::rpc {

/// What one can subscribe to.
enum class TopicKind : std::uint8_t {
    signature,
    account,
    program,
    logs,  ///< of transactions that mention `key`
    all_logs,
    slot,
    slots_updates,
    root,
    block,
    hook,  ///< hooks that ran, of `hook_filter`
    vote,  ///< of which there are none: nobody votes
};

/// Which hooks a subscription is about.
enum class HookFilter : std::uint8_t { all, program, hook };

/// A subscription's parameters. Sessions that ask for the same share one subscription, as on Agave:
/// its notifications are rendered once and carry one id.
struct TopicSpec {
    TopicKind kind = TopicKind::slot;
    events::Commitment level = events::Commitment::finalized;
    Pubkey key{};        ///< of account, program, logs, and of hook unless all are wanted
    Txid transaction{};  ///< of signature
    json::AccountEncoding encoding = json::AccountEncoding::binary;
    std::vector<json::Filter> filters{};  ///< of program
    bool wants_received = false;          ///< of signature
    BlockView block{};                    ///< of block
    HookFilter hook_filter = HookFilter::all;

    /// Equal for equal parameters and only for them.
    std::string identity() const;
};

/// "accountNotification" and so on.
std::string_view notification_method(TopicKind kind);

}  // namespace orrery::rpc
