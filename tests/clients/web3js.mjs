// @solana/web3.js 1.x against a chain of its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
    AddressLookupTableProgram,
    ComputeBudgetProgram,
    Connection,
    Keypair,
    LAMPORTS_PER_SOL,
    NonceAccount,
    NONCE_ACCOUNT_LENGTH,
    PublicKey,
    SendTransactionError,
    SystemProgram,
    sendAndConfirmTransaction,
    Transaction,
    TransactionMessage,
    VersionedTransaction,
} from "@solana/web3.js";

import { startEphemeral } from "./lib/chain.mjs";
import {
    closedBlock,
    fundedKeypair,
    laterSlot,
    once,
    subscribed,
    toBase58,
    until,
} from "./lib/web3.mjs";

let chain, connection, payer;
before(async () => {
    chain = await startEphemeral();
    connection = new Connection(chain.url, { commitment: "confirmed" });
    payer = chain.dev[0];
});
after(() => chain.stop());

const transfer = (from, to, lamports) =>
    SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to, lamports });
const send = (instructions, signers = [payer]) =>
    sendAndConfirmTransaction(connection, new Transaction().add(...instructions), signers);

test("The chain introduces itself", async () => {
    assert.match((await connection.getVersion())["solana-core"], /^\d+\.\d+\.\d+/);
    assert.equal(await connection.getGenesisHash(), chain.info.genesisHash);
    assert.equal((await connection.getEpochInfo()).slotsInEpoch, 8192);
    const schedule = await connection.getEpochSchedule();
    assert.equal(schedule.slotsPerEpoch, 8192);
    assert.equal(schedule.warmup, false);
    assert.equal(await connection.getMinimumBalanceForRentExemption(0), 890_880);
    assert.equal(await connection.getMinimumBalanceForRentExemption(165), 2_039_280);
    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash();
    assert.ok(lastValidBlockHeight >= (await connection.getBlockHeight()));
    assert.ok((await connection.isBlockhashValid(blockhash)).value);
    assert.equal((await connection.isBlockhashValid(PublicKey.unique().toBase58())).value, false);
    const [node] = await connection.getClusterNodes();
    assert.equal(node.pubkey, chain.info.identity);
    assert.equal(await connection.getSlotLeader(), chain.info.identity);
});

test("Validators, stake and inflation are those of one sequencer", async () => {
    const { current, delinquent } = await connection.getVoteAccounts();
    assert.deepEqual(delinquent, []);
    assert.deepEqual(current.map((vote) => vote.nodePubkey), [chain.info.identity]);
    const minimum = await connection.getStakeMinimumDelegation();
    assert.equal(minimum.value, LAMPORTS_PER_SOL);
    const { value } = await connection.getBlockProduction();
    const [slots, blocks] = value.byIdentity[chain.info.identity];
    assert.equal(slots, value.range.lastSlot - value.range.firstSlot + 1);
    assert.equal(blocks, slots);
    assert.deepEqual(await connection.getRecentPerformanceSamples(3), []);
    const { initial, taper } = await connection.getInflationGovernor();
    assert.deepEqual([initial, taper], [0, 0]);
    assert.equal((await connection.getInflationRate()).total, 0);
    // The first epoch hasn't ended.
    await assert.rejects(connection.getInflationReward([payer.publicKey]), /Block not available/);
    assert.equal((await connection.getSupply()).value.nonCirculating, 0);
    const largest = await connection.getLargestAccounts();
    assert.equal(largest.value.length, 20);
    const schedule = await connection.getLeaderSchedule();
    assert.deepEqual(Object.keys(schedule), [chain.info.identity]);
    assert.equal(await connection.getFirstAvailableBlock(), 0);
    assert.equal(await connection.getMinimumLedgerSlot(), 0);
});

