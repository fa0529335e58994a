#include "sdk/tx/jumbo.hpp"

#include <algorithm>
#include <chrono>

#include "sdk/codec/base64.hpp"
#include "sdk/json/account.hpp"
#include "sdk/json/errors.hpp"
#include "sdk/json/params.hpp"
#include "sdk/json/transaction.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/tx/v1.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using namespace orrery::json;

namespace {

tx::Transaction decoded(const Bytes& wire) {
    auto transaction = tx::decode(wire);
    REQUIRE(transaction);
    return std::move(*transaction);
}

Signature signature_of(std::uint8_t fill) {
    Signature signature;
    signature.bytes.fill(fill);
    return signature;
}

tx::JumboMessage small_jumbo() {
    tx::JumboMessage message;
    message.num_required_signatures = 1;
    message.num_readonly_unsigned = 1;
    message.addresses = {test::key_of(1), test::key_of(2), ids::spl_memo};
    message.compute_unit_limit = 70'000;
    message.priority_fee = 9;
    message.lifetime.bytes.fill(4);
    message.instructions = {{2, {0, 1}, {'h', 'i'}}};
    return message;
}

Bytes wire_of(const tx::JumboMessage& message) {
    const std::vector signatures(message.num_required_signatures, signature_of(7));
    return tx::jumbo_wire(tx::encode(message), signatures);
}

Bytes v1_wire() {
    tx::V1Message message;
    message.num_required_signatures = 1;
    message.addresses = {test::key_of(1), test::key_of(2)};
    message.heap_bytes = 65'536;
    message.lifetime.bytes.fill(4);
    message.instructions = {{1, {0}, {5}}};
    const Signature signatures[] = {signature_of(7)};
    return tx::v1_wire(tx::encode(message), signatures);
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }
std::string quoted_key(std::uint8_t fill) { return quoted(test::text_of(test::key_of(fill))); }

std::string encoded(const tx::Transaction& transaction, TransactionEncoding encoding) {
    return test::written([&](auto& out) { write_transaction(out, transaction, encoding, {}); });
}

const std::string lifetime = [] {
    Hash hash;
    hash.bytes.fill(4);
    return quoted(codec::to_string(hash));
}();

std::string refused(const std::string& text, TransactionEncoding encoding) {
    const auto bytes = wire_param({.text = text, .encoding = encoding, .what = "T"});
    return bytes ? "accepted " + std::to_string(bytes->size()) : bytes.error().message;
}

// Bytes that begin as a version does and are as many as wanted.
std::string base64_of(std::uint8_t first, std::size_t size) {
    Bytes bytes(size, 1);
    bytes[0] = first;
    return codec::base64_encode(bytes);
}

}  // namespace

TEST_CASE("a v1 transaction is shown as Agave shows it") {
    const auto transaction = decoded(v1_wire());
    const std::string signature = codec::to_string(signature_of(7));
    CHECK(encoded(transaction, TransactionEncoding::json) ==
          R"({"message":{"accountKeys":[)" + quoted_key(1) + "," + quoted_key(2) +
              R"(],"header":{"numReadonlySignedAccounts":0,"numReadonlyUnsignedAccounts":0,)"
              R"("numRequiredSignatures":1},"instructions":[{"accounts":[0],"data":"6",)"
              R"("programIdIndex":1,"stackHeight":1}],"recentBlockhash":)" +
              lifetime +
              R"(,"transactionConfig":{"computeUnitLimit":null,"heapSize":65536,)"
              R"("loadedAccountsDataSizeLimit":null,"priorityFee":null}},"signatures":[")" +
              signature + R"("]})");
    CHECK(test::written([](auto& out) { write_version(out, tx::Version::v1); }) == "1");
    CHECK(check_version(tx::Version::v1, {.max_supported_version = 1}));
    const auto unread = check_version(tx::Version::v1, {.max_supported_version = 0});
    REQUIRE_FALSE(unread);
    CHECK(unread.error() == unsupported_transaction_version(1));
}

