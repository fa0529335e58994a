// @solana/kit against a chain of its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
    address,
    airdropFactory,
    appendTransactionMessageInstructions,
    createKeyPairSignerFromBytes,
    createSolanaRpc,
    createSolanaRpcSubscriptions,
    createSolanaRpcSubscriptions_UNSTABLE,
    createTransactionMessage,
    compressTransactionMessageUsingAddressLookupTables,
    estimateAndSetResourceLimitsFactory,
    estimateResourceLimitsFactory,
    fetchAddressesForLookupTables,
    fillTransactionMessageProvisoryResourceLimits,
    generateKeyPairSigner,
    getAddressEncoder,
    getSignatureFromTransaction,
    getTransactionMessageComputeUnitLimit,
    isSolanaError,
    lamports,
    pipe,
    sendAndConfirmDurableNonceTransactionFactory,
    sendAndConfirmTransactionFactory,
    setTransactionMessageFeePayerSigner,
    setTransactionMessageLifetimeUsingBlockhash,
    setTransactionMessageLifetimeUsingDurableNonce,
    signTransactionMessageWithSigners,
    SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM,
    SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
} from "@solana/kit";
import { AddressLookupTableProgram, PublicKey } from "@solana/web3.js";

import { base58, cat, u32, u64 } from "../differential/lib/bytes.mjs";
import { ids, sysvars } from "../differential/lib/ids.mjs";
import { startEphemeral } from "./lib/chain.mjs";

const readonly = 0, writable = 1, signer = 2, writableSigner = 3;
const nonceSpace = 80n;

let chain, rpc, subscriptions, payer, airdrop, sendAndConfirm;
before(async () => {
    chain = await startEphemeral();
    rpc = createSolanaRpc(chain.url);
    subscriptions = createSolanaRpcSubscriptions(chain.wsUrl);
    payer = await createKeyPairSignerFromBytes(chain.dev[0].secretKey);
    airdrop = airdropFactory({ rpc, rpcSubscriptions: subscriptions });
    sendAndConfirm = sendAndConfirmTransactionFactory({ rpc, rpcSubscriptions: subscriptions });
});
after(() => chain.stop());

const signing = (who) => ({ address: who.address, role: writableSigner, signer: who });
const system = (accounts, data) => ({ programAddress: address(ids.system), accounts, data });
const transfer = (from, to, amount) =>
    system([signing(from), { address: to, role: writable }], cat(u32(2), u64(amount)));
const bytesOf = (text) => getAddressEncoder().encode(address(text));

const message = (instructions, version = 0) =>
    pipe(
        createTransactionMessage({ version }),
        (m) => setTransactionMessageFeePayerSigner(payer, m),
        (m) => appendTransactionMessageInstructions(instructions, m),
    );
async function signed(instructions, change = (m) => m) {
    const { value: latest } = await rpc.getLatestBlockhash().send();
    return signTransactionMessageWithSigners(
        change(setTransactionMessageLifetimeUsingBlockhash(latest, message(instructions))),
    );
}
async function send(instructions, config) {
    const transaction = await signed(instructions);
    await sendAndConfirm(transaction, { commitment: "confirmed", ...config });
    return getSignatureFromTransaction(transaction);
}

/// The first notification of a subscription that was accepted before `act` began.
async function firstNotification(request, act) {
    const stop = new AbortController();
    const notifications = await request.subscribe({ abortSignal: stop.signal });
    const late = setTimeout(() => stop.abort(new Error("no notification came")), 15_000);
    try {
        const acted = act?.();
        for await (const notification of notifications) {
            await acted;
            return notification;
        }
    } finally {
        clearTimeout(late);
        stop.abort();
    }
    throw new Error("the subscription ended without a notification");
}

test("An airdrop confirms over WebSocket and arrives", async () => {
    const wallet = await generateKeyPairSigner();
    for (const commitment of ["processed", "confirmed", "finalized"])
        await airdrop({
            commitment,
            recipientAddress: wallet.address,
            lamports: lamports(2_000_000_000n),
        });
    const { value } = await rpc.getBalance(wallet.address, { commitment: "confirmed" }).send();
    assert.equal(value, 6_000_000_000n);
});

