#!/bin/sh
# Rebuilds faulty.o and faulty_full.o with Debian's clang-19, and faulty_rust.o where Debian's rustc for BPF is
# unpacked or installed: the tests need no compiler.
#   apt install clang-19 rustc-web libstd-rust-web-dev-bpf llvm-22
# (the latter three are Debian security's; RUST_ROOT names the folder they were unpacked into).
set -eu
cd "$(dirname "$0")"
flags='--target=bpf -mcpu=v2 -O2 -std=c++20 -ffreestanding -fno-builtin -fno-exceptions -fno-rtti
  -fno-jump-tables -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-ident
  -fdebug-compilation-dir=.'
clang++-19 $flags -gdwarf-4 -gsce -gline-tables-only -gcolumn-info -c faulty.cpp -o faulty.o
clang++-19 $flags -gdwarf-5 -g -gsce -c faulty.cpp -o faulty_full.o

root=${RUST_ROOT:-}
if [ ! -x "$root/usr/bin/rustc" ] || [ ! -d "$root/usr/lib/rustlib/bpfel-unknown-none" ]; then
    echo "no rustc for BPF: faulty_rust.o stays as it is" >&2
    exit 0
fi
export LD_LIBRARY_PATH="$root/usr/lib/x86_64-linux-gnu:$root/usr/lib/llvm-22/lib"
llvm="$root/usr/lib/llvm-22/bin"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/usr/bin/rustc" --sysroot "$root/usr" --edition 2024 --target bpfel-unknown-none \
    --crate-type lib --crate-name faulty -O -C debuginfo=line-tables-only -C dwarf-version=4 \
    -C panic=abort -C codegen-units=1 --remap-path-prefix="$PWD=" --emit=llvm-bc \
    -o "$work/faulty.bc" faulty.rs
(cd "$work" && "$llvm/llvm-ar" x "$root"/usr/lib/rustlib/bpfel-unknown-none/lib/libcore-*.rlib)
"$llvm/llvm-link" "$work/faulty.bc" "$work"/core-*.o -o "$work/all.bc" 2>/dev/null
"$llvm/opt" -passes='internalize,default<O2>' -internalize-public-api-list=entrypoint \
    "$work/all.bc" -o "$work/small.bc"
"$llvm/llc" -march=bpfel -mcpu=v2 -bpf-stack-size=4096 --bpf-disable-trap-unreachable \
    -filetype=obj "$work/small.bc" -o faulty_rust.o
