// @orrery/sdk against the test vectors of docs/spec/jumbo.md and docs/spec/hooks.md.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
    addresses,
    baseFee,
    decodeBase58,
    decodeJumbo,
    encodeBase58,
    hooks,
    jumboFee,
    JumboBuilder,
    messageHash,
    OrreryError,
    role,
    signingText,
} from "@orrery/sdk";
import { Keypair } from "@solana/web3.js";

import { encodeMessage } from "../../../sdk/js/src/message.js";
import { verifies, Wallet } from "./support.mjs";

const read = (name) =>
    JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), "utf8"));
const jumbo = read("jumbo");
const hook = read("hooks");
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (value) => Buffer.from(value).toString("hex");

const budgetOf = (vector) =>
    Object.fromEntries(
        ["priorityFee", "computeUnitLimit", "loadedAccountsDataSize", "heapBytes"]
            .filter((name) => vector[name] !== null)
            .map((name) => [name, vector[name]]),
    );

/// The builder that a vector's message comes from; it states a budget always.
function builderOf(vector) {
    const { addresses: keys, seeds, numReadonlySigned, numReadonlyUnsigned } = vector;
    const roleAt = (i) => {
        if (i < seeds.length)
            return i < seeds.length - numReadonlySigned ? role.writableSigner : role.signer;
        return i < keys.length - numReadonlyUnsigned ? role.writable : role.readonly;
    };
    const instructions = vector.instructions.map(({ program, accounts, data }) => ({
        programAddress: keys[program],
        accounts: accounts.map((i) => ({ address: keys[i], role: roleAt(i) })),
        data: bytes(data),
    }));
    const options = { payer: keys[0], blockhash: vector.lifetime, text: vector.schemes !== null };
    return new JumboBuilder({ ...options, ...budgetOf(vector) }).add(instructions);
}

const signersOf = ({ seeds, schemes }) =>
    seeds.map((seed, i) => {
        const keypair = Keypair.fromSeed(bytes(seed));
        return schemes?.[i] === 4 ? new Wallet(keypair) : keypair;
    });

test("The builder reproduces every jumbo, signatures and all", async () => {
    const vectors = jumbo.jumbo.filter((vector) => vector.computeUnitLimit !== null);
    assert.equal(vectors.length, jumbo.jumbo.length - 1);
    for (const vector of vectors) {
        const builder = builderOf(vector);
        const signed = await builder.sign(signersOf(vector));
        assert.equal(hex(signed.wire), vector.wire, vector.name);
        assert.equal(signed.id, vector.id);
        assert.equal(signed.message.length, vector.signedLength);
        assert.equal(hex(messageHash(signed.message)), vector.messageHash);
        assert.equal(signingText(signed.message), vector.text);
        if (vector.schemes) assert.equal(builder.text(), vector.text);
        assert.equal(signed.fee, BigInt(vector.fee.total));
        assert.equal(builder.size(), vector.signedLength + 64 * vector.seeds.length);
    }
});

test("Messages come out of the encoder as they went into the decoder", () => {
    for (const vector of jumbo.jumbo) {
        const decoded = decodeJumbo(bytes(vector.wire));
        assert.equal(decoded.id, vector.id, vector.name);
        assert.deepEqual(decoded.addresses, vector.addresses);
        assert.equal(decoded.lifetime, vector.lifetime);
        assert.deepEqual(
            decoded.signatures.map((one) => one.scheme),
            vector.schemes ?? vector.seeds.map(() => 0),
        );
        const message = encodeMessage({
            ...decoded,
            keys: decoded.addresses.map((key) => Buffer.from(decodeBase58(key)).toString("latin1")),
            lifetime: decodeBase58(decoded.lifetime),
        });
        assert.equal(hex(message), vector.wire.slice(0, 2 * vector.signedLength));
        const { total, computeUnits, size, priority } = vector.fee;
        const fee = baseFee({
            size: vector.signedLength + 64 * vector.seeds.length,
            signatures: vector.seeds.length,
            precompileSignatures: vector.fee.signatures / 5_000 - vector.seeds.length,
            computeUnitLimit: vector.computeUnitLimit ?? 0,
            priorityFee: priority,
        });
        assert.equal(fee, BigInt(total));
        assert.equal(total, vector.fee.signatures + computeUnits + size + priority);
    }
});