test("A transfer is sent, confirmed and read back", async () => {
    const to = (await generateKeyPairSigner()).address;
    const signature = await send([transfer(payer, to, 1_500_000n)]);
    assert.equal((await rpc.getBalance(to).send()).value, 1_500_000n);
    const config = { commitment: "confirmed", maxSupportedTransactionVersion: 0 };
    const found = await rpc.getTransaction(signature, { ...config, encoding: "json" }).send();
    assert.equal(found.meta.err, null);
    assert.equal(found.meta.fee, 5000n);
    assert.equal(found.version, 0);
    assert.equal(found.transaction.signatures[0], signature);
    assert.equal(found.transaction.message.accountKeys[1], to);
    const parsed = await rpc
        .getTransaction(signature, { ...config, encoding: "jsonParsed" })
        .send();
    assert.deepEqual(parsed.transaction.message.instructions[0].parsed, {
        type: "transfer",
        info: { source: payer.address, destination: to, lamports: 1_500_000n },
    });
    const wire = await rpc.getTransaction(signature, { ...config, encoding: "base64" }).send();
    assert.equal(wire.transaction[1], "base64");
    const [status] = (await rpc.getSignatureStatuses([signature]).send()).value;
    assert.equal(status.slot, found.slot);
    const history = await rpc.getSignaturesForAddress(to, { commitment: "confirmed" }).send();
    assert.deepEqual(
        history.map((entry) => entry.signature),
        [signature],
    );
});

test("Accounts come in every encoding", async () => {
    const clock = address(sysvars.clock);
    const get = (encoding) => rpc.getAccountInfo(clock, { encoding }).send();
    const [text, name] = (await get("base64")).value.data;
    assert.equal(name, "base64");
    assert.equal(Buffer.from(text, "base64").length, 40);
    assert.equal((await get("base58")).value.data[1], "base58");
    assert.equal((await get("base64+zstd")).value.data[1], "base64+zstd");
    const { value } = await get("jsonParsed");
    assert.equal(value.data.program, "sysvar");
    assert.equal(value.data.parsed.type, "clock");
    assert.equal(value.space, 40n);
    const absent = (await generateKeyPairSigner()).address;
    const { value: many } = await rpc.getMultipleAccounts([clock, absent, payer.address]).send();
    assert.equal(many[0].owner, "Sysvar1111111111111111111111111111111111111");
    assert.equal(many[1], null);
    assert.equal(many[2].rentEpoch, 18446744073709551615n);
});

test("Accounts, logs, slots, programs, signatures notify", async () => {
    const to = (await generateKeyPairSigner()).address;
    const commitment = "confirmed";
    const account = await firstNotification(
        subscriptions.accountNotifications(to, { commitment, encoding: "base64" }),
        () => send([transfer(payer, to, 1_000_000n)]),
    );
    assert.equal(account.value.lamports, 1_000_000n);
    assert.deepEqual(account.value.data, ["", "base64"]);
    assert.ok(account.context.slot > 0n);

    let signature;
    const logs = await firstNotification(
        subscriptions.logsNotifications({ mentions: [to] }, { commitment }),
        async () => (signature = await send([transfer(payer, to, 1_000_001n)])),
    );
    assert.equal(logs.value.signature, signature);
    assert.equal(logs.value.err, null);
    assert.equal(logs.value.logs.length, 2);

    const program = await firstNotification(
        subscriptions.programNotifications(address(ids.system), {
            commitment,
            encoding: "base64",
            filters: [{ dataSize: 0n }],
        }),
        () => send([transfer(payer, to, 1_000_002n)]),
    );
    assert.equal(program.value.account.owner, ids.system);

    const transaction = await signed([transfer(payer, to, 1_000_003n)]);
    const done = await firstNotification(
        subscriptions.signatureNotifications(getSignatureFromTransaction(transaction), {
            commitment,
        }),
        () => sendAndConfirm(transaction, { commitment }),
    );
    assert.deepEqual(done.value, { err: null });

    const slot = await firstNotification(subscriptions.slotNotifications());
    assert.ok(slot.parent < slot.slot && slot.root <= slot.slot);
});

