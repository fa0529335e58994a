#pragma once

#include "devnet/rpc/method.hpp"
#include "sdk/json/account.hpp"
#include "sdk/json/response.hpp"

namespace orrery::rpc {

using events::Commitment;
using sequencer::ChainPoint;

/// The chain's level for a client's; nothing is `finalized`, as Solana has it.
Commitment level_of(std::optional<json::Commitment> commitment);

/// The chain as a config asks for it. Error: MinContextSlotNotReached.
json::RpcResult<ChainPoint> point_at(const Node& node, const json::ContextConfig& config);

/// As above, from an argument {commitment, minContextSlot}.
json::RpcResult<ChainPoint> point_from(const Node& node, json::View config);

/// Opens {"context":..,"value": for an answer of this point.
json::Writer& begin_context(json::Writer& out, const Node& node, const ChainPoint& point);

}  // namespace orrery::rpc
