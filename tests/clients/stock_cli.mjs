// The requests that the stock `solana` CLI sends, as its Rust client writes them: every optional
// member there, mostly null, accounts in base64+zstd, numbers as ids.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import {
    ComputeBudgetProgram,
    Keypair,
    PublicKey,
    SystemProgram,
    Transaction,
    TransactionInstruction,
} from "@solana/web3.js";

import { base58, cat, u32, u64 } from "../differential/lib/bytes.mjs";
import { ids, sysvars } from "../differential/lib/ids.mjs";
import { startEphemeral } from "./lib/chain.mjs";
import { atCanonicalIds, dumpElfs } from "./lib/programs.mjs";
import { until } from "./lib/web3.mjs";
import { zstdContent } from "./lib/zstd.mjs";

const { WebSocket } = createRequire(import.meta.url)("ws");

const commitment = "confirmed";
const loader = new PublicKey(ids.loaderV3);
const chunk = 900;

let chain, rpc, payer, me, elfs;
before(async () => {
    elfs = dumpElfs("memo", "token");
    chain = await startEphemeral(...atCanonicalIds({ token: elfs.token }));
    rpc = (method, ...params) => chain.rpc(method, ...params);
    payer = chain.dev[0];
    me = payer.publicKey;
});
after(() => chain.stop());

const account = { encoding: "base64+zstd", dataSlice: null, commitment, minContextSlot: null };
const simulation = {
    sigVerify: false,
    replaceRecentBlockhash: true,
    commitment,
    encoding: "base64",
    accounts: null,
    minContextSlot: null,
    innerInstructions: false,
};
const sending = {
    skipPreflight: false,
    preflightCommitment: commitment,
    encoding: "base64",
    maxRetries: null,
    minContextSlot: null,
};
const latest = async () => (await rpc("getLatestBlockhash", { commitment })).value;
const rent = (size) => rpc("getMinimumBalanceForRentExemption", size, { commitment });
const refuses = (promise, code, message) =>
    assert.rejects(promise, (error) => {
        assert.deepEqual({ code: error.code, message: error.message }, { code, message });
        return true;
    });

function draft(instructions, blockhash) {
    const transaction = new Transaction().add(...instructions);
    transaction.feePayer = me;
    transaction.recentBlockhash = blockhash;
    return transaction;
}
function signed(instructions, blockhash, ...signers) {
    const transaction = draft(instructions, blockhash);
    transaction.sign(payer, ...signers);
    return transaction.serialize().toString("base64");
}
/// A transaction as the CLI sends one: fee, balance, simulation for its compute units, sending,
/// polling. Returns its status.
async function send(instructions, ...signers) {
    const { blockhash } = await latest();
    const message = draft(instructions, blockhash).serializeMessage().toString("base64");
    const fee = await rpc("getFeeForMessage", message, { commitment });
    assert.equal(fee.value, 5000 * (1 + signers.length));
    const balance = await rpc("getBalance", me.toBase58(), { commitment });
    assert.ok(balance.value > fee.value);
    const provisory = [
        ComputeBudgetProgram.setComputeUnitLimit({ units: 1_400_000 }),
        ...instructions,
    ];
    const { value } = await rpc(
        "simulateTransaction",
        signed(provisory, PublicKey.default.toBase58(), ...signers),
        simulation,
    );
    assert.equal(value.err, null, JSON.stringify(value));
    const limit = ComputeBudgetProgram.setComputeUnitLimit({ units: value.unitsConsumed });
    const wire = signed([limit, ...instructions], blockhash, ...signers);
    const signature = await rpc("sendTransaction", wire, sending);
    return until(async () => {
        const [status] = (await rpc("getSignatureStatuses", [signature])).value;
        if (["confirmed", "finalized"].includes(status?.confirmationStatus))
            return { signature, ...status };
        assert.ok((await rpc("isBlockhashValid", blockhash, { commitment: "processed" })).value);
        return undefined;
    }, signature);
}

