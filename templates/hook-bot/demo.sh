#!/bin/sh
# Deploys the three programs to the chain of ORRERY_URL, and shows what hooks do there when a price
# moves.
set -eu
cd "$(dirname "$0")"

# The owner of the programs: a wallet of its own.
export ORRERY_KEYPAIR=target/wallet.json
[ -f "$ORRERY_KEYPAIR" ] || orrery keygen -o "$ORRERY_KEYPAIR"
orrery airdrop 10

for program in price lending bookkeeping; do
    orrery program deploy "target/deploy/$program.so"
done

# @orrery/sdk comes with Orrery. `npm install --prefix client FOLDER` would do the same.
modules=client/node_modules/@orrery
if [ ! -e "$modules/sdk" ]; then
    mkdir -p "$modules"
    ln -sfn "$(dirname "$(readlink -f "$(command -v orrery)")")/../share/orrery/sdk/js" \
        "$modules/sdk"
fi
node client/main.mjs
