#include "sdk/rpc/client.hpp"

#include <catch2/catch.hpp>
#include <mutex>
#include <thread>

#include "devnet/http/server.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/rpc/subscriber.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::client {
namespace {

using namespace std::chrono_literals;

// A chain that answers every call the same.
class FakeChain {
  public:
    explicit FakeChain(std::string answer, int status = 200) {
        http::ServerConfig config;
        config.hosts = {"127.0.0.1"};
        config.port = 0;
        config.io_threads = 2;
        auto started = http::Server::start(
            config,
            {.http =
                 [this, answer, status](const http::Request& request) {
                     const std::lock_guard lock(mutex_);
                     last_body_ = request.body;
                     remote_ = request.remote;
                     return http::Response{status, "application/json", answer, {}};
                 },
             .ws = {.on_message = [](const auto& session, std::string_view message) {
                 // Answers a subscription with a notification ahead of its number.
                 const auto request = json::Document::parse(message);
                 const auto id = request->root()["id"].dump();
                 const auto send = [&](const std::string& text) {
                     session->send(std::make_shared<const std::string>(text));
                 };
                 if (request->root()["method"].string() == "refuseSubscribe")
                     return send(
                         R"({"jsonrpc":"2.0","error":{"code":-32602,"message":"no"},"id":)" + id +
                         "}");
                 send(
                     R"({"jsonrpc":"2.0","method":"slotNotification","params":{"result":{"slot":5},)"
                     R"("subscription":9}})");
                 send(R"({"jsonrpc":"2.0","result":9,"id":)" + id + "}");
             }}});
        REQUIRE(started);
        server_ = std::move(*started);
    }

    Url url() const { return *parse_url("http://127.0.0.1:" + std::to_string(server_->port())); }
    Client client(std::chrono::milliseconds timeout = 5s) const {
        return Client(url(), {.commitment = json::Commitment::confirmed, .timeout = timeout});
    }
    std::string last_body() {
        const std::lock_guard lock(mutex_);
        return last_body_;
    }
    std::string remote() {
        const std::lock_guard lock(mutex_);
        return remote_;
    }
    void stop() { server_->stop(); }

  private:
    std::mutex mutex_;
    std::string last_body_;
    std::string remote_;
    std::unique_ptr<http::Server> server_;
};

std::string result(const std::string& json) {
    return R"({"jsonrpc":"2.0","result":)" + json + R"(,"id":1})";
}
std::string value(const std::string& json) {
    return result(R"({"context":{"slot":7},"value":)" + json + "}");
}

}  // namespace

TEST_CASE("calls carry method, parameters and commitment") {
    FakeChain chain(value("18446744073709551615"));
    CHECK(chain.client().balance(ids::system)->value == UINT64_MAX);
    CHECK(
        chain.last_body() ==
        R"({"jsonrpc":"2.0","id":1,"method":"getBalance","params":["11111111111111111111111111111111",{"commitment":"confirmed"}]})");
}

TEST_CASE("a client keeps its connection") {
    FakeChain chain(result("5"));
    auto client = chain.client();
    REQUIRE(client.slot());
    const auto first = chain.remote();
    REQUIRE(client.slot());
    CHECK(chain.remote() == first);
}

TEST_CASE("accounts come back whole, absent ones as nothing") {
    FakeChain chain(value(
        R"({"data":["aGVsbG8=","base64"],"executable":false,"lamports":3,"owner":"MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr","rentEpoch":18446744073709551615,"space":5})"));
    const auto account = chain.client().account(ids::system);
    REQUIRE(account);
    CHECK(**account == Account{Lamports{3}, ids::spl_memo, false, UINT64_MAX,
                               AccountData::from(as_bytes("hello"))});
    FakeChain empty(value("null"));
    const auto none = empty.client().account(ids::system);
    REQUIRE(none);
    CHECK(!*none);
}

TEST_CASE("statuses tell level and error") {
    FakeChain chain(value(
        R"([null,{"slot":4,"confirmations":null,"err":null,"confirmationStatus":"finalized"},)"
        R"({"slot":5,"confirmations":1,"err":{"InstructionError":[0,{"Custom":1}]},"confirmationStatus":"processed"}])"));
    const Txid ids[3] = {};
    const auto statuses = chain.client().signature_statuses(ids);
    REQUIRE(statuses);
    CHECK(!(*statuses)[0]);
    CHECK((*statuses)[1]->level == json::Commitment::finalized);
    CHECK(!(*statuses)[1]->error);
    CHECK(tx::display(*(*statuses)[2]->error) ==
          "Error processing Instruction 0: custom program error: 0x1");
}

