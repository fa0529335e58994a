// Account files come from anywhere: any text is either read or refused with a place, and what was
// read is written and read again to the same account.
#include "sdk/json/account_file.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orrery;
    constexpr std::size_t max_data = 1 << 20;
    const auto file = json::parse_account_file(as_text({data, size}), max_data);
    if (!file) {
        if (json::display(file.error()).empty()) std::abort();
        return 0;
    }
    const Pubkey key = file->pubkey.value_or(Pubkey());
    const auto again =
        json::parse_account_file(json::format_account_file(key, file->account), max_data);
    if (!again || again->pubkey != key || !(again->account == file->account)) std::abort();
    return 0;
}
