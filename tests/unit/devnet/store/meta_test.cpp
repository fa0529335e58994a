#include "devnet/store/meta.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"

using namespace orrery;
using namespace orrery::store;
using samples::key;

namespace {

// An outcome in which every field differs from its default.
svm::TxOutcome full_outcome() {
    svm::TxOutcome outcome;
    outcome.status = svm::TxStatus::failed;
    outcome.error = tx::TransactionError{2, tx::custom_error(6001)};
    outcome.fee = {5000};
    outcome.compute_units = 1'400'000;
    outcome.logs = {"Program log: a", "", std::string(300, 'x')};
    outcome.inner_instructions = {
        {.index = 1,
         .instructions = {{.program_index = 300, .accounts = {0, 1, 65535}, .data = Bytes(200, 7)},
                          {.program_index = 2, .accounts = {}, .data = {}, .stack_height = 5}}},
        {.index = 300, .instructions = {}}};
    outcome.return_data = {key<Pubkey>(1), {1, 2, 3}};
    outcome.loaded_addresses = {.writable = {key<Pubkey>(2)},
                                .readonly = {key<Pubkey>(3), key<Pubkey>(4)}};
    outcome.balances = {{nullptr, {UINT64_MAX}, {0}},
                        {nullptr, {0}, {UINT64_MAX}},
                        {nullptr, {1'000'000'000}, {999'995'000}}};
    return outcome;
}

const std::vector<TokenBalance> pre_tokens = {{.account_index = 1,
                                               .mint = key<Pubkey>(5),
                                               .owner = key<Pubkey>(6),
                                               .program = key<Pubkey>(7),
                                               .amount = UINT64_MAX,
                                               .decimals = 9}};
const std::vector<TokenBalance> post_tokens = {pre_tokens[0], pre_tokens[0]};

Bytes full_bytes() { return encode_meta(full_outcome(), {.pre = pre_tokens, .post = post_tokens}); }

}  // namespace

TEST_CASE("a meta gives back every field of the outcome") {
    const auto outcome = full_outcome();
    const auto meta = decode_meta(full_bytes());
    REQUIRE(meta);
    CHECK(meta->status == outcome.status);
    CHECK(meta->error == outcome.error);
    CHECK(meta->fee == outcome.fee);
    CHECK(meta->compute_units == outcome.compute_units);
    CHECK(meta->logs == outcome.logs);
    CHECK(meta->inner_instructions == outcome.inner_instructions);
    CHECK(meta->return_data == outcome.return_data);
    CHECK(meta->loaded_addresses == outcome.loaded_addresses);
    CHECK(meta->pre_balances == std::vector<Lamports>{{UINT64_MAX}, {0}, {1'000'000'000}});
    CHECK(meta->post_balances == std::vector<Lamports>{{0}, {UINT64_MAX}, {999'995'000}});
    CHECK(meta->pre_token_balances == pre_tokens);
    CHECK(meta->post_token_balances == post_tokens);
}

TEST_CASE("an outcome without anything has a meta of a few bytes") {
    svm::TxOutcome outcome;
    outcome.status = svm::TxStatus::succeeded;
    const auto bytes = encode_meta(outcome);
    CHECK(bytes.size() == 15);
    const auto meta = decode_meta(bytes);
    REQUIRE(meta);
    CHECK(*meta == TransactionMeta{});
}

TEST_CASE("every prefix of a meta and every longer one is refused") {
    auto bytes = full_bytes();
    for (std::size_t n = 0; n < bytes.size(); ++n) {
        CAPTURE(n);
        CHECK_FALSE(decode_meta(ByteSpan(bytes).first(n)));
    }
    bytes.push_back(0);
    CHECK_FALSE(decode_meta(bytes));
}

TEST_CASE("a damaged meta is refused or read, but never crashes or takes much memory") {
    const auto bytes = full_bytes();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const int value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
            auto damaged = bytes;
            damaged[i] = static_cast<std::uint8_t>(value);
            const auto meta = decode_meta(damaged);
            if (meta) CHECK(meta->logs.size() <= bytes.size());
        }
    }
    CHECK_FALSE(decode_meta(Bytes{3}));            // another version
    CHECK_FALSE(decode_meta(Bytes{1, 4}));         // no such status
    CHECK_FALSE(decode_meta(Bytes{1, 3, 1, 99}));  // no such error
    // 2^63 logs, and an integer above 64 bits
    const Bytes head{1, 3, 0, 0, 0, 0, 0};
    for (const int last : {0x01, 0x02}) {
        auto huge = head;
        huge.insert(huge.end(), 9, 0xff);
        huge.push_back(static_cast<std::uint8_t>(last));
        CHECK_FALSE(decode_meta(huge));
    }
}

TEST_CASE("a meta keeps the trace of a fault behind everything else") {
    auto outcome = full_outcome();
    const auto without = encode_meta(outcome);
    CHECK_FALSE(decode_meta(without)->fault);
    outcome.fault = Boxed(std::make_unique<svm::FaultTrace>(svm::FaultTrace{
        {{.program_id = key<Pubkey>(8), .fingerprint = UINT64_MAX, .pcs = {0, 1, 300'000}},
         {.program_id = key<Pubkey>(9), .fingerprint = 7, .pcs = {UINT64_MAX}}}}));
    const auto bytes = encode_meta(outcome);
    CHECK(std::equal(without.begin(), without.end() - 1, bytes.begin()));
    const auto meta = decode_meta(bytes);
    REQUIRE(meta);
    CHECK(meta->fault == *outcome.fault);
    CHECK(meta->logs == outcome.logs);
    for (std::size_t n = without.size(); n < bytes.size(); ++n) {
        CAPTURE(n);
        CHECK_FALSE(decode_meta(ByteSpan(bytes).first(n)));
    }
}

TEST_CASE("a meta keeps what a hook paid, and which hooks a transaction set off") {
    auto outcome = full_outcome();
    const auto credit = [](std::uint8_t tag, std::uint64_t lamports) {
        return svm::Credit{key<Pubkey>(tag), Lamports{lamports}};
    };
    const svm::HookReceipt receipt{.parent = key<Txid>(1),
                                   .index = 15,
                                   .hook = key<Pubkey>(2),
                                   .target = key<Pubkey>(3),
                                   .bid = Lamports{30'000},
                                   .gas = Lamports{5'000},
                                   .funded = true,
                                   .initiator = credit(4, 12'000),
                                   .owner = credit(5, 12'000),
                                   .network = credit(6, 11'000)};
    outcome.hook = Boxed(std::make_unique<svm::HookReceipt>(receipt));
    outcome.hooks = {key<Txid>(7), key<Txid>(8)};
    const auto bytes = encode_meta(outcome);
    const auto meta = decode_meta(bytes);
    REQUIRE(meta);
    CHECK(meta->hook == receipt);
    CHECK(meta->hooks == outcome.hooks);
    CHECK_FALSE(meta->fault);
    for (std::size_t n = 0; n < bytes.size(); ++n)
        CHECK_FALSE(decode_meta(ByteSpan(bytes).first(n)));
}

TEST_CASE("a meta of the version without hooks is still read") {
    auto bytes = encode_meta(full_outcome());
    bytes[0] = 1;
    bytes.pop_back();  // the rare parts, none
    const auto meta = decode_meta(bytes);
    REQUIRE(meta);
    CHECK(*meta == *decode_meta(encode_meta(full_outcome())));
}
