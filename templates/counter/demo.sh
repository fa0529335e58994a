#!/bin/sh
# Deploys the built program to the chain of ORRERY_URL and calls it with both clients.
set -eu
cd "$(dirname "$0")"

# A wallet of its own, that pays for everything.
export ORRERY_KEYPAIR=target/wallet.json
[ -f "$ORRERY_KEYPAIR" ] || orrery keygen -o "$ORRERY_KEYPAIR"
orrery airdrop 10

orrery program deploy target/deploy/@name@.so
build/client
node client/js/main.mjs