test("A signature that landed before its subscription notifies", async () => {
    const to = (await generateKeyPairSigner()).address;
    for (const [i, commitment] of ["processed", "confirmed", "finalized"].entries()) {
        const signature = await send([transfer(payer, to, 1_000_000n + BigInt(i))]);
        const done = await firstNotification(
            subscriptions.signatureNotifications(signature, { commitment }),
        );
        assert.deepEqual(done.value, { err: null });
    }
});

test("Blocks notify with the transactions that mention an account", async () => {
    const to = (await generateKeyPairSigner()).address;
    let signature;
    const { value } = await firstNotification(
        createSolanaRpcSubscriptions_UNSTABLE(chain.wsUrl).blockNotifications(
            { mentionsAccountOrProgram: to },
            { commitment: "confirmed", transactionDetails: "signatures" },
        ),
        async () => (signature = await send([transfer(payer, to, 1_000_000n)])),
    );
    assert.equal(value.err, null);
    assert.deepEqual(value.block.signatures, [signature]);
    const status = (await rpc.getSignatureStatuses([signature]).send()).value[0];
    assert.equal(status.slot, value.slot);
});

test("Resource limits are estimated by simulation and are enough", async () => {
    const estimateAndSet = estimateAndSetResourceLimitsFactory(
        estimateResourceLimitsFactory({ rpc }),
    );
    const to = (await generateKeyPairSigner()).address;
    const { value: latest } = await rpc.getLatestBlockhash().send();
    const draft = setTransactionMessageLifetimeUsingBlockhash(
        latest,
        fillTransactionMessageProvisoryResourceLimits(message([transfer(payer, to, 1_000_000n)])),
    );
    const ready = await estimateAndSet(draft);
    assert.equal(getTransactionMessageComputeUnitLimit(ready), 300);
    const transaction = await signTransactionMessageWithSigners(ready);
    await sendAndConfirm(transaction, { commitment: "confirmed" });
    const found = await rpc
        .getTransaction(getSignatureFromTransaction(transaction), {
            commitment: "confirmed",
            encoding: "json",
            maxSupportedTransactionVersion: 0,
        })
        .send();
    assert.equal(found.meta.computeUnitsConsumed, 300n);
});

test("A failed preflight and a failed transaction are typed errors", async () => {
    const to = (await generateKeyPairSigner()).address;
    const tooMuch = [transfer(payer, to, 10n ** 15n)];
    const refused = await send(tooMuch).then(assert.fail, (e) => e);
    assert.ok(
        isSolanaError(
            refused,
            SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
        ),
        String(refused),
    );
    assert.equal(refused.context.unitsConsumed, 150n);
    assert.equal(refused.context.logs.length, 3);
    assert.ok(isSolanaError(refused.cause, SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM));
    assert.equal(refused.cause.context.code, 1);

    const failed = await send(tooMuch, { skipPreflight: true }).then(assert.fail, (e) => e);
    const cause = failed.cause ?? failed;
    assert.ok(isSolanaError(cause, SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM), String(failed));
});

test("A lookup table serves as soon as it is extended", async () => {
    const recentSlot = (await rpc.getSlot({ commitment: "finalized" }).send()) - 1n;
    const me = new PublicKey(payer.address);
    const targets = await Promise.all(
        Array.from({ length: 3 }, async () => (await generateKeyPairSigner()).address),
    );
    const [create, table] = AddressLookupTableProgram.createLookupTable({
        authority: me,
        payer: me,
        recentSlot,
    });
    const extend = AddressLookupTableProgram.extendLookupTable({
        lookupTable: table,
        authority: me,
        payer: me,
        addresses: targets.map((to) => new PublicKey(to)),
    });
    await send([create, extend].map(fromWeb3));
    const tables = await fetchAddressesForLookupTables([address(table.toBase58())], rpc);
    const transaction = await signed(
        targets.map((to) => transfer(payer, to, 1_000_000n)),
        (m) => compressTransactionMessageUsingAddressLookupTables(m, tables),
    );
    await sendAndConfirm(transaction, { commitment: "confirmed" });
    const { value } = await rpc.getMultipleAccounts(targets, { commitment: "confirmed" }).send();
    assert.deepEqual(
        value.map((info) => info.lamports),
        [1_000_000n, 1_000_000n, 1_000_000n],
    );
});

