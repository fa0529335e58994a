#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>

#include "devnet/traces/trace.hpp"
#include "sdk/sbpf/fingerprint.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/symbols/faulty_program.hpp"

namespace {

using namespace orrery;
using namespace orrery::traces;
namespace fs = std::filesystem;

Pubkey key(std::uint8_t fill) {
    Pubkey out;
    out.bytes.fill(fill);
    return out;
}

const Pubkey subject = key(1);
const auto linked = [] { return test::link_faulty("faulty.o", sbpf::SbpfVersion::v3); };

/// Accounts as they are given.
struct Accounts final : svm::AccountReader {
    svm::VersionedAccount get(const Pubkey& wanted) const override {
        const auto at = accounts.find(wanted);
        return at == accounts.end() ? svm::VersionedAccount{} : at->second;
    }
    void put(const Pubkey& where, const Pubkey& owner, const Bytes& data) {
        accounts[where].account = std::make_shared<const Account>(
            Account{Lamports{1}, owner, true, 0, AccountData::from(data)});
    }
    /// A program of the upgradeable loader, with room behind its ELF.
    void deploy(const Bytes& elf) {
        put(subject, ids::loader_v3, tx::encode(tx::LoaderProgram{key(2)}));
        auto data = tx::encode(tx::LoaderProgramData{});
        data.resize(tx::LoaderProgramData::header_size);
        data.insert(data.end(), elf.begin(), elf.end());
        data.resize(data.size() + 1000);
        put(key(2), ids::loader_v3, data);
    }
    std::map<Pubkey, svm::VersionedAccount> accounts;
};

class Folder {
  public:
    Folder() : path_(fs::temp_directory_path() / ("traces-" + std::to_string(::getpid()))) {}
    ~Folder() { fs::remove_all(path_); }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::uint64_t fingerprint_of(const Bytes& elf) {
    return (*symbols::Symbols::open(elf))->fingerprint();
}

std::string shown(const Trace& trace) {
    std::string out;
    for (const auto& program : trace) {
        for (const auto& frame : program.frames)
            out += frame.source.function + ":" + std::to_string(frame.source.line) + " ";
        out += "[" + program.note + "]";
    }
    return out;
}

/// The first instruction's trace in a program of that fingerprint.
std::string resolved(std::uint64_t fingerprint, const Accounts& accounts, const DebugFiles& files) {
    return shown(resolve({{{subject, fingerprint, {0}}}}, accounts, files));
}

const std::string with_lines = "entrypoint:66 []";
const std::string no_debug = "[no debug information; deploy with the .debug beside the .so]";
const std::string stale = "[the .debug is of another build than the one that ran]";

TEST_CASE("lines come from the debug file of the build that ran, and of no other") {
    DebugFiles files("");
    const Accounts nothing;
    const auto ours = linked();
    const auto ran = fingerprint_of(ours.so);
    CHECK(resolved(ran, nothing, files) == ":0 " + no_debug);
    REQUIRE(files.set(subject, ours.debug));
    CHECK(resolved(ran, nothing, files) == with_lines);
    CHECK(resolved(ran + 1, nothing, files) == ":0 " + stale);
    REQUIRE(files.set(subject, test::link_faulty("faulty_rust.o", sbpf::SbpfVersion::v3).debug));
    CHECK(resolved(ran, nothing, files) == ":0 " + stale);
}

TEST_CASE("lines come from a deployed ELF that wasn't stripped") {
    const DebugFiles files("");
    const auto ours = linked();
    const auto ran = fingerprint_of(ours.so);
    Accounts accounts;
    accounts.deploy(ours.debug);
    CHECK(resolved(ran, accounts, files) == with_lines);
    accounts.put(subject, ids::loader_v2, ours.debug);
    CHECK(resolved(ran, accounts, files) == with_lines);
    accounts.deploy(ours.so);
    // What was read of the earlier account is of the same build, and still good.
    CHECK(resolved(ran, accounts, files) == with_lines);
    CHECK(resolved(ran, accounts, DebugFiles("")) == ":0 " + no_debug);
}

TEST_CASE("debug files survive a restart, and are cleared with their chain") {
    const Folder folder;
    const auto ours = linked();
    const auto ran = fingerprint_of(ours.so);
    const Accounts nothing;
    REQUIRE(DebugFiles(folder.path()).set(subject, ours.debug));
    CHECK(resolved(ran, nothing, DebugFiles(folder.path())) == with_lines);
    DebugFiles(folder.path()).clear();
    CHECK_FALSE(fs::exists(folder.path()));
    CHECK(resolved(ran, nothing, DebugFiles(folder.path())) == ":0 " + no_debug);
}

TEST_CASE("what is no debug information is refused, and a damaged file is none") {
    const Folder folder;
    DebugFiles files(folder.path());
    CHECK(files.set(subject, Bytes(10)).error() == "is no ELF file");
    CHECK_FALSE(fs::exists(folder.path()));
    REQUIRE(files.set(subject, linked().debug));
    for (const auto& entry : fs::directory_iterator(folder.path()))
        std::ofstream(entry.path(), std::ios::trunc) << "nonsense";
    CHECK(DebugFiles(folder.path()).find(subject) == nullptr);
}

TEST_CASE("a folder that can't be written is told of") {
    const Folder folder;
    std::ofstream(folder.path()) << "a file is in the way";
    DebugFiles files(folder.path());
    CHECK(files.set(subject, linked().debug).error() ==
          "can't be stored in " + folder.path().string());
}

}  // namespace
