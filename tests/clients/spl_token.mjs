// @solana/spl-token against the real Token, Token-2022, Associated Token and Memo programs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
    ACCOUNT_SIZE,
    amountToUiAmount,
    approve,
    approveChecked,
    AuthorityType,
    burn,
    burnChecked,
    closeAccount,
    createAccount,
    createAssociatedTokenAccountIdempotent,
    createInitializeMetadataPointerInstruction,
    createInitializeMintInstruction,
    createInitializeTransferFeeConfigInstruction,
    createMint,
    createMultisig,
    createNativeMint,
    createSyncNativeInstruction,
    ExtensionType,
    freezeAccount,
    getAccount,
    getAssociatedTokenAddressSync,
    getMint,
    getMintLen,
    getMultisig,
    getOrCreateAssociatedTokenAccount,
    getTransferFeeAmount,
    getTransferFeeConfig,
    harvestWithheldTokensToMint,
    mintTo,
    mintToChecked,
    NATIVE_MINT,
    NATIVE_MINT_2022,
    revoke,
    setAuthority,
    syncNative,
    thawAccount,
    TOKEN_2022_PROGRAM_ID,
    TOKEN_PROGRAM_ID,
    TokenAccountNotFoundError,
    transfer,
    transferChecked,
    transferCheckedWithFee,
    withdrawWithheldTokensFromMint,
} from "@solana/spl-token";
import {
    Connection,
    Keypair,
    PublicKey,
    sendAndConfirmTransaction,
    SendTransactionError,
    SystemProgram,
    Transaction,
    TransactionInstruction,
} from "@solana/web3.js";

import { ids } from "../differential/lib/ids.mjs";
import { startEphemeral } from "./lib/chain.mjs";
import { atCanonicalIds, dumpElfs } from "./lib/programs.mjs";

const decimals = 6;
const memoProgram = new PublicKey(ids.memo);

let chain, connection, payer;
before(async () => {
    const elfs = dumpElfs("token", "token2022", "associatedToken", "memo");
    chain = await startEphemeral(...atCanonicalIds(elfs));
    connection = new Connection(chain.url, "confirmed");
    payer = chain.dev[0];
});
after(() => chain.stop());

const memo = (text, ...signers) =>
    new TransactionInstruction({
        programId: memoProgram,
        keys: signers.map((s) => ({ pubkey: s.publicKey, isSigner: true, isWritable: false })),
        data: Buffer.from(text),
    });
const send = (instructions, ...signers) =>
    sendAndConfirmTransaction(connection, new Transaction().add(...instructions), [
        payer,
        ...signers,
    ]);
const read = (signature) =>
    connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 0 });

