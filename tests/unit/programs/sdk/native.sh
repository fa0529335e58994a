#!/usr/bin/env bash
# native.sh LIBRARIES WORK_DIR [COMPILER...]: the samples' tests as an author builds them
# (programs/sdk/README.md), with sanitizers and each compiler that is installed; that the README's
# examples compile; and that a read past a program's input is found.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)
libraries=$1
work=$2
shift 2

mkdir -p "$work"
build() {  # build COMPILER OUT SOURCE...
    local compiler=$1 out=$2
    shift 2
    "$compiler" -std=c++20 -g -O1 -Wall -Wextra -Werror -fsanitize=address,undefined \
        -fno-sanitize-recover=all -fno-omit-frame-pointer -I "$root/programs/sdk/include" "$@" \
        -L "$libraries" -lorrery_native -lorrery_native_main -Wl,-rpath,"$libraries" -o "$out"
}

# The reference's examples, each alone: work/example.N.cpp.
rm -f "$work"/example.*.cpp
awk -v work="$work" '
    /^```cpp/ { out = work "/example." ++n ".cpp"; started = 0; next }
    /^```/ { out = "" }
    out && !started++ && !/^#include/ { print "#include <sol/program.hpp>\nusing namespace sol;" > out }
    out { print > out }' "$root/programs/sdk/README.md"

for compiler in "$@"; do
    command -v "$compiler" >/dev/null || continue
    for example in "$work"/example.*.cpp; do
        "$compiler" -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I "$root/programs/sdk/include" \
            "$example"
    done
    for sample in counter escrow oracle price lending bookkeeping; do
        build "$compiler" "$work/$sample" "$root/programs/$sample"/{src,tests}/*.cpp
        echo "$compiler $sample: $("$work/$sample" | grep .)"
    done
    build "$compiler" "$work/overread" "$here/overread/overread.cpp"
    if found=$("$work/overread" 2>&1); then
        echo "$compiler: the read past the input's end wasn't found" >&2
        exit 1
    fi
    grep -q 'heap-buffer-overflow' <<<"$found" || { echo "$found" >&2; exit 1; }
    echo "$compiler: the read past the input's end is found"
done
