#include <sol/program.hpp>

using namespace sol;

// Leaves what it sees of its accounts as return data; with data, also changes them: 1 lets the
// first grow by the number that follows, 2 closes the first in favour of the second.
namespace {

struct Seen {
    Pubkey key;
    Pubkey owner;
    uint64_t lamports;
    uint64_t size;
    uint8_t last;  // byte of the data
    bool is_signer;
    bool is_writable;
    SOL_FIELDS(key, owner, lamports, size, last, is_signer, is_writable)
};

Result<void> change(const Context& context) {
    Reader arguments(context.data);
    SOL_TRY(what, arguments.read<uint8_t>());
    SOL_ACCOUNTS(context, first, second);
    if (what == 2) return first.close(second);
    SOL_TRY(by, arguments.read<uint64_t>());
    return first.resize(first.size() + by);
}

Result<void> process(const Context& context) {
    if (!context.data.empty()) return change(context);
    uint8_t room[1024];
    Writer to(room);
    for (const auto account : context.accounts) {
        const auto data = account.data();
        SOL_CHECK(to.write(Seen{account.key(), account.owner(), account.lamports(), account.size(),
                                data.empty() ? uint8_t{0} : data[data.size() - 1],
                                account.is_signer(), account.is_writable()}));
    }
    set_return_data(to.written());
    return {};
}

}  // namespace

SOL_ENTRYPOINT(process);