test("The node names itself, its version and its ports as TPU clients need it", async () => {
    const version = await rpc("getVersion");
    assert.match(version["solana-core"], /^\d+\.\d+\.\d+/);
    assert.ok(Number.isInteger(version["feature-set"]));
    const { identity } = await rpc("getIdentity");
    assert.equal(await rpc("getGenesisHash"), chain.info.genesisHash);
    assert.equal(await rpc("getHealth"), "ok");

    const schedule = await rpc("getEpochSchedule");
    assert.deepEqual(schedule, {
        slotsPerEpoch: 8192,
        leaderScheduleSlotOffset: 8192,
        warmup: false,
        firstNormalEpoch: 0,
        firstNormalSlot: 0,
    });
    const slot = await rpc("getSlot", { commitment: "processed" });
    const leaders = await rpc("getSlotLeaders", slot, 200);
    assert.deepEqual(leaders, Array(200).fill(identity));
    assert.equal(await rpc("getSlotLeader", { commitment }), identity);
    const nodes = await rpc("getClusterNodes");
    assert.equal(nodes.length, 1);
    assert.equal(nodes[0].pubkey, identity);
    assert.equal(nodes[0].rpc, `127.0.0.1:${chain.info.port}`);
    // A client that finds no QUIC port turns to sendTransaction at once.
    assert.equal(nodes[0].tpuQuic, null);
    assert.equal(nodes[0].tpu, null);
    assert.equal(nodes[0].featureSet, version["feature-set"]);
    const leaderSchedule = await rpc("getLeaderSchedule", null, { identity, commitment });
    assert.equal(leaderSchedule[identity].length, 8192);
    const { current, delinquent } = await rpc("getVoteAccounts", { commitment });
    assert.equal(current[0].nodePubkey, identity);
    assert.deepEqual(delinquent, []);
});

test("The TPU client's WebSocket subscription hears of slots", async () => {
    const socket = new WebSocket(chain.wsUrl);
    await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
    const heard = [];
    socket.on("message", (text) => heard.push(JSON.parse(text)));
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "slotsUpdatesSubscribe" }));
    const updates = () => heard.filter((m) => m.method === "slotsUpdatesNotification");
    await until(() => updates().some((m) => m.params.result.type === "completed"), "a slot");
    assert.equal(typeof heard[0].result, "number");
    assert.equal(heard[0].id, 1);
    for (const { params } of updates()) {
        assert.equal(typeof params.result.slot, "number");
        assert.equal(typeof params.result.timestamp, "number");
    }
    const ask = (id, method, ...params) =>
        socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    ask(2, "slotsUpdatesUnsubscribe", heard[0].result);
    ask(3, "slotsUpdatesUnsubscribe", heard[0].result);
    const answer = (id) => until(() => heard.find((m) => m.id === id), `answer ${id}`);
    assert.equal((await answer(2)).result, true);
    assert.deepEqual((await answer(3)).error, {
        code: -32602,
        message: "Invalid subscription id.",
    });
    socket.close();
});

test("solana epoch-info, block-height, slot and the like", async () => {
    const info = await rpc("getEpochInfo", { commitment });
    assert.deepEqual(Object.keys(info).sort(), [
        "absoluteSlot",
        "blockHeight",
        "epoch",
        "slotIndex",
        "slotsInEpoch",
        "transactionCount",
    ]);
    assert.equal(info.absoluteSlot, info.epoch * 8192 + info.slotIndex);
    assert.ok((await rpc("getBlockHeight", { commitment })) >= info.blockHeight);
    assert.ok((await rpc("getTransactionCount", { commitment })) >= info.transactionCount);
    const levels = await Promise.all(
        ["finalized", "confirmed", "processed"].map((c) => rpc("getSlot", { commitment: c })),
    );
    assert.ok(levels[0] <= levels[2] && levels[1] <= levels[2]);
    for (const old of ["recent", "single", "singleGossip", "root", "max"])
        assert.ok((await rpc("getSlot", { commitment: old })) >= levels[0]);
    await refuses(
        rpc("getSlot", { commitment, minContextSlot: 10_000_000 }),
        -32016,
        "Minimum context slot has not been reached",
    );
});

