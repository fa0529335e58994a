#!/usr/bin/env bash
# 40 bidders play auctions for hook seats over three epochs, through the command line alone:
#   auction.sh ORRERY resting|late
# resting: every bid rests before the clock passes the 16th highest limit, so the 16 highest win.
# late: bids at any time, some cancelled, some equal; the clock's rule is followed slot by slot here.
# Each is played twice on chains of the same seed, which must end alike. What is expected is computed
# below from docs/spec/hooks.md, not by what the chain uses.
set -euo pipefail
export LC_ALL=C
bidders=40 seats=16 slots=64 floor=5000 p0_min=1000000 p0_max=1000000000
target=4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM

fail() {
    echo "auction.sh $mode: $*" >&2
    exit 1
}

# A repeatable number from 0 to $1 - 1, in `random`.
state=1
random() {
    state=$(((state * 1103515245 + 12345) % 2147483648))
    random=$((state / 8 % $1))
}

price() { # price SLOT-INDEX: the clock's, in `price`
    price=$((p0 * (slots - 1 - $1) / (slots - 1)))
    ((price >= floor)) || price=$floor
}

# Which bids there are: limit[], at[] (slot index), in the order of their placement, and who[].
plan_resting() {
    local k used=" " most=$1 last=$2
    for ((k = 0; k < bidders; ++k)); do
        while :; do
            random $((most - floor))
            limit[k]=$((floor + random))
            [[ $used == *" ${limit[k]} "* ]] || break
        done
        used+="${limit[k]} "
        at[k]=$((1 + k * last / bidders)) who[k]=$(((k * 7 + epoch) % bidders)) cancelled[k]=0
    done
}
plan_late() {
    local k first=$1 most=$2
    for ((k = 0; k < bidders; ++k)); do
        random $((most - floor))
        limit[k]=$((floor + random))
        ((k % 5)) || limit[k]=$((floor + most / 3)) # equal ones
        at[k]=$((first + k * (slots - first) / bidders))
        ((k < bidders - 3)) || { at[k]=$((slots - 1)) && limit[k]=$((p0 * 2)); } # too late, or cheap
        who[k]=$(((k * 11 + epoch) % bidders)) cancelled[k]=0
    done
}

# The clock's rule: seat[k] is the slot index in which bid k takes a seat, or -1; paid[k] its price.
run_clock() {
    local i k best taken=0
    for ((k = 0; k < bidders; ++k)); do seat[k]=-1; done
    for ((i = 0; i < slots && taken < seats; ++i)); do
        price $i
        while ((taken < seats)); do # resting ones, the highest first
            best=-1
            for ((k = 0; k < bidders; ++k)); do
                ((seat[k] < 0 && !cancelled[k] && at[k] < i && limit[k] >= price)) || continue
                ((best >= 0 && limit[best] >= limit[k])) || best=$k
            done
            ((best >= 0)) || break
            seat[best]=$i paid[best]=${limit[best]} taken=$((taken + 1))
        done
        for ((k = 0; k < bidders && taken < seats; ++k)); do # then those of this slot
            ((at[k] == i && !cancelled[k] && limit[k] >= price)) || continue
            seat[k]=$i paid[k]=$price taken=$((taken + 1))
        done
    done
}
# The same for bids that all rest in time, without a clock: the 16 highest limits.
run_highest() {
    local k i
    for ((k = 0; k < bidders; ++k)); do seat[k]=-1; done
    for k in $(for ((k = 0; k < bidders; ++k)); do echo "${limit[k]} $k"; done |
        sort -rn | head -n $seats | cut -d' ' -f2); do
        price "${at[k]}"
        seat[k]=${at[k]} paid[k]=$price # who bids more than the clock asks pays what it asks
        for ((i = at[k]; limit[k] < price; ++i)); do
            price $((i + 1))
            seat[k]=$((i + 1)) paid[k]=${limit[k]}
        done
    done
}

# Seats as "PRICE SLOT HOOK", in the order of their ranks: the last by bytes, which base58 of one
# length sorts like.
expected() {
    local k
    for ((k = 0; k < bidders; ++k)); do
        ((seat[k] < 0)) || printf '%d %d %44s %s\n' "${paid[k]}" \
            $((epoch * slots + seat[k])) "${hooks[who[k]]}" "${hooks[who[k]]}"
    done | sed 's/ \( *\)\([1-9A-Za-z]*\) /\t\1\2\t/' | tr '\t' ' ' |
        sort -k1,1nr -k2,2n -k3,3 | awk '{ print $1, $2, $4 }'
}
shown() { # of auction $1
    orrery hook auction $target --epoch "$1" --output json-compact | tee -a "$out/auctions.json" |
        grep -o '"hook":"[^"]*","price":[0-9]*,"fillSlot":[0-9]*' |
        sed -E 's/"hook":"(.*)","price":(.*),"fillSlot":(.*)/\2 \3 \1/'
}

go_to() { # go_to SLOT
    local now
    now=$(orrery slot --commitment processed)
    ((now <= $1)) || fail "the chain is in slot $now already, not in $1"
    ((now == $1)) || orrery mine $(($1 - now)) >/dev/null
}

bid() { # bid K: places it; whether it takes a seat at once is known
    local k=$1 wanted=null
    orrery hook bid "${hooks[who[k]]}" "${limit[k]}" --lamports -k "$keys/${who[k]}.json" \
        --epoch $((epoch + 1)) --output json-compact >"$out/bid"
    ((seat[k] != at[k])) ||
        wanted="{\"price\":${paid[k]},\"fillSlot\":$((epoch * slots + seat[k]))}"
    grep -qF "\"seat\":$wanted," "$out/bid" ||
        fail "epoch $((epoch + 1)), bid $k: seat $wanted expected: $(cat "$out/bid")"
}

