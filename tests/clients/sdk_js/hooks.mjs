// @orrery/sdk's hooks without a chain: layouts, auctions, bodies, money, instructions.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { addresses, encodeBase58, hooks, jumboFee, OrreryError, role } from "@orrery/sdk";
import { PublicKey } from "@solana/web3.js";

import { cat, key, u16, u32, u64, u8 } from "../../differential/lib/bytes.mjs";
import { Prng } from "../../differential/lib/prng.mjs";
import { refused, sequence } from "./support.mjs";

const prng = new Prng(16);
const someKey = () => encodeBase58(prng.bytes(32));
const config = { ...hooks.defaultConfig, authority: someKey(), treasury: someKey() };
const maxU64 = 2n ** 64n - 1n;

const someHook = () => ({
    state: prng.pick(["active", "disabled"]),
    everyCall: prng.chance(0.5),
    strikes: prng.below(4),
    cuLimit: prng.below(2 ** 32),
    ...Object.fromEntries(["authority", "feePayer", "target"].map((name) => [name, someKey()])),
    ...Object.fromEntries(
        ["nonce", "lastEpoch", "triggers", "paid", "lastStrikeSlot", "capSlot"].map((name) => [
            name,
            prng.u64(),
        ]),
    ),
    capUsed: prng.below(65_536),
    maxPerSlot: prng.below(65_536),
    keyCount: prng.below(65_536),
    instructionCount: prng.below(65_536),
    bump: prng.below(256),
    signerBump: prng.below(256),
    filter: new Uint8Array(prng.bytes(prng.below(9))),
    body: new Uint8Array(prng.bytes(prng.below(100))),
});
const someOrder = (start) => ({
    hook: someKey(),
    feePayer: someKey(),
    limit: BigInt(prng.below(prng.pick([20, 2_000, 2_000_000]))),
    placedSlot: BigInt(Math.max(0, start + prng.range(-70, 80))),
    dead: prng.chance(0.1),
    cancelled: prng.chance(0.1),
});
const someAuction = (n, epoch = 3) => ({
    bump: 255,
    target: someKey(),
    epoch: BigInt(epoch),
    p0: BigInt(prng.pick([1_000_000, 30_000, 7])),
    creator: someKey(),
    orders: sequence(n, () => someOrder((epoch - 1) * 64)),
});
const someOwner = () => ({ bump: 1, target: someKey(), recipient: someKey(), setBy: someKey() });

const codecs = [
    [hooks.encodeConfig, hooks.decodeConfig, () => config, 120],
    [hooks.encodeHook, hooks.decodeHook, someHook, 184],
    [hooks.encodeAuction, hooks.decodeAuction, () => someAuction(prng.below(5)), 88],
    [hooks.encodeOwner, hooks.decodeOwner, someOwner, 104],
];

test("Accounts come back as they went, and nothing else is read as one", () => {
    for (const [encode, decode, make, least] of codecs) {
        for (let round = 0; round < 50; ++round) {
            const value = make();
            const data = encode(value);
            assert.deepEqual(decode(data), value);
            assert.deepEqual(encode(decode(data)), data);
        }
        const data = encode(make());
        assert.ok(data.length >= least);
        for (let n = 0; n < data.length; ++n)
            assert.throws(() => decode(data.subarray(0, n)), OrreryError);
        assert.throws(() => decode(cat(data, u8(0))), refused("TrailingBytes"));
        assert.throws(() => decode(cat(u8(9), data.subarray(1))), refused("BadAccount"));
        for (let round = 0; round < 500; ++round) {
            const changed = Buffer.from(data);
            changed[prng.below(data.length)] = prng.below(256);
            try {
                assert.deepEqual(Buffer.from(encode(decode(changed))), changed);
            } catch (error) {
                assert.ok(error instanceof OrreryError, error.stack);
            }
        }
    }
});

