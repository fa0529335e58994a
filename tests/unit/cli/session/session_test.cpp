#include "cli/session/session.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <map>

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

// A home with a Solana config, and an environment.
class Home {
  public:
    explicit Home(const std::string& config) {
        std::string path = (fs::temp_directory_path() / "orrery-home-XXXXXX").string();
        REQUIRE(::mkdtemp(path.data()));
        path_ = path;
        fs::create_directories(path_ / ".config/solana/cli");
        std::ofstream(path_ / ".config/solana/cli/config.yml") << config;
    }
    ~Home() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Home(const Home&) = delete;
    Home& operator=(const Home&) = delete;

    Session open(const Globals& globals, std::map<std::string, std::string> variables = {}) const {
        variables["HOME"] = path_.string();
        const auto get = [variables](const std::string& name) -> std::optional<std::string> {
            const auto it = variables.find(name);
            if (it == variables.end()) return std::nullopt;
            return it->second;
        };
        auto session = Session::open(globals, {get, false, false});
        REQUIRE(session);
        return std::move(*session);
    }
    std::string id_path() const { return (path_ / ".config/solana/id.json").string(); }

  private:
    fs::path path_;
};

}  // namespace

TEST_CASE("without anything the local chain and Solana's key place are meant") {
    const Home home("");
    const auto session = home.open({});
    CHECK(session.url().text() == "http://127.0.0.1:8899");
    CHECK(session.keypair_path() == home.id_path());
    CHECK(session.commitment() == json::Commitment::confirmed);
    CHECK(session.out().is_text());
}

TEST_CASE("an option beats the environment, which beats Solana's config") {
    const Home home(
        "json_rpc_url: http://localhost:7000\nkeypair_path: /config.json\ncommitment: processed\n");
    const std::map<std::string, std::string> variables = {{"ORRERY_URL", "http://127.0.0.1:8000"},
                                                          {"ORRERY_KEYPAIR", "/variable.json"}};
    const auto config = home.open({});
    CHECK(config.url().text() == "http://localhost:7000");
    CHECK(config.keypair_path() == "/config.json");
    CHECK(config.commitment() == json::Commitment::processed);
    const auto environment = home.open({}, variables);
    CHECK(environment.url().text() == "http://127.0.0.1:8000");
    CHECK(environment.keypair_path() == "/variable.json");
    const auto option = home.open({.url = "http://127.0.0.1:9000",
                                   .keypair = "/option.json",
                                   .output = {},
                                   .commitment = "finalized"},
                                  variables);
    CHECK(option.url().text() == "http://127.0.0.1:9000");
    CHECK(option.keypair_path() == "/option.json");
    CHECK(option.commitment() == json::Commitment::finalized);
}

TEST_CASE("Solana's monikers name clusters, whole or by their first letter") {
    const Home home("");
    const auto url = [&](const char* text) {
        return home.open({.url = text, .keypair = {}, .output = {}, .commitment = {}}).url().text();
    };
    CHECK(url("l") == "http://localhost:8899");
    CHECK(url("localhost") == "http://localhost:8899");
    CHECK(url("d") == "https://api.devnet.solana.com");
    CHECK(url("testnet") == "https://api.testnet.solana.com");
    CHECK(url("m") == "https://api.mainnet-beta.solana.com");
}

TEST_CASE("a public chain is never meant just because Solana's config names it") {
    const Home home("json_rpc_url: https://api.mainnet-beta.solana.com\n");
    const auto session = home.open({});
    CHECK(session.url().text() == "http://127.0.0.1:8899");
    const auto failure = session.explain({client::ErrorKind::unreachable, "no chain"});
    CHECK(failure.message ==
          "no chain\nnote: config.yml points at https://api.mainnet-beta.solana.com, which is used "
          "only when asked for: --url https://api.mainnet-beta.solana.com");
}

TEST_CASE("colour needs a terminal and no NO_COLOR") {
    const auto colourful = [](bool terminal, const std::string& no_color) {
        const auto get = [&](const std::string& name) -> std::optional<std::string> {
            if (name == "NO_COLOR") return no_color;
            return std::nullopt;
        };
        return Session::open({}, {get, terminal, false})->out().styled(Style::good, "x") != "x";
    };
    CHECK(colourful(true, ""));
    CHECK(!colourful(true, "1"));
    CHECK(!colourful(false, ""));
}

TEST_CASE("JSON is indented as Solana's tools do") {
    CHECK(indent(R"({"a":[1,{"b":"x,{\"y"}],"c":[],"d":{}})") ==
          "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x,{\\\"y\"\n    }\n  ],\n  \"c\": [],\n"
          "  \"d\": {}\n}");
    CHECK(indent("5") == "5");
}

TEST_CASE("a table aligns its values") {
    CHECK(table({{"A", "1"}, {"Long", "2"}}) == "A     1\nLong  2\n");
}

}  // namespace orrery::cli