cancel() { # cancel K REFUSED
    local code=0
    orrery hook cancel "${hooks[who[$1]]}" -k "$keys/${who[$1]}.json" >"$out/cancel" 2>&1 || code=$?
    [[ $code == "$2" ]] || fail "cancelling bid $1 ended with $code: $(cat "$out/cancel")"
    ((!$2)) || grep -q '^error: SeatHeld (114)' "$out/cancel" || fail "$(cat "$out/cancel")"
}

# Every sixth bid is cancelled four slots later, as long as it holds no seat then.
plan_cancels() {
    local k
    cancels=()
    for ((k = 2; k < bidders; k += 6)); do
        ((at[k] + 4 < slots)) || continue
        run_clock
        if ((seat[k] >= 0 && seat[k] <= at[k] + 4)); then
            cancels[k]=1
        else
            cancels[k]=0 cancelled[k]=1
        fi
    done
    run_clock
}

play_epoch() {
    local i k best=0
    for ((i = 0; i < slots; ++i)); do
        for ((k = 0; k < bidders; ++k)); do
            ((at[k] != i)) || { go_to $((epoch * slots + i)) && bid $k; }
        done
        for k in "${!cancels[@]}"; do
            ((at[k] + 4 != i)) || { go_to $((epoch * slots + i)) && cancel "$k" "${cancels[k]}"; }
        done
    done
    go_to $(((epoch + 1) * slots))
    expected >"$out/expected"
    shown $((epoch + 1)) >"$out/shown"
    diff -u "$out/expected" "$out/shown" || fail "epoch $((epoch + 1)) has other seats"
    cat "$out/shown" >>"$out/seats"
    echo "epoch $((epoch + 1)): from $p0, $(wc -l <"$out/shown") seats from $(head -1 "$out/shown" |
        cut -d' ' -f1) to $(tail -1 "$out/shown" | cut -d' ' -f1), cancels (1 = refused): ${cancels[*]}"
    for ((k = 0; k < bidders; ++k)); do ((seat[k] < 0 || paid[k] <= best)) || best=${paid[k]}; done
    next_p0 $best
}
next_p0() {
    local least=$((p0 / 2))
    ((least > p0_min)) || least=$p0_min
    p0=$((2 * $1))
    ((p0 > least)) || p0=$least
    ((p0 < p0_max)) || p0=$p0_max
}

register_all() {
    local b
    echo '{"instructions": [{"program": "11111111111111111111111111111111", "accounts":
        [{"pubkey": "signer", "signer": true}], "data": {"hex": "08000000"}}]}' >"$out/body.json"
    for ((b = 0; b < bidders; ++b)); do
        orrery airdrop 10 "$(orrery address -k "$keys/$b.json")" >/dev/null
        hooks[b]=$(orrery hook register "$out/body.json" --target $target -k "$keys/$b.json" \
            2>/dev/null | sed -n 's/^Hook *//p')
    done
}

play() {
    local -a limit at who cancelled seat paid hooks cancels=()
    p0=$p0_min
    register_all
    for epoch in 0 1 2; do
        if [[ $mode == resting ]]; then
            case $epoch in # most, and within how many slots: later ones come when the clock is lower
                0) plan_resting 900000 1 ;;
                1) plan_resting $((p0 * 4 / 5)) 10 ;;
                2) plan_resting $((p0 * 11 / 10)) 13 ;;
            esac
            run_highest
            for ((k = 0, lowest = p0; k < bidders; ++k)); do
                ((seat[k] < 0 || limit[k] >= lowest)) || lowest=${limit[k]}
            done
            price "${at[bidders - 1]}"
            ((price > lowest)) || fail "the plan of epoch $epoch has late bids"
        else
            case $epoch in
                0) plan_late 1 $((p0 * 5 / 4)) ;;
                1) plan_late 0 $((p0 / 2)) ;;
                2) plan_late 30 $((p0 / 40)) ;;
            esac
            plan_cancels
        fi
        play_epoch
    done
    orrery hook list --output json >"$out/hooks.json"
}

mode=$2
if [[ ${3:-} ]]; then # inside a chain
    keys=$3/keys out=$3/$4
    mkdir "$out"
    play
    rm "$out/bid" "$out/cancel" 2>/dev/null || true
    exit
fi

orrery=$(realpath "$1")
me=$(realpath "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/keys" "$work/bin" "$work/tmp"
ln -s "$orrery" "$work/bin/orrery"
export PATH=$work/bin:$PATH HOME=$work TMPDIR=$work/tmp
unset "${!ORRERY_@}"
cd "$work"
# The same bidders every time: the funded keys of four chains, which follow from their seeds.
for ((chain = 0; chain < bidders / 10; ++chain)); do
    orrery exec --seed "$(printf '%064x' $((100 + chain)))" -- \
        sh -c 'cp "$TMPDIR"/*/ledger/keys/dev-*.json .'
    for ((key = 0; key < 10; ++key)); do mv dev-$key.json keys/$((chain * 10 + key)).json; done
done
for run in first second; do
    orrery exec --block-mode manual --seed "$(printf '%064x' 7)" -- bash "$me" . "$mode" "$work" $run \
        >$run.log || fail "$run play: $(cat $run.log)"
done
diff -r first second && diff first.log second.log || fail "two plays of one seed differ"
cat first.log
echo "auction.sh $mode: passed"