function tokenTests(name, program, parsedName) {
    const it = (what, run) => test(`${name}: ${what}`, run);
    const alice = Keypair.generate();
    const bob = Keypair.generate();
    let mint, ofAlice, ofBob;
    const ata = async (owner) =>
        (
            await getOrCreateAssociatedTokenAccount(
                connection, payer, mint, owner.publicKey, false, "confirmed", undefined, program,
            )
        ).address;
    const tokens = async (address) =>
        (await getAccount(connection, address, "confirmed", program)).amount;

    it("a mint is created", async () => {
        mint = await createMint(
            connection, payer, payer.publicKey, payer.publicKey, decimals, undefined, undefined,
            program,
        );
        const state = await getMint(connection, mint, "confirmed", program);
        assert.equal(state.decimals, decimals);
        assert.equal(state.supply, 0n);
        assert.ok(state.mintAuthority.equals(payer.publicKey));
        assert.ok(state.freezeAuthority.equals(payer.publicKey));
    });

    it("associated token accounts are created once", async () => {
        await assert.rejects(
            getAccount(
                connection,
                getAssociatedTokenAddressSync(mint, alice.publicKey, false, program),
                "confirmed",
                program,
            ),
            TokenAccountNotFoundError,
        );
        ofAlice = await ata(alice);
        ofBob = await ata(bob);
        assert.ok((await ata(alice)).equals(ofAlice));
        const again = await createAssociatedTokenAccountIdempotent(
            connection, payer, mint, alice.publicKey, undefined, program,
        );
        assert.ok(again.equals(ofAlice));
    });

    it("tokens are minted and transferred", async () => {
        await mintTo(
            connection, payer, mint, ofAlice, payer, 1_000_000_000, [], undefined, program,
        );
        await mintToChecked(
            connection, payer, mint, ofAlice, payer, 500, decimals, [], undefined, program,
        );
        const signature = await transfer(
            connection, payer, ofAlice, ofBob, alice, 250_000_500, [], undefined, program,
        );
        assert.equal(await tokens(ofAlice), 750_000_000n);
        assert.equal(await tokens(ofBob), 250_000_500n);

        const { meta, transaction } = await read(signature);
        const balance = (list, owner) =>
            list.find((entry) => entry.owner === owner.publicKey.toBase58());
        assert.deepEqual(balance(meta.preTokenBalances, alice).uiTokenAmount, {
            amount: "1000000500",
            decimals,
            uiAmount: 1000.0005,
            uiAmountString: "1000.0005",
        });
        const after = balance(meta.postTokenBalances, bob);
        assert.equal(after.mint, mint.toBase58());
        assert.equal(after.programId, program.toBase58());
        assert.equal(after.uiTokenAmount.uiAmountString, "250.0005");
        const keys = transaction.message.accountKeys.map((k) => k.pubkey.toBase58());
        assert.equal(keys[after.accountIndex], ofBob.toBase58());
        const [instruction] = transaction.message.instructions;
        assert.equal(instruction.program, "spl-token");
        assert.deepEqual(instruction.parsed, {
            type: "transfer",
            info: {
                amount: "250000500",
                authority: alice.publicKey.toBase58(),
                destination: ofBob.toBase58(),
                source: ofAlice.toBase58(),
            },
        });

        await transferChecked(
            connection, payer, ofBob, mint, ofAlice, bob, 500, decimals, [], undefined, program,
        );
        assert.equal(await tokens(ofBob), 250_000_000n);
    });

    it("a delegate spends what was approved and no more", async () => {
        const delegate = Keypair.generate();
        await approve(
            connection, payer, ofAlice, delegate.publicKey, alice, 100, [], undefined, program,
        );
        const state = await getAccount(connection, ofAlice, "confirmed", program);
        assert.ok(state.delegate.equals(delegate.publicKey));
        assert.equal(state.delegatedAmount, 100n);
        const found = await connection.getParsedAccountInfo(ofAlice);
        assert.equal(found.value.data.program, parsedName);
        assert.equal(found.value.data.parsed.info.delegatedAmount.amount, "100");
        await transfer(
            connection, payer, ofAlice, ofBob, delegate, 60, [], undefined, program,
        );
        const error = await transfer(
            connection, payer, ofAlice, ofBob, delegate, 41, [], undefined, program,
        ).then(assert.fail, (e) => e);
        assert.ok(error instanceof SendTransactionError);
        assert.match(error.message, /custom program error: 0x1/);
        assert.ok(error.logs.some((line) => line === "Program log: Error: insufficient funds"));
        await revoke(connection, payer, ofAlice, alice, [], undefined, program);
        assert.equal(
            (await getAccount(connection, ofAlice, "confirmed", program)).delegate,
            null,
        );
        await approveChecked(
            connection, payer, mint, ofAlice, delegate.publicKey, alice, 5, decimals, [],
            undefined, program,
        );
        await transferChecked(
            connection, payer, ofAlice, mint, ofBob, delegate, 5, decimals, [], undefined,
            program,
        );
    });

    it("tokens are frozen, thawed and burnt", async () => {
        await freezeAccount(connection, payer, ofBob, mint, payer, [], undefined, program);
        assert.ok((await getAccount(connection, ofBob, "confirmed", program)).isFrozen);
        await assert.rejects(
            transfer(connection, payer, ofBob, ofAlice, bob, 1, [], undefined, program),
            /custom program error: 0x11/,
        );
        await thawAccount(connection, payer, ofBob, mint, payer, [], undefined, program);
        await burn(connection, payer, ofBob, mint, bob, 65, [], undefined, program);
        await burnChecked(
            connection, payer, ofBob, mint, bob, 1_000_000, decimals, [], undefined, program,
        );
        assert.equal(await tokens(ofBob), 249_000_000n);
        const { supply } = await getMint(connection, mint, "confirmed", program);
        assert.equal(supply, 1_000_000_500n - 1_000_065n);
    });

    it("Wallets find tokens by owner, mint, delegate and supply", async () => {
        const filter = { programId: program };
        const { value } = await connection.getParsedTokenAccountsByOwner(
            bob.publicKey,
            filter,
        );
        assert.equal(value.length, 1);
        assert.ok(value[0].pubkey.equals(ofBob));
        const { info, type } = value[0].account.data.parsed;
        assert.equal(type, "account");
        assert.equal(info.mint, mint.toBase58());
        assert.equal(info.owner, bob.publicKey.toBase58());
        assert.equal(info.state, "initialized");
        assert.equal(info.isNative, false);
        assert.deepEqual(info.tokenAmount, {
            amount: "249000000",
            decimals,
            uiAmount: 249,
            uiAmountString: "249",
        });
        const byMint = await connection.getTokenAccountsByOwner(alice.publicKey, { mint });
        assert.deepEqual(
            byMint.value.map((a) => a.pubkey.toBase58()),
            [ofAlice.toBase58()],
        );
        const supply = await connection.getTokenSupply(mint);
        assert.equal(supply.value.uiAmountString, "999.000435");
        const balance = await connection.getTokenAccountBalance(ofBob);
        assert.equal(balance.value.uiAmount, 249);
        const largest = await connection.getTokenLargestAccounts(mint);
        assert.deepEqual(
            largest.value.map((a) => a.address.toBase58()),
            [ofAlice, ofBob].map((a) => a.toBase58()),
        );
        const every = await connection.getParsedProgramAccounts(program, {
            filters: [{ memcmp: { offset: 0, bytes: mint.toBase58() } }],
        });
        assert.equal(every.length, 2);
        assert.equal(every[0].account.data.program, parsedName);
        assert.equal(
            await amountToUiAmount(connection, payer, mint, 1_500_000n, program),
            "1.5",
        );
    });

    it("authorities pass on and are given up", async () => {
        const heir = Keypair.generate();
        await setAuthority(
            connection, payer, mint, payer, AuthorityType.MintTokens, heir.publicKey, [],
            undefined, program,
        );
        await assert.rejects(
            mintTo(connection, payer, mint, ofBob, payer, 1, [], undefined, program),
            /custom program error: 0x4/,
        );
        await mintTo(connection, payer, mint, ofBob, heir, 1, [], undefined, program);
        await setAuthority(
            connection, payer, mint, heir, AuthorityType.MintTokens, null, [], undefined,
            program,
        );
        const state = await getMint(connection, mint, "confirmed", program);
        assert.equal(state.mintAuthority, null);
        await assert.rejects(
            mintTo(connection, payer, mint, ofBob, heir, 1, [], undefined, program),
            /custom program error: 0x5/,
        );
    });

    it("a multisig of two in three signs", async () => {
        const three = Array.from({ length: 3 }, () => Keypair.generate());
        const multisig = await createMultisig(
            connection, payer, three.map((k) => k.publicKey), 2, undefined, undefined, program,
        );
        assert.equal((await getMultisig(connection, multisig, "confirmed", program)).m, 2);
        const held = await createAccount(
            connection, payer, mint, multisig, Keypair.generate(), undefined, program,
        );
        await transfer(connection, payer, ofBob, held, bob, 10, [], undefined, program);
        await transfer(
            connection, payer, held, ofBob, multisig, 10, three.slice(1), undefined, program,
        );
        assert.equal(await tokens(held), 0n);
    });

    it("an empty account closes and gives its rent back", async () => {
        const { amount } = await getAccount(connection, ofBob, "confirmed", program);
        await assert.rejects(
            closeAccount(
                connection, payer, ofBob, bob.publicKey, bob, [], undefined, program,
            ),
            /custom program error: 0xb/,
        );
        await transfer(connection, payer, ofBob, ofAlice, bob, amount, [], undefined, program);
        const rent = await connection.getBalance(ofBob);
        await closeAccount(
            connection, payer, ofBob, bob.publicKey, bob, [], undefined, program,
        );
        assert.equal(await connection.getAccountInfo(ofBob), null);
        assert.equal(await connection.getBalance(bob.publicKey), rent);
    });
}

