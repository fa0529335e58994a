#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "devnet/svm/vm/image.hpp"
#include "devnet/svm/vm/syscall.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::vm {

struct LoadOptions {
    const SyscallRegistry& syscalls;  ///< borrowed for the call; its functions for good
    bool v0 = true;                   ///< versions that may load
    bool v1 = false;
    bool v2 = false;
    bool v3 = true;
    bool strict_deploy = false;  ///< the checks that only a deployment makes (svm-runtime.md 3.2)

    bool enabled(sbpf::SbpfVersion version) const;
};

/// One decoded instruction slot. Slots have the indexes of the text, plus one behind its end that
/// faults; `handler` selects the interpreter's code.
struct Op {
    std::uint16_t handler = 0;
    std::uint8_t dst = 0;
    std::uint8_t src = 0;
    std::int32_t offset = 0;  ///< memory: bytes; jumps: bytes of Op from this one to the target
    union {
        std::uint64_t imm;  ///< extended as the instruction wants; call: as `offset` for jumps
        SyscallFn syscall;
    };
};
static_assert(sizeof(Op) == 16);

/// A program, loaded, verified and decoded once; immutable and safe to share between threads.
class Program {
  public:
    /// Loads an ELF: parse, relocate, verify, decode. The error is sbpf's text to the letter.
    static Result<std::shared_ptr<const Program>, LoadError> load(ByteSpan elf,
                                                                  const LoadOptions& options);

    Program(Image image, std::vector<Op> ops) : image_(std::move(image)), ops_(std::move(ops)) {}

    sbpf::SbpfVersion version() const { return image_.version; }
    std::uint64_t entry_pc() const { return image_.entry_pc; }
    /// Virtual address of instruction 0.
    std::uint64_t text_address() const { return image_.text_address; }
    /// The text after relocation.
    ByteSpan text() const { return image_.text(); }
    /// What the program can read of itself: from v3 on rodata at 0, before that the image at
    /// program_start.
    ByteSpan rodata() const { return image_.rodata(); }
    std::span<const Op> ops() const { return ops_; }

  private:
    Image image_;
    std::vector<Op> ops_;
};

}  // namespace orrery::vm
