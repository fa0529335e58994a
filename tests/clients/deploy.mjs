// Programs deployed through loader v3 by our CLI, and called as soon as the command has ended.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import {
    ACCOUNT_SIZE,
    AccountLayout,
    createAmountToUiAmountInstruction,
    createAssociatedTokenAccountInstruction,
    createInitializeAccount3Instruction,
    createInitializeMint2Instruction,
    createMint,
    createTransferInstruction,
    MINT_SIZE,
    TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import {
    Connection,
    Keypair,
    PublicKey,
    sendAndConfirmTransaction,
    SystemProgram,
    Transaction,
    TransactionInstruction,
} from "@solana/web3.js";

import { ids } from "../differential/lib/ids.mjs";
import { keyFile, orrery, orreryJson, scratchFile, startEphemeral } from "./lib/chain.mjs";
import { LiteChain } from "./lib/lite_chain.mjs";
import { atCanonicalIds, dumpElfs } from "./lib/programs.mjs";

const loader = new PublicKey(ids.loaderV3);

let chain, connection, payer, payerFile, elfs;
before(async () => {
    elfs = dumpElfs("token", "associatedToken", "memo");
    const { token, memo } = elfs;
    chain = await startEphemeral(...atCanonicalIds({ token, memo }));
    connection = new Connection(chain.url, "confirmed");
    payer = chain.dev[0];
    payerFile = keyFile(payer);
});
after(() => chain.stop());

const flags = () => ["--url", chain.url, "--keypair", payerFile];
const deploy = (elf, ...more) => orreryJson("program", "deploy", elf, ...flags(), ...more);
const show = (id) => orreryJson("program", "show", id.toBase58(), ...flags());
const send = (instructions, ...signers) =>
    sendAndConfirmTransaction(connection, new Transaction().add(...instructions), [
        payer,
        ...signers,
    ]);
const logsOf = async (signature) =>
    (await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 })).meta
        .logMessages;
const memo = (programId, text) =>
    new TransactionInstruction({ programId, keys: [], data: Buffer.from(text) });

/// Deploys an ELF to a new id.
async function deployFresh(elf) {
    const key = Keypair.generate();
    const report = await deploy(elf, "--program-id", keyFile(key));
    assert.equal(report.programId, key.publicKey.toBase58());
    assert.equal(report.upgraded, false);
    assert.equal(report.size, readFileSync(elf).length);
    return key.publicKey;
}
const buffers = async () => {
    const all = await connection.getProgramAccounts(loader, {
        filters: [{ memcmp: { offset: 0, bytes: "2UzHM" } }], // [1, 0, 0, 0]
    });
    return all.map((a) => a.pubkey.toBase58());
};

test("Memo under a new id logs what it is told, at once", async () => {
    const id = await deployFresh(elfs.memo);
    const logs = await logsOf(await send([memo(id, "first words")]));
    assert.equal(logs[0], `Program ${id} invoke [1]`);
    assert.deepEqual(logs.slice(1, 3), ["Program log: Memo (len 11)", "Program log: first words"]);
    assert.equal(logs.at(-1), `Program ${id} success`);
});

test("Associated Token under a new id creates accounts at that id's addresses", async () => {
    const id = await deployFresh(elfs.associatedToken);
    const mint = await createMint(connection, payer, payer.publicKey, null, 3);
    const owner = Keypair.generate().publicKey;
    const [address] = PublicKey.findProgramAddressSync(
        [owner.toBuffer(), TOKEN_PROGRAM_ID.toBuffer(), mint.toBuffer()],
        id,
    );
    const create = createAssociatedTokenAccountInstruction(
        payer.publicKey, address, owner, mint, TOKEN_PROGRAM_ID, id,
    );
    const logs = await logsOf(await send([create]));
    assert.equal(logs.at(-1), `Program ${id} success`);
    const { data, owner: program } = await connection.getAccountInfo(address);
    assert.ok(program.equals(TOKEN_PROGRAM_ID));
    const account = AccountLayout.decode(data);
    assert.ok(account.owner.equals(owner) && account.mint.equals(mint));
});

