#include "devnet/svm/programs/nonce.hpp"

#include <catch2/catch.hpp>

#include "devnet/svm/programs/system.hpp"
#include "fixture.hpp"
#include "sdk/crypto/sha256.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;

namespace {

const auto nonce = key(1);
const auto authority = key(2);
const auto recipient = key(3);
const Hash old_nonce = crypto::sha256(as_bytes("old"));

constexpr auto no_blockhashes = system_error(SystemError::nonce_no_recent_blockhashes);
constexpr auto not_expired = system_error(SystemError::nonce_blockhash_not_expired);

ByteWriter open(SystemTag tag) {
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(tag));
    return out;
}

Bytes state(bool legacy = false, const Hash& durable = old_nonce) {
    return NonceState{legacy, NonceData{authority, durable, 5000}}.encode();
}

Call on_nonce(std::vector<AccountMeta> accounts, Bytes data) {
    Call call;
    call.at(nonce) = account(call.world.rent(80) + 1'000, ids::system, state());
    call.instruction = {ids::system, std::move(accounts), std::move(data)};
    return call;
}

Call advance() {
    return on_nonce({{nonce, false, true}, {ids::recent_blockhashes}, {authority, true}},
                    open(SystemTag::advance_nonce_account).take());
}

Bytes withdraw_data(std::uint64_t lamports) {
    return open(SystemTag::withdraw_nonce_account).u64(lamports).take();
}

Call withdraw(std::uint64_t lamports = 400) {
    return on_nonce({{nonce, false, true},
                     {recipient, false, true},
                     {ids::recent_blockhashes},
                     {ids::rent},
                     {authority, true}},
                    withdraw_data(lamports));
}

Call initialize() {
    auto call = on_nonce({{nonce, false, true}, {ids::recent_blockhashes}, {ids::rent}},
                         open(SystemTag::initialize_nonce_account).key(authority).take());
    set_data(call.at(nonce), Bytes(80, 0));
    return call;
}

Call authorize() {
    return on_nonce({{nonce, false, true}, {authority, true}},
                    open(SystemTag::authorize_nonce_account).key(key(9)).take());
}

Call upgrade() {
    auto call = on_nonce({{nonce, false, true}}, open(SystemTag::upgrade_nonce_account).take());
    set_data(call.at(nonce), state(true));
    return call;
}

void make_readonly(Call& c) { c.meta(0).is_writable = false; }
void make_garbage(Call& c) { set_data(c.at(nonce), {7, 0, 0, 0, 0, 0, 0, 0}); }
void make_uninitialized(Call& c) { set_data(c.at(nonce), Bytes(80, 0)); }
void empty_list(Call& c) { c.world.set_recent_blockhashes(0); }
void no_list(Call& c) { c.world.unset(svm::SysvarId::recent_blockhashes); }
void spend_now(Call& c) {
    set_data(c.at(nonce), state(false, durable_nonce_from(c.world.blockhash)));
}

std::string writeable(const char* action) {
    return std::string(action) + " nonce account: Account " + text(nonce) + " must be writeable";
}
std::string invalid(const char* action) {
    return std::string(action) + " nonce account: Account " + text(nonce) + " state is invalid";
}

}  // namespace

TEST_CASE("a nonce state is 80 bytes with version and state in front") {
    const auto bytes = state();
    REQUIRE(bytes.size() == NonceState::size);
    CHECK(Bytes(bytes.begin(), bytes.begin() + 8) == Bytes{1, 0, 0, 0, 1, 0, 0, 0});
    CHECK(Pubkey::from(ByteSpan(bytes).subspan(8)) == authority);
    CHECK(load_le<std::uint64_t>(bytes.data() + 72) == 5000);
    CHECK(NonceState::decode(bytes)->data == NonceData{authority, old_nonce, 5000});
    CHECK(NonceState::decode(state(true))->legacy);
    CHECK_FALSE(NonceState::decode(Bytes(8, 0))->data);
    CHECK_FALSE(NonceState::decode(Bytes(7, 0)));
    CHECK_FALSE(NonceState::decode(ByteSpan(bytes).first(79)));
    CHECK_FALSE(NonceState::decode(Bytes{2, 0, 0, 0, 0, 0, 0, 0}));
    CHECK_FALSE(NonceState::decode(Bytes{1, 0, 0, 0, 2, 0, 0, 0}));
}

TEST_CASE("a durable nonce is the tagged hash of a blockhash") {
    Bytes tagged(as_bytes("DURABLE_NONCE").begin(), as_bytes("DURABLE_NONCE").end());
    tagged.insert(tagged.end(), old_nonce.bytes.begin(), old_nonce.bytes.end());
    CHECK(durable_nonce_from(old_nonce) == crypto::sha256(tagged));
}

TEST_CASE("only an initialized nonce of the current version makes a lifetime valid") {
    CHECK(verify_nonce(account(1, ids::system, state()), old_nonce));
    CHECK_FALSE(verify_nonce(account(1, ids::system, state()), Hash{}));
    CHECK_FALSE(verify_nonce(account(1, key(8), state()), old_nonce));
    CHECK_FALSE(verify_nonce(account(1, ids::system, state(true)), old_nonce));
    CHECK_FALSE(verify_nonce(account(1, ids::system, Bytes(80, 0)), old_nonce));
    CHECK_FALSE(verify_nonce(account(1), old_nonce));
}

