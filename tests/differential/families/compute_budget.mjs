// Compute budget instructions, beside work that their limits matter to; and transactions that never
// reach execution.
import { cat, u32, u64, u8 } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { s, w } from "../lib/ix.mjs";
import { transfer } from "./system.mjs";

const ix = (name, data) => ({
    name: `computeBudget.${name}`,
    program: ids.computeBudget,
    keys: [],
    data,
});

export const heapFrame = (bytes) => ix("RequestHeapFrame", cat(u8(1), u32(bytes)));
export const unitLimit = (units) => ix("SetComputeUnitLimit", cat(u8(2), u32(units)));
export const unitPrice = (microLamports) =>
    ix("SetComputeUnitPrice", cat(u8(3), u64(microLamports)));
/// Far above what any case loads, or zero: where programdata counts decides nothing (D9).
export const loadedSize = (bytes) => ix("SetLoadedAccountsDataSizeLimit", cat(u8(4), u32(bytes)));

const memo = (world) => {
    const signer = world.wallet();
    return { name: "memo.Memo", program: ids.memo, keys: [s(signer)], data: Buffer.from("budget") };
};

function work(world) {
    const { rng } = world;
    return rng.pick([
        () => [],
        () => [transfer(world.wallet(), world.payer(), 100n)],
        () => [transfer(world.wallet(), world.payer(), 100n), memo(world)],
        () => [memo(world), memo(world)],
    ])();
}

const heapSizes = [32768, 33792, 65536, 262144, 262144, 40960, 0, 32767, 33000, 263168, 0xffffffff];
const limits = [
    0, 1, 150, 300, 450, 1000, 3000, 20_000, 200_000, 1_000_001, 1_400_000, 2_000_000, 0xffffffff,
];
const prices = [0n, 1n, 999n, 1_000n, 1_000_000n, 123_456_789n, (1n << 64n) - 1n];
const sizes = [0, 8 << 20, 16 << 20, 64 << 20, 0xffffffff];

/// The instruction under test among others, in any order.
function mix(world, under) {
    const { rng } = world;
    const others = [
        () => heapFrame(rng.pick(heapSizes.slice(0, 6))),
        () => unitLimit(rng.pick(limits.slice(6))),
        () => unitPrice(rng.pick(prices.slice(0, 5))),
        () => loadedSize(rng.pick(sizes.slice(1))),
    ]
        .map((make) => make())
        .filter((i) => i.name !== under.name && rng.chance(0.3));
    const twice = rng.chance(0.07) ? [under] : [];
    return rng.shuffled([under, ...others, ...twice, ...work(world)]);
}

const garbage = (world) => {
    const { rng } = world;
    const data = rng.pick([
        Buffer.alloc(0),
        cat(u8(0), u32(1)),
        u8(2),
        cat(u8(5), u32(1)),
        cat(u8(1), rng.bytes(3)),
    ]);
    return rng.shuffled([ix("(undecodable)", data), ...work(world)]);
};

/// What a bank refuses before it loads an account: bad payers and unknown blockhashes.
function refused(world) {
    const { rng } = world;
    const named = [
        { ...transfer(world.wallet(), world.payer(), 1n), name: "transaction.(refused)" },
    ];
    const poor = (account) => ({ instructions: named, payer: world.set(world.newKey(), account) });
    const tampered = (tamper) => ({ instructions: named, tamper });
    return rng.pick([
        () =>
            tampered((parts) => {
                parts.statics.push(parts.statics[2]);
                parts.header[2] += 1;
            }),
        () =>
            tampered((parts) => {
                parts.header[2] = parts.statics.length;
            }),
        () =>
            tampered((parts) => {
                parts.header[1] = parts.header[0];
            }),
        () => ({ instructions: named, blockhash: rng.bytes(32) }),
        () => ({ instructions: named, payer: world.newKey() }),
        () => poor({ lamports: rng.pick([1n, 4_999n, 9_999n]) }),
        () => poor({ lamports: 10_000n + world.rent(0) - 1n }),
        () => poor({ lamports: 1_000_000_000n, owner: ids.memo }),
        () => poor({ lamports: 1_000_000_000n, data: Buffer.alloc(rng.pick([1, 80])) }),
    ])();
}

/// A payer that ends exactly at zero, with and without a failure after it.
function lastFee(world) {
    const { rng } = world;
    const ok = rng.chance(0.5);
    const payer = world.wallet(5000n);
    const instruction = ok
        ? { ...unitLimit(1000), name: "transaction.(last fee)" }
        : { name: "transaction.(last fee)", program: ids.system, keys: [w(payer)], data: u32(99) };
    return { payer, instructions: rng.chance(0.1) ? [] : [instruction] };
}

export const builders = {
    "computeBudget.RequestHeapFrame": (world) => mix(world, heapFrame(world.rng.pick(heapSizes))),
    "computeBudget.SetComputeUnitLimit": (world) => mix(world, unitLimit(world.rng.pick(limits))),
    "computeBudget.SetComputeUnitPrice": (world) => mix(world, unitPrice(world.rng.pick(prices))),
    "computeBudget.SetLoadedAccountsDataSizeLimit": (world) =>
        mix(world, loadedSize(world.rng.pick(sizes))),
    "computeBudget.(undecodable)": garbage,
    "transaction.(refused)": refused,
    "transaction.(last fee)": lastFee,
};
