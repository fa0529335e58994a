// @orrery/sdk's signers, splitting and deploy bundles.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { createKeyPairSignerFromBytes } from "@solana/kit";
import { Keypair } from "@solana/web3.js";
import {
    addresses,
    decodeJumbo,
    DeployBundle,
    encodeBase58,
    JumboBuilder,
    limits,
    rentMinimum,
    scheme,
    signingText,
} from "@orrery/sdk";

import { cat, key, u32, u64 } from "../../differential/lib/bytes.mjs";
import { refused, sequence, transfer, verifies, Wallet } from "./support.mjs";

const blockhash = Keypair.generate().publicKey.toBase58();
const someKey = () => Keypair.generate().publicKey;
const payment = (from, options) =>
    new JumboBuilder({ payer: from, blockhash, ...options }).add(transfer(from, someKey(), 1n));
const jumboId = (message) =>
    encodeBase58(createHash("sha512").update("solayer-jumbo-id").update(message).digest());

test("Key pairs of every kind sign the message itself", async () => {
    const keypair = Keypair.generate();
    const signers = [
        keypair,
        keypair.secretKey,
        [...keypair.secretKey],
        await createKeyPairSignerFromBytes(keypair.secretKey),
        (await createKeyPairSignerFromBytes(keypair.secretKey)).keyPair,
    ];
    for (const signer of signers) {
        const signed = await payment(keypair.publicKey).sign(signer);
        const { signatures, message, schemes, id } = decodeJumbo(signed.wire);
        assert.equal(schemes, false);
        assert.ok(verifies(keypair.publicKey, message, signatures[0].bytes));
        assert.equal(id, encodeBase58(signatures[0].bytes));
        assert.equal(signed.id, id);
        assert.deepEqual(Buffer.from(signed.message), Buffer.from(message));
        assert.equal(signed.base64, Buffer.from(signed.wire).toString("base64"));
        assert.equal(signed.fee, 5_000n);
    }
});

test("A wallet signs the text, and is never asked to sign the message", async () => {
    const wallet = new Wallet();
    const builder = payment(wallet);
    const signed = await builder.sign(wallet);
    const { signatures, message, schemes, id } = decodeJumbo(signed.wire);
    assert.equal(schemes, true);
    assert.deepEqual(wallet.signed, [builder.text()]);
    assert.equal(builder.text(), signingText(message));
    assert.match(builder.text(), /^Solayer jumbo [0-9a-f]{64}$/);
    assert.equal(signatures[0].scheme, scheme.text);
    assert.ok(verifies(wallet.publicKey, Buffer.from(builder.text()), signatures[0].bytes));
    assert.equal(id, jumboId(message));
    assert.equal(signed.id, id);
    await assert.rejects(wallet.signMessage(builder.message()), /refuses/);
});

test("Wallets answer in several shapes, and Kit's message signers count as wallets", async () => {
    const wallet = new Wallet();
    const sign = (bytes) => wallet.signMessage(bytes);
    const kit = await createKeyPairSignerFromBytes(wallet.keypair.secretKey);
    const signers = [
        { publicKey: wallet.publicKey, signMessage: async (b) => ({ signature: await sign(b) }) },
        { publicKey: wallet.publicKey, signMessage: async (b) => [{ signature: await sign(b) }] },
        { address: kit.address, signMessages: (messages) => kit.signMessages(messages) },
    ];
    for (const signer of signers) {
        const signed = await payment(wallet).sign(signer);
        assert.equal(decodeJumbo(signed.wire).signatures[0].scheme, scheme.text);
    }
});

test("A wallet and key pairs sign together, in the message's order", async () => {
    const [wallet, helper, stranger] = [new Wallet(), Keypair.generate(), new Wallet()];
    const builder = payment(wallet).add(transfer(helper.publicKey, someKey(), 1n));
    const signed = await builder.sign(helper, stranger, wallet);
    const { signatures, message, addresses: keys } = decodeJumbo(signed.wire);
    assert.deepEqual(
        signatures.map((one) => one.scheme),
        [scheme.text, scheme.ed25519],
    );
    assert.equal(keys[1], helper.publicKey.toBase58());
    assert.ok(verifies(keys[1], message, signatures[1].bytes));
    assert.deepEqual(stranger.signed, []);
    // Who isn't needed doesn't change the message either.
    const alone = await payment(helper.publicKey).sign([helper, stranger]);
    assert.equal(decodeJumbo(alone.wire).schemes, false);
    const asText = await payment(helper.publicKey, { text: true }).sign(helper);
    assert.equal(decodeJumbo(asText.wire).schemes, true);
    assert.equal(asText.id, encodeBase58(decodeJumbo(asText.wire).signatures[0].bytes));
});