TEST_CASE("a status names the true index of an instruction beyond 255") {
    FakeChain chain(
        value(R"([{"slot":5,"err":{"InstructionError":[255,{"Custom":1}]},"errIndex":300}])"));
    const Txid ids[1] = {};
    const auto statuses = chain.client().signature_statuses(ids);
    REQUIRE(statuses);
    CHECK((*statuses)[0]->error == tx::TransactionError(300, tx::custom_error(1)));
}

TEST_CASE("an error of the chain keeps its code, words and data") {
    FakeChain chain(
        R"({"jsonrpc":"2.0","error":{"code":-32002,"message":"no","data":{"logs":["a"]}},"id":1})");
    const auto sent = chain.client().send_transaction(Bytes{1});
    REQUIRE(!sent);
    CHECK(sent.error().kind == ErrorKind::refused);
    CHECK(sent.error().code == -32002);
    CHECK(sent.error().message == "no");
    CHECK(sent.error().data == R"({"logs":["a"]})");
}

TEST_CASE("confirming gives up when its time is over") {
    FakeChain chain(value("[null]"));
    const auto status = chain.client().confirm(Txid{}, 30ms);
    REQUIRE(!status);
    CHECK(status.error().kind == ErrorKind::timed_out);
}

TEST_CASE("answers that aren't a chain's are errors") {
    struct Row {
        const char* body;
        int status;
        const char* words;
    };
    constexpr Row rows[] = {{"<html>", 200, "isn't JSON"},
                            {"", 200, "isn't JSON"},
                            {"[]", 200, "has no result"},
                            {"{}", 200, "has no result"},
                            {"null", 200, "has no result"},
                            {"not here", 404, "HTTP status 404"},
                            {"{\"result\":\"x\"}", 200, "has no number"},
                            {"{\"result\":-1}", 200, "has no number"}};
    for (const auto& row : rows) {
        INFO(row.body);
        FakeChain chain(row.body, row.status);
        const auto slot = chain.client().slot();
        REQUIRE(!slot);
        CHECK(slot.error().kind == ErrorKind::bad_response);
        CHECK(slot.error().message.find(row.words) != std::string::npos);
    }
}

TEST_CASE("where nobody answers, the error says how to start a chain") {
    FakeChain chain("{}");
    const auto url = chain.url();
    chain.stop();
    const auto slot = Client(url).slot();
    REQUIRE(!slot);
    CHECK(slot.error().kind == ErrorKind::unreachable);
    CHECK(slot.error().message ==
          "no chain answers at " + url.text() + "; start one with `orrery up` (no connection)");
    const auto subscriber = Subscriber::connect(*parse_url(url.text()), 1s);
    REQUIRE(!subscriber);
    CHECK(subscriber.error().kind == ErrorKind::unreachable);
}

TEST_CASE("a subscription keeps what arrives before its number") {
    FakeChain chain("{}");
    const auto subscriber = Subscriber::connect(chain.url(), 5s);
    REQUIRE(subscriber);
    CHECK((*subscriber)->slot_subscribe() == 9);
    const auto first = (*subscriber)->next(5s);
    REQUIRE(first);
    REQUIRE(*first);
    CHECK((*first)->method == "slotNotification");
    CHECK((*first)->subscription == 9);
    CHECK((*first)->result()["slot"].u64() == 5);
    const auto none = (*subscriber)->next(20ms);
    REQUIRE(none);
    CHECK(!*none);
    CHECK((*subscriber)->slot_subscribe() == 9);  // a read given up goes on
}

TEST_CASE("a refused subscription and a closed connection are errors") {
    FakeChain chain("{}");
    const auto subscriber = Subscriber::connect(chain.url(), 5s);
    REQUIRE(subscriber);
    const auto refused = (*subscriber)->subscribe("refuseSubscribe", "[]");
    REQUIRE(!refused);
    CHECK(refused.error().code == -32602);
    std::thread stopper([&] { chain.stop(); });
    const auto closed = (*subscriber)->next(5s);
    stopper.join();
    REQUIRE(!closed);
    CHECK(closed.error().kind == ErrorKind::unreachable);
}

}  // namespace orrery::client