test("An airdrop confirms over WebSocket and arrives", async () => {
    const wallet = Keypair.generate();
    const signature = await connection.requestAirdrop(wallet.publicKey, 3 * LAMPORTS_PER_SOL);
    const lifetime = await connection.getLatestBlockhash();
    const { value } = await connection.confirmTransaction({ signature, ...lifetime });
    assert.equal(value.err, null);
    assert.equal(await connection.getBalance(wallet.publicKey), 3 * LAMPORTS_PER_SOL);
    // The same again is another transaction.
    const again = await connection.requestAirdrop(wallet.publicKey, 3 * LAMPORTS_PER_SOL);
    assert.notEqual(again, signature);
    await connection.confirmTransaction({ signature: again, ...lifetime });
    assert.equal(await connection.getBalance(wallet.publicKey), 6 * LAMPORTS_PER_SOL);
});

test("A signature that landed long ago still confirms", async () => {
    const signature = await send([transfer(payer, Keypair.generate().publicKey, 1_000_000)]);
    await new Promise((resolve) => setTimeout(resolve, 900));
    const lifetime = await connection.getLatestBlockhash();
    const { value } = await connection.confirmTransaction({ signature, ...lifetime });
    assert.equal(value.err, null);
});

test("A transfer is sent, confirmed and read back", async () => {
    const to = Keypair.generate().publicKey;
    const before = await connection.getBalance(payer.publicKey);
    const signature = await send([transfer(payer, to, 1_234_567)]);
    assert.equal(await connection.getBalance(to), 1_234_567);
    assert.equal(await connection.getBalance(payer.publicKey), before - 1_234_567 - 5000);

    const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    assert.equal(found.meta.err, null);
    assert.equal(found.meta.fee, 5000);
    assert.equal(found.version, "legacy");
    assert.equal(found.meta.computeUnitsConsumed, 150);
    assert.deepEqual(found.transaction.signatures, [signature]);
    assert.deepEqual(
        found.transaction.message.staticAccountKeys.map(String),
        [payer.publicKey, to, SystemProgram.programId].map(String),
    );
    assert.deepEqual(found.meta.preBalances, [before, 0, 1]);
    assert.deepEqual(found.meta.postBalances, [before - 1_234_567 - 5000, 1_234_567, 1]);
    assert.deepEqual(found.meta.logMessages, [
        `Program ${SystemProgram.programId} invoke [1]`,
        `Program ${SystemProgram.programId} success`,
    ]);
    assert.ok(Math.abs(found.blockTime - Date.now() / 1000) < 60);

    const parsed = await connection.getParsedTransaction(signature, {
        maxSupportedTransactionVersion: 0,
    });
    const [instruction] = parsed.transaction.message.instructions;
    assert.equal(instruction.program, "system");
    assert.deepEqual(instruction.parsed, {
        type: "transfer",
        info: {
            source: payer.publicKey.toBase58(),
            destination: to.toBase58(),
            lamports: 1_234_567,
        },
    });
    const [first, second, third] = parsed.transaction.message.accountKeys;
    assert.deepEqual([first.signer, first.writable, first.source], [true, true, "transaction"]);
    assert.deepEqual([second.signer, second.writable], [false, true]);
    assert.deepEqual([third.signer, third.writable], [false, false]);
});

test("Statuses tell level, slot and error", async () => {
    const ok = await send([transfer(payer, Keypair.generate().publicKey, 1_000_000)]);
    const unknown = "1".repeat(64);
    const { context, value } = await connection.getSignatureStatuses([ok, unknown]);
    assert.ok(context.slot >= value[0].slot);
    assert.equal(value[0].err, null);
    assert.deepEqual(value[0].status, { Ok: null });
    assert.ok(["confirmed", "finalized"].includes(value[0].confirmationStatus));
    assert.equal(value[1], null);
    const one = await connection.getSignatureStatus(ok, { searchTransactionHistory: true });
    assert.equal(one.value.slot, value[0].slot);
});

