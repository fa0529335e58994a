#include "sdk/tx/transaction.hpp"

#include <functional>

#include "sdk/codec/writer.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/tx/samples.hpp"

using namespace orrery;
using namespace orrery::tx;
using codec::ByteWriter;
using test::key;

namespace {

// A transaction in pieces, so that a test states only what it breaks.
struct Draft {
    std::size_t signatures = 1;
    std::optional<std::uint8_t> version;  // first byte of a versioned message
    std::uint8_t signers = 1, readonly_signed = 0, readonly_unsigned = 1;
    std::size_t keys = 3;
    struct Ix {
        std::uint8_t program = 2;
        Bytes accounts = {0, 1};
        Bytes data = {7};
    };
    std::vector<Ix> instructions = {{}};
    struct Lookup {
        Bytes writable = {4}, readonly = {};
    };
    std::vector<Lookup> lookups;

    Bytes wire() const {
        ByteWriter out;
        list(out, signatures);
        for (std::size_t i = 0; i < signatures; ++i) out.bytes(Bytes(64, 1));
        if (version) out.u8(*version);
        out.u8(signers).u8(readonly_signed).u8(readonly_unsigned);
        list(out, keys);
        for (std::size_t i = 0; i < keys; ++i)
            out.bytes(Bytes(32, static_cast<std::uint8_t>(i + 1)));
        out.key(test::blockhash());
        list(out, instructions.size());
        for (const Ix& ix : instructions) {
            out.u8(ix.program);
            blob(out, ix.accounts);
            blob(out, ix.data);
        }
        if (!version) return out.take();
        list(out, lookups.size());
        for (const Lookup& lookup : lookups) {
            out.key(key(60));
            blob(out, lookup.writable);
            blob(out, lookup.readonly);
        }
        return out.take();
    }

    static void list(ByteWriter& out, std::size_t n) {
        out.short_u16(static_cast<std::uint16_t>(n));
    }
    static void blob(ByteWriter& out, const Bytes& bytes) {
        list(out, bytes.size());
        out.bytes(bytes);
    }
};

bool is_sound(const Draft& draft) {
    const auto transaction = decode(draft.wire());
    if (!transaction) FAIL(transaction.error().what);
    const auto sound = sanitize(*transaction);
    if (!sound) CHECK(sound.error().code == TransactionErrorCode::SanitizeFailure);
    return sound.has_value();
}

Draft v0_draft() {
    Draft draft;
    draft.version = 0x80;
    draft.lookups = {{}};
    draft.instructions[0].accounts = {0, 1, 3};
    return draft;
}

}  // namespace

TEST_CASE("web3.js's transactions decode, are sound and verify") {
    for (const auto& row : test::golden("tx/transactions.txt")) {
        INFO(row[0]);
        const Bytes wire = test::unhex(row.at(1));
        const auto transaction = decode(wire);
        if (!transaction) FAIL(transaction.error().what);
        CHECK(sanitize(*transaction));
        CHECK(verify_signatures(*transaction));
        CHECK(hash_message(transaction->message.signed_bytes) ==
              test::key_from_hex<Hash>(row.at(2)));
        CHECK(transaction->message.lifetime == test::blockhash());
        const bool v0 = row[0].starts_with("v0");
        CHECK((transaction->message.version == Version::v0) == v0);
        CHECK(transaction->id() == Txid::from(ByteSpan(wire).subspan(1)));
        CHECK(*transaction->wire == wire);
    }
}

TEST_CASE("a decoded v0 transaction has the parts that were put in") {
    for (const auto& row : test::golden("tx/transactions.txt")) {
        if (row[0] != "v0_table") continue;
        const auto transaction = decode(test::unhex(row.at(1)));
        REQUIRE(transaction);
        const Message& message = transaction->message;
        CHECK(message.num_required_signatures == 2);
        CHECK(transaction->fee_payer() == key(3));
        // Payer, the other signer, three programs: what neither signs nor is invoked is loaded.
        REQUIRE(message.static_keys.size() == 5);
        CHECK(message.static_keys[1] == key(1));
        CHECK(message.is_signer(1));
        CHECK(!message.is_signer(2));
        CHECK(message.is_static_writable(1));
        CHECK(!message.is_static_writable(2));
        REQUIRE(message.lookups.size() == 1);
        CHECK(message.lookups[0].table == key(60));
        CHECK(message.num_loaded_writable() == 1);
        CHECK(message.num_loaded_readonly() == 0);
        CHECK(message.num_keys() == 6);
        REQUIRE(message.instructions.size() == 4);
        CHECK(message.instructions[0].accounts.empty());
        CHECK(std::ranges::equal(message.instructions[2].accounts, std::vector{1, 5}));
        CHECK(message.instructions[2].data.size() == 12);
        CHECK(message.static_keys[message.instructions[3].program_index] == ids::spl_token);
        return;
    }
    FAIL("v0_table isn't among the goldens");
}

