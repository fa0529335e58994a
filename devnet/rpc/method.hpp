#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "devnet/rpc/performance_samples.hpp"
#include "devnet/rpc/priority_fees.hpp"
#include "devnet/rpc/service.hpp"
#include "devnet/traces/debug_files.hpp"
#include "sdk/json/params.hpp"
#include "sdk/json/rpc_error.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::rpc {

/// What every method works on. Lives as long as the service; any thread.
struct Node {
    sequencer::Chain& chain;
    ServiceConfig config;
    std::shared_ptr<traces::DebugFiles> debug_files;  ///< thread-safe
    PriorityFees fees{};
    PerformanceSamples performance{};
    std::atomic<std::uint16_t> port{0};  ///< 0: nobody listens
};

/// Writes the `result` of one call. After an error, what was written is dropped.
using Method = json::RpcResult<void> (*)(const Node&, const json::Params&, json::Writer&);

/// A method: its name, its function, how many arguments it needs and takes.
struct MethodRow {
    std::string_view name;
    Method run;
    std::size_t required = 0;
    std::size_t total = 0;
};

// One table per family, beside its functions: a new method is one row and one function.
std::span<const MethodRow> cluster_methods();
std::span<const MethodRow> stake_methods();
std::span<const MethodRow> slot_methods();
std::span<const MethodRow> production_methods();
std::span<const MethodRow> account_methods();
std::span<const MethodRow> token_methods();
std::span<const MethodRow> supply_methods();
std::span<const MethodRow> fee_methods();
std::span<const MethodRow> transaction_methods();
std::span<const MethodRow> simulation_methods();
std::span<const MethodRow> history_methods();
std::span<const MethodRow> block_methods();
std::span<const MethodRow> legacy_methods();
std::span<const MethodRow> cheat_methods();
std::span<const MethodRow> trace_methods();
std::span<const MethodRow> hook_methods();

/// The row of a method, or null.
const MethodRow* find_method(std::string_view name);

/// What replaces a method that Solana has removed; nothing for others.
std::optional<std::string_view> successor(std::string_view name);

/// Checks the number of arguments and runs the method. Unknown names: -32601.
json::RpcResult<void> call(const Node& node, std::string_view name, const json::Params& params,
                           json::Writer& out);

}  // namespace orrery::rpc
