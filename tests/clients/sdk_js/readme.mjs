// Runs what sdk/js/README.md shows, as it stands there, against a chain.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Connection, LAMPORTS_PER_SOL } from "@solana/web3.js";

import { startEphemeral } from "../lib/chain.mjs";
import { Wallet } from "./support.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const shownUrl = "http://127.0.0.1:8899";
// Where Git doesn't look, and packages are found.
const story = path(`../../node_modules/.readme-${process.pid}.mjs`);

let chain;
before(async () => {
    chain = await startEphemeral();
});
after(() => {
    rmSync(story, { force: true });
    return chain.stop();
});

/// The README's JavaScript in one module, for the chain under test.
function write(readme) {
    const snippets = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, text]) => text);
    assert.equal(snippets.length, 6);
    assert.equal(readme.split(shownUrl).length, 2);
    const given = "const { wallet, deployer, elf, console } = globalThis.given;\n";
    const told = "export { done, slot, auction, people };\n";
    writeFileSync(story, (given + snippets.join("\n") + told).replace(shownUrl, chain.url));
}

test("What the README shows works", async () => {
    write(readFileSync(path("../../../sdk/js/README.md"), "utf8"));
    const connection = new Connection(chain.url, "confirmed");
    const wallet = new Wallet();
    await connection.confirmTransaction(
        await connection.requestAirdrop(wallet.publicKey, 2 * LAMPORTS_PER_SOL),
    );
    const lines = [];
    const elf = readFileSync(path("../../../programs/prebuilt/counter.so"));
    const console = { log: (line) => lines.push(line) };
    globalThis.given = { wallet, deployer: chain.dev[0], elf, console };
    const { done, slot, auction, people } = await import(story);
    assert.ok(slot > 0 && done.length > 1);
    assert.equal(auction.orders[0].limit, 6_000n);
    assert.match(lines[1], /^Solayer jumbo [0-9a-f]{64}$/);
    assert.equal(lines.at(-2), "BadNumber");
    assert.match(lines.at(-1), /give an integer from 0 to 24000000$/);
    assert.equal(await connection.getBalance(people[999]), 890_881);
    assert.equal(wallet.signed.length, 1 + done.length);
});
