// @orrery/sdk's encodings: addresses, fees, messages and their limits, foreign bytes.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import * as web3 from "@solana/web3.js";
import {
    addresses,
    baseFee,
    createWithSeed,
    decodeBase58,
    decodeJumbo,
    encodeBase58,
    findProgramAddress,
    isOnCurve,
    jumboFee,
    JumboBuilder,
    limits,
    messageHash,
    OrreryError,
    rentMinimum,
    role,
    signingText,
    toWeb3Instruction,
} from "@orrery/sdk";

import { cat, u16, u32, u64 } from "../../differential/lib/bytes.mjs";
import { Prng } from "../../differential/lib/prng.mjs";
import { refused, sequence, transfer } from "./support.mjs";

const { PublicKey } = web3;
const prng = new Prng(74);
const someKey = () => encodeBase58(prng.bytes(32));
const blockhash = someKey();
const payer = someKey();
const hash = (name, ...parts) =>
    createHash(name)
        .update(cat(...parts))
        .digest();
const budget = { computeUnitLimit: 1, loadedAccountsDataSize: 1 };

test("Hashes, base58 and addresses are web3.js's and Node's", () => {
    for (let n = 0; n < 300; ++n) {
        const bytes = prng.bytes(n);
        assert.deepEqual(Buffer.from(messageHash(bytes)), hash("sha256", bytes));
        const text = hash("sha256", Buffer.from("solayer-jumbo-text"), bytes).toString("hex");
        assert.equal(signingText(bytes), `Solayer jumbo ${text}`);
        const key = prng.bytes(32);
        assert.equal(isOnCurve(key), PublicKey.isOnCurve(key));
        assert.equal(encodeBase58(key), new PublicKey(key).toBase58());
        assert.deepEqual(
            Buffer.from(decodeBase58(encodeBase58(bytes.subarray(0, 80)))),
            bytes.subarray(0, 80),
        );
    }
    const zeros = new Uint8Array(32);
    assert.equal(encodeBase58(zeros), addresses.system);
    assert.deepEqual(decodeBase58(addresses.system), zeros);
    const program = new PublicKey(someKey());
    for (let n = 0; n < 40; ++n) {
        const seeds = [prng.bytes(n % 33), Buffer.from("seed")];
        const [address, bump] = PublicKey.findProgramAddressSync(seeds, program);
        assert.deepEqual(findProgramAddress([seeds[0], "seed"], program), {
            address: address.toBase58(),
            bump,
        });
    }
    assert.throws(() => findProgramAddress([new Uint8Array(33)], program), refused("BadSeeds"));
    assert.throws(() => findProgramAddress(Array(16).fill("s"), program), refused("BadSeeds"));
    for (const bad of ["0", "l1", "é", "1".repeat(129)])
        assert.throws(() => decodeBase58(bad), refused("BadBase58"));
    assert.throws(() => new JumboBuilder({ payer: "1111" }), refused("BadKey"));
});

test("An address of a seed is web3.js's", async () => {
    const [base, owner] = [new PublicKey(someKey()), new PublicKey(someKey())];
    const expected = await PublicKey.createWithSeed(base, "a seed", owner);
    assert.equal(createWithSeed(base, "a seed", owner), expected.toBase58());
});

test("The fee is the table's and never falls", () => {
    const table = {
        4: 0n,
        64: 4_687n,
        128: 14_375n,
        256: 72_500n,
        512: 1_235_000n,
        1024: 317_435_000n,
        1536: 81_264_635_000n,
        2048: 20_803_747_835_000n,
    };
    for (const [kib, fee] of Object.entries(table)) assert.equal(jumboFee(1024 * kib), fee);
    for (let size = 1; size < 2 ** 21; size += 997)
        assert.ok(jumboFee(size) <= jumboFee(size + 997));
    assert.equal(jumboFee(4096), 0n);
    assert.equal(jumboFee(4096 + 14), 1n);
    assert.equal(jumboFee(2n ** 64n - 1n), 2n ** 64n - 1n);
    assert.throws(() => jumboFee(-1), refused("BadNumber"));
    assert.equal(baseFee({ size: 0 }), 5_000n);
    assert.equal(baseFee({ size: 0, computeUnitLimit: 1_400_000 }), 5_000n);
    assert.equal(baseFee({ size: 0, computeUnitLimit: 1_400_001 }), 10_000n);
    assert.equal(baseFee({ size: 0, computeUnitLimit: 24_000_000 }), 90_000n);
    assert.equal(
        baseFee({ size: 65_536, signatures: 3, precompileSignatures: 2, priorityFee: 7 }),
        29_694n,
    );
    assert.throws(() => baseFee({ size: 0, signatures: 65 }), refused("BadNumber"));
    assert.throws(() => baseFee({ size: 0, priorityFee: 2n ** 64n - 1n }), refused("FeeOverflow"));
    assert.equal(rentMinimum(0), 890_880n);
    assert.equal(rentMinimum(10, 69n), 9_522n);
});

