#include "devnet/store/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include "devnet/store/schema.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t header_size = 100;  ///< SQLite's, on page 1
using Header = std::array<std::uint8_t, header_size>;

StoreError system_error(const fs::path& path, int code) {
    const auto text = std::generic_category().message(code);
    if (code == ENOSPC)
        return {StoreErrorCode::disk_full, path.string() + ": no space left on the disk"};
    return {StoreErrorCode::io, path.string() + ": " + text};
}

// A file descriptor that closes itself.
class File {
  public:
    File(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    int fd() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }

  private:
    int fd_;
};

std::string read_owner(int fd) {
    std::array<char, 32> text{};
    const auto n = ::pread(fd, text.data(), text.size(), 0);
    std::string owner(text.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    while (!owner.empty() && owner.back() == '\n') owner.pop_back();
    return owner;
}

// For whoever finds the lock taken. That it is taken says flock, not this text.
void write_owner(int fd) {
    const auto text = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd, 0) != 0) return;
    if (::pwrite(fd, text.data(), text.size(), 0) < 0) return;
}

std::uint32_t big_endian(const Header& header, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | header[at + i];
    return value;
}

std::uint32_t page_size(const Header& header) {
    const auto value = static_cast<std::uint32_t>(header[16] << 8 | header[17]);
    return value == 1 ? 65536 : value;
}

// SQLite's own constants in a header of a database in WAL mode
// (https://sqlite.org/fileformat.html).
bool has_sane_layout(const Header& header) {
    const auto size = page_size(header);
    return std::has_single_bit(size) && size >= 512 && header[18] == 2 && header[19] == 2 &&
           header[21] == 64 && header[22] == 32 && header[23] == 32;
}

Result<void, StoreError> check_version(const fs::path& file, std::uint32_t version) {
    const auto versions = "ledger format " + std::to_string(version) + ", and this orrery has " +
                          std::to_string(format_version);
    if (version > format_version) {
        return fail(StoreError{StoreErrorCode::too_new,
                               file.string() + " has " + versions + "; use a newer orrery"});
    }
    if (version < format_version) {
        return fail(StoreError{
            StoreErrorCode::too_old,
            file.string() + " has " + versions + "; convert it with `orrery ledger migrate`"});
    }
    return {};
}

Result<void, StoreError> check_header(const fs::path& file, const Header& header) {
    if (std::memcmp(header.data(), "SQLite format 3", 16) != 0) {
        return fail(StoreError{StoreErrorCode::foreign_file,
                               file.string() + " is no ledger; choose another --ledger directory"});
    }
    if (big_endian(header, 68) != application_id) {
        return fail(StoreError{StoreErrorCode::foreign_file,
                               file.string() +
                                   " is the database of another program; choose another "
                                   "--ledger directory"});
    }
    CHECK_OK(check_version(file, big_endian(header, 60)));
    if (!has_sane_layout(header)) return fail(damaged(file.string(), "its header makes no sense"));
    return {};
}

// With a log beside it the file may be shorter than it says: the log has the rest.
bool is_truncated(const fs::path& file, const Header& header) {
    if (log_file_size(file) > 0) return false;
    std::error_code ignored;
    return fs::file_size(file, ignored) < std::uint64_t{page_size(header)} * big_endian(header, 28);
}

}  // namespace

Result<DirectoryLock, StoreError> DirectoryLock::acquire(const fs::path& dir) {
    const auto path = dir / "ledger.lock";
    File file(path, O_RDWR | O_CREAT);
    if (file.fd() < 0) return fail(system_error(path, errno));
    if (::flock(file.fd(), LOCK_EX | LOCK_NB) == 0) {
        write_owner(file.fd());
        return DirectoryLock(file.release());
    }
    if (errno != EWOULDBLOCK) return fail(system_error(path, errno));
    const auto owner = read_owner(file.fd());
    return fail(StoreError{StoreErrorCode::locked,
                           "another process" + (owner.empty() ? "" : " (" + owner + ")") +
                               " uses the ledger in " + dir.string() +
                               "; stop it, or choose another --ledger directory"});
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

DirectoryLock::~DirectoryLock() {
    if (fd_ >= 0) ::close(fd_);
}

fs::path database_file(const fs::path& dir) { return dir / "ledger.sqlite"; }

fs::path unfinished_file(const fs::path& dir) { return dir / "ledger.sqlite.new"; }

Result<void, StoreError> make_directory(const fs::path& dir) {
    std::error_code code;
    fs::create_directories(dir, code);
    if (!code) return {};
    return fail(StoreError{system_error(dir, code.value()).code,
                           "can't make the folder " + dir.string() + ": " + code.message() +
                               "; choose another --ledger directory"});
}

Result<void, StoreError> check_database_file(const fs::path& file) {
    File opened(file, O_RDONLY);
    if (opened.fd() < 0 && errno == ENOENT) {
        return fail(StoreError{StoreErrorCode::missing, "there is no ledger " + file.string()});
    }
    if (opened.fd() < 0) return fail(system_error(file, errno));
    Header header{};
    const auto n = ::pread(opened.fd(), header.data(), header.size(), 0);
    if (n < 0) return fail(system_error(file, errno));
    if (n == 0) return fail(damaged(file.string(), "it is empty"));
    CHECK_OK(check_header(file, header));
    if (is_truncated(file, header)) return fail(damaged(file.string(), "its end is missing"));
    return {};
}

std::uint64_t log_file_size(const fs::path& file) {
    std::error_code missing;
    const auto size = fs::file_size(file.string() + "-wal", missing);
    return missing ? 0 : size;
}

Result<void, StoreError> publish_database(const fs::path& dir) {
    const File built(unfinished_file(dir), O_RDWR);
    if (built.fd() < 0 || ::fdatasync(built.fd()) != 0)
        return fail(system_error(unfinished_file(dir), errno));
    std::error_code code;
    fs::rename(unfinished_file(dir), database_file(dir), code);
    if (code) return fail(system_error(dir, code.value()));
    return {};
}

Result<void, StoreError> delete_database(const fs::path& file) {
    // The log first: left over, it would be taken for the log of the next database of this name.
    for (const auto* suffix : {"-wal", "-shm", "-journal", ""}) {
        std::error_code code;
        fs::remove(file.string() + suffix, code);
        if (code) return fail(system_error(file, code.value()));
    }
    return {};
}

}  // namespace orrery::store
