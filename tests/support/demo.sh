#!/usr/bin/env bash
# Runs the README's tour against a chain of its own and stops that chain. The tour is every
# ```console block of README.md that follows a line `<!-- tour -->`: a line `$ COMMAND` is run and
# shown with what it prints. Ends with an error when that is not what the README shows, keys,
# signatures, slots and times aside.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"

tour() {
    awk '/^<!-- tour -->/ { armed = 1; next }
         armed && /^```console/ { inside = 1; armed = 0; next }
         /^```/ { inside = 0 }
         inside' README.md
}

run_tour() {
    local line
    while IFS= read -r line <&3; do
        [[ $line == '$ '* ]] || continue
        echo "$line"
        eval "${line#'$ '}" 2>&1
    done 3< <(tour)
}

mask() {
    sed -E -e 's/[1-9A-HJ-NP-Za-km-z]{32,88}/KEY/g' -e 's/([Ss]lot:? *)[0-9]+/\1N/g' \
        -e 's/[0-9]+(\.[0-9]+)? ?(ms|s)\b/TIME/g' -e 's/(127\.0\.0\.1|localhost):[0-9]+/\1:PORT/g' \
        -e 's/[ \t]+$//' -e '/^$/d'
}

if [[ ${1:-} == --in-chain ]]; then
    run_tour
    exit
fi

[[ -n $(tour) ]] || { echo "demo: README.md shows no tour" >&2; exit 1; }
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
HOME=$home PATH=$root/build/bin:$PATH orrery exec -- "$0" --in-chain | tee "$home/shown"

if ! diff -u --label README.md --label demo <(tour | mask) <(mask <"$home/shown"); then
    echo "demo: the README shows something else" >&2
    exit 1
fi
