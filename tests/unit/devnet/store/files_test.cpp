#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "devnet/store/ledger.hpp"
#include "samples.hpp"

using namespace orrery;
using namespace orrery::store;
using namespace orrery::store::samples;

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

void set_big_endian(std::string& bytes, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<char>(value >> (24 - 8 * i) & 0xff);
}

// A ledger with a few shreds whose log is in the database file.
std::string make_ledger(const fs::path& dir) {
    auto ledger = must(Ledger::create(dir, genesis()));
    for (std::uint64_t slot = 1; slot <= 20; ++slot)
        append(*ledger, record(slot, 0, {transaction(slot, {key<Pubkey>(slot)})}, true));
    must(ledger->flush_accounts());
    must(ledger->checkpoint());
    ledger.reset();
    for (const auto* suffix : {"-wal", "-shm"})
        fs::remove(dir / ("ledger.sqlite" + std::string(suffix)));
    return read_file(dir / "ledger.sqlite");
}

struct Case {
    std::string name;
    std::string content;
    StoreErrorCode code;
    std::string message;  ///< after the file's name
};

// Runs `child` in a process of its own and gives its exit code.
template <class F>
int run_forked(F child) {
    const auto pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) ::_exit(child());
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("opening where there is no ledger says so and leaves nothing") {
    const TempDir dir;
    const auto opened = Ledger::open(dir.path() / "nowhere");
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == StoreErrorCode::missing);
    CHECK(opened.error().message ==
          "there is no ledger " + (dir.path() / "nowhere" / "ledger.sqlite").string());
    CHECK_FALSE(fs::exists(dir.path() / "nowhere"));
    CHECK_FALSE(Ledger::present(dir.path()));
}

TEST_CASE("creating where there is a ledger says so and leaves it alone") {
    const TempDir dir;
    const auto before = make_ledger(dir.path());
    const auto created = Ledger::create(dir.path(), genesis());
    REQUIRE_FALSE(created);
    CHECK(created.error().code == StoreErrorCode::exists);
    CHECK(created.error().message == "there is a ledger in " + dir.path().string() +
                                         " already; go on with it, or start over with --reset");
    CHECK(read_file(dir.path() / "ledger.sqlite") == before);
}

TEST_CASE("a directory that cannot be made or written is an error of the system") {
    const TempDir dir;
    write_file(dir.path() / "file", "x");
    const auto created = Ledger::create(dir.path() / "file" / "ledger", genesis());
    REQUIRE_FALSE(created);
    CHECK(created.error().code == StoreErrorCode::io);
    CHECK(created.error().message == "can't make the folder " +
                                         (dir.path() / "file" / "ledger").string() +
                                         ": Not a directory; choose another --ledger directory");
}