test("A message has the documented bytes", () => {
    const [s, w, r, p] = sequence(4, someKey);
    const data = Buffer.from([1, 2, 3]);
    const accounts = [
        { address: r, role: role.readonly },
        { address: s, role: role.signer },
        { address: w, role: role.writable },
        { address: payer, role: role.readonly },
        { address: r, role: role.readonly },
    ];
    const builder = new JumboBuilder({
        payer,
        blockhash,
        text: true,
        priorityFee: 2n ** 40n,
        computeUnitLimit: 7,
        loadedAccountsDataSize: 9,
        heapBytes: 65_536,
    }).add({ programAddress: p, accounts, data });
    const expected = cat(
        Buffer.from([0xca, 2, 1, 1]),
        u16(2),
        u16(5),
        u16(1),
        u16(0),
        u32(31),
        ...[blockhash, payer, s, w, p, r].map(decodeBase58),
        u64(2n ** 40n),
        u32(7),
        u32(9),
        u32(65_536),
        u16(3),
        u16(5),
        u32(3),
        ...[4, 1, 2, 0, 4].map(u16),
        data,
    );
    assert.deepEqual(Buffer.from(builder.message()), expected);
    assert.equal(builder.size(), expected.length + 128);
    assert.deepEqual(builder.signers(), [payer, s]);
    assert.equal(builder.text(), signingText(expected));
});

test("Instructions of web3.js, of Kit and plain ones give the same bytes", () => {
    const [from, to] = [new PublicKey(payer), new PublicKey(someKey())];
    const web3js = transfer(from, to, 5n);
    const kit = {
        programAddress: addresses.system,
        accounts: [
            { address: payer, role: 3 },
            { address: to.toBase58(), role: 1 },
        ],
        data: web3js.data,
    };
    const plain = {
        program: decodeBase58(addresses.system),
        accounts: [
            { address: from, signer: true, writable: true },
            { address: to, writable: true },
        ],
        data: [...web3js.data],
    };
    const message = (instruction) =>
        Buffer.from(new JumboBuilder({ payer, blockhash }).add(instruction).message());
    assert.deepEqual(message(kit), message(web3js));
    assert.deepEqual(message(plain), message(web3js));
    assert.deepEqual(message(toWeb3Instruction(kit, web3)), message(web3js));
    assert.deepEqual(toWeb3Instruction(kit, web3), web3js);
    const without = new JumboBuilder({ payer, blockhash }).add({ programAddress: someKey() });
    assert.deepEqual(decodeMessage(without).instructions[0].accounts, []);
    assert.throws(() => new JumboBuilder({ payer }).add({ data: [] }), refused("BadInstruction"));
    assert.throws(
        () => new JumboBuilder({ payer }).add({ program: payer, data: "00" }),
        refused("BadBytes"),
    );
});

/// What a builder's message says, seen as a transaction of empty signatures.
const decodeMessage = (builder) => {
    const message = builder.message();
    return decodeJumbo(cat(message, Buffer.alloc(64 * message[1])));
};