test("Signing fails with the reason", async () => {
    const wallet = new Wallet();
    const rejects = (signer, code) => assert.rejects(payment(wallet).sign(signer), refused(code));
    await rejects([], "MissingSigner");
    await rejects(new Wallet(), "MissingSigner");
    await rejects({ publicKey: wallet.publicKey }, "BadSigner");
    await rejects(new Uint8Array(32), "BadSigner");
    const other = { publicKey: wallet.publicKey, signMessage: (b) => new Wallet().signMessage(b) };
    await rejects(other, "BadSignature");
    const prefixing = (b) => wallet.signMessage(cat(Buffer.from("Sign: "), b));
    await rejects({ publicKey: wallet.publicKey, signMessage: prefixing }, "BadSignature");
    await rejects({ publicKey: wallet.publicKey, signMessage: async () => "no" }, "BadBytes");
    const denies = async () => {
        throw new Error("User rejected the request.");
    };
    const denied = payment(wallet).sign({ publicKey: wallet.publicKey, signMessage: denies });
    await assert.rejects(denied, /User rejected/);
});

test("Without WebCrypto wallets sign, and key pairs say what they lack", async () => {
    const known = Object.getOwnPropertyDescriptor(globalThis, "crypto");
    const wallet = new Wallet();
    try {
        for (const crypto of [undefined, { subtle: { importKey: () => Promise.reject("no") } }]) {
            Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
            const signed = await payment(wallet).sign(wallet);
            assert.equal(decodeJumbo(signed.wire).signatures[0].scheme, scheme.text);
            const lacking = crypto ? "NoEd25519" : "NoWebCrypto";
            await assert.rejects(payment(wallet).sign(wallet.keypair), refused(lacking));
        }
    } finally {
        Object.defineProperty(globalThis, "crypto", known);
    }
});

/// A builder's message decoded, as a transaction of empty signatures.
function decoded(builder) {
    const message = builder.message();
    const entry = Buffer.alloc(message[3] ? 69 : 64);
    if (message[3]) entry[1] = 64;
    return decodeJumbo(cat(message, ...Array(message[1]).fill(entry)));
}
const decodedBudget = (builder) => decoded(builder).budget;

/// The instructions of builders, as their messages hold them.
const contents = (parts) =>
    parts
        .map(decoded)
        .flatMap(({ addresses: keys, instructions }) =>
            instructions.map(({ accounts, data }) => [
                accounts.map((i) => keys[i]),
                Buffer.from(data),
            ]),
        );

test("Parts of a split stay within the size, and share the priority fee exactly", () => {
    const payer = someKey();
    for (const text of [false, true]) {
        const options = { payer, blockhash, text, priorityFee: 1_000n };
        const whole = new JumboBuilder(options).add(
            sequence(300, (i) => transfer(i % 7 ? payer : someKey(), someKey(), BigInt(i))),
        );
        const parts = whole.split({ maxSize: 4096 });
        const wire = (part) => part.size() + (text ? 5 * part.signers().length : 0);
        assert.deepEqual(contents(parts), contents([whole]));
        // Another instruction needs 92 bytes, or 193 with a signer of its own.
        for (const part of parts) assert.ok(wire(part) <= 4096);
        for (const part of parts.slice(0, -1)) assert.ok(wire(part) > 4096 - 193);
        const priority = (part) => decodedBudget(part).priorityFee;
        assert.equal(
            parts.reduce((sum, part) => sum + priority(part), 0n),
            1_000n,
        );
    }
    const small = new JumboBuilder({ payer, blockhash }).add(transfer(payer, someKey(), 1n));
    assert.equal(small.split({ maxSize: small.size() }).length, 1);
    assert.throws(() => small.split({ maxSize: small.size() - 1 }), refused("TooLarge"));
    assert.throws(() => small.split({ maxSize: limits.size + 1 }), refused("BadNumber"));
    assert.deepEqual(
        new JumboBuilder({ payer }).split().map((part) => part.instructionCount),
        [0],
    );
});

