// Token-2022 mints with extensions and accounts of them, made through the program itself before the
// case.
import { cat, f64, key, u16, u64, u8 } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { ro, s, w } from "../lib/ix.mjs";
import { ataOf, create as createAta } from "./associated_token.mjs";
import { createAccount } from "./system.mjs";
import { encoders } from "./token.mjs";

export const program = ids.token2022;
export const e = encoders(program, "token2022");
const short = (address) => (address ? cat(u8(1), key(address)) : u8(0));
export const maybe = (address) => (address ? key(address) : Buffer.alloc(32));
export const i16 = (n) => u16(n & 0xffff);

/// One row per mint extension: its size in the mint and the instruction that initializes it.
export const extensions = {
    transferFee: {
        size: 108,
        init: (m, c) =>
            e.ix(
                "TransferFee.InitializeConfig",
                26,
                [w(m)],
                u8(0),
                short(c.who),
                short(c.who),
                u16(c.world.rng.pick([0, 50, 250, 10_000])),
                u64(c.world.rng.pick([0n, 5_000n, 1n << 40n])),
            ),
    },
    closeAuthority: {
        size: 32,
        init: (m, c) => e.ix("InitializeMintCloseAuthority", 25, [w(m)], short(c.who)),
    },
    confidential: {
        size: 65,
        init: (m, c) =>
            e.ix(
                "ConfidentialTransfer.InitializeMint",
                27,
                [w(m)],
                u8(0),
                maybe(c.who),
                u8(c.world.rng.below(2)),
                Buffer.alloc(32),
            ),
    },
    defaultState: {
        size: 1,
        init: (m, c) =>
            e.ix(
                "DefaultAccountState.Initialize",
                28,
                [w(m)],
                u8(0),
                u8(c.world.rng.chance(0.9) ? 1 : 2),
            ),
    },
    nonTransferable: { size: 0, init: (m) => e.ix("InitializeNonTransferableMint", 32, [w(m)]) },
    interest: {
        size: 52,
        init: (m, c) =>
            e.ix(
                "InterestBearing.Initialize",
                33,
                [w(m)],
                u8(0),
                maybe(c.who),
                i16(c.world.rng.range(-5000, 30_000)),
            ),
    },
    permanentDelegate: {
        size: 32,
        init: (m, c) => e.ix("InitializePermanentDelegate", 35, [w(m)], key(c.who)),
    },
    transferHook: {
        size: 64,
        init: (m, c) =>
            e.ix("TransferHook.Initialize", 36, [w(m)], u8(0), maybe(c.who), maybe(c.hook)),
    },
    metadataPointer: {
        size: 64,
        init: (m, c) => e.ix("MetadataPointer.Initialize", 39, [w(m)], u8(0), maybe(c.who), key(m)),
    },
    groupPointer: {
        size: 64,
        init: (m, c) => e.ix("GroupPointer.Initialize", 40, [w(m)], u8(0), maybe(c.who), key(m)),
    },
    groupMemberPointer: {
        size: 64,
        init: (m, c) =>
            e.ix("GroupMemberPointer.Initialize", 41, [w(m)], u8(0), maybe(c.who), key(m)),
    },
    scaledUi: {
        size: 56,
        init: (m, c) =>
            e.ix(
                "ScaledUiAmount.Initialize",
                43,
                [w(m)],
                u8(0),
                maybe(c.who),
                f64(c.world.rng.pick([1, 2.5, 0.001, 1e9])),
            ),
    },
    pausable: {
        size: 33,
        init: (m, c) => e.ix("Pausable.Initialize", 44, [w(m)], u8(0), key(c.who)),
    },
    permissionedBurn: {
        size: 32,
        init: (m, c) => e.ix("PermissionedBurn.Initialize", 46, [w(m)], u8(0), key(c.who)),
    },
};

const mintSize = (names) => {
    const size = names.reduce((sum, n) => sum + 4 + extensions[n].size, 166);
    return names.length === 0 ? 82 : size === 355 ? size + 2 : size;
};

/// [create, the extensions' instructions, InitializeMint2]. One authority does everything.
export function newMint(world, names, { extra = 0n } = {}) {
    const who = world.wallet();
    const m = world.newKey();
    const hook = world.rng.chance(0.3) ? hookProgram(world) : undefined;
    const size = mintSize(names);
    const decimals = world.rng.pick([0, 2, 6, 9]);
    const instructions = [
        createAccount(world.payer(), m, world.rent(size) + extra, size, program),
        ...names.map((n) => extensions[n].init(m, { who, world, hook })),
        e.initializeMint2(m, who, who, decimals),
    ];
    return { instructions, mint: m, who, decimals, hook, names };
}

/// A transfer hook that accepts everything, with the empty list of extra accounts it needs.
function hookProgram(world) {
    world.hook ??= world.installNoop();
    return world.hook;
}

const companions = ["closeAuthority", "metadataPointer", "interest", "pausable", "transferFee"];
/// Extensions that a mint can't have together (or not without a third).
const clash = (name, needs) =>
    (name === "interest" && needs.includes("scaledUi")) ||
    (name === "transferFee" && needs.includes("confidential"));

/// Whether earlier cases left the mint and its accounts in use, and not frozen.
const intact = (world, c) =>
    [c.mint, c.from, c.to].every(({ address }) => world.get(address)?.owner === program) &&
    [c.from, c.to].every(({ address }) => world.get(address).data[108] === 1);

/// An extended mint with two associated accounts that hold tokens; made once, used a few times.
export function context(world, ...needs) {
    const pool = (world.mints2022 ??= new Map());
    const id = needs.join();
    const known = (pool.get(id) ?? []).filter((c) => intact(world, c));
    if (known.length > 0 && world.rng.chance(0.5)) return world.rng.pick(known);
    const names = [
        ...new Set([
            ...needs,
            ...companions.filter((n) => world.rng.chance(0.12) && !clash(n, needs)),
        ]),
    ];
    const made = newMint(world, names, { extra: 20_000_000n });
    world.run(made.instructions);
    const who = { key: made.who, signers: [] };
    const owners = [world.wallet(), world.wallet()];
    const accounts = owners.map((owner) => ({
        address: ataOf(owner, made.mint, program),
        owner: { key: owner, signers: [] },
    }));
    for (const owner of owners) world.run([createAta(world.payer(), owner, made.mint, program)]);
    for (const { address } of accounts) {
        if (world.get(address).data[108] === 2)
            world.run([e.ix("ThawAccount", 11, [w(address), ro(made.mint), s(made.who)])]);
        world.run([e.mintTo(made.mint, address, who, 1_000_000n)]);
    }
    const c = {
        ...made,
        from: accounts[0],
        to: accounts[1],
        payer: world.payer(),
        mint: {
            address: made.mint,
            authority: who,
            freeze: who,
            decimals: made.decimals,
            extended: true,
        },
    };
    pool.set(id, [...known, c].slice(-3));
    return c;
}

/// The accounts that a transfer of a hooked mint hands to its hook.
export const hooks = (c) => (c.names.includes("transferHook") && c.hook ? [ro(c.hook)] : []);
