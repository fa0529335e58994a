#!/usr/bin/env bash
# Starts, uses, disturbs and stops chains as a user does:  up.sh ORRERY
set -euo pipefail
orrery=$(realpath "$1")
work=$(mktemp -d)
pids=()
cleanup() {
    for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
export HOME=$work TMPDIR=$work/tmp
mkdir tmp
unset "${!ORRERY_@}"
address=4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM

fail() {
    echo "up.sh: $*" >&2
    exit 1
}
expect() {  # expect CODE TEXT COMMAND...: the command's exit code, and a text on stderr
    local code=0
    "${@:3}" >out 2>err </dev/null || code=$?
    [[ $code == "$1" ]] || fail "${*:3} ended with $code, not $1: $(cat err)"
    [[ -z $2 ]] || grep -qF -- "$2" err || fail "${*:3} said: $(cat err)"
}
start() {  # start FLAG...: sets pid, port, url once the chain answers
    : >ready
    "$orrery" up --json "$@" >ready 2>errors &
    pid=$!
    pids+=("$pid")
    for _ in $(seq 1 500); do
        [[ ! -s ready ]] || break
        kill -0 "$pid" 2>/dev/null || fail "up $* ended: $(cat errors)"
        sleep 0.02
    done
    port=$(sed -E 's/.*"port":([0-9]+).*/\1/' ready)
    url=$(sed -E 's/.*"rpcUrl":"([^"]+)".*/\1/' ready)
    [[ $url == "http://127.0.0.1:$port" ]] || fail "no ready line: $(cat ready)"
}
stop() {  # stop SIGNAL: the chain ends cleanly
    local code=0
    kill "-$1" "$pid"
    wait "$pid" || code=$?
    [[ $code == 0 ]] || fail "SIG$1 ended the chain with $code: $(cat errors)"
}

# A temporary chain: ready line, commands, nothing left behind.
start --ephemeral --port 0
for member in pid wsUrl genesisHash identity devKeypairs secretKey; do
    grep -q "\"$member\":" ready || fail "the ready line has no $member"
done
[[ $(wc -l <ready) == 1 ]] || fail "the ready line isn't one line"
"$orrery" --url "$url" airdrop 3 "$address" >out
grep -q '^Balance *3 SOL$' out || fail "airdrop said: $(cat out)"
key=$(sed -E 's/.*"file":"([^"]+dev-0.json)".*/\1/' ready)
[[ $(stat -c %a "$key") == 600 ]] || fail "the dev key file is readable by others"
[[ $("$orrery" -u "$url" -k "$key" balance) == "10000 SOL" ]] || fail "the dev account has no money"
stop INT
[[ -z $(ls tmp) ]] || fail "the temporary ledger is still there: $(ls tmp)"
expect 1 "no chain answers at $url; start one with \`orrery up\`" "$orrery" -u "$url" slot

# A kept chain: locks, busy ports, settings that come too late, going on, replay.
start --port 0
expect 3 "127.0.0.1:$port is in use" "$orrery" up --port "$port" --ledger other
[[ ! -e other ]] || fail "a busy port left a ledger behind"
expect 4 "another process ($pid) uses the ledger" "$orrery" up --port 0
expect 4 "another process ($pid) uses the ledger" "$orrery" up --port 0 --reset
expect 4 "another process ($pid) uses the ledger" "$orrery" replay
"$orrery" -u "$url" airdrop 4 "$address" >out
genesis=$(sed -E 's/.*"genesisHash":"([^"]+)".*/\1/' ready)
stop TERM
expect 2 "--mint is for new chains, and .orrery/ledger has one already" \
    "$orrery" up --port 0 --mint "$address"
ORRERY_SEED=$(printf '%064d' 1) expect 2 "ORRERY_SEED is for new chains" "$orrery" up --port 0
"$orrery" replay --output json >out
grep -q '"transactions": 1' out && grep -q "$genesis" out || fail "replay said: $(cat out)"

start --port 0
[[ $("$orrery" -u "$url" balance "$address") == "4 SOL" ]] || fail "the balance is lost"
grep -q "\"genesisHash\":\"$genesis\"" ready || fail "another chain was begun"
kill -9 "$pid"
wait "$pid" 2>/dev/null || true
expect 0 "" "$orrery" replay

# A new chain in its place, with what orrery.ini says; the flag wins.
cat >orrery.ini <<END
# Settings of this folder's chains
mint = $address
block-mode = manual
slot-time = 100
END
start --port 0 --reset --block-mode auto
grep -q '"blockMode":"auto","slotTimeMs":100' ready || fail "orrery.ini isn't in force: $(cat ready)"
[[ $("$orrery" -u "$url" balance "$address") == "500000000 SOL" ]] || fail "the mint has no money"
stop INT

# One chain per command, found through the environment; signals go through.
[[ $("$orrery" exec -- "$orrery" balance "$address") == "500000000 SOL" ]] || fail "exec has no chain"
"$orrery" exec -- sleep 60 &
pid=$!
pids+=("$pid")
sleep 0.5
kill -TERM "$pid"
code=0
wait "$pid" || code=$?
[[ $code == 143 ]] || fail "exec ended with $code, not as its command did"
[[ -z $(ls tmp) ]] || fail "exec left something behind: $(ls tmp)"
echo "up.sh: passed"
