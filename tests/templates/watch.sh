#!/usr/bin/env bash
# `orrery program build --watch`: deploys, and again when a source changes; goes on where one doesn't
# build; leaves other files alone.
#   watch.sh ORRERY
set -euo pipefail
orrery=$(realpath "$1") me=$(realpath "$0")

if [[ ! ${WATCH_INSIDE:-} ]]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    HOME=$work WATCH_INSIDE=1 "$orrery" exec -- "$me" "$orrery"
    exit
fi

# Waits until the log has so many lines of a kind.
await() {
    for _ in {1..300}; do
        (($(grep -c -- "$2" watch.log) < $1)) || return 0
        sleep 0.1
    done
    cat watch.log
    echo "watch: not $1 lines of $2 in 30 s" >&2
    exit 1
}

"$orrery" keygen >/dev/null
"$orrery" airdrop 5 >/dev/null
mkdir -p program/src
cd program
echo '#include <sol.h>
#include "text.h"
uint64_t entrypoint(uint8_t* input) {
    (void)input;
    SOL_LOG(TEXT);
    return 0;
}' >src/watched.c
echo '#define TEXT "one"' >src/text.h
# The log in the project's folder: what isn't a source is no reason to build.
"$orrery" program build --watch >watch.log 2>&1 &
watcher=$!
trap 'kill $watcher' EXIT
await 1 "^Waiting for a source"
await 1 "^Status .*deployed"
echo '#define TEXT "two"' >src/text.h
await 1 "^Status .*upgraded"
await 2 "^Waiting for a source"
echo 'nonsense' >>src/watched.c
await 1 "^error: the program wasn't built"
await 3 "^Waiting for a source"
sed -i '$d' src/watched.c
await 2 "^Status .*upgraded"
await 4 "^Waiting for a source"
mkdir -p tests build
touch README.md tests/a_test.c build/generated.c
sleep 1
[[ $(grep -c "^Waiting for a source" watch.log) == 4 ]] || { cat watch.log; exit 1; }
echo "watch: passed"