TEST_CASE("a jumbo transaction is shown with its budget, without lookup tables") {
    const auto transaction = decoded(wire_of(small_jumbo()));
    const std::string config = R"("transactionConfig":{"computeUnitLimit":70000,"heapSize":null,)"
                               R"("loadedAccountsDataSizeLimit":null,"priorityFee":9})";
    const std::string tail = R"("recentBlockhash":)" + lifetime + "," + config +
                             R"(},"signatures":[")" + codec::to_string(signature_of(7)) + R"("]})";
    const std::string memo = quoted(test::text_of(ids::spl_memo));
    CHECK(encoded(transaction, TransactionEncoding::json) ==
          R"({"message":{"accountKeys":[)" + quoted_key(1) + "," + quoted_key(2) + "," + memo +
              R"(],"header":{"numReadonlySignedAccounts":0,"numReadonlyUnsignedAccounts":1,)"
              R"("numRequiredSignatures":1},"instructions":[{"accounts":[0,1],"data":"8wr",)"
              R"("programIdIndex":2,"stackHeight":1}],)" +
              tail);
    const auto key = [](const std::string& text, const char* signer, const char* writable) {
        return R"({"pubkey":)" + text + R"(,"signer":)" + signer +
               R"(,"source":"transaction","writable":)" + writable + "}";
    };
    CHECK(encoded(transaction, TransactionEncoding::json_parsed) ==
          R"({"message":{"accountKeys":[)" + key(quoted_key(1), "true", "true") + "," +
              key(quoted_key(2), "false", "true") + "," + key(memo, "false", "false") +
              R"(],"instructions":[{"parsed":"hi","program":"spl-memo","programId":)" + memo +
              R"(,"stackHeight":1}],)" + tail);
    CHECK(test::written([](auto& out) { write_version(out, tx::Version::jumbo); }) == "74");
}

TEST_CASE("a jumbo signed by text is known by its id, and shows what its signers gave") {
    auto message = small_jumbo();
    message.has_schemes = true;
    const auto signed_bytes = tx::encode(message);
    const auto signature = signature_of(7);
    const tx::SignatureEntry entries[] = {{tx::SignatureScheme::text, signature.bytes}};
    const auto text =
        encoded(decoded(tx::jumbo_wire(signed_bytes, entries)), TransactionEncoding::json);
    CHECK(text.ends_with(R"("signatureEntries":[{"scheme":4,"signature":")" +
                         codec::to_string(signature) + R"("}],"signatures":[")" +
                         codec::to_string(tx::jumbo_id(signed_bytes)) + R"("]})"));
}

TEST_CASE("a jumbo's bytes are given in base64 and base64+zstd, not in base58") {
    const auto wire = wire_of(small_jumbo());
    const auto transaction = decoded(wire);
    CHECK(encoded(transaction, TransactionEncoding::base64) ==
          "[" + quoted(codec::base64_encode(wire)) + R"(,"base64"])");
    const auto packed = test::parse(encoded(transaction, TransactionEncoding::base64_zstd));
    const auto bytes =
        codec::base64_decode(packed.root().at(0).string().value_or("")).value_or(Bytes());
    CHECK(zstd_decompress(bytes, wire.size()) == wire);
    CHECK(packed.root().at(1).string() == "base64+zstd");
    for (const auto encoding : {TransactionEncoding::base58, TransactionEncoding::binary}) {
        const auto checked = check_encoding(tx::Version::jumbo, {.encoding = encoding});
        REQUIRE_FALSE(checked);
        CHECK(checked.error() ==
              rpc_error(RpcCode::invalid_request,
                        "Jumbo transactions are too large for base58, please use base64 or "
                        "base64+zstd encoding."));
        CHECK(check_encoding(tx::Version::v1, {.encoding = encoding}));
        CHECK(check_encoding(tx::Version::jumbo, {.encoding = encoding, .accounts_only = true}));
    }
}

TEST_CASE("a jumbo's large instruction data is base64, so that showing it takes linear time") {
    auto message = small_jumbo();
    message.addresses[2] = test::key_of(3);
    message.instructions = {{2, {}, Bytes(1232, 1)}, {2, {}, Bytes(1233, 1)}};
    const auto shown = test::parse(encoded(decoded(wire_of(message)), TransactionEncoding::json));
    const auto instructions = shown.root()["message"]["instructions"];
    CHECK(instructions.at(0)["data"].string() == codec::base58_encode(Bytes(1232, 1)));
    CHECK(instructions.at(1)["data"].at(0).string() == codec::base64_encode(Bytes(1233, 1)));
    CHECK(instructions.at(1)["data"].at(1).string() == "base64");
}

