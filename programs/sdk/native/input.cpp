#include "programs/sdk/native/input.hpp"

#include <stdexcept>

namespace sol::test {
namespace {

template <class T>
void append(Data& to, const T& value) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
    to.insert(to.end(), bytes, bytes + sizeof value);
}

void append_account(Data& to, const TestAccount& account) {
    append(to, AccountRecord{.duplicate_of = 0xff,
                             .is_signer = account.is_signer,
                             .is_writable = account.is_writable,
                             .executable = account.executable,
                             .length_before_resize = 0,
                             .key = account.key,
                             .owner = account.owner,
                             .lamports = account.lamports,
                             .data_len = account.data.size()});
    to.insert(to.end(), account.data.begin(), account.data.end());
    to.resize((to.size() + SOL_MAX_GROWTH + 7) / 8 * 8);
    append(to, ~uint64_t{0});  // rent epoch: exempt
}

}  // namespace

Distinct distinct(const std::vector<TestAccount>& listed) {
    Distinct out;
    for (const auto& account : listed) {
        size_t at = 0;
        while (at < out.accounts.size() && out.accounts[at].key != account.key) ++at;
        if (at == out.accounts.size()) out.accounts.push_back(account);
        out.accounts[at].is_signer |= account.is_signer;
        out.accounts[at].is_writable |= account.is_writable;
        out.listed.push_back(at);
    }
    return out;
}

Input make_input(const Distinct& accounts, const Data& data, const Pubkey& program_id) {
    if (accounts.listed.size() > 255) throw std::length_error("an instruction has 255 accounts");
    Input out;
    append(out.bytes, uint64_t{accounts.listed.size()});
    std::vector<size_t> first;  // for each distinct account its first listing
    for (size_t i = 0; i < accounts.listed.size(); ++i) {
        const auto at = accounts.listed[i];
        if (at < first.size()) {
            append(out.bytes, uint64_t{first[at]});  // a byte and seven of padding
            continue;
        }
        first.push_back(i);
        out.records.push_back(out.bytes.size());
        append_account(out.bytes, accounts.accounts[at]);
    }
    append(out.bytes, uint64_t{data.size()});
    out.bytes.insert(out.bytes.end(), data.begin(), data.end());
    append(out.bytes, program_id);
    return out;
}

Data serialize(const CallParams& params) {
    return make_input(distinct(params.accounts), params.data, params.program_id).bytes;
}

}  // namespace sol::test
