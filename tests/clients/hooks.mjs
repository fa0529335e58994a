// What RPC shows of hooks: receipts in blocks, transactions and notifications, the auction, the
// seats, a simulation; to old clients nothing that they can't read. All of it again after a restart.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import {
    confirm,
    DeployBundle,
    findProgramAddress,
    hooks,
    JumboBuilder,
    latestBlockhash,
    sendJumbo,
} from "@orrery/sdk";
import {
    ComputeBudgetProgram,
    Connection,
    Keypair,
    PublicKey,
    Transaction,
    TransactionInstruction,
} from "@solana/web3.js";
import WebSocket from "ws";

import { cat, u64, u8 } from "../differential/lib/bytes.mjs";
import { scratchDir, startChain } from "./lib/chain.mjs";
import { until } from "./lib/web3.mjs";
import { transfer } from "./sdk_js/support.mjs";

const program = Keypair.generate();
const ledger = join(scratchDir("ledger"), "chain");
const flags = ["--ledger", ledger, "--block-mode", "manual"];
let chain, connection, developer, caller, counter, config, hook, quiet, epoch;
let setOff; // the transaction whose hooks everything is about

const seats = (of = null) =>
    chain.rpc("getHooks", program.publicKey.toBase58(), of, { commitment: "processed" });
const key = (who) => new PublicKey(who.publicKey ?? who);
const mine = () => chain.rpc("orrery_mine", 1);

async function send(signers, instructions, budget) {
    const blockhash = await latestBlockhash(connection);
    const builder = new JumboBuilder({ payer: signers[0], blockhash, ...budget }).add(instructions);
    const signed = await builder.sign(signers);
    const id = await sendJumbo(connection, signed);
    await mine();
    await confirm(connection, id);
    return id;
}

const counterCall = (accounts, data) =>
    new TransactionInstruction({
        programId: program.publicKey,
        keys: accounts.map(([pubkey, isSigner, isWritable]) => ({ pubkey, isSigner, isWritable })),
        data: Buffer.from(data),
    });
const increment = (by) =>
    counterCall([[counter, false, true], [caller.publicKey, true, false]], cat(u8(1), u64(by)));

async function callerTransaction(...instructions) {
    const { blockhash } = await connection.getLatestBlockhash("processed");
    const transaction = new Transaction({ feePayer: caller.publicKey, recentBlockhash: blockhash });
    transaction.add(...instructions);
    transaction.sign(caller);
    return transaction;
}

async function start() {
    chain = await startChain(...flags);
    connection = new Connection(chain.url, { commitment: "confirmed", wsEndpoint: chain.wsUrl });
}

before(async () => {
    await start();
    [developer, caller] = chain.dev;
    counter = key(findProgramAddress(["counter", caller.publicKey.toBytes()], program).address);
    const elf = readFileSync(new URL("../../programs/prebuilt/counter.so", import.meta.url));
    const bundle = new DeployBundle({ payer: developer }).add({ program, elf });
    await send([developer, program], bundle.instructions(), bundle.budget());
    await send([caller], [
        counterCall(
            [[caller.publicKey, true, true], [counter, false, true], [PublicKey.default, false, false]],
            u8(0),
        ),
    ]);
    config = await hooks.fetchConfig(connection);
    epoch = BigInt(await connection.getSlot("processed")) / config.epochSlots + 1n;
    const authority = developer.publicKey.toBase58();
    const common = { authority, feePayer: authority, target: program, cuLimit: 10_000 };
    // The first would count in the caller's name, without his signature: that fails.
    const failing = increment(1);
    failing.keys[1].isSigner = false;
    [hook, quiet] = [1, 2].map((nonce) => hooks.hookAddress(authority, nonce).address);
    const harmless = transfer(key(hooks.signerAddress(quiet).address), developer.publicKey, 0n);
    await send([developer], [
        hooks.registerHook({ ...common, nonce: 1, body: failing }),
        hooks.registerHook({ ...common, nonce: 2, everyCall: true, body: harmless }),
        hooks.placeBid({ authority, feePayer: authority, hook, target: program, epoch, limit: 9_000 }),
        hooks.placeBid({ authority, feePayer: authority, hook: quiet, target: program, epoch, limit: 6_000 }),
    ]);
});
after(() => chain.stop());

