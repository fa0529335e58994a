#!/usr/bin/env bash
# The part of `make fresh` that runs inside the bare Debian:  fresh_inside.sh up test demo
set -euo pipefail
cd "$(dirname "$0")/../.."

# `make up` blocks while the chain runs, so it counts as up when the CLI gets a slot from it.
prove_up() {
    setsid make up &
    local make_pid=$!
    until [[ -x build/bin/orrery ]] && build/bin/orrery slot >/dev/null 2>&1; do
        kill -0 "$make_pid" 2>/dev/null || { echo "fresh: make up ended without a chain"; return 1; }
        sleep 1
    done
    echo "fresh: the chain answers: slot $(build/bin/orrery slot)"
    kill -TERM -- "-$make_pid"
    wait "$make_pid" || true
}

for step in "$@"; do
    echo "fresh: make $step"
    started=$SECONDS
    case $step in
        up) prove_up ;;
        *) make "$step" ;;
    esac
    echo "fresh: make $step took $((SECONDS - started)) s"
done
echo "fresh: passed"
