#pragma once

#include <string>
#include <string_view>

#include "sdk/crypto/ed25519.hpp"
#include "sdk/types/result.hpp"

namespace orrery::tx {

/// Why a key file can't be used: one sentence with cause and remedy.
struct KeypairFileError {
    std::string what;
};

/// Parses Solana's key file format: a JSON array of 64 numbers from 0 to 255, the seed and then the
/// public key. The text may have white space around every token, nothing else.
Result<crypto::Keypair, KeypairFileError> parse_keypair(std::string_view json);

/// The text of a key file, in one line as solana-keygen writes it. Secret.
std::string format_keypair(const crypto::Keypair& keypair);

/// Reads a key file. Errors name the path.
Result<crypto::Keypair, KeypairFileError> read_keypair_file(const std::string& path);

enum class Overwrite : bool { no, yes };

/// Whether to wait for the disk. A key that can be derived again need not outlast a power cut.
enum class Durable : bool { no, yes };

/// Writes a key file that only its owner may read (mode 0600), through a temporary file, so that a
/// crash never leaves half a key. Creates missing folders. Errors: the file exists and `overwrite`
/// is no; the system's reason.
Result<void, KeypairFileError> write_keypair_file(const std::string& path,
                                                  const crypto::Keypair& keypair,
                                                  Overwrite overwrite,
                                                  Durable durable = Durable::yes);

}  // namespace orrery::tx