test("Fields stand where the layouts say", () => {
    const data = Buffer.from(hooks.encodeConfig(config));
    assert.deepEqual(
        data.subarray(0, 12),
        cat(...[3, 0, 16, 16, 3, 0].map(u8), ...[4000, 4000, 2000].map(u16)),
    );
    assert.deepEqual(
        data.subarray(16, 56),
        cat(...[64, 1_000_000, 1_000_000_000, 5_000].map(u64), u32(1_400_000), u32(65_536)),
    );
    assert.deepEqual(data.subarray(56), cat(key(config.authority), key(config.treasury)));
    const hook = someHook();
    const bytes = Buffer.from(hooks.encodeHook(hook));
    assert.deepEqual(bytes.subarray(72, 104), key(hook.target));
    assert.equal(bytes.readBigUInt64LE(144), hook.capSlot);
    assert.equal(bytes.readUInt16LE(154), hook.maxPerSlot);
    assert.equal(bytes.readUInt32LE(160), hook.body.length);
    assert.equal(bytes[166], hook.filter.length);
    const auction = someAuction(2);
    const order = Buffer.from(hooks.encodeAuction(auction)).subarray(176);
    assert.deepEqual(
        order.subarray(0, 80),
        cat(
            key(auction.orders[1].hook),
            key(auction.orders[1].feePayer),
            u64(auction.orders[1].limit),
            u64(auction.orders[1].placedSlot),
        ),
    );
});

test("Addresses are the documented derivations", () => {
    const program = new PublicKey(addresses.hooks);
    const find = (...seeds) => {
        const [address, bump] = PublicKey.findProgramAddressSync(seeds, program);
        return { address: address.toBase58(), bump };
    };
    const [who, seed] = [someKey(), (text) => Buffer.from(text)];
    assert.deepEqual(hooks.configAddress(), find(seed("config")));
    assert.deepEqual(hooks.hookAddress(who, 7), find(seed("hook"), key(who), u64(7)));
    assert.deepEqual(
        hooks.auctionAddress(who, maxU64),
        find(seed("auction"), key(who), u64(maxU64)),
    );
    assert.deepEqual(hooks.ownerAddress(new PublicKey(who)), find(seed("owner"), key(who)));
    assert.deepEqual(hooks.signerAddress(who), find(seed("signer"), key(who)));
    assert.throws(() => hooks.hookAddress(who, -1), refused("BadNumber"));
});

/// The rules read slot by slot, as they are written.
function seatsSlotBySlot(auction, { epochSlots, floor, seats }) {
    const start = (auction.epoch - 1n) * epochSlots;
    const taken = [];
    const open = new Set(auction.orders.keys());
    for (let i = 0n; i < epochSlots; ++i) {
        const falling = (auction.p0 * (epochSlots - 1n - i)) / (epochSlots - 1n);
        const clock = falling > floor ? falling : floor;
        const may = [...open].filter(
            (n) => !auction.orders[n].cancelled && auction.orders[n].limit >= clock,
        );
        const resting = may.filter((n) => auction.orders[n].placedSlot < start + i);
        const fresh = may.filter((n) => auction.orders[n].placedSlot === start + i);
        resting.sort((a, b) => Number(auction.orders[b].limit - auction.orders[a].limit) || a - b);
        const fill = (price) => (n) => {
            if (taken.length === seats) return;
            open.delete(n);
            taken.push({
                order: n,
                hook: auction.orders[n].hook,
                price: price(n),
                fillSlot: start + i,
            });
        };
        resting.forEach(fill((n) => auction.orders[n].limit));
        fresh.forEach(fill(() => clock));
    }
    return taken.sort(
        (a, b) =>
            Number(b.price - a.price) ||
            Number(a.fillSlot - b.fillSlot) ||
            Buffer.compare(key(a.hook), key(b.hook)),
    );
}

test("Seats are those of the clock read slot by slot", () => {
    let full = 0;
    for (let round = 0; round < 300; ++round) {
        const auction = someAuction(prng.below(60));
        const rules = {
            ...config,
            floor: BigInt(prng.pick([5, 5_000])),
            epochSlots: prng.pick([2n, 64n]),
        };
        auction.epoch = rules.epochSlots === 2n ? 65n : 3n;
        const expected = seatsSlotBySlot(auction, rules);
        assert.deepEqual(hooks.seats(auction, rules), expected);
        full += expected.length === 16 ? 1 : 0;
        const until =
            (auction.epoch - 1n) * rules.epochSlots + BigInt(prng.below(Number(rules.epochSlots)));
        const early = hooks.seats(auction, rules, until);
        assert.deepEqual(
            early,
            expected.filter((seat) => seat.fillSlot <= until),
        );
    }
    assert.ok(full > 50);
    assert.deepEqual(hooks.seats({ ...someAuction(3), epoch: 0n }, config), []);
    assert.deepEqual(hooks.seats({ ...someAuction(3), epoch: maxU64 }, config), []);
});