test("solana account: base64+zstd, whole or absent", async () => {
    const absent = await rpc("getAccountInfo", Keypair.generate().publicKey.toBase58(), account);
    assert.equal(absent.value, null);
    assert.deepEqual(Object.keys(absent.context).sort(), ["apiVersion", "slot"]);

    const wallet = await rpc("getAccountInfo", me.toBase58(), account);
    const { lamports, data, owner, executable, rentEpoch, space } = wallet.value;
    assert.ok(lamports > 0);
    assert.deepEqual({ owner, executable, space }, { owner: ids.system, executable: false, space: 0 });
    assert.equal(rentEpoch, 2 ** 64);
    assert.equal(data[1], "base64+zstd");
    assert.deepEqual(zstdContent(Buffer.from(data[0], "base64")), Buffer.alloc(0));

    // Large, and random so that it can't be compressed.
    const bytes = randomBytes(300_000);
    const address = Keypair.generate().publicKey.toBase58();
    await rpc("orrery_setAccount", address, {
        lamports: 10 ** 10,
        owner: ids.token,
        data: [bytes.toString("base64"), "base64"],
    });
    const large = await rpc("getAccountInfo", address, account);
    assert.equal(large.value.space, bytes.length);
    assert.ok(zstdContent(Buffer.from(large.value.data[0], "base64")).equals(bytes));
    const sliced = { ...account, dataSlice: { offset: 299_990, length: 50 } };
    const { value } = await rpc("getAccountInfo", address, sliced);
    const tail = zstdContent(Buffer.from(value.data[0], "base64"));
    assert.ok(tail.equals(bytes.subarray(299_990)));
    assert.equal(value.space, bytes.length);
    // The CLI's older way.
    await refuses(
        rpc("getAccountInfo", address, { ...account, encoding: "base58" }),
        -32600,
        "Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.",
    );
});

test("solana feature status: many accounts, a hundred at a time", async () => {
    const keys = Array.from({ length: 99 }, () => Keypair.generate().publicKey.toBase58());
    const { value } = await rpc("getMultipleAccounts", [...keys, sysvars.clock], account);
    assert.equal(value.length, 100);
    assert.ok(value.slice(0, 99).every((a) => a === null));
    assert.equal(value[99].space, 40);
    await refuses(
        rpc("getMultipleAccounts", [...keys, ...keys], account),
        -32602,
        "Too many inputs provided; max 100",
    );
});

test("solana transfer and confirm -v", async () => {
    const to = Keypair.generate().publicKey;
    const status = await send([
        SystemProgram.transfer({ fromPubkey: me, toPubkey: to, lamports: 10 ** 9 }),
    ]);
    assert.equal(status.err, null);
    assert.deepEqual(status.status, { Ok: null });
    const balance = await rpc("getBalance", to.toBase58(), { commitment });
    assert.equal(balance.value, 10 ** 9);

    const history = { searchTransactionHistory: true };
    const [found] = (await rpc("getSignatureStatuses", [status.signature], history)).value;
    assert.equal(found.slot, status.slot);
    const transaction = await rpc("getTransaction", status.signature, {
        encoding: "base64",
        commitment,
        maxSupportedTransactionVersion: 0,
    });
    const decoded = Transaction.from(Buffer.from(transaction.transaction[0], "base64"));
    assert.equal(base58(decoded.signature), status.signature);
    assert.equal(transaction.meta.status.Ok, null);
    assert.equal(typeof transaction.blockTime, "number");
    assert.equal(transaction.version, "legacy");
});

test("solana airdrop gives a signature that confirms", async () => {
    const to = Keypair.generate().publicKey.toBase58();
    const { blockhash } = await latest();
    const config = { recentBlockhash: blockhash, commitment };
    const signature = await rpc("requestAirdrop", to, 5 * 10 ** 9, config);
    await until(async () => {
        const [status] = (await rpc("getSignatureStatuses", [signature])).value;
        return status?.confirmationStatus === "finalized" || status?.confirmationStatus === commitment;
    }, signature);
    assert.equal((await rpc("getBalance", to, { commitment })).value, 5 * 10 ** 9);
});

test("A fee and a simulation ask for what isn't there", async () => {
    const unknown = Keypair.generate().publicKey.toBase58();
    const transfer = SystemProgram.transfer({ fromPubkey: me, toPubkey: me, lamports: 1 });
    const message = draft([transfer], unknown).serializeMessage().toString("base64");
    assert.equal((await rpc("getFeeForMessage", message, { commitment })).value, null);
    assert.equal((await rpc("isBlockhashValid", unknown, { commitment })).value, false);
    const wire = signed([transfer], unknown);
    const { value } = await rpc("simulateTransaction", wire, simulation);
    assert.equal(value.err, null);
    const { blockhash, lastValidBlockHeight } = value.replacementBlockhash;
    assert.ok((await rpc("isBlockhashValid", blockhash, { commitment })).value);
    assert.ok(lastValidBlockHeight > 0);
    assert.ok(value.loadedAccountsDataSize >= 0 && value.fee === 5000);
    await refuses(
        rpc("simulateTransaction", wire, { ...simulation, sigVerify: true }),
        -32602,
        "sigVerify may not be used with replaceRecentBlockhash",
    );
    const error = await rpc("sendTransaction", wire, sending).then(assert.fail, (e) => e);
    assert.equal(error.code, -32002);
    assert.equal(error.message, "Transaction simulation failed: Blockhash not found");
    assert.equal(error.data.err, "BlockhashNotFound");
    assert.deepEqual(error.data.logs, []);
});

