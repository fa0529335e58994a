#!/usr/bin/env bash
# Runs the benchmarks one after the other, or those whose names are given:  bench.sh [NAME...]
# Fails when one of them misses a bar that gates, after all have run.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
export ORRERY=$root/build/bench/bin/orrery
shopt -s nullglob
ran=0
missed=()

wanted() {
    local name=$1
    shift
    [[ $# == 0 || " $* " == *" $name "* ]]
}

run() {
    local name=$1
    shift
    echo "== $name"
    "$@" || missed+=("$name")
    ran=$((ran + 1))
}

for source in "$root"/tests/bench/*.cpp; do
    name=$(basename "$source" .cpp)
    program=$root/build/bench/bin/bench_$name
    [[ -x $program ]] && wanted "$name" "$@" && run "$name" "$program"
done
for script in "$root"/tests/bench/*.mjs; do
    name=$(basename "$script" .mjs)
    wanted "$name" "$@" && run "$name" "$root/tests/support/node" "$script"
done
[[ $ran -gt 0 ]] || { echo "bench: nothing to run" >&2; exit 1; }
[[ ${#missed[@]} == 0 ]] || { echo "bench: failed or missed a bar: ${missed[*]}" >&2; exit 1; }
