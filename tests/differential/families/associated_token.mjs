// Associated Token: its three instructions over both token programs.
import { findPda, key, u8 } from "../lib/bytes.mjs";
import { ids, sysvars } from "../lib/ids.mjs";
import { ro, s, sw, w } from "../lib/ix.mjs";
import { account, accountState, mint } from "./token_state.mjs";

export const ataOf = (owner, of, program) =>
    findPda([key(owner), key(program), key(of)], ids.associatedToken)[0];

const ix = (name, keys, data) => ({
    name: `associatedToken.${name}`,
    program: ids.associatedToken,
    keys,
    data,
});
const tokenProgram = ({ rng }) => (rng.chance(0.65) ? ids.token : ids.token2022);

export function create(
    payer,
    owner,
    of,
    program,
    { idempotent = false, empty = false, rent = false } = {},
) {
    const keys = [
        sw(payer),
        w(ataOf(owner, of, program)),
        ro(owner),
        ro(of),
        ro(ids.system),
        ro(program),
        ...(rent ? [ro(sysvars.rent)] : []),
    ];
    return ix(
        idempotent ? "CreateIdempotent" : "Create",
        keys,
        idempotent ? u8(1) : empty ? Buffer.alloc(0) : u8(0),
    );
}

function creation(idempotent) {
    return (world) => {
        const { rng } = world;
        const program = tokenProgram(world);
        const m = mint(world, rng.chance(0.95) ? program : ids.token);
        const owner = rng.chance(0.9) ? world.wallet() : world.fresh();
        const address = ataOf(owner, m.address, program);
        const before = rng.weighted({ none: 6, lamports: 2, exists: 3, foreign: 1 });
        if (before === "lamports")
            world.set(address, {
                lamports: rng.pick([1n, world.rent(0), world.rent(170), world.rent(400)]),
            });
        if (before === "exists" || before === "foreign") {
            const data = accountState({
                mint: m.address,
                owner: before === "exists" ? owner : world.wallet(),
            });
            world.set(address, { owner: program, data });
        }
        const payer = world.wallet(10_000_000_000n);
        return [
            create(payer, owner, m.address, program, {
                idempotent,
                empty: rng.chance(0.3),
                rent: rng.chance(0.2),
            }),
        ];
    };
}

/// Tokens in an associated account that an associated account owns.
function recoverNested(world) {
    const { rng } = world;
    const program = rng.chance(0.7) ? ids.token : ids.token2022;
    const wallet = world.wallet();
    const outer = mint(world, program);
    const inner = rng.chance(0.15) ? outer : mint(world, program);
    const owner = ataOf(wallet, outer.address, program);
    const nested = ataOf(owner, inner.address, program);
    const destination = ataOf(wallet, inner.address, program);
    const put = (address, of, who, amount) =>
        world.set(address, {
            owner: program,
            data: accountState({ mint: of, owner: who, amount }),
        });
    put(destination, inner.address, wallet, 0n);
    put(owner, outer.address, wallet, 0n);
    put(nested, inner.address, owner, BigInt(rng.below(1000)));
    return [
        ix(
            "RecoverNested",
            [
                w(nested),
                ro(inner.address),
                w(destination),
                w(owner),
                ro(outer.address),
                sw(wallet),
                ro(program),
            ],
            u8(2),
        ),
    ];
}

const garbage = (world) => {
    const m = mint(world, ids.token);
    const good = create(world.wallet(), world.wallet(), m.address, ids.token);
    return [
        {
            ...good,
            name: "associatedToken.(undecodable)",
            data: world.rng.pick([u8(3), u8(200), Buffer.from([0, 0]), world.rng.bytes(9)]),
        },
    ];
};

/// Create, and use at once.
function createAndUse(world) {
    const m = mint(world, ids.token);
    const from = account(world, ids.token, m.address, {
        owner: { key: world.wallet(), signers: [] },
    });
    const [payer, owner] = [world.wallet(), world.wallet()];
    const made = {
        ...create(payer, owner, m.address, ids.token),
        name: "associatedToken.(create and use)",
    };
    const move = {
        name: "token.Transfer",
        program: ids.token,
        data: Buffer.from([3, 1, 0, 0, 0, 0, 0, 0, 0]),
        keys: [w(from.address), w(ataOf(owner, m.address, ids.token)), s(from.owner.key)],
    };
    return [made, move];
}

export const builders = {
    "associatedToken.Create": creation(false),
    "associatedToken.CreateIdempotent": creation(true),
    "associatedToken.RecoverNested": recoverNested,
    "associatedToken.(undecodable)": garbage,
    "associatedToken.(create and use)": createAndUse,
};
