#!/usr/bin/env bash
# Runs every fuzz target of build/fuzz for some seconds, several at a time:  fuzz.sh SECONDS JOBS
# What is new goes to build/fuzz/corpus; an input that breaks a target to build/fuzz/findings.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=$1 jobs=$2
out=$root/build/fuzz

fuzz_one() {
    local program=$1 name=${1##*/fuzz_}
    local log=$out/$name.log kept=$root/tests/fuzz/corpus/$name
    local options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=3072 -print_final_stats=1
        -artifact_prefix="$out/findings/$name-")
    [[ -f $root/tests/fuzz/$name.dict ]] && options+=(-dict="$root/tests/fuzz/$name.dict")
    [[ -d $kept ]] || { echo "fuzz: $name has no corpus at $kept"; return 1; }
    mkdir -p "$out/corpus/$name"
    if "$program" "${options[@]}" "$out/corpus/$name" "$kept" >"$log" 2>&1; then
        echo "fuzz: $name $(awk '/number_of_executed_units/ { print $2 }' "$log") runs, no finding"
    else
        tail -n 60 "$log"
        echo "fuzz: FINDING in $name; reproduce: $program FILE, with the file named above"
        return 1
    fi
}
export -f fuzz_one
export root out seconds

shopt -s nullglob
targets=("$out"/bin/fuzz_*)
[[ ${#targets[@]} -gt 0 ]] || { echo "fuzz: no target is built under $out/bin" >&2; exit 1; }
mkdir -p "$out/findings"
printf '%s\0' "${targets[@]}" | xargs -0 -n1 -P "$jobs" bash -c 'fuzz_one "$1"' _