TEST_CASE("thousands of accounts, instructions and memos are shown within seconds") {
    auto message = small_jumbo();
    message.num_readonly_unsigned = 0;
    message.addresses.clear();
    for (std::uint16_t i = 0; i < tx::max_jumbo_addresses; ++i) {
        auto key = test::key_of(9);
        key.bytes[0] = static_cast<std::uint8_t>(i);
        key.bytes[1] = static_cast<std::uint8_t>(i >> 8);
        message.addresses.push_back(key);
    }
    message.addresses[1] = ids::spl_memo;
    message.instructions.assign(tx::max_jumbo_instructions, {1, {}, Bytes(100, 'm')});
    const auto transaction = decoded(wire_of(message));
    const auto start = std::chrono::steady_clock::now();
    const auto parsed = encoded(transaction, TransactionEncoding::json_parsed);
    const auto listed = memos(transaction, {});
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
    CHECK(std::ranges::count(parsed, '{') == 2 + 8192 + 8192 + 1);
    REQUIRE(listed);
    CHECK(listed->size() == 8192 * (100 + 6 + 2) - 2);
}

TEST_CASE("a block leaves jumbos out for clients that can't read them, and says how many") {
    const auto jumbo = decoded(wire_of(small_jumbo()));
    const auto v1 = decoded(v1_wire());
    const TransactionMeta meta;
    const TransactionWithMeta with_jumbos[] = {{jumbo, meta}, {jumbo, meta}};
    const TransactionWithMeta with_both[] = {{jumbo, meta}, {v1, meta}};
    const auto block = [](std::span<const TransactionWithMeta> transactions,
                          const BlockFormat& format) {
        ConfirmedBlock out;
        out.transactions = transactions;
        Writer json;
        auto written = write_block(json, out, format);
        return written ? json.take() : written.error().message;
    };
    for (const auto details : {TransactionDetails::full, TransactionDetails::accounts}) {
        const auto text = block(with_jumbos, {{.max_supported_version = 0}, details});
        CHECK(text.find(R"("omittedTransactions":2,"parentSlot")") != std::string::npos);
        CHECK(text.ends_with(R"("transactions":[]})"));
        const auto all = block(with_jumbos, {{.max_supported_version = 74}, details});
        CHECK(all.find("omittedTransactions") == std::string::npos);
        CHECK(all.ends_with(R"("version":74}]})"));
    }
    CHECK(block(with_jumbos, {{}, TransactionDetails::none}).find("omitted") == std::string::npos);
    CHECK(block(with_both, {{.max_supported_version = 0}, {}}) ==
          unsupported_transaction_version(1).message);
    CHECK(block(with_both, {{.max_supported_version = 1}, {}}).find(R"("omittedTransactions":1)") !=
          std::string::npos);
    CHECK(
        block(with_both,
              {{.encoding = TransactionEncoding::base58, .max_supported_version = 74}, {}}) ==
        "Jumbo transactions are too large for base58, please use base64 or base64+zstd encoding.");
}

TEST_CASE("what a transaction may have depends on its version") {
    using enum TransactionEncoding;
    // Agave's own limits: a legacy transaction's, and v1's from 0x81 ("gQ") on.
    CHECK(refused(base64_of(0x80, 1233), base64) ==
          "decoded T too large: 1233 bytes (max: 1232 bytes)");
    CHECK(refused(base64_of(0x81, 4096), base64) == "accepted 4096");
    CHECK(refused(base64_of(0x81, 4097), base64) ==
          "decoded T too large: 4097 bytes (max: 4096 bytes)");
    CHECK(refused(base64_of(0x81, 4099), base64) ==
          "base64 encoded T too large: 5468 bytes (max: encoded/raw 5464/4096)");
    CHECK(refused(base64_of(0xcb, 4097), base64) ==
          "decoded T too large: 4097 bytes (max: 4096 bytes)");
    CHECK(refused(base64_of(0xca, tx::max_jumbo_size), base64) == "accepted 2097152");
    CHECK(refused(base64_of(0xca, tx::max_jumbo_size + 1), base64) ==
          "decoded T too large: 2097153 bytes (max: 2097152 bytes)");
    CHECK(refused(base64_of(0xca, tx::max_jumbo_size + 2), base64) ==
          "base64 encoded T too large: 2796208 bytes (max: encoded/raw 2796204/2097152)");
}

