#pragma once

#include <sol/account.hpp>
#include <sol/require.hpp>

namespace sol {

/// The accounts of an instruction. One that wasn't given ends the program; SOL_ACCOUNTS, which asks
/// once for all, returns an error in its place and costs less.
class Accounts : public Span<const Account> {
  public:
    using Span::Span;
    SOL_INLINE const Account& operator[](uint64_t index) const {
        SOL_REQUIRE(index < size(), "an account is missing");
        return data()[index];
    }
};

/// What an instruction brings. Borrowed from the input: alive for the whole call.
struct Context {
    Accounts accounts;         ///< the first ones, as many as the entrypoint asks for
    Bytes data;                ///< the instruction's
    const Pubkey& program_id;  ///< the running program's
};

namespace detail {

/// Where the account after this one begins. The runtime leaves room for growth, and pads to 8.
SOL_INLINE uint8_t* after(AccountRecord* record) {
    const uint64_t end = reinterpret_cast<uint64_t>(record) + sizeof(AccountRecord) +
                         record->data_len + SOL_MAX_GROWTH + 7;
    return reinterpret_cast<uint8_t*>(end & ~uint64_t{7}) + sizeof(uint64_t);  // rent epoch
}

}  // namespace detail

/// Finds up to Max accounts in the input and hands a Context to `process`; returns the entrypoint's
/// code. Accounts beyond Max are passed over. The input is the runtime's: nothing in it is doubted.
template <uint64_t Max, class Process>
SOL_INLINE uint64_t run(uint8_t* input, Process process) {
#ifdef __bpf__
    Account accounts[Max ? Max : 1];
#else
    Account accounts[Max ? Max : 1]{};  // compilers for the host warn
#endif
    const auto count = load<uint64_t>(input);
    uint8_t* at = input + sizeof(uint64_t);
    SOL_SMALL_LOOP
    for (uint64_t i = 0; i < count; ++i) {
        auto* record = reinterpret_cast<AccountRecord*>(at);
        const uint64_t duplicate = record->duplicate_of;
        if (duplicate == 0xff) {
            if (i < Max) accounts[i] = Account(record);
            at = detail::after(record);
        } else {
            if (i < Max) accounts[i] = accounts[duplicate];
            at += sizeof(uint64_t);
        }
    }
    const auto length = load<uint64_t>(at);
    at += sizeof(uint64_t);
    const Context context{{accounts, count < Max ? count : Max},
                          {at, length},
                          *reinterpret_cast<const Pubkey*>(at + length)};
    return Result<void>(process(context)).code();
}

}  // namespace sol

/// `SOL_ENTRYPOINT(process)` makes `sol::Result<void> process(const sol::Context&)` the program. A
/// second argument is how many accounts it looks at, 64 where there is none; few are cheaper.
#define SOL_ENTRYPOINT(...) SOL_ENTRYPOINT_(__VA_ARGS__, 64)
#define SOL_ENTRYPOINT_(process, max_accounts, ...)                                            \
    extern "C" uint64_t entrypoint(uint8_t* input);                                            \
    extern "C" uint64_t entrypoint(uint8_t* input) {                                           \
        return ::sol::run<max_accounts>(                                                       \
            input, [](const ::sol::Context& context) SOL_ALWAYS { return process(context); }); \
    }                                                                                          \
    static_assert(max_accounts <= 255)

#define SOL_COUNT(...) \
    SOL_COUNT_(__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
#define SOL_COUNT_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, count, ...) count

/// `SOL_ACCOUNTS(context, counter, authority);` names the first accounts, or returns
/// NotEnoughAccountKeys. Up to 16.
#define SOL_ACCOUNTS(context, ...)                                          \
    if ((context).accounts.size() < SOL_COUNT(__VA_ARGS__))                 \
        return ::sol::Error(::sol::ProgramError::NotEnoughAccountKeys);     \
    const auto& [__VA_ARGS__] =                                             \
        *reinterpret_cast<const ::sol::Account(*)[SOL_COUNT(__VA_ARGS__)]>( \
            (context).accounts.data())
