#!/bin/sh
# Rebuilds the objects in this folder, which the tests of sdk/link read, with Debian's clang-19:
# the tests need no compiler.
set -eu
cd "$(dirname "$0")"
flags='--target=bpf -O2 -ffreestanding -fno-builtin -ffunction-sections -fdata-sections
  -fno-asynchronous-unwind-tables -fno-ident -gdwarf-4 -gsce -gline-tables-only
  -fdebug-compilation-dir=.'
cpp="$flags -std=c++20 -fno-exceptions -fno-rtti -fno-threadsafe-statics"
for name in hello tables retain aligned mutable undefined noentry dataentry by_hash arithmetic32; do
    clang-19 $flags -mcpu=v2 -c $name.c -o $name.o
done
for name in first initialiser mangled; do
    clang++-19 $cpp -mcpu=v2 -c $name.cpp -o $name.o
done
# -fPIC moves tables of pointers to .data.rel.ro.
clang++-19 $cpp -mcpu=v2 -fPIC -c second.cpp -o second.o
clang-19 $flags -mcpu=v2 -DUNKNOWN -c by_hash.c -o by_wrong_hash.o
clang-19 $flags -mcpu=v3 -c arithmetic32.c -o arithmetic32_v3.o
clang-19 $flags -mcpu=v3 -c jump32.c -o jump32_v3.o
clang-19 $flags -mcpu=v4 -c signed_division.c -o signed_division_v4.o
clang-19 $flags -mcpu=v2 -fcommon -c common.c -o common.o
clang-19 $flags -mcpu=v2 -gz=zlib -c tables.c -o compressed.o
clang-19 $flags -mcpu=v2 -g0 -c atomic.c -o atomic.o
clang-19 -O2 -c noentry.c -o x86.o
