#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "cli/commands/remote.hpp"
#include "sdk/types/account.hpp"

namespace orrery::cli {

/// A program of the upgradeable loader, as its two accounts tell.
struct DeployedProgram {
    Pubkey address;
    Pubkey programdata;
    Slot last_deployed;
    std::optional<Pubkey> authority;  ///< nothing = final
    std::uint64_t capacity = 0;       ///< bytes that an ELF may have without extending
    Lamports balance;                 ///< of the programdata account
};

/// A buffer of the upgradeable loader.
struct LoaderBufferAccount {
    Pubkey address;
    std::optional<Pubkey> authority;  ///< nothing = nobody can write or close it
    std::uint64_t capacity = 0;       ///< bytes of the ELF that it is for
    Lamports balance;
};

/// Reads a program; nothing if there is no account. Errors: the client's; an account that is no
/// program of that loader, or a closed one.
Outcome<std::optional<DeployedProgram>> find_program(Remote& remote, const Pubkey& address);

/// Reads a buffer; nothing if there is no account. Errors: the client's; an account that is none.
Outcome<std::optional<LoaderBufferAccount>> find_buffer(Remote& remote, const Pubkey& address);

/// What is at an address that a buffer is expected at.
struct BufferPlace {
    bool occupied = false;
    std::optional<LoaderBufferAccount> buffer;
};
/// As find_buffer, and another account there is no error.
Outcome<BufferPlace> look_at(Remote& remote, const Pubkey& address);

/// As find_program, for one that must be there.
Outcome<DeployedProgram> need_program(Remote& remote, const Pubkey& address);
/// As find_buffer, for one that must be there.
Outcome<LoaderBufferAccount> need_buffer(Remote& remote, const Pubkey& address);

using LoaderAccount = std::variant<DeployedProgram, LoaderBufferAccount>;
/// The program or the buffer at an address. Errors: the client's; neither is there.
Outcome<LoaderAccount> need_loader_account(Remote& remote, const Pubkey& address);

/// What stands behind the header of a program's data or of a buffer: the ELF and the room behind
/// it. Errors: the client's; no such account any more.
Outcome<Bytes> read_content(Remote& remote, const LoaderAccount& account);

/// All programs, or those that an authority can upgrade, by address.
Outcome<std::vector<DeployedProgram>> list_programs(Remote& remote,
                                                    const std::optional<Pubkey>& authority);
/// All buffers, or those of an authority, by address.
Outcome<std::vector<LoaderBufferAccount>> list_buffers(Remote& remote,
                                                       const std::optional<Pubkey>& authority);

/// What a key is to do to an account of the loader, for the messages of a refusal.
struct Right {
    std::string account;      ///< "program ADDRESS"
    std::string_view done;    ///< "upgraded"
    std::string_view option;  ///< where the authority's key is given: "--authority"
};
/// Errors: the account has no authority, or another one than `ours`.
Outcome<void> check_authority(const std::optional<Pubkey>& authority, const Pubkey& ours,
                              const Right& right);

}  // namespace orrery::cli