test("getHookAuction shows the clock, the seats so far and the resting orders", async () => {
    const { value } = await chain.rpc("getHookAuction", program.publicKey.toBase58());
    assert.equal(value.epoch, Number(epoch));
    assert.equal(value.startPrice, Number(hooks.startPrice(config)));
    assert.equal(value.clock.slots, 64);
    assert.deepEqual(value.seats, []);
    assert.deepEqual(
        value.orders.map(({ hook, limit, state }) => ({ hook, limit, state })),
        [
            { hook, limit: 9_000, state: "resting" },
            { hook: quiet, limit: 6_000, state: "resting" },
        ],
    );
    const other = await chain.rpc("getHookAuction", caller.publicKey.toBase58(), 5);
    assert.deepEqual([other.value.orders, other.value.creator], [[], null]);
});

test("getHooks lists an epoch's seats, best first", async () => {
    await chain.rpc("orrery_warp", { slot: Number(epoch * config.epochSlots) });
    const { value } = await seats();
    assert.deepEqual(
        value.hooks.map(({ hook, bid, state, willRun, gas }) => ({ hook, bid, state, willRun, gas })),
        [
            { hook, bid: 9_000, state: "active", willRun: true, gas: 5_000 },
            { hook: quiet, bid: 6_000, state: "active", willRun: true, gas: 5_000 },
        ],
    );
    assert.deepEqual((await seats(Number(epoch) + 1)).value.hooks, []);
});

test("A simulation shows which hooks would run and what they would pay", async () => {
    const wire = (await callerTransaction(increment(1))).serialize().toString("base64");
    const simulate = async (config) =>
        (await chain.rpc("simulateTransaction", wire, { encoding: "base64", ...config })).value;
    const plain = await simulate({});
    assert.equal(plain.hooks, undefined);
    const { hooks: shown, ...rest } = await simulate({ hooks: true });
    assert.deepEqual(rest, plain);
    assert.deepEqual(
        shown.map(({ hook, bid, gas, err }) => ({ hook, bid, gas, err })),
        [
            { hook, bid: 9_000, gas: 5_000, err: { InstructionError: [0, "MissingRequiredSignature"] } },
            { hook: quiet, bid: 6_000, gas: 5_000, err: null },
        ],
    );
});

test("Hooks are told of by hookSubscribe, logsSubscribe and signatureSubscribe", async () => {
    const heard = { all: [], program: [], one: [], none: [], logs: [], signatures: [] };
    const subscribe = (filter, list) =>
        hooks.hookSubscribe(chain.wsUrl, filter, (result) => list.push(result.value), {
            WebSocket,
            commitment: "processed",
        });
    const ends = await Promise.all([
        subscribe("all", heard.all),
        subscribe({ program: program.publicKey.toBase58() }, heard.program),
        subscribe({ hook: quiet }, heard.one),
        subscribe({ hook: developer.publicKey.toBase58() }, heard.none),
    ]);
    const signer = key(hooks.signerAddress(quiet).address);
    connection.onLogs(signer, ({ signature }) => heard.logs.push(signature), "processed");
    const transaction = await callerTransaction(increment(2));
    setOff = { id: undefined };
    const id = (await import("bs58")).default.encode(transaction.signature);
    setOff.id = id;
    setOff.ids = [hooks.hookId(id, hook, 0), hooks.hookId(id, quiet, 1)];
    for (const each of setOff.ids)
        connection.onSignature(each, ({ err }) => heard.signatures.push([each, err]), "processed");
    await until(async () => heard.none !== undefined, "subscriptions");
    await new Promise((resolve) => setTimeout(resolve, 300));
    await connection.sendRawTransaction(transaction.serialize());
    await until(async () => heard.all.length === 2 && heard.signatures.length === 2, "hooks");
    await until(async () => heard.logs.length === 1, "logs");
    await mine();
    await confirm(connection, id);
    assert.deepEqual(heard.all.map((h) => h.signature), setOff.ids);
    assert.deepEqual(heard.program, heard.all);
    assert.deepEqual(heard.one, [heard.all[1]]);
    assert.deepEqual(heard.none, []);
    assert.deepEqual(heard.logs, [setOff.ids[1]]);
    assert.equal(new Map(heard.signatures).get(setOff.ids[1]), null);
    for (const end of ends) end();
    await assert.rejects(hooks.hookSubscribe(chain.wsUrl, "some", () => {}, { WebSocket }), /some/);
    await assert.rejects(hooks.hookSubscribe(chain.wsUrl, { hook: "x" }, () => {}, { WebSocket }));
});

