#pragma once

#include <vector>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery {

/// How an instruction refers to one account.
struct AccountMeta {
    Pubkey pubkey;
    bool is_signer = false;
    bool is_writable = false;
    bool operator==(const AccountMeta&) const = default;
};

/// A call of a program, before it is compiled into a message.
struct Instruction {
    Pubkey program_id;
    std::vector<AccountMeta> accounts;
    Bytes data;
    bool operator==(const Instruction&) const = default;
};

}  // namespace orrery
