#pragma once

#include <sol/program.hpp>

/// What the program and those who read its books share.
namespace bookkeeping {

enum class Instruction : uint8_t {
    /// payer (signer, writable), book (writable), feed, system program; data: the keeper's key
    Open,
    /// book (writable), feed, keeper (signer), the MsgCtx sysvar: inside a hook of the program that
    /// owns the feed
    Record,
};
constexpr uint8_t variants(Instruction) { return 2; }

enum class BookError : uint32_t {
    NotTheKeeper = 6000,
    AnotherFeed = 6001,    ///< the book is about another
    AnotherTarget = 6002,  ///< the hook belongs to another program than the feed's
};

/// What the account at seeds("book", feed, keeper) holds.
struct Book {
    static constexpr uint64_t discriminator = sol::discriminator("account:Book");

    sol::Pubkey feed;    ///< of the program `price`
    sol::Pubkey keeper;  ///< the signer of the hook that writes here
    uint64_t moves;      ///< of the price, since the book was opened
    uint64_t price;      ///< after the last one, in cents; when it was opened before the first
    uint64_t lowest;
    uint64_t highest;
    // Of the last move:
    uint64_t slot;
    sol::Pubkey mover;   ///< who paid for the transaction
    sol::TxId parent;    ///< the transaction
    uint16_t programs;   ///< that it invoked
    uint8_t hook_index;  ///< the place of our hook among those that it set off
    uint8_t bump;
};

/// Logged by each move.
struct Moved {
    static constexpr uint64_t discriminator = sol::discriminator("event:Moved");

    uint64_t from;  ///< cents
    uint64_t to;
    sol::Pubkey mover;
    SOL_FIELDS(from, to, mover)
};

}  // namespace bookkeeping
