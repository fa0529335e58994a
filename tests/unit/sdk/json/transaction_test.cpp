#include "sdk/json/transaction.hpp"

#include "sdk/codec/base64.hpp"
#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using namespace orrery::json;

namespace {

struct Sample {
    tx::Transaction transaction;
    tx::LoadedAddresses loaded;
    std::string json, parsed, accounts;
};

Sample sample(const std::string& name) {
    for (const auto& row : test::golden_rows("transactions.txt")) {
        if (row.at(0) != name) continue;
        auto decoded = tx::decode(test::unhex(row.at(1)));
        REQUIRE(decoded);
        return {std::move(*decoded),
                {test::keys_from(row.at(2)), test::keys_from(row.at(3))},
                row.at(4),
                row.at(5),
                row.at(6)};
    }
    FAIL("no golden transaction " << name);
    std::abort();
}

std::string encoded(const Sample& s, TransactionEncoding encoding) {
    return test::written(
        [&](auto& out) { write_transaction(out, s.transaction, encoding, s.loaded); });
}

TransactionMeta small_meta() {
    TransactionMeta meta;
    meta.fee = Lamports{5000};
    meta.pre_balances = {Lamports{10}, Lamports{0}};
    meta.post_balances = {Lamports{4}, Lamports{1}};
    meta.inner_instructions.emplace();
    meta.logs = {"Program log: \"hi\""};
    meta.pre_token_balances.emplace();
    meta.post_token_balances.emplace();
    meta.rewards.emplace();
    meta.compute_units_consumed = 150;
    return meta;
}

const std::string small_meta_text =
    R"({"computeUnitsConsumed":150,"err":null,"fee":5000,"innerInstructions":[],"loadedAddresses":{"readonly":[],"writable":[]},"logMessages":["Program log: \"hi\""],"postBalances":[4,1],"postTokenBalances":[],"preBalances":[10,0],"preTokenBalances":[],"rewards":[],"status":{"Ok":null}})";
const std::string small_parsed_text =
    R"({"computeUnitsConsumed":150,"err":null,"fee":5000,"innerInstructions":[],"logMessages":["Program log: \"hi\""],"postBalances":[4,1],"postTokenBalances":[],"preBalances":[10,0],"preTokenBalances":[],"rewards":[],"status":{"Ok":null}})";

}  // namespace

TEST_CASE("transactions are encoded to the letter in every form") {
    for (const char* name : {"legacy", "v0", "program_written_beside_loader"}) {
        INFO(name);
        const Sample s = sample(name);
        CHECK(encoded(s, TransactionEncoding::json) == s.json);
        CHECK(encoded(s, TransactionEncoding::json_parsed) == s.parsed);
        CHECK(test::written([&](auto& out) {
                  write_transaction_accounts(out, s.transaction, s.loaded);
              }) == s.accounts);
        const std::string base58 = codec::base58_encode(*s.transaction.wire);
        CHECK(encoded(s, TransactionEncoding::binary) == '"' + base58 + '"');
        CHECK(encoded(s, TransactionEncoding::base58) == R"([")" + base58 + R"(","base58"])");
        CHECK(encoded(s, TransactionEncoding::base64) ==
              R"([")" + codec::base64_encode(*s.transaction.wire) + R"(","base64"])");
    }
}

TEST_CASE("getTransaction's result has its members, and the version only on request") {
    const Sample s = sample("legacy");
    const TransactionMeta meta = small_meta();
    ConfirmedTransaction confirmed{Slot{7}, 1'700'000'000, 3, {s.transaction, meta}};
    Writer out;
    REQUIRE(write_confirmed_transaction(out, confirmed, {}));
    CHECK(out.take() == R"({"blockTime":1700000000,"meta":)" + small_meta_text +
                            R"(,"slot":7,"transaction":)" + s.json + R"(,"transactionIndex":3})");
    confirmed.block_time.reset();
    confirmed.transaction_index.reset();
    REQUIRE(write_confirmed_transaction(
        out, confirmed,
        {.encoding = TransactionEncoding::json_parsed, .max_supported_version = 0}));
    CHECK(out.take() == R"({"blockTime":null,"meta":)" + small_parsed_text +
                            R"(,"slot":7,"transaction":)" + s.parsed + R"(,"version":"legacy"})");
}

TEST_CASE("a v0 transaction is kept from clients that can't read it") {
    const Sample s = sample("v0");
    const TransactionMeta meta = small_meta();
    Writer out;
    const auto refused = write_transaction_with_meta(out, {s.transaction, meta}, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == unsupported_transaction_version(0));
    CHECK(out.text().empty());
    REQUIRE(write_transaction_with_meta(out, {s.transaction, meta}, {.max_supported_version = 0}));
    CHECK(out.take() ==
          R"({"meta":)" + small_meta_text + R"(,"transaction":)" + s.json + R"(,"version":0})");
}

TEST_CASE("a block gives as much of its transactions as is wanted") {
    const Sample legacy = sample("legacy");
    const TransactionMeta meta = small_meta();
    const TransactionWithMeta entries[] = {{legacy.transaction, meta}};
    const Signature signatures[] = {Signature::from(legacy.transaction.signatures[0].bytes)};
    ConfirmedBlock block;
    block.previous_blockhash.bytes.fill(1);
    block.blockhash.bytes.fill(2);
    block.parent_slot = Slot{4};
    block.block_height = 5;
    block.transactions = entries;
    block.signatures = signatures;
    block.rewards = {{test::key_of(3), -2, Lamports{9}, "Fee", std::nullopt}};
    const auto text = [&](const BlockFormat& format) {
        Writer out;
        REQUIRE(write_block(out, block, format));
        return out.take();
    };
    const std::string head = R"({"blockHeight":5,"blockTime":null,"blockhash":")" +
                             codec::to_string(block.blockhash) +
                             R"(","parentSlot":4,"previousBlockhash":")" +
                             codec::to_string(block.previous_blockhash) + '"';
    const std::string rewards =
        R"(,"rewards":[{"commission":null,"lamports":-2,"postBalance":9,"pubkey":")" +
        test::text_of(test::key_of(3)) + R"(","rewardType":"Fee"}])";
    CHECK(text({}) == head + rewards + R"(,"transactions":[{"meta":)" + small_meta_text +
                          R"(,"transaction":)" + legacy.json + "}]}");
    CHECK(text({.transaction = {.show_rewards = false}, .details = TransactionDetails::none}) ==
          head + '}');
    CHECK(text({.details = TransactionDetails::signatures}) ==
          head + rewards + R"(,"signatures":[")" + codec::to_string(signatures[0]) + "\"]}");
    const std::string balances =
        R"({"err":null,"fee":5000,"postBalances":[4,1],"postTokenBalances":[],"preBalances":[10,0],"preTokenBalances":[],"rewards":[],"status":{"Ok":null}})";
    CHECK(text({.transaction = {.max_supported_version = 0},
                .details = TransactionDetails::accounts}) ==
          head + rewards + R"(,"transactions":[{"meta":)" + balances + R"(,"transaction":)" +
              legacy.accounts + R"(,"version":"legacy"}]})");
}