TEST_CASE("a message advances a nonce when its first instruction says so") {
    const std::vector<Pubkey> keys{key(1), nonce, ids::system, ids::recent_blockhashes};
    const std::vector<std::uint16_t> indexes{1, 3, 0};
    const Bytes data{4, 0, 0, 0};
    const auto index = [&](auto change) {
        tx::Message m;
        m.num_required_signatures = 1;
        m.num_readonly_unsigned = 2;
        m.static_keys = keys;
        m.instructions.push_back({2, indexes, data});
        change(m);
        return nonce_account_index(m);
    };
    const Bytes transfer{2, 0, 0, 0};
    const std::vector<std::uint16_t> loaded{4};
    const std::vector<std::uint16_t> none;
    CHECK(index([](tx::Message&) {}) == 1);
    CHECK_FALSE(index([](tx::Message& m) { m.instructions.clear(); }));
    CHECK_FALSE(index([](tx::Message& m) { m.instructions[0].program_index = 3; }));
    CHECK_FALSE(index([](tx::Message& m) { m.instructions[0].program_index = 9; }));
    CHECK_FALSE(index([&](tx::Message& m) { m.instructions[0].data = transfer; }));
    CHECK_FALSE(index([&](tx::Message& m) { m.instructions[0].data = ByteSpan(data).first(3); }));
    CHECK_FALSE(index([&](tx::Message& m) { m.instructions[0].accounts = loaded; }));
    CHECK_FALSE(index([&](tx::Message& m) { m.instructions[0].accounts = none; }));
    CHECK_FALSE(index([](tx::Message& m) { m.num_readonly_unsigned = 3; }));
}

TEST_CASE("advancing a nonce stores the newest blockhash's") {
    const auto call = advance();
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    CHECK(NonceState::decode(ran.data(nonce))->data ==
          NonceData{authority, durable_nonce_from(call.world.blockhash), 5000});

    auto legacy = advance();
    set_data(legacy.at(nonce), state(true));
    CHECK_FALSE(NonceState::decode(legacy.run().data(nonce))->legacy);
}

TEST_CASE("a nonce advances only under upstream's conditions") {
    check_cases(
        advance(),
        {
            {"no account", [](Call& c) { c.instruction.accounts.clear(); }, Code::MissingAccount},
            {"no sysvar", [](Call& c) { c.instruction.accounts.resize(1); }, Code::MissingAccount},
            {"other sysvar", [](Call& c) { c.meta(1).pubkey = ids::rent; }, Code::InvalidArgument},
            {"list is absent", no_list, Code::UnsupportedSysvar},
            {"list is empty", empty_list, no_blockhashes,
             "Advance nonce account: recent blockhash list is empty"},
            {"readonly", make_readonly, Code::InvalidArgument, writeable("Advance")},
            {"garbage", make_garbage, Code::InvalidAccountData},
            {"uninitialized", make_uninitialized, Code::InvalidAccountData, invalid("Advance")},
            {"unsigned", [](Call& c) { c.meta(2).is_signer = false; },
             Code::MissingRequiredSignature,
             "Advance nonce account: Account " + text(authority) + " must be a signer"},
            {"same blockhash", spend_now, not_expired,
             "Advance nonce account: nonce can only advance once per slot"},
            {"foreign", [](Call& c) { c.at(nonce).owner = key(9); },
             Code::ExternalAccountDataModified},
        });
}

TEST_CASE("withdrawing from a nonce leaves its rent, or ends it") {
    const auto part = withdraw().run();
    REQUIRE_FALSE(part.error);
    CHECK(part.at(recipient).lamports == 400);
    CHECK(NonceState::decode(part.data(nonce))->data);

    const auto all_lamports = World().rent(80) + 1'000;
    const auto all = withdraw(all_lamports).run();
    REQUIRE_FALSE(all.error);
    CHECK(all.at(nonce).lamports == 0);
    CHECK_FALSE(NonceState::decode(all.data(nonce))->data);

    auto empty = withdraw(all_lamports - 1);  // no rent is kept for a nonce that isn't one
    make_uninitialized(empty);
    empty.instruction.accounts.push_back({nonce, true, true});
    CHECK_FALSE(empty.run().error);
}

