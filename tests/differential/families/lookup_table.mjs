// The address-lookup-table program, and v0 transactions that take their accounts from tables.
import { cat, findPda, key, u32, u64, u8 } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { ro, s, sw, w } from "../lib/ix.mjs";
import { transfer } from "./system.mjs";

const ix = (name, tag, keys, ...data) => ({
    name: `lookupTable.${name}`,
    program: ids.lookupTable,
    keys,
    data: cat(u32(tag), ...data),
});
const active = (1n << 64n) - 1n;

const tableState = ({
    deactivated = active,
    extendedSlot = 0n,
    extendedAt = 0,
    authority,
    addresses,
}) =>
    cat(
        u32(1),
        u64(deactivated),
        u64(extendedSlot),
        u8(extendedAt),
        u8(authority ? 1 : 0),
        authority ? key(authority) : Buffer.alloc(32),
        u8(0),
        u8(0),
        ...addresses.map(key),
    );

/// A table set directly; its address need not derive from anything.
export function table(world, options = {}) {
    const authority = options.authority ?? world.wallet();
    const addresses =
        options.addresses ?? Array.from({ length: world.rng.below(8) }, () => world.fresh());
    const frozen = options.frozen ?? world.rng.chance(0.06);
    const address = world.newKey();
    world.set(address, {
        owner: ids.lookupTable,
        data: tableState({ ...options, authority: frozen ? undefined : authority, addresses }),
    });
    return { address, authority, addresses };
}

function create(world) {
    const { rng } = world;
    const recent = BigInt(rng.pick(world.slotHashes).slot);
    const slot = rng.chance(0.85) ? recent : rng.pick([recent - 1000n, recent + 1000n, world.slot]);
    const authority = world.wallet();
    const [address, bump] = findPda([key(authority), u64(slot)], ids.lookupTable);
    if (rng.chance(0.15))
        world.set(address, { lamports: rng.pick([1n, world.rent(56), world.rent(100)]) });
    const payer = world.wallet();
    const made = ix(
        "CreateLookupTable",
        0,
        [w(address), rng.chance(0.5) ? s(authority) : ro(authority), sw(payer), ro(ids.system)],
        u64(slot),
        u8(rng.chance(0.93) ? bump : bump - 1),
    );
    const list = Array.from({ length: rng.range(1, 6) }, () => world.fresh());
    return rng.chance(0.4) ? [made, extension(address, authority, payer, list)] : [made];
}

const extension = (address, authority, payer, list) =>
    ix(
        "ExtendLookupTable",
        2,
        [w(address), s(authority), ...(payer ? [sw(payer), ro(ids.system)] : [])],
        u64(list.length),
        ...list.map(key),
    );

function extend(world) {
    const { rng } = world;
    const count = rng.weighted({ 0: 1, 3: 6, 250: 1, 256: 1 }) | 0;
    const t = table(world, {
        addresses: Array.from({ length: count }, () => world.fresh()),
        extendedSlot: rng.pick([0n, world.slot]),
        extendedAt: rng.pick([0, Math.min(count, 255)]),
        deactivated: rng.chance(0.93) ? active : world.slot,
    });
    const list = Array.from({ length: rng.pick([0, 1, 2, 5, 10, 20]) }, () => world.fresh());
    const paid = rng.chance(0.75);
    if (!paid && rng.chance(0.7))
        world.set(t.address, { ...world.get(t.address), lamports: world.rent(10_000) });
    return [extension(t.address, t.authority, paid ? world.wallet() : undefined, list)];
}

const freeze = (world) => {
    const t = table(world);
    return [ix("FreezeLookupTable", 1, [w(t.address), s(t.authority)])];
};

const deactivate = (world) => {
    const t = table(world, { deactivated: world.rng.chance(0.88) ? active : world.slot });
    return [ix("DeactivateLookupTable", 3, [w(t.address), s(t.authority)])];
};

function close(world) {
    const { rng } = world;
    const deactivated = rng.weighted({ long: 7, now: 1, cooling: 1, active: 1 });
    const slots = { long: 5n, now: world.slot, cooling: BigInt(world.slotHashes[3].slot), active };
    const t = table(world, { deactivated: slots[deactivated] });
    const to = rng.pick([world.payer(), world.fresh(), t.address]);
    return [ix("CloseLookupTable", 4, [w(t.address), s(t.authority), w(to)])];
}

