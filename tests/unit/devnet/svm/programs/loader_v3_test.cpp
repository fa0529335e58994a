#include "devnet/svm/programs/loader_v3.hpp"

#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;

namespace {

const auto buffer = key(1);
const auto authority = key(2);
const auto next = key(3);
const auto recipient = key(4);
const auto program = key(5);
const auto programdata = tx::loader_v3::programdata_address(program);

ByteWriter open(LoaderTag tag) {
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(tag));
    return out;
}

Bytes state_data(const tx::LoaderState& state, std::size_t size) {
    auto out = encode(state);
    out.resize(size);
    return out;
}

Account loader_account(const tx::LoaderState& state, std::size_t size) {
    return account(1'000'000, ids::loader_v3, state_data(state, size));
}

Call on_buffer(LoaderTag tag, std::vector<AccountMeta> accounts) {
    Call call;
    call.at(buffer) = loader_account(tx::LoaderBuffer{authority}, 45);
    call.instruction = {ids::loader_v3, std::move(accounts), open(tag).take()};
    return call;
}

Call initialize() {
    auto call = on_buffer(LoaderTag::initialize_buffer, {{buffer, false, true}, {authority}});
    call.at(buffer) = loader_account(tx::LoaderUninitialized{}, 45);
    return call;
}

Bytes write_data(std::uint32_t offset, const Bytes& bytes) {
    return open(LoaderTag::write).u32(offset).u64(bytes.size()).bytes(bytes).take();
}

Call write() {
    auto call = on_buffer(LoaderTag::write, {{buffer, false, true}, {authority, true}});
    call.instruction.data = write_data(2, {7, 8, 9});
    return call;
}

Call set_authority() {
    return on_buffer(LoaderTag::set_authority, {{buffer, false, true}, {authority, true}, {next}});
}

Call set_authority_checked() {
    return on_buffer(LoaderTag::set_authority_checked,
                     {{buffer, false, true}, {authority, true}, {next, true}});
}

Call close_buffer() {
    return on_buffer(LoaderTag::close,
                     {{buffer, false, true}, {recipient, false, true}, {authority, true}});
}

Call close_program() {
    Call call;
    call.at(programdata) = loader_account(tx::LoaderProgramData{50, authority}, 100);
    call.at(program) = loader_account(tx::LoaderProgram{programdata}, 36);
    call.instruction = {ids::loader_v3,
                        {{programdata, false, true},
                         {recipient, false, true},
                         {authority, true},
                         {program, false, true}},
                        open(LoaderTag::close).take()};
    return call;
}

auto make(const Pubkey& k, const tx::LoaderState& state, std::size_t size = 45) {
    return [k, state, size](Call& c) { c.at(k) = loader_account(state, size); };
}

void make_programdata(Call& c, std::optional<Pubkey> owner) {
    c.at(buffer) = loader_account(tx::LoaderProgramData{50, owner}, 100);
}

void make_garbage(Call& c) { set_data(c.at(buffer), Bytes(45, 9)); }
void make_readonly(Call& c) { c.meta(0).is_writable = false; }
void unsign(Call& c, std::size_t i) { c.meta(i).is_signer = false; }

tx::LoaderState state_of(const Ran& ran, const Pubkey& k = buffer) {
    const auto out = tx::decode_loader_state(ran.data(k));
    REQUIRE(out);
    return *out;
}

}  // namespace

