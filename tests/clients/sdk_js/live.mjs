// @orrery/sdk against a chain of its own: jumbo transactions from a dApp's hands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import {
    addresses,
    confirm,
    decodeJumbo,
    DeployBundle,
    encodeBase58,
    getJumbo,
    JumboBuilder,
    latestBlockhash,
    limits,
    sendAll,
    sendJumbo,
    signingText,
    simulateJumbo,
} from "@orrery/sdk";
import { Connection, Keypair, LAMPORTS_PER_SOL } from "@solana/web3.js";

import { Prng } from "../../differential/lib/prng.mjs";
import { startEphemeral } from "../lib/chain.mjs";
import { refused, sequence, transfer, Wallet } from "./support.mjs";

const rentMinimum = 890_880n;

let chain, connection, payer;
before(async () => {
    chain = await startEphemeral();
    connection = new Connection(chain.url, "confirmed");
    payer = chain.dev[0];
});
after(() => chain.stop());

const fresh = () => Keypair.generate().publicKey;
const builderFor = async (who, options) =>
    new JumboBuilder({ payer: who, blockhash: await latestBlockhash(connection), ...options });
async function balances(keys) {
    const out = [];
    for (let at = 0; at < keys.length; at += 100) {
        const infos = await connection.getMultipleAccountsInfo(keys.slice(at, at + 100));
        out.push(...infos.map((info) => info?.lamports ?? 0));
    }
    return out;
}
async function fundedWallet() {
    const wallet = new Wallet();
    await connection.confirmTransaction(
        await connection.requestAirdrop(wallet.publicKey, LAMPORTS_PER_SOL),
    );
    return wallet;
}

test("5,000 instructions pay 5,000 accounts in one transaction", async () => {
    const receivers = sequence(5_000, fresh);
    const builder = (await builderFor(payer, { computeUnitLimit: 150 * 5_000 })).add(
        receivers.map((to) => transfer(payer.publicKey, to, rentMinimum)),
    );
    const before = BigInt(await connection.getBalance(payer.publicKey));
    const signed = await builder.sign(payer);
    const decoded = decodeJumbo(signed.wire);
    assert.equal(decoded.addresses.length, 5_002);
    assert.equal(decoded.instructions.length, 5_000);
    assert.equal(await sendJumbo(connection, signed), signed.id);
    const { slot } = await confirm(connection, signed.id);
    assert.ok(slot > 0);
    assert.deepEqual(new Set(await balances(receivers)), new Set([Number(rentMinimum)]));
    const spent = before - BigInt(await connection.getBalance(payer.publicKey));
    assert.equal(spent, 5_000n * rentMinimum + builder.fee());
    const stored = await getJumbo(connection, signed.id);
    assert.equal(stored.version, 74);
    assert.equal(BigInt(stored.meta.fee), builder.fee());
    assert.equal(stored.meta.computeUnitsConsumed, 150 * 5_000);
});

test("A wallet that signs nothing but texts sends a jumbo", async () => {
    const wallet = await fundedWallet();
    const to = fresh();
    const builder = (await builderFor(wallet)).add(transfer(wallet.publicKey, to, rentMinimum));
    const signed = await builder.sign(wallet);
    assert.equal(wallet.signed[0], signingText(signed.message));
    assert.equal(await sendJumbo(connection, signed), signed.id);
    await confirm(connection, signed.id);
    assert.deepEqual(await balances([to]), [Number(rentMinimum)]);
    const stored = await getJumbo(connection, signed.id);
    assert.equal(stored.transaction.signatures[0], signed.id);
    assert.equal(stored.meta.err, null);
    assert.equal(await getJumbo(connection, encodeBase58(Buffer.alloc(64, 7))), null);
});

