#pragma once

/// For an author's unit tests, with Catch2 v2 or any other framework: builds a program's input,
/// calls its entrypoint in this process and tells what came of it. Link with liborrery_native.so.
/// Nothing here is for programs themselves.

// The short REQUIRE of sol/require.hpp gives way to Catch2's, whichever came first.
#if defined(SOL_HAS_SHORT_REQUIRE) && !defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED)
#undef REQUIRE
#endif
#ifndef SOL_NO_SHORT_NAMES
#define SOL_NO_SHORT_NAMES
#endif

#include <functional>
#include <initializer_list>
#include <optional>
#include <sol/account.hpp>
#include <sol/borsh.hpp>
#include <sol/msg_ctx.hpp>
#include <sol/system.hpp>
#include <sol/sysvar.hpp>
#include <sol/token.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// The program under test: what SOL_ENTRYPOINT makes.
extern "C" uint64_t entrypoint(uint8_t* input);

namespace sol::test {

using Data = std::vector<uint8_t>;

/// A key that is always the same for the same label, and another for another.
Pubkey key(std::string_view label);

/// In base58.
std::string to_text(const Pubkey& key);

/// The lamports that make an account with so many bytes rent exempt by default.
constexpr uint64_t rent_exempt(uint64_t bytes) { return (128 + bytes) * 6960; }

/// An account as a call begins or ends with it.
struct TestAccount {
    Pubkey key;
    Pubkey owner = system_program_id;
    uint64_t lamports = 0;
    Data data;
    bool is_signer = false;
    bool is_writable = false;
    bool executable = false;

    TestAccount signer() const { return with(&TestAccount::is_signer); }
    TestAccount writable() const { return with(&TestAccount::is_writable); }

    /// The T of a program's account, after its discriminator; nothing where it is none.
    template <Discriminated T>
    std::optional<T> state() const {
        T found;
        if (data.size() < Account::state_size<T> || load<uint64_t>(data.data()) != T::discriminator)
            return std::nullopt;
        __builtin_memcpy(&found, data.data() + 8, sizeof found);
        return found;
    }

  private:
    TestAccount with(bool TestAccount::* flag) const {
        auto copy = *this;
        copy.*flag = true;
        return copy;
    }
};

/// A system account with lamports.
TestAccount wallet(const Pubkey& key, uint64_t lamports);
/// A program's account, so that others can be given it.
TestAccount program(const Pubkey& key);
/// A rent-exempt account of a program with so many zero bytes.
TestAccount empty_account(const Pubkey& key, const Pubkey& owner, uint64_t bytes);
/// A mint, and an account of it, of the token program.
TestAccount token_mint(const Pubkey& key, const Pubkey& authority, uint64_t supply,
                       uint8_t decimals);
TestAccount token_wallet(const Pubkey& key, const Pubkey& mint, const Pubkey& owner,
                         uint64_t amount);

/// What a hook learns of the transaction that set it off.
struct Trigger {
    uint8_t hook_index = 0;
    uint64_t slot = 0;
    TxId parent{};
    Pubkey initiator{};
    Pubkey target{};
    std::vector<Pubkey> programs;  ///< all that it invoked; a hook sees the first 64
};
/// The MsgCtx sysvar's account in a hook, and, without a trigger, outside.
TestAccount msg_ctx(const Trigger& trigger);
TestAccount msg_ctx();

/// A rent-exempt account of a program that holds a T.
template <Discriminated T>
TestAccount state_account(const Pubkey& key, const Pubkey& owner, const T& state) {
    auto account = empty_account(key, owner, Account::state_size<T>);
    store<uint64_t>(account.data.data(), T::discriminator);
    __builtin_memcpy(account.data.data() + 8, &state, sizeof state);
    return account;
}

/// Values as borsh, one after the other: an instruction's data.
template <class... T>
Data borsh(const T&... values) {
    Data bytes(1 << 16);
    Writer writer(MutBytes(bytes.data(), bytes.size()));
    if ((writer.write(values).code() | ... | 0)) throw std::length_error("over 64 KiB of borsh");
    bytes.resize(writer.written().size());
    return bytes;
}

/// The address of seeds, with its bump; panics where there is none.
template <class... S>
Pda pda(const Pubkey& program, S&&... seed) {
    return find_pda(program, seeds(std::forward<S>(seed)...)).value();
}

/// A call of another program, as its handler sees it: what it changes in `accounts` the program
/// under test finds changed.
struct Cpi {
    struct Meta {
        size_t index;  ///< in accounts
        bool is_signer;
        bool is_writable;
    };

