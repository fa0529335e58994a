#include "devnet/node/genesis_files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "devnet/svm/syscalls/table.hpp"
#include "devnet/svm/vm/program.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/account_file.hpp"

namespace orrery::node {
namespace {

namespace fs = std::filesystem;

// Largest data of an account that the loader owns, less its header.
constexpr std::size_t max_program_size = (std::size_t{10} << 20) - 45;
// An account of 10 MiB in base64, and room for white space.
constexpr std::size_t max_account_file_size = std::size_t{32} << 20;
constexpr std::size_t max_debug_file_size = std::size_t{64} << 20;

NodeError failure(const fs::path& file, std::string_view cause) {
    return {ExitCode::failure, file.string() + ": " + std::string(cause)};
}

NodeResult<std::string> read_file(const fs::path& file, std::size_t max_size) {
    std::error_code ec;
    if (fs::is_directory(file, ec)) return fail(failure(file, "is a folder, not a file"));
    errno = 0;
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    if (!in) return fail(failure(file, std::string("can't be read: ") + std::strerror(errno)));
    const auto size = static_cast<std::size_t>(std::max<std::streamoff>(in.tellg(), 0));
    if (size > max_size)
        return fail(failure(file, "is larger than " + std::to_string(max_size) + " bytes"));
    std::string text(size, '\0');
    in.seekg(0).read(text.data(), static_cast<std::streamsize>(size));
    if (!in) return fail(failure(file, "can't be read to its end"));
    return text;
}

}  // namespace

NodeResult<bank::GenesisProgram> read_program(const ProgramSource& source) {
    TRY(const auto text, read_file(source.file, max_program_size));
    const auto elf = as_bytes(text);
    const auto loaded = vm::Program::load(elf, {.syscalls = syscalls::syscall_registry()});
    if (!loaded)
        return fail(
            failure(source.file, "isn't a program that runs here: " + loaded.error().message +
                                     "; build one with cargo build-sbf"));
    return bank::GenesisProgram{source.address, Bytes(elf.begin(), elf.end()), source.authority};
}

NodeResult<Bytes> read_debug_file(const fs::path& file) {
    TRY(const auto text, read_file(file, max_debug_file_size));
    return Bytes(text.begin(), text.end());
}

NodeResult<KeyedAccount> read_account(const AccountSource& source) {
    TRY(const auto text, read_file(source.file, max_account_file_size));
    auto file = json::parse_account_file(text);
    if (!file) return fail(failure(source.file, json::display(file.error())));
    if (source.address && file->pubkey && *source.address != *file->pubkey)
        return fail(failure(source.file, "is the account of " + codec::to_string(*file->pubkey) +
                                             ", not of " + codec::to_string(*source.address) +
                                             "; give - to take the file's own address"));
    const auto& key = source.address ? source.address : file->pubkey;
    if (!key)
        return fail(failure(source.file,
                            "names no pubkey; give the address before the file, in place of -"));
    return KeyedAccount{*key, std::move(file->account)};
}

NodeResult<std::vector<AccountSource>> list_accounts(const fs::path& dir) {
    std::error_code ec;
    std::vector<AccountSource> out;
    for (fs::directory_iterator it(dir, ec), end; !ec && it != end; it.increment(ec))
        if (it->path().extension() == ".json") out.push_back({std::nullopt, it->path()});
    if (ec) return fail(failure(dir, "can't list the account files: " + ec.message()));
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
    return out;
}

}  // namespace orrery::node
