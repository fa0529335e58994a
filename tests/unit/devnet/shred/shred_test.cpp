#include "devnet/shred/shred.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"
#include "sdk/codec/hex.hpp"

using namespace orrery;
using namespace orrery::shred;
using samples::key;

namespace {

const std::string golden_hash = "6d67d2ce643ae3b76263aa79c6e03f4b295fb3a54bb662c99496dfe54b19c436";
const std::string golden_signature =
    "e67cc7071e3344149455ad17ef7d2e0666dad886e8fc7fea9b3ca0e773495eab"
    "7b9030975a5b71c69ab4f43f7c6b420798bb445a25bc7536ca5909be663fa90b";

Bytes sample_bytes() { return *seal(samples::shred(), samples::sequencer()).bytes; }

// Lays a shred out by hand, so that it can be wrong.
struct RawShred {
    std::uint8_t flags = 0;
    std::uint32_t index = 1;
    std::vector<std::uint8_t> account_keys;  // each repeated 32 times
    Bytes body;
    std::uint32_t entries = 1;

    Bytes bytes() const {
        codec::ByteWriter out;
        out.bytes(as_bytes("SHRD")).u8(1).u8(flags).u16(0).u64(42).u32(index).u32(entries);
        out.u32(static_cast<std::uint32_t>(account_keys.size()));
        out.u32(static_cast<std::uint32_t>(body.size()));
        out.bytes(Bytes(128));
        for (const auto byte : account_keys) out.key(key<Pubkey>(byte)).u64(0).u64(0);
        return out.bytes(body).bytes(Bytes(64)).take();
    }
};

Bytes written(const std::vector<Entry>& entries) {
    codec::ByteWriter out;
    for (const auto& entry : entries) write_entry(out, entry);
    return out.take();
}

Bytes raw_entry(std::uint8_t kind, Bytes body) {
    return codec::ByteWriter()
        .u8(kind)
        .u32(static_cast<std::uint32_t>(body.size()))
        .bytes(body)
        .take();
}

RawShred with_entries(const std::vector<Entry>& entries) {
    RawShred raw;
    raw.body = written(entries);
    raw.entries = static_cast<std::uint32_t>(entries.size());
    return raw;
}

RawShred with_raw_entry(std::uint8_t kind, Bytes body) {
    RawShred raw;
    raw.body = raw_entry(kind, std::move(body));
    return raw;
}

void check_fails(const std::string& what, const Bytes& bytes, ShredErrorCode code) {
    CAPTURE(what);
    const auto decoded = decode(bytes);
    REQUIRE_FALSE(decoded);
    CHECK(static_cast<int>(decoded.error().code) == static_cast<int>(code));
    CHECK(decoded.error().what == what);
}

Bytes body_of(const Entry& entry) {
    auto bytes = written({entry});
    bytes.erase(bytes.begin(), bytes.begin() + entry_header_size);
    return bytes;
}

}  // namespace

TEST_CASE("a sealed shred has the layout, hash and signature of the specification") {
    const auto sealed = seal(samples::shred(), samples::sequencer());
    CHECK(sealed.bytes->size() == 5881);
    CHECK(codec::hex_encode(sealed.hash.bytes) == golden_hash);
    CHECK(shred_hash(*sealed.bytes) == sealed.hash);
    CHECK(codec::hex_encode(ByteSpan(*sealed.bytes).last(64)) == golden_signature);
    CHECK(verify_signature(*sealed.bytes, samples::sequencer().pubkey));
}

TEST_CASE("a shred's entry offsets point at the entries' bodies") {
    const auto sealed = seal(samples::shred(), samples::sequencer());
    REQUIRE(sealed.entry_offsets.size() == 6);
    const auto at = ByteSpan(*sealed.bytes).subspan(sealed.entry_offsets[1], 200);
    CHECK(Bytes(at.begin(), at.end()) == samples::pattern(200));
}

TEST_CASE("a decoded shred seals to the same bytes") {
    const auto bytes = sample_bytes();
    const auto decoded = decode(bytes);
    REQUIRE(decoded);
    CHECK(decoded->header == samples::shred().header);
    CHECK(decoded->accounts == samples::shred().accounts);
    CHECK(*std::get<TransactionEntry>(decoded->entries[1]).wire == samples::pattern(200));
    CHECK(std::get<SlotOpen>(decoded->entries[0]) == samples::slot_open());
    CHECK(std::get<SetAccount>(decoded->entries[2]) == std::get<SetAccount>(samples::entries()[2]));
    CHECK(std::get<SlotClose>(decoded->entries[5]) == samples::slot_close());
    CHECK(codec::hex_encode(decoded->signature.bytes) == golden_signature);
    CHECK(*seal(*decoded, samples::sequencer()).bytes == bytes);
}

