#include "sdk/tx/jumbo.hpp"

#include <chrono>

#include "sdk/codec/writer.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/crypto/sha512.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/tx/jumbo_samples.hpp"

using namespace orrery;
using namespace orrery::tx;
using test::decoded;
using test::fault_of;
using test::forged_wire;
using test::jumbo_sample;
using test::pair;

namespace {

Bytes with(Bytes bytes, std::size_t at, std::uint8_t value) {
    bytes.at(at) = value;
    return bytes;
}

JumboMessage random_message(test::Random& random) {
    JumboMessage out;
    const auto below = [&random](std::size_t n) {
        return static_cast<std::uint16_t>(random.below(n));
    };
    const std::size_t addresses = 2 + random.below(300);
    for (std::size_t i = 0; i < addresses; ++i)
        out.addresses.push_back(Pubkey::from(random.bytes(32)));
    out.num_required_signatures =
        static_cast<std::uint8_t>(1 + random.below(std::min<std::size_t>(addresses, 64)));
    out.num_readonly_signed = static_cast<std::uint8_t>(below(out.num_required_signatures));
    out.num_readonly_unsigned = below(addresses - out.num_required_signatures + 1);
    out.has_schemes = random.below(2) == 0;
    if (random.below(2) == 0) out.priority_fee = random.next();
    if (random.below(2) == 0)
        out.compute_unit_limit = static_cast<std::uint32_t>(random.below(24'000'001));
    if (random.below(2) == 0) out.loaded_accounts_data_size = 1u << random.below(29);
    if (random.below(2) == 0)
        out.heap_bytes = static_cast<std::uint32_t>(1024 * (32 + random.below(225)));
    out.lifetime = Hash::from(random.bytes(32));
    for (std::size_t i = random.below(20); i > 0; --i) {
        auto& instruction = out.instructions.emplace_back();
        instruction.program = static_cast<std::uint16_t>(1 + random.below(addresses - 1));
        for (std::size_t n = random.below(256); n > 0; --n)
            instruction.accounts.push_back(below(addresses));
        instruction.data = random.bytes(random.below(500));
    }
    return out;
}

// As the table of docs/spec/jumbo.md 3.
constexpr std::pair<std::uint64_t, std::uint64_t> fee_table[] = {
    {0, 0},
    {4096, 0},
    {4097, 0},
    {4110, 1},
    {65'536, 4'687},
    {4096 + 65'535, 4'999},
    {4096 + 65'536, 5'000},
    {131'072, 14'375},
    {262'144, 72'500},
    {524'288, 1'235'000},
    {1'048'576, 317'435'000},
    {1'572'864, 81'264'635'000},
    {2'097'152, 20'803'747'835'000},
};

}  // namespace

TEST_CASE("the first byte alone tells a transaction's version") {
    for (int first = 0; first < 256; ++first) {
        const auto result = decode(Bytes{static_cast<std::uint8_t>(first), 0});
        REQUIRE(!result);
        INFO(first);
        const std::string& what = result.error().what;
        if (first == 0x81 || first == 0xca)
            CHECK(what == "message header runs past the end (offset 2)");
        else if (first >= 0x80)
            CHECK(what == "transaction version " + std::to_string(first - 0x80) +
                              " is not supported (offset 0)");
        else
            CHECK(what.find("transaction version") == std::string::npos);
    }
    CHECK(decoded(forged_wire(jumbo_sample())).message.version == Version::jumbo);
    CHECK(decoded(forged_wire(test::v1_sample())).message.version == Version::v1);
    CHECK(wire_version(Version::jumbo) == 74);
}

TEST_CASE("a jumbo message stands on the wire as its byte table says") {
    JumboMessage message = jumbo_sample(3);
    message.priority_fee = 0x1122'3344'5566'7788;
    message.heap_bytes = 0x8400;
    message.instructions[0].accounts = {0x0102, 1};
    codec::ByteWriter expected;
    expected.u8(0xca).u8(1).u8(0).u8(0).u16(1).u16(3).u16(1).u16(0).u32(0b11111);
    expected.key(message.lifetime);
    for (const auto& address : message.addresses) expected.key(address);
    expected.u64(0x1122'3344'5566'7788).u32(200'000).u32(64 << 20).u32(0x8400);
    expected.u16(2).u16(2).u32(3);
    expected.u16(0x0102).u16(1).u8(7).u8(8).u8(9);
    CHECK(encode(message) == expected.take());
}

TEST_CASE("random jumbo messages survive the wire part by part") {
    test::Random random(74);
    for (int round = 0; round < 300; ++round) {
        const JumboMessage message = random_message(random);
        const Bytes wire = forged_wire(message);
        const auto transaction = decoded(wire);
        CHECK(sanitize_fault(transaction) == "");
        CHECK(sanitize(transaction));
        CHECK(*transaction.wire == wire);
        CHECK(jumbo_parts(transaction.message) == message);
        CHECK(std::ranges::equal(transaction.message.signed_bytes, encode(message)));
        CHECK(transaction.signatures.size() == message.num_required_signatures);
        CHECK(Hash::from(ByteSpan(wire).subspan(transaction.lifetime_offset())) ==
              message.lifetime);
        const auto again = PartialTransaction::from_wire(wire);
        REQUIRE(again);
        CHECK(again->wire() == wire);
    }
}

TEST_CASE("a jumbo's budget is what it states, and 0 or the least heap where it doesn't") {
    JumboMessage message = jumbo_sample();
    message.priority_fee = 5;
    CHECK(decoded(forged_wire(message)).message.budget ==
          BudgetRequest{5, 200'000, 64 << 20, 32 * 1024, 0b1111});
    message.priority_fee.reset();
    message.compute_unit_limit.reset();
    message.loaded_accounts_data_size.reset();
    CHECK(decoded(forged_wire(message)).message.budget == BudgetRequest{0, 0, 0, 32 * 1024, 0});
    CHECK(fault_of(message) == "");
}

TEST_CASE("a jumbo cut at any byte, or longer by one, is no transaction") {
    for (const bool schemes : {false, true}) {
        JumboMessage message = jumbo_sample();
        message.has_schemes = schemes;
        Bytes wire = forged_wire(message);
        for (std::size_t n = 0; n < wire.size(); ++n)
            CHECK(!decode(Bytes(wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(n))));
        wire.push_back(0);
        const auto longer = decode(wire);
        REQUIRE(!longer);
        CHECK(longer.error().what.find("1 bytes after the signatures") == 0);
    }
}

TEST_CASE("a jumbo that ends early is refused with the part that misses") {
    const Bytes wire = forged_wire(jumbo_sample());
    const auto cut = [&wire](std::size_t n) { return Bytes(wire.data(), wire.data() + n); };
    const std::pair<Bytes, std::string> table[] = {
        {cut(47), "message header runs past the end (offset 16)"},
        {cut(48 + 127), "address list runs past the end (offset 48)"},
        {cut(176 + 7), "config value list runs past the end (offset 180)"},
        {cut(184 + 7), "instruction header list runs past the end (offset 184)"},
        {cut(192 + 3), "instruction account list runs past the end (offset 192)"},
        {cut(192 + 6), "instruction 0 runs past the end (offset 196)"},
        {cut(199 + 63), "signature list runs past the end (offset 199)"},
        {with(wire, 6, 5), "instruction account list runs past the end (offset 224)"},
    };
    for (const auto& [bytes, what] : table) {
        const auto result = decode(bytes);
        REQUIRE(!result);
        CHECK(result.error().what == what);
    }
}

TEST_CASE("counts that the bytes can't hold are refused before anything is allocated for them") {
    const Bytes header = with(with(Bytes(48), 0, 0xca), 1, 255);
    for (const std::size_t at : {6u, 8u}) {  // 65,535 addresses, instructions
        const auto result = decode(with(with(header, at, 0xff), at + 1, 0xff));
        REQUIRE(!result);
        CHECK(result.error().what.find("list runs past the end") != std::string::npos);
    }
    JumboMessage message = jumbo_sample();
    const Bytes wire = forged_wire(message);
    const std::size_t instruction = 48 + 4 * 32 + 8;
    CHECK(!decode(with(with(wire, instruction + 2, 0xff), instruction + 3, 0xff)));  // accounts
    CHECK(!decode(with(wire, instruction + 7, 0xff)));                               // data
}

TEST_CASE("every limit of a jumbo holds at -1 and +0 and is refused at +1") {
    struct Row {
        std::string fault;
        std::function<void(JumboMessage&, int)> go;
    };
    const auto at = [](int limit, int delta) { return static_cast<std::size_t>(limit + delta); };
    const Row table[] = {
        {"more bytes than a transaction may have",
         [&](JumboMessage& m, int d) {
             const std::size_t rest = forged_wire(m).size() - m.instructions[0].data.size();
             m.instructions[0].data.resize(at(2 << 20, d) - rest);
         }},
        {"too many addresses", [&](JumboMessage& m, int d) { m = jumbo_sample(at(8192, d)); }},
        {"too many instructions",
         [&](JumboMessage& m, int d) { m.instructions.assign(at(8192, d), {3, {}, {}}); }},
        {"too many signatures",
         [&](JumboMessage& m, int d) {
             m = jumbo_sample(100);
             m.num_required_signatures = static_cast<std::uint8_t>(at(64, d));
         }},
        {"more than 255 accounts in an instruction",
         [&](JumboMessage& m, int d) { m.instructions[0].accounts.assign(at(255, d), 1); }},
        {"a compute unit limit above 24,000,000",
         [&](JumboMessage& m, int d) {
             m.compute_unit_limit = static_cast<std::uint32_t>(at(24'000'000, d));
         }},
        {"a loaded accounts data limit above 256 MiB",
         [&](JumboMessage& m, int d) {
             m.loaded_accounts_data_size = static_cast<std::uint32_t>(at(256 << 20, d));
         }},
        {"a heap size that isn't a multiple of 1,024 from 32 KiB to 256 KiB",
         [](JumboMessage& m, int d) {
             m.heap_bytes = static_cast<std::uint32_t>(1024 * (256 + d));
         }},
        {"the header's counts exceed the addresses, or leave no writable fee payer",
         [](JumboMessage& m, int d) {
             m.num_readonly_unsigned = static_cast<std::uint16_t>(3 + d);
         }},
        {"the header's counts exceed the addresses, or leave no writable fee payer",
         [](JumboMessage& m, int d) {
             m.num_required_signatures = 3;
             m.num_readonly_signed = static_cast<std::uint8_t>(2 + d);
         }},
        {"a program index beyond the addresses",
         [](JumboMessage& m, int d) {
             m.instructions[0].program = static_cast<std::uint16_t>(3 + d);
         }},
        {"an account index beyond the addresses",
         [](JumboMessage& m, int d) {
             m.instructions[0].accounts = {static_cast<std::uint16_t>(3 + d)};
         }},
    };
    for (const Row& row : table) {
        for (const int delta : {-1, 0, 1}) {
            INFO(row.fault << " " << delta);
            JumboMessage message = jumbo_sample();
            row.go(message, delta);
            CHECK(fault_of(message) == (delta == 1 ? row.fault : ""));
        }
    }
}

TEST_CASE("sanitize refuses every other form that a jumbo must not have") {
    const Bytes good = forged_wire(jumbo_sample());
    REQUIRE(fault_of(good) == "");
    JumboMessage twice = jumbo_sample();
    twice.addresses[2] = twice.addresses[1];
    JumboMessage sysvar = jumbo_sample();
    sysvar.addresses[1] = ids::instructions;
    JumboMessage payer = jumbo_sample();
    payer.instructions[0].program = 0;
    JumboMessage unsigned_message = jumbo_sample();
    unsigned_message.num_required_signatures = 0;
    CHECK(fault_of(twice) == "an address twice");
    CHECK(fault_of(sysvar) == "the instructions sysvar among the addresses");
    CHECK(fault_of(payer) == "the fee payer as a program");
    CHECK(fault_of(unsigned_message).find("no writable fee payer") != std::string::npos);
    for (const std::uint8_t flags : Bytes{0x02, 0x04, 0x80})
        CHECK(fault_of(with(good, 3, flags)) == "unknown flags");
    for (const std::size_t reserved : {10u, 11u})
        CHECK(fault_of(with(good, reserved, 1)) == "a reserved field that isn't zero");
    for (const std::uint32_t bytes : {0u, 1024u, 32u * 1024 - 1, 32u * 1024 + 1, 257u * 1024}) {
        JumboMessage heap = jumbo_sample();
        heap.heap_bytes = bytes;
        CHECK(fault_of(heap).find("a heap size") == 0);
    }
}

TEST_CASE("every mask bit but the known five is refused, and a lone bit 0 or 1") {
    for (int bit = 0; bit < 32; ++bit) {
        JumboMessage message = jumbo_sample();
        message.compute_unit_limit.reset();
        message.loaded_accounts_data_size.reset();
        Bytes signed_bytes = encode(message);
        store_le(signed_bytes.data() + 12, std::uint32_t{1} << bit);
        const std::uint8_t value[] = {0, 0x80, 0, 0};  // 32 KiB, good for each known bit
        const auto at = signed_bytes.begin() + 48 + 4 * 32;
        signed_bytes.insert(at, std::begin(value), std::end(value));
        INFO(bit);
        const std::string fault = fault_of(jumbo_wire(signed_bytes, std::vector<Signature>(1)));
        if (bit < 2)
            CHECK(fault == "only one of config mask bits 0 and 1");
        else
            CHECK(fault == (bit < 5 ? "" : "unknown bits in the config mask"));
    }
}

TEST_CASE("schemes other than 0 and 4, and lengths other than theirs, are refused") {
    JumboMessage message = jumbo_sample();
    message.has_schemes = true;
    const Bytes signed_bytes = encode(message);
    const auto fault = [&](int scheme, std::size_t length) {
        const Bytes bytes(length, 1);
        const SignatureEntry entry{static_cast<SignatureScheme>(scheme), bytes};
        const Bytes wire = jumbo_wire(signed_bytes, std::span(&entry, 1));
        const auto transaction = decoded(wire);
        CHECK(!verify_signatures(transaction));
        CHECK(transaction.id() ==
              (scheme == 0 && length == 64 ? Txid::from(bytes) : jumbo_id(signed_bytes)));
        return fault_of(wire);
    };
    for (int scheme = 0; scheme < 256; ++scheme) {
        const bool is_known = scheme == 0 || scheme == 4;
        CHECK(fault(scheme, 64) == (is_known ? "" : "an unknown or reserved signature scheme"));
    }
    for (const int scheme : {0, 4})
        for (const std::size_t length : {0u, 63u, 65u, 70u})
            CHECK(fault(scheme, length) == "a signature whose length isn't its scheme's");
}

TEST_CASE("a jumbo's id is its first ed25519 signature, else a hash of what is signed") {
    JumboMessage message = jumbo_sample();
    const Bytes plain = encode(message);
    CHECK(decoded(forged_wire(message)).id() == Txid::from(Bytes(64, 1)));
    message.has_schemes = true;
    const Bytes signed_bytes = encode(message);
    CHECK(plain != signed_bytes);
    CHECK(decoded(forged_wire(message)).id() == Txid::from(Bytes(64, 1)));
    const Signature signature = pair(1).sign(as_bytes(signing_text(signed_bytes)));
    const SignatureEntry entry{SignatureScheme::text, signature.span()};
    auto transaction = decoded(jumbo_wire(signed_bytes, std::span(&entry, 1)));
    const Txid expected = Txid::from(crypto::sha512({as_bytes("solayer-jumbo-id"), signed_bytes}));
    CHECK(transaction.id() == expected);
    const Transaction moved = std::move(transaction);
    CHECK(moved.id() == expected);
}

TEST_CASE("the signing text names the signed bytes and can't be taken for a message") {
    const Bytes signed_bytes = encode(jumbo_sample());
    const std::string text = signing_text(signed_bytes);
    const Hash hash = crypto::sha256({as_bytes("solayer-jumbo-text"), signed_bytes});
    CHECK(text == "Solayer jumbo " + codec::hex_encode(hash.span()));
    CHECK(text.size() == 78);
    CHECK(signing_text(with(signed_bytes, 20, 1)) != text);
    // Neither as a transaction, nor as a message of any version, whatever the hash is.
    test::Random random(1);
    for (int i = 0; i < 100; ++i) {
        const std::string other = signing_text(random.bytes(48));
        CHECK(!decode(as_bytes(other)));
        CHECK(!PartialTransaction::from_message(as_bytes(other)));
    }
}

TEST_CASE("signatures are verified each by its scheme") {
    JumboMessage message = jumbo_sample();
    message.has_schemes = true;
    message.num_required_signatures = 2;
    message.addresses[1] = test::key(2);
    const Bytes signed_bytes = encode(message);
    const std::string text = signing_text(signed_bytes);
    const auto alice = pair(1), bob = pair(2);
    const Signature by_bytes[] = {alice.sign(signed_bytes), bob.sign(signed_bytes)};
    const Signature by_text[] = {alice.sign(as_bytes(text)), bob.sign(as_bytes(text))};
    const auto verified = [&](std::initializer_list<SignatureEntry> entries) {
        const auto transaction =
            decoded(jumbo_wire(signed_bytes, std::span(entries.begin(), entries.size())));
        REQUIRE(sanitize(transaction));
        const auto result = verify_signatures(transaction);
        if (!result) CHECK(result.error().code == TransactionErrorCode::SignatureFailure);
        return result.has_value();
    };
    constexpr auto plain = SignatureScheme::ed25519, wallet = SignatureScheme::text;
    CHECK(verified({{plain, by_bytes[0].span()}, {plain, by_bytes[1].span()}}));
    CHECK(verified({{wallet, by_text[0].span()}, {wallet, by_text[1].span()}}));
    CHECK(verified({{plain, by_bytes[0].span()}, {wallet, by_text[1].span()}}));
    CHECK(verified({{wallet, by_text[0].span()}, {plain, by_bytes[1].span()}}));
    // A signature under the other scheme, entries out of order, one entry twice.
    CHECK(!verified({{wallet, by_bytes[0].span()}, {plain, by_bytes[1].span()}}));
    CHECK(!verified({{plain, by_text[0].span()}, {plain, by_bytes[1].span()}}));
    CHECK(!verified({{plain, by_bytes[1].span()}, {plain, by_bytes[0].span()}}));
    CHECK(!verified({{wallet, by_text[1].span()}, {wallet, by_text[0].span()}}));
    CHECK(!verified({{plain, by_bytes[0].span()}, {plain, by_bytes[0].span()}}));
}

TEST_CASE("a changed byte of a signed jumbo fails somewhere") {
    JumboMessage message = jumbo_sample();
    for (const bool schemes : {false, true}) {
        message.has_schemes = schemes;
        auto partial = PartialTransaction::from_message(encode(message));
        REQUIRE(partial);
        REQUIRE((schemes ? partial->sign_text(pair(1)) : partial->sign(pair(1))));
        const Bytes wire = partial->wire();
        REQUIRE(verify_signatures(decoded(wire)));
        for (std::size_t at = 0; at < wire.size(); ++at) {
            const auto transaction = decode(with(wire, at, wire[at] ^ 0x01));
            if (!transaction || !sanitize(*transaction)) continue;
            INFO(at);
            CHECK(!verify_signatures(*transaction));
        }
    }
}

TEST_CASE("mutated jumbos never harm decoder, sanitizer or verifier") {
    test::Random random(7);
    std::size_t sound = 0;
    for (int round = 0; round < 5'000; ++round) {
        Bytes wire = forged_wire(jumbo_sample(2 + random.below(5)));
        for (std::size_t n = 1 + random.below(3); n > 0; --n)
            wire[random.below(wire.size())] ^= static_cast<std::uint8_t>(1 << random.below(8));
        if (random.below(4) == 0) wire.resize(random.below(wire.size()));
        const auto transaction = decode(wire);
        if (!transaction || !sanitize(*transaction)) continue;
        ++sound;
        const auto& message = transaction->message;
        for (const auto& instruction : message.instructions)
            for (const auto index : instruction.accounts) REQUIRE(index < message.num_keys());
        if (message.version == Version::jumbo)
            CHECK(std::ranges::equal(encode(jumbo_parts(message)), message.signed_bytes));
        CHECK(!verify_signatures(*transaction));
    }
    CHECK(sound > 1000);
}

TEST_CASE("sanitising takes time in proportion to the addresses, however alike they are") {
    const auto fastest = [](std::size_t addresses) {
        const auto transaction = decoded(forged_wire(jumbo_sample(addresses)));
        auto best = std::chrono::nanoseconds::max();
        for (int i = 0; i < 7; ++i) {
            const auto start = std::chrono::steady_clock::now();
            REQUIRE(sanitize(transaction));
            best =
                std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - start);
        }
        return static_cast<double>(best.count());
    };
    // 8 times as many; every pair compared would be 64 times.
    CHECK(fastest(8192) < 40 * fastest(1024));
}

TEST_CASE("the fee for size is the table's, monotone, and doubles every 64 KiB") {
    for (const auto& [size, fee] : fee_table) {
        INFO(size);
        CHECK(jumbo_fee(size) == fee);
    }
    std::uint64_t last = 0;
    for (std::uint64_t size = 0; size <= max_jumbo_size; size += 97) {
        const std::uint64_t fee = jumbo_fee(size);
        REQUIRE(fee >= last);
        last = fee;
        if (size < 4096) continue;
        const std::uint64_t rounded_down = jumbo_fee(size + 65'536) + 5000 - 2 * (fee + 5000);
        REQUIRE(rounded_down <= 1);
    }
    CHECK(jumbo_fee(UINT64_MAX) == UINT64_MAX);
}