TEST_CASE("withdrawals refuse in upstream's order") {
    const auto balance = World().rent(80) + 1'000;
    const auto funds = "Withdraw nonce account: insufficient lamports " + std::to_string(balance) +
                       ", need " + std::to_string(balance + 1);
    check_cases(
        withdraw(),
        {
            {"one account", [](Call& c) { c.instruction.accounts.resize(1); },
             Code::MissingAccount},
            {"no list", [](Call& c) { c.instruction.accounts.resize(2); }, Code::MissingAccount},
            {"no rent", [](Call& c) { c.instruction.accounts.resize(3); }, Code::MissingAccount},
            {"other list", [](Call& c) { c.meta(2).pubkey = ids::rent; }, Code::InvalidArgument},
            {"other rent", [](Call& c) { c.meta(3).pubkey = ids::clock; }, Code::InvalidArgument},
            {"readonly", make_readonly, Code::InvalidArgument, writeable("Withdraw")},
            {"garbage", make_garbage, Code::InvalidAccountData},
            {"rent must stay", [](Call& c) { c.instruction.data = withdraw_data(1'001); },
             Code::InsufficientFunds, funds},
            {"overflow", [](Call& c) { c.instruction.data = withdraw_data(UINT64_MAX); },
             Code::InsufficientFunds},
            {"unsigned", [](Call& c) { c.meta(4).is_signer = false; },
             Code::MissingRequiredSignature,
             "Withdraw nonce account: Account " + text(authority) + " must sign"},
            {"uninitialized: funds",
             [balance](Call& c) {
                 make_uninitialized(c);
                 c.instruction.data = withdraw_data(balance + 1);
             },
             Code::InsufficientFunds, funds},
            {"uninitialized: signed by itself", make_uninitialized, Code::MissingRequiredSignature,
             "Withdraw nonce account: Account " + text(nonce) + " must sign"},
            {"readonly recipient", [](Call& c) { c.meta(1).is_writable = false; },
             Code::ReadonlyLamportChange},
        });
    check_cases(withdraw(balance),
                {
                    {"not expired", spend_now, not_expired,
                     "Withdraw nonce account: nonce can only advance once per slot"},
                    {"unsigned", [](Call& c) { c.meta(4).is_signer = false; },
                     Code::MissingRequiredSignature,
                     "Withdraw nonce account: Account " + text(authority) + " must sign"},
                });
}

TEST_CASE("initializing a nonce needs no signature but rent") {
    const auto call = initialize();
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    CHECK(NonceState::decode(ran.data(nonce))->data ==
          NonceData{authority, durable_nonce_from(call.world.blockhash), 5000});

    const auto need = std::to_string(call.world.rent(80));
    check_cases(
        call,
        {
            {"no account", [](Call& c) { c.instruction.accounts.clear(); }, Code::MissingAccount},
            {"short data", [](Call& c) { c.instruction.data.pop_back(); },
             Code::InvalidInstructionData},
            {"other list", [](Call& c) { c.meta(1).pubkey = ids::rent; }, Code::InvalidArgument},
            {"list is empty", empty_list, no_blockhashes,
             "Initialize nonce account: recent blockhash list is empty"},
            {"other rent", [](Call& c) { c.meta(2).pubkey = ids::clock; }, Code::InvalidArgument},
            {"readonly", make_readonly, Code::InvalidArgument, writeable("Initialize")},
            {"garbage", make_garbage, Code::InvalidAccountData},
            {"no data", [](Call& c) { set_data(c.at(nonce), {}); }, Code::InvalidAccountData},
            {"initialized", [](Call& c) { set_data(c.at(nonce), state()); },
             Code::InvalidAccountData, invalid("Initialize")},
            {"rent", [](Call& c) { c.at(nonce).lamports.value = 5; }, Code::InsufficientFunds,
             "Initialize nonce account: insufficient lamports 5, need " + need},
            {"too small", [](Call& c) { set_data(c.at(nonce), Bytes(79, 0)); },
             Code::AccountDataTooSmall},
        });
}

TEST_CASE("a nonce's authority hands it over") {
    auto call = authorize();
    set_data(call.at(nonce), state(true));
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    const auto after = NonceState::decode(ran.data(nonce));
    CHECK(after->legacy);
    CHECK(after->data == NonceData{key(9), old_nonce, 5000});

    check_cases(
        authorize(),
        {
            {"readonly", make_readonly, Code::InvalidArgument, writeable("Authorize")},
            {"garbage", make_garbage, Code::InvalidAccountData},
            {"uninitialized", make_uninitialized, Code::InvalidAccountData, invalid("Authorize")},
            {"unsigned", [](Call& c) { c.meta(1).is_signer = false; },
             Code::MissingRequiredSignature,
             "Authorize nonce account: Account " + text(authority) + " must sign"},
        });
}

TEST_CASE("a legacy nonce is upgraded once") {
    const auto ran = upgrade().run();
    REQUIRE_FALSE(ran.error);
    const auto after = NonceState::decode(ran.data(nonce));
    CHECK_FALSE(after->legacy);
    CHECK(after->data->durable_nonce == durable_nonce_from(old_nonce));

    check_cases(
        upgrade(),
        {
            {"foreign", [](Call& c) { c.at(nonce).owner = key(9); }, Code::InvalidAccountOwner},
            {"readonly", make_readonly, Code::InvalidArgument},
            {"garbage", make_garbage, Code::InvalidAccountData},
            {"current", [](Call& c) { set_data(c.at(nonce), state()); }, Code::InvalidArgument},
            {"uninitialized", make_uninitialized, Code::InvalidArgument},
        });
}
