#include "cli/commands/toolchain.hpp"

#include "cli/commands/build.hpp"
#include "cli/commands/disasm.hpp"
#include "cli/commands/link.hpp"
#include "cli/commands/test.hpp"

namespace orrery::cli {
namespace {

void add_source_options(CLI::App& command, SourceOptions& options) {
    command
        .add_option("sources", options.paths,
                    "a project's folder with src/, or files of C and C++ (this folder)")
        ->type_name("PATH...");
    command.add_option("--name", options.name, "the program's name (the folder's or first file's)")
        ->type_name("NAME");
    command.add_option("-I,--include", options.include_dirs, "a folder of headers; repeatable")
        ->type_name("FOLDER")
        ->allow_extra_args(false);
    command.add_option("-D,--define", options.defines, "a macro; repeatable")
        ->type_name("NAME[=VALUE]")
        ->allow_extra_args(false);
    command.add_option("--flag", options.flags, "one more flag for the compiler; repeatable")
        ->type_name("FLAG")
        ->allow_extra_args(false);
}

void add_build(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<BuildOptions>();
    auto& command = add_subcommand(program, "build", "compile and link a program of C or C++",
                                   options, run_build, chosen);
    add_source_options(command, options->source);
    command.add_option("-o,--out", options->out, "the program to write (target/deploy/NAME.so)")
        ->type_name("FILE.so");
    command.add_option("--arch", options->arch, "version of sBPF: v3, or v0 for old chains (v3)")
        ->type_name("VERSION");
    command.add_option("-O,--optimize", options->optimize, "0, 1, 2, 3, s or z (2)")
        ->type_name("LEVEL");
    command.add_flag("--deploy", options->deploy, "deploy it, or upgrade it, afterwards");
    command.add_flag("--watch", options->watch, "build and deploy again whenever a source changes");
}

void add_link(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<LinkOptions>();
    auto& command = add_subcommand(program, "link", "link objects that clang made to a program",
                                   options, run_link, chosen);
    command.add_option("objects", options->objects, "what clang --target=bpf -mcpu=v2 -c makes")
        ->type_name("FILE.o...")
        ->required();
    command.add_option("-o,--out", options->out, "the program to write")
        ->type_name("FILE.so")
        ->required();
    command.add_option("--arch", options->arch, "version of sBPF: v3, or v0 for old chains (v3)")
        ->type_name("VERSION");
    command
        .add_option("--debug", options->debug,
                    "also write it with symbols and DWARF, for debuggers")
        ->type_name("FILE");
}

void add_test(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<TestOptions>();
    auto& command =
        add_subcommand(program, "test", "run a program's tests on this machine, with sanitizers",
                       options, run_test, chosen);
    add_source_options(command, options->source);
    command.add_option("--compiler", options->compiler, "for this machine (CXX, or g++)")
        ->type_name("PROGRAM");
    command
        .add_option("--arg", options->arguments, "for the tests, as Catch2 has them; repeatable")
        ->type_name("ARGUMENT")
        ->allow_extra_args(false);
}

void add_size(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<SizeOptions>();
    auto& command =
        add_subcommand(program, "size", "show what a program takes, function by function", options,
                       run_size, chosen);
    command.add_option("file", options->file, "the program")->type_name("FILE.so")->required();
}

void add_disasm(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<DisasmOptions>();
    auto& command = add_subcommand(program, "disasm", "show a program's instructions", options,
                                   run_disasm, chosen);
    command.add_option("file", options->file, "the program")->type_name("FILE.so")->required();
    command.add_option("--function", options->function, "only functions with this in their name")
        ->type_name("NAME");
    command.add_flag("--source", options->source, "with the lines of the source");
}

}  // namespace

void add_toolchain(CLI::App& program, Chosen& chosen) {
    add_build(program, chosen);
    add_test(program, chosen);
    add_size(program, chosen);
    add_disasm(program, chosen);
    add_link(program, chosen);
}

}  // namespace orrery::cli
