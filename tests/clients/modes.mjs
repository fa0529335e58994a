// Block modes and cheats, as web3.js sees them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
    Connection,
    Keypair,
    sendAndConfirmTransaction,
    SystemProgram,
    SYSVAR_CLOCK_PUBKEY,
    Transaction,
} from "@solana/web3.js";

import { startEphemeral } from "./lib/chain.mjs";

const chains = {};
const connections = {};
before(async () => {
    for (const mode of ["auto", "manual"]) {
        chains[mode] = await startEphemeral("--block-mode", mode);
        connections[mode] = new Connection(chains[mode].url, "confirmed");
    }
});
after(() => Promise.all(Object.values(chains).map((chain) => chain.stop())));

async function transfer(mode, lamports = 1_000_000) {
    const payer = chains[mode].dev[0];
    const to = Keypair.generate().publicKey;
    const signature = await sendAndConfirmTransaction(
        connections[mode],
        new Transaction().add(
            SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports }),
        ),
        [payer],
    );
    return { to, signature };
}
const slotOf = async (mode, signature) =>
    (await connections[mode].getSignatureStatus(signature)).value.slot;
const clock = async (mode) => {
    const { value } = await connections[mode].getParsedAccountInfo(SYSVAR_CLOCK_PUBKEY);
    return value.data.parsed.info;
};

test("In auto mode each transaction has a block of its own, and no other is made", async () => {
    const slots = [];
    for (let i = 0; i < 4; i++)
        slots.push(await slotOf("auto", (await transfer("auto")).signature));
    assert.deepEqual(slots, [slots[0], slots[0] + 1, slots[0] + 2, slots[0] + 3]);
    const config = { maxSupportedTransactionVersion: 0 };
    for (const slot of slots)
        assert.equal((await connections.auto.getBlock(slot, config)).transactions.length, 1);
    const now = await connections.auto.getSlot("processed");
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(await connections.auto.getSlot("processed"), now);
});

test("In auto mode a blockhash outlives hundreds of blocks", async () => {
    const { blockhash } = await connections.auto.getLatestBlockhash();
    for (let i = 0; i < 200; i++)
        await chains.auto.rpc("requestAirdrop", chains.auto.info.identity, 1_000_000);
    assert.ok((await connections.auto.isBlockhashValid(blockhash)).value);
});

test("In manual mode slots end by hand, and transactions confirm all the same", async () => {
    const first = await slotOf("manual", (await transfer("manual")).signature);
    assert.equal(await slotOf("manual", (await transfer("manual")).signature), first);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(await connections.manual.getSlot("processed"), first);
    await chains.manual.rpc("orrery_mine", 3);
    assert.equal(await connections.manual.getSlot("processed"), first + 3);
    const later = await slotOf("manual", (await transfer("manual")).signature);
    assert.equal(later, first + 3);
    assert.deepEqual(await connections.manual.getBlocks(first, first + 2), [
        first,
        first + 1,
        first + 2,
    ]);
});

test("A revert takes back everything since its snapshot, again and again", async () => {
    const connection = connections.manual;
    const before = await transfer("manual");
    for (let i = 0; i < 3; i++) {
        const id = await chains.manual.rpc("orrery_snapshot");
        const slot = await connection.getSlot("processed");
        const { to, signature } = await transfer("manual", 2_000_000 + i);
        await chains.manual.rpc("orrery_mine", 1);
        assert.equal(await connection.getBalance(to), 2_000_000 + i);
        assert.equal(await chains.manual.rpc("orrery_revert", id), true);
        assert.equal(await connection.getBalance(to), 0);
        assert.equal(await connection.getTransaction(signature), null);
        assert.equal((await connection.getSignatureStatus(signature)).value, null);
        assert.equal(await connection.getSlot("processed"), slot);
        await assert.rejects(chains.manual.rpc("orrery_revert", id));
    }
    assert.equal(await connection.getBalance(before.to), 1_000_000);
    const after = await transfer("manual", 3_000_000);
    assert.equal(await connection.getBalance(after.to), 3_000_000);
});

test("An account is set to anything", async () => {
    const address = Keypair.generate().publicKey;
    const owner = Keypair.generate().publicKey;
    await chains.auto.rpc("orrery_setAccount", address.toBase58(), {
        lamports: 12_345_678,
        owner: owner.toBase58(),
        data: [Buffer.from("any bytes").toString("base64"), "base64"],
    });
    const found = await connections.auto.getAccountInfo(address);
    assert.equal(found.lamports, 12_345_678);
    assert.ok(found.owner.equals(owner));
    assert.equal(found.data.toString(), "any bytes");
    // What isn't named stays.
    await chains.auto.rpc("orrery_setAccount", address.toBase58(), { lamports: 1 });
    const changed = await connections.auto.getAccountInfo(address);
    assert.equal(changed.lamports, 1);
    assert.equal(changed.data.toString(), "any bytes");
    const [mine] = await connections.auto.getProgramAccounts(owner);
    assert.ok(mine.pubkey.equals(address));
    await assert.rejects(
        chains.auto.rpc("orrery_setAccount", address.toBase58(), { lamport: 1 }),
        /unknown field `lamport`/,
    );
});

test("Time is warped to a slot and goes on from there", async () => {
    const { blockhash } = await connections.auto.getLatestBlockhash();
    const before = await clock("auto");
    const target = (await connections.auto.getSlot("processed")) + 20_000;
    await chains.auto.rpc("orrery_warp", { slot: target });
    const { signature } = await transfer("auto");
    assert.ok((await slotOf("auto", signature)) >= target);
    const now = await clock("auto");
    assert.ok(now.slot >= target);
    assert.equal(now.epoch, Math.floor(now.slot / 8192));
    assert.ok(now.unixTimestamp >= before.unixTimestamp + (20_000 * 400) / 1000);
    // Slots that are jumped over have no hash: what was recent stays so.
    assert.ok((await connections.auto.isBlockhashValid(blockhash)).value);
});

test("Time is warped by seconds", async () => {
    const day = 86_400;
    const before = await clock("manual");
    const { absoluteSlot, unixTimestamp } = await chains.manual.rpc("orrery_warp", { seconds: day });
    assert.ok(unixTimestamp >= before.unixTimestamp + day);
    assert.ok(unixTimestamp < before.unixTimestamp + day + 60);
    assert.equal(await connections.manual.getSlot("processed"), absoluteSlot);
    await assert.rejects(
        chains.manual.rpc("orrery_warp", { unixTimestamp: before.unixTimestamp }),
        /time goes forward only/,
    );
});
