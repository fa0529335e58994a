#include "cli/commands/program_file.hpp"

#include <filesystem>
#include <fstream>

#include "devnet/node/program_check.hpp"
#include "sdk/build/project.hpp"
#include "sdk/codec/base58.hpp"

namespace orrery::cli {

namespace fs = std::filesystem;

Outcome<std::string> built_program() {
    std::error_code ec;
    const auto project = build::find_project({"."}, "");
    if (!project)
        return misused("FILE.so is required: this folder is no project of `orrery program build`");
    const auto program = project->program().lexically_relative(project->root);
    if (fs::exists(program, ec)) return program.string();
    return misused(program.string() + " isn't there; make it with `orrery program build`");
}

Outcome<Bytes> read_program_file(const std::string& path) {
    std::error_code ec;
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in || fs::is_directory(path, ec))
        return failed("can't read the program " + path +
                      "; make it with `orrery program build` or cargo build-sbf");
    const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(in.tellg(), 0));
    if (size > max_elf_size)
        return failed(path + " has " + std::to_string(size) + " bytes; a program may have " +
                      std::to_string(max_elf_size));
    Bytes elf(static_cast<std::size_t>(size));
    in.seekg(0).read(reinterpret_cast<char*>(elf.data()), static_cast<std::streamsize>(size));
    if (!in) return failed("can't read the program " + path + " to its end");
    if (!as_text(elf).starts_with("\x7f"
                                  "ELF"))
        return failed(
            path +
            " is no ELF file; give the .so that `orrery program build` or cargo build-sbf makes");
    return elf;
}

Outcome<void> verify_program(const std::string& what, ByteSpan elf) {
    const auto checked = node::check_program(elf);
    if (checked) return {};
    return failed(what + " can't be deployed, its loader would say: " + checked.error() +
                  "; build it for sBPF v0 or v3 (to let the chain judge: --skip-feature-verify)");
}

std::string neighbour(const std::string& elf_path, const std::string& suffix) {
    const fs::path path(elf_path);
    return (path.parent_path() / (path.stem().string() + suffix)).string();
}

Outcome<KeyOrAddress> read_key_or_address(const std::string& text) {
    if (const auto address = codec::decode_key<Pubkey>(text)) return KeyOrAddress{*address, {}};
    TRY(const auto key, read_keypair(text));
    return KeyOrAddress{key.pubkey, key};
}

Outcome<Pubkey> read_address(const std::string& text) {
    std::error_code ec;
    if (!codec::decode_key<Pubkey>(text) && std::filesystem::is_regular_file(text, ec)) {
        TRY(const auto key, read_keypair(text));
        return key.pubkey;
    }
    return parse_address(text);
}

Outcome<crypto::Keypair> key_or_own(const std::string& path, const Session& session) {
    return path.empty() ? session.keypair() : read_keypair(path);
}

}  // namespace orrery::cli