TEST_CASE("loader states have upstream's sizes and tags") {
    CHECK(encode(tx::LoaderUninitialized{}) == Bytes(4, 0));
    CHECK(encode(tx::LoaderBuffer{authority}).size() == tx::LoaderBuffer::header_size);
    CHECK(encode(tx::LoaderBuffer{}).size() == 5);
    CHECK(encode(tx::LoaderProgram{programdata}).size() == tx::LoaderProgram::size);
    CHECK(encode(tx::LoaderProgramData{7, authority}).size() == tx::LoaderProgramData::header_size);
    CHECK(encode(tx::LoaderProgramData{7, {}}) == ByteWriter().u32(3).u64(7).u8(0).take());
    const tx::LoaderState all[] = {tx::LoaderUninitialized{},
                                   tx::LoaderBuffer{authority},
                                   tx::LoaderBuffer{},
                                   tx::LoaderProgram{programdata},
                                   tx::LoaderProgramData{7, authority},
                                   tx::LoaderProgramData{7, {}}};
    for (const auto& state : all) {
        auto bytes = encode(state);
        CHECK(tx::decode_loader_state(bytes) == state);
        CHECK_FALSE(tx::decode_loader_state(ByteSpan(bytes).first(bytes.size() - 1)));
        bytes.push_back(0xff);
        CHECK(tx::decode_loader_state(bytes) == state);
    }
    CHECK_FALSE(tx::decode_loader_state(Bytes{4, 0, 0, 0}));
    CHECK_FALSE(tx::decode_loader_state(Bytes{1, 0, 0, 0, 2}));
}

TEST_CASE("a buffer is initialized without its authority's signature") {
    const auto ran = initialize().run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.units == 2370);
    CHECK(state_of(ran) == tx::LoaderState(tx::LoaderBuffer{authority}));
    check_cases(
        initialize(),
        {
            {"one account", [](Call& c) { c.instruction.accounts.resize(1); },
             Code::MissingAccount},
            {"initialized", make(buffer, tx::LoaderBuffer{next}), Code::AccountAlreadyInitialized,
             "Buffer account already initialized"},
            {"garbage", make_garbage, Code::InvalidAccountData},
            {"no data", [](Call& c) { set_data(c.at(buffer), {}); }, Code::InvalidAccountData},
            {"too small", [](Call& c) { resize(c.at(buffer), 36); }, Code::AccountDataTooSmall},
            {"readonly", make_readonly, Code::ReadonlyDataModified},
            {"foreign", [](Call& c) { c.at(buffer).owner = ids::system; },
             Code::ExternalAccountDataModified},
        });
}

TEST_CASE("bytes are written behind the buffer's header") {
    const auto ran = write().run();
    REQUIRE_FALSE(ran.error);
    const auto data = ran.data(buffer);
    CHECK(Bytes(data.begin() + 37, data.end()) == Bytes{0, 0, 7, 8, 9, 0, 0, 0});
    auto nothing = write();
    nothing.instruction.data = write_data(8, {});
    CHECK_FALSE(nothing.run().error);
}

TEST_CASE("writes refuse in upstream's order") {
    check_cases(
        write(),
        {
            {"one account", [](Call& c) { c.instruction.accounts.resize(1); },
             Code::MissingAccount},
            {"length beyond the data", [](Call& c) { c.instruction.data[8] = 4; },
             Code::InvalidInstructionData},
            {"more than a packet",
             [](Call& c) { c.instruction.data = write_data(0, Bytes(1232 - 16 + 1)); },
             Code::InvalidInstructionData},
            {"immutable", make(buffer, tx::LoaderBuffer{}), Code::Immutable, "Buffer is immutable"},
            {"other authority", make(buffer, tx::LoaderBuffer{next}), Code::IncorrectAuthority,
             "Incorrect buffer authority provided"},
            {"unsigned", [](Call& c) { unsign(c, 1); }, Code::MissingRequiredSignature,
             "Buffer authority did not sign"},
            {"no buffer", make(buffer, tx::LoaderUninitialized{}), Code::InvalidAccountData,
             "Invalid Buffer account"},
            {"garbage", make_garbage, Code::InvalidAccountData},
            {"overflow", [](Call& c) { c.instruction.data = write_data(6, {1, 2, 3}); },
             Code::AccountDataTooSmall, "Write overflow: 45 < 46"},
            {"largest offset",
             [](Call& c) { c.instruction.data = write_data(UINT32_MAX, Bytes(1216)); },
             Code::AccountDataTooSmall, "Write overflow: 45 < 4294968548"},
            {"readonly", make_readonly, Code::ReadonlyDataModified},
        });
}

