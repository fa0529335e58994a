#include "sdk/tx/keypair_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>

namespace orrery::tx {
namespace {

constexpr std::size_t keypair_size = 64;
constexpr std::size_t max_file_size = 4096;  // 64 numbers and generous white space

// Text that is overwritten before its memory goes back: it holds a secret key.
class SecretText {
  public:
    SecretText() { text_.reserve(max_file_size + 1); }  // so that no copy is left behind by growth
    SecretText(const SecretText&) = delete;
    SecretText& operator=(const SecretText&) = delete;
    ~SecretText() { explicit_bzero(text_.data(), text_.size()); }

    std::string& text() { return text_; }

  private:
    std::string text_;
};

class File {
  public:
    explicit File(int fd) : fd_(fd) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }

  private:
    int fd_;
};

KeypairFileError error(const std::string& path, const std::string& cause) {
    return {path + ": " + cause};
}

std::string system_reason() { return std::strerror(errno); }

void skip_space(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

bool take(std::string_view& text, char c) {
    skip_space(text);
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

// A JSON number from 0 to 255: digits only, no leading zero.
std::optional<std::uint8_t> take_byte(std::string_view& text) {
    skip_space(text);
    std::uint8_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (ec != std::errc{} || (length > 1 && text.front() == '0')) return std::nullopt;
    text.remove_prefix(length);
    return value;
}

// The array's numbers; more than 64 are only counted.
struct ParsedBytes {
    std::array<std::uint8_t, keypair_size> bytes{};
    std::size_t count = 0;
    ParsedBytes() = default;
    ParsedBytes(const ParsedBytes&) = default;
    ParsedBytes& operator=(const ParsedBytes&) = default;
    ~ParsedBytes() { explicit_bzero(bytes.data(), bytes.size()); }
};

Result<ParsedBytes, KeypairFileError> parse_array(std::string_view json) {
    constexpr auto not_an_array =
        "not a key file: expected a JSON array of 64 numbers from 0 to 255, as solana-keygen "
        "writes";
    if (!take(json, '[')) return fail(KeypairFileError{not_an_array});
    ParsedBytes out;
    do {
        const auto byte = take_byte(json);
        if (!byte)
            return fail(KeypairFileError{"number " + std::to_string(out.count + 1) +
                                         " of the key file isn't an integer from 0 to 255"});
        if (out.count < keypair_size) out.bytes[out.count] = *byte;
        ++out.count;
    } while (take(json, ','));
    if (!take(json, ']')) return fail(KeypairFileError{not_an_array});
    skip_space(json);
    if (!json.empty()) return fail(KeypairFileError{not_an_array});
    return out;
}

Result<void, KeypairFileError> read_all(const std::string& path, std::string& out) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0)
        return fail(error(path, "can't read the key file: " + system_reason() +
                                    (errno == ENOENT ? "; create one with `orrery keygen`" : "")));
    out.resize(max_file_size + 1);
    std::size_t size = 0;
    while (size < out.size()) {
        const ssize_t got = ::read(file.get(), out.data() + size, out.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(error(path, "can't read the key file: " + system_reason()));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (size > max_file_size)
        return fail(
            error(path, "not a key file: larger than " + std::to_string(max_file_size) + " bytes"));
    out.resize(size);
    return {};
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t put = ::write(fd, text.data(), text.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

// Puts the finished temporary file in its place; linking, unlike renaming, never replaces.
bool publish(const std::string& temporary, const std::string& path, Overwrite overwrite) {
    if (overwrite == Overwrite::yes) return ::rename(temporary.c_str(), path.c_str()) == 0;
    return ::link(temporary.c_str(), path.c_str()) == 0;
}

Result<void, KeypairFileError> make_parent(const std::string& path) {
    const auto parent = std::filesystem::path(path).parent_path();
    std::error_code ec;
    if (!parent.empty()) std::filesystem::create_directories(parent, ec);
    if (ec) return fail(error(path, "can't create the folder: " + ec.message()));
    return {};
}

}  // namespace

Result<crypto::Keypair, KeypairFileError> parse_keypair(std::string_view json) {
    TRY(const ParsedBytes parsed, parse_array(json));
    if (parsed.count != keypair_size)
        return fail(KeypairFileError{"the key file holds " + std::to_string(parsed.count) +
                                     " numbers, a Solana key pair has 64: 32 of the secret seed, "
                                     "32 of the public key"});
    const auto keypair = crypto::Keypair::from_bytes(parsed.bytes);
    if (!keypair)
        return fail(
            KeypairFileError{"the key file is damaged: its last 32 numbers aren't the "
                             "public key of its first 32; restore it from a backup"});
    return *keypair;
}

std::string format_keypair(const crypto::Keypair& keypair) {
    auto bytes = keypair.to_bytes();
    std::string text;
    text.reserve(keypair_size * 4 + 2);
    for (const std::uint8_t byte : bytes) {
        text += text.empty() ? '[' : ',';
        text += std::to_string(byte);
    }
    explicit_bzero(bytes.data(), bytes.size());
    return text += ']';
}

Result<crypto::Keypair, KeypairFileError> read_keypair_file(const std::string& path) {
    SecretText secret;
    CHECK_OK(read_all(path, secret.text()));
    auto keypair = parse_keypair(secret.text());
    if (!keypair) return fail(error(path, keypair.error().what));
    return keypair;
}

Result<void, KeypairFileError> write_keypair_file(const std::string& path,
                                                  const crypto::Keypair& keypair,
                                                  Overwrite overwrite, Durable durable) {
    CHECK_OK(make_parent(path));
    SecretText secret;
    secret.text() = format_keypair(keypair);
    std::string temporary = path + ".XXXXXX";
    const File file(::mkostemp(temporary.data(), O_CLOEXEC));  // mkostemp creates mode 0600
    if (file.get() < 0) return fail(error(path, "can't write the key file: " + system_reason()));
    const bool written = write_all(file.get(), secret.text()) &&
                         (durable == Durable::no || ::fsync(file.get()) == 0);
    const bool published = written && publish(temporary, path, overwrite);
    const int reason = errno;
    if (!published || overwrite == Overwrite::no) ::unlink(temporary.c_str());
    if (published) return {};
    if (written && reason == EEXIST)
        return fail(error(path,
                          "a key file is there already; choose another path, or overwrite "
                          "it on purpose (its key will be lost)"));
    return fail(error(path, std::string("can't write the key file: ") + std::strerror(reason)));
}

}  // namespace orrery::tx