test("256 statuses are answered at once, 257 are refused", async () => {
    const many = Array.from({ length: 256 }, () => base58(randomBytes(64)));
    const { context, value } = await rpc("getSignatureStatuses", many);
    assert.equal(value.length, 256);
    assert.ok(value.every((status) => status === null));
    assert.equal(typeof context.slot, "number");
    await refuses(
        rpc("getSignatureStatuses", [...many, many[0]]),
        -32602,
        "Too many inputs provided; max 256",
    );
});

// --- solana program deploy, step by step ---

const instruction = (data, ...keys) =>
    new TransactionInstruction({
        programId: loader,
        data,
        keys: keys.map(([pubkey, flags = ""]) => ({
            pubkey: new PublicKey(pubkey),
            isSigner: flags.includes("s"),
            isWritable: flags.includes("w"),
        })),
    });
const createAccount = (to, lamports, space) =>
    SystemProgram.createAccount({
        fromPubkey: me,
        newAccountPubkey: to,
        lamports,
        space,
        programId: loader,
    });
const write = (buffer, offset, bytes) =>
    instruction(
        cat(u32(1), u32(offset), u64(bytes.length), bytes),
        [buffer, "w"],
        [me, "s"],
    );

async function writeInParallel(buffer, elf) {
    const { blockhash, lastValidBlockHeight } = await latest();
    assert.ok((await rpc("getBlockHeight", { commitment })) < lastValidBlockHeight);
    const pieces = [];
    for (let at = 0; at < elf.length; at += chunk)
        pieces.push(signed([write(buffer, at, elf.subarray(at, at + chunk))], blockhash));
    const config = { ...sending, skipPreflight: true };
    const sent = await Promise.all(pieces.map((wire) => rpc("sendTransaction", wire, config)));
    await until(async () => {
        const { value } = await rpc("getSignatureStatuses", sent);
        for (const status of value) assert.equal(status?.err ?? null, null);
        return value.every((s) => ["confirmed", "finalized"].includes(s?.confirmationStatus));
    }, "the writes");
}

