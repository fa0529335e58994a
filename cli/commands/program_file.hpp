#pragma once

#include <optional>
#include <string>

#include "cli/session/session.hpp"

namespace orrery::cli {

/// Solana's limit of an account, less the loader's header.
constexpr std::uint64_t max_elf_size = (std::uint64_t{10} << 20) - 45;

/// The program that `orrery program build` makes of the current folder's project. Error (usage): it
/// isn't one, or it isn't built.
Outcome<std::string> built_program();

/// The bytes of an ELF file. Errors: unreadable, too large, no ELF.
Outcome<Bytes> read_program_file(const std::string& path);

/// Checks an ELF as the loader of this version's chains does. `what` names it in the error, which
/// has the loader's exact words.
Outcome<void> verify_program(const std::string& what, ByteSpan elf);

/// A file that belongs to a program's: DIR/NAME-keypair.json beside DIR/NAME.so.
std::string neighbour(const std::string& elf_path, const std::string& suffix);

/// An account that an argument names: by a key file, or by its address alone.
struct KeyOrAddress {
    Pubkey address;
    std::optional<crypto::Keypair> key;
};
/// Errors: as read_keypair.
Outcome<KeyOrAddress> read_key_or_address(const std::string& text);

/// The address that an argument is, or that of the key file it names. Error (usage): neither.
Outcome<Pubkey> read_address(const std::string& text);

/// The key pair of a file, or the session's where `path` is empty.
Outcome<crypto::Keypair> key_or_own(const std::string& path, const Session& session);

}  // namespace orrery::cli
