#!/usr/bin/env bash
# A bid for an auction whose book is full pushes the lowest order out, and pays it back:
#   auction_book.sh ORRERY
# The book stands in the chain's genesis: 1,024 bids would take their time.
set -euo pipefail
export LC_ALL=C
orrery=$(realpath "$1")
me=$(realpath "$0")
target=4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM
orders=1024 lowest=20000 step=10

fail() {
    echo "auction_book.sh: $*" >&2
    exit 1
}
orrery() { "$orrery" "$@"; }
expect() { # expect TEXT COMMAND...: what it prints
    "${@:2}" >out 2>&1 || true
    grep -qF -- "$1" out || fail "${*:2} said: $(cat out)"
}

in_hex() { # in_hex NUMBER: eight bytes, the lowest first, in `hex`
    printf -v hex '%02x%02x%02x%02x%02x%02x%02x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) \
        $(($1 >> 16 & 255)) $(($1 >> 24 & 255)) $(($1 >> 32 & 255)) 0 0 0
}

# An auction as a first bid leaves it.
begin() {
    echo '{"instructions": [{"program": "11111111111111111111111111111111"}]}' >body.json
    orrery airdrop 10 >out
    orrery hook register body.json --target $target 2>/dev/null | sed -n 's/^Hook *//p' >hook
    orrery hook bid "$(cat hook)" 0.00001 >out
    orrery account "$(orrery hook auction $target --output json |
        sed -n 's/.*"auction": "\(.*\)".*/\1/p')" -o pretty.json >out
    tr -d '\n ' <pretty.json >auction.json
}
# The same with 1,024 orders of the key loser.json, 0.00002 SOL and up.
fill() {
    local payer hex text k
    payer=$(tr -d '[]\n ' <loser.json | tr , '\n' | tail -n 32 | xargs printf '%02x')
    text=$(sed -n 's/.*"data": *\[ *"\([^"]*\)".*/\1/p' auction.json | base64 -d | od -An -v -tx1 |
        tr -d ' \n')
    text=${text:0:4}0004${text:8:168} # up to the orders, n = 0x400
    for ((k = 0; k < orders; ++k)); do
        in_hex $((lowest + step * k))
        printf -v text '%s%064x%s%s0100000000000000%016x' "$text" $((k + 1)) "$payer" "$hex" 0
    done
    printf "$(sed 's/../\\x&/g' <<<"$text")" | base64 -w 0 >book
    sed -E "s|(\"data\": *\[ *\")[^\"]*|\1$(cat book)|; s|(\"lamports\": *)[0-9]+|\11000000000|
        s|(\"space\": *)[0-9]+|\1$((88 + 88 * orders))|" auction.json >full.json
}
# Against the full book.
bid() {
    orrery airdrop 10 >out
    orrery hook register body.json --target $target 2>/dev/null | sed -n 's/^Hook *//p' >hook
    hook=$(cat hook)
    loser=$(orrery address -k loser.json)
    expect '"orders":1024,' orrery hook auction $target --output json-compact
    expect 'error: BookFull (113)' orrery hook bid "$hook" $lowest --lamports
    expect 'Standing   rests' orrery hook bid "$hook" $((lowest + 5)) --lamports
    expect '"orders":1024,' orrery hook auction $target --output json-compact
    grep -q "\"limit\":$((lowest + step)),\"placedSlot\":1},{\"hook\":\"$hook\",\"limit\":$((lowest + 5))," out ||
        fail "the lowest orders are $(grep -o '.\{200\}$' out)"
    expect "$((16 * lowest + 88 * 6960)) lamports" orrery balance "$loser" --lamports
}

if [[ ${2:-} ]]; then # inside a chain
    "$2"
    exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tmp"
export HOME=$work TMPDIR=$work/tmp
unset "${!ORRERY_@}"
cd "$work"
orrery keygen >out
orrery keygen -o loser.json >out
flags=(--block-mode manual --seed "$(printf '%064x' 9)")
orrery exec "${flags[@]}" -- bash "$me" "$orrery" begin
fill
orrery exec "${flags[@]}" --account - full.json -- bash "$me" "$orrery" bid
echo "auction_book.sh: passed"