test("solana program deploy, show, upgrade, dump, close", async () => {
    const elf = readFileSync(elfs.memo);
    const program = Keypair.generate();
    const [programData] = PublicKey.findProgramAddressSync([program.publicKey.toBuffer()], loader);
    const info = (key) => rpc("getAccountInfo", key.toBase58(), account);
    assert.equal((await info(program.publicKey)).value, null);

    const fillBuffer = async () => {
        const buffer = Keypair.generate();
        const size = 37 + elf.length;
        await send(
            [
                createAccount(buffer.publicKey, await rent(size), size),
                instruction(u32(0), [buffer.publicKey, "w"], [me]),
            ],
            buffer,
        );
        await writeInParallel(buffer.publicKey, elf);
        return buffer.publicKey;
    };
    let buffer = await fillBuffer();
    const deployed = await send(
        [
            createAccount(program.publicKey, await rent(36), 36),
            instruction(
                cat(u32(2), u64(elf.length)),
                [me, "sw"],
                [programData, "w"],
                [program.publicKey, "w"],
                [buffer, "w"],
                [sysvars.rent],
                [sysvars.clock],
                [ids.system],
                [me, "s"],
            ),
        ],
        program,
    );
    assert.equal(deployed.err, null);
    const memo = new TransactionInstruction({
        programId: program.publicKey,
        keys: [],
        data: Buffer.from("hello"),
    });
    assert.equal((await send([memo])).err, null);

    // show
    const { value: shown } = await info(program.publicKey);
    assert.equal(shown.executable, true);
    assert.ok(
        zstdContent(Buffer.from(shown.data[0], "base64")).equals(
            cat(u32(2), programData.toBuffer()),
        ),
    );
    const scan = (filters, length) =>
        rpc("getProgramAccounts", ids.loaderV3, {
            filters: filters.map(([offset, bytes]) => ({
                memcmp: { offset, encoding: "base58", bytes: base58(Buffer.from(bytes)) },
            })),
            encoding: "base64",
            dataSlice: { offset: 0, length },
            commitment,
            minContextSlot: null,
            withContext: null,
            sortResults: null,
        });
    const mine = [
        [0, [3, 0, 0, 0]],
        [12, [1]],
        [13, me.toBytes()],
    ];
    const datas = await scan(mine, 45);
    assert.deepEqual(
        datas.map((a) => a.pubkey),
        [programData.toBase58()],
    );
    assert.equal(Buffer.from(datas[0].account.data[0], "base64").length, 45);
    const owners = await scan([[0, [2, 0, 0, 0, ...programData.toBytes()]]], 0);
    assert.deepEqual(
        owners.map((a) => [a.pubkey, a.account.data]),
        [[program.publicKey.toBase58(), ["", "base64"]]],
    );
    const openBuffers = () => scan([[0, [1, 0, 0, 0]], [4, [1]], [5, me.toBytes()]], 37);
    assert.deepEqual(await openBuffers(), []);

    // upgrade
    buffer = await fillBuffer();
    assert.deepEqual(
        (await openBuffers()).map((a) => a.pubkey),
        [buffer.toBase58()],
    );
    const upgraded = await send([
        instruction(
            u32(3),
            [programData, "w"],
            [program.publicKey, "w"],
            [buffer, "w"],
            [me, "w"],
            [sysvars.rent],
            [sysvars.clock],
            [me, "s"],
        ),
    ]);
    assert.ok(upgraded.slot > deployed.slot);
    assert.equal((await send([memo])).err, null);

    // dump
    const { value: held } = await info(programData);
    const state = zstdContent(Buffer.from(held.data[0], "base64"));
    if (state) {
        assert.equal(state.readUInt32LE(0), 3);
        assert.ok(Number(state.readBigUInt64LE(4)) <= upgraded.slot);
        assert.ok(state.subarray(45).equals(elf));
    }

    // close: the id is gone for good
    const closed = await send([
        instruction(u32(5), [programData, "w"], [me, "w"], [me, "s"], [program.publicKey, "w"]),
    ]);
    assert.equal(closed.err, null);
    const { blockhash } = await latest();
    const { value: call } = await rpc("simulateTransaction", signed([memo], blockhash), simulation);
    assert.deepEqual(call.err, { InstructionError: [0, "UnsupportedProgramId"] });
    assert.deepEqual(call.logs.slice(-2), [
        "Program is not deployed",
        `Program ${program.publicKey} failed: Unsupported program id`,
    ]);
});

test("solana block, block-time, transaction-history, rent, supply", async () => {
    const to = Keypair.generate().publicKey;
    const transfer = SystemProgram.transfer({ fromPubkey: me, toPubkey: to, lamports: 10 ** 9 });
    const { slot, signature } = await send([transfer]);
    const config = {
        encoding: "base64",
        transactionDetails: "full",
        rewards: true,
        commitment,
        maxSupportedTransactionVersion: 0,
    };
    const block = await until(
        () =>
            rpc("getBlock", slot, config).catch((error) => {
                if (error.code !== -32004) throw error;
                return undefined;
            }),
        `block ${slot}`,
    );
    assert.ok(block.transactions.length > 0);
    const paid = block.transactions.reduce((sum, t) => sum + t.meta.fee, 0);
    const [reward] = block.rewards;
    assert.deepEqual(
        { pubkey: reward.pubkey, lamports: reward.lamports, rewardType: reward.rewardType },
        { pubkey: chain.info.identity, lamports: paid, rewardType: "Fee" },
    );
    assert.equal(await rpc("getBlockTime", slot), block.blockTime);
    const blocks = await rpc("getBlocks", slot - 1, slot, { commitment });
    assert.deepEqual(blocks, [slot - 1, slot]);
    const history = await rpc("getSignaturesForAddress", to.toBase58(), {
        before: null,
        until: null,
        limit: 10,
        commitment,
        minContextSlot: null,
    });
    assert.deepEqual(
        history.map((h) => h.signature),
        [signature],
    );
    assert.equal(await rent(200), 2_282_880);
    const supply = await rpc("getSupply", { commitment, excludeNonCirculatingAccountsList: true });
    assert.ok(supply.value.total >= supply.value.circulating);
    await refuses(
        rpc("getSignaturesForAddress", to.toBase58(), { commitment: "processed" }),
        -32602,
        "Method does not support commitment below `confirmed`",
    );
});