TEST_CASE("base64+zstd is unpacked no further than a transaction may go") {
    const auto packed = [](std::uint8_t first, std::size_t size) {
        Bytes bytes(size, 0);
        bytes[0] = first;
        return codec::base64_encode(zstd_compress(bytes));
    };
    const auto zstd = TransactionEncoding::base64_zstd;
    CHECK(refused(packed(0xca, tx::max_jumbo_size), zstd) == "accepted 2097152");
    CHECK(refused(packed(0x01, 1232), zstd) == "accepted 1232");
    CHECK(refused(packed(0x01, 1233), zstd) == "decoded T too large: 1233 bytes (max: 1232 bytes)");
    CHECK(refused(packed(0x81, 4097), zstd) == "decoded T too large: 4097 bytes (max: 4096 bytes)");
    const std::string not_zstd =
        "invalid zstd encoding: not whole zstd data of at most 2097152 bytes";
    CHECK(refused(packed(0xca, tx::max_jumbo_size + 1), zstd) == not_zstd);
    CHECK(refused(packed(0xca, 100'000'000), zstd) == not_zstd);  // a bomb
    CHECK(refused("AQID", zstd) == not_zstd);
    // Four bytes in a frame that wants 2^window bytes of memory to unpack them.
    const auto wanting = [](std::uint8_t window) {
        const std::uint8_t descriptor = static_cast<std::uint8_t>((window - 10) << 3);
        return codec::base64_encode(
            Bytes{0x28, 0xb5, 0x2f, 0xfd, 0, descriptor, 0x21, 0, 0, 1, 2, 3, 4});
    };
    CHECK(refused(wanting(23), zstd) == "accepted 4");
    CHECK(refused(wanting(27), zstd) == not_zstd);
    CHECK(refused("AQI", zstd) == "invalid base64 encoding: InvalidPadding");
    CHECK(refused(std::string(3'000'000, 'A'), zstd) ==
          "base64+zstd encoded T too large: 3000000 bytes (max: encoded/raw 2818048/2097152)");
    CHECK(parse_transaction_encoding("base64+zstd") == zstd);
}

TEST_CASE("an index above 255 is capped where no version was negotiated, and stands beside") {
    const auto members = [](const tx::TransactionError& error) {
        return test::written(
            [&](Writer& out) { write_err_members(out.begin_object(), error).end_object(); });
    };
    const tx::TransactionError high(300, tx::InstructionErrorCode::InvalidArgument);
    CHECK(members(high) ==
          R"({"err":{"InstructionError":[255,"InvalidArgument"]},"errIndex":300})");
    CHECK(members({255, tx::custom_error(1)}) ==
          R"({"err":{"InstructionError":[255,{"Custom":1}]}})");
    CHECK(members({tx::TransactionErrorCode::DuplicateInstruction, 256}) ==
          R"({"err":{"DuplicateInstruction":255},"errIndex":256})");
    CHECK(members({tx::TransactionErrorCode::InsufficientFundsForRent, 8191}) ==
          R"({"err":{"InsufficientFundsForRent":{"account_index":255}},"errIndex":8191})");
    CHECK(members(tx::TransactionErrorCode::AccountInUse) == R"({"err":"AccountInUse"})");
    CHECK(test::written([&](auto& out) { write_status(out, high, IndexForm::capped); }) ==
          R"({"Err":{"InstructionError":[255,"InvalidArgument"]}})");
    // A meta is shown to those who read version 74.
    TransactionMeta meta;
    meta.error = high;
    const auto text = test::written([&](auto& out) { write_meta(out, meta, {}); });
    CHECK(text.find(R"("err":{"InstructionError":[300,"InvalidArgument"]})") != std::string::npos);
    CHECK(text.find(R"("status":{"Err":{"InstructionError":[300,)") != std::string::npos);
    CHECK(read_err_members(test::parse(members(high)).root()) == high);
    CHECK_FALSE(read_err_members(test::parse(R"({"err":null,"errIndex":7})").root()));
}
