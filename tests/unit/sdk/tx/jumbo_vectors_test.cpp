// The test vectors of docs/spec/jumbo.md: tests/vectors/jumbo.json holds what this file makes from
// seeds and parts. After a change of either:
//   unit_sdk_tx "[vectors]" | python3 -m json.tool --indent 1 > tests/vectors/jumbo.json
#include <fstream>
#include <iostream>
#include <iterator>

#include "sdk/codec/hex.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/json/document.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/metas.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/jumbo_builder.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/tx/jumbo_samples.hpp"

using namespace orrery;
using namespace orrery::tx;
using test::address;
using test::key;
using test::pair;

namespace {

// Signer i of a vector is the key pair whose seed is 32 bytes of seeds[i].
struct JumboVector {
    std::string name, about;
    JumboMessage message;
    std::vector<std::uint8_t> seeds;
    std::vector<SignatureScheme> schemes;  // of each signer; all 0 where the message names none
};

constexpr auto plain = SignatureScheme::ed25519, text = SignatureScheme::text;

Instruction transfer() {
    return system::transfer({.from = key(1), .to = address(1), .lamports = {1'000'000'000}});
}

JumboMessage built(JumboBuilder builder) {
    const auto message = builder.lifetime(test::blockhash()).message();
    if (!message) FAIL(message.error().what);
    return *message;
}

JumboMessage smallest() {
    JumboMessage out;
    out.num_required_signatures = 1;
    out.addresses = {key(1)};
    out.lifetime = test::blockhash();
    return out;
}

JumboBuilder two_signers() {
    return JumboBuilder(key(1))
        .add(transfer())
        .add({ids::spl_memo, {readonly_signer(key(2))}, {'h', 'i'}});
}

JumboMessage wide() {
    JumboBuilder builder(key(1));
    for (std::size_t i = 1; i <= 260; ++i)
        builder.add(system::transfer({.from = key(1), .to = address(i), .lamports = {i}}));
    return built(builder.compute_unit_limit(100'000));
}

std::vector<JumboVector> jumbo_vectors() {
    const JumboBuilder one = JumboBuilder(key(1)).add(transfer());
    return {
        {"smallest", "one signer, no instruction, no config value", smallest(), {1}, {plain}},
        {"transfer", "one transfer, the builder's defaults", built(one), {1}, {plain}},
        {"all-config-values",
         "every bit of the config mask; 24,000,000 compute units cost 17 steps",
         built(JumboBuilder(one)
                   .priority_fee(12'345)
                   .compute_unit_limit(24'000'000)
                   .loaded_accounts_data_size(256 << 20)
                   .heap_bytes(256 * 1024)),
         {1},
         {plain}},
        {"two-signers",
         "a read-only signer; no schemes",
         built(two_signers()),
         {1, 2},
         {plain, plain}},
        {"schemes-plain",
         "scheme entries, both of scheme 0: the id is the first signature",
         built(two_signers().text_signatures()),
         {1, 2},
         {plain, plain}},
        {"text",
         "the payer's wallet signed the text: the id is a hash",
         built(JumboBuilder(one).text_signatures()),
         {1},
         {text}},
        {"text-then-plain",
         "the payer by text, the other by key pair",
         built(two_signers().text_signatures()),
         {1, 2},
         {text, plain}},
        {"plain-then-text",
         "the payer by key pair, the other by text",
         built(two_signers().text_signatures()),
         {1, 2},
         {plain, text}},
        {"precompile-signatures",
         "the ed25519 precompile's first data byte adds 3 signatures",
         built(JumboBuilder(one).add({ids::ed25519_precompile, {}, {3, 0}})),
         {1},
         {plain}},
        {"wide",
         "260 transfers: indices above 255, and a size above 4,096 bytes",
         wide(),
         {1},
         {plain}},
    };
}

struct V1Vector {
    std::string name, about;
    V1Message message;
    std::vector<std::uint8_t> seeds;
};

std::vector<V1Vector> v1_vectors() {
    V1Message bare = test::v1_sample();
    bare.compute_unit_limit.reset();
    V1Message full = test::v1_sample();
    full.num_required_signatures = 2;
    full.num_readonly_signed = 1;
    full.addresses[1] = key(2);
    full.priority_fee = 12'345;
    full.loaded_accounts_data_size = 1 << 20;
    full.heap_bytes = 64 * 1024;
    return {{"v1-bare", "no config value", bare, {1}},
            {"v1-full", "every bit of the config mask, two signers", full, {1, 2}}};
}

Bytes signed_wire(const JumboVector& vector) {
    auto partial = PartialTransaction::from_message(encode(vector.message));
    if (!partial) FAIL(partial.error().what);
    for (std::size_t i = 0; i < vector.seeds.size(); ++i) {
        const auto keypair = pair(vector.seeds[i]);
        REQUIRE((vector.schemes[i] == text ? partial->sign_text(keypair) : partial->sign(keypair)));
    }
    const auto wire = partial->complete_wire();
    REQUIRE(wire);
    return *wire;
}

Bytes signed_wire(const V1Vector& vector) {
    std::vector<Signature> signatures;
    for (const auto seed : vector.seeds)
        signatures.push_back(pair(seed).sign(encode(vector.message)));
    return v1_wire(encode(vector.message), signatures);
}

// docs/spec/jumbo.md 3, apart from the library's own.
JumboFee fee_of(const JumboMessage& message) {
    std::uint64_t signatures = message.num_required_signatures;
    for (const auto& instruction : message.instructions)
        if (message.addresses[instruction.program] == ids::ed25519_precompile)
            signatures += instruction.data.at(0);
    const std::uint64_t units = std::max(message.compute_unit_limit.value_or(0), 1u);
    const std::uint64_t size = encode(message).size() + 64u * message.num_required_signatures;
    const std::uint64_t excess = size > 4096 ? size - 4096 : 0;
    REQUIRE(excess < 65'536);  // so that q is 0
    return {.signatures = 5000 * signatures,
            .compute_units = 5000 * ((units - 1) / 1'400'000),
            .size = 5000 * (65'536 + excess) / 65'536 - 5000,
            .priority = message.priority_fee.value_or(0)};
}

void write_head(json::Writer& out, const std::string& name, const std::string& about,
                const std::vector<std::uint8_t>& seeds) {
    out.begin_object().field("name", name).field("about", about);
    out.key("seeds").begin_array();
    for (const std::uint8_t seed : seeds) out.value(codec::hex_encode(pair(seed).seed.bytes()));
    out.end_array();
}

template <class Message>
void write_parts(json::Writer& out, const Message& message) {
    out.field("numReadonlySigned", message.num_readonly_signed);
    out.field("numReadonlyUnsigned", message.num_readonly_unsigned);
    out.key("addresses").begin_array();
    for (const Pubkey& address : message.addresses) out.value(address);
    out.end_array();
    out.field("priorityFee", message.priority_fee);
    out.field("computeUnitLimit", message.compute_unit_limit);
    out.field("loadedAccountsDataSize", message.loaded_accounts_data_size);
    out.field("heapBytes", message.heap_bytes);
    out.field("lifetime", message.lifetime);
    out.key("instructions").begin_array();
    for (const auto& instruction : message.instructions) {
        out.begin_object().field("program", instruction.program);
        out.key("accounts").begin_array();
        for (const auto account : instruction.accounts) out.value(account);
        out.end_array().field("data", codec::hex_encode(instruction.data)).end_object();
    }
    out.end_array();
}

void write_tail(json::Writer& out, const Bytes& wire) {
    const auto transaction = test::decoded(wire);
    CHECK(sanitize(transaction));
    CHECK(verify_signatures(transaction));
    out.field("signedLength", transaction.message.signed_bytes.size());
    out.field("messageHash",
              codec::hex_encode(crypto::sha256(transaction.message.signed_bytes).span()));
    out.field("id", transaction.id()).field("wire", codec::hex_encode(wire)).end_object();
}

void write(json::Writer& out, const JumboVector& vector) {
    write_head(out, vector.name, vector.about, vector.seeds);
    out.key("schemes");
    if (vector.message.has_schemes) {
        out.begin_array();
        for (const auto scheme : vector.schemes) out.value(static_cast<int>(scheme));
        out.end_array();
    } else {
        out.null();
    }
    write_parts(out, vector.message);
    const JumboFee fee = fee_of(vector.message);
    out.key("fee").begin_object().field("signatures", fee.signatures);
    out.field("computeUnits", fee.compute_units).field("size", fee.size);
    out.field("priority", fee.priority).field("total", fee.total()).end_object();
    out.field("text", signing_text(encode(vector.message)));
    write_tail(out, signed_wire(vector));
}

void write(json::Writer& out, const V1Vector& vector) {
    write_head(out, vector.name, vector.about, vector.seeds);
    write_parts(out, vector.message);
    write_tail(out, signed_wire(vector));
}

struct Refused {
    std::string name;
    Bytes wire;
};

Bytes with(Bytes bytes, std::size_t at, std::uint8_t value) {
    bytes.at(at) = value;
    return bytes;
}

Refused changed(const std::string& name, const std::function<void(JumboMessage&)>& change) {
    JumboMessage message = test::jumbo_sample();
    change(message);
    return {name, test::forged_wire(message)};
}

Refused entry(const std::string& name, int scheme, std::size_t length) {
    JumboMessage message = test::jumbo_sample();
    message.has_schemes = true;
    const Bytes bytes(length, 1);
    const SignatureEntry only{static_cast<SignatureScheme>(scheme), bytes};
    return {name, jumbo_wire(encode(message), std::span(&only, 1))};
}

// A value for a mask that the message doesn't have.
Refused masked(const std::string& name, std::uint32_t mask) {
    Bytes signed_bytes = encode(smallest());
    store_le(signed_bytes.data() + 12, mask);
    signed_bytes.insert(signed_bytes.end(), 4, 0);
    return {name, jumbo_wire(signed_bytes, std::vector<Signature>(1))};
}

std::vector<Refused> refused_forms() {
    const Bytes good = test::forged_wire(test::jumbo_sample());
    Bytes longer = good;
    longer.push_back(0);
    return {
        {"empty", {}},
        {"version-75", with(good, 0, 0xcb)},
        {"version-127", with(good, 0, 0xff)},
        {"cut-by-one", Bytes(good.begin(), good.end() - 1)},
        {"longer-by-one", longer},
        {"header-only", Bytes(good.begin(), good.begin() + 48)},
        {"unknown-flag", with(good, 3, 2)},
        {"reserved-field", with(good, 10, 1)},
        masked("mask-bit-5", 1u << 5),
        masked("mask-bit-0-alone", 1),
        masked("mask-bit-1-alone", 2),
        changed("address-twice", [](auto& m) { m.addresses[2] = m.addresses[1]; }),
        changed("instructions-sysvar", [](auto& m) { m.addresses[1] = ids::instructions; }),
        changed("program-is-payer", [](auto& m) { m.instructions[0].program = 0; }),
        changed("program-beyond", [](auto& m) { m.instructions[0].program = 4; }),
        changed("account-beyond", [](auto& m) { m.instructions[0].accounts = {4}; }),
        changed("256-accounts", [](auto& m) { m.instructions[0].accounts.assign(256, 1); }),
        changed("no-signer", [](auto& m) { m.num_required_signatures = 0; }),
        changed("read-only-payer", [](auto& m) { m.num_readonly_signed = 1; }),
        changed("read-only-beyond", [](auto& m) { m.num_readonly_unsigned = 4; }),
        changed("65-signatures",
                [](auto& m) {
                    m = test::jumbo_sample(66);
                    m.num_required_signatures = 65;
                }),
        changed("compute-units", [](auto& m) { m.compute_unit_limit = 24'000'001; }),
        changed("loaded-data", [](auto& m) { m.loaded_accounts_data_size = (256 << 20) + 1; }),
        changed("heap-too-small", [](auto& m) { m.heap_bytes = 31 * 1024; }),
        changed("heap-too-large", [](auto& m) { m.heap_bytes = 257 * 1024; }),
        changed("heap-uneven", [](auto& m) { m.heap_bytes = 32 * 1024 + 8; }),
        entry("session-scheme", 1, 70),
        entry("jwt-scheme", 2, 64),
        entry("passkey-scheme", 3, 64),
        entry("scheme-5", 5, 64),
        entry("plain-of-63-bytes", 0, 63),
        entry("text-of-65-bytes", 4, 65),
        {"forged", good},
    };
}

std::vector<Refused> refused_signatures() {
    JumboMessage message = built(two_signers().text_signatures());
    const Bytes signed_bytes = encode(message);
    const std::string words = signing_text(signed_bytes);
    const Signature a = pair(1).sign(signed_bytes), b = pair(2).sign(signed_bytes);
    const Signature a_text = pair(1).sign(as_bytes(words));
    const auto wire = [&](SignatureEntry first, SignatureEntry second) {
        const SignatureEntry entries[] = {first, second};
        return jumbo_wire(signed_bytes, entries);
    };
    return {
        {"entries-swapped", wire({plain, b.span()}, {plain, a.span()})},
        {"entry-twice", wire({plain, a.span()}, {plain, a.span()})},
        {"text-signature-as-plain", wire({plain, a_text.span()}, {plain, b.span()})},
        {"plain-signature-as-text", wire({text, a.span()}, {plain, b.span()})},
    };
}

// How far it gets, and why no further.
void write(json::Writer& out, const Refused& refused) {
    out.begin_object().field("name", refused.name);
    const auto transaction = decode(refused.wire);
    if (!transaction) {
        out.field("error", "decode").field("why", transaction.error().what);
    } else if (!sanitize(*transaction)) {
        out.field("error", "SanitizeFailure").field("why", sanitize_fault(*transaction));
    } else {
        REQUIRE(!verify_signatures(*transaction));
        out.field("error", "SignatureFailure").field("why", "a signature isn't its signer's");
    }
    out.field("wire", codec::hex_encode(refused.wire)).end_object();
}

template <class List>
void write_list(json::Writer& out, std::string_view name, const List& list) {
    out.key(name).begin_array();
    for (const auto& item : list) write(out, item);
    out.end_array();
}

struct SizeFee {
    std::uint64_t size;
};

void write(json::Writer& out, const SizeFee& row) {
    out.begin_object().field("size", row.size).field("jumboFee", jumbo_fee(row.size)).end_object();
}

std::string render() {
    std::vector<SizeFee> sizes;
    for (const std::uint64_t size :
         {0u, 4096u, 4109u, 4110u, 65'536u, 69'631u, 69'632u, 131'072u, 262'144u, 524'288u,
          1'048'576u, 1'572'864u, 2'097'151u, 2'097'152u})
        sizes.push_back({size});
    auto refused = refused_forms();
    for (auto& more : refused_signatures()) refused.push_back(std::move(more));
    json::Writer out;
    out.begin_object();
    write_list(out, "jumbo", jumbo_vectors());
    write_list(out, "v1", v1_vectors());
    write_list(out, "refused", refused);
    write_list(out, "sizeFees", sizes);
    return out.end_object().take();
}

}  // namespace

TEST_CASE("prints the jumbo vectors", "[.][vectors]") { std::cout << render() << "\n"; }

TEST_CASE("the published jumbo vectors are what their seeds and parts give") {
    std::ifstream file(ORRERY_SOURCE_DIR "/tests/vectors/jumbo.json");
    const std::string published{std::istreambuf_iterator<char>(file), {}};
    const auto document = json::Document::parse(published, {});
    if (!document) FAIL(document.error().what);
    CHECK(document->root().dump() == render());
}

TEST_CASE("the vectors' fees are the builder's") {
    const auto fee = JumboBuilder(key(1)).add(transfer()).fee();
    CHECK(fee == fee_of(built(JumboBuilder(key(1)).add(transfer()))));
    CHECK(two_signers().fee() == fee_of(built(two_signers())));
    CHECK(fee_of(wide()).size == jumbo_fee(encode(wide()).size() + 64));
}
