// Jumbo and v1 transactions over RPC, and that clients which know nothing of them aren't harmed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { createSolanaRpc, isSolanaError } from "@solana/kit";
import {
    Connection,
    Keypair,
    PublicKey,
    SystemProgram,
    Transaction,
    sendAndConfirmTransaction,
} from "@solana/web3.js";

import { cat, u8, u32 } from "../differential/lib/bytes.mjs";
import { startEphemeral } from "./lib/chain.mjs";
import {
    hashedId,
    jumboMessage,
    jumboWire,
    scheme,
    signWith,
    v1Transfer,
    zstdFrame,
} from "./lib/jumbo.mjs";
import { closedBlock, once, subscribed, toBase58, until } from "./lib/web3.mjs";

let chain, connection, payer;
before(async () => {
    chain = await startEphemeral();
    connection = new Connection(chain.url, { commitment: "confirmed" });
    payer = chain.dev[0];
});
after(() => chain.stop());

const rentFree = 890_880;
const newKey = () => Keypair.generate().publicKey;
const transfers = (count, lamports = rentFree) =>
    Array.from({ length: count }, (_, i) =>
        SystemProgram.transfer({
            fromPubkey: payer.publicKey,
            toPubkey: newKey(),
            lamports: lamports + (i % 3),
        }),
    );
const blockhash = async () =>
    new PublicKey((await connection.getLatestBlockhash()).blockhash).toBuffer();

async function jumbo(instructions, more = {}) {
    const message = jumboMessage({
        payer: payer.publicKey,
        instructions,
        blockhash: await blockhash(),
        ...more,
    });
    const wire = jumboWire(message, payer);
    const id = more.schemes ? hashedId(message) : wire.subarray(-64);
    return { message, wire, id: toBase58(id) };
}
const sendBase64 = (wire, config) =>
    chain.rpc("sendTransaction", wire.toString("base64"), { encoding: "base64", ...config });
const confirmed = (signature) =>
    until(async () => {
        const [status] = (await connection.getSignatureStatuses([signature])).value;
        return status?.confirmationStatus === "processed" ? undefined : (status ?? undefined);
    }, `transaction ${signature}`);
const post = (body, headers = { "content-type": "application/octet-stream" }, query = "") =>
    fetch(`${chain.url}/v1/jumbo${query}`, { method: "POST", headers, body });
const lamportsOf = (instruction) => instruction.data.readBigUInt64LE(4);

test("A jumbo of 5,000 accounts and 5,000 instructions is confirmed and read back", async () => {
    const instructions = transfers(5000);
    const { message, wire, id } = await jumbo(instructions);
    const fee = await connection.getFeeForMessage({ serialize: () => message });
    assert.equal(await sendBase64(wire), id);
    assert.equal((await confirmed(id)).err, null);

    const last = instructions.at(-1);
    assert.equal(
        BigInt(await connection.getBalance(last.keys[1].pubkey)),
        lamportsOf(last),
    );
    const config = { commitment: "confirmed", maxSupportedTransactionVersion: 74 };
    const found = await chain.rpc("getTransaction", id, { ...config, encoding: "json" });
    assert.equal(found.version, 74);
    assert.equal(found.meta.fee, fee.value);
    assert.equal(found.transaction.signatures[0], id);
    assert.equal(found.transaction.message.accountKeys.length, 5002);
    assert.equal(found.transaction.message.instructions.length, 5000);
    assert.deepEqual(found.transaction.message.transactionConfig, {
        computeUnitLimit: 24_000_000,
        heapSize: null,
        loadedAccountsDataSizeLimit: 64 << 20,
        priorityFee: null,
    });
    const parsed = await chain.rpc("getTransaction", id, { ...config, encoding: "jsonParsed" });
    assert.equal(parsed.transaction.message.instructions[4999].parsed.type, "transfer");
    const bytes = await chain.rpc("getTransaction", id, { ...config, encoding: "base64" });
    assert.deepEqual(bytes.transaction, [wire.toString("base64"), "base64"]);
    await assert.rejects(
        chain.rpc("getTransaction", id, { ...config, encoding: "base58" }),
        { code: -32600, message: /too large for base58/ },
    );
});

