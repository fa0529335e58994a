#include "cli/commands/buffer_key.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <utility>

#include "sdk/tx/keypair_file.hpp"

namespace orrery::cli {
namespace {

// Whether the path still leads to the file: another process may have removed it before we had it.
bool is_at(int file, const std::string& path) {
    struct stat ours, theirs;
    return ::fstat(file, &ours) == 0 && ::stat(path.c_str(), &theirs) == 0 &&
           ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev;
}

// The file, locked; -1 if it can't be had.
int open_locked(const std::string& path) {
    constexpr int attempts = 4;
    for (int i = 0; i < attempts; ++i) {
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0) return -1;
        if (::flock(file, LOCK_EX | LOCK_NB) == 0 && is_at(file, path)) return file;
        ::close(file);
    }
    return -1;
}

bool store(int file, const crypto::Keypair& keypair) {
    auto text = tx::format_keypair(keypair);
    const bool stored = ::ftruncate(file, 0) == 0 && ::pwrite(file, text.data(), text.size(), 0) ==
                                                         static_cast<ssize_t>(text.size());
    explicit_bzero(text.data(), text.size());
    return stored;
}

std::string load(int file) {
    std::array<char, 1024> buffer;  // a key file has less than 300 bytes
    const auto size = ::pread(file, buffer.data(), buffer.size(), 0);
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

}  // namespace

Outcome<BufferKey> BufferKey::open(const std::string& path) {
    BufferKey out(path, open_locked(path), crypto::Keypair::random());
    if (!out.is_kept()) return out;
    const auto text = load(out.file_);
    if (text.empty()) {
        if (!store(out.file_, out.keypair_)) out.forget();
        return out;
    }
    const auto keypair = tx::parse_keypair(text);
    if (!keypair)
        return failed(path +
                      " is where the key of an interrupted upload is kept, and no key file "
                      "is there: " +
                      keypair.error().what + "; remove it");
    out.keypair_ = *keypair;
    return out;
}

BufferKey::BufferKey(BufferKey&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      keypair_(std::move(other.keypair_)) {}

BufferKey& BufferKey::operator=(BufferKey&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(file_, other.file_);
    std::swap(keypair_, other.keypair_);
    return *this;
}

BufferKey::~BufferKey() {
    if (file_ >= 0) ::close(file_);
}

void BufferKey::renew() {
    keypair_ = crypto::Keypair::random();
    if (file_ >= 0 && !store(file_, keypair_)) forget();
}

void BufferKey::forget() {
    if (file_ < 0) return;
    ::unlink(path_.c_str());
    ::close(std::exchange(file_, -1));
}

}  // namespace orrery::cli
