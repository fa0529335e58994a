#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/json/document.hpp"
#include "sdk/json/encodings.hpp"
#include "sdk/json/filters.hpp"
#include "sdk/json/rpc_error.hpp"
#include "sdk/types/key.hpp"

namespace orrery::json {

/// The params of a call: an array, an object (which no method takes) or none. Borrows.
class Params {
  public:
    Params() = default;
    explicit Params(View value) : value_(value) {}

    std::size_t size() const { return value_.size(); }
    /// Argument `index`; absent where there are fewer.
    View operator[](std::size_t index) const { return value_.at(index); }
    View value() const { return value_; }

    /// Checks the number of arguments, with jsonrpc-derive's sentences: call it first.
    RpcResult<void> check_count(std::size_t required, std::size_t total) const;

  private:
    View value_;
};

// Typed arguments. Each reads one value; the sentences are those of serde ("Invalid params: invalid
// type: integer `5`, expected a string.") or of Agave ("Invalid param: WrongSize"). The optional_
// forms take an absent or null value for None.
RpcResult<std::string_view> string_param(View value);
RpcResult<std::uint64_t> u64_param(View value);
RpcResult<bool> bool_param(View value);
RpcResult<std::optional<std::string_view>> optional_string(View value);
RpcResult<std::optional<std::uint64_t>> optional_u64(View value);
/// Absent and null are false.
RpcResult<bool> bool_or_false(View value);

RpcResult<Pubkey> pubkey_param(View value);
RpcResult<Hash> hash_param(View value);
RpcResult<Signature> signature_param(View value);
/// An array of addresses. Error beyond `max`: "Too many inputs provided; max 100".
RpcResult<std::vector<Pubkey>> pubkeys_param(View value, std::size_t max);
RpcResult<std::vector<Signature>> signatures_param(View value, std::size_t max);

/// The text of a Pubkey, Hash or Signature, with Agave's errors: "Invalid param: WrongSize" or
/// "Invalid param: Invalid".
RpcResult<Pubkey> parse_pubkey(std::string_view text);
RpcResult<Hash> parse_hash(std::string_view text);
RpcResult<Signature> parse_signature(std::string_view text);

/// A config argument: absent, null or an object. `type` names it in the error, e.g.
/// "RpcContextConfig".
RpcResult<View> config_param(View value, std::string_view type);

/// A commitment level: processed, confirmed, finalized, or one of the CLI's old aliases (recent;
/// single, singleGossip; root, max).
RpcResult<Commitment> commitment_param(View value);
/// The `commitment` of a config; None when absent. A level that doesn't exist is an error here,
/// while Agave ignores it and answers for `finalized`: a typo should not change what is read.
RpcResult<std::optional<Commitment>> config_commitment(View config);
/// Refuses `processed`, as history methods do.
RpcResult<void> require_confirmed(Commitment commitment);

RpcResult<std::optional<AccountEncoding>> account_encoding_param(View value);
RpcResult<std::optional<TransactionEncoding>> transaction_encoding_param(View value);
RpcResult<std::optional<TransactionDetails>> transaction_details_param(View value);
RpcResult<std::optional<DataSlice>> data_slice_param(View value);

/// The common config of methods that read one state: {commitment, minContextSlot}.
struct ContextConfig {
    std::optional<Commitment> commitment;
    std::optional<std::uint64_t> min_context_slot;
};
RpcResult<ContextConfig> context_config(View value);

/// {encoding, dataSlice, commitment, minContextSlot}: getAccountInfo and its kin.
struct AccountConfig {
    std::optional<AccountEncoding> encoding;
    std::optional<DataSlice> data_slice;
    ContextConfig context;
};
RpcResult<AccountConfig> account_config(View value);

/// getProgramAccounts and programSubscribe: AccountConfig and {filters, withContext, sortResults}.
/// Filters are checked: at most 4, bytes decoded.
struct ProgramAccountsConfig {
    AccountConfig account;
    std::vector<Filter> filters;
    bool with_context = false;
    bool sort_results = true;
};
RpcResult<ProgramAccountsConfig> program_accounts_config(View value);

/// {mint: ..} or {programId: ..} of getTokenAccountsByOwner.
struct TokenAccountsFilter {
    enum class Kind : std::uint8_t { mint, program_id };
    Kind kind = Kind::mint;
    Pubkey key;
};
RpcResult<TokenAccountsFilter> token_accounts_filter(View value);

/// {encoding, commitment, maxSupportedTransactionVersion} of getTransaction, or the bare encoding
/// that old clients send in its place.
struct TransactionConfig {
    std::optional<TransactionEncoding> encoding;
    std::optional<Commitment> commitment;
    std::optional<std::uint8_t> max_supported_version;
};
RpcResult<TransactionConfig> transaction_config(View value);

/// As above, with {transactionDetails, rewards}, for getBlock.
struct BlockConfig {
    TransactionConfig transaction;
    std::optional<TransactionDetails> details;
    std::optional<bool> rewards;
};
RpcResult<BlockConfig> block_config(View value);

/// A transaction argument decoded to its wire bytes, with Agave's limits and sentences: base58
/// takes 1683 characters, base64 1644, or 5464 where the first byte is 0x81 or above; of jumbos
/// base64 and base64+zstd take what 2 MiB need. `what` names the type in the sentences. Encoding
/// json or jsonParsed: "unsupported encoding: json. Supported encodings: base58, base64".
struct WireParams {
    std::string_view text;
    TransactionEncoding encoding = TransactionEncoding::base58;
    std::string_view what = "solana_transaction::versioned::VersionedTransaction";
};
RpcResult<Bytes> wire_param(const WireParams& params);

}  // namespace orrery::json