/// web3.js's instruction as Kit's; the payer is the only signer.
function fromWeb3({ programId, keys, data }) {
    const role = (k) => (k.isSigner ? signer : readonly) | (k.isWritable ? writable : readonly);
    const accounts = keys.map((k) => ({
        address: address(k.pubkey.toBase58()),
        role: role(k),
        ...(k.isSigner ? { signer: payer } : {}),
    }));
    return { programAddress: address(programId.toBase58()), accounts, data };
}

test("A durable nonce transaction confirms", async () => {
    const account = await generateKeyPairSigner();
    const rent = await rpc.getMinimumBalanceForRentExemption(nonceSpace).send();
    const createAccount = cat(u32(0), u64(rent), u64(nonceSpace), bytesOf(ids.system));
    await send([
        system([signing(payer), signing(account)], createAccount),
        system(
            [
                { address: account.address, role: writable },
                { address: address(sysvars.recentBlockhashes), role: readonly },
                { address: address(sysvars.rent), role: readonly },
            ],
            cat(u32(6), bytesOf(payer.address)),
        ),
    ]);
    const read = async () => {
        const { value } = await rpc
            .getAccountInfo(account.address, { commitment: "confirmed", encoding: "base64" })
            .send();
        return base58(Buffer.from(value.data[0], "base64").subarray(40, 72));
    };
    const nonce = await read();
    // A nonce that was stored in this slot can't be advanced in it.
    const stored = await rpc.getSlot({ commitment: "processed" }).send();
    while ((await rpc.getSlot({ commitment: "confirmed" }).send()) <= stored);

    const to = (await generateKeyPairSigner()).address;
    const transaction = await signTransactionMessageWithSigners(
        setTransactionMessageLifetimeUsingDurableNonce(
            {
                nonce,
                nonceAccountAddress: account.address,
                nonceAuthorityAddress: payer.address,
            },
            message([transfer(payer, to, 1_000_000n)]),
        ),
    );
    const sendDurable = sendAndConfirmDurableNonceTransactionFactory({
        rpc,
        rpcSubscriptions: subscriptions,
    });
    await sendDurable(transaction, { commitment: "confirmed" });
    assert.equal((await rpc.getBalance(to, { commitment: "confirmed" }).send()).value, 1_000_000n);
    assert.notEqual(await read(), nonce);
});

test("Blocks and the chain's parameters read as Kit types them", async () => {
    const slot = await rpc.getSlot({ commitment: "confirmed" }).send();
    const info = await rpc.getEpochInfo().send();
    assert.equal(info.slotsInEpoch, 8192n);
    assert.equal(typeof info.transactionCount, "bigint");
    const blocks = await rpc.getBlocks(0n, slot - 1n, { commitment: "confirmed" }).send();
    assert.ok(blocks.length > 0);
    const newest = blocks.at(-1);
    const block = await rpc
        .getBlock(newest, { commitment: "confirmed", maxSupportedTransactionVersion: 0 })
        .send();
    assert.equal(block.parentSlot, newest - 1n);
    assert.equal(await rpc.getBlockTime(newest).send(), block.blockTime);
    assert.equal((await rpc.getVersion().send())["solana-core"].split(".").length, 3);
    assert.equal(await rpc.getHealth().send(), "ok");
    assert.equal((await rpc.getIdentity().send()).identity, chain.info.identity);
    assert.equal((await rpc.getClusterNodes().send())[0].pubkey, chain.info.identity);
    assert.equal((await rpc.getEpochSchedule().send()).slotsPerEpoch, 8192n);
    assert.ok((await rpc.getSupply().send()).value.total > 0n);
    const leaders = await rpc.getSlotLeaders(slot, 10).send();
    assert.deepEqual(leaders, Array(10).fill(chain.info.identity));
});