test("Every limit holds at its edge and not beyond", () => {
    const program = someKey();
    const make = (instructions, options) =>
        new JumboBuilder({ payer, blockhash, ...budget, ...options }).add(instructions);
    const at = (make, limit, code, ...around) => {
        for (const n of [limit - 1, limit]) decodeMessage(make(n));
        assert.throws(() => make(limit + 1).message(), refused(code));
        for (const n of around) assert.throws(() => make(n).message(), refused(code));
    };
    const account = (keyRole) => ({ address: someKey(), role: keyRole });
    const keys = sequence(limits.addresses, () => account(role.writable));
    const spread = (list) =>
        sequence(Math.ceil(list.length / 200), (i) => ({
            programAddress: program,
            accounts: list.slice(200 * i, 200 * i + 200),
        }));
    // The payer and the program count, too.
    at((n) => make(spread(keys.slice(0, n - 2))), limits.addresses, "TooManyAddresses");
    const empty = { programAddress: program };
    at((n) => make(Array(n).fill(empty)), limits.instructions, "TooManyInstructions");
    at(
        (n) =>
            make({
                programAddress: program,
                accounts: sequence(n - 1, () => account(role.signer)),
            }),
        limits.signatures,
        "TooManySignatures",
    );
    at(
        (n) => make({ programAddress: program, accounts: Array(n).fill(keys[0]) }),
        limits.accountsPerInstruction,
        "TooManyAccounts",
    );
    const bare = make({ programAddress: program }).size();
    const filled = (n, options) =>
        make({ programAddress: program, data: new Uint8Array(n - bare) }, options);
    at(filled, limits.size, "TooLarge");
    assert.equal(filled(limits.size).size(), limits.size);
    // Signatures that name their schemes are longer on the wire, and only there.
    filled(limits.size - 5, { text: true }).message();
    assert.throws(() => filled(limits.size - 4, { text: true }).message(), refused("TooLarge"));
    at((n) => make([], { computeUnitLimit: n }), limits.computeUnits, "BadNumber", -1, 0.5);
    at(
        (n) => make([], { loadedAccountsDataSize: n }),
        limits.loadedAccountsDataSize,
        "BadNumber",
        0,
    );
    for (const heapBytes of [32_768, 33_792, 262_144]) decodeMessage(make([], { heapBytes }));
    for (const heapBytes of [31_744, 32_769, 263_168])
        assert.throws(() => make([], { heapBytes }).message(), refused("BadNumber"));
    assert.throws(() => make([], { priorityFee: 2n ** 64n }).message(), refused("BadNumber"));
    assert.throws(() => make({ programAddress: payer }).message(), refused("PayerIsProgram"));
    assert.throws(
        () =>
            make({
                programAddress: program,
                accounts: [{ address: addresses.instructionsSysvar, role: 0 }],
            }).message(),
        refused("InstructionsSysvar"),
    );
    assert.throws(() => make([], { units: 1 }), refused("BadOption"));
    assert.throws(() => new JumboBuilder({ payer }).message(), refused("NoBlockhash"));
});

/// A random message with what went into it.
function randomCase() {
    const pool = sequence(prng.range(2, 40), someKey);
    const instructions = sequence(prng.below(12), () => ({
        programAddress: prng.pick(pool),
        accounts: sequence(prng.below(20), () => ({
            address: prng.pick(pool),
            role: prng.below(4),
        })),
        data: prng.bytes(prng.below(200)),
    }));
    const maybe = (value) => (prng.chance(0.5) ? value : undefined);
    const options = {
        text: prng.chance(0.5),
        priorityFee: maybe(prng.u64()),
        computeUnitLimit: maybe(prng.range(0, limits.computeUnits)),
        loadedAccountsDataSize: maybe(prng.range(1, limits.loadedAccountsDataSize)),
        heapBytes: maybe(1024 * prng.range(32, 256)),
    };
    return { instructions, options };
}

function randomWire(builder) {
    const message = builder.message();
    const signatures = sequence(message[1], () => {
        const entry = [prng.chance(0.5) ? 0 : 4, 64, 0, 0, 0];
        return cat(Buffer.from(message[3] ? entry : []), prng.bytes(64));
    });
    return cat(message, ...signatures);
}