test("Accounts, logs, slots, programs and signatures notify", async () => {
    const wallet = await fundedKeypair(connection);
    const account = once((got) => connection.onAccountChange(wallet.publicKey, (...a) => got(a)));
    const logs = once((got) => connection.onLogs(wallet.publicKey, (...a) => got(a)));
    const allLogs = once((got) => connection.onLogs("all", (...a) => got(a)));
    const program = once((got) =>
        connection.onProgramAccountChange(
            SystemProgram.programId,
            (...a) => a[0].accountId.equals(wallet.publicKey) && got(a),
            { filters: [{ dataSize: 0 }] },
        ),
    );
    const slot = once((got) => connection.onSlotChange((info) => got(info)));
    const ids = [];
    for (const waiting of [account, logs, allLogs, program, slot]) ids.push(waiting.id);
    await subscribed(connection, 5);

    const signature = await send(
        [transfer(wallet, Keypair.generate().publicKey, 1_000_000)],
        [wallet],
    );
    const left = 1_000_000_000 - 1_000_000 - 5000;
    const [info, context] = await account.value;
    assert.equal(info.lamports, left);
    assert.ok(info.owner.equals(SystemProgram.programId));
    assert.equal(info.data.length, 0);
    assert.ok(context.slot > 0);
    const [entry] = await logs.value;
    assert.equal(entry.signature, signature);
    assert.equal(entry.err, null);
    assert.equal(entry.logs.at(-1), `Program ${SystemProgram.programId} success`);
    assert.ok((await allLogs.value)[0].signature);
    assert.equal((await program.value)[0].accountInfo.lamports, left);
    const { slot: now, parent, root } = await slot.value;
    assert.ok(parent < now && root <= now);
    await Promise.all([
        connection.removeAccountChangeListener(ids[0]),
        connection.removeOnLogsListener(ids[1]),
        connection.removeOnLogsListener(ids[2]),
        connection.removeProgramAccountChangeListener(ids[3]),
        connection.removeSlotChangeListener(ids[4]),
    ]);

    const statuses = [];
    const done = new Promise((resolve) => {
        connection.onSignatureWithOptions(
            signature,
            (notification) => {
                statuses.push(notification.type);
                if (notification.type === "status") resolve(notification.result);
            },
            { commitment: "confirmed", enableReceivedNotification: true },
        );
    });
    assert.deepEqual(await done, { err: null });
    assert.equal(statuses.at(-1), "status");
});

test("A simulation tells what would happen and changes nothing", async () => {
    const to = Keypair.generate().publicKey;
    const before = await connection.getBalance(payer.publicKey);
    const { blockhash } = await connection.getLatestBlockhash();
    const message = new TransactionMessage({
        payerKey: payer.publicKey,
        recentBlockhash: blockhash,
        instructions: [transfer(payer, to, 2_000_000)],
    }).compileToV0Message();
    const transaction = new VersionedTransaction(message);
    transaction.sign([payer]);
    const { value } = await connection.simulateTransaction(transaction, {
        sigVerify: true,
        innerInstructions: true,
        accounts: { encoding: "base64", addresses: [to.toBase58()] },
    });
    assert.equal(value.err, null);
    assert.equal(value.unitsConsumed, 150);
    assert.equal(value.accounts[0].lamports, 2_000_000);
    assert.equal(value.logs.length, 2);
    assert.equal(await connection.getBalance(payer.publicKey), before);
    assert.equal(await connection.getAccountInfo(to), null);

    const stale = new VersionedTransaction(message);
    stale.message.recentBlockhash = PublicKey.unique().toBase58();
    const old = await connection.simulateTransaction(stale);
    assert.equal(old.value.err, "BlockhashNotFound");
    const replaced = await connection.simulateTransaction(stale, { replaceRecentBlockhash: true });
    assert.equal(replaced.value.err, null);
});

test("Fees are told before and charged after", async () => {
    const { blockhash } = await connection.getLatestBlockhash();
    const instructions = [
        ComputeBudgetProgram.setComputeUnitLimit({ units: 10_000 }),
        ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 500_000 }),
        transfer(payer, Keypair.generate().publicKey, 1_000_000),
    ];
    const message = new TransactionMessage({
        payerKey: payer.publicKey,
        recentBlockhash: blockhash,
        instructions,
    }).compileToV0Message();
    assert.equal((await connection.getFeeForMessage(message)).value, 10_000);
    const signature = await send(instructions);
    const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    assert.equal(found.meta.fee, 10_000);
    assert.equal(found.meta.computeUnitsConsumed, 450);
    assert.ok((await connection.getRecentPrioritizationFees()).length > 0);
});

