#pragma once

#include <string>

#include "cli/session/session.hpp"

namespace orrery::cli {

/// The key pair of a buffer in a file beside the program's, so that an upload that was cut short
/// goes on there. Only one process at a time has the file: another gets a key of its own, which is
/// kept nowhere, and so does one that can't write there.
class BufferKey {
  public:
    /// Takes the key in `path`, or puts a new one there. Error: what stands there is no key file.
    static Outcome<BufferKey> open(const std::string& path);
    BufferKey(BufferKey&& other) noexcept;
    BufferKey& operator=(BufferKey&& other) noexcept;
    ~BufferKey();

    const crypto::Keypair& keypair() const { return keypair_; }
    /// Whether the next process finds it.
    bool is_kept() const { return file_ >= 0; }
    /// Takes another key, in the file too.
    void renew();
    /// Removes the file: nothing is left to go on with.
    void forget();

  private:
    BufferKey(std::string path, int file, const crypto::Keypair& keypair)
        : path_(std::move(path)), file_(file), keypair_(keypair) {}

    std::string path_;
    int file_ = -1;  ///< locked; -1: not kept
    crypto::Keypair keypair_;
};

}  // namespace orrery::cli
