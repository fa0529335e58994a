#pragma once

#include <optional>

#include "sdk/types/instruction.hpp"

/// The upgradeable loader's eight instructions. (s) marks accounts that sign.
namespace orrery::tx::loader_v3 {

constexpr std::uint32_t min_extension = 10'240;  ///< least bytes of extend_program

/// Where a program's ELF lives: the loader's address derived from the program's.
Pubkey programdata_address(const Pubkey& program);

/// Tag 0: makes a fresh loader-owned account of LoaderBuffer::header_size + ELF bytes a buffer.
Instruction initialize_buffer(const Pubkey& buffer, const Pubkey& authority);

struct Write {
    Pubkey buffer;
    Pubkey authority;          ///< (s)
    std::uint32_t offset = 0;  ///< from the ELF's first byte
    ByteSpan bytes;
};
/// Tag 1: writes a piece of the ELF into a buffer.
Instruction write(const Write& params);

struct Deploy {
    Pubkey payer;    ///< (s) pays for the program data account
    Pubkey program;  ///< created before, owned by the loader, LoaderProgram::size bytes
    Pubkey buffer;
    Pubkey authority;                ///< (s) of the buffer, then of the program
    std::uint64_t max_data_len = 0;  ///< room for the ELF, in bytes; at least the buffer's
};
/// Tag 2: turns a buffer into a program; callable from the next slot on.
Instruction deploy_with_max_data_len(const Deploy& params);

struct Upgrade {
    Pubkey program;
    Pubkey buffer;
    Pubkey authority;  ///< (s) of both
    Pubkey spill;      ///< receives the buffer's lamports
};
/// Tag 3: replaces a program's ELF by a buffer's.
Instruction upgrade(const Upgrade& params);

struct SetAuthority {
    Pubkey account;                       ///< a buffer, or a program's programdata_address
    Pubkey authority;                     ///< (s)
    std::optional<Pubkey> new_authority;  ///< absent: the program becomes immutable
};
/// Tag 4: hands a buffer or a program over; the new authority needn't sign.
Instruction set_authority(const SetAuthority& params);

struct Close {
    Pubkey account;    ///< a buffer, a programdata_address, or an uninitialized account
    Pubkey recipient;  ///< receives the lamports
    std::optional<Pubkey> authority;  ///< (s) absent for an uninitialized account
    std::optional<Pubkey> program;    ///< with a programdata_address: its program
};
/// Tag 5: empties an account of the loader.
Instruction close(const Close& params);

struct ExtendProgram {
    Pubkey program;
    std::optional<Pubkey> payer;         ///< (s) tops the rent up; absent if there is enough
    std::uint32_t additional_bytes = 0;  ///< at least min_extension, unless up to 10 MiB in all
};
/// Tag 6: makes room for a larger ELF.
Instruction extend_program(const ExtendProgram& params);

struct SetAuthorityChecked {
    Pubkey account;        ///< a buffer, or a program's programdata_address
    Pubkey authority;      ///< (s)
    Pubkey new_authority;  ///< (s)
};
/// Tag 7: as set_authority, with the new authority's consent.
Instruction set_authority_checked(const SetAuthorityChecked& params);

}  // namespace orrery::tx::loader_v3