test("What the chain can't read or sanitise isn't decoded; what is forged doesn't verify", () => {
    const kinds = new Set();
    for (const { name, error, wire } of jumbo.refused) {
        kinds.add(error);
        if (error !== "SignatureFailure") {
            assert.throws(() => decodeJumbo(bytes(wire)), OrreryError, name);
            continue;
        }
        const { message, signatures, addresses: keys } = decodeJumbo(bytes(wire));
        const good = signatures.map((one, i) =>
            verifies(
                keys[i],
                one.scheme === 4 ? Buffer.from(signingText(message)) : message,
                one.bytes,
            ),
        );
        assert.ok(good.includes(false), name);
    }
    assert.deepEqual([...kinds].sort(), ["SanitizeFailure", "SignatureFailure", "decode"]);
});

test("Size fees are the vectors'", () => {
    for (const { size, jumboFee: fee } of jumbo.sizeFees) assert.equal(jumboFee(size), BigInt(fee));
    assert.ok(jumbo.sizeFees.length > 10);
});

test("Addresses of hooks are the vectors'", () => {
    assert.equal(hooks.program, hook.program);
    const make = {
        config: () => hooks.configAddress(),
        hook: ({ key, number }) => hooks.hookAddress(key, BigInt(number)),
        auction: ({ key, number }) => hooks.auctionAddress(key, BigInt(number)),
        owner: ({ key }) => hooks.ownerAddress(key),
        signer: ({ key }) => hooks.signerAddress(key),
    };
    for (const row of hook.addresses)
        assert.deepEqual(make[row.of](row), { address: row.address, bump: row.bump });
});

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const wide = [
    "epochSlots",
    "p0Min",
    "p0Max",
    "floor",
    "nonce",
    "lastEpoch",
    "triggers",
    "paid",
    "lastStrikeSlot",
    "capSlot",
    "epoch",
    "p0",
    "limit",
    "placedSlot",
];

/// A vector's row with our names and types.
function valueOf({ kind, hex: _, ...row }) {
    const out = Object.fromEntries(
        Object.entries(row).map(([name, value]) => [camel(name), value]),
    );
    for (const name of wide) if (out[name] !== undefined) out[name] = BigInt(out[name]);
    if (kind === "hook") {
        const { state, flags, nKeys, nInstructions, filter, body, ...rest } = out;
        return {
            ...rest,
            state: state === 1 ? "active" : "disabled",
            everyCall: flags === 1,
            keyCount: nKeys,
            instructionCount: nInstructions,
            filter: bytes(filter),
            body: bytes(body),
        };
    }
    if (kind !== "auction") return out;
    const orders = out.orders.map((order) => {
        const { flags, ...rest } = valueOf(order);
        return { ...rest, dead: (flags & 1) !== 0, cancelled: (flags & 2) !== 0 };
    });
    return { ...out, orders };
}

test("Accounts of hooks are the vectors', both ways", () => {
    const codecs = {
        config: [hooks.encodeConfig, hooks.decodeConfig],
        hook: [hooks.encodeHook, hooks.decodeHook],
        auction: [hooks.encodeAuction, hooks.decodeAuction],
        owner: [hooks.encodeOwner, hooks.decodeOwner],
    };
    for (const row of hook.accounts) {
        const [encode, decode] = codecs[row.kind];
        assert.equal(hex(encode(valueOf(row))), row.hex, row.kind);
        assert.deepEqual(decode(bytes(row.hex)), valueOf(row));
    }
    assert.deepEqual(new Set(hook.accounts.map((row) => row.kind)), new Set(Object.keys(codecs)));
});

/// A body's instructions as a client has them.
const callsOf = ({ keys, instructions }) =>
    instructions.map(({ program, accounts, data }) => ({
        programAddress: keys[program].key,
        accounts: accounts.map((i) => ({
            address: keys[i].key,
            role: (keys[i].flags & 1 ? role.signer : 0) | (keys[i].flags & 2 ? role.writable : 0),
        })),
        data: bytes(data),
    }));
const decodeBody = (body, row) =>
    hooks.decodeHookBody({
        body: bytes(body),
        keyCount: row.keys ?? row.n_keys,
        instructionCount: row.instructions ?? row.n_instructions,
    });

test("Bodies are the vectors', and bad ones aren't read", () => {
    for (const row of hook.bodies) {
        const counts = { keys: row.keys.length, instructions: row.instructions.length };
        assert.deepEqual(decodeBody(row.hex, counts), callsOf(row));
        // Keys stand by first mention when a client builds it: the same calls, maybe another order.
        const built = hooks.hookBody(callsOf(row));
        assert.equal(built.keyCount, counts.keys);
        assert.deepEqual(hooks.decodeHookBody({ ...built, body: built.bytes }), callsOf(row));
    }
    for (const row of hook.bad_bodies)
        assert.throws(() => decodeBody(row.hex, row), OrreryError, row.why);
});