test("Token under a new id answers as it does in LiteSVM", async () => {
    const id = await deployFresh(elfs.token);
    const me = payer.publicKey;
    const create = async (seed, space) => {
        const address = await PublicKey.createWithSeed(me, seed, id);
        const instruction = SystemProgram.createAccountWithSeed({
            fromPubkey: me,
            basePubkey: me,
            seed,
            newAccountPubkey: address,
            lamports: await connection.getMinimumBalanceForRentExemption(space),
            space,
            programId: id,
        });
        return [address, instruction];
    };
    const [mint, createMintAccount] = await create("mint", MINT_SIZE);
    const [held, createHeld] = await create("held", ACCOUNT_SIZE);
    const newMint = [createMintAccount, createInitializeMint2Instruction(mint, 6, me, null, id)];
    const attempts = [
        newMint,
        [createInitializeMint2Instruction(mint, 6, me, null, id)],
        [...newMint, createAmountToUiAmountInstruction(mint, 1, id)],
        [...newMint, createHeld, createInitializeAccount3Instruction(held, mint, me, id)],
        [createTransferInstruction(mint, held, me, 1, [], id)],
    ];
    const lite = new LiteChain();
    lite.install(id, readFileSync(elfs.token));
    lite.fund(payer.publicKey, await connection.getBalance(payer.publicKey));
    let refused = 0;
    for (const instructions of attempts) {
        const transaction = new Transaction().add(...instructions);
        transaction.feePayer = payer.publicKey;
        const expected = lite.simulate(transaction, payer);
        transaction.recentBlockhash = (await connection.getLatestBlockhash()).blockhash;
        transaction.sign(payer);
        const { value } = await connection.simulateTransaction(transaction);
        assert.deepEqual({ err: value.err, logs: value.logs }, expected);
        if (JSON.stringify(value.err).includes("IncorrectProgramId")) refused++;
    }
    assert.ok(refused > 0, "no attempt made Token look at its id");
});

test("A program is upgraded, grown where it must be, and runs anew at once", async () => {
    const key = Keypair.generate();
    await deploy(elfs.memo, "--program-id", keyFile(key));
    const id = key.publicKey;
    const first = await show(id);
    assert.equal(first.programId, id.toBase58());
    assert.equal(first.authority, payer.publicKey.toBase58());
    assert.equal(first.dataLen, readFileSync(elfs.memo).length);
    const [programData] = PublicKey.findProgramAddressSync([id.toBuffer()], loader);
    assert.equal(first.programdata, programData.toBase58());
    assert.equal(first.lamports, await connection.getBalance(programData));
    await send([memo(id, "before")]);

    // The upgrade is by address: the program's own key isn't needed any more.
    const upgrade = await deploy(elfs.token, "--program-id", id.toBase58());
    assert.equal(upgrade.upgraded, true);
    const refused = await send([memo(id, "after")]).then(assert.fail, (e) => e);
    assert.match(refused.message, /invalid instruction data|custom program error/);
    const second = await show(id);
    assert.ok(second.dataLen >= readFileSync(elfs.token).length);
    assert.ok(second.lastDeployedSlot > first.lastDeployedSlot);

    await deploy(elfs.memo, "--program-id", id.toBase58());
    const logs = await logsOf(await send([memo(id, "again")]));
    assert.ok(logs.includes("Program log: again"));
    const parsed = await connection.getParsedAccountInfo(programData);
    assert.equal(parsed.value.data.parsed.info.authority, payer.publicKey.toBase58());
    assert.deepEqual(await buffers(), []);
});

test("Deploying back to back needs no pause", async () => {
    const key = Keypair.generate();
    const file = keyFile(key);
    for (const text of ["one", "two", "three"]) {
        await deploy(elfs.memo, "--program-id", file);
        const logs = await logsOf(await send([memo(key.publicKey, text)]));
        assert.ok(logs.includes(`Program log: ${text}`));
    }
});

test("A larger room is kept for later versions", async () => {
    const key = Keypair.generate();
    await deploy(elfs.memo, "--program-id", keyFile(key), "--max-len", "200000");
    assert.equal((await show(key.publicKey)).dataLen, 200_000);
});

test("A deployment that can't be leaves nothing behind and says why", async () => {
    const key = Keypair.generate();
    const file = keyFile(key);
    const stranger = Keypair.generate();
    const fails = async (args, why) => {
        const { code, stdout, stderr } = await orrery(["program", "deploy", ...args]);
        assert.equal(code, 1, stderr);
        assert.match(stderr, why);
        assert.equal(stdout, "");
    };
    const poor = ["--url", chain.url, "--keypair", keyFile(stranger)];
    await fails([elfs.memo, ...poor, "--program-id", file], /orrery airdrop/);
    await fails([file, ...flags(), "--program-id", file], /is no ELF file/);
    await fails(["/nowhere.so", ...flags()], /can't read the program/);
    await fails([elfs.memo, ...flags(), "--program-id", ids.memo], /is final/);

    await deploy(elfs.memo, "--program-id", file);
    const authority = ["--authority", keyFile(stranger)];
    await fails(
        [elfs.memo, ...flags(), "--program-id", key.publicKey.toBase58(), ...authority],
        new RegExp(`can be upgraded by ${payer.publicKey} only`),
    );
    // A file that is an ELF by its first bytes only is refused before anything is sent.
    const before = await connection.getBalance(payer.publicKey);
    const damaged = scratchFile("damaged.so", readFileSync(elfs.memo).fill(0, 64, 400));
    const other = keyFile(Keypair.generate());
    await fails([damaged, ...flags(), "--program-id", other], /its loader would say: /);
    assert.deepEqual(await buffers(), []);
    assert.equal(await connection.getBalance(payer.publicKey), before);
});