TEST_CASE("a file that isn't a whole ledger of this format is refused by name and not touched") {
    const TempDir made;
    const auto good = make_ledger(made.path());
    const auto with = [&](std::size_t at, std::uint32_t value) {
        auto bytes = good;
        set_big_endian(bytes, at, value);
        return bytes;
    };
    auto header_damaged = good;
    header_damaged[21] = 0;  // a payload fraction that SQLite fixes at 64
    const std::string over = "; restore a copy, or start over with --reset";
    const Case cases[] = {
        {"empty", "", StoreErrorCode::damaged, " is damaged (it is empty)" + over},
        {"text", "hello world\n", StoreErrorCode::foreign_file,
         " is no ledger; choose another --ledger directory"},
        {"long text", std::string(100'000, 'x'), StoreErrorCode::foreign_file,
         " is no ledger; choose another --ledger directory"},
        {"only magic", good.substr(0, 16), StoreErrorCode::foreign_file,
         " is the database of another program; choose another --ledger directory"},
        {"another program's", with(68, 0x12345678), StoreErrorCode::foreign_file,
         " is the database of another program; choose another --ledger directory"},
        {"newer", with(60, 2), StoreErrorCode::too_new,
         " has ledger format 2, and this orrery has 1; use a newer orrery"},
        {"older", with(60, 0), StoreErrorCode::too_old,
         " has ledger format 0, and this orrery has 1; convert it with `orrery ledger migrate`"},
        {"header", header_damaged, StoreErrorCode::damaged,
         " is damaged (its header makes no sense)" + over},
        {"half", good.substr(0, good.size() / 2), StoreErrorCode::damaged,
         " is damaged (its end is missing)" + over},
        {"header only", good.substr(0, 100), StoreErrorCode::damaged,
         " is damaged (its end is missing)" + over},
        {"one byte short", good.substr(0, good.size() - 1), StoreErrorCode::damaged,
         " is damaged (its end is missing)" + over},
    };
    for (const auto& test : cases) {
        CAPTURE(test.name);
        const TempDir dir;
        const auto file = dir.path() / "ledger.sqlite";
        write_file(file, test.content);
        const auto opened = Ledger::open(dir.path());
        REQUIRE_FALSE(opened);
        CHECK(name(opened.error().code) == name(test.code));
        CHECK(opened.error().message == file.string() + test.message);
        CHECK(read_file(file) == test.content);
        CHECK(Ledger::create(dir.path(), genesis()).error().code == StoreErrorCode::exists);
        CHECK(read_file(file) == test.content);
    }
}

TEST_CASE("a ledger with any bit of its header flipped opens whole or is refused") {
    const TempDir dir;
    const auto good = make_ledger(dir.path());
    const auto file = dir.path() / "ledger.sqlite";
    int refused = 0;
    for (std::size_t bit = 0; bit < 800; ++bit) {
        auto bytes = good;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
        write_file(file, bytes);
        for (const auto* suffix : {"-wal", "-shm"})
            fs::remove(dir.path() / ("ledger.sqlite" + std::string(suffix)));
        CAPTURE(bit);
        const auto opened = Ledger::open(dir.path());
        if (!opened) {
            ++refused;
            CHECK(read_file(file) == bytes);
            continue;
        }
        CHECK((*opened)->tip().last_seq == 20);
        const auto found = (*opened)->transaction(key<Txid>(11));
        CHECK((!found || (*found && (*found)->slot == Slot{11})));
    }
    CHECK(refused > 250);
}

TEST_CASE("a ledger with a page of rubbish is refused or answers with errors, and never crashes") {
    const TempDir dir;
    const auto good = make_ledger(dir.path());
    const auto file = dir.path() / "ledger.sqlite";
    std::mt19937 rng{1};
    for (std::size_t page = 0; page < good.size() / 4096; ++page) {
        auto bytes = good;
        const auto from = page == 0 ? std::size_t{100} : page * 4096;
        for (auto at = from; at < (page + 1) * 4096; ++at) bytes[at] = static_cast<char>(rng());
        write_file(file, bytes);
        for (const auto* suffix : {"-wal", "-shm"})
            fs::remove(dir.path() / ("ledger.sqlite" + std::string(suffix)));
        CAPTURE(page);
        const auto opened = Ledger::open(dir.path());
        if (!opened) {
            CHECK(opened.error().code == StoreErrorCode::damaged);
            continue;
        }
        for (std::uint64_t slot = 1; slot <= 20; ++slot) {
            const auto found = (*opened)->transaction(key<Txid>(slot));
            if (found && *found) CHECK((*found)->id == key<Txid>(slot));
            const auto block = (*opened)->transactions_of_block({slot});
            if (!block) CHECK(block.error().code == StoreErrorCode::damaged);
            (void)(*opened)->transactions_of_address(key<Pubkey>(slot), {}, 10);
        }
        (void)(*opened)->load_accounts([](AccountUpdate&&) {});
        (void)(*opened)->genesis();
    }
}

TEST_CASE("a ledger in use is locked for everybody else") {
    const TempDir dir;
    auto ledger = must(Ledger::create(dir.path(), genesis()));
    const auto message = "another process (" + std::to_string(::getpid()) +
                         ") uses the ledger in " + dir.path().string() +
                         "; stop it, or choose another --ledger directory";
    // Another process, and another object in this one.
    const auto refused = [&] {
        const auto opened = Ledger::open(dir.path());
        return !opened && opened.error().code == StoreErrorCode::locked &&
                       opened.error().message == message
                   ? 0
                   : 1;
    };
    CHECK(run_forked(refused) == 0);
    CHECK(refused() == 0);
    CHECK(Ledger::create(dir.path(), genesis()).error().code == StoreErrorCode::locked);
    CHECK(Ledger::erase(dir.path()).error().code == StoreErrorCode::locked);
    append(*ledger, record(1, 0, {}, true));
    ledger.reset();
    CHECK(run_forked([&] { return Ledger::open(dir.path()) ? 0 : 1; }) == 0);
}

TEST_CASE("a ledger is erased with its log, a stranger's file is not") {
    const TempDir dir;
    {
        const auto ledger = must(Ledger::create(dir.path(), genesis()));
        append(*ledger, record(1, 0, {}, true));
    }
    CHECK(Ledger::present(dir.path()));
    must(Ledger::erase(dir.path()));
    CHECK_FALSE(Ledger::present(dir.path()));
    CHECK_FALSE(fs::exists(dir.path() / "ledger.sqlite-wal"));
    must(Ledger::erase(dir.path()));
    CHECK(must(Ledger::create(dir.path(), genesis()))->tip().last_seq == 0);

    write_file(dir.path() / "ledger.sqlite", "a letter to my mother");
    CHECK(Ledger::erase(dir.path()).error().code == StoreErrorCode::foreign_file);
    CHECK(read_file(dir.path() / "ledger.sqlite") == "a letter to my mother");
    write_file(dir.path() / "ledger.sqlite", "");
    must(Ledger::erase(dir.path()));
    CHECK_FALSE(Ledger::present(dir.path()));
}

TEST_CASE("a log left without its database isn't taken for the next one's") {
    const TempDir dir;
    {
        const auto ledger = must(Ledger::create(dir.path(), genesis()));
        append(*ledger, record(1, 0, {transaction(1)}, true));
    }
    REQUIRE(fs::file_size(dir.path() / "ledger.sqlite-wal") > 0);
    fs::remove(dir.path() / "ledger.sqlite");
    write_file(dir.path() / "ledger.sqlite.new", "unfinished");
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    CHECK(ledger->tip().last_seq == 0);
    CHECK_FALSE(must(ledger->transaction(key<Txid>(1))));
}