TEST_CASE("a moved transaction keeps its parts") {
    auto decoded = decode(v0_draft().wire());
    REQUIRE(decoded);
    const Transaction moved = std::move(*decoded);
    CHECK(std::ranges::equal(moved.message.instructions[0].accounts, std::vector{0, 1, 3}));
    CHECK(moved.message.static_keys[2] == Pubkey::from(Bytes(32, 3)));
    CHECK(moved.message.instructions[0].data[0] == 7);
}

TEST_CASE("bytes that are no transaction are refused with the part and the offset") {
    const Bytes good = Draft{}.wire();
    const auto cut = [&good](std::size_t n) { return Bytes(good.data(), good.data() + n); };
    const auto with = [](Bytes bytes, std::size_t at, std::uint8_t value) {
        bytes.at(at) = value;
        return bytes;
    };
    Bytes longer = good;
    longer.push_back(0);
    const Bytes v0 = v0_draft().wire();
    const std::size_t lookups = v0.size() - 36;
    const std::pair<Bytes, std::string> table[] = {
        {{}, "signature count is cut off or not a minimal compact-u16 (offset 0)"},
        {{0x7f, 0x01}, "signature list runs past the end (offset 1)"},
        {cut(64), "signature list runs past the end (offset 1)"},
        {cut(65), "message header runs past the end (offset 65)"},
        {cut(67), "message header runs past the end (offset 67)"},
        {cut(68), "account key count is cut off or not a minimal compact-u16 (offset 68)"},
        {cut(69), "account key list runs past the end (offset 69)"},
        {cut(164), "account key list runs past the end (offset 69)"},
        {cut(165), "recent blockhash runs past the end (offset 165)"},
        {cut(196), "recent blockhash runs past the end (offset 165)"},
        {cut(197), "instruction count is cut off or not a minimal compact-u16 (offset 197)"},
        {cut(198), "instruction list runs past the end (offset 198)"},
        {cut(201), "instruction 0 runs past the end (offset 200)"},
        {cut(203), "instruction 0 runs past the end (offset 203)"},
        {longer, "1 bytes after the message (offset 204)"},
        {with(good, 68, 0x83), "account key list runs past the end (offset 70)"},
        {with(good, 197, 0x7f), "instruction list runs past the end (offset 198)"},
        {with(good, 199, 0x80), "instruction 0 runs past the end (offset 199)"},
        {with(good, 65, 0x82), "message version 2 is not supported (offset 66)"},
        {with(good, 65, 0xff), "message version 127 is not supported (offset 66)"},
        {Bytes(v0.begin(), v0.begin() + 66), "message header runs past the end (offset 66)"},
        {Bytes(v0.data(), v0.data() + lookups),
         "lookup table count is cut off or not a minimal compact-u16 (offset 206)"},
        {Bytes(v0.begin(), v0.end() - 1), "lookup table 0 runs past the end (offset 241)"},
        {with(v0, v0.size() - 1, 1), "lookup table 0 runs past the end (offset 242)"},
        {Bytes(v0.begin(), v0.end() - 3), "lookup table list runs past the end (offset 207)"},
        {with(v0, lookups, 0), "35 bytes after the message (offset 207)"},
    };
    for (const auto& [bytes, what] : table) {
        const auto result = decode(bytes);
        INFO(what);
        REQUIRE(!result);
        CHECK(result.error().what == what);
    }
}

TEST_CASE("sanitize accepts the drafts that the refusals below start from") {
    CHECK(is_sound(Draft{}));
    CHECK(is_sound(v0_draft()));
    Draft empty;
    empty.instructions.clear();
    CHECK(is_sound(empty));
}