test("Of seventeen resting bids the sixteen best have seats, whatever comes late", () => {
    const auction = someAuction(0);
    const order = (limit, placedSlot) => ({ ...someOrder(0), limit, placedSlot, cancelled: false });
    auction.orders = prng
        .shuffled(sequence(17, (i) => BigInt(6_000 + i)))
        .map((limit) => order(limit, 0n));
    auction.orders.push(order(10_000_000n, 191n));
    const seats = hooks.seats({ ...auction, p0: 6_000n }, { ...config, floor: 5_000n });
    assert.deepEqual(
        seats.map((seat) => seat.price),
        sequence(16, (i) => BigInt(6_016 - i)),
    );
});

test("Start prices follow the last auction and stay within their bounds", () => {
    const price = (p0, best) => hooks.startPrice(config, { p0, best });
    assert.equal(hooks.startPrice(config), 1_000_000n);
    assert.equal(price(1_000_000n, 0n), 1_000_000n);
    assert.equal(price(8_000_000n, 0n), 4_000_000n);
    assert.equal(price(8_000_000n, 3_000_000n), 6_000_000n);
    assert.equal(price(1_000_000_000n, 900_000_000n), 1_000_000_000n);
    assert.equal(price(maxU64, maxU64), 1_000_000_000n);
    assert.equal(hooks.clockPrice(config, 63_000_000n, 1), 62_000_000n);
    assert.equal(hooks.clockPrice(config, 63_000_000n, 63), 5_000n);
    assert.equal(hooks.clockPrice(config, 63_000_000n, maxU64), 5_000n);
});

test("A full book lets the latest of its lowest unseated orders go", () => {
    const auction = someAuction(20);
    auction.orders.forEach((order, i) =>
        Object.assign(order, { limit: 100n, placedSlot: 0n, cancelled: false, hook: someKey(), i }),
    );
    auction.orders[4].limit = 7n;
    auction.orders[9].limit = 7n;
    const lets = (limit) => hooks.displacedOrder(auction, config, limit, 0n);
    assert.equal(lets(8n), auction.orders[9]);
    assert.equal(lets(7n), undefined);
    auction.orders[2].cancelled = true;
    assert.equal(lets(1n), auction.orders[2]);
    assert.equal(hooks.displacedOrder({ ...auction, orders: [] }, config, 1n, 0n), undefined);
});

test("A bid and its gas are shared out to the lamport", () => {
    for (let bid = 0n; bid <= 10_000n; ++bid) {
        const { initiator, owner, network } = hooks.split(config, bid, 5_000n);
        assert.equal(initiator, (bid * 4n) / 10n);
        assert.equal(owner, initiator);
        assert.equal(initiator + owner + network, bid + 5_000n);
    }
    assert.equal(hooks.hookGas(1, 0), 5_000n);
    assert.equal(hooks.hookGas(200_000, 0), 5_000n);
    assert.equal(hooks.hookGas(200_001, 0), 10_000n);
    assert.equal(hooks.hookGas(1_400_000, 65_536), 35_000n + jumboFee(65_720));
    const [parent, hook] = [prng.bytes(64), someKey()];
    const expected = createHash("sha512").update(
        cat(Buffer.from("solayer-hook-v1"), parent, key(hook), u8(15)),
    );
    assert.equal(hooks.hookId(encodeBase58(parent), hook, 15), encodeBase58(expected.digest()));
    assert.throws(() => hooks.hookId(parent, hook, 16), refused("BadNumber"));
});