tokenTests("Token", TOKEN_PROGRAM_ID, "spl-token");
tokenTests("Token-2022", TOKEN_2022_PROGRAM_ID, "spl-token-2022");

test("Creating an associated account shows its inner instructions", async () => {
    const mint = await createMint(connection, payer, payer.publicKey, null, 0);
    const owner = Keypair.generate().publicKey;
    const { address } = await getOrCreateAssociatedTokenAccount(connection, payer, mint, owner);
    const [{ signature }] = await connection.getSignaturesForAddress(address);
    const { meta, transaction } = await read(signature);
    const [instruction] = transaction.message.instructions;
    assert.equal(instruction.program, "spl-associated-token-account");
    assert.equal(instruction.parsed.type, "create");
    assert.equal(meta.innerInstructions[0].index, 0);
    assert.deepEqual(
        meta.innerInstructions[0].instructions.map((i) => i.parsed.type),
        ["getAccountDataSize", "createAccount", "initializeImmutableOwner", "initializeAccount3"],
    );
    assert.equal(meta.logMessages.at(-1), `Program ${ids.associatedToken} success`);
});

test("SOL is wrapped and unwrapped", async () => {
    await createNativeMint(connection, payer, undefined, NATIVE_MINT_2022, TOKEN_2022_PROGRAM_ID);
    const { decimals: digits } = await getMint(
        connection, NATIVE_MINT_2022, "confirmed", TOKEN_2022_PROGRAM_ID,
    );
    assert.equal(digits, 9);
    const owner = Keypair.generate();
    const { address } = await getOrCreateAssociatedTokenAccount(
        connection, payer, NATIVE_MINT_2022, owner.publicKey, false, "confirmed", undefined,
        TOKEN_2022_PROGRAM_ID,
    );
    await send([
        SystemProgram.transfer({
            fromPubkey: payer.publicKey,
            toPubkey: address,
            lamports: 5_000_000,
        }),
        createSyncNativeInstruction(address, TOKEN_2022_PROGRAM_ID),
    ]);
    const wrapped = await getAccount(connection, address, "confirmed", TOKEN_2022_PROGRAM_ID);
    assert.equal(wrapped.amount, 5_000_000n);
    assert.ok(wrapped.isNative);
    assert.ok(!NATIVE_MINT.equals(NATIVE_MINT_2022));
    await syncNative(connection, payer, address, undefined, TOKEN_2022_PROGRAM_ID);
    await closeAccount(
        connection, payer, address, owner.publicKey, owner, [], undefined, TOKEN_2022_PROGRAM_ID,
    );
    assert.equal(
        await connection.getBalance(owner.publicKey),
        5_000_000 + Number(wrapped.rentExemptReserve),
    );
});