TEST_CASE("sanitize refuses what Agave's does") {
    const std::pair<std::string, std::function<void(Draft&)>> table[] = {
        {"no signature", [](Draft& d) { d.signatures = 0; }},
        {"a signature too many", [](Draft& d) { d.signatures = 2; }},
        {"no signer", [](Draft& d) { d.signatures = d.signers = 0; }},
        {"more signers than keys",
         [](Draft& d) {
             d.signatures = d.signers = 4;
             d.readonly_unsigned = 0;
         }},
        {"no writable signer", [](Draft& d) { d.readonly_signed = 1; }},
        {"more read-only keys than there are", [](Draft& d) { d.readonly_unsigned = 3; }},
        {"the fee payer as program", [](Draft& d) { d.instructions[0].program = 0; }},
        {"a program beyond the keys", [](Draft& d) { d.instructions[0].program = 3; }},
        {"an account beyond the keys", [](Draft& d) { d.instructions[0].accounts = {0, 3}; }},
        {"65 instructions", [](Draft& d) { d.instructions.assign(65, {2, {}, {}}); }},
        {"256 accounts in an instruction",
         [](Draft& d) { d.instructions[0].accounts.assign(256, 0); }},
        {"1233 bytes", [](Draft& d) { d.instructions[0].data.assign(1030, 0); }},
    };
    for (const auto& [what, break_it] : table) {
        INFO(what);
        Draft draft;
        break_it(draft);
        CHECK(!is_sound(draft));
    }
    const std::pair<std::string, std::function<void(Draft&)>> v0_table[] = {
        {"a lookup without indexes", [](Draft& d) { d.lookups.push_back({{}, {}}); }},
        {"a loaded program", [](Draft& d) { d.instructions[0].program = 3; }},
        {"an account beyond the loaded keys",
         [](Draft& d) { d.instructions[0].accounts = {0, 4}; }},
        {"257 keys", [](Draft& d) { d.lookups = {{Bytes(127, 1), Bytes(127, 2)}}; }},
    };
    for (const auto& [what, break_it] : v0_table) {
        INFO(what);
        Draft draft = v0_draft();
        break_it(draft);
        CHECK(!is_sound(draft));
    }
}

TEST_CASE("sanitize accepts the largest values on the safe side") {
    Draft instructions;
    instructions.instructions.assign(64, {2, {}, {}});
    CHECK(is_sound(instructions));
    Draft accounts;
    accounts.instructions[0].accounts.assign(255, 0);
    CHECK(is_sound(accounts));
    Draft keys = v0_draft();
    keys.lookups = {{Bytes(127, 1), Bytes(126, 2)}};
    CHECK(is_sound(keys));
    Draft size;
    size.instructions[0].data.assign(1028, 0);
    REQUIRE(size.wire().size() == 1232);
    CHECK(is_sound(size));
}

TEST_CASE("a changed byte of message or signature fails verification") {
    const auto rows = test::golden("tx/transactions.txt");
    const Bytes wire = test::unhex(rows.at(1).at(1));
    for (std::size_t at = 1; at < wire.size(); ++at) {
        Bytes changed = wire;
        changed[at] ^= 0x01;
        const auto transaction = decode(changed);
        if (!transaction || !sanitize(*transaction)) continue;
        INFO(at);
        const auto verified = verify_signatures(*transaction);
        REQUIRE(!verified);
        CHECK(verified.error().code == TransactionErrorCode::SignatureFailure);
    }
}

TEST_CASE("mutated transactions never harm decoder, sanitizer or verifier") {
    test::Random random(7);
    const auto rows = test::golden("tx/transactions.txt");
    std::size_t decoded = 0, sound = 0;
    for (int round = 0; round < 20'000; ++round) {
        Bytes wire = test::unhex(rows[random.below(rows.size())].at(1));
        for (std::size_t n = 1 + random.below(3); n > 0 && !wire.empty(); --n) {
            const std::size_t at = random.below(wire.size());
            switch (random.below(4)) {
                case 0:
                    wire[at] = static_cast<std::uint8_t>(random.next());
                    break;
                case 1:
                    wire.erase(wire.begin() + static_cast<std::ptrdiff_t>(at));
                    break;
                case 2:
                    wire.insert(wire.begin() + static_cast<std::ptrdiff_t>(at), 0xff);
                    break;
                default:
                    wire.resize(std::max<std::size_t>(1, at));
            }
        }
        const auto transaction = decode(wire);
        if (!transaction) continue;
        ++decoded;
        if (!sanitize(*transaction)) continue;
        ++sound;
        if (round % 50 == 0) static_cast<void>(verify_signatures(*transaction));
        for (const auto& instruction : transaction->message.instructions)
            for (const auto index : instruction.accounts)
                REQUIRE(index < transaction->message.num_keys());
    }
    CHECK(decoded > 1000);
    CHECK(sound > 500);
}
