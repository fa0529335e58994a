#include <catch2/catch.hpp>

#include "devnet/svm/programs/loader_v3.hpp"
#include "fixture.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;

namespace {

const auto payer = key(1);
const auto buffer = key(2);
const auto authority = key(3);
const auto other = key(4);
const auto spill = key(6);
const auto program = key(5);
const auto programdata = tx::loader_v3::programdata_address(program);

const Bytes elf = tiny_elf();
constexpr std::uint64_t room = 200;  ///< bytes that programdata has for an ELF
constexpr std::size_t programdata_size = tx::LoaderProgramData::header_size + room;
constexpr std::uint64_t buffer_lamports = 1'000'000;  ///< less than programdata's rent
constexpr std::uint64_t mebi = 1 << 20;

Bytes with_elf(const tx::LoaderState& header, const Bytes& content, std::size_t header_size) {
    auto out = encode(header);
    out.resize(header_size);
    out.insert(out.end(), content.begin(), content.end());
    return out;
}

Account buffer_account(std::optional<Pubkey> owner = authority, const Bytes& content = elf) {
    return account(buffer_lamports, ids::loader_v3,
                   with_elf(tx::LoaderBuffer{owner}, content, tx::LoaderBuffer::header_size));
}

Account program_account(const tx::LoaderState& state) {
    auto data = encode(state);
    data.resize(tx::LoaderProgram::size);
    return account(World().rent(tx::LoaderProgram::size), ids::loader_v3, data);
}

Account programdata_account(const tx::LoaderProgramData& header) {
    auto data = with_elf(header, elf, tx::LoaderProgramData::header_size);
    data.resize(programdata_size, 0xEE);
    return account(World().rent(programdata_size), ids::loader_v3, data);
}

Bytes deploy_data(std::uint64_t max) { return ByteWriter().u32(2).u64(max).take(); }

Call deploy() {
    Call call;
    call.at(payer) = account(100'000'000'000);
    call.at(buffer) = buffer_account();
    call.at(program) = program_account(tx::LoaderUninitialized{});
    call.instruction = {ids::loader_v3,
                        {{payer, true, true},
                         {programdata, false, true},
                         {program, false, true},
                         {buffer, false, true},
                         {ids::rent},
                         {ids::clock},
                         {ids::system},
                         {authority, true}},
                        deploy_data(room)};
    return call;
}

Call upgrade() {
    Call call;
    call.at(buffer) = buffer_account();
    call.at(program) = program_account(tx::LoaderProgram{programdata});
    call.at(programdata) = programdata_account({50, authority});
    call.instruction = {ids::loader_v3,
                        {{programdata, false, true},
                         {program, false, true},
                         {buffer, false, true},
                         {spill, false, true},
                         {ids::rent},
                         {ids::clock},
                         {authority, true}},
                        ByteWriter().u32(3).take()};
    return call;
}

Bytes extend_data(std::uint32_t bytes) { return ByteWriter().u32(6).u32(bytes).take(); }

Call extend() {
    Call call;
    call.at(payer) = account(100'000'000'000);
    call.at(program) = program_account(tx::LoaderProgram{programdata});
    call.at(programdata) = programdata_account({50, authority});
    call.instruction = {
        ids::loader_v3,
        {{programdata, false, true}, {program, false, true}, {ids::system}, {payer, true, true}},
        extend_data(minimum_extend_program_bytes)};
    return call;
}

auto set(const Pubkey& k, const Account& a) {
    return [k, a](Call& c) { c.at(k) = a; };
}
auto keep_accounts(std::size_t n) {
    return [n](Call& c) { c.instruction.accounts.resize(n); };
}
auto readonly(std::size_t i) {
    return [i](Call& c) { c.meta(i).is_writable = false; };
}
auto unsign(std::size_t i) {
    return [i](Call& c) { c.meta(i).is_signer = false; };
}
auto replace(std::size_t i, const Pubkey& k) {
    return [i, k](Call& c) { c.meta(i).pubkey = k; };
}

const Bytes broken{1, 2, 3};

std::string why_broken() {
    const vm::SyscallRegistry syscalls{{}};
    vm::LoadOptions options{syscalls};
    options.strict_deploy = true;
    const auto loaded = vm::Program::load(broken, options);
    REQUIRE_FALSE(loaded);
    return loaded.error().message;
}

/// Cases on the buffer that a deployment and an upgrade share; `at` is the buffer's place.
std::vector<Case> buffer_cases(std::size_t at, std::size_t authority_at) {
    auto foreign = buffer_account();
    foreign.owner = ids::system;
    return {
        {"readonly buffer", readonly(at), Code::InvalidArgument, "Buffer account not writeable"},
        {"foreign buffer", set(buffer, foreign), Code::IncorrectProgramId,
         "Buffer account not owned by loader"},
        {"garbage buffer", set(buffer, account(1, ids::loader_v3, Bytes(40, 9))),
         Code::InvalidAccountData},
        {"no buffer", set(buffer, program_account(tx::LoaderUninitialized{})),
         Code::InvalidArgument, "Invalid Buffer account"},
        {"other buffer authority", set(buffer, buffer_account(other)), Code::IncorrectAuthority,
         "Buffer and upgrade authority don't match"},
        {"immutable buffer", set(buffer, buffer_account(std::nullopt)), Code::IncorrectAuthority,
         "Buffer and upgrade authority don't match"},
        {"unsigned", unsign(authority_at), Code::MissingRequiredSignature,
         "Upgrade authority did not sign"},
        {"empty buffer", set(buffer, buffer_account(authority, {})), Code::InvalidAccountData,
         "Buffer account too small"},
        {"broken ELF", set(buffer, buffer_account(authority, broken)), Code::InvalidAccountData,
         why_broken()},
    };
}

}  // namespace

TEST_CASE("a deployment creates programdata, moves the ELF there and ends the slot") {
    const auto call = deploy();
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.units == 2370 + 150);
    CHECK(ran.ends_slot);
    CHECK(ran.last_log() == "Deployed program " + text(program));

    auto expected =
        with_elf(tx::LoaderProgramData{100, authority}, elf, tx::LoaderProgramData::header_size);
    expected.resize(programdata_size);
    CHECK(ran.data(programdata) == expected);
    CHECK(ran.at(programdata).owner == ids::loader_v3);
    CHECK(ran.at(programdata).lamports == call.world.rent(programdata_size));
    CHECK(ran.data(program) == encode(tx::LoaderProgram{programdata}));
    CHECK(ran.at(program).executable);
    CHECK(ran.at(buffer).lamports == 0);
    CHECK(ran.data(buffer).size() == tx::LoaderBuffer::header_size);
    CHECK(ran.at(payer).lamports ==
          100'000'000'000 + buffer_lamports - call.world.rent(programdata_size));

    REQUIRE(ran.inner.size() == 1);  // the buffer rides along
    CHECK(ran.inner[0].accounts == std::vector<AccountMeta>{{payer, true, true},
                                                            {programdata, true, true},
                                                            {buffer, false, true}});
}

TEST_CASE("deployments refuse in upstream's order") {
    auto poor_program = program_account(tx::LoaderUninitialized{});
    poor_program.lamports.value -= 1;
    check_cases(
        deploy(),
        {
            {"short data", [](Call& c) { c.instruction.data.pop_back(); },
             Code::InvalidInstructionData},
            {"three accounts", keep_accounts(3), Code::MissingAccount},
            {"no rent", keep_accounts(4), Code::MissingAccount},
            {"other rent", replace(4, ids::clock), Code::InvalidArgument},
            {"other clock", replace(5, ids::rent), Code::InvalidArgument},
            {"no authority", keep_accounts(7), Code::MissingAccount},
            {"program initialized", set(program, program_account(tx::LoaderProgram{programdata})),
             Code::AccountAlreadyInitialized, "Program account already initialized"},
            {"program garbage", set(program, account(1, ids::loader_v3, Bytes(36, 9))),
             Code::InvalidAccountData},
            {"program small", [](Call& c) { resize(c.at(program), 35); }, Code::AccountDataTooSmall,
             "Program account too small"},
            {"program poor", set(program, poor_program), Code::ExecutableAccountNotRentExempt,
             "Program account not rent-exempt"},
        });
    check_cases(deploy(), buffer_cases(3, 7));
    check_cases(
        deploy(),
        {
            {"no room", [](Call& c) { c.instruction.data = deploy_data(elf.size() - 1); },
             Code::AccountDataTooSmall, "Max data length is too small to hold Buffer data"},
            {"too much room", [](Call& c) { c.instruction.data = deploy_data(10 * mebi - 44); },
             Code::InvalidArgument, "Max data length is too large"},
            {"endless room", [](Call& c) { c.instruction.data = deploy_data(UINT64_MAX); },
             Code::InvalidArgument, "Max data length is too large"},
            {"other programdata", replace(1, other), Code::InvalidArgument,
             "ProgramData address is not derived"},
            {"buffer pays", [](Call& c) { c.meta(0).pubkey = buffer; }, Code::AccountBorrowFailed},
            {"readonly payer", readonly(0), Code::ReadonlyLamportChange},
            {"payer does not sign", unsign(0), Code::PrivilegeEscalation,
             text(payer) + "'s signer privilege escalated"},
            {"no system program", replace(6, other), Code::MissingAccount,
             "Unknown program " + text(ids::system)},
            {"foreign program account", [](Call& c) { c.at(program).owner = other; },
             Code::ExternalAccountDataModified, "Program 11111111111111111111111111111111 success"},
        });
}

TEST_CASE("a deployment fails when the payer or the programdata account can't make it") {
    auto poor = deploy();
    poor.at(payer) = account(1);
    CHECK(poor.run().error == tx::custom_error(1));
    auto taken = deploy();
    taken.at(programdata) = account(1);
    CHECK(taken.run().error == tx::custom_error(0));
    CHECK(taken.run().logs.size() == 3);
}

TEST_CASE("the buffer's lamports may pay for the programdata") {
    auto call = deploy();
    call.at(payer) = account(call.world.rent(programdata_size) - buffer_lamports);
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.at(payer).lamports == 0);
}

TEST_CASE("an upgrade replaces the ELF, zeroes what is left and spills the surplus") {
    const auto call = upgrade();
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.ends_slot);
    CHECK(ran.logs == std::vector{"Upgraded program " + text(program)});
    auto expected =
        with_elf(tx::LoaderProgramData{100, authority}, elf, tx::LoaderProgramData::header_size);
    expected.resize(programdata_size);
    CHECK(ran.data(programdata) == expected);
    CHECK(ran.at(programdata).lamports == call.world.rent(programdata_size));
    CHECK(ran.at(spill).lamports == buffer_lamports);
    CHECK(ran.at(buffer).lamports == 0);
    CHECK(ran.data(buffer).size() == tx::LoaderBuffer::header_size);
}