async function looksTheSame() {
    const { id, ids } = setOff;
    const parent = await connection.getTransaction(id);
    assert.deepEqual(parent.meta.hooks, ids);
    const block = await chain.rpc("getBlock", parent.slot, { rewards: true });
    const signatures = block.transactions.map((t) => t.transaction.signatures[0]);
    const at = signatures.indexOf(id);
    assert.deepEqual(signatures.slice(at + 1, at + 3), ids);
    assert.ok(block.transactions.every((t) => !("version" in t)), "hooks are legacy transactions");
    const gas = 5_000n;
    for (const [i, bid] of [9_000n, 6_000n].entries()) {
        const shown = block.transactions[at + 1 + i].meta;
        const { initiator, owner, network } = hooks.split(config, bid, gas);
        const share = (lamports, who) => ({ lamports: Number(lamports), pubkey: who });
        assert.equal(shown.hook.parentSignature, id);
        assert.equal(shown.hook.hook, [hook, quiet][i]);
        assert.equal(shown.hook.index, i);
        assert.deepEqual(shown.hook.split, {
            initiator: share(initiator, caller.publicKey.toBase58()),
            network: share(network, config.treasury),
            owner: share(owner, developer.publicKey.toBase58()),
        });
        assert.equal(shown.fee, Number(bid + gas));
        assert.deepEqual(shown.hook.err, shown.err);
        const alone = await connection.getTransaction(ids[i]);
        assert.deepEqual(alone.meta.hook, shown.hook);
    }
    const rewards = block.rewards.filter((reward) => reward.rewardType === "Hook");
    const total = rewards.reduce((sum, reward) => sum + BigInt(reward.lamports), 0n);
    assert.equal(total, 9_000n + 6_000n + 2n * gas);
    assert.ok(rewards.every((reward) => reward.postBalance >= reward.lamports));
    const signer = key(hooks.signerAddress(quiet).address);
    const found = await connection.getSignaturesForAddress(signer);
    assert.deepEqual(found.map((row) => row.signature), [ids[1]]);
    const { value } = await connection.getSignatureStatuses(ids, { searchTransactionHistory: true });
    assert.equal(value[1].err, null);
    assert.notEqual(value[0].err, null);
}

test("Hooks stand behind their parent in its block, with what they paid", looksTheSame);

test("After a restart everything is as it was, and hooks go on", async () => {
    const before = await seats();
    await chain.stop();
    await start();
    await looksTheSame();
    const again = await seats();
    assert.deepEqual(again.value, before.value);
    const transaction = await callerTransaction(
        increment(3),
        ComputeBudgetProgram.setComputeUnitLimit({ units: 50_000 }),
    );
    const id = await connection.sendRawTransaction(transaction.serialize());
    await mine();
    await confirm(connection, id);
    assert.equal((await connection.getTransaction(id)).meta.hooks.length, 2);
});

test("A revert takes hooks back with their transaction", async () => {
    const triggers = async () => (await hooks.fetchHook(connection, quiet, "processed")).triggers;
    const before = await triggers();
    const snapshot = await chain.rpc("orrery_snapshot");
    const transaction = await callerTransaction(increment(4));
    const id = await connection.sendRawTransaction(transaction.serialize());
    await mine();
    await confirm(connection, id);
    assert.equal(await triggers(), before + 1n);
    await chain.rpc("orrery_revert", snapshot);
    assert.equal(await triggers(), before);
    const { value } = await connection.getSignatureStatuses([hooks.hookId(id, quiet, 1)]);
    assert.deepEqual(value, [null]);
});
