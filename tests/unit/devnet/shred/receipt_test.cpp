#include "devnet/shred/receipt.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"
#include "sdk/codec/hex.hpp"

using namespace orrery;
using namespace orrery::shred;
using samples::key;
using tx::InstructionErrorCode;
using tx::TransactionError;
using tx::TransactionErrorCode;

namespace {

std::string hex(const Hash& hash) { return codec::hex_encode(hash.bytes); }

const TransactionError custom_6001{3, tx::custom_error(6001)};

svm::TxOutcome success() {
    svm::TxOutcome outcome;
    outcome.status = svm::TxStatus::succeeded;
    outcome.fee = {5000};
    outcome.compute_units = 150;
    outcome.logs = {"Program log: a", "b"};
    outcome.return_data = {key<Pubkey>(1), {1, 2}};
    return outcome;
}

}  // namespace

TEST_CASE("a receipt commits to id, error, fee, units, logs and return data") {
    const auto outcome = success();
    const auto ok = receipt_hash(receipt_of(key<Txid>(1), outcome));
    CHECK(hex(ok) == "b44487f5da4e12fd9a90b8be47ba0a6a1317805034bb62d1ce9719f550cad671");

    const auto failed = receipt_hash(
        {.id = key<Txid>(2), .error = custom_6001, .fee = {10000}, .logs = {}, .return_data = {}});
    CHECK(hex(failed) == "c35264e3b76a9f65f84921d6f63d3c3078074f26028bc77749135118632f22f6");

    CHECK(hex(receipts_root(std::vector{ok, failed})) ==
          "7e58c593543eeef1b9c0d10e6f1632763f7f24b318fe699a9927a8579a487843");
    CHECK(receipts_root({}) == Hash{});
}

TEST_CASE("every transaction error survives its encoding") {
    for (std::uint32_t c = 0;
         c <= static_cast<std::uint32_t>(TransactionErrorCode::CommitCancelled); ++c) {
        const auto code = static_cast<TransactionErrorCode>(c);
        CAPTURE(name(code));
        const auto back = decode_error(encode_error(TransactionError{code}));
        REQUIRE(back);
        CHECK(*back == TransactionError{code});
    }
    const auto last =
        static_cast<std::uint32_t>(InstructionErrorCode::BuiltinProgramsMustConsumeComputeUnits);
    for (std::uint32_t c = 0; c <= last; ++c) {
        const TransactionError error{300, static_cast<InstructionErrorCode>(c)};
        CHECK(decode_error(encode_error(error)) == error);
    }
    CHECK(decode_error(encode_error(custom_6001)) == custom_6001);
    const TransactionError rent{TransactionErrorCode::InsufficientFundsForRent, 7};
    CHECK(decode_error(encode_error(rent)) == rent);
}

TEST_CASE("an error's encoding is Agave's bincode with a wider index") {
    CHECK(codec::hex_encode(encode_error(TransactionErrorCode::BlockhashNotFound)) == "07000000");
    CHECK(codec::hex_encode(encode_error(custom_6001)) ==
          "08000000"
          "0300"
          "19000000"
          "71170000");
}

TEST_CASE("bytes that are no error are refused") {
    const std::string bad[] = {
        "",                        // nothing
        "070000",                  // truncated code
        "0700000000",              // trailing byte
        "27000000",                // no such code
        "080000000300",            // instruction code missing
        "08000000030019000000",    // custom code missing
        "0800000003000000000000",  // trailing byte after an instruction error
        "080000000300ff000000",    // no such instruction code
    };
    for (const auto& text : bad) {
        CAPTURE(text);
        CHECK_FALSE(decode_error(*codec::hex_decode(text)));
    }
}
