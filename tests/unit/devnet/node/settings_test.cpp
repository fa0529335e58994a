#include "devnet/node/settings.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "devnet/node/in_quotes.hpp"

namespace orrery::node {
namespace {

Given flag(std::string name, std::vector<std::string> words) {
    auto origin = "--" + name;
    return {std::move(name), std::move(words), std::move(origin), {}};
}

std::vector<Given> ini(std::string_view text, const std::filesystem::path& file = "orrery.ini") {
    const auto given = parse_ini(text, file);
    REQUIRE(given);
    return *given;
}

std::vector<Given> environment(const std::map<std::string, std::string>& variables) {
    const auto given = read_environment([&](const auto& name) -> std::optional<std::string> {
        const auto it = variables.find(name);
        if (it == variables.end()) return std::nullopt;
        return it->second;
    });
    REQUIRE(given);
    return *given;
}

Launch launch(const Sources& sources) {
    const auto resolved = resolve(sources);
    REQUIRE(resolved);
    return *resolved;
}

constexpr auto key_text = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";

}  // namespace

TEST_CASE("a flag beats the environment, which beats the file, which beats the default") {
    const auto file = ini("port = 1000\nslot-time = 10\nfinality-lag = 1\n");
    const auto variables = environment({{"ORRERY_PORT", "2000"}, {"ORRERY_SLOT_TIME", "20"}});
    const auto all = launch({{flag("port", {"3000"})}, variables, file});
    CHECK(all.node.port == 3000);
    CHECK(all.node.slot_time.count() == 20);
    CHECK(all.node.finality_lag == 1);
    CHECK(all.node.genesis.slots_per_epoch == 8192);
    CHECK(launch({{}, variables, file}).node.port == 2000);
    CHECK(launch({{}, {}, file}).node.port == 1000);
    CHECK(launch({}).node.port == 8899);
}

TEST_CASE("lists come from one source whole") {
    const auto file = ini("mint = " + std::string(key_text) + "\nmint = " + key_text + "\n");
    CHECK(launch({{}, {}, file}).node.genesis.mints.size() == 2);
    CHECK(launch({{flag("mint", {key_text})}, {}, file}).node.genesis.mints.size() == 1);
}

TEST_CASE("every setting has a key, a variable and a flag of the same name") {
    std::set<std::string> variables;
    for (const auto& setting : settings()) {
        CHECK(find_setting(setting.name) == &setting);
        CHECK(variables.insert(setting.environment_name()).second);
        const auto given = ini(std::string(setting.name) + " = a b c\n");
        REQUIRE(given.size() == 1);
        CHECK(given[0].name == setting.name);
        CHECK(given[0].words.size() == (setting.word_count() < 2 ? 1 : 3));
    }
    CHECK(find_setting("bpf-program")->environment_name() == "ORRERY_BPF_PROGRAM");
    CHECK(find_setting("nothing") == nullptr);
}

TEST_CASE("values of several words follow a shell's quoting") {
    const auto given =
        ini("account-dir = one folder\nbpf-program = KEY \"a file.so\"\n"
            "bpf-program = 'KEY' b\\ file.so\n");
    REQUIRE(given.size() == 3);
    CHECK(given[0].words == std::vector<std::string>{"one folder"});
    CHECK(given[1].words == std::vector<std::string>{"KEY", "a file.so"});
    CHECK(given[2].words == std::vector<std::string>{"KEY", "b file.so"});
}

TEST_CASE("a list in the environment is separated by semicolons") {
    const auto given = environment({{"ORRERY_BPF_PROGRAM", "A a.so; B 'b c.so' ;"}});
    REQUIRE(given.size() == 2);
    CHECK(given[0].words == std::vector<std::string>{"A", "a.so"});
    CHECK(given[1].words == std::vector<std::string>{"B", "b c.so"});
    CHECK(environment({{"ORRERY_PORT", ""}}).empty());
}

TEST_CASE("paths of a file are relative to its folder, those of flags to here") {
    const auto line = "bpf-program = " + std::string(key_text) + " target/a.so\n";
    const auto from_file = launch({{}, {}, ini(line, "project/orrery.ini")});
    CHECK(from_file.node.genesis.programs[0].file == "project/target/a.so");
    const auto from_flag = launch({{flag("bpf-program", {key_text, "target/a.so"})}, {}, {}});
    CHECK(from_flag.node.genesis.programs[0].file == "target/a.so");
    const auto absolute = launch({{}, {}, ini("ledger = /var/chain\n", "project/orrery.ini")});
    CHECK(absolute.node.ledger == "/var/chain");
}

TEST_CASE("a program's authority may be an address or none") {
    const auto named =
        launch({{flag("upgradeable-program", {key_text, "a.so", key_text})}, {}, {}});
    CHECK(named.node.genesis.programs[0].authority == named.node.genesis.programs[0].address);
    const auto none = launch({{flag("upgradeable-program", {key_text, "a.so", "none"})}, {}, {}});
    CHECK(!none.node.genesis.programs[0].authority);
}

TEST_CASE("settings for new chains are remembered by how they were given") {
    const auto resolved = launch({{flag("mint", {key_text})},
                                  environment({{"ORRERY_SLOTS_PER_EPOCH", "64"}}),
                                  ini("port = 0\nlog-bytes-limit = 0\n")});
    CHECK(resolved.node.genesis_origins ==
          std::vector<std::string>{"--mint", "ORRERY_SLOTS_PER_EPOCH",
                                   "orrery.ini:2: log-bytes-limit"});
}

TEST_CASE("switches take true and false where a value is possible") {
    CHECK(launch({{flag("json", {})}, {}, {}}).json);
    CHECK(launch({{}, environment({{"ORRERY_JSON", "1"}}), {}}).json);
    CHECK(!launch({{}, environment({{"ORRERY_JSON", "off"}}), ini("json = yes\n")}).json);
}

TEST_CASE("an empty file and comments give no settings") {
    CHECK(ini("").empty());
    CHECK(ini("# port = 1\n\n   \n").empty());
    CHECK(ini("port = 1 # the usual\n")[0].words[0] == "1");
}

TEST_CASE("an ini may have a byte order mark, lines that end like DOS', and no last line end") {
    const auto given = ini("\xef\xbb\xbfport = 1\r\nslot-time=2\r\n\tledger = a b \r\nquiet = yes");
    REQUIRE(given.size() == 4);
    CHECK(given[0].words[0] == "1");
    CHECK(given[1].words[0] == "2");
    CHECK(given[2].words[0] == "a b");
    CHECK(given[3].words[0] == "yes");
}

TEST_CASE("each complaint about an ini names file and line, the cause and what would be right") {
    const auto complaint = [](std::string_view text) {
        const auto given = parse_ini(text, "project/orrery.ini");
        if (!given) return given.error().message;
        const auto resolved = resolve({.flags = {}, .environment = {}, .file = *given});
        return resolved ? std::string("accepted") : resolved.error().message;
    };
    using namespace std::string_view_literals;
    const std::string at = "project/orrery.ini:2: ";
    CHECK(complaint("\nprot = 1\n") == at + R"(there is no key "prot"; did you mean "port"?)");
    CHECK(complaint("\nfrobnicate = 1\n") ==
          at +
              R"(there is no key "frobnicate"; `orrery up --help` lists them, without the dashes)");
    CHECK(complaint("#\nport\n") ==
          at + R"(the line "port" is neither "key = value" nor a # comment)");
    CHECK(complaint("#\n= 1\n") ==
          at + R"(the line "= 1" is neither "key = value" nor a # comment)");
    CHECK(complaint("\n[up] # flags\nport = 1\n") ==
          at + R"(there are no sections: remove the line "[up] # flags")");
    CHECK(complaint("\nport = -1\n") ==
          at + R"(port must be a whole number, 0 to 65534, not "-1")");
    CHECK(complaint("\nblock-mode = fast\n") ==
          at + R"(block-mode must be interval, auto or manual, not "fast")");
    CHECK(complaint("port = 1\nport = 2\n") ==
          at + "port is given twice, first in project/orrery.ini:1: port; it takes one value");
    CHECK(complaint("\naccount = a 'b\n") == at + R"(account: a quote is left open in "a 'b")");
    CHECK(complaint("\naccount = a\n") == at + "account takes ADDRESS FILE, but 1 word is given");
    CHECK(complaint("\nport = \0 1\n"sv) ==
          at + "column 8 is a control character; save the file as plain UTF-8 text");
    CHECK(complaint("\nport = 1\x1b[2J\n") ==
          at + "column 9 is a control character; save the file as plain UTF-8 text");
    CHECK(complaint("\nledger = " + std::string(16 << 10, 'x')) ==
          at + "the line has 16393 bytes, more than the 16384 that a key and its value may have");
    CHECK(complaint("\nport = " + std::string(200, '7')) ==
          at + "port must be a whole number, 0 to 65534, not \"" + std::string(100, '7') + "...\"");
}

TEST_CASE("what somebody gave is shown without its control characters, and not all of it") {
    CHECK(in_quotes("plain") == "\"plain\"");
    CHECK(in_quotes("a\x1b[2Jb\n") == R"("a\x1b[2Jb\x0a")");
    CHECK(in_quotes(std::string(100, 'a')) == "\"" + std::string(100, 'a') + "\"");
    CHECK(in_quotes(std::string(98, 'a') + "\xe2\x82\xac!") ==
          "\"" + std::string(98, 'a') + "...\"");
    CHECK(in_quotes(std::string(500, '\xbf')).size() < 110);
}

TEST_CASE("the nearest name is suggested only when it is near") {
    constexpr std::string_view names[] = {"port", "ledger", "block-mode"};
    CHECK(nearest("prot", names) == "port");
    CHECK(nearest("blockmode", names) == "block-mode");
    CHECK(!nearest("frobnicate", names));
    CHECK(!nearest(std::string(100'000, 'x'), names));
}

}  // namespace orrery::node