TEST_CASE("a shred inside a slot has neither slot open nor slot close") {
    auto shred = samples::shred();
    shred.header.index = 7;
    shred.header.last_in_slot = false;
    shred.accounts.clear();
    shred.entries = {samples::transaction(1), samples::transaction(1232)};
    const auto sealed = seal(shred, samples::sequencer());
    const auto decoded = decode(*sealed.bytes);
    REQUIRE(decoded);
    CHECK(decoded->header == shred.header);
    CHECK(decoded->entries.size() == 2);
}

TEST_CASE("the signature covers every bit of a shred") {
    auto bytes = sample_bytes();
    const auto signer = samples::sequencer().pubkey;
    for (std::size_t i = 0; i < bytes.size(); i += i < 260 ? 1 : 97) {
        bytes[i] ^= 1;
        CAPTURE(i);
        CHECK_FALSE(verify_signature(bytes, signer));
        bytes[i] ^= 1;
    }
    CHECK(verify_signature(bytes, signer));
    CHECK_FALSE(verify_signature(bytes, key<Pubkey>(1)));
    CHECK_FALSE(verify_signature(ByteSpan(bytes).first(223), signer));
}

TEST_CASE("every prefix of a shred and every longer one is refused") {
    const auto bytes = sample_bytes();
    for (std::size_t n = 0; n < bytes.size(); n += n < 300 ? 1 : 61) {
        CAPTURE(n);
        const auto decoded = decode(ByteSpan(bytes).first(n));
        REQUIRE_FALSE(decoded);
        CHECK(decoded.error().code == ShredErrorCode::truncated);
    }
    auto longer = bytes;
    longer.push_back(0);
    check_fails("longer than its header says", longer, ShredErrorCode::trailing_bytes);
}

TEST_CASE("a shred with one wrong header field is refused with its reason") {
    const auto with = [](std::size_t at, std::uint8_t value) {
        auto bytes = sample_bytes();
        bytes[at] = value;
        return bytes;
    };
    check_fails("doesn't begin with SHRD", with(0, 'T'), ShredErrorCode::bad_magic);
    check_fails("shred version 2, known is 1", with(4, 2), ShredErrorCode::bad_version);
    check_fails("unknown flags or reserved field not zero", with(5, 2), ShredErrorCode::bad_flags);
    check_fails("unknown flags or reserved field not zero", with(6, 1), ShredErrorCode::bad_flags);
    check_fails("unknown flags or reserved field not zero", with(7, 1), ShredErrorCode::bad_flags);
    check_fails("opens another slot than its own", with(8, 43), ShredErrorCode::bad_structure);
    check_fails("slot open not where the slot begins", with(16, 1), ShredErrorCode::bad_structure);
    check_fails("slot close not where the slot ends", with(5, 0), ShredErrorCode::bad_structure);
    check_fails("bytes after the last entry", with(20, 5), ShredErrorCode::bad_entry);
    check_fails("entry 6: runs past the body", with(20, 7), ShredErrorCode::bad_entry);
    check_fails("body too short for its entries", with(23, 255), ShredErrorCode::bad_entry);
    check_fails("shorter than its header says", with(27, 255), ShredErrorCode::truncated);
    check_fails("shorter than its header says", with(31, 255), ShredErrorCode::truncated);
    check_fails("longer than its header says", with(24, 1), ShredErrorCode::trailing_bytes);
}

TEST_CASE("a shred with accounts out of order or twice is refused") {
    auto raw = with_entries({samples::transaction(1)});
    raw.account_keys = {1, 2, 3};
    CHECK(decode(raw.bytes()));
    raw.account_keys = {1, 3, 2};
    check_fails("account 2 is not above its predecessor", raw.bytes(),
                ShredErrorCode::unsorted_accounts);
    raw.account_keys = {1, 1};
    check_fails("account 1 is not above its predecessor", raw.bytes(),
                ShredErrorCode::unsorted_accounts);
}

TEST_CASE("a shred whose entries don't frame the slot is refused") {
    const Entry open = samples::slot_open(), close = samples::slot_close();
    const Entry transaction = samples::transaction(3);
    struct Row {
        std::vector<Entry> entries;
        std::uint32_t index;
        std::uint8_t flags;
        std::string what;
    };
    const Row rows[] = {
        {{}, 1, 0, "no entries"},
        {{transaction}, 0, 0, "slot open not where the slot begins"},
        {{transaction, open}, 0, 0, "slot open not where the slot begins"},
        {{open, open}, 0, 0, "slot open not where the slot begins"},
        {{open}, 1, 0, "slot open not where the slot begins"},
        {{transaction}, 1, 1, "slot close not where the slot ends"},
        {{close, transaction}, 1, 1, "slot close not where the slot ends"},
        {{close, close}, 1, 1, "slot close not where the slot ends"},
        {{close}, 1, 0, "slot close not where the slot ends"},
    };
    for (const auto& row : rows) {
        auto raw = with_entries(row.entries);
        raw.index = row.index;
        raw.flags = row.flags;
        check_fails(row.what, raw.bytes(), ShredErrorCode::bad_structure);
    }
}

