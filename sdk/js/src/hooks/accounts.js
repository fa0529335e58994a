// Layouts of the Hooks program's accounts (docs/spec/hooks.md 2).
import { toBytes } from "../bytes.js";
import { fail } from "../errors.js";
import { limits } from "./limits.js";
import { newAccount, openAccount, readRecord, writeRecord } from "./record.js";

const kind = { hook: 1, auction: 2, config: 3, owner: 4 };
const check = (condition, what) =>
    condition || fail("BadAccount", what, "is it an account of the Hooks program?");
const given = (data) => toBytes(data, "an account's data");

/// What InitConfig's data repeats: all but kind and bump.
export const configFields = [
    ["seats", "u8"],
    ["perTx", "u8"],
    ["maxStrikes", "u8"],
    ["flags", "u8"],
    ["splitBps", "u16", 3],
    ["", "pad", 4],
    ["epochSlots", "u64"],
    ["p0Min", "u64"],
    ["p0Max", "u64"],
    ["floor", "u64"],
    ["maxHookCu", "u32"],
    ["maxBody", "u32"],
    ["authority", "key"],
    ["treasury", "key"],
];
const configLayout = [["bump", "u8"], ...configFields];

const noKey = "11111111111111111111111111111111";

/// A Config as a new chain has it.
export const defaultConfig = Object.freeze({
    bump: 0,
    seats: 16,
    perTx: 16,
    maxStrikes: 3,
    flags: 0,
    splitBps: Object.freeze([4000, 4000, 2000]),
    epochSlots: 64n,
    p0Min: 1_000_000n,
    p0Max: 1_000_000_000n,
    floor: 5_000n,
    maxHookCu: 1_400_000,
    maxBody: 65_536,
    authority: noKey,
    treasury: noKey,
});

function checkConfig(config) {
    const shares = config.splitBps.reduce((sum, share) => sum + share, 0);
    check(config.seats >= 1 && config.seats <= limits.seats, `${config.seats} seats`);
    check(config.perTx <= limits.perTx, `${config.perTx} hooks per transaction`);
    check(config.maxStrikes >= 1 && config.flags <= 1, "strikes or flags out of range");
    check(shares === 10_000, `shares of ${shares} in 10,000`);
    check(
        config.epochSlots >= 2n && config.p0Min <= config.p0Max,
        "an epoch or a price out of range",
    );
    return config;
}

export function decodeConfig(data) {
    const reader = openAccount(given(data), kind.config, "a Config");
    const config = readRecord(reader, configLayout);
    reader.end();
    return checkConfig(config);
}

export const encodeConfig = (config) =>
    writeRecord(newAccount(kind.config), configLayout, config).take();

const hookLayout = [
    ["state", "u8"],
    ["flags", "u8"],
    ["strikes", "u8"],
    ["cuLimit", "u32"],
    ["authority", "key"],
    ["feePayer", "key"],
    ["target", "key"],
    ["nonce", "u64"],
    ["lastEpoch", "u64"],
    ["triggers", "u64"],
    ["paid", "u64"],
    ["lastStrikeSlot", "u64"],
    ["capSlot", "u64"],
    ["capUsed", "u16"],
    ["maxPerSlot", "u16"],
    ["keyCount", "u16"],
    ["instructionCount", "u16"],
    ["bodyLength", "u32"],
    ["bump", "u8"],
    ["signerBump", "u8"],
    ["filterLength", "u8"],
    ["filterBytes", "u8", 8],
    ["", "pad", 9],
];

const states = { 1: "active", 2: "disabled" };
const stateNumbers = { active: 1, disabled: 2 };

export function decodeHook(data) {
    const reader = openAccount(given(data), kind.hook, "a Hook");
    const { state, flags, bodyLength, filterLength, filterBytes, ...rest } = readRecord(
        reader,
        hookLayout,
    );
    check(states[state] !== undefined, `state ${state}`);
    check(flags <= 1, `flags ${flags}`);
    check(
        filterLength <= limits.filter && filterBytes.slice(filterLength).every((b) => b === 0),
        "a filter that isn't one",
    );
    const body = reader.bytes(bodyLength).slice();
    reader.end();
    const filter = Uint8Array.from(filterBytes.slice(0, filterLength));
    return { state: states[state], everyCall: flags === 1, ...rest, filter, body };
}

export function encodeHook({ state, everyCall, filter, body, ...rest }) {
    const filterBytes = [...filter, ...Array(limits.filter - filter.length).fill(0)];
    const values = {
        ...rest,
        state: stateNumbers[state],
        flags: everyCall ? 1 : 0,
        filterBytes,
        filterLength: filter.length,
        bodyLength: body.length,
    };
    return writeRecord(newAccount(kind.hook), hookLayout, values).bytes(body).take();
}

const auctionLayout = [
    ["bump", "u8"],
    ["count", "u16"],
    ["", "pad", 4],
    ["target", "key"],
    ["epoch", "u64"],
    ["p0", "u64"],
    ["creator", "key"],
];
const orderLayout = [
    ["hook", "key"],
    ["feePayer", "key"],
    ["limit", "u64"],
    ["placedSlot", "u64"],
    ["flags", "u8"],
    ["", "pad", 7],
];

function readOrder(reader) {
    const { flags, ...order } = readRecord(reader, orderLayout);
    check(flags <= 3, `flags ${flags} of an order`);
    return { ...order, dead: (flags & 1) !== 0, cancelled: (flags & 2) !== 0 };
}

export function decodeAuction(data) {
    const reader = openAccount(given(data), kind.auction, "an Auction");
    const { count, ...auction } = readRecord(reader, auctionLayout);
    check(count <= limits.orders, `${count} orders`);
    const orders = Array.from({ length: count }, () => readOrder(reader));
    reader.end();
    return { ...auction, orders };
}

export function encodeAuction({ orders, ...auction }) {
    const out = newAccount(kind.auction);
    writeRecord(out, auctionLayout, { ...auction, count: orders.length });
    for (const { dead, cancelled, ...order } of orders)
        writeRecord(out, orderLayout, { ...order, flags: (dead ? 1 : 0) | (cancelled ? 2 : 0) });
    return out.take();
}

const ownerLayout = [
    ["bump", "u8"],
    ["", "pad", 6],
    ["target", "key"],
    ["recipient", "key"],
    ["setBy", "key"],
];

export function decodeOwner(data) {
    const reader = openAccount(given(data), kind.owner, "an Owner");
    const owner = readRecord(reader, ownerLayout);
    reader.end();
    return owner;
}

export const encodeOwner = (owner) =>
    writeRecord(newAccount(kind.owner), ownerLayout, owner).take();