test("Token-2022 withholds transfer fees", async () => {
    const mint = Keypair.generate();
    const extensions = [ExtensionType.TransferFeeConfig, ExtensionType.MetadataPointer];
    const space = getMintLen(extensions);
    const me = payer.publicKey;
    await send(
        [
            SystemProgram.createAccount({
                fromPubkey: me,
                newAccountPubkey: mint.publicKey,
                space,
                lamports: await connection.getMinimumBalanceForRentExemption(space),
                programId: TOKEN_2022_PROGRAM_ID,
            }),
            createInitializeTransferFeeConfigInstruction(
                mint.publicKey, me, me, 100, 5_000n, TOKEN_2022_PROGRAM_ID,
            ),
            createInitializeMetadataPointerInstruction(
                mint.publicKey, me, mint.publicKey, TOKEN_2022_PROGRAM_ID,
            ),
            createInitializeMintInstruction(mint.publicKey, 2, me, null, TOKEN_2022_PROGRAM_ID),
        ],
        mint,
    );
    const account = async (owner) =>
        (
            await getOrCreateAssociatedTokenAccount(
                connection, payer, mint.publicKey, owner, false, "confirmed", undefined,
                TOKEN_2022_PROGRAM_ID,
            )
        ).address;
    const mine = await account(me);
    const theirs = await account(Keypair.generate().publicKey);
    await mintTo(
        connection, payer, mint.publicKey, mine, payer, 1_000_000, [], undefined,
        TOKEN_2022_PROGRAM_ID,
    );
    await transferCheckedWithFee(
        connection, payer, mine, mint.publicKey, theirs, payer, 100_000n, 2, 1_000n, [], undefined,
        TOKEN_2022_PROGRAM_ID,
    );
    const state = await getAccount(connection, theirs, "confirmed", TOKEN_2022_PROGRAM_ID);
    assert.equal(state.amount, 99_000n);
    assert.equal(getTransferFeeAmount(state).withheldAmount, 1_000n);
    await harvestWithheldTokensToMint(
        connection, payer, mint.publicKey, [theirs], undefined, TOKEN_2022_PROGRAM_ID,
    );
    await withdrawWithheldTokensFromMint(
        connection, payer, mint.publicKey, mine, payer, [], undefined, TOKEN_2022_PROGRAM_ID,
    );
    const config = getTransferFeeConfig(
        await getMint(connection, mint.publicKey, "confirmed", TOKEN_2022_PROGRAM_ID),
    );
    assert.equal(config.withheldAmount, 0n);
    const parsed = (await connection.getParsedAccountInfo(mint.publicKey)).value.data.parsed;
    assert.deepEqual(
        parsed.info.extensions.map((e) => e.extension),
        ["transferFeeConfig", "metadataPointer"],
    );
    assert.equal(
        (await connection.getTokenAccountBalance(mine)).value.amount,
        String(1_000_000 - 100_000 + 1_000),
    );
});