test("Splitting gives the instructions once each, in their order", () => {
    const payer = someKey();
    const instructions = sequence(50, (i) => transfer(payer, someKey(), BigInt(i)));
    const whole = new JumboBuilder({ payer, blockhash }).add(instructions);
    const parts = whole.split({ maxInstructions: 7 });
    assert.deepEqual(
        parts.map((part) => part.instructionCount),
        [7, 7, 7, 7, 7, 7, 7, 1],
    );
    assert.deepEqual(contents(parts), contents([whole]));
    // Beyond what one transaction holds.
    const many = new JumboBuilder({ payer, blockhash }).add(
        sequence(limits.instructions + 5, (i) => transfer(payer, payer, BigInt(i))),
    );
    assert.throws(() => many.message(), refused("TooManyInstructions"));
    assert.deepEqual(
        many.split().map((part) => part.instructionCount),
        [limits.instructions, 5],
    );
});

test("Equal parts are different messages, and a durable nonce isn't split", () => {
    const payer = someKey();
    const whole = new JumboBuilder({ payer, blockhash }).add(
        Array(9).fill(transfer(payer, payer, 1n)),
    );
    const parts = whole.split({ maxInstructions: 3 });
    const messages = parts.map((part) => Buffer.from(part.message()).toString("hex"));
    assert.equal(new Set(messages).size, 3);
    const advance = { programAddress: addresses.system, accounts: [], data: u32(4) };
    const durable = new JumboBuilder({ payer, blockhash }).add(advance, transfer(payer, payer, 1n));
    assert.equal(durable.split().length, 1);
    assert.throws(() => durable.split({ maxInstructions: 1 }), refused("NonceSplit"));
});

test("A bundle creates, writes and deploys each program", () => {
    const [payer, buffer, authority] = sequence(3, () => Keypair.generate());
    const programs = [Keypair.generate(), Keypair.generate()];
    const elf = (n) => cat(Buffer.from("\x7fELF", "latin1"), Buffer.alloc(n - 4, n));
    const bundle = new DeployBundle({ payer });
    bundle.add({ program: programs[0], elf: elf(1216), buffer, authority });
    bundle.add({ program: programs[1], elf: elf(2433), maxLength: 5000 });
    const instructions = bundle.instructions();
    assert.equal(instructions.length, 5 + 7);
    const data = ({ data }) => Buffer.from(data);
    const loader = key(addresses.loaderV3);
    assert.deepEqual(data(instructions[0]), cat(u32(0), u64(rentMinimum(1253)), u64(1253), loader));
    assert.equal(instructions[0].accounts[1].address, buffer.publicKey.toBase58());
    const [create, initialize, first, second, third, createProgram, deploy] = instructions.slice(5);
    const seed = programs[1].publicKey.toBase58().slice(0, 32);
    assert.deepEqual(
        data(create),
        cat(
            u32(3),
            payer.publicKey.toBuffer(),
            u64(32),
            Buffer.from(seed),
            u64(rentMinimum(2470)),
            u64(2470),
            loader,
        ),
    );
    assert.deepEqual(data(initialize), u32(0));
    assert.deepEqual(data(first), cat(u32(1), u32(0), u64(1216), elf(2433).subarray(0, 1216)));
    assert.deepEqual(
        data(second),
        cat(u32(1), u32(1216), u64(1216), elf(2433).subarray(1216, 2432)),
    );
    assert.deepEqual(data(third), cat(u32(1), u32(2432), u64(1), elf(2433).subarray(2432)));
    assert.deepEqual(data(createProgram), cat(u32(0), u64(rentMinimum(36)), u64(36), loader));
    assert.deepEqual(data(deploy), cat(u32(2), u64(5000)));
    assert.deepEqual(
        deploy.accounts.map((account) => account.role),
        [3, 1, 1, 1, 0, 0, 0, 2],
    );
    const builder = new JumboBuilder({ payer, blockhash, ...bundle.budget() }).add(instructions);
    assert.deepEqual(decoded(builder).budget, {
        computeUnitLimit: 6 * 150 + 8 * 2_370,
        loadedAccountsDataSize: 1152,
    });
    assert.deepEqual(
        builder.signers(),
        [payer, buffer, programs[0], programs[1], authority].map((pair) =>
            pair.publicKey.toBase58(),
        ),
    );
    const add = (program) => () => bundle.add(program);
    assert.throws(add({ program: someKey(), elf: Buffer.from("text") }), refused("NotElf"));
    assert.throws(add({ program: programs[0], elf: elf(9) }), refused("DuplicateProgram"));
    assert.throws(add({ program: someKey(), elf: elf(9), maxLength: 1 }), refused("BadNumber"));
});