TEST_CASE("upgrades refuse in upstream's order") {
    auto foreign = program_account(tx::LoaderProgram{programdata});
    foreign.owner = ids::system;
    const auto header = [](std::uint64_t slot, std::optional<Pubkey> owner) {
        return set(programdata, programdata_account({slot, owner}));
    };
    check_cases(upgrade(),
                {
                    {"two accounts", keep_accounts(2), Code::MissingAccount},
                    {"no rent", keep_accounts(4), Code::MissingAccount},
                    {"other rent", replace(4, ids::clock), Code::InvalidArgument},
                    {"other clock", replace(5, ids::rent), Code::InvalidArgument},
                    {"no authority", keep_accounts(6), Code::MissingAccount},
                    {"readonly program", readonly(1), Code::InvalidArgument,
                     "Program account not writeable"},
                    {"foreign program", set(program, foreign), Code::IncorrectProgramId,
                     "Program account not owned by loader"},
                    {"garbage program", set(program, account(1, ids::loader_v3, Bytes(36, 9))),
                     Code::InvalidAccountData},
                    {"no program", set(program, program_account(tx::LoaderUninitialized{})),
                     Code::InvalidAccountData, "Invalid Program account"},
                    {"other programdata", set(program, program_account(tx::LoaderProgram{other})),
                     Code::InvalidArgument, "Program and ProgramData account mismatch"},
                });
    check_cases(upgrade(), buffer_cases(2, 6));
    check_cases(upgrade(),
                {
                    {"too large",
                     [](Call& c) {
                         resize(c.at(programdata),
                                tx::LoaderProgramData::header_size + elf.size() - 1);
                     },
                     Code::AccountDataTooSmall, "ProgramData account not large enough"},
                    {"too poor",
                     [](Call& c) {
                         c.at(programdata).lamports.value = 0;
                         c.at(buffer).lamports.value = 1;
                     },
                     Code::InsufficientFunds, "Buffer account balance too low to fund upgrade"},
                    {"deployed in this slot", header(100, authority), Code::InvalidArgument,
                     "Program was deployed in this block already"},
                    {"final", header(50, std::nullopt), Code::Immutable, "Program not upgradeable"},
                    {"other authority", header(50, other), Code::IncorrectAuthority,
                     "Incorrect upgrade authority provided"},
                    {"no programdata",
                     [](Call& c) {
                         auto data = encode(tx::LoaderBuffer{authority});
                         data.resize(programdata_size);
                         set_data(c.at(programdata), data);
                     },
                     Code::InvalidAccountData, "Invalid ProgramData account"},
                    {"readonly programdata", readonly(0), Code::ReadonlyDataModified},
                    {"foreign programdata", [](Call& c) { c.at(programdata).owner = other; },
                     Code::ExternalAccountDataModified},
                    {"spill is programdata", replace(3, programdata), Code::AccountBorrowFailed},
                    {"spill is the buffer", replace(3, buffer), Code::AccountBorrowFailed},
                    {"readonly spill", readonly(3), Code::ReadonlyLamportChange},
                });
}