test("Blocks and an address's history hold the transaction", async () => {
    const to = Keypair.generate().publicKey;
    const signatures = [];
    for (const lamports of [1_000_000, 1_000_001, 1_000_002])
        signatures.push(await send([transfer(payer, to, lamports)]));
    const history = await connection.getSignaturesForAddress(to);
    assert.deepEqual(
        history.map((entry) => entry.signature),
        [...signatures].reverse(),
    );
    for (const entry of history) {
        assert.equal(entry.err, null);
        assert.equal(entry.memo, null);
    }
    const [newest, middle, oldest] = history;
    const page = await connection.getSignaturesForAddress(to, {
        before: newest.signature,
        limit: 1,
    });
    assert.deepEqual(page, [middle]);
    const later = await connection.getSignaturesForAddress(to, { until: oldest.signature });
    assert.deepEqual(later, [newest, middle]);

    const slot = oldest.slot;
    const block = await closedBlock(connection, slot);
    assert.ok(block.transactions.some((t) => t.transaction.signatures[0] === signatures[0]));
    assert.ok(block.parentSlot < slot);
    assert.equal(await connection.getBlockTime(slot), block.blockTime);
    const parent = await connection.getBlock(block.parentSlot, {
        maxSupportedTransactionVersion: 0,
        transactionDetails: "none",
    });
    assert.equal(parent.blockhash, block.previousBlockhash);
    const parsed = await connection.getParsedBlock(slot, { maxSupportedTransactionVersion: 0 });
    assert.equal(parsed.blockhash, block.blockhash);
    assert.ok((await connection.getBlocks(slot, slot)).includes(slot));
    const list = await connection.getBlockSignatures(slot);
    assert.ok(list.signatures.includes(signatures[0]));
});

test("A durable nonce outlives its blockhash and advances", async () => {
    const nonce = Keypair.generate();
    const rent = await connection.getMinimumBalanceForRentExemption(NONCE_ACCOUNT_LENGTH);
    await sendAndConfirmTransaction(
        connection,
        SystemProgram.createNonceAccount({
            fromPubkey: payer.publicKey,
            noncePubkey: nonce.publicKey,
            authorizedPubkey: payer.publicKey,
            lamports: rent,
        }),
        [payer, nonce],
    );
    const first = await connection.getNonce(nonce.publicKey);
    assert.ok(first instanceof NonceAccount && first.authorizedPubkey.equals(payer.publicKey));
    // A nonce that was stored in this slot can't be advanced in it.
    await laterSlot(connection);

    const to = Keypair.generate().publicKey;
    const transaction = new Transaction({
        feePayer: payer.publicKey,
        nonceInfo: {
            nonce: first.nonce,
            nonceInstruction: SystemProgram.nonceAdvance({
                noncePubkey: nonce.publicKey,
                authorizedPubkey: payer.publicKey,
            }),
        },
        minContextSlot: await connection.getSlot(),
    }).add(transfer(payer, to, 3_000_000));
    transaction.sign(payer);
    const { minNonceContextSlot } = transaction;
    const signature = await connection.sendRawTransaction(transaction.serialize());
    const { value } = await connection.confirmTransaction({
        signature,
        minContextSlot: minNonceContextSlot ?? 0,
        nonceAccountPubkey: nonce.publicKey,
        nonceValue: first.nonce,
    });
    assert.equal(value.err, null);
    assert.equal(await connection.getBalance(to), 3_000_000);
    assert.notEqual((await connection.getNonce(nonce.publicKey)).nonce, first.nonce);
    const parsed = (await connection.getParsedAccountInfo(nonce.publicKey)).value.data;
    assert.equal(parsed.program, "nonce");
    assert.equal(parsed.parsed.info.authority, payer.publicKey.toBase58());

    // The nonce is spent: the same bytes are refused.
    await laterSlot(connection);
    await assert.rejects(connection.sendRawTransaction(transaction.serialize()), (error) => {
        assert.ok(error instanceof SendTransactionError);
        return /already been processed|Blockhash not found/.test(error.message);
    });
});