const garbage = (world) => {
    const t = table(world);
    return [
        {
            name: "lookupTable.(undecodable)",
            program: ids.lookupTable,
            keys: [w(t.address), s(t.authority)],
            data: world.rng.pick([Buffer.alloc(0), u32(5), u32(77), world.rng.bytes(3)]),
        },
    ];
};

const payments = (world, count) =>
    Array.from({ length: count }, () => ({
        ...transfer(world.wallet(), world.fresh(), world.rent(0)),
        name: "lookupTable.(v0 transfers)",
    }));

/// Transfers to accounts, and with a program's readonly account, that a table holds.
function lookups(world) {
    const { rng } = world;
    const instructions = payments(world, rng.range(1, 4));
    const reader = {
        name: "memo.Memo",
        program: ids.token,
        keys: [ro(world.fresh()), ro(world.fresh())],
        data: u8(21),
    };
    if (rng.chance(0.2)) instructions.push({ ...reader, name: "token.GetAccountDataSize" });
    const targets = instructions.flatMap((i) => i.keys.filter((k) => !k.s).map((k) => k.key));
    const noise = Array.from({ length: rng.below(4) }, () => world.fresh());
    const state = rng.weighted({ active: 8, cooling: 2 });
    const deactivated =
        state === "active" ? active : rng.pick([world.slot, BigInt(world.slotHashes[5].slot)]);
    const addresses = rng.shuffled([...targets, ...noise]);
    const half = rng.chance(0.3) ? addresses.length >> 1 : addresses.length;
    const tables = [table(world, { addresses: addresses.slice(0, half), deactivated })];
    if (half < addresses.length) tables.push(table(world, { addresses: addresses.slice(half) }));
    return { instructions, tables };
}

/// Tables that can't be used, and keys that come twice: refused before execution.
function refusedLookups(world) {
    const { rng } = world;
    const instructions = payments(world, 2).map((i) => ({
        ...i,
        name: "lookupTable.(refused lookups)",
    }));
    const addresses = instructions.map((i) => i.keys[1].key);
    const with_ = (t, tamper) => ({ instructions, tables: [t], tamper });
    const crowd = Array.from({ length: 66 }, () => world.fresh());
    const crowded = {
        name: "lookupTable.(refused lookups)",
        program: ids.memo,
        keys: crowd.map(ro),
        data: Buffer.alloc(0),
    };
    return rng.pick([
        () => ({ instructions: [crowded], tables: [table(world, { addresses: crowd })] }),
        () => with_({ address: world.fresh(), addresses }),
        () =>
            with_({
                address: world.set(world.newKey(), { owner: ids.token, data: Buffer.alloc(200) }),
                addresses,
            }),
        () =>
            with_({
                address: world.set(world.newKey(), { owner: ids.lookupTable, data: rng.bytes(30) }),
                addresses,
            }),
        () =>
            with_({
                address: world.set(world.newKey(), {
                    owner: ids.lookupTable,
                    data: Buffer.alloc(56 + 64),
                }),
                addresses,
            }),
        () => with_(table(world, { addresses, extendedSlot: world.slot, extendedAt: 0 })),
        () => with_(table(world, { addresses, deactivated: 5n })),
        () => with_({ ...table(world, { addresses: addresses.slice(1) }), addresses }),
        () =>
            with_(table(world, { addresses: [...addresses, addresses[0]] }), (parts) =>
                parts.lookups[0].writable.push({ address: addresses[0], index: 2 }),
            ),
        () =>
            with_(table(world, { addresses }), (parts) => {
                parts.lookups[0].writable = [];
                parts.lookups[0].readonly = [];
            }),
    ])();
}

export const builders = {
    "lookupTable.CreateLookupTable": create,
    "lookupTable.FreezeLookupTable": freeze,
    "lookupTable.ExtendLookupTable": extend,
    "lookupTable.DeactivateLookupTable": deactivate,
    "lookupTable.CloseLookupTable": close,
    "lookupTable.(undecodable)": garbage,
    "lookupTable.(v0 transfers)": lookups,
    "lookupTable.(refused lookups)": refusedLookups,
};
