#include "sdk/tx/keypair_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/sdk/tx/samples.hpp"

using namespace orrery;
using namespace orrery::tx;

namespace {

class TempFolder {
  public:
    TempFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "orrery-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder() { std::filesystem::remove_all(path_); }

    std::string file(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

std::string numbers(std::size_t count) {
    std::string text = "[1";
    for (std::size_t i = 1; i < count; ++i) text += ",1";
    return text + "]";
}

}  // namespace

TEST_CASE("a key pair survives its file, which only its owner may read") {
    const TempFolder folder;
    const std::string path = folder.file("deep/er/id.json");
    const auto pair = test::pair(5);
    REQUIRE(write_keypair_file(path, pair, Overwrite::no));
    const auto read = read_keypair_file(path);
    REQUIRE(read);
    CHECK(read->pubkey == pair.pubkey);
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.file("deep/er"))) {
        static_cast<void>(entry);
        ++files;
    }
    CHECK(files == 1);
}

TEST_CASE("an existing key file is replaced only on purpose") {
    const TempFolder folder;
    const std::string path = folder.file("id.json");
    REQUIRE(write_keypair_file(path, test::pair(1), Overwrite::no));
    const auto refused = write_keypair_file(path, test::pair(2), Overwrite::no);
    REQUIRE(!refused);
    CHECK(refused.error().what ==
          path +
              ": a key file is there already; choose another path, or overwrite it on purpose "
              "(its key will be lost)");
    CHECK(read_keypair_file(path)->pubkey == test::key(1));
    REQUIRE(write_keypair_file(path, test::pair(2), Overwrite::yes));
    CHECK(read_keypair_file(path)->pubkey == test::key(2));
}

TEST_CASE("the format is solana-keygen's") {
    const std::string text = format_keypair(test::pair(1));
    CHECK(
        text.starts_with("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,138,"));
    CHECK(text.ends_with("]"));
    const auto parsed = parse_keypair(" \n[ " + text.substr(1, text.size() - 2) + "\t]\r\n");
    REQUIRE(parsed);
    CHECK(parsed->pubkey == test::key(1));
}

TEST_CASE("every unusable key file has an error with cause and remedy") {
    const std::string not_an_array =
        "not a key file: expected a JSON array of 64 numbers from 0 to 255, as solana-keygen "
        "writes";
    const std::string good = format_keypair(test::pair(1));
    const std::pair<std::string, std::string> table[] = {
        {"", not_an_array},
        {"{}", not_an_array},
        {"\"secret\"", not_an_array},
        {good + "x", not_an_array},
        {good.substr(0, good.size() - 1), not_an_array},
        {"[]", "number 1 of the key file isn't an integer from 0 to 255"},
        {"[1,2,]", "number 3 of the key file isn't an integer from 0 to 255"},
        {"[1,256]", "number 2 of the key file isn't an integer from 0 to 255"},
        {"[-1]", "number 1 of the key file isn't an integer from 0 to 255"},
        {"[01]", "number 1 of the key file isn't an integer from 0 to 255"},
        {"[1.5]", not_an_array},
        {"[\"1\"]", "number 1 of the key file isn't an integer from 0 to 255"},
        {numbers(32),
         "the key file holds 32 numbers, a Solana key pair has 64: 32 of the secret seed, 32 of "
         "the public key"},
        {numbers(65),
         "the key file holds 65 numbers, a Solana key pair has 64: 32 of the secret seed, 32 of "
         "the public key"},
        {numbers(64),
         "the key file is damaged: its last 32 numbers aren't the public key of its first 32; "
         "restore it from a backup"},
    };
    const TempFolder folder;
    for (const auto& [text, what] : table) {
        INFO(text.substr(0, 40));
        const auto parsed = parse_keypair(text);
        REQUIRE(!parsed);
        CHECK(parsed.error().what == what);
        const std::string path = folder.file("bad.json");
        std::ofstream(path, std::ios::trunc) << text;
        const auto read = read_keypair_file(path);
        REQUIRE(!read);
        CHECK(read.error().what == path + ": " + what);
    }
}

TEST_CASE("unreadable, oversized and unwritable paths are errors, not crashes") {
    const TempFolder folder;
    const std::string missing = folder.file("missing.json");
    CHECK(read_keypair_file(missing).error().what ==
          missing +
              ": can't read the key file: No such file or directory; create one with "
              "`orrery keygen`");
    CHECK(read_keypair_file(folder.file("")).error().what.find("Is a directory") !=
          std::string::npos);
    const std::string large = folder.file("large.json");
    std::ofstream(large) << std::string(100'000, ' ');
    CHECK(read_keypair_file(large).error().what ==
          large + ": not a key file: larger than 4096 bytes");
    const auto blocked = write_keypair_file(large + "/id.json", test::pair(1), Overwrite::no);
    REQUIRE(!blocked);
    CHECK(blocked.error().what.find("can't create the folder") != std::string::npos);
}