test("web3.js hears of a jumbo that it can't read, and reads the block around it", async () => {
    const { wire, id } = await jumbo(transfers(300));
    const heard = once((got) => connection.onSignature(id, got, "confirmed"));
    await subscribed(connection, 1);
    await sendBase64(wire);
    assert.equal((await heard.value).err, null);

    const { slot } = await confirmed(id);
    const block = await closedBlock(connection, slot);
    assert.ok(!block.transactions.some((t) => t.transaction.signatures.includes(id)));
    const raw = await chain.rpc("getBlock", slot, {
        commitment: "confirmed",
        maxSupportedTransactionVersion: 0,
    });
    assert.ok(raw.omittedTransactions >= 1);
    await connection.getParsedBlock(slot, { maxSupportedTransactionVersion: 0 });
    const { signatures } = await connection.getBlockSignatures(slot);
    assert.ok(signatures.includes(id));

    for (const maxSupportedTransactionVersion of [undefined, 0, 73])
        await assert.rejects(connection.getTransaction(id, { maxSupportedTransactionVersion }), {
            code: -32015,
            message: /Transaction version \(74\) is not supported by the requesting client/,
        });
    const history = await connection.getSignaturesForAddress(payer.publicKey, { limit: 5 });
    const entry = history.find((h) => h.signature === id);
    assert.equal(entry.err, null);
    assert.equal(entry.slot, slot);
});

test("A block that has a jumbo and a stock transaction shows the latter", async () => {
    const { wire, id } = await jumbo(transfers(2));
    const stock = new Transaction().add(...transfers(1));
    await sendBase64(wire);
    const signature = await sendAndConfirmTransaction(connection, stock, [payer]);
    const { slot } = await confirmed(id);
    const other = await confirmed(signature);
    for (const each of new Set([slot, other.slot])) {
        const block = await closedBlock(connection, each);
        const listed = block.transactions.map((t) => t.transaction.signatures[0]);
        assert.equal(listed.includes(signature), each === other.slot);
        assert.ok(!listed.includes(id));
    }
    const whole = await chain.rpc("getBlock", slot, {
        commitment: "confirmed",
        maxSupportedTransactionVersion: 74,
    });
    assert.ok(whole.transactions.some((t) => t.transaction.signatures[0] === id));
    assert.equal(whole.omittedTransactions, undefined);
});

test("kit reads blocks, statuses and histories beside a jumbo", async () => {
    const rpc = createSolanaRpc(chain.url);
    const { wire, id } = await jumbo(transfers(5));
    await sendBase64(wire);
    const { slot } = await confirmed(id);
    await closedBlock(connection, slot);
    const config = { commitment: "confirmed", maxSupportedTransactionVersion: 0 };
    const block = await rpc.getBlock(BigInt(slot), config).send();
    assert.ok(!block.transactions.some((t) => t.transaction.signatures.includes(id)));
    const [status] = (await rpc.getSignatureStatuses([id]).send()).value;
    assert.equal(status.err, null);
    const history = await rpc
        .getSignaturesForAddress(payer.publicKey.toBase58(), { commitment: "confirmed" })
        .send();
    assert.ok(history.some((h) => h.signature === id));
    await assert.rejects(rpc.getTransaction(id, { ...config, encoding: "json" }).send(), (error) =>
        isSolanaError(error) && /version \(74\)/.test(JSON.stringify(error.context)),
    );
});

test("A failing instruction beyond 255 is told in eight bits, and exactly beside", async () => {
    const instructions = transfers(300);
    instructions.push(...transfers(1, Number.MAX_SAFE_INTEGER - 2));
    const { wire, id } = await jumbo(instructions);
    await assert.rejects(sendBase64(wire), (error) => {
        assert.equal(error.code, -32002);
        assert.match(error.message, /Error processing Instruction 300: /);
        assert.deepEqual(error.data.err, { InstructionError: [255, { Custom: 1 }] });
        return error.data.errIndex === 300;
    });
    const heard = once((got) => connection.onSignature(id, got, "confirmed"));
    await subscribed(connection, 1);
    await sendBase64(wire, { skipPreflight: true });
    assert.deepEqual((await heard.value).err, { InstructionError: [255, { Custom: 1 }] });
    await confirmed(id);
    const [status] = (await chain.rpc("getSignatureStatuses", [id])).value;
    assert.equal(status.errIndex, 300);
    const found = await chain.rpc("getTransaction", id, {
        commitment: "confirmed",
        maxSupportedTransactionVersion: 74,
    });
    assert.deepEqual(found.meta.err, { InstructionError: [300, { Custom: 1 }] });
});