TEST_CASE("entries of kinds nobody produces yet are refused by name") {
    const std::pair<std::uint8_t, std::string> reserved[] = {
        {4, "relay"}, {5, "claim"}, {6, "refund"}, {7, "edge receipts"}};
    for (const auto& [kind, name] : reserved) {
        const auto decoded = decode_entry(kind, Bytes(100));
        REQUIRE_FALSE(decoded);
        CHECK(decoded.error().code == EntryErrorCode::unsupported_kind);
        CHECK(decoded.error().what == "this version cannot execute " + name + " entries (kind " +
                                          std::to_string(kind) + ")");
    }
    check_fails("entry 0: this version cannot execute relay entries (kind 4)",
                with_raw_entry(4, Bytes(10)).bytes(), ShredErrorCode::bad_entry);
    check_fails("entry 0: unknown entry kind 9", with_raw_entry(9, {}).bytes(),
                ShredErrorCode::bad_entry);
    check_fails("entry 0: unknown cheat op 2", with_raw_entry(3, {2}).bytes(),
                ShredErrorCode::bad_entry);
    CHECK(decode_entry(255, {}).error().code == EntryErrorCode::unknown_kind);
    CHECK(decode_entry(3, Bytes{7}).error().code == EntryErrorCode::unknown_cheat);
}

TEST_CASE("an entry is refused when its body is a byte too short or too long") {
    for (const auto& entry : samples::entries()) {
        if (kind_of(entry) == EntryKind::transaction) continue;  // any length but none is one
        const auto kind = static_cast<std::uint8_t>(kind_of(entry));
        auto body = body_of(entry);
        REQUIRE(decode_entry(kind, body));
        CHECK(decode_entry(kind, ByteSpan(body).first(body.size() - 1)).error().code ==
              EntryErrorCode::malformed);
        CHECK(decode_entry(kind, {}).error().code == EntryErrorCode::malformed);
        body.push_back(0);
        CHECK(decode_entry(kind, body).error().code == EntryErrorCode::malformed);
    }
    CHECK(decode_entry(0, {}).error().what == "malformed transaction entry");
}

TEST_CASE("a slot close with unsorted credits or a lying count is refused") {
    auto close = samples::slot_close();
    std::swap(close.credits[0], close.credits[1]);
    CHECK_FALSE(decode_entry(2, body_of(close)));
    close.credits[1] = close.credits[0];
    CHECK_FALSE(decode_entry(2, body_of(close)));
    auto body = body_of(samples::slot_close());
    body[51] = 0xff;  // the count's high byte: 4 billion credits
    CHECK_FALSE(decode_entry(2, body));
}

TEST_CASE("a set account with a bad flag or a lying length is refused") {
    const auto body = body_of(samples::entries()[2]);
    auto bad_flag = body;
    bad_flag[73] = 2;
    CHECK_FALSE(decode_entry(3, bad_flag));
    auto long_data = body;
    long_data[81] = 0x7f;  // the length's high byte
    CHECK_FALSE(decode_entry(3, long_data));
}

TEST_CASE("an entry's id depends on its place and its bytes") {
    const std::pair<std::string, std::string> golden[] = {
        {"d3af5e2ff8f2b8a0cd952cb410f510063ddbab2109a1247460893501fe46de7a",
         "adea5868cb779417a383defc17bed9a9b11d9b19abb9d4f155e5291f7907128f"},
        {"1499762074d88349cec195d5ec1cd2bb9ff60c61d2ff0b41018a6659d8cccce5",
         "509143deae887caa897614862594f8a65ba633a014ec84458f85f0d0aaedd327"},
        {"a1c1eef8fb32591b121352948759bcf0ec109c819c4c9f10ffb37a9eec9301c2",
         "3def99dc4e4e69ab23d379001253ee62ba11c72f18fddc785a7d89051ddb4f78"},
        {"2411da9a5409e3c45de37b8eab37231efb5d32ea0a2e5b6e74de125a372bea19",
         "2025babee8d7b71dc7f07aa62e55c225ac4db9e52a4f204c7f29c7645be66888"},
        {"499b1fbc0b492d36e9d1e9a0e3ebdd678cc817da6705cc6be331b472a9c23d09",
         "544ab1ebde15b537a4b9ff30f63541805a72da83e740666bf3b3557612a951f7"},
        {"f95128859b2e957a0145504d9de1e00d4606d42ceb314d05cfc04bf15b952932",
         "a197fcbc2f82be85c369fcafdaee42026d0409cd589028e47a176eff1aa4740a"},
    };
    const auto entries = samples::entries();
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
        const auto id = entry_id({.slot = {42}, .shred_index = 0, .entry_index = i}, entries[i]);
        CHECK(codec::hex_encode(id.bytes) == golden[i].first + golden[i].second);
    }
}
