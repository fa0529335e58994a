// Nonce accounts: the System program's five instructions, and transactions that use a durable nonce.
import { cat, key, sha256, u32, u64 } from "../lib/bytes.mjs";
import { ids, sysvars } from "../lib/ids.mjs";
import { ro, s, sw, w } from "../lib/ix.mjs";
import { createAccount, transfer } from "./system.mjs";

const ix = (name, tag, keys, ...data) => ({
    name: `system.${name}`,
    program: ids.system,
    keys,
    data: cat(u32(tag), ...data),
});

const durable = (blockhash) => sha256("DURABLE_NONCE", blockhash);
const nonceState = (authority, nonce, version = 1) =>
    cat(u32(version), u32(1), key(authority), nonce, u64(5000));

export const advance = (nonce, authority) =>
    ix("AdvanceNonceAccount", 4, [w(nonce), ro(sysvars.recentBlockhashes), s(authority)]);
const initialize = (nonce, authority) =>
    ix(
        "InitializeNonceAccount",
        6,
        [w(nonce), ro(sysvars.recentBlockhashes), ro(sysvars.rent)],
        key(authority),
    );

/// An initialized nonce account; its stored nonce is `age` blockhashes old, 0 = can't advance.
function nonceAccount(world, { age = 1, version = 1, extra } = {}) {
    const authority = world.wallet();
    const nonce = age === 0 ? durable(world.blockhash()) : durable(world.rng.bytes(32));
    const lamports = world.rent(80) + BigInt(extra ?? world.rng.below(2_000_000));
    const address = world.set(world.newKey(), {
        lamports,
        data: nonceState(authority, nonce, version),
    });
    return { address, authority, nonce };
}
const age = ({ rng }) => (rng.chance(0.85) ? 1 : 0);

function initializeNew(world) {
    const authority = world.wallet();
    const nonce = world.newKey();
    const from = world.wallet();
    if (world.rng.chance(0.6))
        return [
            createAccount(from, nonce, world.rent(80), 80, ids.system),
            initialize(nonce, authority),
        ];
    const data = world.rng.pick([Buffer.alloc(80), Buffer.alloc(80), Buffer.alloc(79), u32(1)]);
    world.set(nonce, { data, lamports: world.rent(80) - (world.rng.chance(0.1) ? 1n : 0n) });
    return [initialize(nonce, authority)];
}

function withdraw(world) {
    const { address, authority } = nonceAccount(world, { age: age(world), extra: 1_000_000 });
    const full = world.get(address).lamports;
    const lamports = world.rng.pick([full, 1_000_000n, 1n, 1_000_001n, full + 1n]);
    const to = world.rng.pick([authority, world.payer(), world.wallet(), world.newKey()]);
    return [
        ix(
            "WithdrawNonceAccount",
            5,
            [w(address), w(to), ro(sysvars.recentBlockhashes), ro(sysvars.rent), s(authority)],
            u64(to === authority || world.get(to) ? lamports : full),
        ),
    ];
}

/// Below its rent an uninitialized nonce account still pays out, signed by itself.
function withdrawUninitialized(world) {
    const address = world.set(world.newKey(), { data: Buffer.alloc(80) });
    const lamports = world.rng.pick([world.rent(80), 1n, world.rent(80) + 1n]);
    return [
        ix(
            "WithdrawNonceAccount",
            5,
            [
                sw(address),
                w(world.payer()),
                ro(sysvars.recentBlockhashes),
                ro(sysvars.rent),
                s(address),
            ],
            u64(lamports),
        ),
    ];
}

function authorize(world) {
    const { address, authority } = nonceAccount(world);
    return [ix("AuthorizeNonceAccount", 7, [w(address), s(authority)], key(world.wallet()))];
}

function upgrade(world) {
    const version = world.rng.chance(0.85) ? 0 : 1;
    const { address } = nonceAccount(world, { version });
    if (world.rng.chance(0.1)) world.set(address, { data: Buffer.alloc(80) });
    return [ix("UpgradeNonceAccount", 12, [w(address)])];
}

/// A transaction whose blockhash is the stored nonce. Those that fail are left out (D10).
function durableTransaction(world) {
    const { address, authority, nonce } = nonceAccount(world);
    const asPayer = world.rng.chance(0.2);
    if (asPayer)
        world.set(address, {
            lamports: world.rent(80) + 1_000_000n,
            data: world.get(address).data,
        });
    const rest = world.rng.pick([
        () => [],
        () => [transfer(world.wallet(), world.wallet(), 1_000n)],
        () => [
            transfer(world.wallet(), world.fresh(), world.rent(0)),
            transfer(world.wallet(), world.payer(), 5n),
        ],
        () => [ix("AuthorizeNonceAccount", 7, [w(address), s(authority)], key(world.wallet()))],
        () => initializeNew(world),
        () => [
            ix(
                "WithdrawNonceAccount",
                5,
                [
                    w(address),
                    w(authority),
                    ro(sysvars.recentBlockhashes),
                    ro(sysvars.rent),
                    s(authority),
                ],
                u64(asPayer ? 1_000n : world.get(address).lamports - world.rent(80)),
            ),
        ],
    ])();
    const first = { ...advance(address, authority), name: "nonce.(durable transaction)" };
    return {
        instructions: [first, ...rest],
        blockhash: nonce,
        durable: true,
        payer: asPayer ? address : undefined,
    };
}

/// A nonce that is not usable: never initialized, another's, or not the first instruction.
function unusable(world) {
    const { address, authority, nonce } = nonceAccount(world);
    const other = nonceAccount(world);
    const pay = transfer(world.wallet(), world.payer(), 1n);
    const name = (i) => ({ ...i, name: "nonce.(unusable)" });
    return world.rng.pick([
        () => ({ instructions: [pay, name(advance(address, authority))], blockhash: nonce }),
        () => ({ instructions: [name(advance(address, authority)), pay], blockhash: other.nonce }),
        () => ({ instructions: [name(advance(address, other.authority)), pay], blockhash: nonce }),
        () => ({ instructions: [name(advance(world.wallet(), authority)), pay], blockhash: nonce }),
    ])();
}

export const builders = {
    "system.AdvanceNonceAccount": (world) => {
        const { address, authority } = nonceAccount(world, { age: age(world) });
        return [advance(address, authority)];
    },
    "system.InitializeNonceAccount": initializeNew,
    "system.WithdrawNonceAccount": (world) =>
        world.rng.chance(0.75) ? withdraw(world) : withdrawUninitialized(world),
    "system.AuthorizeNonceAccount": authorize,
    "system.UpgradeNonceAccount": upgrade,
    "nonce.(durable transaction)": durableTransaction,
    "nonce.(unusable)": unusable,
};