TEST_CASE("a buffer's authority changes, and a program's may end") {
    const auto ran = set_authority().run();
    REQUIRE_FALSE(ran.error);
    CHECK(state_of(ran) == tx::LoaderState(tx::LoaderBuffer{next}));
    CHECK(ran.logs == std::vector{"New authority Some(" + text(next) + ")"});

    auto final = set_authority();
    make_programdata(final, authority);
    final.instruction.accounts.resize(2);
    const auto ended = final.run();
    REQUIRE_FALSE(ended.error);
    CHECK(state_of(ended) == tx::LoaderState(tx::LoaderProgramData{50, {}}));
    CHECK(ended.logs == std::vector<std::string>{"New authority None"});
    const auto left = ended.data(buffer);  // upstream leaves the old key's bytes behind the tag
    CHECK(Pubkey::from(ByteSpan(left).subspan(13)) == authority);
}

TEST_CASE("changes of authority refuse in upstream's order") {
    const std::vector<Case> both = {
        {"immutable buffer", make(buffer, tx::LoaderBuffer{}), Code::Immutable,
         "Buffer is immutable"},
        {"other authority", make(buffer, tx::LoaderBuffer{next}), Code::IncorrectAuthority,
         "Incorrect buffer authority provided"},
        {"unsigned", [](Call& c) { unsign(c, 1); }, Code::MissingRequiredSignature,
         "Buffer authority did not sign"},
        {"final program", [](Call& c) { make_programdata(c, {}); }, Code::Immutable,
         "Program not upgradeable"},
        {"other upgrade authority", [](Call& c) { make_programdata(c, next); },
         Code::IncorrectAuthority, "Incorrect upgrade authority provided"},
        {"unsigned upgrade authority",
         [](Call& c) {
             make_programdata(c, authority);
             unsign(c, 1);
         },
         Code::MissingRequiredSignature, "Upgrade authority did not sign"},
        {"program account", make(buffer, tx::LoaderProgram{next}), Code::InvalidArgument,
         "Account does not support authorities"},
        {"uninitialized", make(buffer, tx::LoaderUninitialized{}), Code::InvalidArgument,
         "Account does not support authorities"},
        {"garbage", make_garbage, Code::InvalidAccountData},
        {"readonly", make_readonly, Code::ReadonlyDataModified},
        {"one account", [](Call& c) { c.instruction.accounts.resize(1); }, Code::MissingAccount},
    };
    check_cases(set_authority(), both);
    check_cases(set_authority_checked(), both);
    check_cases(set_authority(), {{"buffer without a new authority",
                                   [](Call& c) { c.instruction.accounts.resize(2); },
                                   Code::IncorrectAuthority, "Buffer authority is not optional"}});
    check_cases(set_authority_checked(),
                {
                    {"no new authority", [](Call& c) { c.instruction.accounts.resize(2); },
                     Code::MissingAccount},
                    {"new authority does not sign", [](Call& c) { unsign(c, 2); },
                     Code::MissingRequiredSignature, "New authority did not sign"},
                    {"nor for a program",
                     [](Call& c) {
                         make_programdata(c, authority);
                         unsign(c, 2);
                     },
                     Code::MissingRequiredSignature, "New authority did not sign"},
                });
}

TEST_CASE("a checked change of authority logs the bare key") {
    auto call = set_authority_checked();
    make_programdata(call, authority);
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    CHECK(state_of(ran) == tx::LoaderState(tx::LoaderProgramData{50, next}));
    CHECK(ran.logs == std::vector{"New authority " + text(next)});
}

TEST_CASE("closing gives the lamports back and leaves four bytes") {
    const auto closed = close_buffer().run();
    REQUIRE_FALSE(closed.error);
    CHECK(closed.at(buffer).lamports == 0);
    CHECK(closed.data(buffer) == Bytes(4, 0));
    CHECK(closed.at(recipient).lamports == 1'000'000);
    CHECK(closed.logs == std::vector{"Closed Buffer " + text(buffer)});
    CHECK_FALSE(closed.ends_slot);

    auto blank = close_buffer();
    blank.at(buffer) = loader_account(tx::LoaderUninitialized{}, 45);
    blank.instruction.accounts.resize(2);  // nobody's, so nobody signs
    const auto ran = blank.run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.logs == std::vector{"Closed Uninitialized " + text(buffer)});
    CHECK(ran.at(recipient).lamports == 1'000'000);
}