test("A lookup table serves a v0 transaction as soon as it is extended", async () => {
    const [create, table] = AddressLookupTableProgram.createLookupTable({
        authority: payer.publicKey,
        payer: payer.publicKey,
        recentSlot: (await connection.getSlot("finalized")) - 1,
    });
    const targets = Array.from({ length: 5 }, () => Keypair.generate().publicKey);
    const extend = AddressLookupTableProgram.extendLookupTable({
        lookupTable: table,
        authority: payer.publicKey,
        payer: payer.publicKey,
        addresses: targets,
    });
    await send([create, extend]);
    const { value: account } = await connection.getAddressLookupTable(table);
    assert.deepEqual(account.state.addresses.map(String), targets.map(String));

    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash();
    const transaction = new VersionedTransaction(
        new TransactionMessage({
            payerKey: payer.publicKey,
            recentBlockhash: blockhash,
            instructions: targets.map((to, i) => transfer(payer, to, 1_000_000 + i)),
        }).compileToV0Message([account]),
    );
    transaction.sign([payer]);
    assert.equal(transaction.message.addressTableLookups[0].writableIndexes.length, 5);
    const signature = await connection.sendTransaction(transaction);
    await connection.confirmTransaction({ signature, blockhash, lastValidBlockHeight });
    const balances = await connection.getMultipleAccountsInfo(targets);
    assert.deepEqual(
        balances.map((info) => info.lamports),
        [1_000_000, 1_000_001, 1_000_002, 1_000_003, 1_000_004],
    );
    const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    assert.equal(found.version, 0);
    assert.deepEqual(found.meta.loadedAddresses.writable.map(String), targets.map(String));
    await assert.rejects(connection.getTransaction(signature), (error) => error.code === -32015);
    const parsed = (await connection.getParsedAccountInfo(table)).value.data;
    assert.equal(parsed.program, "address-lookup-table");
    assert.deepEqual(parsed.parsed.info.addresses, targets.map(String));
});

test("Errors come in the shapes that clients parse", async () => {
    const poor = Keypair.generate();
    const error = await send([
        transfer(payer, Keypair.generate().publicKey, 1_000_000),
        transfer(payer, Keypair.generate().publicKey, 1e15),
    ]).then(assert.fail, (e) => e);
    assert.ok(error instanceof SendTransactionError, String(error));
    assert.match(
        error.message,
        /Transaction simulation failed: Error processing Instruction 1: custom program error: 0x1/,
    );
    assert.match(error.logs.at(-1), /failed: custom program error: 0x1$/);
    assert.match(error.logs.at(-2), /^Transfer: insufficient lamports \d+, need 1000000000000000$/);

    await assert.rejects(
        send([transfer(poor, payer.publicKey, 1)], [poor]),
        /Attempt to debit an account but found no record of a prior credit/,
    );

    // Past preflight it fails on the chain, is charged, and says so to whoever waits.
    const transaction = new Transaction().add(
        transfer(payer, Keypair.generate().publicKey, 1e15),
    );
    const failed = await sendAndConfirmTransaction(connection, transaction, [payer], {
        skipPreflight: true,
    }).then(assert.fail, (e) => e);
    // web3.js asks by HTTP too and rejects with the bare error when that answer comes first.
    assert.match(
        failed.message ?? JSON.stringify(failed),
        /\{"InstructionError":\[0,\{"Custom":1\}\]\}/,
    );
    const signature = transaction.signatures[0].signature;
    const { value } = await connection.getSignatureStatus(toBase58(signature));
    assert.deepEqual(value.err, { InstructionError: [0, { Custom: 1 }] });
    assert.deepEqual(value.status, { Err: value.err });
    // It rejects as soon as the failure is processed; history begins at confirmed.
    const found = await until(
        async () => (await connection.getTransaction(toBase58(signature))) ?? undefined,
        "the failed transaction",
    );
    assert.equal(found.meta.fee, 5000);
    assert.deepEqual(found.meta.err, value.err);

    const tampered = new Transaction({
        feePayer: payer.publicKey,
        ...(await connection.getLatestBlockhash()),
    }).add(transfer(payer, Keypair.generate().publicKey, 1_000_000));
    tampered.sign(payer);
    tampered.signatures[0].signature[5] ^= 1;
    const wire = tampered.serialize({ verifySignatures: false });
    await assert.rejects(
        connection.sendRawTransaction(wire),
        /Transaction simulation failed: Transaction did not pass signature verification/,
    );
    await assert.rejects(
        connection.sendRawTransaction(wire, { skipPreflight: true }),
        /Transaction signature verification failure/,
    );
});

