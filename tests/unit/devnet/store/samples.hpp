#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>
#include <string>

#include "devnet/shred/shred.hpp"
#include "devnet/store/ledger.hpp"

namespace orrery::store::samples {

/// A directory that goes with the test.
class TempDir {
  public:
    TempDir() {
        std::string name =
            (std::filesystem::temp_directory_path() / "orrery-store-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    ~TempDir() { std::filesystem::remove_all(path_); }

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// The value, or the test fails with the error's message.
template <class T>
T must(Result<T, StoreError> result) {
    if (!result) FAIL(result.error().message);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// A key that a number gives, different in all its parts.
template <class Key>
Key key(std::uint64_t number) {
    std::mt19937_64 rng{number};
    Key out;
    for (std::size_t i = 0; i < Key::size; i += 8) store_le(out.bytes.data() + i, rng());
    return out;
}

inline AccountRef account(std::uint64_t lamports, std::size_t data_size = 0) {
    Account out;
    out.lamports = {lamports};
    out.owner = key<Pubkey>(lamports);
    out.rent_epoch = lamports + 1;
    out.executable = lamports % 2 == 1;
    out.data = AccountData::from(Bytes(data_size, static_cast<std::uint8_t>(lamports)));
    return std::make_shared<const Account>(out);
}

/// A transaction as far as the ledger looks at it: its id, then the addresses it names.
struct SampleTransaction {
    Txid id;
    std::vector<Pubkey> addresses;
    Bytes meta;

    Bytes wire() const {
        Bytes out{1};
        out.insert(out.end(), id.bytes.begin(), id.bytes.end());
        for (const auto& address : addresses)
            out.insert(out.end(), address.bytes.begin(), address.bytes.end());
        out.push_back(0);
        return out;
    }
};

inline SampleTransaction transaction(std::uint64_t number, std::vector<Pubkey> addresses = {}) {
    return {.id = key<Txid>(number),
            .addresses = std::move(addresses),
            .meta = Bytes(number % 50, static_cast<std::uint8_t>(number))};
}

/// A shred record of the transactions; `last` closes the slot.
inline ShredRecord record(std::uint64_t slot, std::uint32_t index,
                          const std::vector<SampleTransaction>& transactions, bool last = false) {
    ShredRecord out;
    out.slot = {slot};
    out.index = index;
    out.unix_timestamp = static_cast<std::int64_t>(1000 + slot);
    out.state = Bytes(slot % 5, static_cast<std::uint8_t>(index));
    Bytes bytes(shred::header_size);
    store_le(bytes.data(), slot);
    store_le(bytes.data() + 8, index);
    for (const auto& transaction : transactions) {
        const auto wire = transaction.wire();
        out.transactions.push_back({.id = transaction.id,
                                    .wire_offset = static_cast<std::uint32_t>(bytes.size()),
                                    .wire_length = static_cast<std::uint32_t>(wire.size()),
                                    .meta = transaction.meta,
                                    .addresses = transaction.addresses});
        bytes.insert(bytes.end(), wire.begin(), wire.end());
    }
    bytes.resize(bytes.size() + shred::signature_size);
    out.hash = shred::shred_hash(bytes);
    out.bytes = std::make_shared<const Bytes>(std::move(bytes));
    if (last) {
        out.block = BlockRecord{.parent_slot = {slot == 0 ? 0 : slot - 1},
                                .height = slot + 1,
                                .blockhash = key<Hash>(slot),
                                .previous_blockhash = key<Hash>(slot + 1'000'000),
                                .fees = {slot * 5000},
                                .identity_balance = {slot * 7000}};
    }
    return out;
}

inline GenesisRecord genesis() {
    GenesisRecord out;
    out.genesis_hash = key<Hash>(7);
    out.seed = {1, 2, 3};
    out.configuration = {{"slot-time", "400"}, {"block-mode", "auto"}, {"empty", ""}};
    out.accounts = {{key<Pubkey>(1), 1, account(100)},
                    {key<Pubkey>(2), 1, account(201, 10'000)},
                    {key<Pubkey>(3), 5, nullptr}};
    return out;
}

inline Seq append(Ledger& ledger, const ShredRecord& record) {
    return must(ledger.append({&record, 1}));
}

inline bool same(const AccountRef& a, const AccountRef& b) {
    return a == b || (a && b && *a == *b);
}

}  // namespace orrery::store::samples