    Pubkey program;
    std::vector<TestAccount> accounts;  ///< each once
    std::vector<Meta> metas;            ///< the instruction's, in its order
    Data data;
    Data return_data;  ///< what the handler leaves for the caller

    TestAccount& account(size_t i) { return accounts.at(metas.at(i).index); }
    const TestAccount& account(size_t i) const { return accounts.at(metas.at(i).index); }
    bool is_signer(size_t i) const { return metas.at(i).is_signer; }
};

/// 0, or the code of the error with which the invoked program fails.
using CpiHandler = std::function<uint64_t(Cpi&)>;

/// What the system program and the token program do, as far as programs mostly ask for it: system
/// CreateAccount, Assign, Transfer, Allocate; token Transfer(Checked), MintTo, Burn, CloseAccount,
/// InitializeAccount3, InitializeMint2. Any other call fails.
uint64_t builtin_programs(Cpi& cpi);

/// The world around a call.
struct Environment {
    Clock clock{};
    Rent rent{3480, 0x4000000000000000, 50};
    EpochSchedule epoch_schedule{432000, 432000, false, 0, 0};
    uint64_t last_restart_slot = 0;
    uint64_t compute_units = 200'000;  ///< that remain; native code doesn't use any up
    uint64_t stack_height = 1;
    CpiHandler on_cpi = builtin_programs;
};

struct CallParams {
    Pubkey program_id;
    std::vector<TestAccount> accounts;  ///< the same key twice is one account listed twice
    Data data;
    Environment environment = {};
};

/// How a call ended.
enum class End {
    returned,  ///< the entrypoint returned; `code` tells with what
    panicked,  ///< sol_panic_: REQUIRE
    aborted,   ///< abort, or a syscall that ends the program
    refused,   ///< the runtime would undo it: see `message`
    failed,    ///< a program that was invoked returned `code`
};

struct Outcome {
    End end = End::returned;
    uint64_t code = 0;
    std::string message;                       ///< of a panic, an abort or a refusal
    std::vector<std::string> logs;             ///< as on a chain: "Program log: ..."
    std::vector<std::vector<Data>> data_logs;  ///< the fields of each sol_log_data
    Data return_data;
    std::vector<TestAccount> accounts;  ///< afterwards, even if a chain would undo it; as listed
    std::vector<Cpi> cpis;              ///< as they were asked for

    bool ok() const { return end == End::returned && code == 0; }
    /// Whether the program returned this error: `outcome.is(ProgramError::InvalidSeeds)`.
    bool is(Error error) const { return end == End::returned && code == error.code(); }
    /// The account of that key; throws std::out_of_range where it wasn't in the call.
    const TestAccount& account(const Pubkey& key) const;
    /// Whether a line of the log contains the text.
    bool logged(std::string_view text) const;
    /// Why it failed, for a test's output; empty for success.
    std::string why() const;

    /// The events of type E, in order.
    template <Discriminated E>
    std::vector<E> events() const {
        std::vector<E> found;
        for (const auto& fields : data_logs) {
            if (fields.size() != 1 || fields[0].size() < 8) continue;
            const auto& bytes = fields[0];
            if (load<uint64_t>(bytes.data()) != E::discriminator) continue;
            Reader reader(Bytes(bytes.data() + 8, bytes.size() - 8));
            if (auto event = reader.read<E>()) found.push_back(*event);
        }
        return found;
    }
};

using Entrypoint = uint64_t (*)(uint8_t*);

/// The input that the runtime would give to a program, in exactly as many bytes.
Data serialize(const CallParams& params);

/// Runs an entrypoint; see call(). Native code only, so nothing limits its time.
Outcome run(Entrypoint program, const CallParams& params);

/// Calls the program under test. What a chain would refuse is found afterwards and before each CPI:
/// changes to read-only accounts or to accounts of others, lamports from nothing, data over 10,240
/// bytes longer. Under AddressSanitizer a read past the input's end is found too.
inline Outcome call(const CallParams& params) { return run(&entrypoint, params); }

}  // namespace sol::test
