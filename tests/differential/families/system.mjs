// The System program's fourteen instructions; the nonce ones are in nonce.mjs.
import { bincodeText, cat, key, u32, u64, withSeed } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { ro, s, sw, w } from "../lib/ix.mjs";

const ix = (name, tag, keys, ...data) => ({
    name: `system.${name}`,
    program: ids.system,
    keys,
    data: cat(u32(tag), ...data),
});

const owners = [ids.system, ids.token, ids.memo, ids.loaderV3, ids.stake];
const owner = (world) => (world.rng.chance(0.3) ? world.fresh() : world.rng.pick(owners));
const space = ({ rng }) =>
    rng.weighted({ 0: 3, 1: 1, 80: 1, 165: 2, 355: 1, 5000: 1, 10485761: 1 }) | 0;
const seed = ({ rng }) => rng.bytes(rng.range(0, 16)).toString("hex");

export const transfer = (from, to, lamports) => ix("Transfer", 2, [sw(from), w(to)], u64(lamports));
export const createAccount = (from, to, lamports, size, program) =>
    ix("CreateAccount", 0, [sw(from), sw(to)], u64(lamports), u64(size), key(program));

/// Enough for rent mostly; a little less sometimes.
const funding = (world, size) =>
    world.rng.chance(0.9)
        ? world.rent(size) + BigInt(world.rng.below(5000))
        : world.rent(size) - 1n;

function seeded(world) {
    const base = world.wallet();
    const text = seed(world);
    const program = owner(world);
    return { base, text, program, address: withSeed(base, text, program) };
}

function create(world) {
    const size = space(world);
    const to = world.newKey();
    if (world.rng.chance(0.1)) world.set(to, { lamports: world.rng.pick([1n, world.rent(0)]) });
    return [createAccount(world.wallet(), to, funding(world, size), size, owner(world))];
}

function createWithSeed(world) {
    const { base, text, program, address } = seeded(world);
    const size = space(world);
    const from = world.rng.chance(0.5) ? base : world.wallet();
    const keys = [sw(from), w(address), ...(from === base ? [] : [s(base)])];
    return [
        ix(
            "CreateAccountWithSeed",
            3,
            keys,
            key(base),
            bincodeText(text),
            u64(funding(world, size)),
            u64(size),
            key(program),
        ),
    ];
}

function createAllowPrefund(world) {
    const size = space(world);
    const to = world.newKey();
    const prefund = world.rng.chance(0.6) ? world.rent(world.rng.pick([0, size])) : 0n;
    if (prefund > 0n) world.set(to, { lamports: prefund });
    const need = world.rng.chance(0.3) ? 0n : funding(world, size);
    const keys = [sw(to), ...(need > 0n || world.rng.chance(0.5) ? [sw(world.wallet())] : [])];
    return [ix("CreateAccountAllowPrefund", 13, keys, u64(need), u64(size), key(owner(world)))];
}

function transfers(world) {
    const { rng } = world;
    return Array.from({ length: rng.range(1, 4) }, () => {
        const balance = world.rent(0) + rng.amount(1_000_000_000);
        const from = world.wallet(balance > 1n << 60n ? 5_000_000_000n : balance);
        const to = rng.pick([world.fresh(), world.wallet(world.rent(0)), world.payer(), from]);
        const lamports = rng.pick([
            world.get(from).lamports,
            world.rent(0),
            1n,
            rng.amount(1_000_000),
            world.get(from).lamports - world.rent(0),
            world.get(from).lamports + 1n,
        ]);
        return transfer(from, to, lamports);
    });
}

function transferWithSeed(world) {
    const { base, text, address } = seeded(world);
    const program = ids.system;
    const from = withSeed(base, text, program);
    world.set(from, { lamports: 3_000_000n });
    const lamports = world.rng.pick([3_000_000n, 1n, 2_000_000n, 3_000_001n]);
    const to = world.rng.chance(0.5) ? world.payer() : address;
    return [
        ix(
            "TransferWithSeed",
            11,
            [w(from), s(base), w(to)],
            u64(lamports),
            bincodeText(text),
            key(program),
        ),
    ];
}

function allocate(world) {
    const size = space(world);
    const account = world.wallet(
        world.rng.chance(0.9) ? world.rent(size > 1e6 ? 0 : size) : world.rent(0),
    );
    const out = [ix("Allocate", 8, [sw(account)], u64(size))];
    return world.rng.chance(0.3) ? [...out, assignOf(account, owner(world))] : out;
}

function allocateWithSeed(world) {
    const { base, text, program, address } = seeded(world);
    const size = space(world);
    world.set(address, { lamports: funding(world, size > 1e6 ? 0 : size) });
    return [
        ix(
            "AllocateWithSeed",
            9,
            [w(address), s(base)],
            key(base),
            bincodeText(text),
            u64(size),
            key(program),
        ),
    ];
}

const assignOf = (account, program) => ix("Assign", 1, [sw(account)], key(program));

function assignWithSeed(world) {
    const { base, text, program, address } = seeded(world);
    world.set(address, { lamports: world.rent(0) });
    return [
        ix("AssignWithSeed", 10, [w(address), s(base)], key(base), bincodeText(text), key(program)),
    ];
}

function garbage(world) {
    const { rng } = world;
    const data = rng.pick([
        Buffer.alloc(0),
        u32(14),
        rng.bytes(3),
        cat(u32(rng.below(16)), rng.bytes(rng.below(60))),
    ]);
    return [
        {
            name: "system.(undecodable)",
            program: ids.system,
            keys: [sw(world.wallet()), w(world.fresh())],
            data,
        },
    ];
}

export const builders = {
    "system.CreateAccount": create,
    "system.Assign": (world) => [assignOf(world.wallet(), owner(world))],
    "system.Transfer": transfers,
    "system.CreateAccountWithSeed": createWithSeed,
    "system.Allocate": allocate,
    "system.AllocateWithSeed": allocateWithSeed,
    "system.AssignWithSeed": assignWithSeed,
    "system.TransferWithSeed": transferWithSeed,
    "system.CreateAccountAllowPrefund": createAllowPrefund,
    "system.(undecodable)": garbage,
    // Read-only use of an account that nobody owns but System.
    "system.Transfer (to a reserved key)": (world) =>
        [
            transfer(
                world.wallet(),
                world.rng.pick([ids.system, ids.incinerator, ids.computeBudget]),
                1_000_000n,
            ),
        ].map((i) => ({
            ...i,
            name: "system.Transfer (to a reserved key)",
            keys: [i.keys[0], w(i.keys[1].key), ro(ids.token)],
        })),
};
