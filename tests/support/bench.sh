#!/usr/bin/env bash
# Runs the benchmarks one after the other, or those whose names are given:  bench.sh [NAME...]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
shopt -s nullglob
ran=0

wanted() {
    local name=$1
    shift
    [[ $# == 0 || " $* " == *" $name "* ]]
}

for program in "$root"/build/bench/bin/bench_*; do
    name=${program##*/bench_}
    wanted "$name" "$@" || continue
    echo "== $name"
    "$program"
    ran=$((ran + 1))
done
for script in "$root"/tests/bench/*.mjs; do
    name=$(basename "$script" .mjs)
    wanted "$name" "$@" || continue
    echo "== $name"
    ORRERY=$root/build/bench/bin/orrery "$root/tests/support/node" "$script"
    ran=$((ran + 1))
done
[[ $ran -gt 0 ]] || { echo "bench: nothing to run" >&2; exit 1; }
