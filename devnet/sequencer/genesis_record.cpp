#include "devnet/sequencer/genesis_record.hpp"

#include <algorithm>
#include <charconv>

namespace orrery::sequencer {
namespace {

constexpr std::string_view timestamp_key = "genesis.unix_timestamp";
constexpr std::string_view blockhash_age_key = "genesis.max_blockhash_age";

template <class T>
bool read(const store::GenesisRecord& record, std::string_view key, T& value) {
    for (const auto& [name, text] : record.configuration) {
        if (name != key) continue;
        const auto* end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data(), end, value);
        return parsed.ec == std::errc{} && parsed.ptr == end;
    }
    return false;
}

}  // namespace

store::GenesisRecord to_record(const bank::Genesis& genesis,
                               const std::vector<std::pair<std::string, std::string>>& settings) {
    store::GenesisRecord out;
    out.genesis_hash = genesis.hash();
    out.seed.assign(genesis.seed.begin(), genesis.seed.end());
    out.configuration = settings;
    out.configuration.emplace_back(timestamp_key, std::to_string(genesis.unix_timestamp));
    out.configuration.emplace_back(blockhash_age_key, std::to_string(genesis.max_blockhash_age));
    for (const auto& [key, account] : genesis.accounts)
        out.accounts.push_back({key, 0, std::make_shared<const Account>(account)});
    return out;
}

Result<bank::Genesis, store::StoreError> from_record(const store::GenesisRecord& record) {
    const auto damaged = [](const char* what) {
        return fail(store::StoreError{store::StoreErrorCode::damaged,
                                      "the genesis of the ledger is damaged: " + std::string(what) +
                                          "; restore a copy, or start over with --reset"});
    };
    bank::Genesis out;
    if (record.seed.size() != out.seed.size()) return damaged("its seed doesn't have 32 bytes");
    std::copy(record.seed.begin(), record.seed.end(), out.seed.begin());
    if (!read(record, timestamp_key, out.unix_timestamp) ||
        !read(record, blockhash_age_key, out.max_blockhash_age))
        return damaged("a setting is missing or unreadable");
    for (const auto& update : record.accounts)
        if (update.account) out.accounts.emplace_back(update.key, *update.account);
    std::sort(out.accounts.begin(), out.accounts.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    if (out.hash() != record.genesis_hash) return damaged("it doesn't have the hash it states");
    return out;
}

}  // namespace orrery::sequencer
