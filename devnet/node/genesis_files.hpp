#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "devnet/bank/genesis.hpp"
#include "devnet/node/config.hpp"
#include "devnet/node/error.hpp"

namespace orrery::node {

using KeyedAccount = std::pair<Pubkey, Account>;

/// A program file, checked to load here. Errors: unreadable, larger than 10 MiB, no ELF that runs.
NodeResult<bank::GenesisProgram> read_program(const ProgramSource& source);

/// A program's debug information. Errors: unreadable, larger than 64 MiB.
NodeResult<Bytes> read_debug_file(const std::filesystem::path& file);

/// An account file. Errors: unreadable, malformed; an address that contradicts the file's.
NodeResult<KeyedAccount> read_account(const AccountSource& source);

/// The account files of a folder: every *.json, in the order of their names.
NodeResult<std::vector<AccountSource>> list_accounts(const std::filesystem::path& dir);

}  // namespace orrery::node