test("Random messages come back as they went", () => {
    for (let round = 0; round < 400; ++round) {
        const { instructions, options } = randomCase();
        const builder = new JumboBuilder({ payer, blockhash, ...options }).add(instructions);
        const decoded = decodeJumbo(randomWire(builder));
        assert.equal(decoded.lifetime, blockhash);
        assert.equal(decoded.schemes, options.text);
        assert.deepEqual(decoded.addresses.slice(0, decoded.signers), builder.signers());
        for (const [name, value] of Object.entries(options))
            if (name !== "text" && value !== undefined) assert.equal(decoded.budget[name], value);
        const roles = new Map([[payer, role.writableSigner]]);
        for (const { programAddress, accounts } of instructions)
            for (const { address, role: more } of [
                { address: programAddress, role: 0 },
                ...accounts,
            ])
                roles.set(address, (roles.get(address) ?? 0) | more);
        assert.deepEqual(new Set(decoded.addresses), new Set(roles.keys()));
        decoded.addresses.forEach((address, i) => {
            const isSigner = i < decoded.signers;
            const isWritable = isSigner
                ? i < decoded.signers - decoded.readonlySigned
                : i < decoded.addresses.length - decoded.readonlyUnsigned;
            assert.equal((isSigner ? 2 : 0) | (isWritable ? 1 : 0), roles.get(address));
        });
        const restored = decoded.instructions.map(({ program, accounts, data }) => ({
            programAddress: decoded.addresses[program],
            accounts: accounts.map((index) => decoded.addresses[index]),
            data: Buffer.from(data),
        }));
        assert.deepEqual(
            restored,
            instructions.map(({ programAddress, accounts, data }) => ({
                programAddress,
                accounts: accounts.map(({ address }) => address),
                data,
            })),
        );
    }
});

test("Bytes that aren't a jumbo are refused by our errors alone", () => {
    const { instructions, options } = randomCase();
    const wire = randomWire(new JumboBuilder({ payer, blockhash, ...options }).add(instructions));
    const ours = (error) => error instanceof OrreryError;
    for (let n = 0; n < wire.length; ++n)
        assert.throws(() => decodeJumbo(wire.subarray(0, n)), refused("Truncated"));
    assert.throws(() => decodeJumbo(cat(wire, Buffer.alloc(1))), refused("TrailingBytes"));
    assert.throws(() => decodeJumbo(new Uint8Array(limits.size + 1)), refused("SanitizeFailure"));
    let survivors = 0;
    for (let round = 0; round < 4000; ++round) {
        const changed = Buffer.from(wire);
        for (let n = prng.range(1, 3); n > 0; --n)
            changed[prng.below(prng.chance(0.5) ? 60 : wire.length)] = prng.below(256);
        try {
            decodeJumbo(changed);
            ++survivors;
        } catch (error) {
            assert.ok(ours(error), error.stack);
        }
    }
    assert.ok(survivors > 0 && survivors < 4000);
});

test("What the chain refuses is refused before it is sent", () => {
    const builder = new JumboBuilder({ payer, blockhash, text: true, ...budget }).add({
        programAddress: someKey(),
        accounts: [{ address: someKey(), role: 0 }],
        data: [1],
    });
    const entry = cat(Buffer.from([4, 64, 0, 0, 0]), prng.bytes(64));
    const wire = cat(builder.message(), entry);
    assert.equal(decodeJumbo(wire).signatures[0].scheme, 4);
    const change = (changes) => {
        const out = Buffer.from(wire);
        for (const [at, value] of Object.entries(changes)) out[at] = value;
        return out;
    };
    const body = 48 + 3 * 32 + 2 * 4;
    const bad = {
        "no signer": { 1: 0 },
        "65 signers": { 1: 65 },
        "a read-only payer": { 2: 1 },
        "unknown flags": { 3: 3 },
        "more read-only than addresses": { 4: 3 },
        "too many addresses": { 7: 0x21 },
        "too many instructions": { 9: 0x21 },
        "a reserved byte": { 10: 1 },
        "an unknown mask bit": { 12: 0x2c },
        "half a fee": { 12: 0xd },
        "a duplicate address": Object.fromEntries(
            sequence(32, (i) => [48 + 64 + i, wire[48 + 32 + i]]),
        ),
        "too many units": { [body - 5]: 2 },
        "too much data": { [body - 1]: 0x11 },
        "the payer as a program": { [body]: 0 },
        "a program out of range": { [body]: 3 },
        "256 accounts": { [body + 2]: 0, [body + 3]: 1 },
        "an account out of range": { [body + 8]: 3 },
        "a session": { [wire.length - 69]: 1 },
        "an unknown scheme": { [wire.length - 69]: 9 },
    };
    for (const [what, changes] of Object.entries(bad))
        assert.throws(() => decodeJumbo(change(changes)), refused("SanitizeFailure"), what);
    assert.throws(
        () => decodeJumbo(change({ [wire.length - 68]: 63 })),
        refused("SanitizeFailure"),
    );
    assert.throws(() => decodeJumbo(change({ 0: 0x81 })), refused("NotJumbo"));
});
