#include <array>
#include <boost/unordered/unordered_flat_map.hpp>

#include "devnet/rpc/method.hpp"

namespace orrery::rpc {
namespace {

using Index = boost::unordered_flat_map<std::string_view, const MethodRow*>;

Index index_methods() {
    Index index;
    for (const auto family :
         {cluster_methods(), stake_methods(), slot_methods(), production_methods(),
          account_methods(), token_methods(), supply_methods(), fee_methods(),
          transaction_methods(), simulation_methods(), history_methods(), block_methods(),
          legacy_methods(), cheat_methods(), trace_methods(), hook_methods()})
        for (const MethodRow& row : family) index.emplace(row.name, &row);
    return index;
}

struct Removed {
    std::string_view name;
    std::string_view successor;
};

// Gone from Agave; those that old clients still need are in legacy.cpp instead.
constexpr std::array removed_methods = {
    Removed{"getConfirmedSignaturesForAddress2", "getSignaturesForAddress"},
    Removed{"getSignatureConfirmation", "getSignatureStatuses"},
    Removed{"getSignatureStatus", "getSignatureStatuses"},
    Removed{"confirmTransaction", "getSignatureStatuses"},
    Removed{"getStakeActivation", "getAccountInfo"},
    Removed{"getTotalSupply", "getSupply"},
};

}  // namespace

const MethodRow* find_method(std::string_view name) {
    static const Index index = index_methods();
    const auto found = index.find(name);
    return found == index.end() ? nullptr : found->second;
}

std::optional<std::string_view> successor(std::string_view name) {
    for (const auto& row : removed_methods)
        if (row.name == name) return row.successor;
    return std::nullopt;
}

json::RpcResult<void> call(const Node& node, std::string_view name, const json::Params& params,
                           json::Writer& out) {
    const MethodRow* row = find_method(name);
    if (row == nullptr) {
        auto error = json::rpc_error(json::RpcCode::method_not_found);
        if (const auto instead = successor(name))
            error.message +=
                ": " + std::string(name) + " was removed, use " + std::string(*instead);
        return fail(std::move(error));
    }
    CHECK_OK(params.check_count(row->required, row->total));
    return row->run(node, params, out);
}

}  // namespace orrery::rpc