test("The same bytes twice are one transaction", async () => {
    const to = Keypair.generate().publicKey;
    const lifetime = await connection.getLatestBlockhash();
    const transaction = new Transaction({ feePayer: payer.publicKey, ...lifetime }).add(
        transfer(payer, to, 1_000_000),
    );
    transaction.sign(payer);
    const wire = transaction.serialize();
    const first = await connection.sendRawTransaction(wire);
    await connection.confirmTransaction({ signature: first, ...lifetime });
    await assert.rejects(
        connection.sendRawTransaction(wire),
        /This transaction has already been processed/,
    );
    assert.equal(await connection.sendRawTransaction(wire, { skipPreflight: true }), first);
    assert.equal(await connection.getBalance(to), 1_000_000);
});

test("Batches answer in order, whatever is in them", async () => {
    const signatures = [];
    for (let i = 0; i < 4; i++)
        signatures.push(await send([transfer(payer, Keypair.generate().publicKey, 890_880 + i)]));
    const found = await connection.getParsedTransactions(signatures, {
        maxSupportedTransactionVersion: 0,
    });
    assert.deepEqual(
        found.map((t) => t.transaction.signatures[0]),
        signatures,
    );
    const ask = (id, method, ...params) => ({ jsonrpc: "2.0", id, method, params });
    const replies = await chain.post([
        ask("a", "getHealth"),
        ask(7, "getNonsense"),
        { jsonrpc: "2.0", method: "ping" },
        ask(null, "getGenesisHash"),
        ask(8, "getBalance"),
    ]);
    assert.deepEqual(
        replies.map((r) => r.id),
        ["a", 7, null, 8],
    );
    assert.equal(replies[0].result, "ok");
    assert.equal(replies[1].error.code, -32601);
    assert.equal(replies[2].result, chain.info.genesisHash);
    assert.equal(replies[3].error.code, -32602);
});

test("Program accounts are found by filters", async () => {
    const owner = Keypair.generate().publicKey;
    const made = [];
    for (const space of [10, 20]) {
        const account = Keypair.generate();
        made.push(account.publicKey.toBase58());
        const create = SystemProgram.createAccount({
            fromPubkey: payer.publicKey,
            newAccountPubkey: account.publicKey,
            lamports: await connection.getMinimumBalanceForRentExemption(space),
            space,
            programId: owner,
        });
        await send([create], [payer, account]);
    }
    const all = await connection.getProgramAccounts(owner);
    assert.deepEqual(all.map((a) => a.pubkey.toBase58()).sort(), [...made].sort());
    const small = await connection.getProgramAccounts(owner, { filters: [{ dataSize: 10 }] });
    assert.deepEqual(
        small.map((a) => [a.pubkey.toBase58(), a.account.data.length]),
        [[made[0], 10]],
    );
    const slice = await connection.getProgramAccounts(owner, {
        dataSlice: { offset: 0, length: 4 },
        filters: [{ memcmp: { offset: 15, bytes: "1" } }],
    });
    assert.deepEqual(
        slice.map((a) => [a.pubkey.toBase58(), a.account.data.length]),
        [[made[1], 4]],
    );
});

test("Both names of this machine reach HTTP and WebSocket", async () => {
    for (const host of ["127.0.0.1", "localhost"]) {
        const there = new Connection(`http://${host}:${chain.info.port}`, "confirmed");
        const wallet = await fundedKeypair(there);
        assert.equal(await there.getBalance(wallet.publicKey), LAMPORTS_PER_SOL);
        // HTTP and WebSocket answer on the other port, too.
        const swapped = new Connection(`http://${host}:${chain.info.wsPort}`, {
            commitment: "confirmed",
            wsEndpoint: `ws://${host}:${chain.info.port}`,
        });
        await fundedKeypair(swapped);
        const health = await fetch(`http://${host}:${chain.info.port}/health`);
        assert.equal(await health.text(), "ok");
    }
});