test("A jumbo is taken as base64+zstd, and no bomb is unpacked", async () => {
    const { wire, id } = await jumbo(transfers(2000));
    const zstd = { encoding: "base64+zstd" };
    const text = zstdFrame(wire).toString("base64");
    const { value } = await chain.rpc("simulateTransaction", text, { ...zstd, sigVerify: true });
    assert.equal(value.err, null);
    assert.equal(value.unitsConsumed, 2000 * 150);
    assert.equal(await chain.rpc("sendTransaction", text, zstd), id);
    assert.equal((await confirmed(id)).err, null);
    const bomb = zstdFrame(Buffer.alloc(3 << 20)).toString("base64");
    await assert.rejects(chain.rpc("sendTransaction", bomb, zstd), { code: -32602 });
});

test("POST /v1/jumbo takes a jumbo's bytes and answers as sendTransaction does", async () => {
    const { wire, id } = await jumbo(transfers(1000));
    const answer = await post(wire);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    assert.deepEqual(await answer.json(), { signature: id });
    assert.equal((await confirmed(id)).err, null);

    const failing = (await jumbo(transfers(1, Number.MAX_SAFE_INTEGER - 2))).wire;
    const refused = await post(failing);
    assert.equal(refused.status, 400);
    const { error } = await refused.json();
    const said = await sendBase64(failing).catch((e) => e);
    assert.deepEqual([error.code, error.message], [said.code, said.message]);
    assert.deepEqual(error.data.err, said.data.err);
    const skipped = await post(failing, undefined, "?skipPreflight=true");
    assert.equal(skipped.status, 200);

    const codes = [
        [await post(wire, { "content-type": "application/json" }), 415, -32600],
        [await post(Buffer.alloc(0)), 400, -32600],
        [await post(Buffer.alloc((2 << 20) + 1, 0xca)), 413, -32602],
        [await post(wire.subarray(0, -1)), 400, -32602],
        [await post(wire, undefined, "?x=1"), 400, -32602],
        [await fetch(`${chain.url}/v1/jumbo`), 405, -32600],
    ];
    for (const [response, status, code] of codes) {
        assert.equal(response.status, status);
        assert.equal((await response.json()).error.code, code);
    }
    // A body that no handler will see.
    const huge = await post(Buffer.alloc(17 << 20, 0xca)).catch(() => ({ status: 413 }));
    assert.equal(huge.status, 413);
});

test("A jumbo signed by text is known by its hash", async () => {
    const { message, wire, id } = await jumbo(transfers(10), { schemes: true });
    assert.equal(await sendBase64(wire), id);
    assert.equal((await confirmed(id)).err, null);
    const found = await chain.rpc("getTransaction", id, {
        commitment: "confirmed",
        maxSupportedTransactionVersion: 74,
    });
    assert.deepEqual(found.transaction.signatures, [id]);
    assert.deepEqual(found.transaction.signatureEntries, [
        { scheme: 4, signature: toBase58(wire.subarray(-64)) },
    ]);
    // The same message with its signature in the other form is the same transaction.
    const plain = signWith(payer, message);
    const again = cat(message, u8(scheme.ed25519), u32(plain.length), plain);
    await assert.rejects(sendBase64(again), { message: /already been processed/ });
});

test("A v1 transaction is sent, confirmed and shown to those who read version 1", async () => {
    const to = newKey();
    const hash = await blockhash();
    const wire = v1Transfer({ from: payer, to, lamports: rentFree, blockhash: hash });
    const id = toBase58(wire.subarray(-64));
    assert.equal(await sendBase64(wire), id);
    assert.equal((await confirmed(id)).err, null);
    assert.equal(await connection.getBalance(to), rentFree);
    await assert.rejects(connection.getTransaction(id, { maxSupportedTransactionVersion: 0 }), {
        code: -32015,
        message: /Transaction version \(1\)/,
    });
    const found = await chain.rpc("getTransaction", id, {
        commitment: "confirmed",
        maxSupportedTransactionVersion: 1,
    });
    assert.equal(found.version, 1);
    assert.equal(found.transaction.message.transactionConfig.computeUnitLimit, 1000);
});