test("A message runs once, whichever way it is signed", async () => {
    const wallet = await fundedWallet();
    const to = fresh();
    const builder = (await builderFor(wallet, { text: true })).add(
        transfer(wallet.publicKey, to, rentMinimum),
    );
    const byText = await builder.sign(wallet);
    const byKey = await builder.sign(wallet.keypair);
    assert.deepEqual(Buffer.from(byText.message), Buffer.from(byKey.message));
    assert.notEqual(byText.id, byKey.id);
    await confirm(connection, await sendJumbo(connection, byText));
    const isProcessed = (error) =>
        error.code === "RpcError" && JSON.stringify(error.cause).includes("AlreadyProcessed");
    await assert.rejects(sendJumbo(connection, byKey), isProcessed);
    await assert.rejects(sendJumbo(connection, byKey, { zstd: storedZstd }), isProcessed);
    await assert.rejects(confirm(connection, byKey.id, { timeoutMs: 1_000 }), refused("Timeout"));
    assert.deepEqual(await balances([to]), [Number(rentMinimum)]);
});

/// A zstd frame that holds the bytes as they are (RFC 8878), for one raw block after the other.
function storedZstd(bytes) {
    const header = Buffer.alloc(9);
    header.writeUInt32LE(0xfd2fb528, 0);
    header[4] = 0xa0; // one segment, its size in 4 bytes
    header.writeUInt32LE(bytes.length, 5);
    const parts = [header];
    const most = 128 * 1024;
    for (let at = 0; at < bytes.length; at += most) {
        const block = bytes.subarray(at, at + most);
        const start = Buffer.alloc(3);
        start.writeUIntLE((block.length << 3) | (at + most >= bytes.length ? 1 : 0), 0, 3);
        parts.push(start, block);
    }
    return Buffer.concat(parts);
}

test("Octets, base64 and compressed base64 arrive alike", async () => {
    const to = fresh();
    const ways = [{}, { skipPreflight: true }, { zstd: storedZstd }];
    for (const [i, options] of ways.entries()) {
        const signed = await (
            await builderFor(payer)
        )
            .add(transfer(payer.publicKey, to, rentMinimum + BigInt(i)))
            .sign(payer);
        assert.equal(await sendJumbo(connection, signed, options), signed.id);
        await confirm(connection, signed.id);
    }
    const signed = await (
        await builderFor(payer)
    )
        .add(transfer(payer.publicKey, to, rentMinimum + 3n))
        .sign(payer);
    const id = await chain.rpc("sendTransaction", signed.base64, { encoding: "base64" });
    assert.equal(id, signed.id);
    await confirm(connection, id);
    assert.deepEqual(await balances([to]), [Number(4n * rentMinimum + 6n)]);
});

test("What is too large for one goes in parts, one after the other", async () => {
    const wallet = await fundedWallet();
    const receivers = sequence(200, fresh);
    const builder = new JumboBuilder({ payer: wallet, text: true }).add(
        receivers.map((to) => transfer(wallet.publicKey, to, rentMinimum)),
    );
    const parts = builder.split({ maxSize: 4096 });
    assert.ok(parts.length > 2);
    const done = await sendAll(connection, parts, { signers: [wallet] });
    assert.equal(done.length, parts.length);
    assert.equal(wallet.signed.length, parts.length);
    assert.deepEqual(new Set(await balances(receivers)), new Set([Number(rentMinimum)]));
});

test("A failed jumbo is told of, and pays its fee", async () => {
    const wallet = await fundedWallet();
    const builder = (await builderFor(wallet)).add(
        transfer(wallet.publicKey, fresh(), rentMinimum),
        transfer(wallet.publicKey, fresh(), 2n * BigInt(LAMPORTS_PER_SOL)),
    );
    const signed = await builder.sign(wallet);
    const error = await sendJumbo(connection, signed).then(assert.fail, (e) => e);
    assert.deepEqual(error.cause.data.err, { InstructionError: [1, { Custom: 1 }] });
    await sendJumbo(connection, signed, { skipPreflight: true });
    const failed = await confirm(connection, signed.id).then(assert.fail, (e) => e);
    assert.equal(failed.code, "TransactionFailed");
    assert.deepEqual(failed.cause.err, { InstructionError: [1, { Custom: 1 }] });
    assert.equal(
        await connection.getBalance(wallet.publicKey),
        LAMPORTS_PER_SOL - Number(builder.fee()),
    );
});