test("A memo is logged, parsed and part of the history", async () => {
    const signature = await send([memo("Grüße", payer)]);
    const { meta, transaction } = await read(signature);
    assert.deepEqual(transaction.message.instructions[0], {
        parsed: "Grüße",
        program: "spl-memo",
        programId: memoProgram,
        stackHeight: 1,
    });
    assert.deepEqual(meta.logMessages.slice(0, 5), [
        `Program ${ids.memo} invoke [1]`,
        "Program log: Signed by:",
        `Program log: ${payer.publicKey}`,
        "Program log: Memo (len 7)",
        "Program log: Grüße",
    ]);
    const [entry] = await connection.getSignaturesForAddress(memoProgram, { limit: 1 });
    assert.equal(entry.signature, signature);
    assert.equal(entry.memo, "[7] Grüße");

    const broken = new TransactionInstruction({
        programId: memoProgram,
        keys: [],
        data: Buffer.from([0xff, 0xfe]),
    });
    await assert.rejects(send([broken]), /Program failed to complete/);
});

test("The programs at their ids are final", async () => {
    for (const id of [ids.token, ids.token2022, ids.associatedToken, ids.memo]) {
        const { value } = await connection.getParsedAccountInfo(new PublicKey(id));
        assert.ok(value.executable);
        const { programData } = value.data.parsed.info;
        const data = await connection.getParsedAccountInfo(new PublicKey(programData));
        assert.equal(data.value.data.parsed.type, "programData");
        assert.equal(data.value.data.parsed.info.authority, null);
    }
    assert.equal(ACCOUNT_SIZE, 165);
});