TEST_CASE("a meta with everything is written whole") {
    TransactionMeta meta = small_meta();
    const Bytes data = {1, 2, 3};
    meta.error = tx::TransactionError(1, tx::custom_error(7));
    meta.inner_instructions = {{{1, {{2, {0, 1}, data, 2}}}}};
    meta.pre_token_balances = {
        {{1, test::key_of(4), token_amount(5, 1), test::key_of(5), test::key_of(6)}}};
    meta.loaded_addresses = {{test::key_of(7)}, {test::key_of(8)}};
    meta.return_data = ReturnData{test::key_of(9), data};
    meta.cost_units = 3000;
    meta.rewards.reset();
    const auto quoted = [](std::uint8_t n) { return '"' + test::text_of(test::key_of(n)) + '"'; };
    const std::string head =
        R"({"computeUnitsConsumed":150,"costUnits":3000,"err":{"InstructionError":[1,{"Custom":7}]},"fee":5000,"innerInstructions":[{"index":1,"instructions":[)";
    const std::string tail =
        R"("logMessages":["Program log: \"hi\""],"postBalances":[4,1],"postTokenBalances":[],"preBalances":[10,0],"preTokenBalances":[{"accountIndex":1,"mint":)" +
        quoted(4) + R"(,"owner":)" + quoted(5) + R"(,"programId":)" + quoted(6) +
        R"(,"uiTokenAmount":{"amount":"5","decimals":1,"uiAmount":0.5,"uiAmountString":"0.5"}}],"returnData":{"data":["AQID","base64"],"programId":)" +
        quoted(9) + R"(},"rewards":null,"status":{"Err":{"InstructionError":[1,{"Custom":7}]}}})";
    CHECK(
        test::written([&](auto& out) { write_meta(out, meta, {}); }) ==
        head +
            R"({"accounts":[0,1],"data":"Ldp","programIdIndex":2,"stackHeight":2}]}],"loadedAddresses":{"readonly":[)" +
            quoted(8) + R"(],"writable":[)" + quoted(7) + "]}," + tail);
    const std::vector<Pubkey> keys = {test::key_of(10), test::key_of(11)};
    CHECK(test::written([&](auto& out) {
              write_meta(out, meta, {.shape = MetaShape::parsed, .static_keys = keys});
          }) == head + R"({"accounts":[)" + quoted(10) + ',' + quoted(11) +
                    R"(],"data":"Ldp","programId":)" + quoted(7) + R"(,"stackHeight":2}]}],)" +
                    tail);
}

TEST_CASE("what was not recorded is null, and what upstream leaves out is left out") {
    CHECK(
        test::written([](auto& out) { write_meta(out, {}, {}); }) ==
        R"({"err":null,"fee":0,"innerInstructions":null,"loadedAddresses":{"readonly":[],"writable":[]},"logMessages":null,"postBalances":[],"postTokenBalances":null,"preBalances":[],"preTokenBalances":null,"rewards":null,"status":{"Ok":null}})");
    CHECK(
        test::written([](auto& out) {
            write_meta(out, {}, {.shape = MetaShape::accounts, .show_rewards = false});
        }) ==
        R"({"err":null,"fee":0,"postBalances":[],"postTokenBalances":null,"preBalances":[],"preTokenBalances":null,"status":{"Ok":null}})");
}

TEST_CASE("memos are listed with their lengths") {
    const Sample s = sample("legacy");
    CHECK(memos(s.transaction, {}) == "[2] hi");
    CHECK_FALSE(memos(sample("v0").transaction, sample("v0").loaded));
}