test("Auctions, prices, gas, shares and ids are the vectors'", () => {
    for (const row of hook.auctions) {
        const rules = {
            ...hooks.defaultConfig,
            epochSlots: BigInt(row.epoch_slots),
            floor: BigInt(row.floor),
            seats: row.seats,
        };
        const seats = hooks.seats(hooks.decodeAuction(bytes(row.hex)), rules);
        const found = seats.map(({ order, price, fillSlot }) => ({
            order,
            price: String(price),
            fill_slot: String(fillSlot),
        }));
        assert.deepEqual(found, row.expected, row.name);
    }
    for (const { previous, p0 } of hook.start_prices) {
        const last = previous && { p0: BigInt(previous.p0), best: BigInt(previous.best) };
        assert.equal(hooks.startPrice(hooks.defaultConfig, last ?? undefined), BigInt(p0));
    }
    for (const { p0, epoch_slots, floor, i, price } of hook.clock) {
        const rules = {
            ...hooks.defaultConfig,
            epochSlots: BigInt(epoch_slots),
            floor: BigInt(floor),
        };
        assert.equal(hooks.clockPrice(rules, BigInt(p0), BigInt(i)), BigInt(price));
    }
    for (const row of hook.gas)
        assert.equal(hooks.hookGas(row.cu_limit, row.body_len), BigInt(row.gas));
    for (const { bid, gas, ...shares } of hook.splits) {
        const split = hooks.split(hooks.defaultConfig, BigInt(bid), BigInt(gas));
        for (const [name, share] of Object.entries(shares))
            assert.equal(split[name], BigInt(share));
    }
    for (const { parent, hook: address, index, id } of hook.hook_ids)
        assert.equal(hooks.hookId(bytes(parent), address, index), encodeBase58(bytes(id)));
});

/// Who plays in the vectors' instructions: named in those of their accounts.
function instructionsOfVectors() {
    const find = (kind) =>
        hook.accounts.find((row) => row.kind === kind && (row.nonce ?? "7") === "7");
    const { authority, fee_payer: feePayer, target } = find("hook");
    const { creator } = find("auction");
    const { recipient } = find("owner");
    const config = valueOf(find("config"));
    const { address } = hooks.hookAddress(authority, 7);
    const order = { hook: address, target, epoch: 9, feePayer };
    const bid = { ...order, authority, limit: 8_000 };
    const inner = {
        programAddress: addresses.system,
        accounts: [
            { address: hooks.signerAddress(address).address, role: role.writableSigner },
            { address: authority, role: role.writable },
        ],
        data: bytes("02000000dc05000000000000"),
    };
    const [body] = hook.bodies;
    return {
        InitConfig: () => hooks.initConfig(config),
        RegisterHook: () =>
            hooks.registerHook({
                authority,
                feePayer,
                nonce: 7,
                target,
                everyCall: true,
                cuLimit: 300_000,
                maxPerSlot: 5,
                filter: Uint8Array.of(9, 1, 2),
                body: {
                    bytes: bytes(body.hex),
                    keyCount: body.keys.length,
                    instructionCount: body.instructions.length,
                    signers: [],
                },
            }),
        PlaceBid: () => hooks.placeBid(bid),
        "PlaceBid displacing": () => hooks.placeBid({ ...bid, displaced: recipient }),
        CancelBid: () => hooks.cancelBid({ ...order, authority }),
        DisableHook: () => hooks.disableHook({ hook: address, by: feePayer }),
        EnableHook: () => hooks.enableHook({ hook: address, authority, feePayer }),
        CloseHook: () => hooks.closeHook({ hook: address, by: authority, feePayer }),
        SetOwnerRecipient: () =>
            hooks.setOwnerRecipient({
                upgradeAuthority: authority,
                payer: feePayer,
                target,
                recipient,
            }),
        Reclaim: () => hooks.reclaim({ ...order, creator, treasury: config.treasury }),
        Act: () => hooks.act({ hook: address, authority, inner }),
    };
}

test("Instructions of hooks are the vectors'", () => {
    const make = instructionsOfVectors();
    assert.deepEqual(hook.instructions.map((row) => row.name).sort(), Object.keys(make).sort());
    for (const { name, data, accounts } of hook.instructions) {
        const made = make[name]();
        const flags = (keyRole) =>
            (keyRole & role.signer ? 1 : 0) | (keyRole & role.writable ? 2 : 0);
        assert.equal(made.programAddress, hook.program);
        assert.equal(hex(made.data), data, name);
        assert.deepEqual(
            made.accounts.map((one) => ({ key: one.address, flags: flags(one.role) })),
            accounts,
        );
    }
});