test("A body holds its instructions once each key, and gives them back", () => {
    const [a, b, program] = sequence(3, someKey);
    const call = (accounts, data) => ({
        programAddress: program,
        accounts,
        data: Uint8Array.from(data),
    });
    const body = hooks.hookBody(
        call(
            [
                { address: a, role: role.readonly },
                { address: b, role: role.writable },
            ],
            [1, 2],
        ),
        [call([{ address: a, role: role.writableSigner }], [])],
    );
    const expected = cat(
        key(a),
        u8(3),
        key(b),
        u8(2),
        key(program),
        u8(0),
        ...[2, 2].map(u16),
        u32(2),
        ...[2, 1].map(u16),
        u32(0),
        u16(0),
        u16(1),
        Buffer.from([1, 2]),
        u16(0),
    );
    assert.deepEqual(Buffer.from(body.bytes), expected);
    assert.deepEqual([body.keyCount, body.instructionCount, body.signers], [3, 2, [a]]);
    const instructions = hooks.decodeHookBody({ ...body, body: body.bytes });
    assert.deepEqual(instructions[1], call([{ address: a, role: 3 }], []));
    assert.deepEqual(instructions[0].accounts[0], { address: a, role: 3 });
    for (let n = 0; n < body.bytes.length; ++n)
        assert.throws(
            () => hooks.decodeHookBody({ ...body, body: body.bytes.subarray(0, n) }),
            OrreryError,
        );
    const cap = 65_536 - 33 - 8;
    assert.equal(hooks.hookBody(call([], new Uint8Array(cap))).bytes.length, 65_536);
    assert.throws(() => hooks.hookBody(call([], new Uint8Array(cap + 1))), refused("BodyTooLarge"));
    assert.throws(() => hooks.hookBody(), refused("BadBody"));
    hooks.hookBody(call(Array(255).fill({ address: a, role: 0 }), []));
    assert.throws(
        () => hooks.hookBody(call(Array(256).fill({ address: a, role: 0 }), [])),
        refused("BadBody"),
    );
    for (const banned of [
        addresses.computeBudget,
        addresses.hooks,
        addresses.loaderV3,
        addresses.ed25519,
    ])
        assert.throws(() => hooks.hookBody({ programAddress: banned }), refused("BodyProgram"));
});

const roles = ({ accounts }) => accounts.map((account) => account.role);

test("Builders check what the program would refuse", () => {
    const [authority, feePayer, target] = sequence(3, someKey);
    const body = hooks.hookBody({ programAddress: target });
    const register = (changes) =>
        hooks.registerHook({ authority, feePayer, nonce: 1, target, body, ...changes });
    assert.deepEqual(roles(register({})), [2, 3, 1, 0, 0]);
    const { address: hook } = hooks.hookAddress(authority, 1);
    assert.equal(register({}).accounts[2].address, hook);
    const signing = (address) => ({
        programAddress: target,
        accounts: [{ address, role: role.signer }],
    });
    register({ body: signing(hooks.signerAddress(hook).address) });
    assert.throws(() => register({ body: signing(authority) }), refused("ForeignSigner"));
    register({ filter: new Uint8Array(8) });
    assert.throws(() => register({ filter: new Uint8Array(9) }), refused("BadFilter"));
    for (const cuLimit of [1, 1_400_000]) register({ cuLimit });
    for (const cuLimit of [0, 1_400_001])
        assert.throws(() => register({ cuLimit }), refused("BadNumber"));
    for (const maxPerSlot of [1, 1_000]) register({ maxPerSlot });
    for (const maxPerSlot of [0, 1_001])
        assert.throws(() => register({ maxPerSlot }), refused("BadNumber"));
    const bid = (epoch) => hooks.placeBid({ authority, feePayer, hook, target, epoch, limit: 1 });
    assert.throws(() => bid(0), refused("BadNumber"));
    assert.throws(() => bid(2n ** 64n), refused("BadNumber"));
    const act = (accounts) =>
        hooks.act({ hook, authority, inner: { programAddress: target, accounts } });
    const own = hooks.signerAddress(hook).address;
    assert.deepEqual(
        roles(
            act([
                { address: own, role: 3 },
                { address: hook, role: 1 },
            ]),
        ),
        [2, 0, 0, 0, 1, 1],
    );
    act(Array(251).fill({ address: hook, role: 0 }));
    assert.throws(
        () => act(Array(252).fill({ address: hook, role: 0 })),
        refused("TooManyAccounts"),
    );
});

test("Errors have the names that C++ gives them", () => {
    const header = readFileSync(new URL("../../../sdk/hooks/limits.hpp", import.meta.url), "utf8");
    const [, list] = header.match(/enum class HookError[^{]*\{([^}]*)\}/);
    const names = list.match(/[A-Z]\w+/g);
    assert.equal(names.length, 21);
    names.forEach((name, i) => assert.equal(hooks.errorName(100 + i), name));
    for (const other of [99, 121, -1, 6000]) assert.equal(hooks.errorName(other), undefined);
});
