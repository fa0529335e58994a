#pragma once

#include <variant>
#include <vector>

#include "sdk/json/document.hpp"
#include "sdk/json/rpc_error.hpp"
#include "sdk/types/account.hpp"

namespace orrery::json {

/// The account's data has this many bytes.
struct DataSizeFilter {
    std::uint64_t size = 0;
};
/// The account's data has these bytes at `offset`; at most 128.
struct MemcmpFilter {
    std::uint64_t offset = 0;
    Bytes bytes;
};
/// The account's data is an initialized token account's.
struct TokenAccountStateFilter {};

using Filter = std::variant<DataSizeFilter, MemcmpFilter, TokenAccountStateFilter>;

/// getProgramAccounts takes no more [request.rs MAX_GET_PROGRAM_ACCOUNT_FILTERS].
constexpr std::size_t max_filters = 4;

/// Reads a `filters` array; absent and null are none. Errors: serde's sentences for the shape, "Too
/// many filters provided; max 4", "Invalid param: DataTooLarge" and the decoders' own.
RpcResult<std::vector<Filter>> read_filters(View value);

/// Whether one filter, or all, let an account pass. Copies no more than the bytes compared.
bool matches(const Filter& filter, const AccountData& data);
bool matches(const std::vector<Filter>& filters, const AccountData& data);

}  // namespace orrery::json