const elfOf = (name) =>
    readFileSync(new URL(`../../../programs/prebuilt/${name}.so`, import.meta.url));

test("Three programs are deployed in one transaction, or none is", async () => {
    const names = ["counter", "escrow", "oracle"];
    const deploy = async (elfs) => {
        const bundle = new DeployBundle({ payer });
        const programs = elfs.map((elf) => {
            const program = Keypair.generate();
            bundle.add({ program, elf });
            return program;
        });
        const builder = await builderFor(payer, bundle.budget());
        const signed = await builder.add(bundle.instructions()).sign(payer, programs);
        await sendJumbo(connection, signed, { skipPreflight: true });
        const outcome = await confirm(connection, signed.id).catch((error) => error);
        const keys = programs.map((program) => program.publicKey);
        return {
            outcome,
            infos: await connection.getMultipleAccountsInfo(keys),
            id: signed.id,
            builder,
        };
    };
    const good = await deploy(names.map(elfOf));
    assert.equal(good.outcome.id, good.id, good.outcome);
    assert.deepEqual(
        good.infos.map((info) => info.executable),
        [true, true, true],
    );
    const before = BigInt(await connection.getBalance(payer.publicKey));
    const broken = elfOf("escrow");
    broken.fill(0, 0x100, 0x400);
    const bad = await deploy([elfOf("counter"), broken, elfOf("oracle")]);
    assert.equal(bad.outcome.code, "TransactionFailed");
    assert.deepEqual(bad.infos, [null, null, null]);
    const spent = before - BigInt(await connection.getBalance(payer.publicKey));
    assert.equal(spent, bad.builder.fee());
});

test("The chain and the library agree on what is too much", async () => {
    assert.throws(
        () => new JumboBuilder({ payer, computeUnitLimit: limits.computeUnits + 1 }).fee(),
        refused("BadNumber"),
    );
    const builder = (await builderFor(payer, { computeUnitLimit: limits.computeUnits })).add(
        transfer(payer.publicKey, fresh(), rentMinimum),
    );
    const signed = await builder.sign(payer);
    const message = Buffer.from(signed.message).toString("base64");
    const { value } = await chain.rpc("getFeeForMessage", message, { commitment: "confirmed" });
    assert.equal(BigInt(value), builder.fee());
    const simulated = await simulateJumbo(connection, signed);
    assert.equal(simulated.err, null);
    assert.equal(simulated.unitsConsumed, 150);
});

/// Anything that a message may be: its signers, precompiles, budget and size.
function randomBuilder(prng, blockhash) {
    const keys = sequence(prng.range(1, 400), () => prng.bytes(32));
    const programs = [prng.bytes(32), addresses.ed25519, addresses.computeBudget];
    const instructions = sequence(prng.range(1, 60), () => ({
        program: prng.pick(programs),
        accounts: sequence(prng.below(30), () => ({
            address: prng.pick(keys),
            signer: prng.chance(0.02),
            writable: prng.chance(0.5),
        })),
        data: prng.bytes(prng.below(prng.pick([10, 100, 20_000]))),
    }));
    const maybe = (value) => (prng.chance(0.5) ? value : undefined);
    return new JumboBuilder({
        payer,
        blockhash,
        text: prng.chance(0.5),
        priorityFee: maybe(prng.below(10 ** 9)),
        computeUnitLimit: maybe(prng.range(0, limits.computeUnits)),
        heapBytes: maybe(1024 * prng.range(32, 256)),
    }).add(instructions);
}

test("The chain reckons the fee of any message as the library does", async () => {
    const prng = new Prng(4);
    const blockhash = await latestBlockhash(connection);
    let dear = 0;
    for (let round = 0; round < 60; ++round) {
        const builder = randomBuilder(prng, blockhash);
        const message = Buffer.from(builder.message()).toString("base64");
        const { value } = await chain.rpc("getFeeForMessage", message, { commitment: "processed" });
        assert.equal(BigInt(value), builder.fee());
        dear += builder.size() > 65_536 ? 1 : 0;
    }
    assert.ok(dear > 10);
});
