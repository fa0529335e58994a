#!/usr/bin/env bash
# The programs under programs/prebuilt and what they were built from:
#   prebuilt.sh ORRERY update    builds them again and writes the MANIFEST
#   prebuilt.sh ORRERY check     compares: with the MANIFEST's clang byte for byte; with another one
#                                the rebuilt programs must pass their tests on LiteSVM
# The check exits with 77, skipped, where there is no clang.
set -euo pipefail
orrery=$(realpath "$1")
action=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$root/programs/prebuilt
manifest=$folder/MANIFEST
programs=(counter escrow oracle price lending bookkeeping)
export ORRERY_SDK=$root/programs/sdk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "prebuilt: $*" >&2
    exit 1
}

# Of everything that a program's bytes follow from, but the compiler: price/src is what others include.
source_hash() {
    cd "$root/programs"
    find "$1/src" price/src sdk/include sdk/runtime sdk/system -type f | LC_ALL=C sort |
        xargs sha256sum | sha256sum | cut -d' ' -f1
}
elf_hash() { sha256sum <"$1" | cut -d' ' -f1; }
# What `orrery program build` takes: clang-19 before clang-22.
clang_version() {
    local clang
    for clang in clang-19 clang-22; do
        if command -v "$clang" >/dev/null; then
            "$clang" --version | sed -nE '1s/.*version ([0-9.]+).*/\1/p'
            return
        fi
    done
}
build() { "$orrery" program build "$root/programs/$1" -o "$work/$1.so" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "$1 doesn't build"; }; }

clang=$(clang_version)
if [[ -z $clang ]]; then
    echo "prebuilt: no clang is installed"
    exit 77
fi

if [[ $action == update ]]; then
    mkdir -p "$folder"
    {
        echo "# Programs that come built: name, clang, sha256 of the sources, sha256 of the ELF."
        echo "# \`make prebuilt\` writes this file."
    } >"$work/MANIFEST"
    for name in "${programs[@]}"; do
        build "$name"
        cp "$work/$name.so" "$folder/$name.so"
        echo "$name $clang $(source_hash "$name") $(elf_hash "$folder/$name.so")" >>"$work/MANIFEST"
    done
    mv "$work/MANIFEST" "$manifest"
    exit
fi

for name in "${programs[@]}"; do
    read -r _ built_by sources elf < <(grep "^$name " "$manifest") || fail "the MANIFEST lacks $name"
    [[ $(elf_hash "$folder/$name.so") == "$elf" ]] || fail "$name.so isn't what the MANIFEST says"
    [[ $(source_hash "$name") == "$sources" ]] ||
        fail "$name was built from other sources; run \`make prebuilt\`"
    build "$name"
    if [[ $built_by == "$clang" ]]; then
        cmp "$work/$name.so" "$folder/$name.so" || fail "$name: clang $clang gives other bytes"
        echo "prebuilt: $name is what clang $clang makes of its sources"
    else
        other=1
        echo "prebuilt: $name was built by clang $built_by, here is $clang"
    fi
done
if [[ ${other:-} ]]; then
    "$root/tests/unit/programs/sdk/litesvm.sh" "$orrery" "$work/litesvm"
fi
