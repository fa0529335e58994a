#include "sdk/json/errors.hpp"

#include "sdk/json/rpc_error.hpp"
#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using tx::InstructionErrorCode;
using tx::TransactionError;
using tx::TransactionErrorCode;

namespace {

const std::pair<TransactionError, std::string> shapes[] = {
    {TransactionErrorCode::BlockhashNotFound, R"("BlockhashNotFound")"},
    {TransactionErrorCode::CommitCancelled, R"("CommitCancelled")"},
    {{2, InstructionErrorCode::InvalidArgument}, R"({"InstructionError":[2,"InvalidArgument"]})"},
    {{0, tx::custom_error(6000)}, R"({"InstructionError":[0,{"Custom":6000}]})"},
    {{1, tx::custom_error(UINT32_MAX)}, R"({"InstructionError":[1,{"Custom":4294967295}]})"},
    {{3, InstructionErrorCode::BorshIoError}, R"({"InstructionError":[3,"BorshIoError"]})"},
    {{TransactionErrorCode::DuplicateInstruction, 4}, R"({"DuplicateInstruction":4})"},
    {{TransactionErrorCode::InsufficientFundsForRent, 5},
     R"({"InsufficientFundsForRent":{"account_index":5}})"},
    {{TransactionErrorCode::ProgramExecutionTemporarilyRestricted, 6},
     R"({"ProgramExecutionTemporarilyRestricted":{"account_index":6}})"},
};

}  // namespace

TEST_CASE("transaction errors are written and read as serde does") {
    for (const auto& [error, text] : shapes) {
        CHECK(json::to_json(error) == text);
        CHECK(json::read_transaction_error(test::parse(text).root()) == error);
    }
}

TEST_CASE("every error without payload survives a round trip") {
    for (std::uint32_t i = 0;
         i <= static_cast<std::uint32_t>(TransactionErrorCode::CommitCancelled); ++i) {
        const auto code = static_cast<TransactionErrorCode>(i);
        TransactionError error(code, 0);
        if (code == TransactionErrorCode::InstructionError)
            error.instruction = InstructionErrorCode::GenericError;
        CHECK(json::read_transaction_error(test::parse(json::to_json(error)).root()) == error);
    }
}

TEST_CASE("an older node's BorshIoError is understood") {
    const auto value = test::parse(R"({"InstructionError":[0,{"BorshIoError":"Unknown"}]})");
    CHECK(json::read_transaction_error(value.root()) ==
          TransactionError(0, InstructionErrorCode::BorshIoError));
}

TEST_CASE("shapes that no node sends aren't errors") {
    for (const char* text :
         {R"("NoSuchError")", R"("InstructionError")", R"({"InstructionError":[0]})",
          R"({"InstructionError":["x","InvalidArgument"]})", R"({"InstructionError":[0,"Custom"]})",
          R"({"InstructionError":[0,{"Custom":4294967296}]})",
          R"({"InstructionError":[0,{"Custom":-1}]})", R"({"InstructionError":[65536,"Custom"]})",
          R"({"InstructionError":[0,"InvalidArgument",1]})", R"({"DuplicateInstruction":"1"})",
          R"({"InsufficientFundsForRent":5})", R"({"BlockhashNotFound":1})", "null", "5", "[]",
          R"({"A":1,"B":2})"}) {
        INFO(text);
        CHECK_FALSE(json::read_transaction_error(test::parse(text).root()));
    }
}

TEST_CASE("status and err stand side by side") {
    using test::written;
    const std::optional<TransactionError> error = TransactionErrorCode::AccountInUse;
    CHECK(written([&](auto& out) { json::write_status(out, error); }) ==
          R"({"Err":"AccountInUse"})");
    CHECK(written([](auto& out) { json::write_status(out, std::nullopt); }) == R"({"Ok":null})");
    CHECK(written([](auto& out) { json::write_err(out, std::nullopt); }) == "null");
}

TEST_CASE("Agave's custom errors have its codes, sentences and data") {
    const std::pair<json::RpcError, std::string> cases[] = {
        {json::rpc_error(json::RpcCode::method_not_found),
         R"({"code":-32601,"message":"Method not found"})"},
        {json::block_cleaned_up(Slot{5}, Slot{9}),
         R"({"code":-32001,"message":"Block 5 cleaned up, does not exist on node. First available block: 9"})"},
        {json::preflight_failure(TransactionErrorCode::BlockhashNotFound, R"({"err":1})"),
         R"({"code":-32002,"message":"Transaction simulation failed: Blockhash not found","data":{"err":1}})"},
        {json::signature_verification_failure(),
         R"({"code":-32003,"message":"Transaction signature verification failure"})"},
        {json::block_not_available(Slot{7}),
         R"({"code":-32004,"message":"Block not available for slot 7"})"},
        {json::node_unhealthy(3),
         R"({"code":-32005,"message":"Node is behind by 3 slots","data":{"numSlotsBehind":3}})"},
        {json::node_unhealthy(std::nullopt),
         R"({"code":-32005,"message":"Node is unhealthy","data":{"numSlotsBehind":null}})"},
        {json::slot_skipped(Slot{8}),
         R"({"code":-32007,"message":"Slot 8 was skipped, or missing due to ledger jump to recent snapshot"})"},
        {json::no_snapshot(), R"({"code":-32008,"message":"No snapshot"})"},
        {json::transaction_history_not_available(),
         R"({"code":-32011,"message":"Transaction history is not available from this node"})"},
        {json::signature_len_mismatch(),
         R"({"code":-32013,"message":"Transaction signature length mismatch"})"},
        {json::block_status_not_available(Slot{6}),
         R"({"code":-32014,"message":"Block status not yet available for slot 6"})"},
        {json::unsupported_transaction_version(0),
         R"({"code":-32015,"message":"Transaction version (0) is not supported by the requesting client. Please try the request again with the following configuration parameter: \"maxSupportedTransactionVersion\": 0"})"},
        {json::min_context_slot_not_reached(Slot{4}),
         R"({"code":-32016,"message":"Minimum context slot has not been reached","data":{"contextSlot":4}})"},
        {json::filter_transaction_not_found(Signature{}),
         R"({"code":-32020,"message":"Transaction )" + std::string(64, '1') + R"( not found"})"},
    };
    for (const auto& [error, text] : cases)
        CHECK(test::written([&](auto& out) { json::write(out, error); }) == text);
}