TEST_CASE("closing a program keeps its account and ends the slot") {
    const auto ran = close_program().run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.data(programdata) == Bytes(4, 0));
    CHECK(ran.at(programdata).lamports == 0);
    CHECK(state_of(ran, program) == tx::LoaderState(tx::LoaderProgram{programdata}));
    CHECK(ran.logs == std::vector{"Closed Program " + text(program)});
    CHECK(ran.ends_slot);
}

TEST_CASE("closing refuses in upstream's order") {
    check_cases(close_buffer(),
                {
                    {"one account", [](Call& c) { c.instruction.accounts.resize(1); },
                     Code::MissingAccount},
                    {"to itself", [](Call& c) { c.meta(1).pubkey = buffer; }, Code::InvalidArgument,
                     "Recipient is the same as the account being closed"},
                    {"garbage", make_garbage, Code::InvalidAccountData},
                    {"readonly", make_readonly, Code::ReadonlyDataModified},
                    {"foreign", [](Call& c) { c.at(buffer).owner = ids::system; },
                     Code::ExternalAccountDataModified},
                    {"no authority account", [](Call& c) { c.instruction.accounts.resize(2); },
                     Code::MissingAccount},
                    {"immutable", make(buffer, tx::LoaderBuffer{}), Code::Immutable,
                     "Account is immutable"},
                    {"other authority", make(buffer, tx::LoaderBuffer{next}),
                     Code::IncorrectAuthority, "Incorrect authority provided"},
                    {"unsigned", [](Call& c) { unsign(c, 2); }, Code::MissingRequiredSignature,
                     "Authority did not sign"},
                    {"readonly recipient", [](Call& c) { c.meta(1).is_writable = false; },
                     Code::ReadonlyLamportChange},
                    {"program account", make(buffer, tx::LoaderProgram{next}),
                     Code::InvalidArgument, "Account does not support closing"},
                });
    check_cases(
        close_program(),
        {
            {"three accounts", [](Call& c) { c.instruction.accounts.resize(3); },
             Code::MissingAccount},
            {"readonly program", [](Call& c) { c.meta(3).is_writable = false; },
             Code::InvalidArgument, "Program account is not writable"},
            {"foreign program", [](Call& c) { c.at(program).owner = ids::system; },
             Code::IncorrectProgramId, "Program account not owned by loader"},
            {"deployed in this slot", make(programdata, tx::LoaderProgramData{100, authority}),
             Code::InvalidArgument, "Program was deployed in this block already"},
            {"garbage program", [](Call& c) { set_data(c.at(program), Bytes(36, 9)); },
             Code::InvalidAccountData},
            {"no program", make(program, tx::LoaderUninitialized{}), Code::InvalidArgument,
             "Invalid Program account"},
            {"other program", make(program, tx::LoaderProgram{next}), Code::InvalidArgument,
             "ProgramData account does not match ProgramData account"},
            {"final", make(programdata, tx::LoaderProgramData{50, {}}), Code::Immutable,
             "Account is immutable"},
            {"other authority", make(programdata, tx::LoaderProgramData{50, next}),
             Code::IncorrectAuthority, "Incorrect authority provided"},
            {"unsigned", [](Call& c) { unsign(c, 2); }, Code::MissingRequiredSignature,
             "Authority did not sign"},
        });
}

TEST_CASE("instructions from 8 on are none, and so is no data") {
    auto call = write();
    for (std::uint32_t tag = loader_instruction_count; tag < 12; ++tag) {
        call.instruction.data = ByteWriter().u32(tag).u64(0).u64(0).take();
        CHECK(call.run().error == tx::InstructionError(Code::InvalidInstructionData));
    }
    call.instruction.data.clear();
    CHECK(call.run().error == tx::InstructionError(Code::InvalidInstructionData));
}
