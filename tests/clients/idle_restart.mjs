// What an idle chain reported of its slots is there when it comes back, stopped or killed.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";

import { scratchDir, startChain } from "./lib/chain.mjs";
import { until } from "./lib/web3.mjs";

let running;
after(() => running?.kill());

async function start(ledger, ...flags) {
    running = await startChain("--ledger", ledger, ...flags);
    return running;
}
async function end(how) {
    const chain = running;
    running = undefined;
    await chain[how]();
}

async function idle(chain) {
    const from = await chain.rpc("getSlot");
    await until(async () => (await chain.rpc("getSlot")) > from + 15, "idle slots");
}
const mine = (chain) => chain.rpc("orrery_mine", 17);

const modes = [
    ["idles", idle, ["--slot-time", "100"]],
    ["gets slots by hand", mine, ["--block-mode", "manual"]],
];
const endings = [
    ["is killed", "kill"],
    ["stops", "stop"],
];
for (const [life, live, flags] of modes)
    for (const [ending, how] of endings)
        test(`A chain that ${life} and ${ending} keeps its slots and blockhashes`, async () => {
            const ledger = join(scratchDir("ledger"), "chain");
            let chain = await start(ledger, ...flags);
            await live(chain);
            const { context, value } = await chain.rpc("getLatestBlockhash");
            const height = await chain.rpc("getBlockHeight");
            const hashes = new Map();
            for (const slot of await chain.rpc("getBlocks", 0, context.slot))
                hashes.set(slot, (await chain.rpc("getBlock", slot)).blockhash);
            assert.ok(hashes.size > 15);
            await end(how);

            chain = await start(ledger, ...flags);
            assert.ok((await chain.rpc("getSlot")) >= context.slot);
            assert.ok((await chain.rpc("getBlockHeight")) >= height);
            for (const [slot, hash] of hashes)
                assert.equal((await chain.rpc("getBlock", slot)).blockhash, hash);
            assert.ok((await chain.rpc("isBlockhashValid", value.blockhash)).value);
            await end("stop");
        });