TEST_CASE("extending grows programdata, pays its rent and ends the slot") {
    const auto call = extend();
    const auto ran = call.run();
    const auto size = programdata_size + minimum_extend_program_bytes;
    REQUIRE_FALSE(ran.error);
    CHECK(ran.ends_slot);
    CHECK(ran.last_log() == "Extended ProgramData account by 10240 bytes");
    CHECK(ran.data(programdata).size() == size);
    CHECK(ran.at(programdata).lamports == call.world.rent(size));
    CHECK(tx::decode_loader_state(ran.data(programdata)) ==
          tx::LoaderState(tx::LoaderProgramData{100, authority}));

    auto rich = extend();
    rich.at(programdata).lamports.value = rich.world.rent(size);
    rich.instruction.accounts.resize(2);
    CHECK_FALSE(rich.run().error);
    CHECK(rich.run().inner.empty());
}

TEST_CASE("extending by less than the minimum must fill the account to its limit") {
    auto call = extend();
    resize(call.at(programdata), 10 * mebi - 5);
    call.at(programdata).lamports.value = call.world.rent(10 * mebi);
    call.instruction.data = extend_data(5);
    CHECK_FALSE(call.run().error);
    const auto refused = [](std::uint32_t n) {
        return "ExtendProgram requires a minimum of 10240 additional bytes or to extend to maximum "
               "size, but only " +
               std::to_string(n) + " were requested";
    };
    check_cases(call, {
                          {"one byte short", [](Call& c) { c.instruction.data = extend_data(4); },
                           Code::InvalidArgument, refused(4)},
                          {"one byte over", [](Call& c) { c.instruction.data = extend_data(6); },
                           Code::InvalidRealloc,
                           "Extended ProgramData length of 10485761 bytes exceeds max account data "
                           "length of 10485760 bytes"},
                      });
    check_cases(extend(), {{"small", [](Call& c) { c.instruction.data = extend_data(10'239); },
                            Code::InvalidArgument, refused(10'239)}});
}

TEST_CASE("extensions refuse in upstream's order") {
    auto foreign = program_account(tx::LoaderProgram{programdata});
    foreign.owner = ids::system;
    const auto header = [](std::uint64_t slot, std::optional<Pubkey> owner) {
        return set(programdata, programdata_account({slot, owner}));
    };
    check_cases(extend(),
                {
                    {"nothing", [](Call& c) { c.instruction.data = extend_data(0); },
                     Code::InvalidInstructionData, "Additional bytes must be greater than 0"},
                    {"no accounts", keep_accounts(0), Code::MissingAccount},
                    {"foreign programdata", [](Call& c) { c.at(programdata).owner = other; },
                     Code::InvalidAccountOwner, "ProgramData owner is invalid"},
                    {"readonly programdata", readonly(0), Code::InvalidArgument,
                     "ProgramData is not writable"},
                    {"program is programdata", replace(1, programdata), Code::AccountBorrowFailed},
                    {"readonly program", readonly(1), Code::InvalidArgument,
                     "Program account is not writable"},
                    {"foreign program", set(program, foreign), Code::InvalidAccountOwner,
                     "Program account not owned by loader"},
                    {"garbage program", set(program, account(1, ids::loader_v3, Bytes(36, 9))),
                     Code::InvalidAccountData},
                    {"no program", set(program, program_account(tx::LoaderUninitialized{})),
                     Code::InvalidAccountData, "Invalid Program account"},
                    {"other programdata", set(program, program_account(tx::LoaderProgram{other})),
                     Code::InvalidArgument, "Program account does not match ProgramData account"},
                    {"in this slot", header(100, authority), Code::InvalidArgument,
                     "Program was extended in this block already"},
                    {"final", header(50, std::nullopt), Code::Immutable,
                     "Cannot extend ProgramData accounts that are not upgradeable"},
                    {"no state",
                     [](Call& c) {
                         auto data = encode(tx::LoaderBuffer{authority});
                         data.resize(programdata_size);
                         set_data(c.at(programdata), data);
                     },
                     Code::InvalidAccountData, "ProgramData state is invalid"},
                    {"no payer", keep_accounts(3), Code::MissingAccount},
                    {"no system program", replace(2, other), Code::MissingAccount,
                     "Unknown program " + text(ids::system)},
                    {"broken ELF",
                     [](Call& c) {
                         auto data = c.at(programdata).data.to_bytes();
                         data[tx::LoaderProgramData::header_size] = 0;
                         set_data(c.at(programdata), data);
                         c.at(programdata).lamports.value = c.world.rent(20'000);
                     },
                     Code::InvalidAccountData,
                     [] {
                         auto data = elf;
                         data[0] = 0;
                         data.resize(room + minimum_extend_program_bytes);
                         const vm::SyscallRegistry syscalls{{}};
                         return vm::Program::load(data, {syscalls}).error().message;
                     }()},
                });
}
