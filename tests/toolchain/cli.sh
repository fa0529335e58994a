#!/usr/bin/env bash
# Sources that can't be built, through the command: its status, its words, and no file left of an
# earlier build:
#   cli.sh ORRERY
set -euo pipefail
orrery=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work
export ORRERY_SDK=$here/../../programs/sdk

fail() {
    echo "cli.sh: $*" >&2
    exit 1
}

# By its own path, so that messages name the file as the goldens do.
cd "$work"
for name in oversized_local.cpp misspelt_syscall.c mutable_global.c; do
    echo '#include <stdint.h>
uint64_t entrypoint(const uint8_t* input) { return input[0]; }' >"$work/good.c"
    "$orrery" program build good.c --name one >/dev/null
    [[ -f target/deploy/one.so && -f target/deploy/one.debug ]] || fail "the good program isn't there"
    cp "$here/refusals/$name" .
    status=0
    "$orrery" program build "$name" --name one >out 2>errors || status=$?
    [[ $status == 1 ]] || fail "$name: status $status"
    [[ ! -s out ]] || fail "$name: something on stdout: $(cat out)"
    { sed -n 's|^// expect: ||p' "$name"; echo "error: the program wasn't built"; } >expected
    diff -u expected errors || fail "$name: other words"
    [[ ! -e target/deploy/one.so && ! -e target/deploy/one.debug ]] || fail "$name: a file is left"
done
